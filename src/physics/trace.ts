/** What a snapshot tells of a body's motion at its origin, where sensors sit and labels are measured from. */
import { rotate, type Vec3 } from '../math/index.ts'
import { TICKS_PER_CONTROL } from '../world/index.ts'
import { TICK } from './constants.ts'
import type { Solid } from './contact/solid.ts'

/** What every body remembers of it: state. */
export interface Trace {
  /** World velocity of the body origin at the last control step, m/s. */
  originVx: number
  originVy: number
  originVz: number
  /** Its mean acceleration over that control step, body frame, m/s^2. */
  accelX: number
  accelY: number
  accelZ: number
}

/** World velocity of the body's origin, m/s. */
export const originVelocity = ({ body, model }: Solid): Vec3 => {
  const { quaternion: q, velocity: v, angularVelocity: w } = body
  const [cx, cy, cz] = rotate([q.x, q.y, q.z, q.w], model.cg)
  return [v.x - (w.y * cz - w.z * cy), v.y - (w.z * cx - w.x * cz), v.z - (w.x * cy - w.y * cx)]
}

/**
 * Once a control step: the acceleration since the last one, from the change of the velocity. So it holds a
 * crash whole, in whichever tick that came.
 */
export const observe = (b: Solid & { readonly state: Trace }): void => {
  const { state: s, motion: m } = b
  const [vx, vy, vz] = originVelocity(b)
  const time = TICKS_PER_CONTROL * TICK
  const ax = (vx - s.originVx) / time
  const ay = (vy - s.originVy) / time
  const az = (vz - s.originVz) / time
  s.accelX = m.r00 * ax + m.r10 * ay + m.r20 * az
  s.accelY = m.r01 * ax + m.r11 * ay + m.r21 * az
  s.accelZ = m.r02 * ax + m.r12 * ay + m.r22 * az
  s.originVx = vx
  s.originVy = vy
  s.originVz = vz
}

/** Starts the record that `observe` continues. */
export const remember = (b: Solid & { readonly state: Trace }): void => {
  ;[b.state.originVx, b.state.originVy, b.state.originVz] = originVelocity(b)
}
