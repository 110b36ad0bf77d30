/** How drivers make room for an emergency vehicle: to the edge or into a corridor, slower, and back again. */
import { extentAlong, wayAlong } from '../../criticality/index.ts'
import type { Lane } from '../../road/index.ts'
import { courseAt } from './course.ts'
import type { Seeing } from '../speed/longitudinal.ts'
import type { ActorMemory } from '../memory.ts'
import type { Other, View } from '../view.ts'

/** Somebody who comes with a beacon from behind is noticed this near with his siren and without it, m. */
const HEARD = 150
const SEEN_BEHIND = 70
/** Who comes the other way, m. */
const SEEN_AHEAD = 80
/** He is past when he is this far ahead, m. */
const PAST = 8
/** Time to move aside, s, and room kept to the edge, m. */
const ASIDE = 2.5
const TO_EDGE = 0.2
/** A shoulder is used this far in, m. */
const ONTO_SHOULDER = 1
/** Less than this is not worth moving, m. */
const WORTH_MOVING = 0.15
/** Who makes room drives at this share of the speed that he wants, at least so fast, m/s. */
const SLOWED = 0.55
const SLOWED_LEAST = 4

/** Whether an emergency vehicle comes up behind on the driver's own side, or the other way towards him. */
const isComing = ({ self }: View, direction: 1 | -1, { placed, state, spec }: Other): boolean => {
  const { beacon, siren } = state.lights
  if (!beacon || spec.towedBy !== undefined) return false
  const way = direction * wayAlong(self, placed)
  const apart = extentAlong(self) + extentAlong(placed)
  if (direction * Math.cos(placed.heading) < 0)
    return way > -apart && way < SEEN_AHEAD && direction * placed.along < -1
  return way < apart + PAST && way > -(siren ? HEARD : SEEN_BEHIND)
}

/** Edges of a lane as its driver sees them, t in m. */
const edgesOf = (lane: Lane, direction: 1 | -1): { readonly left: number; readonly right: number } =>
  direction > 0 ? { left: lane.left, right: lane.right } : { left: lane.right, right: lane.left }

/** Lanes of motor traffic that run the driver's way, from his left to his right. */
export const ownLanes = ({ road }: View, direction: 1 | -1): readonly Lane[] =>
  road.lanes
    .filter((lane) => lane.direction === direction && lane.type === 'driving')
    .sort((a, b) => direction * (b.t - a.t))

/**
 * The line along which a driver leaves the most room, t in m: in the leftmost of several lanes by its left edge,
 * else by the edge of the road. Null: there is no lane.
 */
const lineAside = (view: View, { direction, route }: ActorMemory): number | null => {
  const { actor, road, self } = view
  const lanes = ownLanes(view, direction)
  const here = lanes.find((lane) => actor.t >= lane.right && actor.t < lane.left)
  if (here === undefined) return null
  const beside = road.lanes.some((l) => l.direction !== direction && direction * (here.t - l.t) > 0)
  // Alone in his direction he goes to the kerb: to the left of him where traffic keeps left.
  const side = lanes.length > 1 ? (here === lanes[0] ? 1 : -1) : beside ? 1 : -1
  const { left, right } = edgesOf(here, direction)
  const outer = side > 0 ? here === lanes[0] && lanes.length > 1 && !beside : here === lanes[lanes.length - 1]
  const edge = direction * (side > 0 ? left : right)
  const [low, high] = road.paved
  const shoulder =
    outer && route === null ? Math.abs((direction * side > 0 ? high : low) - direction * edge) : 0
  const room = self.world.width / 2 + TO_EDGE - Math.min(ONTO_SHOULDER, shoulder)
  return direction * (edge - side * room)
}

/** Notices who comes, and moves aside after a while; once he is past, back to where the driver was. */
export const makeRoom = (view: View, memory: ActorMemory, driver: Seeing): void => {
  const { actor, others, time } = view
  const { direction, course } = memory
  const settled = courseAt(course, time).t === course.to
  if (driver.emergency === true || driver.givesWay === null || memory.crashed) return
  if (others.some((other) => isComing(view, direction, other))) {
    memory.room ??= { since: time, back: null }
    const { since, back } = memory.room
    if (back !== null || !settled || time < since + (driver.givesWay ?? USUAL)) return
    const to = lineAside(view, memory)
    if (to === null) return
    memory.intent = null
    memory.room = { since, back: course.to }
    if (Math.abs(to - course.to) > WORTH_MOVING)
      memory.course = { from: actor.t, to, start: time, duration: ASIDE }
  } else if (memory.room !== null && settled) {
    const { back } = memory.room
    memory.room = null
    if (back !== null && back !== course.to)
      memory.course = { from: actor.t, to: back, start: time, duration: ASIDE }
  }
}

/** Time from when an emergency vehicle can be noticed until room is made, s. */
const USUAL = 2

/** The speed that a driver wants, less while he makes room. */
export const slowedForRoom = ({ room }: ActorMemory, desired: number): number =>
  room === null || room.back === null ? desired : Math.min(desired, Math.max(SLOWED_LEAST, SLOWED * desired))
