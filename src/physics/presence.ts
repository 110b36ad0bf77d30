/** Where a vehicle starts, whether it is in the world, and what its driver has switched on. */
import {
  cross,
  dot,
  normalize,
  quatFromYaw,
  quatMultiply,
  rotate,
  type Quat,
  type Vec3,
} from '../math/index.ts'
import { standing, type Road } from '../road/index.ts'
import type { ActorSpec } from '../scenario/index.ts'
import { TICKS_PER_CONTROL, TICKS_PER_SECOND, type Controls } from '../world/index.ts'
import { setBodyNumbers } from './body.ts'
import { breakWhat } from './chassis/failures.ts'
import { lookAtGround, touchGround } from './tyres/surface.ts'
import { remember } from './trace.ts'
import type { Vehicle } from './vehicle.ts'

/** The smallest turn that takes the vertical to the ground's normal. */
export const tilt = (normal: Vec3): Quat => {
  const axis = cross([0, 0, 1], normal)
  const half = Math.acos(Math.min(1, dot([0, 0, 1], normal))) / 2
  const [x, y, z] = normalize(axis)
  return [x * Math.sin(half), y * Math.sin(half), z * Math.sin(half), Math.cos(half)]
}

/** Stands the vehicle on its lane, wheels loaded and rolling at its speed. */
export const place = (v: Vehicle, actor: ActorSpec, road: Road): void => {
  const { at, speed } = actor
  const { x, y, heading } = standing(road, at)
  const q = quatMultiply(tilt(road.normal(x, y)), quatFromYaw(heading))
  const [cx, cy, cz] = rotate(q, v.model.cg)
  const [vx, vy, vz] = rotate(q, [speed, 0, 0])
  v.state.present = actor.present ? 1 : 0
  v.state.driveShare = 1
  setBodyNumbers(v, [x + cx, y + cy, road.height(x, y) + cz, ...q, vx, vy, vz, 0, 0, 0])
  rollFrom(v, road, speed)
}

/** Lets the wheels feel the ground under them and roll at `speed` as if they always had. */
export const rollFrom = (v: Vehicle, road: Road, speed: number): void => {
  lookAtGround(v, road)
  touchGround(v)
  for (const wheel of v.wheels) {
    wheel.spinRate = speed / wheel.model.radius
    wheel.load = Math.max(0, wheel.deflection * wheel.model.tyreRate)
    wheel.mu = wheel.kindMu
  }
  remember(v)
}

/** Takes over what the controls say of the vehicle as a whole. An absent vehicle stands still in time. */
export const obey = (v: Vehicle, controls: Controls): void => {
  if (controls === v.obeyed) return
  refuseUnlessNumber(v, 'throttle', controls.throttle)
  refuseUnlessNumber(v, 'brake', controls.brake)
  refuseUnlessNumber(v, 'steer', controls.steer)
  if (controls.failures !== v.failures?.source) breakWhat(v, controls.failures)
  v.obeyed = controls
  const { state } = v
  state.present = controls.present ? 1 : 0
  state.aeb = controls.aebActive ? 1 : 0
  state.brakeLight = controls.lights.brake ? 1 : 0
  state.indicatorLeft = controls.lights.indicatorLeft ? 1 : 0
  state.indicatorRight = controls.lights.indicatorRight ? 1 : 0
  state.headlights = controls.lights.headlights ? 1 : 0
  state.highBeam = controls.lights.highBeam ? 1 : 0
  state.beacon = controls.lights.beacon ? 1 : 0
  state.siren = controls.lights.siren ? 1 : 0
}

const refuseUnlessNumber = (v: Vehicle, name: string, value: number): void => {
  if (!Number.isFinite(value))
    throw new RangeError(`actor ${v.id}: ${name} must be a finite number, not ${value}`)
}

/** Between two looks at the pavement's edge, s. */
const CONTROL = TICKS_PER_CONTROL / TICKS_PER_SECOND
/** Reckoned a little shorter than it is, so that rounding never makes a look come late. */
const SURELY = 1.01

/**
 * Whether the vehicle has just left the pavement (its origin, looked at once a control step). As long as it cannot
 * have come as far as the edge was at the last look, there is no need for another.
 */
export const leftRoad = (v: Vehicle, road: Road): boolean => {
  const { body, motion: m, model, state } = v
  const speed = Math.sqrt(m.vx * m.vx + m.vy * m.vy + m.vz * m.vz)
  const turning = Math.sqrt(m.wx * m.wx + m.wy * m.wy + m.wz * m.wz)
  state.edgeAway -= SURELY * (speed + turning * model.reach) * CONTROL
  if (state.edgeAway > 0) return false
  const [cx, cy, cz] = model.cg
  const beyond = road.beside(
    body.position.x - (m.r00 * cx + m.r01 * cy + m.r02 * cz),
    body.position.y - (m.r10 * cx + m.r11 * cy + m.r12 * cz),
  )
  state.edgeAway = Math.abs(beyond)
  const off = beyond > 0 ? 1 : 0
  const left = off === 1 && state.offRoad === 0
  state.offRoad = off
  return left
}
