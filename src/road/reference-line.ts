/**
 * The reference line: straights and arcs of constant curvature that meet with one tangent, continued
 * straight past both ends. Every question has a closed form, so that four tyres may ask every tick.
 */
import type { RoadSpec } from '../scenario/index.ts'

/** One piece with its start pose, ready for closed forms. */
interface Segment {
  readonly s0: number
  readonly length: number
  readonly curvature: number
  readonly x0: number
  readonly y0: number
  readonly heading0: number
  readonly cos0: number
  readonly sin0: number
  /** A circle that holds the whole piece. */
  readonly ballX: number
  readonly ballY: number
  readonly ballRadius: number
}

/** Where a search writes its answer, so that the hot path makes no garbage. */
export interface Nearest {
  s: number
  t: number
}

export interface ReferenceLine {
  readonly length: number
  /** Nearest point of the line to (x, y). */
  nearest(x: number, y: number, out: Nearest): void
  /** World position of (s, t), and the line's heading there: continuous along the line, never folded. */
  at(s: number, t: number): { readonly x: number; readonly y: number; readonly heading: number }
  curvature(s: number): number
}

/** How far past a piece's end a foot may lie and still count, m: no point may fall between two pieces. */
const JOINT_SLACK = 1e-6

type Pose2 = Pick<Segment, 'x0' | 'y0' | 'heading0' | 'cos0' | 'sin0' | 'curvature'>

/** Flatter than this is straight, 1/m: over any road the two differ by less than an atom. */
const STRAIGHT = 1e-15

/** The point `u` metres along a piece: along the chord, which stays exact however weak the bend. */
const pointOf = (g: Pose2, u: number): readonly [number, number] => {
  if (g.curvature === 0) return [g.x0 + u * g.cos0, g.y0 + u * g.sin0]
  const half = (g.curvature * u) / 2
  const chord = (2 * Math.sin(half)) / g.curvature
  return [g.x0 + chord * Math.cos(g.heading0 + half), g.y0 + chord * Math.sin(g.heading0 + half)]
}

const segmentFrom = (
  s0: number,
  x0: number,
  y0: number,
  heading0: number,
  length: number,
  curvature: number,
): Segment => {
  const pose: Pose2 = { x0, y0, heading0, cos0: Math.cos(heading0), sin0: Math.sin(heading0), curvature }
  // No point of a curve is farther than half its length from its middle.
  const [ballX, ballY] = pointOf(pose, length / 2)
  return { ...pose, s0, length, ballX, ballY, ballRadius: length / 2 }
}

/** Builds the line of a road; pieces without length are left out. */
export const buildReferenceLine = ({
  pieces,
  origin,
}: Pick<RoadSpec, 'pieces' | 'origin'>): ReferenceLine => {
  let { x, y, heading } = origin
  let length = 0
  const segments: Segment[] = []
  for (const piece of pieces) {
    if (piece.length <= 0) continue
    const curvature = Math.abs(piece.curvature) < STRAIGHT ? 0 : piece.curvature
    const segment = segmentFrom(length, x, y, heading, piece.length, curvature)
    segments.push(segment)
    ;[x, y] = pointOf(segment, piece.length)
    heading += curvature * piece.length
    length += piece.length
  }
  const before = segmentFrom(0, origin.x, origin.y, origin.heading, 0, 0)
  const after = segmentFrom(length, x, y, heading, 0, 0)

  const segmentAt = (s: number): Segment => {
    if (s < 0) return before
    if (s >= length) return after
    let lo = 0
    let hi = segments.length - 1
    while (lo < hi) {
      const mid = (lo + hi + 1) >> 1
      if (segments[mid].s0 <= s) lo = mid
      else hi = mid - 1
    }
    return segments[lo]
  }

  const nearest = (px: number, py: number, out: Nearest): void => {
    let best = Infinity
    const bx = px - before.x0
    const by = py - before.y0
    const behind = bx * before.cos0 + by * before.sin0
    if (behind <= 0) {
      out.s = behind
      out.t = by * before.cos0 - bx * before.sin0
      best = Math.abs(out.t)
    }

    for (let i = 0; i < segments.length; i++) {
      const g = segments[i]
      const reach = best + g.ballRadius
      const cx = px - g.ballX
      const cy = py - g.ballY
      if (cx * cx + cy * cy > reach * reach) continue
      const dx = px - g.x0
      const dy = py - g.y0
      const along = dx * g.cos0 + dy * g.sin0
      const across = dy * g.cos0 - dx * g.sin0
      let u = along
      let t = across
      if (g.curvature !== 0) {
        // From the arc's centre, in units of its radius: how far round since the start, and how far out.
        const k = Math.abs(g.curvature)
        const round = k * along
        const towards = 1 - g.curvature * across
        const radius = Math.sqrt(round * round + towards * towards)
        // (1 - radius) / curvature, without the difference of two numbers near 1.
        t = (2 * across - g.curvature * (along * along + across * across)) / (1 + radius)
        if (Math.abs(t) >= best) continue
        const angle = Math.atan2(round, towards)
        u = (angle < -JOINT_SLACK * k ? angle + 2 * Math.PI : angle) / k
      }
      if (Math.abs(t) >= best || u < -JOINT_SLACK || u > g.length + JOINT_SLACK) continue
      out.s = g.s0 + u
      out.t = t
      best = Math.abs(t)
    }

    const ax = px - after.x0
    const ay = py - after.y0
    const ahead = ax * after.cos0 + ay * after.sin0
    const beside = ay * after.cos0 - ax * after.sin0
    if (ahead >= 0 && Math.abs(beside) < best) {
      out.s = length + ahead
      out.t = beside
    }
  }

  return {
    length,
    nearest,
    at: (s, t) => {
      const g = segmentAt(s)
      const u = s - g.s0
      const turned = g.heading0 + g.curvature * u
      const [px, py] = pointOf(g, u)
      return { x: px - t * Math.sin(turned), y: py + t * Math.cos(turned), heading: turned }
    },
    curvature: (s) => segmentAt(s).curvature,
  }
}
