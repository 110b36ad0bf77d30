/** How bad it was or would have been. */
import { power } from '../../math/index.ts'
type Vector = readonly [number, number]

const closingSpeed = ([ax, ay]: Vector, [bx, by]: Vector): number =>
  Math.sqrt(power(ax - bx, 2) + power(ay - by, 2))

/** Change of velocity of body 1 in a plastic impact, m/s (Shelby 2011): m2 / (m1 + m2) |v1 - v2|. */
export const deltaV = (m1: number, m2: number, v1: Vector, v2: Vector): number =>
  (m2 / (m1 + m2)) * closingSpeed(v1, v2)

/**
 * Conflict severity, m/s (Bagdadi 2013): the change of velocity less what braking with |a1| for the time
 * to the accident takes off it. Below 0: the braking would have been enough.
 */
export const conflictSeverity = (dv: number, tta: number, a1: number, m1: number, m2: number): number =>
  dv - tta * Math.abs(a1) * (m2 / (m1 + m2))

/** Probability that a driver dies of a change of velocity (m/s) (Joksch 1993): (dv / 31.74)^4, at most 1. */
export const fatalityOf = (dv: number): number => Math.min(1, power(Math.abs(dv) / 31.74, 4))

/**
 * Conflict index, J (Alhajyaseen 2015): the share alpha of the energy that a plastic impact would take,
 * fading with the post-encroachment time at the rate beta (1/s).
 */
export const conflictIndex = (
  m1: number,
  m2: number,
  v1: Vector,
  v2: Vector,
  alpha: number,
  beta: number,
  pet: number,
): number => alpha * (0.5 * ((m1 * m2) / (m1 + m2)) * power(closingSpeed(v1, v2), 2)) * Math.exp(-beta * pet)
