/** When each sensor of the subject first had somebody, or a patch of the road, in its readings. */
import { subjectIndex } from '../criticality/index.ts'
import type { ConcreteScenario } from '../scenario/index.ts'
import type { ClipEvent } from './events.ts'
import type { Frame } from './frame.ts'

/** One first sight. Those of several stretches of a run are put together by firstSights(). */
export interface Sight {
  readonly sensor: string
  /** Number of its reading, and when it was taken, s. */
  readonly frame: number
  readonly time: number
  /** Who, or which patch of the scenario's; the other one is null. */
  readonly actor: string | null
  readonly patch: string | null
  readonly metrics: Readonly<Record<string, number>>
}

export interface SightWatch {
  /** Feed every frame, those of one sensor in order. */
  see(frame: Frame): void
  sights(): readonly Sight[]
}

/** Watches the frames of the subject's own sensors. */
export const createSightWatch = (scenario: ConcreteScenario): SightWatch => {
  const subject = scenario.actors[subjectIndex(scenario.actors)].id
  const first = new Map<string, Sight>()
  const note = (sight: Sight): void => {
    const key = keyOf(sight)
    if (!first.has(key)) first.set(key, sight)
  }
  return {
    see: (frame) => {
      if (frame.sensor.actor !== subject) return
      const at = { sensor: frame.sensor.id, frame: frame.index, time: frame.time }
      if (frame.kind === 'camera') {
        for (const { actor, visiblePixels, distance, occlusion } of frame.objects)
          if (visiblePixels > 0)
            note({
              ...{ ...at, actor, patch: null },
              metrics: { visible_pixels: visiblePixels, distance_m: distance, occlusion },
            })
        for (const [i, pixels] of pixelsOf(frame.ground?.patch ?? []).entries())
          if (i > 0 && pixels > 0)
            note({
              ...at,
              actor: null,
              patch: scenario.surface[i - 1].id,
              metrics: { visible_pixels: pixels },
            })
      } else if (frame.kind === 'lidar' || frame.kind === 'radar')
        for (const { actor, returns, distance } of frame.objects)
          if (returns > 0) note({ ...at, actor, patch: null, metrics: { returns, distance_m: distance } })
    },
    sights: () => [...first.values()],
  }
}

const keyOf = ({ sensor, actor, patch }: Sight): string => JSON.stringify([sensor, actor, patch])

/** Pixels of each value of a mask. */
const pixelsOf = (mask: ArrayLike<number>): number[] => {
  const count = new Array<number>(256).fill(0)
  for (let i = 0; i < mask.length; i++) count[mask[i]]++
  return count
}

/** What makes somebody a hazard: that one of these happened between the subject and them. */
const HAZARDS: readonly ClipEvent['kind'][] = ['contact', 'near-miss', 'cut-in', 'last-moment-to-brake']

/**
 * When the hazard was first to be seen, through each sensor: whoever the subject came into danger with, and the
 * patches of the road.
 * @param sights of all stretches of the run, in any order
 */
export const firstSights = (
  scenario: ConcreteScenario,
  events: readonly ClipEvent[],
  sights: readonly Sight[],
): ClipEvent[] => {
  const subject = scenario.actors[subjectIndex(scenario.actors)].id
  const hazards = new Set(
    events
      .filter(({ kind, actors }) => HAZARDS.includes(kind) && actors.includes(subject))
      .flatMap(({ actors }) => actors.filter((id) => id !== subject)),
  )
  const first = new Map<string, Sight>()
  for (const sight of sights) {
    if (sight.actor !== null && !hazards.has(sight.actor)) continue
    const known = first.get(keyOf(sight))
    if (known === undefined || sight.time < known.time) first.set(keyOf(sight), sight)
  }
  return [...first.values()]
    .map(({ sensor, frame, time, actor, patch, metrics }): ClipEvent => ({
      ...{ kind: 'first-visible', time, sensor, frame, metrics },
      actors: actor === null ? [] : [actor],
      ...(patch === null ? {} : { patch }),
    }))
    .sort((a, b) => a.time - b.time)
}
