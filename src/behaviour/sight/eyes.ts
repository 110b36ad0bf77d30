/** Whom a driver can see: who stands behind something higher than the line of sight, or behind a hill, is hidden. */
import type { Box } from '../../criticality/index.ts'
import { power } from '../../math/index.ts'
import type { Road } from '../../road/index.ts'
import { isVehicle } from '../../scenario/index.ts'
import { isLostInSpray } from './spray.ts'
import type { Other, View } from '../view.ts'

/** Eyes over the height of the own vehicle, and how far they are ahead of its middle over its length. */
const EYE_HEIGHT = 0.8
const EYE_AHEAD = 0.1
/** What is looked for of somebody is this high over the ground, over his own height: head, roof, rear window. */
const TARGET_HEIGHT = 0.9
/** Of the middle and the four corners of a target, so many must be in sight: a hand's breadth is not noticed. */
const ENOUGH = 2

/** People in dark clothes are made out this far away in a dipped beam and in a high one, m (Olson, Sivak 1983). */
const DIPPED_REACH = 50
const HIGH_REACH = 110

type Point = readonly [x: number, y: number, z: number]

const at = ({ x, y, heading }: Box, ahead: number, left: number, z: number): Point => {
  const [cos, sin] = [Math.cos(heading), Math.sin(heading)]
  return [x + ahead * cos - left * sin, y + ahead * sin + left * cos, z]
}

/** Shares of the way from a to b between which it is over a box; null: it passes beside it. */
const over = (box: Box, a: Point, b: Point): readonly [from: number, to: number] | null => {
  const [cos, sin] = [Math.cos(box.heading), Math.sin(box.heading)]
  const [x, y] = [a[0] - box.x, a[1] - box.y]
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]]
  const start = [x * cos + y * sin, y * cos - x * sin]
  const way = [dx * cos + dy * sin, dy * cos - dx * sin]
  const half = [box.length / 2, box.width / 2]
  let from = 0
  let to = 1
  for (let i = 0; i < 2; i++) {
    if (Math.abs(way[i]) < 1e-9) {
      if (Math.abs(start[i]) >= half[i]) return null
      continue
    }
    const [p, q] = [(-half[i] - start[i]) / way[i], (half[i] - start[i]) / way[i]]
    from = Math.max(from, Math.min(p, q))
    to = Math.min(to, Math.max(p, q))
    if (from >= to) return null
  }
  return [from, to]
}

/** Whether something stands in the way of a look from a to b. */
const blocks = ({ placed, spec, state }: Other, a: Point, b: Point): boolean => {
  const within = over(placed.world, a, b)
  if (within === null) return false
  const [lower, higher] = within.map((share) => a[2] + share * (b[2] - a[2])).sort((p, q) => p - q)
  const ground = state.position[2]
  return lower < ground + spec.spec.height && higher > ground
}

/** The ground under a line of sight is looked at this often, m. */
const GROUND_STEP = 5

/** Whether the ground rises above a look from a to b: a crest, or the wall of a hollow. */
const isBehindHill = (road: Road, a: Point, b: Point): boolean => {
  if (road.flat) return false
  const [dx, dy, dz] = [b[0] - a[0], b[1] - a[1], b[2] - a[2]]
  const looks = Math.ceil(Math.sqrt(dx * dx + dy * dy) / GROUND_STEP)
  for (let i = 1; i < looks; i++) {
    const share = i / looks
    const z = a[2] + share * dz
    if (road.height(a[0] + share * dx, a[1] + share * dy, z) > z) return true
  }
  return false
}

/** Whether there is too much spray in the way of a look from a to b. */
const isBehindSpray = (others: readonly Other[], a: Point, b: Point): boolean => {
  const way = Math.sqrt(power(b[0] - a[0], 2) + power(b[1] - a[1], 2))
  return isLostInSpray(others, (box) => {
    const [from, to] = over(box, a, b) ?? [0, 0]
    return (to - from) * way
  })
}

/** Whether the driver has `other` in sight, past other road users and things, and over the ground. */
export const inSight = ({ spec, actor, self, others, road, dark, radar }: View, other: Other): boolean => {
  const own = self.world
  const eye = at(own, EYE_AHEAD * own.length, 0, actor.position[2] + EYE_HEIGHT * spec.spec.height)
  const { world } = other.placed
  const z = other.state.position[2] + TARGET_HEIGHT * other.spec.spec.height
  if (dark && !isVehicle(other.spec)) {
    const [dx, dy] = [world.x - eye[0], world.y - eye[1]]
    const reach = actor.lights.highBeam ? HIGH_REACH : DIPPED_REACH
    if (dx * dx + dy * dy > reach * reach) return false
  }
  const [l, w] = [world.length / 2, world.width / 2]
  const points = [at(world, 0, 0, z), ...[l, -l].flatMap((x) => [at(world, x, w, z), at(world, x, -w, z)])]
  if (isBehindHill(road, eye, points[0])) return false
  if (radar !== true && isBehindSpray(others, eye, points[0])) return false
  const seen = points.filter((point) => !others.some((o) => o !== other && blocks(o, eye, point)))
  return seen.length >= ENOUGH
}
