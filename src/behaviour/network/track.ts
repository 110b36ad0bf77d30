/**
 * A driver's way through a network as the one road that he drives: s along it, t to its left, its traffic
 * running with s. So everything that a driver knows on one road he knows on his way through many.
 */
import { placeOnLine, type Box, type Placed } from '../../criticality/index.ts'
import { buildWay, lineOf, type Lane, type Leg, type Road, type WayLine } from '../../road/index.ts'
import { haltsOf, type Halt } from './halt.ts'
import { passesOf, type Pass } from './passes.ts'
import { turnsOf, type Turn } from './turns.ts'

export interface Track {
  readonly legs: readonly Leg[]
  readonly length: number
  readonly passes: readonly Pass[]
  readonly halts: readonly Halt[]
  readonly turns: readonly Turn[]
  /** How far along the way a point is (past both ends too) and how far to its left, m. */
  readonly locate: WayLine['locate']
  /** The road as it lies along the way, with the lanes that are beside it `here`. */
  road(here: number): Road
  /** Where somebody's rectangle is on the way, searched for within `reach` metres of `near`. */
  place(world: Box, near: number, reach: number): Placed
}

/** Lays the way of some legs (at least one). */
export const layTrack = (real: Road, legs: readonly Leg[]): Track => {
  const length = legs.reduce((sum, leg) => sum + Math.abs(leg.to - leg.from), 0)
  const way = buildWay(real, { length, legs })
  const passes = passesOf(real, legs, way)
  const line = lineOf(way)
  const { locate, toWorld, curvature } = line
  const lanesAt = (here: number): readonly Lane[] => {
    const at = way.at(here)
    const direction = passAt(passes, legs, here).direction
    const lanes = real.lanesAt(at.s, at.road).map((lane): Lane => {
      const [a, b] = [direction * (lane.right - at.t), direction * (lane.left - at.t)]
      return {
        ...{ id: lane.id, type: lane.type, t: direction * (lane.t - at.t) },
        ...{ right: Math.min(a, b), left: Math.max(a, b) },
        direction: lane.direction === direction ? 1 : -1,
      }
    })
    return direction > 0 ? lanes : lanes.reverse()
  }
  return {
    ...{ legs, length: way.length, passes, halts: haltsOf(real, legs, passes, locate) },
    turns: turnsOf(real, legs, passes),
    locate,
    road: (here) => {
      const lanes = lanesAt(here)
      return {
        ...real,
        ...{ length: line.length, toWorld, curvature },
        lanes,
        lane: (id) => lanes.find((l) => l.id === id),
        laneAt: (t) => lanes.find((l) => t >= l.right && t < l.left),
      }
    },
    place: (world, near, reach) => placeOnLine(line, world, near, reach),
  }
}

/** The leg that holds a place of the way. */
const passAt = (passes: readonly Pass[], legs: readonly Leg[], distance: number): Leg => {
  const i = passes.findIndex((pass) => distance < pass.to)
  return legs[i < 0 ? legs.length - 1 : i]
}
