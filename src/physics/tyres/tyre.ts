/**
 * The tyre's force law: Pacejka's Magic Formula drawn from four numbers a surface, with combined slip by
 * one normalised slip vector, so that the force never exceeds peak friction times load in any direction.
 *
 * F / (mu Fz) = sin(C atan(B s - E (B s - atan(B s)))),  B = K / (C mu)   (Pacejka, Tire and Vehicle Dynamics)
 *
 * E puts the peak at the given slip: E = (B s* - tan(pi / 2C)) / (B s* - atan(B s*)).
 * C puts the sliding friction where a locked wheel has it, at s = 1: what the tyre data call sliding
 * friction is measured with locked wheels.
 */
import { power } from '../../math/index.ts'
import type { TyreOnSurface } from '../../scenario/index.ts'

/** The shape of one friction curve, normalised to a peak of 1. */
export interface Curve {
  readonly b: number
  readonly c: number
  readonly e: number
}

/** Share (0..1) of the peak friction that is used at the combined slip `s` >= 0. */
export const frictionUsed = (b: number, c: number, e: number, s: number): number => {
  const x = b * s
  return Math.sin(c * Math.atan(x - e * (x - Math.atan(x))))
}

/** E that puts the peak of the curve at `peak`. */
const bend = (b: number, c: number, peak: number): number => {
  const x = b * peak
  return (x - Math.tan(Math.PI / (2 * c))) / (x - Math.atan(x))
}

/** C (and with it B and E) that meets the sliding friction at s = 1, by bisection: it falls as C grows. */
const fit = (t: TyreOnSurface, stiffness: number): Curve => {
  let low = 1.0001
  let high = 1.99
  for (let i = 0; i < 60; i++) {
    const c = (low + high) / 2
    const b = stiffness / (c * t.muPeak)
    if (frictionUsed(b, c, bend(b, c, t.slipAtPeak), 1) > t.slideOverPeak) low = c
    else high = c
  }
  const c = (low + high) / 2
  const b = stiffness / (c * t.muPeak)
  return { b, c, e: bend(b, c, t.slipAtPeak) }
}

/**
 * The curve of one tyre on one surface.
 *
 * With E above 1 the formula turns back on itself: the stiffness asked for is too steep for the peak asked
 * for. It is then lowered until the curve is sound; peak and sliding friction stay as given.
 */
export const curveOf = (t: TyreOnSurface): Curve => {
  let stiffness = t.stiffnessPerLoad
  let curve = fit(t, stiffness)
  while (curve.e > 1 && stiffness * t.slipAtPeak > t.muPeak) {
    stiffness *= 0.97
    curve = fit(t, stiffness)
  }
  return curve
}

/**
 * The table of a curve is logarithmic: so many points in every octave of the slip squared, from 2^LOWEST to
 * 2^HIGHEST (slips of 0.002 to 16). It is read eight times a vehicle and tick, so it makes no use of a
 * logarithm, nor of a root or a quotient: a float's exponent and leading bits are the place in the table.
 */
const BITS = 5
const [LOWEST, HIGHEST] = [-18, 8]
const POINTS = (HIGHEST - LOWEST) << BITS

const float = new Float64Array(1)
const halves = new Int32Array(float.buffer)
/** Which half holds the exponent. */
const HIGH = new Uint8Array(Float64Array.of(1).buffer)[7] === 0 ? 0 : 1
/** The exponent begins at bit 20 of that half, and 1023 stands for 2^0. */
const SHIFT = 20 - BITS
const FIRST = (1023 + LOWEST) << BITS

/** Slip squared at a point of the table. */
const squareAt = (point: number): number => {
  const octave = point >> BITS
  const rest = point / (1 << BITS) - octave
  return (power(2, octave) / power(2, -LOWEST)) * (1 + rest)
}

/**
 * A curve as a table for `readCurve`. What it holds is the share of the peak friction over the slip: times the
 * slip vector that is the force, and no slip is no special case. Linear in the slip squared between two points,
 * two numbers each. Below 1e-4 of the peak in error, and lowered by what it would exceed the peak anywhere.
 */
export const tabulate = ({ b, c, e }: Curve): Float64Array => {
  const share = (q: number): number => frictionUsed(b, c, e, Math.sqrt(q)) / Math.sqrt(q)
  const table = new Float64Array(2 * POINTS)
  let most = 1
  // The last pair stands for all slips that are greater; there are none, and it holds nothing.
  for (let i = 0; i < POINTS - 1; i++) {
    const [from, to] = [squareAt(i), squareAt(i + 1)]
    const slope = (share(to) - share(from)) / (to - from)
    const start = share(from) - slope * from
    table[2 * i] = start
    table[2 * i + 1] = slope
    // Where s (start + slope s^2) is greatest.
    const top = -start / (3 * slope)
    if (top > from && top < to) most = Math.max(most, (2 / 3) * start * Math.sqrt(top))
  }
  return table.map((n) => n / (most * (1 + 1e-15)))
}

/** Share of the peak friction used at a combined slip, over that slip. @param q the slip squared */
export const readCurve = (table: Float64Array, q: number): number => {
  float[0] = q
  const i = (halves[HIGH] >> SHIFT) - FIRST
  const at = i < 0 ? 0 : i < POINTS ? 2 * i : 2 * POINTS - 2
  return table[at] + table[at + 1] * q
}

/** Friction falls with load above the tyre's nominal one, and never rises above its peak. */
export const loadFactor = (sensitivity: number, load: number, nominal: number): number =>
  load > nominal ? Math.max(0.5, 1 - sensitivity * (load / nominal - 1)) : 1
