/** The outlines of two bodies in the road plane: whether they overlap, where, and which way apart. */
import type { Solid } from './solid.ts'

/** A body's box seen from above, and between which heights it stands. */
export interface Footprint {
  readonly x: number
  readonly y: number
  /** Unit vector along its length. */
  readonly ux: number
  readonly uy: number
  readonly halfLength: number
  readonly halfWidth: number
  readonly low: number
  readonly high: number
}

/** The outer box laid on the plane; a tipped body is as wide as its shadow. */
export const footprintOf = ({ body, motion: m, model }: Solid): Footprint => {
  const [cx, cy, cz] = model.boxCentre
  const [hx, hy, hz] = model.boxHalf
  const n = Math.sqrt(m.r00 * m.r00 + m.r10 * m.r10)
  // Standing on its nose it has no heading; any will do.
  const ux = n > 1e-6 ? m.r00 / n : 1
  const uy = n > 1e-6 ? m.r10 / n : 0
  const reach = (ax: number, ay: number): number =>
    Math.abs(m.r00 * ax + m.r10 * ay) * hx +
    Math.abs(m.r01 * ax + m.r11 * ay) * hy +
    Math.abs(m.r02 * ax + m.r12 * ay) * hz
  const z = body.position.z + m.r20 * cx + m.r21 * cy + m.r22 * cz
  const tall = Math.abs(m.r20) * hx + Math.abs(m.r21) * hy + Math.abs(m.r22) * hz
  return {
    x: body.position.x + m.r00 * cx + m.r01 * cy + m.r02 * cz,
    y: body.position.y + m.r10 * cx + m.r11 * cy + m.r12 * cz,
    ux,
    uy,
    halfLength: reach(ux, uy),
    halfWidth: reach(-uy, ux),
    low: z - tall - (slidesSideways(m) ? model.spec.groundClearance : 0),
    high: z + tall,
  }
}

/**
 * Under a vehicle that slides sideways the wheels stand broadside: what is lower than its floor meets them. Rolling
 * ahead they would climb it.
 */
const slidesSideways = ({ vx, vy, r22 }: Solid['motion']): boolean =>
  Math.abs(vy) > Math.abs(vx) && Math.abs(vy) > WHEELS_MEET && r22 > UPRIGHT

const WHEELS_MEET = 0.5
const UPRIGHT = 0.9

type Point = readonly [number, number]

/** Corners, anticlockwise. */
const corners = (f: Footprint): Point[] => {
  const lx = f.ux * f.halfLength
  const ly = f.uy * f.halfLength
  const wx = -f.uy * f.halfWidth
  const wy = f.ux * f.halfWidth
  return [
    [f.x + lx - wx, f.y + ly - wy],
    [f.x + lx + wx, f.y + ly + wy],
    [f.x - lx + wx, f.y - ly + wy],
    [f.x - lx - wx, f.y - ly - wy],
  ]
}

/** What lies left of the line from p to q (Sutherland-Hodgman). */
const clip = (polygon: readonly Point[], p: Point, q: Point): Point[] => {
  const side = (r: Point): number => (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])
  return polygon.flatMap((r, i) => {
    const next = polygon[(i + 1) % polygon.length]
    const here = side(r)
    const there = side(next)
    const kept: Point[] = here >= 0 ? [r] : []
    if (here >= 0 !== there >= 0) {
      const u = here / (here - there)
      kept.push([r[0] + (next[0] - r[0]) * u, r[1] + (next[1] - r[1]) * u])
    }
    return kept
  })
}

/** An axis along which the two overlap: unit vector from a to b, and how deep. */
export interface Overlap {
  readonly nx: number
  readonly ny: number
  readonly depth: number
}

/** The four candidate axes with their overlaps, or null when some axis parts the two. */
export const overlaps = (a: Footprint, b: Footprint): readonly Overlap[] | null => {
  if (a.low >= b.high || b.low >= a.high) return null
  const dx = b.x - a.x
  const dy = b.y - a.y
  const found: Overlap[] = []
  for (const [ax, ay] of [
    [a.ux, a.uy],
    [-a.uy, a.ux],
    [b.ux, b.uy],
    [-b.uy, b.ux],
  ]) {
    const distance = dx * ax + dy * ay
    const depth = reachAlong(a, ax, ay) + reachAlong(b, ax, ay) - Math.abs(distance)
    if (depth <= 0) return null
    const sign = distance < 0 ? -1 : 1
    found.push({ nx: sign * ax, ny: sign * ay, depth })
  }
  return found
}

/** Half of an outline's extent along a unit vector, m. */
export const reachAlong = (f: Footprint, ax: number, ay: number): number =>
  Math.abs(f.ux * ax + f.uy * ay) * f.halfLength + Math.abs(f.ux * ay - f.uy * ax) * f.halfWidth

/** Middle of the common area, m; between the two centres if it has shrunk to nothing. */
export const commonPoint = (a: Footprint, b: Footprint): Point => {
  const edge = corners(b)
  let polygon: readonly Point[] = corners(a)
  for (let i = 0; i < 4 && polygon.length > 0; i++) polygon = clip(polygon, edge[i], edge[(i + 1) % 4])
  if (polygon.length === 0) return [(a.x + b.x) / 2, (a.y + b.y) / 2]
  return [
    polygon.reduce((n, p) => n + p[0], 0) / polygon.length,
    polygon.reduce((n, p) => n + p[1], 0) / polygon.length,
  ]
}
