/**
 * Continuous collision: when two bodies that are apart now met within the tick that has just passed. A thin post,
 * or the corner of a car, may be met and left again between two looks.
 */
import { commonPoint, reachAlong, type Footprint } from './footprint.ts'

/** How a body moved over the tick: horizontal and vertical velocity of its box's centre, and its yaw rate. */
export interface Course {
  readonly vx: number
  readonly vy: number
  readonly vz: number
  readonly yawRate: number
}

/** The instant two outlines met. */
export interface Meeting {
  /** How long ago, s. */
  readonly ago: number
  /** Unit normal of the face that was met, from the first to the second. */
  readonly nx: number
  readonly ny: number
  /** Where, world, m. */
  readonly x: number
  readonly y: number
}

/** A body that turns is looked at as unturning for no longer than it takes its ends to go this far, m. */
const LEAST_TURN = 0.005
const MOST_PARTS = 16
/** Outlines that just touch share a line: that much more, m, makes it an area with a middle. */
const SKIN = 0.002

/** Where an outline was `ago` seconds earlier. */
export const earlier = (f: Footprint, { vx, vy, vz, yawRate }: Course, ago: number): Footprint => {
  const [c, s] = [Math.cos(yawRate * ago), -Math.sin(yawRate * ago)]
  return {
    ...f,
    x: f.x - vx * ago,
    y: f.y - vy * ago,
    ux: c * f.ux - s * f.uy,
    uy: s * f.ux + c * f.uy,
    low: f.low - vz * ago,
    high: f.high - vz * ago,
  }
}

/** The first meeting within the last `time` seconds of two bodies that are apart now; null: they did not meet. */
export const firstMeeting = (
  a: Footprint,
  b: Footprint,
  ca: Course,
  cb: Course,
  time: number,
): Meeting | null => {
  const turn =
    (Math.abs(ca.yawRate) * (a.halfLength + a.halfWidth) +
      Math.abs(cb.yawRate) * (b.halfLength + b.halfWidth)) *
    time
  const parts = Math.max(1, Math.min(MOST_PARTS, Math.ceil(turn / LEAST_TURN)))
  const part = time / parts
  for (let i = parts; i > 0; i--) {
    const end = (i - 1) * part
    const met = meetingWithin(earlier(a, ca, end), earlier(b, cb, end), ca, cb, part)
    if (met !== null) return { ...met, ago: met.ago + end }
  }
  return null
}

/** The same for bodies that do not turn. */
const meetingWithin = (a: Footprint, b: Footprint, ca: Course, cb: Course, time: number): Meeting | null => {
  const [vx, vy, vz] = [cb.vx - ca.vx, cb.vy - ca.vy, cb.vz - ca.vz]
  const [dx, dy] = [b.x - a.x, b.y - a.y]
  // Times count from the beginning of the part.
  let enter = 0
  let leave = time
  let normal: readonly [number, number] | null = null
  const cut = (distanceNow: number, rate: number, reach: number): readonly [number, number] => {
    const start = distanceNow - rate * time
    if (rate === 0) return Math.abs(start) < reach ? [-Infinity, Infinity] : [Infinity, -Infinity]
    const [t0, t1] = [(-reach - start) / rate, (reach - start) / rate]
    return t0 < t1 ? [t0, t1] : [t1, t0]
  }
  for (const [ax, ay] of [
    [a.ux, a.uy],
    [-a.uy, a.ux],
    [b.ux, b.uy],
    [-b.uy, b.ux],
  ]) {
    const rate = vx * ax + vy * ay
    const [t0, t1] = cut(dx * ax + dy * ay, rate, reachAlong(a, ax, ay) + reachAlong(b, ax, ay))
    // The second body comes against the axis, so the first one's face looks along it.
    if (t0 >= enter) {
      enter = t0
      normal = rate < 0 ? [ax, ay] : [-ax, -ay]
    }
    leave = Math.min(leave, t1)
  }
  const rise = (b.low + b.high - a.low - a.high) / 2
  const [z0, z1] = cut(rise, vz, (a.high - a.low + b.high - b.low) / 2)
  if (normal === null || Math.max(enter, z0) > Math.min(leave, z1)) return null
  const ago = time - Math.max(enter, z0, 0)
  const fa = earlier(a, ca, ago)
  const fb = earlier(b, cb, ago)
  const [x, y] = commonPoint(fa, {
    ...fb,
    halfLength: fb.halfLength + SKIN,
    halfWidth: fb.halfWidth + SKIN,
  })
  return { ago, nx: normal[0], ny: normal[1], x, y }
}
