/**
 * A driver's way through a network as the one road that he drives: s along it, t to its left, its traffic
 * running with s. So everything that a driver knows on one road he knows on his way through many.
 */
import { footprint, place, type Placed } from '../criticality/index.ts'
import { buildWay, lineOf, type Lane, type Leg, type Road, type Way, type WayLine } from '../road/index.ts'
import type { ActorSpec } from '../scenario/index.ts'
import type { ActorState } from '../world/index.ts'
import { haltsOf, type Halt } from './halt.ts'
import { turnsOf, type Turn } from './turns.ts'

/** A node of the lane graph that the way takes, and where along the way it begins and ends, m. */
export interface Pass {
  readonly node: number
  readonly from: number
  readonly to: number
}

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
  /** Where an actor is on the way, searched for within `reach` metres of `near`. */
  place(spec: ActorSpec, state: ActorState, near: number, reach: number): Placed
}

/** Lays the way of some legs (at least one). */
export const layTrack = (real: Road, legs: readonly Leg[]): Track => {
  const length = legs.reduce((sum, leg) => sum + Math.abs(leg.to - leg.from), 0)
  const way = buildWay(real, { length, legs })
  const passes = passesOf(real, legs, way)
  const { locate, ...line } = lineOf(way)
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
        ...line,
        lanes,
        lane: (id) => lanes.find((l) => l.id === id),
        laneAt: (t) => lanes.find((l) => t >= l.right && t < l.left),
      }
    },
    place: (spec, state, near, reach) =>
      place(
        {
          toWorld: line.toWorld,
          toRoad: (x, y) => {
            const { distance, offset } = locate(x, y, near, reach)
            return { s: distance, t: offset, road: 0 }
          },
        },
        footprint(spec.spec, state),
      ),
  }
}

/** The leg that holds a place of the way. */
const passAt = (passes: readonly Pass[], legs: readonly Leg[], distance: number): Leg => {
  const i = passes.findIndex((pass) => distance < pass.to)
  return legs[i < 0 ? legs.length - 1 : i]
}

/** How near the search for the next leg's beginning comes to where lengths along the lanes put it, m. */
const passesOf = (road: Road, legs: readonly Leg[], way: Way): Pass[] => {
  let from = 0
  return legs.map((leg) => {
    const { x, y } = road.toWorld(leg.to, road.lane(leg.lane, insideOf(leg), leg.road)?.t ?? 0, leg.road)
    const to = way.locate(x, y, Math.min(way.length, from + Math.abs(leg.to - leg.from))).distance
    const pass = { node: leg.node, from, to: Math.max(from, to) }
    from = pass.to
    return pass
  })
}

/** The end of a leg, just inside its section of the road. */
export const insideOf = ({ from, to }: Leg): number => to + Math.sign(from - to) * 1e-6
