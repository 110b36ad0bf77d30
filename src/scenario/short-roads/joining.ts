/** A smooth way from one pose to another: what connects lanes through a junction. */
import type { Geometry } from '../roads/road-network.ts'
import type { Pose2 } from './simple.ts'

/** The point `along` and `left` of a pose. */
export const beside = ({ x, y, heading }: Pose2, along: number, left: number): Pose2 => {
  const [c, n] = [Math.cos(heading), Math.sin(heading)]
  return { x: x + along * c - left * n, y: y + along * n + left * c, heading }
}

/**
 * One cubic from pose to pose. Its handles are those that make a quarter circle round where the turn is
 * one, so a turn through a junction bends evenly.
 */
export const joining = (a: Pose2, b: Pose2): Geometry => {
  const [c, n] = [Math.cos(a.heading), Math.sin(a.heading)]
  const ex = (b.x - a.x) * c + (b.y - a.y) * n
  const ey = (b.y - a.y) * c - (b.x - a.x) * n
  const turn = Math.atan2(Math.sin(b.heading - a.heading), Math.cos(b.heading - a.heading))
  const chord = Math.sqrt(ex * ex + ey * ey)
  const start = { s: 0, x: a.x, y: a.y, heading: a.heading }
  if (Math.abs(turn) < 1e-9 && Math.abs(ey) < 1e-9) return { ...start, length: ex, kind: 'arc', curvature: 0 }
  // Hermite's tangents are three times Bezier's handles: 4 tan(turn / 4) radii, with chord = 2 r sin(turn / 2).
  const half = Math.abs(turn) / 2
  const m = half < 1e-3 ? chord : (4 * Math.tan(half / 2) * chord) / (2 * Math.sin(half))
  const [tx, ty] = [m * Math.cos(turn), m * Math.sin(turn)]
  const u = [0, m, 3 * ex - 2 * m - tx, m + tx - 2 * ex] as const
  const v = [0, 0, 3 * ey - ty, ty - 2 * ey] as const
  return { ...start, length: lengthOf(u, v), kind: 'cubic', u, v, range: 1 }
}

type Coefficients = readonly [number, number, number, number]

/** Simpson's rule. */
const lengthOf = (u: Coefficients, v: Coefficients): number => {
  const speed = (p: number): number => {
    const du = u[1] + p * (2 * u[2] + 3 * p * u[3])
    const dv = v[1] + p * (2 * v[2] + 3 * p * v[3])
    return Math.sqrt(du * du + dv * dv)
  }
  const steps = 200
  let sum = speed(0) + speed(1)
  for (let i = 1; i < steps; i++) sum += (i % 2 === 1 ? 4 : 2) * speed(i / steps)
  return sum / (3 * steps)
}
