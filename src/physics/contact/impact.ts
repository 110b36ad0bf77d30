/**
 * Impact of two bodies by impulse and momentum, the impulse lying in the road plane (Brach & Brach, Vehicle
 * Accident Analysis and Reconstruction Methods): normal restitution by closing speed, tangential impulse
 * ratio. The bodies may turn about every axis: a blow beside or above the centre of gravity spins and tips.
 */
import { cross, dot, power, sub, type Vec3 } from '../../math/index.ts'

/** One side of the impact. Vectors in the world frame. */
export interface ImpactBody {
  readonly inverseMass: number
  /** World inverse inertia, 3 x 3 row-major, 1/(kg m^2). */
  readonly inverseInertia: ArrayLike<number>
  readonly velocity: Vec3
  readonly angularVelocity: Vec3
  /** From the centre of gravity to the point of contact, m. */
  readonly arm: Vec3
}

/** Impulse on the second body (the first gets its opposite), N s, and what it does. */
export interface Impulse {
  readonly x: number
  readonly y: number
  readonly z: number
  /** Closing speed along the normal just before, m/s. */
  readonly closingSpeed: number
  /** Kinetic energy lost, J; never negative. */
  readonly energyLost: number
}

/** Vehicle to vehicle restitution by closing speed in m/s (Antonetti, SAE 980552). */
export const restitution = (closing: number): number =>
  Math.min(
    0.6,
    0.5992 * Math.exp(-0.2508 * closing + 0.01934 * power(closing, 2) - 0.001279 * power(closing, 3)),
  )

/** Most that scraping metal gives along the surface, over the normal impulse. */
const IMPULSE_RATIO = 0.5

/** Velocity of the body's point of contact. */
const pointVelocity = ({ velocity: v, angularVelocity: w, arm: r }: ImpactBody): Vec3 => [
  v[0] + w[1] * r[2] - w[2] * r[1],
  v[1] + w[2] * r[0] - w[0] * r[2],
  v[2] + w[0] * r[1] - w[1] * r[0],
]

/** Change of angular velocity by the impulse p at the arm. */
export const spinFrom = (b: ImpactBody, p: Vec3): Vec3 => {
  const [lx, ly, lz] = cross(b.arm, p)
  const i = b.inverseInertia
  return [
    i[0] * lx + i[1] * ly + i[2] * lz,
    i[3] * lx + i[4] * ly + i[5] * lz,
    i[6] * lx + i[7] * ly + i[8] * lz,
  ]
}

/** How an impulse p moves the points of contact of both bodies along q. */
const response = (a: ImpactBody, b: ImpactBody, p: Vec3, q: Vec3): number =>
  responseOf(a, p, q) + responseOf(b, p, q)

const responseOf = (b: ImpactBody, p: Vec3, q: Vec3): number =>
  b.inverseMass * dot(p, q) + dot(cross(spinFrom(b, p), b.arm), q)

/** Velocity of closing along the unit normal (nx, ny) from a to b; negative: they part. */
export const closingSpeed = (a: ImpactBody, b: ImpactBody, nx: number, ny: number): number => {
  const va = pointVelocity(a)
  const vb = pointVelocity(b)
  return (va[0] - vb[0]) * nx + (va[1] - vb[1]) * ny
}

/** How two bodies part. */
interface Blow {
  readonly restitution: number
  /** Speed upwards that the second body gains besides, m/s. */
  readonly lift?: number
  /** Share of the blow that is given at all. */
  readonly share?: number
}

/**
 * The impulse at a contact whose unit normal (nx, ny) points from the first to the second body; null when they do
 * not close.
 */
export const blowBetween = (
  a: ImpactBody,
  b: ImpactBody,
  nx: number,
  ny: number,
  { restitution: e, lift = 0, share = 1 }: Blow,
): Impulse | null => {
  const closing = closingSpeed(a, b, nx, ny)
  if (closing <= 0) return null
  const [pn, pt] = planarImpulse(a, b, nx, ny, e)
  const up = b.inverseMass > 0 ? lift / b.inverseMass : 0
  const p: Vec3 = [share * (pn * nx - pt * ny), share * (pn * ny + pt * nx), share * up]

  // Newton's restitution with friction can make energy in eccentric impacts: scale the impulse until not.
  const [va, vb] = [pointVelocity(a), pointVelocity(b)]
  const work = dot(sub(vb, va), p)
  const squared = response(a, b, p, p)
  const scale = work < 0 ? Math.min(1, (-2 * work) / squared) : 0
  return {
    x: scale * p[0],
    y: scale * p[1],
    z: scale * p[2],
    closingSpeed: closing,
    energyLost: Math.max(0, -(scale * work + 0.5 * scale * scale * squared)),
  }
}

/** Along the normal and along the surface (to the left of the normal), N s. */
const planarImpulse = (
  a: ImpactBody,
  b: ImpactBody,
  nx: number,
  ny: number,
  e: number,
): readonly [number, number] => {
  const n: Vec3 = [nx, ny, 0]
  const t: Vec3 = [-ny, nx, 0]
  const vn = -closingSpeed(a, b, nx, ny)
  const vt = -closingSpeed(a, b, -ny, nx)
  const nn = response(a, b, n, n)
  const tt = response(a, b, t, t)
  const nt = response(a, b, n, t)

  // First as if the surfaces caught each other; then sliding at the impulse ratio if that asks too much.
  const det = nn * tt - nt * nt
  const want = -(1 + e) * vn
  const pn = (want * tt + vt * nt) / det
  const pt = (-vt * nn - want * nt) / det
  if (pn > 0 && Math.abs(pt) <= IMPULSE_RATIO * pn) return [pn, pt]
  const ratio = (pn > 0 ? Math.sign(pt) : -Math.sign(vt)) * IMPULSE_RATIO
  const along = nn + ratio * nt
  return along > 0 ? [want / along, (ratio * want) / along] : [want / nn, 0]
}
