/**
 * What it takes to avoid a collision, and how long there still is to do it. 1 = follower (ego), 2 = other;
 * d = net gap, m; braking is negative; Infinity: no need, or all the time there is.
 */
import { stoppingTime, timeToCollision } from './following.ts'

/**
 * Constant acceleration that ego needs so as not to reach the leader, m/s^2, at most 0 (Jansson 2005,
 * eq. 5.39): a2 - (v1 - v2)^2 / 2d while the leader still moves when they come closest, else what stops
 * ego where the leader stops. The formula is often printed with its sign wrong. -Infinity: closing in contact.
 * v2 < 0 comes towards ego; one that does not stop in time is met as if ego went backwards in the end.
 */
export const requiredBraking = (d: number, v1: number, v2: number, a2: number): number => {
  if (v1 <= 0) return 0
  const closing = v1 - v2
  if (d <= 0 && closing > 0) return -Infinity
  // They come closest, at one speed, after 2d / closing, unless the leader stands by then.
  const stops = stoppingTime(v2, a2)
  if (closing > 0 && (2 * d) / closing <= stops) return Math.min(a2 - (closing * closing) / (2 * d), 0)
  return stops < Infinity ? -(v1 * v1) / (2 * (Math.max(0, d) + (v2 * stops) / 2)) : 0
}

/**
 * Way out to the other's nearer side, m, for bodies of widths w1 and w2 at the time of the collision; 0 where they
 * would pass anyhow. `dy` across from ego to the other, m; `vy` lateral speed of the other less that of ego, m/s; `a2`
 * its lateral acceleration, m/s^2.
 */
const wayOut = (ttc: number, w1: number, w2: number, dy: number, vy: number, a2: number): number =>
  Math.max(0, (w1 + w2) / 2 - Math.abs(dy + vy * ttc + (a2 * ttc * ttc) / 2))

/**
 * Constant lateral acceleration that takes ego past the other's nearer side in time, m/s^2 (Jansson 2005):
 * the lesser of |a2 + 2 vy / TTC + 2 (dy +- (w1 + w2) / 2) / TTC^2|; 0 where they would pass anyhow.
 * Inputs as for wayOut.
 */
export const requiredSwerve = (ttc: number, w1: number, w2: number, dy: number, vy = 0, a2 = 0): number => {
  if (ttc === Infinity) return 0
  const way = wayOut(ttc, w1, w2, dy, vy, a2)
  if (way === 0) return 0
  return ttc > 0 ? (2 * way) / (ttc * ttc) : Infinity
}

/** A time that may be over already. */
const orTooLate = (t: number): number => (t < 0 ? -Infinity : t)

/** Time left to brake with aMax, s (Hillenbrand 2006): TTC - (v1 - v2) / 2 aMax; -Infinity: too late. */
export const timeToBrake = (d: number, v1: number, v2: number, aMax: number): number => {
  if (d <= 0) return -Infinity
  const ttc = timeToCollision(d, v1, v2)
  return ttc === Infinity ? Infinity : orTooLate(ttc - (v1 - v2) / (2 * aMax))
}

/** Time left to swerve with aMax, s (Hillenbrand 2006); -Infinity: too late. Inputs as for wayOut. */
export const timeToSteer = (
  ttc: number,
  w1: number,
  w2: number,
  dy: number,
  aMax: number,
  vy = 0,
  a2 = 0,
): number => {
  if (ttc === Infinity) return Infinity
  const way = wayOut(ttc, w1, w2, dy, vy, a2)
  return way === 0 ? Infinity : orTooLate(ttc - Math.sqrt((2 * way) / aMax))
}
