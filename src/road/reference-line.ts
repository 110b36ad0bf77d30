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
   * ends: false when none has a foot there that is nearer than `farthest`, m.
   */
  nearestOf(
    from: number,
    to: number,
    x: number,
    y: number,
    slack: number,
    farthest: number,
    out: Nearest,
  ): boolean
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
 * Pieces as one run of numbers: objects of doubles lie all over memory, and a search at a place where nobody has
 * been would wait for each of them.
 */
const STRIDE = 28
const BALL_X = 0
const BALL_Y = 1
const BALL_RADIUS = 2
const S0 = 3
const X0 = 4
const Y0 = 5
const COS = 6
const SIN = 7
const LENGTH = 8
const CURVATURE = 9
/** 1: the ten numbers from Q on are a quintic. */
const IS_QUINTIC = 10
const Q = 11
/** Of a quintic: the box that holds it in its own frame, m. */
const LEFT = 21
const RIGHT = 22
const LOW = 23
const HIGH = 24

const packed = (pieces: readonly Piece[]): Float64Array => {
  const all = new Float64Array(STRIDE * pieces.length)
  for (const [i, g] of pieces.entries()) {
    const own = [g.ballX, g.ballY, g.ballRadius, g.s0, g.x0, g.y0, g.cos0, g.sin0, g.length, g.curvature]
    all.set(own, STRIDE * i)
    if (g.quintic === null) continue
    all[STRIDE * i + IS_QUINTIC] = 1
    all.set(g.quintic, STRIDE * i + Q)
    all.set([...boundsOf(g.quintic, 0, g.length), ...boundsOf(g.quintic, 5, g.length)], STRIDE * i + LEFT)
  }
  return all
}

/** Boxes are drawn this much wider, m: their numbers are rounded. */
const ROUNDING = 1e-5
/** Binomial coefficients: row j, column i: (j+1 over i+1). */
const CHOOSE = [
  [1, 0, 0, 0, 0],
  [2, 1, 0, 0, 0],
  [3, 3, 1, 0, 0],
  [4, 6, 4, 1, 0],
  [5, 10, 10, 5, 1],
]

/** Least and greatest value of a quintic without constant on [0, length]: it lies among its Bezier points. */
const boundsOf = (q: Float64Array, at: number, length: number): readonly [number, number] => {
  let [low, high] = [0, 0]
  for (const row of CHOOSE) {
    let point = 0
    let power = 1
    for (let k = 0; k < 5; k++) {
      power *= length
      point += (row[k] / CHOOSE[4][k]) * q[at + k] * power
    }
    low = Math.min(low, point)
    high = Math.max(high, point)
  }
  return [low - ROUNDING, high + ROUNDING]
}

/**
 * Foot of (px, py) on the piece at `g`: writes u (as s) and t; false where there is none, or it is farther than
 * `best`.
 */
const footOn = (
  all: Float64Array,
  g: number,
  px: number,
  py: number,
  best: number,
  out: Nearest,
): boolean => {
  const dx = px - all[g + X0]
  const dy = py - all[g + Y0]
  const cos0 = all[g + COS]
  const sin0 = all[g + SIN]
  const length = all[g + LENGTH]
  const curvature = all[g + CURVATURE]
  const along = dx * cos0 + dy * sin0
  const across = dy * cos0 - dx * sin0
  let u = along
  let t = across
  if (all[g + IS_QUINTIC] === 1) {
    const over = Math.max(0, all[g + LEFT] - along, along - all[g + RIGHT])
    const beside = Math.max(0, all[g + LOW] - across, across - all[g + HIGH])
    if (over * over + beside * beside > best * best) return false
    const q0 = all[g + Q]
    const q1 = all[g + Q + 1]
    const q2 = all[g + Q + 2]
    const q3 = all[g + Q + 3]
    const q4 = all[g + Q + 4]
    const q5 = all[g + Q + 5]
    const q6 = all[g + Q + 6]
    const q7 = all[g + Q + 7]
    const q8 = all[g + Q + 8]
    const q9 = all[g + Q + 9]
    // Newton on (p(u) - P) . p'(u) = 0 from the middle's share of the chord.
    u = along < 0 ? 0 : along > length ? length : along
    let x = 0
    let y = 0
    let tx = 1
    let ty = 0
    for (let i = 0; i < 8; i++) {
      x = u * (q0 + u * (q1 + u * (q2 + u * (q3 + u * q4)))) - along
      y = u * (q5 + u * (q6 + u * (q7 + u * (q8 + u * q9)))) - across
      tx = q0 + u * (2 * q1 + u * (3 * q2 + u * (4 * q3 + u * 5 * q4)))
      ty = q5 + u * (2 * q6 + u * (3 * q7 + u * (4 * q8 + u * 5 * q9)))
      const ax = 2 * q1 + u * (6 * q2 + u * (12 * q3 + u * 20 * q4))
      const ay = 2 * q6 + u * (6 * q7 + u * (12 * q8 + u * 20 * q9))
      const bend = tx * tx + ty * ty + x * ax + y * ay
      // On the far side of the centre of curvature there is no nearest point of this piece.
      if (bend <= 0.01) return false
      let step = (x * tx + y * ty) / bend
      if (step > length) step = length
      else if (step < -length) step = -length
      u -= step
      if (u < -length || u > 2 * length) return false
      if (step < 1e-10 && step > -1e-10) break
    }
    if (u < -JOINT_SLACK || u > length + JOINT_SLACK) return false
    const speed = Math.sqrt(tx * tx + ty * ty)
    t = (x * ty - y * tx) / speed
  } else if (curvature !== 0) {
    // From the arc's centre, in units of its radius: how far round since the start, and how far out.
    const k = Math.abs(curvature)
    const round = k * along
    const towards = 1 - curvature * across
    const radius = Math.sqrt(round * round + towards * towards)
    // (1 - radius) / curvature, without the difference of two numbers near 1.
    t = (2 * across - curvature * (along * along + across * across)) / (1 + radius)
    if (Math.abs(t) >= best) return false
    const angle = Math.atan2(round, towards)
    u = (angle < -JOINT_SLACK * k ? angle + 2 * Math.PI : angle) / k
  }
  if (Math.abs(t) >= best || u < -JOINT_SLACK || u > length + JOINT_SLACK) return false
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
  all: Float64Array,
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
    const g = STRIDE * i
    const reach = best + all[g + BALL_RADIUS]
    const cx = px - all[g + BALL_X]
    const cy = py - all[g + BALL_Y]
    if (cx * cx + cy * cy > reach * reach) continue
    if (!footOn(all, g, px, py, best, foot)) continue
    out.s = all[g + S0] + foot.s
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

  const numbers = packed(pieces)
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
    nearestOf: (from, to, x, y, slack, farthest, out) => {
      let best = searchPieces(numbers, corners, from, to, x, y, farthest, out)
      if (from === 0) best = beyond(before, x, y, slack, best, out)
      if (to === pieces.length) best = beyond(after, x, y, slack, best, out)
      return best < farthest
    },
    nearest: (px, py, out) => {
      let best = beyond(before, px, py, Infinity, Infinity, out)
      best = searchPieces(numbers, corners, 0, pieces.length, px, py, best, out)
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
