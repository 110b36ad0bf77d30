/** A run's events as OpenLABEL has them: instants as events, what goes on for a while as actions. */
import { TICKS_PER_SECOND, type WorldEvent } from '../../world/index.ts'
import type { Clip } from '../exporter.ts'

export interface Happenings {
  readonly actions: Readonly<Record<string, object>>
  readonly events: Readonly<Record<string, object>>
  /** Who takes part in them. */
  readonly relations: Readonly<Record<string, object>>
  /** Which of them a frame shows, by number. */
  readonly inFrame: (frame: number) => {
    readonly actions: readonly string[]
    readonly events: readonly string[]
  }
}

interface Span {
  readonly type: string
  readonly first: number
  readonly last: number
  readonly actors: readonly string[]
  readonly data: object
}

/** Those that lie within the frames. @param ticks of the frames, in order */
export const happenings = ({ scenario, events }: Clip, ticks: readonly number[]): Happenings => {
  /** The frame at a time or the next one after it; null: they are over by then. */
  const frameAt = (time: number): number | null => {
    const n = ticks.findIndex((tick) => tick >= time * TICKS_PER_SECOND - 1e-6)
    return n < 0 ? null : n
  }
  const isPast = (time: number): boolean => ticks.length === 0 || time * TICKS_PER_SECOND < ticks[0] - 1e-6
  const instants = events.flatMap((event): Span[] => {
    const at = isPast(event.time) ? null : frameAt(event.time)
    return at === null
      ? []
      : [{ type: event.kind, first: at, last: at, actors: event.actors, data: dataOf(event) }]
  })
  const skids = events.flatMap((event, i): Span[] => {
    if (event.kind !== 'skid-start' || ticks.length === 0) return []
    const end = events.slice(i).find((e) => e.kind === 'skid-end' && e.actors[0] === event.actors[0])
    const first = frameAt(event.time)
    const last = (end && frameAt(end.time)) ?? ticks.length - 1
    if (first === null || (end && isPast(end.time))) return []
    return [{ type: 'skid', first, last, actors: event.actors, data: dataOf(event) }]
  })
  const elements = (spans: readonly Span[], dataKey: string) =>
    Object.fromEntries(
      spans.map(({ type, first, last, data }, i) => [
        String(i),
        {
          ...{ name: `${type}-${i}`, type, ontology_uid: '0' },
          frame_intervals: [{ frame_start: first, frame_end: last }],
          [dataKey]: data,
        },
      ]),
    )
  const trackOf = (actor: string): string => String(scenario.actors.findIndex(({ id }) => id === actor) + 1)
  const relationsOf = (spans: readonly Span[], subject: 'action' | 'event') =>
    spans.flatMap(({ actors, first, last }, i) =>
      actors.map((actor) => ({
        ...{ name: `${subject}-${i}-${actor}`, type: 'involves', ontology_uid: '0' },
        rdf_subjects: [{ type: subject, uid: String(i) }],
        rdf_objects: [{ type: 'object', uid: trackOf(actor) }],
        frame_intervals: [{ frame_start: first, frame_end: last }],
      })),
    )
  const within = (spans: readonly Span[], frame: number): string[] =>
    spans.flatMap(({ first, last }, i) => (first <= frame && frame <= last ? [String(i)] : []))
  return {
    actions: elements(skids, 'action_data'),
    events: elements(instants, 'event_data'),
    relations: Object.fromEntries(
      [...relationsOf(skids, 'action'), ...relationsOf(instants, 'event')].map((r, i) => [String(i), r]),
    ),
    inFrame: (frame) => ({ actions: within(skids, frame), events: within(instants, frame) }),
  }
}

const dataOf = (event: WorldEvent): object => {
  const time = { name: 'time_s', val: event.time }
  switch (event.kind) {
    case 'collision':
      return {
        num: [
          time,
          { name: 'closing_speed_mps', val: event.closingSpeed },
          { name: 'energy_j', val: event.energy },
        ],
        vec: [{ name: 'point_m', val: event.point, coordinate_system: 'world' }],
      }
    case 'phase':
      return { num: [time], text: [{ name: 'phase', val: event.phase }] }
    case 'expectation':
      return { num: [time], text: [{ name: 'expectation', val: event.expectation }] }
    default:
      return { num: [time] }
  }
}
