/** Between the vehicle and its rigid body in cannon-es: give the wrench, let it move, read how it moves. */
import { GRAVITY, TICK } from './constants.ts'
import type { SolidBody } from './contact/solid.ts'
import type { Motion, Vehicle } from './vehicle.ts'

/** Fills `motion`: rotation matrix of the quaternion, velocities turned into the body frame. */
export const readMotion = (body: SolidBody, m: Motion): void => {
  const { x, y, z, w } = body.quaternion
  m.r00 = 1 - 2 * (y * y + z * z)
  m.r01 = 2 * (x * y - w * z)
  m.r02 = 2 * (x * z + w * y)
  m.r10 = 2 * (x * y + w * z)
  m.r11 = 1 - 2 * (x * x + z * z)
  m.r12 = 2 * (y * z - w * x)
  m.r20 = 2 * (x * z - w * y)
  m.r21 = 2 * (y * z + w * x)
  m.r22 = 1 - 2 * (x * x + y * y)
  const { x: vx, y: vy, z: vz } = body.velocity
  m.vx = m.r00 * vx + m.r10 * vy + m.r20 * vz
  m.vy = m.r01 * vx + m.r11 * vy + m.r21 * vz
  m.vz = m.r02 * vx + m.r12 * vy + m.r22 * vz
  const { x: wx, y: wy, z: wz } = body.angularVelocity
  m.wx = m.r00 * wx + m.r10 * wy + m.r20 * wz
  m.wy = m.r01 * wx + m.r11 * wy + m.r21 * wz
  m.wz = m.r02 * wx + m.r12 * wy + m.r22 * wz
}

/**
 * Hands the summed wrench and the weight to the rigid body, in the world frame. cannon-es leaves out the
 * gyroscopic moment, so it is added here.
 */
export const giveWrench = (v: Vehicle): void => {
  const { body, motion: m, wrench: f, model, state } = v
  const { inertiaX: ix, inertiaY: iy, inertiaZ: iz } = model
  const tx = f.tx - (iz - iy) * m.wy * m.wz
  const ty = f.ty - (ix - iz) * m.wz * m.wx
  const tz = f.tz - (iy - ix) * m.wx * m.wy
  body.force.set(
    m.r00 * f.fx + m.r01 * f.fy + m.r02 * f.fz,
    m.r10 * f.fx + m.r11 * f.fy + m.r12 * f.fz,
    m.r20 * f.fx + m.r21 * f.fy + m.r22 * f.fz - model.mass * GRAVITY,
  )
  body.torque.set(
    m.r00 * tx + m.r01 * ty + m.r02 * tz,
    m.r10 * tx + m.r11 * ty + m.r12 * tz,
    m.r20 * tx + m.r21 * ty + m.r22 * tz,
  )
  state.heaveAcceleration = f.fz * body.invMass - GRAVITY * m.r22
  state.rollAcceleration = tx * model.invX
  state.pitchAcceleration = ty * model.invY
}

/** One tick of the rigid body under the force and torque that it was given (decisions/0006). */
export const moveBody = (v: Vehicle): void => {
  v.body.integrate(TICK, true, false)
  readBody(v)
}

/** Motion and inertia as the pose now has them. */
const readBody = ({ body, motion, model }: Vehicle): void => {
  readMotion(body, motion)
  turnInertia(body.invInertiaWorld.elements, motion, model.invX, model.invY, model.invZ)
}

/** Sets the inverse inertia as it lies in the world, R I^-1 R^T, row by row. */
export const turnInertia = (
  e: { [i: number]: number },
  m: Motion,
  invX: number,
  invY: number,
  invZ: number,
): void => {
  const ax = m.r00 * invX
  const ay = m.r01 * invY
  const az = m.r02 * invZ
  const bx = m.r10 * invX
  const by = m.r11 * invY
  const bz = m.r12 * invZ
  e[0] = ax * m.r00 + ay * m.r01 + az * m.r02
  e[1] = e[3] = ax * m.r10 + ay * m.r11 + az * m.r12
  e[2] = e[6] = ax * m.r20 + ay * m.r21 + az * m.r22
  e[4] = bx * m.r10 + by * m.r11 + bz * m.r12
  e[5] = e[7] = bx * m.r20 + by * m.r21 + bz * m.r22
  e[8] = m.r20 * m.r20 * invX + m.r21 * m.r21 * invY + m.r22 * m.r22 * invZ
}

/** Position, quaternion, velocity, angular velocity: all that a rigid body remembers between steps. */
export const bodyNumbers = ({
  body: { position: p, quaternion: q, velocity: v, angularVelocity: w },
}: Vehicle): number[] => [p.x, p.y, p.z, q.x, q.y, q.z, q.w, v.x, v.y, v.z, w.x, w.y, w.z]

/** Takes bodyNumbers back. */
export const setBodyNumbers = (v: Vehicle, n: readonly number[]): void => {
  const { body } = v
  body.position.set(n[0], n[1], n[2])
  body.quaternion.set(n[3], n[4], n[5], n[6])
  body.velocity.set(n[7], n[8], n[9])
  body.angularVelocity.set(n[10], n[11], n[12])
  body.force.setZero()
  body.torque.setZero()
  readBody(v)
}
