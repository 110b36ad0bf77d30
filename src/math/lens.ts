/**
 * Lenses that bend the pinhole's picture, after OpenCV (calib3d and fisheye modules), in its normalised picture:
 * a = x / z to the right and b = y / z down of its optical frame (x right, y down, z forward).
 *
 * Brown-Conrady (Brown 1966, "Decentering distortion of lenses"; OpenCV's k1 k2 p1 p2 k3): with r^2 = a^2 + b^2,
 *   a' = a (1 + k1 r^2 + k2 r^4 + k3 r^6) + 2 p1 a b + p2 (r^2 + 2 a^2)
 *   b' = b (1 + k1 r^2 + k2 r^4 + k3 r^6) + p1 (r^2 + 2 b^2) + 2 p2 a b
 * Fisheye (Kannala and Brandt 2006; OpenCV's k1 k2 k3 k4): with theta the angle off the optical axis,
 *   radius = theta (1 + k1 theta^2 + k2 theta^4 + k3 theta^6 + k4 theta^8), in the direction of (a, b).
 *
 * A polynomial may turn back: beyond its first extremum two rays would meet in one pixel. Nothing is seen there.
 */

export type Lens =
  | ({ readonly kind: 'brown-conrady' } & Readonly<Record<'k1' | 'k2' | 'p1' | 'p2' | 'k3', number>>)
  | ({ readonly kind: 'fisheye' } & Readonly<Record<'k1' | 'k2' | 'k3' | 'k4', number>>)

/** A point of the bent picture, or the tangents of a ray. */
export type Plane = readonly [right: number, down: number]

/** r (1 + k1 r^2 + k2 r^4 + k3 r^6 + k4 r^8) and its derivative. */
const odd = (lens: Lens, r: number): readonly [value: number, slope: number] => {
  const { k1, k2, k3 } = lens
  const k4 = lens.kind === 'fisheye' ? lens.k4 : 0
  const q = r * r
  return [
    r * (1 + q * (k1 + q * (k2 + q * (k3 + q * k4)))),
    1 + q * (3 * k1 + q * (5 * k2 + q * (7 * k3 + q * 9 * k4))),
  ]
}

/** Looked for up to here: no Brown-Conrady lens sees 84 degrees off its axis; nothing lies beyond pi. */
const FARTHEST = { 'brown-conrady': 10, fisheye: Math.PI } as const
const SCAN_STEPS = 2000

const limits = new WeakMap<Lens, number>()

/**
 * Up to where a lens sees: the tangent of the angle off the axis (Brown-Conrady), or the angle itself, rad
 * (fisheye), at which its polynomial turns back.
 */
export const limitOf = (lens: Lens): number => {
  const known = limits.get(lens)
  if (known !== undefined) return known
  const farthest = FARTHEST[lens.kind]
  const rises = (r: number): boolean => odd(lens, r)[1] > 0
  let lo = 0
  let hi = farthest
  for (let i = 1; i <= SCAN_STEPS; i++) {
    const r = (i / SCAN_STEPS) * farthest
    if (!rises(r)) {
      hi = r
      break
    }
    lo = r
  }
  for (let i = 0; i < 60 && lo < farthest; i++) {
    const middle = (lo + hi) / 2
    if (rises(middle)) lo = middle
    else hi = middle
  }
  limits.set(lens, lo)
  return lo
}

/** The r in [0, limit] whose polynomial is `value`; null: it lies beyond. Newton's method, kept between bounds. */
const solveRadius = (lens: Lens, value: number): number | null => {
  const limit = limitOf(lens)
  if (value > odd(lens, limit)[0]) return null
  let lo = 0
  let hi = limit
  let r = Math.min(value, limit)
  for (let i = 0; i < 60; i++) {
    const [at, slope] = odd(lens, r)
    const miss = at - value
    if (Math.abs(miss) < 1e-15 * (1 + value)) break
    if (miss > 0) hi = r
    else lo = r
    const next = r - miss / slope
    r = next > lo && next < hi ? next : (lo + hi) / 2
  }
  return r
}

/** Where a ray falls; one from beyond the limit falls where the limit does, in its own direction. */
export const bend = (lens: Lens, right: number, down: number, forward: number): Plane => {
  const across = Math.hypot(right, down)
  if (across === 0) return [0, 0]
  const limit = limitOf(lens)
  if (lens.kind === 'fisheye') {
    const [radius] = odd(lens, Math.min(Math.atan2(across, forward), limit))
    return [(radius * right) / across, (radius * down) / across]
  }
  const r = forward > 0 ? Math.min(across / forward, limit) : limit
  return brownConrady(lens, (r * right) / across, (r * down) / across)
}

type BrownConrady = Extract<Lens, { kind: 'brown-conrady' }>

const brownConrady = ({ k1, k2, k3, p1, p2 }: BrownConrady, a: number, b: number): Plane => {
  const r2 = a * a + b * b
  const grown = 1 + r2 * (k1 + r2 * (k2 + r2 * k3))
  return [
    a * grown + 2 * p1 * a * b + p2 * (r2 + 2 * a * a),
    b * grown + p1 * (r2 + 2 * b * b) + 2 * p2 * a * b,
  ]
}

const ITERATIONS = 30
const CLOSE = 1e-14

/** The ray [right, down, forward] that falls on a point of the bent picture; null: none does. */
export const unbend = (lens: Lens, [u, v]: Plane): readonly [number, number, number] | null => {
  const radius = Math.hypot(u, v)
  if (radius === 0) return [0, 0, 1]
  if (lens.kind === 'fisheye') {
    const theta = solveRadius(lens, radius)
    if (theta === null) return null
    const across = Math.sin(theta) / radius
    return [u * across, v * across, Math.cos(theta)]
  }
  const start = solveRadius(lens, radius)
  if (start === null) return null
  const { k1, k2, k3, p1, p2 } = lens
  let a = (u * start) / radius
  let b = (v * start) / radius
  if (p1 === 0 && p2 === 0) return [a, b, 1]
  for (let i = 0; i < ITERATIONS; i++) {
    const [fu, fv] = brownConrady(lens, a, b)
    const [du, dv] = [fu - u, fv - v]
    const r2 = a * a + b * b
    const grown = 1 + r2 * (k1 + r2 * (k2 + r2 * k3))
    const slope = 2 * (k1 + r2 * (2 * k2 + r2 * 3 * k3))
    // The derivative of (a', b') by (a, b).
    const aa = grown + a * a * slope + 2 * p1 * b + 6 * p2 * a
    const ab = a * b * slope + 2 * p1 * a + 2 * p2 * b
    const bb = grown + b * b * slope + 6 * p1 * b + 2 * p2 * a
    const determinant = aa * bb - ab * ab
    // Where the picture turns back no ray can be told from another.
    if (!(determinant > 0)) return null
    a -= (bb * du - ab * dv) / determinant
    b -= (aa * dv - ab * du) / determinant
    if (Math.abs(du) + Math.abs(dv) < CLOSE) break
  }
  return Math.hypot(a, b) <= limitOf(lens) ? [a, b, 1] : null
}
