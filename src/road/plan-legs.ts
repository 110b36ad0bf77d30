/** Which lanes a driver takes through a network: by the roads he is told to take, else straight on. */
import { wrapAngle } from '../math/index.ts'
import type { RouteSpec } from '../scenario/index.ts'
import type { LaneNode, LanePlace, Leg } from './graph.ts'
import type { Road } from './road.ts'

/** Kept off the ends of lanes, so that a place belongs to the lane that is meant, m. */
const INSIDE = 1e-6
/** What a change of lane counts for beside the way, m. */
const CHANGE_COST = 30
/** A road that bends more tightly than this turns nobody's mind about where straight on is, 1/m. */
const TIGHT = 1 / 60

const entryOf = ({ direction, s0, s1 }: LaneNode): number => (direction > 0 ? s0 + INSIDE : s1 - INSIDE)
const exitOf = ({ direction, s0, s1 }: LaneNode): number => (direction > 0 ? s1 : s0)

const headingAt = (road: Road, node: LaneNode, s: number): number =>
  road.toWorld(s, 0, node.road).heading + (node.direction > 0 ? 0 : Math.PI)

/** Legs to the nearest lane of a road, without the last one, and the place at its beginning; null: no way. */
const legsTo = (
  road: Road,
  from: LanePlace,
  goals: readonly LanePlace[],
): { readonly legs: readonly Leg[]; readonly at: LanePlace } | null => {
  let best: { legs: readonly Leg[]; at: LanePlace } | null = null
  let least = Infinity
  for (const goal of goals) {
    const route = road.graph.route(from, goal)
    if (route === null) continue
    const changes = route.legs.filter(({ then }) => then === 'left' || then === 'right').length
    const cost = route.length + CHANGE_COST * changes
    if (cost >= least) continue
    least = cost
    const last = route.legs[route.legs.length - 1]
    best = { legs: route.legs.slice(0, -1), at: { road: last.road, lane: last.lane, s: last.from } }
  }
  return best
}

/** The lane that goes straight on: whose end points most nearly where the way has been leading. */
const straightest = (road: Road, next: readonly number[], bearing: number): LaneNode => {
  const { nodes } = road.graph
  const off = (n: number): number =>
    Math.abs(wrapAngle(headingAt(road, nodes[n], exitOf(nodes[n])) - bearing))
  return nodes[next.reduce((best, n) => (off(n) < off(best) - 1e-9 ? n : best))]
}

/** Straight on from a place for about `horizon` metres; where a lane ends, over to the one beside it. */
const straightOn = (road: Road, at: LanePlace, horizon: number): Leg[] => {
  const { nodes } = road.graph
  const legs: Leg[] = []
  let node = road.graph.nodeAt(at)
  if (node === undefined) return legs
  let from = at.s
  let length = 0
  let bearing = headingAt(road, node, from)
  for (;;) {
    const leg = { node: node.index, road: node.road, lane: node.lane, direction: node.direction, from }
    const end = exitOf(node)
    if (node.next.length === 0) {
      const beside: number | undefined = [node.left, node.right].find(
        (n): n is number => n !== null && nodes[n].next.length > 0,
      )
      if (beside === undefined) return [...legs, { ...leg, to: end, then: 'end' }]
      const to = (from + end) / 2
      legs.push({ ...leg, to, then: beside === node.left ? 'left' : 'right' })
      from = to
      node = nodes[beside]
      continue
    }
    length += Math.abs(end - from)
    if (length >= horizon) return [...legs, { ...leg, to: end, then: 'end' }]
    legs.push({ ...leg, to: end, then: 'on' })
    const out = headingAt(road, node, end)
    const bent = Math.abs(wrapAngle(out - headingAt(road, node, entryOf(node)))) / (node.s1 - node.s0)
    if (node.junction === null && bent < TIGHT) bearing = out
    node = straightest(road, node.next, bearing)
    from = node.direction > 0 ? node.s0 : node.s1
  }
}

/**
 * The legs of a driver's way from a lane: along his route as far as it can be driven, then straight on.
 * Empty where the place is in no lane for motor vehicles.
 * @param horizon how far to plan past the route, m
 */
export const planLegs = (
  road: Road,
  start: LanePlace,
  route: RouteSpec | undefined,
  horizon: number,
): readonly Leg[] => {
  const legs: Leg[] = []
  let at = start
  const goTo = (goals: readonly LanePlace[]): void => {
    const found = legsTo(road, at, goals)
    if (found === null) return
    legs.push(...found.legs)
    at = found.at
  }
  if (route !== undefined && 'through' in route)
    for (const id of route.through) {
      const on = road.roadIndex(id)
      if (on === undefined || on === at.road) continue
      const lanes = road.graph.nodes.filter((node) => node.road === on)
      goTo(lanes.map((node) => ({ road: on, lane: node.lane, s: entryOf(node) })))
    }
  if (route !== undefined && 'to' in route)
    goTo([{ road: road.roadIndex(route.to.road ?? '') ?? 0, lane: route.to.lane, s: route.to.s }])
  return [...legs, ...straightOn(road, at, horizon)]
}
