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
import type { TyreOnSurface } from '../scenario/index.ts'

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

/** Points of a tabulated curve, and the slip at which half of them are used up. */
const POINTS = 256
const HALF = 0.1

/** Slip of a point of the table, in fractions of a point too. */
const slipAt = (point: number): number => (HALF * point) / (POINTS - point)

/**
 * A curve as a table over u = s / (s + 0.1), read by `readCurve`: the step evaluates it eight times, and the
 * formula is three transcendental functions. It holds the share of the peak friction divided by the slip:
 * times the slip vector that is the force, without a division and without a special case at no slip. Linear
 * in between; the error is below 1e-4 of the peak at s < 1, and the whole is lowered by as much as it would
 * exceed the peak anywhere.
 */
export const tabulate = ({ b, c, e }: Curve): Float64Array => {
  const table = Float64Array.from({ length: POINTS + 2 }, (_, i) => {
    // The last points stand for endless slip.
    if (i >= POINTS) return 0
    return i === 0 ? b * c : frictionUsed(b, c, e, slipAt(i)) / slipAt(i)
  })
  let most = 1
  for (let point = 0; point < POINTS; point += 1 / 16) {
    const s = slipAt(point)
    most = Math.max(most, s * readCurve(table, s))
  }
  return table.map((share) => share / (most * (1 + 1e-9)))
}

/** Share of the peak friction used at the combined slip s >= 0, over s. */
export const readCurve = (table: Float64Array, s: number): number => {
  const at = (POINTS * s) / (s + HALF)
  const i = at | 0
  const here = table[i]
  return here + (at - i) * (table[i + 1] - here)
}

/** Friction falls with load above the tyre's nominal one, and never rises above its peak. */
export const loadFactor = (sensitivity: number, load: number, nominal: number): number =>
  load > nominal ? Math.max(0.5, 1 - sensitivity * (load / nominal - 1)) : 1
