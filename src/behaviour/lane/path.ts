/** A path that the story gives a driver, in the coordinates that he steers by: his road's, or his way's on a network. */
import { buildWay, lineOf, planLegs, type Road } from '../../road/index.ts'
import type { FollowPoint } from '../../scenario/index.ts'
import type { ActorState } from '../../world/index.ts'
import type { TimedPoint } from './course.ts'
import type { ActorMemory, RouteMemory } from '../memory.ts'

/** Points of a path are looked for this far along the way from the one before, m. */
const REACH = 5000
/** A way that is planned anew for a path goes on for this much longer, m. */
const SPARE = 500

interface Path {
  /** [time since it began, place along] and [time since it began, place across]. */
  readonly along: readonly TimedPoint[]
  readonly across: readonly TimedPoint[]
}

/** One point in the driver's own coordinates. */
interface OwnPoint {
  readonly along: number
  readonly across: number
  readonly point: FollowPoint
}

/**
 * Lays a path from where the actor is; on a network the way is planned anew (in `memory`) where the path takes
 * roads that it does not.
 * @param home index of the road that the actor starts on
 */
export const layPath = (
  points: readonly FollowPoint[],
  actor: ActorState,
  memory: ActorMemory,
  road: Road,
  home: number,
): Path => {
  const { route } = memory
  if (route === null)
    return timed(
      points.map((point) => ({ along: point.s, across: point.t, point })),
      actor.s,
      actor.t,
    )
  const places = points.map((point) => {
    const on = point.road === undefined ? home : (road.roadIndex(point.road) ?? home)
    return { point, on, ...road.toWorld(point.s, point.t, on) }
  })
  const known = new Set(route.legs.map((leg) => leg.road))
  const own = places.every(({ on }) => known.has(on))
    ? route
    : planAnew(
        route,
        actor,
        road,
        places.map(({ on }) => on),
      )
  memory.route = own
  const line = lineOf(buildWay(road, { length: 0, legs: own.legs }))
  const here = line.locate(actor.position[0], actor.position[1], own.distance)
  own.distance = here.distance
  own.offset = here.offset
  let near = here.distance
  const laid = places.map(({ point, x, y }): OwnPoint => {
    const { distance, offset } = line.locate(x, y, near, REACH)
    near = distance
    return { along: distance, across: offset, point }
  })
  return timed(laid, here.distance, here.offset)
}

/** The way through the roads of a path, from where the actor is. */
const planAnew = (
  route: RouteMemory,
  { s, t, road: on = 0 }: ActorState,
  road: Road,
  roads: readonly number[],
): RouteMemory => {
  const lane = road.laneAt(t, s, on)
  if (lane === undefined) return route
  const through = roads.filter((r, i) => r !== roads[i - 1] && r !== on).map((r) => road.roads[r].id)
  const legs = planLegs(road, { road: on, lane: lane.id, s }, { through }, SPARE)
  return legs.length === 0 ? route : { ...route, legs, distance: 0, stood: -1, claimed: -1 }
}

/** Points with times; where they have speeds, each stretch takes its length over the mean of its ends' speeds. */
const timed = (points: readonly OwnPoint[], along: number, across: number): Path => {
  let time = 0
  const times = points.map(({ point: p, ...own }, i) => {
    if ('at' in p) return p.at
    const before = points[Math.max(0, i - 1)]
    const mean = 'speed' in before.point ? (before.point.speed + p.speed) / 2 : p.speed
    const [da, dt] = [own.along - before.along, own.across - before.across]
    time += Math.sqrt(da * da + dt * dt) / mean
    return time
  })
  const column = (key: 'along' | 'across', here: number): TimedPoint[] => {
    const rows = points.map((p, i): TimedPoint => [times[i], p[key]])
    return times[0] > 0 ? [[0, here], ...rows] : rows
  }
  return { along: column('along', along), across: column('across', across) }
}
