/**
 * Impact of two bodies by impulse and momentum, the impulse lying in the road plane (Brach & Brach, Vehicle
 * Accident Analysis and Reconstruction Methods): normal restitution by closing speed, tangential impulse
 * ratio. The bodies may turn about every axis: a blow beside or above the centre of gravity spins and tips.
 */
import { power } from '../math/index.ts'

/** One side of the impact. Vectors in the world frame. */
export interface ImpactBody {
  readonly inverseMass: number
  /** World inverse inertia, 3 x 3 row-major, 1/(kg m^2). */
  readonly inverseInertia: readonly number[]
  readonly velocity: readonly [number, number, number]
  readonly angularVelocity: readonly [number, number, number]
  /** From the centre of gravity to the point of contact, m. */
  readonly arm: readonly [number, number, number]
}

/** Impulse on the second body (the first gets its opposite), N s, and what it does. */
export interface Impulse {
  readonly x: number
  readonly y: number
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

/** Horizontal velocity of the body's point of contact. */
const pointVelocity = ({
  velocity: v,
  angularVelocity: w,
  arm: r,
}: ImpactBody): readonly [number, number] => [
  v[0] + w[1] * r[2] - w[2] * r[1],
  v[1] + w[2] * r[0] - w[0] * r[2],
]

/** Change of angular velocity by the horizontal impulse (px, py) at the arm. */
export const spinFrom = (b: ImpactBody, px: number, py: number): readonly [number, number, number] => {
  const [rx, ry, rz] = b.arm
  const lx = -rz * py
  const ly = rz * px
  const lz = rx * py - ry * px
  const i = b.inverseInertia
  return [
    i[0] * lx + i[1] * ly + i[2] * lz,
    i[3] * lx + i[4] * ly + i[5] * lz,
    i[6] * lx + i[7] * ly + i[8] * lz,
  ]
}

/** How a unit impulse along (px, py) moves the point of contact along (qx, qy). */
const response = (b: ImpactBody, px: number, py: number, qx: number, qy: number): number => {
  const w = spinFrom(b, px, py)
  const [rx, ry, rz] = b.arm
  const ux = w[1] * rz - w[2] * ry
  const uy = w[2] * rx - w[0] * rz
  return b.inverseMass * (px * qx + py * qy) + ux * qx + uy * qy
}

/** Velocity of closing along the unit normal (nx, ny) from a to b; negative: they part. */
export const closingSpeed = (a: ImpactBody, b: ImpactBody, nx: number, ny: number): number => {
  const va = pointVelocity(a)
  const vb = pointVelocity(b)
  return (va[0] - vb[0]) * nx + (va[1] - vb[1]) * ny
}

/**
 * The impulse at a contact whose unit normal (nx, ny) points from the first to the second body; null when
 * they do not close. `e` is the restitution.
 */
export const impulseBetween = (
  a: ImpactBody,
  b: ImpactBody,
  nx: number,
  ny: number,
  e: number,
): Impulse | null => {
  const vn = -closingSpeed(a, b, nx, ny)
  if (vn >= 0) return null
  const tx = -ny
  const ty = nx
  const vt = -closingSpeed(a, b, tx, ty)

  const nn = response(a, nx, ny, nx, ny) + response(b, nx, ny, nx, ny)
  const tt = response(a, tx, ty, tx, ty) + response(b, tx, ty, tx, ty)
  const nt = response(a, nx, ny, tx, ty) + response(b, nx, ny, tx, ty)

  // First as if the surfaces caught each other; then sliding at the impulse ratio if that asks too much.
  const det = nn * tt - nt * nt
  const want = -(1 + e) * vn
  let pn = (want * tt + vt * nt) / det
  let pt = (-vt * nn - want * nt) / det
  if (pn <= 0 || Math.abs(pt) > IMPULSE_RATIO * pn) {
    const ratio = (pn > 0 ? Math.sign(pt) : -Math.sign(vt)) * IMPULSE_RATIO
    const along = nn + ratio * nt
    pn = along > 0 ? want / along : want / nn
    pt = along > 0 ? ratio * pn : 0
  }

  // Newton's restitution with friction can make energy in eccentric impacts: scale the impulse until not.
  const work = pn * vn + pt * vt
  const squared = nn * pn * pn + 2 * nt * pn * pt + tt * pt * pt
  const scale = work < 0 ? Math.min(1, (-2 * work) / squared) : 0
  return {
    x: scale * (pn * nx + pt * tx),
    y: scale * (pn * ny + pt * ty),
    closingSpeed: -vn,
    energyLost: Math.max(0, -(scale * work + 0.5 * scale * scale * squared)),
  }
}
