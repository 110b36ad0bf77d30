/**
 * A body that lies or tumbles on the ground: which of its points touch, how the ground pushes them and how it
 * holds them back. Stiff springs push; friction is Coulomb's and never more than what would stop the sliding
 * within the tick, so that what lies still stays still.
 */
import type { Footing, Ground, Road } from '../../road/index.ts'
import type { SurfaceKind } from '../../scenario/index.ts'
import { GRAVITY, TICK } from '../constants.ts'
import type { Point3 } from './solid.ts'
import type { Motion, Wrench } from '../vehicle.ts'

/**
 * Friction of soles, bodies and sheet metal on the ground over that on dry asphalt. Judgement, after slip tests of shoes
 * (0.5 wet, 0.1 to 0.2 on ice; less where the ice is wet).
 */
const GROUND_SHARE: Readonly<Record<SurfaceKind, number>> = {
  'dry-asphalt': 1,
  'wet-asphalt': 0.75,
  'standing-water': 0.65,
  'packed-snow': 0.4,
  'loose-snow': 0.5,
  slush: 0.35,
  ice: 0.15,
  'black-ice': 0.08,
  gravel: 0.85,
  grass: 0.7,
}

/** Friction of something that has `dry` on dry asphalt. A patch's own mu is its bound. */
export const frictionOn = ({ kind, mu }: Ground, dry: number): number =>
  Math.min(dry * GROUND_SHARE[kind], mu ?? Infinity)

/** What of a body the ground acts on. */
interface Grounded {
  readonly motion: Motion
  readonly wrench: Wrench
  readonly body: { readonly position: Point3 }
}

export interface GroundRules {
  readonly mass: number
  readonly inertia: readonly [number, number, number]
  /** How deep the ground gives under the whole weight on one point, m. */
  readonly give: number
  /** Damping of a bounce over critical. */
  readonly damping: number
  readonly friction: number
  /**
   * Limp bodies have joints: the ground holds back the body as a whole, not each point of a rigid figure, which
   * would roll away over its edges.
   */
  readonly limp: boolean
}

/** Points that touch, ten numbers each: point, normal (body frame), push, sliding velocity (body frame). */
const STRIDE = 10
const touching = new Float64Array(8 * STRIDE)
const under: Footing = { z: 0, nx: 0, ny: 0, nz: 1 }

/**
 * Adds what the ground does to the points that reach it.
 * @param points candidates relative to the centre of gravity, body frame, three numbers each
 * @returns the load on the ground, N
 */
export const pressOnGround = (
  b: Grounded,
  rules: GroundRules,
  points: ArrayLike<number>,
  count: number,
  road: Road,
): number => {
  const found = gather(b, rules, points, count, road)
  if (found === 0) return 0
  let load = 0
  for (let i = 0; i < found; i++) load += touching[i * STRIDE + 6]
  if (rules.limp) dragWhole(b, rules, found, load)
  else for (let i = 0; i < found; i++) dragPoint(b, rules, i * STRIDE, found)
  for (let i = 0; i < found; i++) {
    const [x, y, z, nx, ny, nz, push] = touching.subarray(i * STRIDE, i * STRIDE + 7)
    b.wrench.push(push * nx, push * ny, push * nz, x, y, z)
  }
  return load
}

const gather = (
  { motion: m, body }: Grounded,
  { mass, give, damping }: GroundRules,
  points: ArrayLike<number>,
  count: number,
  road: Road,
): number => {
  const { x, y, z } = body.position
  const stiffness = (mass * GRAVITY) / give
  const damper = 2 * damping * Math.sqrt(stiffness * mass)
  let found = 0
  for (let i = 0; i < count; i++) {
    const cx = points[3 * i]
    const cy = points[3 * i + 1]
    const cz = points[3 * i + 2]
    const px = x + m.r00 * cx + m.r01 * cy + m.r02 * cz
    const py = y + m.r10 * cx + m.r11 * cy + m.r12 * cz
    const pz = z + m.r20 * cx + m.r21 * cy + m.r22 * cz
    road.probe(px, py, pz, under)
    const depth = (under.z - pz) * under.nz
    if (depth <= 0) continue
    const nx = m.r00 * under.nx + m.r10 * under.ny + m.r20 * under.nz
    const ny = m.r01 * under.nx + m.r11 * under.ny + m.r21 * under.nz
    const nz = m.r02 * under.nx + m.r12 * under.ny + m.r22 * under.nz
    const ux = m.vx + m.wy * cz - m.wz * cy
    const uy = m.vy + m.wz * cx - m.wx * cz
    const uz = m.vz + m.wx * cy - m.wy * cx
    const rise = ux * nx + uy * ny + uz * nz
    const at = found * STRIDE
    touching[at] = cx
    touching[at + 1] = cy
    touching[at + 2] = cz
    touching[at + 3] = nx
    touching[at + 4] = ny
    touching[at + 5] = nz
    touching[at + 6] = Math.max(0, stiffness * depth - damper * rise)
    touching[at + 7] = ux - rise * nx
    touching[at + 8] = uy - rise * ny
    touching[at + 9] = uz - rise * nz
    found++
  }
  return found
}

/** Friction at one of `sharers` points. */
const dragPoint = ({ wrench }: Grounded, rules: GroundRules, at: number, sharers: number): void => {
  const [x, y, z, , , , push, sx, sy, sz] = touching.subarray(at, at + STRIDE)
  const speed = Math.sqrt(sx * sx + sy * sy + sz * sz)
  if (speed < 1e-12) return
  const [ex, ey, ez] = [sx / speed, sy / speed, sz / speed]
  const [ix, iy, iz] = rules.inertia
  // How easily a push along the sliding moves this point: through the mass, and by turning the body.
  const [kx, ky, kz] = [y * ez - z * ey, z * ex - x * ez, x * ey - y * ex]
  const ease = 1 / rules.mass + (kx * kx) / ix + (ky * ky) / iy + (kz * kz) / iz
  const drag = -Math.min(rules.friction * push, speed / (ease * sharers * TICK))
  wrench.push(drag * ex, drag * ey, drag * ez, x, y, z)
}

/** Friction against the sliding of the whole; at each point whose own sliding it slows, else at the middle. */
const dragWhole = (
  { wrench, motion: m }: Grounded,
  rules: GroundRules,
  found: number,
  load: number,
): void => {
  if (load <= 0) return
  const [nx, ny, nz] = touching.subarray(3, 6)
  const rise = m.vx * nx + m.vy * ny + m.vz * nz
  const [sx, sy, sz] = [m.vx - rise * nx, m.vy - rise * ny, m.vz - rise * nz]
  const speed = Math.sqrt(sx * sx + sy * sy + sz * sz)
  if (speed < 1e-12) return
  const drag = Math.min(rules.friction * load, (rules.mass * speed) / TICK) / (load * speed)
  for (let i = 0; i < found; i++) {
    const [x, y, z, , , , push, ux, uy, uz] = touching.subarray(i * STRIDE, (i + 1) * STRIDE)
    const k = -drag * push
    const slows = ux * sx + uy * sy + uz * sz > 0
    wrench.push(k * sx, k * sy, k * sz, slows ? x : 0, slows ? y : 0, slows ? z : 0)
  }
}
