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
}

/** Half of a box's extent along the unit vector (ax, ay). */
const halfExtent = (b: Box, ax: number, ay: number): number => {
  const c = Math.cos(b.heading)
  const s = Math.sin(b.heading)
  return (Math.abs(ax * c + ay * s) * b.length + Math.abs(ay * c - ax * s) * b.width) / 2
}

/**
 * Time to collision of two oriented boxes at constant velocity and heading, s: 0 when they touch or
 * overlap, Infinity when they never will.
 *
 * Swept separating axes: on each of the four edge normals the boxes overlap during one interval of time;
 * they touch first when the last of these intervals begins, if none has ended by then. The same quantity
 * as DTC / |v_ij| of Jiao (2023), but exact for every pair of headings.
 */
export const boxTtc = (a: Box, b: Box): number => {
  const dx = b.x - a.x
  const dy = b.y - a.y
  const dvx = b.vx - a.vx
  const dvy = b.vy - a.vy
  let enter = 0
  let leave = Infinity
  for (let i = 0; i < 4; i++) {
    const heading = i < 2 ? a.heading : b.heading
    const c = Math.cos(heading)
    const s = Math.sin(heading)
    const ax = i % 2 === 0 ? c : -s
    const ay = i % 2 === 0 ? s : c
    const reach = halfExtent(a, ax, ay) + halfExtent(b, ax, ay)
    const apart = dx * ax + dy * ay
    const rate = dvx * ax + dvy * ay
    if (rate === 0) {
      if (Math.abs(apart) > reach) return Infinity
      continue
    }
    const t0 = (-reach - apart) / rate
    const t1 = (reach - apart) / rate
    enter = Math.max(enter, Math.min(t0, t1))
    leave = Math.min(leave, Math.max(t0, t1))
    if (enter > leave) return Infinity
  }
  return enter
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
