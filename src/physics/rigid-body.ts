/**
 * One free rigid body: pose, motion, and its step. The angular momentum is what is carried over a step, so that a
 * body that tumbles in the air neither gains nor loses it, however unlike its three inertias are.
 */
import type { Point3, SolidBody } from './solid.ts'
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
    const { x, y, z, w } = this.quaternion
    m.r00 = 1 - 2 * (y * y + z * z)
    m.r01 = 2 * (x * y - w * z)
    m.r02 = 2 * (x * z + w * y)
    m.r10 = 2 * (x * y + w * z)
    m.r11 = 1 - 2 * (x * x + z * z)
    m.r12 = 2 * (y * z - w * x)
    m.r20 = 2 * (x * z - w * y)
    m.r21 = 2 * (y * z + w * x)
    m.r22 = 1 - 2 * (x * x + y * y)
    const [ix, iy, iz] = this.#inverse
    const e = this.invInertiaWorld.elements
    e[0] = m.r00 * m.r00 * ix + m.r01 * m.r01 * iy + m.r02 * m.r02 * iz
    e[4] = m.r10 * m.r10 * ix + m.r11 * m.r11 * iy + m.r12 * m.r12 * iz
    e[8] = m.r20 * m.r20 * ix + m.r21 * m.r21 * iy + m.r22 * m.r22 * iz
    e[1] = e[3] = m.r00 * m.r10 * ix + m.r01 * m.r11 * iy + m.r02 * m.r12 * iz
    e[2] = e[6] = m.r00 * m.r20 * ix + m.r01 * m.r21 * iy + m.r02 * m.r22 * iz
    e[5] = e[7] = m.r10 * m.r20 * ix + m.r11 * m.r21 * iy + m.r12 * m.r22 * iz
    const v = this.velocity
    m.vx = m.r00 * v.x + m.r10 * v.y + m.r20 * v.z
    m.vy = m.r01 * v.x + m.r11 * v.y + m.r21 * v.z
    m.vz = m.r02 * v.x + m.r12 * v.y + m.r22 * v.z
    const u = this.angularVelocity
    m.wx = m.r00 * u.x + m.r10 * u.y + m.r20 * u.z
    m.wy = m.r01 * u.x + m.r11 * u.y + m.r21 * u.z
    m.wz = m.r02 * u.x + m.r12 * u.y + m.r22 * u.z
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
