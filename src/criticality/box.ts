/**
 * Moving oriented rectangles in the plane: when they touch, and how far apart they are. The plane may be
 * the world's or a straightened road's (pair.ts).
 */

/** A rectangle with its centre, heading (rad), size (m) and the velocity of its centre (m/s). */
export interface Box {
  readonly x: number
  readonly y: number
  readonly heading: number
  readonly vx: number
  readonly vy: number
  readonly length: number
  readonly width: number
  /** rad/s; only turningTtc asks for it. */
  readonly yawRate?: number
}

/** The outline of a rectangle: the unit vector of its heading, and half of its length and width, m. */
export interface Outline {
  readonly cos: number
  readonly sin: number
  readonly length: number
  readonly width: number
}

export const outlineOf = (heading: number, length: number, width: number): Outline => ({
  cos: Math.cos(heading),
  sin: Math.sin(heading),
  length: length / 2,
  width: width / 2,
})

/**
 * First time from now on at which two outlines at constant velocity and heading touch, s: 0 when they do
 * now, Infinity when they never will. In numbers alone: a run asks it of every pair, a hundred times a second.
 *
 * Swept separating axes: on each of the four edge normals the boxes overlap during one interval of time;
 * they touch first when the last of these intervals begins, if none has ended by then. The same quantity
 * as DTC / |v_ij| of Jiao (2023), but exact for every pair of headings.
 * @param dx from the centre of a to that of b, m. @param vx velocity of b less that of a, m/s.
 */
export const sweptTouch = (
  dx: number,
  dy: number,
  vx: number,
  vy: number,
  a: Outline,
  b: Outline,
): number => {
  // Circles round both first: most pairs never come near.
  const near = a.length + a.width + b.length + b.width
  const apart2 = dx * dx + dy * dy
  if (apart2 > near * near) {
    const nearing = -(dx * vx + dy * vy)
    if (nearing <= 0) return Infinity
    const cross = dx * vy - dy * vx
    if (cross * cross > near * near * (vx * vx + vy * vy)) return Infinity
  }
  const cos = Math.abs(a.cos * b.cos + a.sin * b.sin)
  const sin = Math.abs(a.cos * b.sin - a.sin * b.cos)
  enter = 0
  leave = Infinity
  meet(dx * a.cos + dy * a.sin, vx * a.cos + vy * a.sin, a.length + cos * b.length + sin * b.width)
  meet(dy * a.cos - dx * a.sin, vy * a.cos - vx * a.sin, a.width + sin * b.length + cos * b.width)
  meet(dx * b.cos + dy * b.sin, vx * b.cos + vy * b.sin, b.length + cos * a.length + sin * a.width)
  meet(dy * b.cos - dx * b.sin, vy * b.cos - vx * b.sin, b.width + sin * a.length + cos * a.width)
  return enter > leave ? Infinity : enter
}

// The times that sweptTouch has found so far; kept here, for a closure a call would cost more than the sum.
let enter = 0
let leave = 0

/** Narrows [enter, leave] to when two extents on one axis overlap. */
const meet = (apart: number, rate: number, reach: number): void => {
  if (rate === 0) {
    if (Math.abs(apart) > reach) leave = -Infinity
    return
  }
  const middle = -apart / rate
  const half = Math.abs(reach / rate)
  if (middle - half > enter) enter = middle - half
  if (middle + half < leave) leave = middle + half
}

/** Time to collision of two oriented boxes at constant velocity and heading, s (sweptTouch). */
export const boxTtc = (a: Box, b: Box): number =>
  sweptTouch(
    ...([b.x - a.x, b.y - a.y, b.vx - a.vx, b.vy - a.vy] as const),
    ...([outlineOf(a.heading, a.length, a.width), outlineOf(b.heading, b.length, b.width)] as const),
  )

/** How far ahead turningTtc looks, s, and the least step by which it does: it is as near as that. */
const TURNING_HORIZON = 20
const TURNING_STEP = 1e-7

/** Where a box is after t seconds when its velocity and heading turn at its yaw rate. */
const after = (b: Box, t: number): Box => {
  const turned = (b.yawRate ?? 0) * t
  // Mean of the velocity's direction over the arc: the chord is half of the turn away, and a little shorter.
  const half = turned / 2
  const chord = Math.abs(half) < 1e-6 ? t * (1 - (half * half) / 6) : (t * Math.sin(half)) / half
  const [c, s] = [chord * Math.cos(half), chord * Math.sin(half)]
  return { ...b, x: b.x + c * b.vx - s * b.vy, y: b.y + s * b.vx + c * b.vy, heading: b.heading + turned }
}

/**
 * Time to collision of boxes that go on at constant speed and yaw rate, s: 0 when they touch now, Infinity when
 * they do not within 20 s. Conservative advancement: no step is longer than the boxes need for what is between
 * them.
 */
export const turningTtc = (a: Box, b: Box): number => {
  const fastest = ({ vx, vy, yawRate = 0, ...box }: Box): number =>
    Math.sqrt(vx * vx + vy * vy) + Math.abs(yawRate) * radius({ vx, vy, ...box })
  const closing = fastest(a) + fastest(b)
  for (let t = 0; t <= TURNING_HORIZON;) {
    const left = boxDistance(after(a, t), after(b, t))
    if (left <= closing * TURNING_STEP) return t
    if (closing === 0) break
    t += left / closing
  }
  return Infinity
}

type Point = readonly [number, number]

const corners = (b: Box): readonly Point[] => {
  const c = Math.cos(b.heading)
  const s = Math.sin(b.heading)
  return [
    [1, 1],
    [-1, 1],
    [-1, -1],
    [1, -1],
  ].map(([i, j]) => {
    const u = (i * b.length) / 2
    const v = (j * b.width) / 2
    return [b.x + u * c - v * s, b.y + u * s + v * c] as const
  })
}

/** Distance from a point to a box, m; 0 inside. */
const pointToBox = ([px, py]: Point, b: Box): number => {
  const c = Math.cos(b.heading)
  const s = Math.sin(b.heading)
  const dx = px - b.x
  const dy = py - b.y
  const u = Math.max(0, Math.abs(dx * c + dy * s) - b.length / 2)
  const v = Math.max(0, Math.abs(dy * c - dx * s) - b.width / 2)
  return Math.sqrt(u * u + v * v)
}

/** Whether two boxes touch or overlap now. */
export const boxesTouch = (a: Box, b: Box): boolean =>
  boxTtc({ ...a, vx: 0, vy: 0 }, { ...b, vx: 0, vy: 0 }) === 0

/** Distance between two oriented boxes, m: the least from a corner of one to the other; 0 when they touch. */
export const boxDistance = (a: Box, b: Box): number => {
  if (boxesTouch(a, b)) return 0
  let least = Infinity
  for (const p of corners(a)) least = Math.min(least, pointToBox(p, b))
  for (const p of corners(b)) least = Math.min(least, pointToBox(p, a))
  return least
}

/** Radius of the circle round a box. */
const radius = (b: Box): number => Math.sqrt(b.length * b.length + b.width * b.width) / 2

/**
 * A lower bound of the distance between two boxes, m, from their circumscribed circles: cheap enough to
 * leave out pairs that cannot matter.
 */
export const distanceAtLeast = (a: Box, b: Box): number => {
  const dx = b.x - a.x
  const dy = b.y - a.y
  return Math.max(0, Math.sqrt(dx * dx + dy * dy) - radius(a) - radius(b))
}
