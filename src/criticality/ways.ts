/**
 * On a network of roads two actors are measured on a way that one of them drives and the other is on or beside:
 * rolled out straight, it is what the one road is elsewhere. Those whose ways only cross have none in common.
 */
import {
  buildWay,
  lineOf,
  planLegs,
  type LanePlace,
  type Road,
  type Way,
  type WayLine,
} from '../road/index.ts'
import { isVehicle, type ActorSpec, type ConcreteScenario, type RouteSpec } from '../scenario/index.ts'
import type { ActorState } from '../world/index.ts'
import { boxTtc, type Box } from './box.ts'
import { place, placeOnLine, wayAlong, type Placed } from './pair.ts'

/** Two actors, placed on one line where they have one in common (`way`). */
export type Pair = readonly [a: Placed, b: Placed]

/** The ways of one instant. */
export interface Ways {
  /** Two actors (by index) on a line that they share; null: they are on different levels of a bridge. */
  pair(i: number, j: number): Pair | null
  /** Way from an actor's origin to a place, m, negative when past it; null: its way does not lead there. */
  wayTo(i: number, x: number, y: number): number | null
}

/** Actors are looked for along ways this far, m; those farther apart meet in the world, if at all. */
const REACH = 300
/** Somebody this far beside a way is on another one, m ... */
const BESIDE = 15
/** ... and so is a vehicle that drives at more than this angle to it (its sine). */
const CROSSING = 0.7
/** An actor this far from the way that it set out on drives another one, m. */
const LEFT = 6
/** Levels of a bridge lie this far over each other, m. */
const LEVEL = 2.5
/** A way is planned this much farther than its driver can come, m, and no farther than the most. */
const SPARE = 500
const MOST_WAY = 20000

/** A way as it is laid and as a line. */
interface Laid {
  readonly way: Way
  readonly line: WayLine
}

/** An actor on a way. */
interface OnWay extends Laid {
  readonly placed: Placed
}

/** Ways of one run's actors, for every state of theirs and their rectangles then. */
export const createWays = (
  { actors, stop }: Pick<ConcreteScenario, 'actors' | 'stop'>,
  road: Road,
): ((states: readonly ActorState[], boxOf: (i: number) => Box) => Ways) => {
  const planned = new Map<number, Laid | null>()
  const anew = new Map<string, Laid | null>()

  const lay = (from: LanePlace, route: RouteSpec | undefined, horizon: number): Laid | null => {
    const legs = planLegs(road, from, route, horizon)
    if (legs.length === 0) return null
    const way = buildWay(road, { length: horizon, legs })
    return { way, line: lineOf(way) }
  }

  /** The way that an actor sets out on; null: it is none that drives along lanes. */
  const plannedWay = (i: number): Laid | null => {
    const known = planned.get(i)
    if (known !== undefined) return known
    const spec = actors[i]
    const { at, speed, driver } = spec
    const on = at.road === undefined ? 0 : (road.roadIndex(at.road) ?? 0)
    const pace = Math.max(speed, 'desiredSpeed' in driver ? driver.desiredSpeed : 0)
    const horizon = Math.min(MOST_WAY, stop.after * pace * 1.2 + SPARE)
    const start = { road: on, lane: at.lane, s: at.s }
    const laid = isVehicle(spec) ? lay(start, routeOf(spec, actors), horizon) : null
    planned.set(i, laid)
    return laid
  }

  /** The way on from the lane that an actor has come to otherwise than planned. */
  const wayFrom = (i: number, { s, t, road: on = 0 }: ActorState): Laid | null => {
    const lane = road.laneAt(t, s, on)?.id
    const node = lane === undefined ? undefined : road.graph.nodeAt({ road: on, lane, s })
    if (node === undefined) return null
    const key = `${i} ${node.index}`
    const known = anew.get(key)
    if (known !== undefined) return known
    const { s0, s1, direction } = node
    const route = restOf(road, routeOf(actors[i], actors), on)
    const start = { road: on, lane: node.lane, s: direction > 0 ? s0 : s1 }
    const laid = lay(start, route, s1 - s0 + 2 * REACH)
    anew.set(key, laid)
    return laid
  }

  /** An actor on the way that it drives now. */
  const onOwn = (i: number, state: ActorState, box: Box): OnWay | null => {
    const first = plannedWay(i)
    if (first === null) return null
    const placed = placeOnLine(first.line, box, undefined, REACH, i)
    if (Math.abs(placed.t) < LEFT) return { ...first, placed }
    const other = wayFrom(i, state)
    return other === null ? null : { ...other, placed: placeOnLine(other.line, box, undefined, REACH, i) }
  }

  /** Whether the road of a way lies at a height where it passes a place, and not on another level. */
  const isLevel = ({ way }: Laid, distance: number, z: number): boolean => {
    if (road.flat) return true
    const at = way.at(distance)
    const there = road.roadsAt(at.x, at.y).find((r) => r.road === at.road)
    return there === undefined || Math.abs(there.z - z) < LEVEL
  }

  /** Another one on an actor's way; null: it is not on it. */
  const joining = (own: OnWay, i: number, j: number, state: ActorState, box: Box): Placed | null => {
    const [x, y, z] = state.position
    const [dx, dy] = [x - own.placed.world.x, y - own.placed.world.y]
    if (dx * dx + dy * dy > REACH * REACH) return null
    const other = placeOnLine(own.line, box, own.placed.s, REACH, i)
    if (Math.abs(other.t) > BESIDE) return null
    if (isVehicle(actors[j]) && Math.abs(Math.sin(other.heading)) > CROSSING) return null
    return isLevel(own, other.s, z) ? other : null
  }

  const areApart = (a: ActorState, b: ActorState, boxA: Box, boxB: Box): boolean => {
    const apart = b.position[2] - a.position[2]
    if (Math.abs(apart) < LEVEL) return false
    const time = boxTtc(boxA, boxB)
    return time === Infinity || Math.abs(apart + time * (b.velocity[2] - a.velocity[2])) > LEVEL
  }

  return (states, boxOf) => {
    const owns: (OnWay | null | undefined)[] = []
    const own = (i: number): OnWay | null => {
      const known = owns[i]
      if (known !== undefined) return known
      return (owns[i] = onOwn(i, states[i], boxOf(i)))
    }
    const pairOf = (i: number, j: number): Pair | null => {
      const [a, b] = [own(i), own(j)]
      const bOnA = a === null ? null : joining(a, i, j, states[j], boxOf(j))
      if (a !== null && bOnA !== null && wayAlong(a.placed, bOnA) >= 0) return [a.placed, bOnA]
      const aOnB = b === null ? null : joining(b, j, i, states[i], boxOf(i))
      if (b !== null && aOnB !== null && wayAlong(b.placed, aOnB) >= 0) return [aOnB, b.placed]
      if (a !== null && bOnA !== null) return [a.placed, bOnA]
      if (b !== null && aOnB !== null) return [aOnB, b.placed]
      const [boxA, boxB] = [boxOf(i), boxOf(j)]
      if (areApart(states[i], states[j], boxA, boxB)) return null
      return [place(road, boxA, i), place(road, boxB, j)]
    }
    const pairs: (Pair | null | undefined)[] = []
    /** Of the lesser index first: one order for both questions, so that they have one answer. */
    const ordered = (i: number, j: number): Pair | null => {
      const key = i * states.length + j
      const known = pairs[key]
      if (known !== undefined) return known
      return (pairs[key] = pairOf(i, j))
    }
    return {
      pair: (i, j) => (i < j ? ordered(i, j) : swapped(ordered(j, i))),
      wayTo: (i, x, y) => {
        const mine = own(i)
        if (mine === null) return null
        const { line, placed } = mine
        const at = line.locate(x, y, placed.s, MOST_WAY)
        if (Math.abs(at.offset) > BESIDE) return null
        const [ox, oy] = states[i].position
        return at.distance - line.locate(ox, oy, placed.s, REACH).distance
      },
    }
  }
}

const swapped = (pair: Pair | null): Pair | null => (pair === null ? null : [pair[1], pair[0]])

/** A trailer goes where its tractor goes. */
const routeOf = ({ route, towedBy }: ActorSpec, actors: readonly ActorSpec[]): RouteSpec | undefined =>
  towedBy === undefined ? route : actors.find(({ id }) => id === towedBy)?.route

/** What is left of a list of roads for who is on one of them. */
const restOf = (road: Road, route: RouteSpec | undefined, on: number): RouteSpec | undefined => {
  if (route === undefined || 'to' in route) return route
  const i = route.through.findIndex((id) => road.roadIndex(id) === on)
  return i < 0 ? undefined : { through: route.through.slice(i + 1) }
}
