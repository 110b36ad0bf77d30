/**
 * One car after another on one line. 1 = follower (ego), 2 = leader; d = net gap, bumper to bumper.
 * SI units; acceleration > 0 speeds up. Infinity: no conflict.
 */
import { power } from '../../math/index.ts'

/**
 * Time to collision at constant speeds, s (Hayward 1972): d / (v1 - v2) while closing, Infinity while the
 * gap opens or holds, 0 in contact. Never |v1 - v2|.
 */
export const timeToCollision = (d: number, v1: number, v2: number): number => {
  if (d <= 0) return 0
  return v1 > v2 ? d / (v1 - v2) : Infinity
}

/** Least t > 0 with a/2 t^2 + v t = d; Infinity when there is none. */
const firstRoot = (a: number, v: number, d: number): number => {
  if (a === 0) return v > 0 ? d / v : Infinity
  const square = v * v + 2 * a * d
  if (square < 0) return Infinity
  // The form that loses no digits: 2d / (v +- root), least positive first.
  const root = Math.sqrt(square)
  const times = [(2 * d) / (v + root), (2 * d) / (v - root)].filter((t) => t > 0)
  return Math.min(Infinity, ...times)
}

/**
 * Modified time to collision at constant accelerations, s (Ozbay et al. 2008, doi 10.3141/2083-12): the
 * least positive root of (a1 - a2)/2 t^2 + (v1 - v2) t = d. Speeds may turn negative in it; see below.
 */
export const modifiedTtc = (d: number, v1: number, v2: number, a1: number, a2: number): number =>
  d <= 0 ? 0 : firstRoot(a1 - a2, v1 - v2, d)

/** When a car that brakes stands, s: one that moves either way and slows down, or stands already and would roll back. */
export const stoppingTime = (v: number, a: number): number => {
  const brakes = v > 0 ? a < 0 : v < 0 && a > 0
  if (brakes) return -v / a
  return v === 0 && a < 0 ? 0 : Infinity
}

/** The same where a car that brakes to a stop stays there, s. */
export const stopAwareTtc = (d: number, v1: number, v2: number, a1: number, a2: number): number => {
  if (d <= 0) return 0
  const stop1 = stoppingTime(v1, a1)
  const stop2 = stoppingTime(v2, a2)
  // Between one stop and the next both accelerations are constant.
  let from = 0
  let gap = d
  for (const to of [Math.min(stop1, stop2), Math.max(stop1, stop2), Infinity]) {
    const [w1, b1] = from < stop1 ? [v1 + a1 * from, a1] : [0, 0]
    const [w2, b2] = from < stop2 ? [v2 + a2 * from, a2] : [0, 0]
    const span = to - from
    const t = firstRoot(b1 - b2, w1 - w2, gap)
    if (t <= span) return from + t
    if (to === Infinity) break
    gap -= (w1 - w2) * span + ((b1 - b2) / 2) * span * span
    from = to
  }
  return Infinity
}

/** Time headway over the net gap, s (Jansson 2005): d / v1; 0 in contact, Infinity when the follower stands. */
export const timeHeadway = (d: number, v1: number): number => (v1 > 0 ? Math.max(0, d) / v1 : Infinity)

/** Time headway from front to front, s (Vogel 2003): the leader's length l2 counts too. */
export const grossHeadway = (d: number, v1: number, l2: number): number =>
  timeHeadway(Math.max(0, d) + l2, v1)

/** Deceleration rate to avoid a crash, m/s^2 (Archer 2005): (v1 - v2)^2 / 2d; 0 while not closing. */
export const decelerationToAvoid = (d: number, v1: number, v2: number): number => {
  if (v1 <= v2) return 0
  return d > 0 ? power(v1 - v2, 2) / (2 * d) : Infinity
}

/** The same after a reaction time `prt`, m/s^2 (Fu & Sayed 2021); Infinity when it comes too late. */
export const decelerationAfterReaction = (d: number, v1: number, v2: number, prt: number): number => {
  if (v1 <= v2) return 0
  const left = timeToCollision(d, v1, v2) - prt
  return left > 0 ? (v1 - v2) / (2 * left) : Infinity
}

/** Deceleration that keeps a safety time `ts` behind the leader, m/s^2 (Hupfer 1997). */
export const decelerationToSafety = (d: number, v1: number, v2: number, ts: number): number => {
  if (v1 <= v2) return 0
  const room = d - v2 * ts
  return room > 0 ? power(v1 - v2, 2) / (2 * room) : Infinity
}

/** Crash index, m^2/s^3 (Ozbay et al. 2008): [(v1 + a1 T)^2 - (v2 + a2 T)^2] / 2T at T = MTTC; standing cars stand. */
export const crashIndex = (d: number, v1: number, v2: number, a1: number, a2: number): number => {
  const t = modifiedTtc(d, v1, v2, a1, a2)
  if (t === Infinity) return 0
  if (t === 0) return Infinity
  return (power(Math.max(0, v1 + a1 * t), 2) - power(Math.max(0, v2 + a2 * t), 2)) / (2 * t)
}

/** Proportion of stopping distance (Allen 1978): what is left over what it takes; below 1 there is no return. */
export const stoppingShare = (d: number, v: number, aMax: number): number =>
  v > 0 ? d / ((v * v) / (2 * aMax)) : Infinity

/**
 * Possibility index for collision with urgent deceleration, m (Uno et al. 2002): the gap that is left when
 * both brake to a stop with `a` > 0, the follower after the reaction time `prt`; below 0: they collide.
 */
export const gapAfterBraking = (d: number, v1: number, v2: number, a: number, prt: number): number =>
  d + (v2 * v2 - v1 * v1) / (2 * a) - v1 * prt

/**
 * Distance that a car behind must keep to be safe whatever the one ahead does, m (RSS; Shalev-Shwartz et
 * al. 2017, definition 1). r = rear, f = front; it may speed up by aMax for the response time rho, then
 * brakes with bMin, while the front one brakes with bMax.
 */
export const rssLongitudinal = (
  vRear: number,
  vFront: number,
  rho: number,
  aMax: number,
  bMin: number,
  bMax: number,
): number => {
  const after = vRear + rho * aMax
  const rear = vRear * rho + (aMax * rho * rho) / 2 + (after * after) / (2 * bMin)
  return Math.max(0, rear - (vFront * vFront) / (2 * bMax))
}

/**
 * Distance that two cars that drive towards each other must keep, m (RSS; Shalev-Shwartz et al. 2017,
 * definition 2): each may speed up by aMax for the response time rho; then car 1, in its correct lane,
 * brakes with bMinCorrect, and car 2, in the wrong one, with bMin. Speeds towards each other; v2's sign is not asked.
 */
export const rssOpposite = (
  v1: number,
  v2: number,
  rho: number,
  aMax: number,
  bMinCorrect: number,
  bMin: number,
): number => {
  const way = (v: number, b: number): number => {
    const after = v + rho * aMax
    return ((v + after) / 2) * rho + (after * after) / (2 * b)
  }
  return way(Math.abs(v1), bMinCorrect) + way(Math.abs(v2), bMin)
}
