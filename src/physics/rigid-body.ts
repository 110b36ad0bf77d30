/**
 * One free rigid body: pose, motion, and its step. The angular momentum is what is carried over a step, so that a
 * body that tumbles in the air neither gains nor loses it, however unlike its three inertias are.
 */
import { readMotion, turnInertia } from './body.ts'
import type { Point3, SolidBody } from './contact/solid.ts'
import type { Motion, Wrench } from './vehicle.ts'

export class RigidBody implements SolidBody {
  readonly position: Point3 = { x: 0, y: 0, z: 0 }
  readonly quaternion = { x: 0, y: 0, z: 0, w: 1 }
  readonly velocity: Point3 = { x: 0, y: 0, z: 0 }
  readonly angularVelocity: Point3 = { x: 0, y: 0, z: 0 }
  readonly invInertiaWorld = { elements: new Float64Array(9) }
  readonly invMass: number
  /** About the body's own axes, kg m^2. */
  readonly inertia: readonly [number, number, number]
  readonly #inverse: readonly [number, number, number]

  /** @param mass kg; Infinity: nothing moves it. */
  constructor(mass: number, inertia: readonly [number, number, number]) {
    this.invMass = 1 / mass
    this.inertia = inertia
    this.#inverse = mass === Infinity ? [0, 0, 0] : [1 / inertia[0], 1 / inertia[1], 1 / inertia[2]]
  }

  /** Brings rotation matrix, inertia and the velocities in the body frame up to date with the pose. */
  read(m: Motion): void {
    const [ix, iy, iz] = this.#inverse
    readMotion(this, m)
    turnInertia(this.invInertiaWorld.elements, m, ix, iy, iz)
  }

  /** One step of `dt` under a wrench (body frame) and gravity; `m` is read anew. */
  step(m: Motion, f: Wrench, gravity: number, dt: number): void {
    const { position: p, velocity: v, angularVelocity: u, inertia } = this
    v.x += (m.r00 * f.fx + m.r01 * f.fy + m.r02 * f.fz) * this.invMass * dt
    v.y += (m.r10 * f.fx + m.r11 * f.fy + m.r12 * f.fz) * this.invMass * dt
    v.z += (m.r20 * f.fx + m.r21 * f.fy + m.r22 * f.fz) * this.invMass * dt - gravity * dt
    p.x += v.x * dt
    p.y += v.y * dt
    p.z += v.z * dt
    // Angular momentum after the moment has acted, first in the body frame, then in the world.
    const bx = inertia[0] * m.wx + f.tx * dt
    const by = inertia[1] * m.wy + f.ty * dt
    const bz = inertia[2] * m.wz + f.tz * dt
    const lx = m.r00 * bx + m.r01 * by + m.r02 * bz
    const ly = m.r10 * bx + m.r11 * by + m.r12 * bz
    const lz = m.r20 * bx + m.r21 * by + m.r22 * bz
    this.#spin(lx, ly, lz)
    this.#turn(u.x * dt, u.y * dt, u.z * dt)
    this.read(m)
    this.#spin(lx, ly, lz)
    this.read(m)
  }

  /** The rates that belong to an angular momentum in this pose. */
  #spin(lx: number, ly: number, lz: number): void {
    const e = this.invInertiaWorld.elements
    const u = this.angularVelocity
    u.x = e[0] * lx + e[1] * ly + e[2] * lz
    u.y = e[3] * lx + e[4] * ly + e[5] * lz
    u.z = e[6] * lx + e[7] * ly + e[8] * lz
  }

  /** Turns the body by a rotation vector of the world frame. */
  #turn(rx: number, ry: number, rz: number): void {
    const q = this.quaternion
    const angle = Math.sqrt(rx * rx + ry * ry + rz * rz)
    const k = angle > 1e-9 ? Math.sin(angle / 2) / angle : 0.5
    const [ax, ay, az, aw] = [rx * k, ry * k, rz * k, Math.cos(angle / 2)]
    const x = aw * q.x + ax * q.w + ay * q.z - az * q.y
    const y = aw * q.y - ax * q.z + ay * q.w + az * q.x
    const z = aw * q.z + ax * q.y - ay * q.x + az * q.w
    const w = aw * q.w - ax * q.x - ay * q.y - az * q.z
    const n = 1 / Math.sqrt(x * x + y * y + z * z + w * w)
    q.x = x * n
    q.y = y * n
    q.z = z * n
    q.w = w * n
  }
}
