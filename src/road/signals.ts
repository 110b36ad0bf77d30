/** Signs and lights where they stand in the world, and the lines at which traffic stops for them. */
import { wrapAngle } from '../math/index.ts'
import { isDriven, type NetworkSpec } from '../scenario/index.ts'
import type { PlacedSignal, Road, StopLine } from './road.ts'

/** What is needed of a road that is not yet whole. */
type Places = Pick<Road, 'toWorld' | 'height' | 'lanesAt' | 'roads'>

/** A sign or a line this near to a junction rules it, m. */
const RULES_WITHIN = 60
/** A painted stop line lies this near to the junction that it is for, m. */
const LINE_WITHIN = 40

export const placeSignals = ({ roads }: NetworkSpec, places: Places): PlacedSignal[] =>
  roads.flatMap((road, index) =>
    road.signals.map((signal): PlacedSignal => {
      const { x, y, heading } = places.toWorld(signal.s, signal.t, index)
      const along = signal.facing < 0 ? heading + Math.PI : heading
      return {
        ...signal,
        ...{ road: index, x, y, ground: places.height(x, y), yaw: wrapAngle(along + signal.heading) },
      }
    }),
  )

const CONTROLS = ['traffic-light', 'stop', 'give-way'] as const

/** One at each end of a road that leads into a junction, and one at each crossing or light elsewhere. */
export const placeStopLines = (
  { roads }: NetworkSpec,
  places: Places,
  signals: readonly PlacedSignal[],
): StopLine[] =>
  roads.flatMap((road, index) => {
    const lines: StopLine[] = []
    const own = signals.filter((signal) => signal.road === index)
    const lineAt = (
      s: number,
      direction: 1 | -1,
      junction: string | null,
      control: StopLine['control'],
      signal: PlacedSignal | null,
    ): void => {
      const named = signal?.lanes ?? []
      const held = places
        .lanesAt(s, index)
        .filter(
          (lane) =>
            isDriven(lane) && lane.direction === direction && (named.length === 0 || named.includes(lane.id)),
        )
      if (held.length === 0) return
      lines.push({
        ...{ road: index, s, junction, control, signal },
        t: [Math.min(...held.map((l) => l.right)), Math.max(...held.map((l) => l.left))],
        lanes: held.map((l) => l.id),
      })
    }
    for (const end of ['start', 'end'] as const) {
      const link = end === 'start' ? road.before : road.after
      if (link?.kind !== 'junction') continue
      const direction = end === 'end' ? 1 : -1
      const edge = end === 'end' ? road.length : 0
      const away = (s: number): number => Math.abs(edge - s)
      const near = own.filter((x) => x.facing !== -direction && away(x.s) <= RULES_WITHIN)
      const control = CONTROLS.find((kind) => near.some((x) => x.kind === kind)) ?? 'none'
      const ruling = near.find((x) => x.kind === control) ?? null
      const painted = [
        ...near.filter((x) => x.kind === 'stop-line').map((x) => x.s),
        ...road.objects.filter((x) => x.type === 'stop-line').map((x) => x.s),
      ].filter((s) => away(s) <= LINE_WITHIN)
      const s = painted.sort((a, b) => away(a) - away(b))[0] ?? edge
      lineAt(s, direction, link.junction, control, ruling)
    }
    for (const signal of own) {
      if (signal.kind !== 'traffic-light' || lines.some((line) => line.signal === signal)) continue
      for (const direction of signal.facing === 0 ? ([1, -1] as const) : [signal.facing])
        if (
          !lines.some(
            (l) =>
              l.control === 'traffic-light' &&
              l.signal?.facing !== -direction &&
              Math.abs(l.s - signal.s) < RULES_WITHIN,
          )
        )
          lineAt(signal.s, direction, null, 'traffic-light', signal)
    }
    return lines
  })
