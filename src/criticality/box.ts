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
  // On each edge normal: how far apart the centres are, how fast that changes, and how far the two extents reach.
  const p1 = dx * a.cos + dy * a.sin
  const q1 = vx * a.cos + vy * a.sin
  const p2 = dy * a.cos - dx * a.sin
  const q2 = vy * a.cos - vx * a.sin
  const p3 = dx * b.cos + dy * b.sin
  const q3 = vx * b.cos + vy * b.sin
  const p4 = dy * b.cos - dx * b.sin
  const q4 = vy * b.cos - vx * b.sin
  const r1 = a.length + cos * b.length + sin * b.width
  const r2 = a.width + sin * b.length + cos * b.width
  const r3 = b.length + cos * a.length + sin * a.width
  const r4 = b.width + sin * a.length + cos * a.width
  const enter = Math.max(0, begins(p1, q1, r1), begins(p2, q2, r2), begins(p3, q3, r3), begins(p4, q4, r4))
  const leave = Math.min(ends(p1, q1, r1), ends(p2, q2, r2), ends(p3, q3, r3), ends(p4, q4, r4))
  return enter > leave ? Infinity : enter
}

/** Slower than this nothing moves, m/s: what is left of equal speeds that were rounded. */
const STILL = 1e-12

/** When two extents on one axis begin and end to overlap; where nothing moves, always or never. */
const begins = (apart: number, rate: number, reach: number): number => {
  if (Math.abs(rate) < STILL) return Math.abs(apart) > reach ? Infinity : -Infinity
  return -apart / rate - Math.abs(reach / rate)
}
const ends = (apart: number, rate: number, reach: number): number => {
  if (Math.abs(rate) < STILL) return Math.abs(apart) > reach ? -Infinity : Infinity
  return -apart / rate + Math.abs(reach / rate)
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

/** Least squared distance from a corner of b to a, m^2; (dx, dy) from the centre of a to that of b. */
const cornersTo = (dx: number, dy: number, a: Outline, b: Outline): number => {
  const u = dx * a.cos + dy * a.sin
  const v = dy * a.cos - dx * a.sin
  const cos = a.cos * b.cos + a.sin * b.sin
  const sin = a.cos * b.sin - a.sin * b.cos
  let least = Infinity
  for (let i = -1; i <= 1; i += 2)
    for (let j = -1; j <= 1; j += 2) {
      const over = Math.max(0, Math.abs(u + i * b.length * cos - j * b.width * sin) - a.length)
      const beside = Math.max(0, Math.abs(v + i * b.length * sin + j * b.width * cos) - a.width)
      least = Math.min(least, over * over + beside * beside)
    }
  return least
}

/** Whether two boxes touch or overlap now. */
export const boxesTouch = (a: Box, b: Box): boolean => {
  const [dx, dy] = [b.x - a.x, b.y - a.y]
  // Circles round both first: it is asked of everybody, all the time.
  const near = (a.length + a.width + b.length + b.width) / 2
  return dx * dx + dy * dy <= near * near && boxDistance(a, b) === 0
}

/** Distance between two outlines, m: the least from a corner of one to the other; 0 when they touch. */
export const outlineDistance = (dx: number, dy: number, a: Outline, b: Outline): number => {
  if (sweptTouch(dx, dy, 0, 0, a, b) === 0) return 0
  return Math.sqrt(Math.min(cornersTo(dx, dy, a, b), cornersTo(-dx, -dy, b, a)))
}

/** Distance between two oriented boxes, m. */
export const boxDistance = (a: Box, b: Box): number =>
  outlineDistance(
    ...([b.x - a.x, b.y - a.y] as const),
    ...([outlineOf(a.heading, a.length, a.width), outlineOf(b.heading, b.length, b.width)] as const),
  )

/** Radius of the circle round a box. */
const radius = (b: Box): number => Math.sqrt(b.length * b.length + b.width * b.width) / 2
