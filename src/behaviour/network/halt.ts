/** Where a driver may have to halt on his way: at junctions, at lights, before crossings for people on foot. */
import type { Leg, Road, StopLine } from '../../road/index.ts'
import type { Pass } from './passes.ts'
import type { Track } from './track.ts'

export interface Halt {
  /** Where the front of the vehicle would stop, along the way, m. */
  readonly distance: number
  /** What is painted or signed there; null: nothing. */
  readonly line: StopLine | null
  /** The junction behind it and the lane (of the graph) that leads into it; null: none. */
  readonly junction: { readonly id: string; readonly node: number } | null
  /** The stretch of a crossing behind it; null: none. */
  readonly crossing: readonly [from: number, to: number] | null
}

/** From the stop to the crossing, m. */
const BEFORE_CROSSING = 1

/** All halts of a way, in order. */
export const haltsOf = (
  road: Road,
  legs: readonly Leg[],
  passes: readonly Pass[],
  locate: Track['locate'],
): readonly Halt[] => {
  const { nodes } = road.graph
  const halts = legs.flatMap((leg, i): Halt[] => {
    const found: Halt[] = []
    const pass = passes[i]
    const [low, high] = [Math.min(leg.from, leg.to), Math.max(leg.from, leg.to)]
    const along = (s: number): number => {
      const { x, y } = road.toWorld(s, road.lane(leg.lane, s, leg.road)?.t ?? 0, leg.road)
      return locate(x, y, pass.from + Math.abs(s - leg.from)).distance
    }
    const lines = road.stopLines.filter((l) => l.road === leg.road && l.lanes.includes(leg.lane))
    for (const line of lines)
      if (line.junction === null && line.s >= low && line.s < high)
        found.push({ distance: along(line.s), line, junction: null, crossing: null })
    for (const object of road.roads[leg.road].spec.objects) {
      if (object.type !== 'crosswalk') continue
      const half =
        (Math.abs(Math.cos(object.heading)) * object.length +
          Math.abs(Math.sin(object.heading)) * object.width) /
        2
      if (object.s < low || object.s >= high) continue
      const middle = along(object.s)
      found.push({
        ...{ distance: middle - half - BEFORE_CROSSING, line: null, junction: null },
        crossing: [middle - half, middle + half],
      })
    }
    const next = i + 1 < legs.length && leg.then === 'on' ? nodes[legs[i + 1].node] : null
    if (next?.junction != null && next.junction !== nodes[leg.node].junction) {
      const { junction } = next
      const line = lines.find((l) => l.junction === junction) ?? null
      const back = line === null ? 0 : Math.abs(leg.to - line.s)
      found.push({
        ...{ distance: pass.to - back, line, crossing: null },
        junction: { id: junction, node: next.index },
      })
    }
    return found
  })
  return halts.sort((a, b) => a.distance - b.distance)
}
