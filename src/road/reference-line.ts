/**
 * The reference line of one road: pieces end to end, continued straight past both ends. Every question is
 * a closed form or a few Newton steps, so that four tyres may ask every tick.
 */
import { wrapAngle } from '../math/index.ts'
import type { Geometry } from '../scenario/index.ts'
import { arcPiece, piecesOf, pointOfPiece, type CurvePoint, type Piece } from './curve.ts'

/** Where a search writes its answer, so that the hot path makes no garbage. */
export interface Nearest {
  s: number
  t: number
}

export interface ReferenceLine {
  readonly length: number
  readonly pieces: readonly Piece[]
  /** Nearest point of the line to (x, y), its straight continuations included. */
  nearest(x: number, y: number, out: Nearest): void
  /**
   * The same among the pieces [from, to) only, with `slack` metres of the continuations of the line's own
   * ends: false when none has a foot there.
   */
  nearestOf(from: number, to: number, x: number, y: number, slack: number, out: Nearest): boolean
  /** Pose at s: the heading is continuous along the line, never folded. */
  at(s: number, out: CurvePoint): void
}

/** How far past a piece's end a foot may lie and still count, m: no point may fall between two pieces. */
const JOINT_SLACK = 1e-6
/** Pieces that meet with a larger gap (m) or bend (rad) than this leave wedges, which a corner fills. */
const CORNER = 1e-7

/** Where two pieces meet with a bend or a gap. */
interface Corner {
  readonly x: number
  readonly y: number
  readonly s: number
  readonly cos: number
  readonly sin: number
  /** Index of the piece that begins here. */
  readonly before: number
}

/**
 * Foot of (px, py) on a piece: writes u (as s) and t; false where there is none, or it is farther than
 * `best`.
 */
const footOn = (g: Piece, px: number, py: number, best: number, out: Nearest): boolean => {
  const dx = px - g.x0
  const dy = py - g.y0
  const along = dx * g.cos0 + dy * g.sin0
  const across = dy * g.cos0 - dx * g.sin0
  let u = along
  let t = across
  const q = g.quintic
  if (q !== null) {
    // Newton on (p(u) - P) . p'(u) = 0 from the middle's share of the chord.
    u = along < 0 ? 0 : along > g.length ? g.length : along
    let x = 0
    let y = 0
    let tx = 1
    let ty = 0
    for (let i = 0; i < 8; i++) {
      x = u * (q[0] + u * (q[1] + u * (q[2] + u * (q[3] + u * q[4])))) - along
      y = u * (q[5] + u * (q[6] + u * (q[7] + u * (q[8] + u * q[9])))) - across
      tx = q[0] + u * (2 * q[1] + u * (3 * q[2] + u * (4 * q[3] + u * 5 * q[4])))
      ty = q[5] + u * (2 * q[6] + u * (3 * q[7] + u * (4 * q[8] + u * 5 * q[9])))
      const ax = 2 * q[1] + u * (6 * q[2] + u * (12 * q[3] + u * 20 * q[4]))
      const ay = 2 * q[6] + u * (6 * q[7] + u * (12 * q[8] + u * 20 * q[9]))
      const bend = tx * tx + ty * ty + x * ax + y * ay
      // On the far side of the centre of curvature there is no nearest point of this piece.
      if (bend <= 0.01) return false
      let step = (x * tx + y * ty) / bend
      if (step > g.length) step = g.length
      else if (step < -g.length) step = -g.length
      u -= step
      if (u < -g.length || u > 2 * g.length) return false
      if (step < 1e-10 && step > -1e-10) break
    }
    if (u < -JOINT_SLACK || u > g.length + JOINT_SLACK) return false
    const speed = Math.sqrt(tx * tx + ty * ty)
    t = (x * ty - y * tx) / speed
  } else if (g.curvature !== 0) {
    // From the arc's centre, in units of its radius: how far round since the start, and how far out.
    const k = Math.abs(g.curvature)
    const round = k * along
    const towards = 1 - g.curvature * across
    const radius = Math.sqrt(round * round + towards * towards)
    // (1 - radius) / curvature, without the difference of two numbers near 1.
    t = (2 * across - g.curvature * (along * along + across * across)) / (1 + radius)
    if (Math.abs(t) >= best) return false
    const angle = Math.atan2(round, towards)
    u = (angle < -JOINT_SLACK * k ? angle + 2 * Math.PI : angle) / k
  }
  if (Math.abs(t) >= best || u < -JOINT_SLACK || u > g.length + JOINT_SLACK) return false
  out.s = u
  out.t = t
  return true
}

const foot: Nearest = { s: 0, t: 0 }

/**
 * The nearest foot on the pieces [from, to) and the corners before them: its distance, or `worst`. One
 * function for all roads, so that a map of thousands runs it as fast as one road does.
 */
const searchPieces = (
  pieces: readonly Piece[],
  corners: readonly Corner[],
  from: number,
  to: number,
  px: number,
  py: number,
  worst: number,
  out: Nearest,
): number => {
  let best = worst
  for (let i = from; i < to; i++) {
    const g = pieces[i]
    const reach = best + g.ballRadius
    const cx = px - g.ballX
    const cy = py - g.ballY
    if (cx * cx + cy * cy > reach * reach) continue
    if (!footOn(g, px, py, best, foot)) continue
    out.s = g.s0 + foot.s
    out.t = foot.t
    best = Math.abs(foot.t)
  }
  if (corners.length === 0) return best
  let lo = 0
  let hi = corners.length
  while (lo < hi) {
    const mid = (lo + hi) >> 1
    if (corners[mid].before < from) lo = mid + 1
    else hi = mid
  }
  for (; lo < corners.length && corners[lo].before < to; lo++) {
    const c = corners[lo]
    const dx = px - c.x
    const dy = py - c.y
    const d = Math.sqrt(dx * dx + dy * dy)
    if (d >= best) continue
    out.s = c.s
    out.t = dy * c.cos - dx * c.sin < 0 ? -d : d
    best = d
  }
  return best
}

/** Builds the line of a road; geometries without length are left out. */
export const buildReferenceLine = (geometry: readonly Geometry[], length: number): ReferenceLine => {
  const pieces: Piece[] = []
  let heading = geometry.length > 0 ? geometry[0].heading : 0
  const end: CurvePoint = { x: geometry[0]?.x ?? 0, y: geometry[0]?.y ?? 0, heading, curvature: 0 }
  const corners: Corner[] = []
  for (const g of geometry) {
    // A map folds headings; here they go on.
    heading = end.heading + wrapAngle(g.heading - end.heading)
    const own = piecesOf(heading === g.heading ? g : { ...g, heading })
    if (own.length === 0) continue
    const bend = Math.abs(wrapAngle(own[0].heading0 - end.heading))
    const gap = Math.abs(own[0].x0 - end.x) + Math.abs(own[0].y0 - end.y)
    if (pieces.length > 0 && bend + gap > CORNER)
      corners.push({
        ...{ x: end.x, y: end.y, s: own[0].s0, before: pieces.length },
        ...{ cos: Math.cos(end.heading), sin: Math.sin(end.heading) },
      })
    pieces.push(...own)
    const last = own[own.length - 1]
    pointOfPiece(last, last.length, end)
  }
  const [origin] = pieces.length > 0 ? pieces : [arcPiece(0, end.x, end.y, heading, 0, 0)]
  const before = arcPiece(0, origin.x0, origin.y0, origin.heading0, 0, 0)
  const after = arcPiece(length, end.x, end.y, end.heading, 0, 0)

  const pieceAt = (s: number): Piece => {
    if (s < 0) return before
    if (s >= length || pieces.length === 0) return after
    let lo = 0
    let hi = pieces.length - 1
    while (lo < hi) {
      const mid = (lo + hi + 1) >> 1
      if (pieces[mid].s0 <= s) lo = mid
      else hi = mid - 1
    }
    return pieces[lo]
  }

  const search = (from: number, to: number, px: number, py: number, worst: number, out: Nearest): number =>
    searchPieces(pieces, corners, from, to, px, py, worst, out)

  /** On the straight continuation of an end, within `slack` metres of it. */
  const beyond = (end: Piece, px: number, py: number, slack: number, worst: number, out: Nearest): number => {
    const dx = px - end.x0
    const dy = py - end.y0
    const along = dx * end.cos0 + dy * end.sin0
    const past = end === before ? -along : along
    const t = dy * end.cos0 - dx * end.sin0
    if (past < 0 || past > slack || Math.abs(t) >= worst) return worst
    out.s = end.s0 + along
    out.t = t
    return Math.abs(t)
  }

  return {
    length,
    pieces,
    nearestOf: (from, to, x, y, slack, out) => {
      let best = search(from, to, x, y, Infinity, out)
      if (from === 0) best = beyond(before, x, y, slack, best, out)
      if (to === pieces.length) best = beyond(after, x, y, slack, best, out)
      return best < Infinity
    },
    nearest: (px, py, out) => {
      let best = beyond(before, px, py, Infinity, Infinity, out)
      best = search(0, pieces.length, px, py, best, out)
      best = beyond(after, px, py, Infinity, best, out)
      if (best < Infinity) return
      // No foot anywhere (inside a tight clothoid): the nearest of the places where pieces meet.
      for (const g of pieces) {
        const d = Math.sqrt((px - g.x0) * (px - g.x0) + (py - g.y0) * (py - g.y0))
        if (d >= best) continue
        best = d
        out.s = g.s0
        out.t = (py - g.y0) * g.cos0 - (px - g.x0) * g.sin0 < 0 ? -d : d
      }
    },
    at: (s, out) => {
      const g = pieceAt(s)
      // Where a map's lengths leave a gap, the piece before it goes on.
      pointOfPiece(g, g.quintic === null ? s - g.s0 : Math.min(s - g.s0, g.length), out)
    },
  }
}
