/** The way that a vehicle sets out on. */
import { planLegs, type Road } from '../../road/index.ts'
import { isVehicle, type ActorSpec } from '../../scenario/index.ts'
import type { RouteMemory } from '../memory.ts'

/** The way is planned for this much more than the actor could drive, m, and never for more than the most. */
const SPARE = 300
const MOST_WAY = 20000

/** Whether drivers follow ways: on one road without lights, lines or crossings they hold to the road itself. */
const hasWays = ({ roads, stopLines }: Road): boolean =>
  roads.length > 1 ||
  stopLines.length > 0 ||
  roads.some((part) => part.spec.objects.some((o) => o.type === 'crosswalk'))

/** Where a vehicle means to drive on a network; null: on one road, or no vehicle that drives itself. */
export const freshRoute = (spec: ActorSpec, road: Road, duration: number): RouteMemory | null => {
  if (!hasWays(road) || !isVehicle(spec) || spec.towedBy !== undefined) return null
  const { lane, s } = spec.at
  const on = spec.at.road === undefined ? 0 : (road.roadIndex(spec.at.road) ?? 0)
  const pace = Math.max(spec.speed, 'desiredSpeed' in spec.driver ? spec.driver.desiredSpeed : 0)
  const horizon = Math.min(MOST_WAY, duration * pace * 1.2 + SPARE)
  const beside = travelledBeside(road, on, lane, s)
  const legs = planLegs(road, { road: on, lane: beside.lane, s }, spec.route, horizon)
  if (legs.length === 0) return null
  const limit = road.limit(s, beside.lane, on)
  return {
    legs,
    distance: 0,
    offset: spec.at.offset + beside.offset,
    limit,
    waits: null,
    since: null,
    stood: -1,
    claimed: -1,
  }
}

/**
 * The lane itself where motor traffic has it; of a cycle lane, a parking bay, ... the nearest such lane of its
 * direction, and how far left of that one's middle it lies: a way leads past junctions beside that lane.
 */
const travelledBeside = (
  road: Road,
  on: number,
  lane: number,
  s: number,
): { lane: number; offset: number } => {
  const own = road.lane(lane, s, on)
  if (own === undefined || road.graph.nodeAt({ road: on, lane, s }) !== undefined) return { lane, offset: 0 }
  const all = road
    .lanesAt(s, on)
    .filter(
      (l) => l.direction === own.direction && road.graph.nodeAt({ road: on, lane: l.id, s }) !== undefined,
    )
  if (all.length === 0) return { lane, offset: 0 }
  const nearest = all.reduce((best, l) => (Math.abs(l.t - own.t) < Math.abs(best.t - own.t) ? l : best))
  return { lane: nearest.id, offset: own.direction * (own.t - nearest.t) }
}
