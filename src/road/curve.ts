/**
 * The pieces that every reference line is made of: straights, arcs in closed form, and short quintics. A
 * clothoid or a cubic of a map is cut into quintics that meet its position, direction and curvature at
 * both ends and lie within a hundredth of a micrometre of it, so that "where am I on the road" is a few
 * Newton steps on a polynomial whatever the map was drawn with.
 */
import { clothoidPoint, wrapAngle } from '../math/index.ts'
import type { Geometry } from '../scenario/index.ts'

export interface Piece {
  readonly s0: number
  readonly length: number
  /** Of a straight 0, of an arc constant; of a quintic that at its start. */
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
  /** Coefficients of x(u), y(u) in the frame of the start, from u^1 to u^5 (x first); null: straight or arc. */
  readonly quintic: Float64Array | null
}

/** Position, heading and curvature at one place of a curve. */
export interface CurvePoint {
  x: number
  y: number
  heading: number
  curvature: number
}

/** Flatter than this is straight, 1/m: over any road the two differ by less than an atom. */
const STRAIGHT = 1e-15
/** How far a quintic may lie from the curve that it stands for, m. */
const CLOSE = 1e-8
/** Longest quintic, m, and most that it may turn, rad. */
const LONGEST = 25
const MOST_TURN = 0.35
/** Quintics shorter than this are not cut further, m. */
const SHORTEST = 0.05

/** A straight or an arc. */
export const arcPiece = (
  s0: number,
  x0: number,
  y0: number,
  heading0: number,
  length: number,
  curvature: number,
): Piece => {
  const bend = Math.abs(curvature) < STRAIGHT ? 0 : curvature
  const [mx, my] = clothoidPoint(bend, 0, length / 2)
  const [cos0, sin0] = [Math.cos(heading0), Math.sin(heading0)]
  return {
    ...{ s0, length, curvature: bend, x0, y0, heading0, cos0, sin0, quintic: null },
    // No point of a curve is farther than half its length from its middle.
    ballX: x0 + mx * cos0 - my * sin0,
    ballY: y0 + mx * sin0 + my * cos0,
    ballRadius: length / 2,
  }
}

/** Writes the pose `u` metres along a piece to `out`; no garbage. */
export const pointOfPiece = (g: Piece, u: number, out: CurvePoint): void => {
  const q = g.quintic
  if (q === null) {
    if (g.curvature === 0) {
      out.x = g.x0 + u * g.cos0
      out.y = g.y0 + u * g.sin0
    } else {
      const half = (g.curvature * u) / 2
      const chord = (2 * Math.sin(half)) / g.curvature
      out.x = g.x0 + chord * Math.cos(g.heading0 + half)
      out.y = g.y0 + chord * Math.sin(g.heading0 + half)
    }
    out.heading = g.heading0 + g.curvature * u
    out.curvature = g.curvature
    return
  }
  const x = u * (q[0] + u * (q[1] + u * (q[2] + u * (q[3] + u * q[4]))))
  const y = u * (q[5] + u * (q[6] + u * (q[7] + u * (q[8] + u * q[9]))))
  const dx = q[0] + u * (2 * q[1] + u * (3 * q[2] + u * (4 * q[3] + u * 5 * q[4])))
  const dy = q[5] + u * (2 * q[6] + u * (3 * q[7] + u * (4 * q[8] + u * 5 * q[9])))
  const ddx = 2 * q[1] + u * (6 * q[2] + u * (12 * q[3] + u * 20 * q[4]))
  const ddy = 2 * q[6] + u * (6 * q[7] + u * (12 * q[8] + u * 20 * q[9]))
  out.x = g.x0 + x * g.cos0 - y * g.sin0
  out.y = g.y0 + x * g.sin0 + y * g.cos0
  // A piece turns by less than a quarter, so the angle in its own frame never wraps.
  out.heading = g.heading0 + Math.atan2(dy, dx)
  out.curvature = (dx * ddy - dy * ddx) / (dx * dx + dy * dy)
}

/** The quintic through two poses with their curvatures; `speed` metres of curve per metre of s. */
const quinticPiece = (s0: number, a: CurvePoint, b: CurvePoint, length: number, speed: number): Piece => {
  const [cos0, sin0] = [Math.cos(a.heading), Math.sin(a.heading)]
  const ex = (b.x - a.x) * cos0 + (b.y - a.y) * sin0
  const ey = (b.y - a.y) * cos0 - (b.x - a.x) * sin0
  const turn = b.heading - a.heading
  const [c1, n1] = [Math.cos(turn), Math.sin(turn)]
  const q = new Float64Array(10)
  const [ka, kb] = [a.curvature * speed * speed, b.curvature * speed * speed]
  hermite(q, 0, length, [speed, 0], [ex, speed * c1, -kb * n1])
  hermite(q, 5, length, [0, ka], [ey, speed * n1, kb * c1])
  const [mx, my] = [a.x + (ex / 2) * cos0 - (ey / 2) * sin0, a.y + (ex / 2) * sin0 + (ey / 2) * cos0]
  return {
    ...{ s0, length, curvature: a.curvature, x0: a.x, y0: a.y, heading0: a.heading, cos0, sin0, quintic: q },
    // About the middle of the chord: the curve turns little, so half its length reaches every point.
    ...{ ballX: mx, ballY: my, ballRadius: (length * speed) / 2 + CLOSE },
  }
}

/** Coefficients of u^1..u^5 of the quintic from 0 with these derivatives to [value, first, second] at `h`. */
const hermite = (
  q: Float64Array,
  at: number,
  h: number,
  [first, second]: readonly [number, number],
  [value, first1, second1]: readonly [number, number, number],
): void => {
  const dp = value - first * h - (second * h * h) / 2
  const dv = (first1 - first - second * h) * h
  const da = (second1 - second) * h * h
  q[at] = first
  q[at + 1] = second / 2
  q[at + 2] = (10 * dp - 4 * dv + da / 2) / (h * h * h)
  q[at + 3] = (-15 * dp + 7 * dv - da) / (h * h * h * h)
  q[at + 4] = (6 * dp - 3 * dv + da / 2) / (h * h * h * h * h)
}

/** Cuts a curve into quintics. @param at the exact pose at a length; headings continuous */
const cut = (s0: number, length: number, speed: number, at: (u: number) => CurvePoint): Piece[] => {
  const pieces: Piece[] = []
  const middle: CurvePoint = { x: 0, y: 0, heading: 0, curvature: 0 }
  const go = (from: number, a: CurvePoint, to: number, b: CurvePoint): void => {
    const half = (from + to) / 2
    const m = at(half)
    const small =
      to - from <= LONGEST && Math.abs(b.heading - a.heading) + Math.abs(m.heading - a.heading) <= MOST_TURN
    if (small || to - from <= SHORTEST) {
      const piece = quinticPiece(s0 + from, a, b, to - from, speed)
      const fits = [0.25, 0.5, 0.75].every((share) => {
        const u = from + share * (to - from)
        const exact = share === 0.5 ? m : at(u)
        pointOfPiece(piece, u - from, middle)
        return Math.abs(middle.x - exact.x) + Math.abs(middle.y - exact.y) <= CLOSE
      })
      if (fits || to - from <= SHORTEST) {
        pieces.push(piece)
        return
      }
    }
    go(from, a, half, m)
    go(half, m, to, b)
  }
  if (length > 0) go(0, at(0), length, at(length))
  return pieces
}

/** The pieces of one geometry of a map. */
export const piecesOf = (g: Geometry): Piece[] => {
  if (!(g.length > 0)) return []
  if (g.kind === 'arc') return [arcPiece(g.s, g.x, g.y, g.heading, g.length, g.curvature)]
  const [cos0, sin0] = [Math.cos(g.heading), Math.sin(g.heading)]
  if (g.kind === 'spiral') {
    const rate = (g.to - g.from) / g.length
    if (Math.abs(rate) * g.length < STRAIGHT) return [arcPiece(g.s, g.x, g.y, g.heading, g.length, g.from)]
    return cut(g.s, g.length, 1, (u) => {
      const [x, y] = clothoidPoint(g.from, rate, u)
      return {
        x: g.x + x * cos0 - y * sin0,
        y: g.y + x * sin0 + y * cos0,
        heading: g.heading + u * (g.from + (rate * u) / 2),
        curvature: g.from + rate * u,
      }
    })
  }
  return cubicPieces(g)
}

/** A cubic by its arc length, which is found from a table and Newton's rule. */
const cubicPieces = (g: Extract<Geometry, { kind: 'cubic' }>): Piece[] => {
  const { u: cu, v: cv, range } = g
  const [cos0, sin0] = [Math.cos(g.heading), Math.sin(g.heading)]
  const speedAt = (p: number): number => {
    const du = cu[1] + p * (2 * cu[2] + p * 3 * cu[3])
    const dv = cv[1] + p * (2 * cv[2] + p * 3 * cv[3])
    return Math.sqrt(du * du + dv * dv)
  }
  // A table of the arc length at even parameters; between two of them the length is found by Newton.
  const count = Math.max(16, Math.ceil(g.length / 2))
  const table = new Float64Array(count + 1)
  for (let i = 0; i < count; i++)
    table[i + 1] = table[i] + quadrature(speedAt, (range * i) / count, (range * (i + 1)) / count)
  const whole = table[count]
  if (!(whole > 0)) return [arcPiece(g.s, g.x, g.y, g.heading, g.length, 0)]

  const parameterAt = (share: number): number => {
    const wanted = share * whole
    let lo = 0
    let hi = count - 1
    while (lo < hi) {
      const mid = (lo + hi + 1) >> 1
      if (table[mid] <= wanted) lo = mid
      else hi = mid - 1
    }
    const start = (range * lo) / count
    const step = range / count
    const inside = table[lo + 1] - table[lo]
    let p = start + (inside > 0 ? ((wanted - table[lo]) / inside) * step : 0)
    for (let i = 0; i < 6; i++) {
      const speed = speedAt(p)
      if (speed < 1e-12) break
      const miss = (wanted - table[lo] - quadrature(speedAt, start, p)) / speed
      p += miss
      if (Math.abs(miss) < 1e-14 * range) break
    }
    return p
  }
  const first = Math.atan2(cv[1], cu[1])
  const at = (length: number): CurvePoint => {
    const p = parameterAt(length / g.length)
    const x = cu[0] + p * (cu[1] + p * (cu[2] + p * cu[3]))
    const y = cv[0] + p * (cv[1] + p * (cv[2] + p * cv[3]))
    const du = cu[1] + p * (2 * cu[2] + p * 3 * cu[3])
    const dv = cv[1] + p * (2 * cv[2] + p * 3 * cv[3])
    const ddu = 2 * cu[2] + 6 * p * cu[3]
    const ddv = 2 * cv[2] + 6 * p * cv[3]
    const speed = Math.sqrt(du * du + dv * dv)
    // Turned from the start; a cubic turns by less than a whole turn.
    const turned = first + wrapAngle(Math.atan2(dv, du) - first)
    return {
      x: g.x + x * cos0 - y * sin0,
      y: g.y + x * sin0 + y * cos0,
      heading: g.heading + turned,
      curvature: speed < 1e-12 ? 0 : (du * ddv - dv * ddu) / (speed * speed * speed),
    }
  }
  return cut(g.s, g.length, whole / g.length, at)
}

/** Gauss-Legendre with 5 points. */
const quadrature = (f: (p: number) => number, from: number, to: number): number => {
  const middle = (from + to) / 2
  const half = (to - from) / 2
  const a = 0.5384693101056831 * half
  const b = 0.906179845938664 * half
  return (
    half *
    (0.5688888888888889 * f(middle) +
      0.4786286704993665 * (f(middle - a) + f(middle + a)) +
      0.2369268850561891 * (f(middle - b) + f(middle + b)))
  )
}
