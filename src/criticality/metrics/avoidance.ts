/**
 * What it takes to avoid a collision, and how long there still is to do it. 1 = follower (ego), 2 = other;
 * d = net gap, m; braking is negative; Infinity: no need, or all the time there is.
 */
import { timeToCollision } from './following.ts'

/**
 * Constant acceleration that ego needs so as not to reach the leader, m/s^2, at most 0 (Jansson 2005,
 * eq. 5.39): a2 - (v1 - v2)^2 / 2d while the leader still moves when they come closest, else what stops
 * ego where the leader stops. The formula is often printed with its sign wrong. -Infinity in contact.
 */
export const requiredBraking = (d: number, v1: number, v2: number, a2: number): number => {
  if (v1 <= 0) return 0
  const closing = v1 - v2
  if (d <= 0) return closing > 0 ? -Infinity : Math.min(a2, 0)
  // They come closest, at one speed, after 2d / closing; a braking leader stands after v2 / |a2|.
  const meets = closing > 0 && (a2 >= 0 || (2 * d) / closing <= v2 / -a2)
  if (meets) return Math.min(a2 - (closing * closing) / (2 * d), 0)
  return a2 < 0 ? -(v1 * v1) / (2 * (d + (v2 * v2) / (2 * -a2))) : 0
}

/** Where two bodies of widths w1 and w2, dy apart across, still overlap: the way out to the nearer side, m. */
const wayOut = (w1: number, w2: number, dy: number): number => Math.max(0, (w1 + w2) / 2 - Math.abs(dy))

/**
 * Constant lateral acceleration that takes ego past the other's nearer side in time, m/s^2 (Jansson 2005):
 * the lesser of |a2 + 2 vy / TTC + 2 (dy +- (w1 + w2) / 2) / TTC^2|; 0 where they would pass anyhow.
 * @param dy across from ego to the other, m.
 * @param vy lateral speed of the other less that of ego, m/s.
 * @param a2 lateral acceleration of the other, m/s^2.
 */
export const requiredSwerve = (ttc: number, w1: number, w2: number, dy: number, vy = 0, a2 = 0): number => {
  if (ttc === Infinity) return 0
  const half = (w1 + w2) / 2
  const then = dy + vy * ttc + (a2 * ttc * ttc) / 2
  if (Math.abs(then) >= half) return 0
  return ttc > 0 ? (2 * (half - Math.abs(then))) / (ttc * ttc) : Infinity
}

/** A time that may be over already. */
const orTooLate = (t: number): number => (t < 0 ? -Infinity : t)

/** Time left to brake with aMax, s (Hillenbrand 2006): TTC - (v1 - v2) / 2 aMax; -Infinity: too late. */
export const timeToBrake = (d: number, v1: number, v2: number, aMax: number): number => {
  if (d <= 0) return -Infinity
  const ttc = timeToCollision(d, v1, v2)
  return ttc === Infinity ? Infinity : orTooLate(ttc - (v1 - v2) / (2 * aMax))
}

/** Time left to swerve with aMax, s (Hillenbrand 2006); -Infinity: too late. */
export const timeToSteer = (ttc: number, w1: number, w2: number, dy: number, aMax: number): number =>
  ttc === Infinity || wayOut(w1, w2, dy) === 0
    ? Infinity
    : orTooLate(ttc - Math.sqrt((2 * wayOut(w1, w2, dy)) / aMax))
