/**
 * One car after another on one line. 1 = follower (ego), 2 = leader; d = net gap, bumper to bumper.
 * SI units; acceleration > 0 speeds up. Infinity: no conflict.
 */

/**
 * Time to collision at constant speeds, s (Hayward 1972): d / (v1 - v2) while closing, Infinity while the
 * gap opens or holds, 0 in contact. Never |v1 - v2|.
 */
export const timeToCollision = (d: number, v1: number, v2: number): number => {
  if (d <= 0) return 0
  return v1 > v2 ? d / (v1 - v2) : Infinity
}

/** Time headway over the net gap, s (Jansson 2005): d / v1; Infinity when the follower stands. */
export const timeHeadway = (d: number, v1: number): number => (v1 > 0 ? d / v1 : Infinity)

/** Deceleration rate to avoid a crash, m/s^2 (Archer 2005): (v1 - v2)^2 / 2d; 0 while not closing. */
export const decelerationToAvoid = (d: number, v1: number, v2: number): number => {
  if (v1 <= v2) return 0
  return d > 0 ? (v1 - v2) ** 2 / (2 * d) : Infinity
}
