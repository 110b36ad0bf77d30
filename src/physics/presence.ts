/** Where a vehicle starts, whether it is in the world, and what its driver has switched on. */
import { Body } from 'cannon-es'
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
import type { Road } from '../road/index.ts'
import type { ActorSpec } from '../scenario/index.ts'
import type { Controls } from '../world/index.ts'
import { rememberVelocity, setBodyNumbers } from './body.ts'
import { touchGround } from './surface.ts'
import { AT, type Vehicle } from './vehicle.ts'

/** The smallest turn that takes the vertical to the ground's normal. */
const tilt = (normal: Vec3): Quat => {
  const axis = cross([0, 0, 1], normal)
  const half = Math.acos(Math.min(1, dot([0, 0, 1], normal))) / 2
  const [x, y, z] = normalize(axis)
  return [x * Math.sin(half), y * Math.sin(half), z * Math.sin(half), Math.cos(half)]
}

/** Stands the vehicle on its lane, wheels loaded and rolling at its speed. */
export const place = (v: Vehicle, actor: ActorSpec, road: Road): void => {
  const { at, speed } = actor
  const lane = road.lane(at.lane)
  if (lane === undefined) throw new RangeError(`actor ${actor.id}: the road has no lane ${at.lane}`)
  const { x, y, heading } = road.toWorld(at.s, lane.t + lane.direction * at.offset)
  const yaw = heading + (lane.direction < 0 ? Math.PI : 0) + at.heading
  const q = quatMultiply(tilt(road.normal(x, y)), quatFromYaw(yaw))
  const [cx, cy, cz] = rotate(q, v.model.cg)
  const [vx, vy, vz] = rotate(q, [speed, 0, 0])
  v.state[AT.present] = actor.present ? 1 : 0
  v.state[AT.driveShare] = 1
  setBodyNumbers(v, [x + cx, y + cy, road.height(x, y) + cz, ...q, vx, vy, vz, 0, 0, 0])
  touchGround(v, road, true)
  for (let w = 0; w < v.model.wheels; w++) {
    v.spinRate[w] = speed / v.model.radius[w]
    v.load[w] = Math.max(0, v.deflection[w] * v.model.tyreRate[w])
    v.mu[w] = v.kindMu[w]
  }
  rememberVelocity(v)
}

/** Takes over what the controls say of the vehicle as a whole. An absent vehicle stands still in time. */
export const obey = (v: Vehicle, controls: Controls): void => {
  for (const name of ['throttle', 'brake', 'steer'] as const)
    if (!Number.isFinite(controls[name]))
      throw new RangeError(`actor ${v.id}: ${name} must be a finite number, not ${controls[name]}`)
  const { state, body } = v
  state[AT.present] = controls.present ? 1 : 0
  body.sleepState = controls.present ? Body.AWAKE : Body.SLEEPING
  state[AT.aeb] = controls.aebActive ? 1 : 0
  state[AT.brakeLight] = controls.lights.brake ? 1 : 0
  state[AT.indicatorLeft] = controls.lights.indicatorLeft ? 1 : 0
  state[AT.indicatorRight] = controls.lights.indicatorRight ? 1 : 0
  state[AT.headlights] = controls.lights.headlights ? 1 : 0
}

/** Whether the vehicle has just left the pavement (its origin, looked at once a control step). */
export const leftRoad = (v: Vehicle, road: Road): boolean => {
  const { body, motion: m, model, state } = v
  const [cx, cy, cz] = model.cg
  const { t } = road.toRoad(
    body.position.x - (m.r00 * cx + m.r01 * cy + m.r02 * cz),
    body.position.y - (m.r10 * cx + m.r11 * cy + m.r12 * cz),
  )
  const off = t < road.paved[0] || t > road.paved[1] ? 1 : 0
  const left = off === 1 && state[AT.offRoad] === 0
  state[AT.offRoad] = off
  return left
}
