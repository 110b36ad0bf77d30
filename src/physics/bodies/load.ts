/**
 * What a vehicle carries, and its doors: they move with it, and a blow on them is one on it. A load that is let go
 * slides over the carrier's floor until its centre of gravity is past an edge; from there on it is a body of its own.
 * Its weight on the carrier is left out.
 */
import { cross, quatFromYaw, quatMultiply, rotate, type Quat } from '../../math/index.ts'
import type { Placement } from '../../scenario/index.ts'
import type { Controls } from '../../world/index.ts'
import { TICK } from '../constants.ts'
import { footprintOf, overlaps } from '../contact/footprint.ts'
import { FreeBody, setFreeNumbers } from './free-body.ts'
import type { Solid } from '../contact/solid.ts'
import type { Vehicle } from '../vehicle.ts'

/** How far something is from being a body of its own. */
const FREE = 0
/** On the ground or in the air, but the carrier has not moved away from it yet: the two leave each other alone. */
const LEAVING = 1
const SLIDING = 2
const FASTENED = 3

/** Where it lies on its carrier: in the carrier's body frame, m and rad. */
export interface Berth {
  readonly carrier: Vehicle
  readonly position: readonly [number, number, number]
  readonly heading: number
}

/** Puts a load on its carrier, fastened. @param at as the scenario places it; @param carrier with its own pose */
export const fasten = (b: FreeBody, at: Placement, carrier: Vehicle, carrierAt: Placement): void => {
  if (at.carried === undefined) return
  b.berth = { carrier, position: at.carried.position, heading: at.heading - carrierAt.heading }
  b.state.aboard = FASTENED
  b.state.resting = 0
  carryAlong(b, b.berth, 0)
}

/** Lets go of a load, or turns a door, once the story says so. */
export const obeyAboard = ({ state, berth }: FreeBody, { drop, swing }: Controls): void => {
  if (swing !== undefined && berth !== null) {
    // Hinged in front, a door on the left opens clockwise.
    state.turnTo = berth.position[1] > 0 ? -swing.angle : swing.angle
    state.turnRate = swing.rate
  }
  if (drop === undefined || state.aboard !== FASTENED) return
  state.aboard = SLIDING
  ;[state.slideVx, state.slideVy] = drop
}

/** One tick of what is carried or slides; true: the carrier has moved it. */
export const moveWithCarrier = (b: FreeBody): boolean => {
  const { state, berth } = b
  if (berth === null || state.aboard < SLIDING) return false
  if (state.aboard === SLIDING) {
    state.slideX += state.slideVx * TICK
    state.slideY += state.slideVy * TICK
  }
  handOn(b, berth.carrier)
  const step = Math.max(-state.turnRate * TICK, Math.min(state.turnRate * TICK, state.turnTo - state.turn))
  state.turn += step
  carryAlong(b, berth, step / TICK)
  if (state.aboard === SLIDING && isPastEdge(b, berth)) {
    state.aboard = LEAVING
    rollOff(b)
  }
  return true
}

/** Whether two must leave each other alone: one is on the other, or has not come away from it yet. */
export const isAboard = (a: Solid, b: FreeBody): boolean => {
  const { state, berth } = b
  if (state.aboard === FREE) return false
  if (berth?.carrier !== a) return a instanceof FreeBody && a.berth?.carrier === berth?.carrier
  if (state.aboard !== LEAVING) return true
  if (overlaps(footprintOf(a), footprintOf(b)) !== null) return true
  state.aboard = FREE
  return false
}

/** A blow on what is carried is one on its carrier. */
const handOn = ({ body, model, state }: FreeBody, { body: under, model: { mass } }: Vehicle): void => {
  const share = model.mass / mass
  under.velocity.x += share * (body.velocity.x - state.givenVx)
  under.velocity.y += share * (body.velocity.y - state.givenVy)
  under.velocity.z += share * (body.velocity.z - state.givenVz)
}

/** Pose and motion as the carrier's, at the load's place in it. */
const carryAlong = (b: FreeBody, { carrier, position: [x, y, z], heading }: Berth, turning: number): void => {
  const { body, model } = carrier
  const { slideX, slideY, slideVx, slideVy } = b.state
  const { x: qx, y: qy, z: qz, w: qw } = body.quaternion
  const turn: Quat = [qx, qy, qz, qw]
  const q = quatMultiply(turn, quatFromYaw(heading + b.state.turn))
  const [cx, cy, cz] = model.cg
  const origin = rotate(turn, [x + slideX - cx, y + slideY - cy, z - cz])
  const own = rotate(q, b.model.cg)
  const arm = [origin[0] + own[0], origin[1] + own[1], origin[2] + own[2]] as const
  const { x: wx, y: wy, z: wz } = body.angularVelocity
  const slide = rotate(turn, [slideVx, slideVy, 0])
  // A door's middle goes round its hinge.
  const hinge = rotate(turn, [0, 0, turning])
  const swing = cross(hinge, own)
  const velocity = [
    body.velocity.x + wy * arm[2] - wz * arm[1] + slide[0] + swing[0],
    body.velocity.y + wz * arm[0] - wx * arm[2] + slide[1] + swing[1],
    body.velocity.z + wx * arm[1] - wy * arm[0] + slide[2] + swing[2],
  ] as const
  setFreeNumbers(b, [
    ...[body.position.x + arm[0], body.position.y + arm[1], body.position.z + arm[2]],
    ...q,
    ...velocity,
    ...[wx + hinge[0], wy + hinge[1], wz + hinge[2]],
  ])
  ;[b.state.givenVx, b.state.givenVy, b.state.givenVz] = velocity
}

/** Whether nothing of the carrier is under the load's centre of gravity any more. */
const isPastEdge = ({ state, model }: FreeBody, { carrier, position, heading }: Berth): boolean => {
  const [c, s] = [Math.cos(heading), Math.sin(heading)]
  const x = position[0] + state.slideX + c * model.cg[0] - s * model.cg[1]
  const y = position[1] + state.slideY + s * model.cg[0] + c * model.cg[1]
  const { boxCentre, boxHalf, cg } = carrier.model
  return Math.abs(x - cg[0] - boxCentre[0]) >= boxHalf[0] || Math.abs(y - cg[1] - boxCentre[1]) >= boxHalf[1]
}

/** A wheel that comes off has turned at its carrier's speed. */
const rollOff = ({ spec, body, motion }: FreeBody): void => {
  if (spec.kind !== 'object' || spec.form !== 'wheel') return
  const rate = (2 * motion.vx) / spec.height
  body.angularVelocity.x += motion.r01 * rate
  body.angularVelocity.y += motion.r11 * rate
  body.angularVelocity.z += motion.r21 * rate
  body.read(motion)
}
