/** Two actors whose paths cross in an area that only one of them should be in at a time. */
import { power } from '../../math/index.ts'
import type { Box } from '../box.ts'

/** One of them on its own path: front at `sFront` (0 = where the conflict area begins), m and m/s. */
export interface Crossing {
  readonly sFront: number
  readonly v: number
  readonly length: number
  /** Length of the conflict area along this path, m. */
  readonly area: number
}

/** When it enters and when it has left, s from now (who reverses enters with its rear); Infinity: it stands elsewhere. */
const passage = ({
  sFront,
  v,
  length,
  area,
}: Crossing): { readonly enters: number; readonly leaves: number } => {
  if (v === 0) {
    const inside = sFront >= 0 && sFront < area + length
    return inside ? { enters: -Infinity, leaves: Infinity } : { enters: Infinity, leaves: Infinity }
  }
  const [begin, end] = [-sFront / v, (area + length - sFront) / v]
  return v > 0 ? { enters: begin, leaves: end } : { enters: end, leaves: begin }
}

/**
 * Post-encroachment time at constant speeds, s (Allen 1978): from the first one's rear leaving the area to
 * the second one's front entering it. null: both are in it together. Infinity: one of them never comes.
 */
export const postEncroachment = (a: Crossing, b: Crossing): number | null => {
  const [first, second] = [passage(a), passage(b)].sort((p, q) => p.enters - q.enters)
  if (second.enters === Infinity) return Infinity
  return second.enters < first.leaves ? null : second.enters - first.leaves
}

/**
 * Post-encroachment time of two rectangles that go straight on at their speeds, s: their paths are strips as
 * wide as they are. 0: they would be in the area where the strips cross together. Infinity: the strips do not
 * cross (they are nearly parallel), or one of them never comes.
 */
export const pathsEncroachment = (a: Box, b: Box): number => {
  const headingOf = ({ vx, vy, heading }: Box): number =>
    Math.sqrt(vx * vx + vy * vy) > STANDING ? Math.atan2(vy, vx) : heading
  const [ha, hb] = [headingOf(a), headingOf(b)]
  const [sin, cos] = [Math.sin(hb - ha), Math.cos(hb - ha)]
  if (Math.abs(sin) < LEAST_CROSSING) return Infinity
  const [dx, dy] = [b.x - a.x, b.y - a.y]
  // From each one's centre along its own path to the point where the centre lines cross.
  const wayA = (dx * Math.sin(hb) - dy * Math.cos(hb)) / sin
  const wayB = (dx * Math.sin(ha) - dy * Math.cos(ha)) / sin
  const along = (own: Box, other: Box, way: number): Crossing => {
    const area = (other.width + own.width * Math.abs(cos)) / Math.abs(sin)
    return {
      sFront: own.length / 2 - (way - area / 2),
      v: Math.sqrt(own.vx * own.vx + own.vy * own.vy),
      length: own.length,
      area,
    }
  }
  return postEncroachment(along(a, b, wayA), along(b, a, wayB)) ?? 0
}

/** Slower than this nothing moves along a path, m/s; paths at less than this angle (its sine) do not cross. */
const STANDING = 0.1
const LEAST_CROSSING = 0.17

/** Times at which two actors reach the crossing of their paths, s; null: one of them stands or has passed it. */
const arrivals = (d1: number, v1: number, d2: number, v2: number): readonly [number, number] | null => {
  const time = (d: number, v: number): number => (d === 0 ? 0 : d / v)
  const [t1, t2] = [time(d1, v1), time(d2, v2)]
  return t1 >= 0 && t2 >= 0 && t1 < Infinity && t2 < Infinity ? [t1, t2] : null
}

/** Predicted encroachment time, s (Neurohr 2021): difference of the times to the crossing of two paths. */
export const predictedEncroachment = (d1: number, v1: number, d2: number, v2: number): number => {
  const times = arrivals(d1, v1, d2, v2)
  return times ? Math.abs(times[0] - times[1]) : Infinity
}

/** The same times t1 + t2, s^2 (Neurohr 2021): what is far off counts less. */
export const scaledEncroachment = (d1: number, v1: number, d2: number, v2: number): number => {
  const times = arrivals(d1, v1, d2, v2)
  return times ? Math.abs(times[0] * times[0] - times[1] * times[1]) : Infinity
}

/** Encroachment time, s (Allen 1978): from an actor's entering the area, forwards or backwards, to its having left it. */
export const encroachment = (v: number, length: number, area: number): number =>
  v === 0 ? Infinity : (area + length) / Math.abs(v)

type Vector = readonly [number, number]

/** Time to, and distance at, the closest encounter of two points, s and m (Eggert 2014); 0 s when it is over. */
export const closestEncounter = (
  [x, y]: Vector,
  [vx, vy]: Vector,
): { readonly time: number; readonly distance: number } => {
  const speed2 = vx * vx + vy * vy
  const time = speed2 > 0 ? Math.max(0, -(x * vx + y * vy) / speed2) : 0
  return { time, distance: Math.sqrt(power(x + vx * time, 2) + power(y + vy * time, 2)) }
}

/**
 * Distance across that two cars must keep, m (RSS; Shalev-Shwartz et al. 2017, definition 6): 1 on the left,
 * 2 on the right, speeds positive to the right; each may swerve towards the other by `a` for the response
 * time rho and then brakes across by `b`, and `mu` stays between them.
 * @param towardsOnly brake only a car that still moves towards the other, as ad-rss-lib does.
 */
export const rssLateral = (
  v1: number,
  v2: number,
  rho: number,
  a: number,
  b: number,
  mu: number,
  towardsOnly: boolean,
): number => {
  const w1 = v1 + rho * a
  const w2 = v2 - rho * a
  const stop1 = towardsOnly && w1 < 0 ? 0 : (w1 * w1) / (2 * b)
  const stop2 = towardsOnly && w2 > 0 ? 0 : (w2 * w2) / (2 * b)
  return mu + Math.max(0, ((v1 + w1) / 2) * rho + stop1 - (((v2 + w2) / 2) * rho - stop2))
}
