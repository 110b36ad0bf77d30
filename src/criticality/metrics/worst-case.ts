/** What is left when everybody may do the worst, or ego the best, that tyres allow. */
import { power } from '../../math/index.ts'

type Vector = readonly [number, number]
type Polynomial = readonly number[]

const valueOf = (p: Polynomial, t: number): number => p.reduceRight((sum, c) => sum * t + c, 0)

/** All real roots of a polynomial (coefficients from the constant up) in (0, end), by those of its derivatives. */
const rootsWithin = (p: Polynomial, end: number): readonly number[] => {
  if (p.length < 2) return []
  const slope = p.slice(1).map((c, i) => c * (i + 1))
  const cuts = [0, ...rootsWithin(slope, end), end]
  return cuts.slice(1).flatMap((to, i) => {
    let [low, high] = [cuts[i], to]
    const below = valueOf(p, low) < 0
    if (below === valueOf(p, high) < 0) return []
    for (let middle = (low + high) / 2; middle > low && middle < high; middle = (low + high) / 2)
      if (valueOf(p, middle) < 0 === below) low = middle
      else high = middle
    return [high]
  })
}

/**
 * Worst time to collision, s (Wachenfeld et al. 2016): the first time at which two bodies could touch if each
 * might accelerate any way it likes, up to its own greatest acceleration (Kamm's circle): the smallest t >= 0
 * with |r + v t| = radii + (a1 + a2) t^2 / 2. It is a quartic; the first root that a solver returns is another.
 * @param r from 1 to 2, m. @param v velocity of 2 less that of 1, m/s.
 * @param radii sum of the two circles, m. @param reach a1 + a2, m/s^2.
 */
export const worstTtc = ([x, y]: Vector, [vx, vy]: Vector, radii: number, reach: number): number => {
  const apart = Math.sqrt(x * x + y * y)
  if (apart <= radii) return 0
  const speed2 = vx * vx + vy * vy
  if (reach <= 0) {
    // Nobody can accelerate: a circle on a straight line. The quartic would only touch zero here.
    const nearing = -(x * vx + y * vy)
    const square = nearing * nearing - speed2 * (apart * apart - radii * radii)
    return nearing > 0 && square >= 0 ? (nearing - Math.sqrt(square)) / speed2 : Infinity
  }
  // They surely can by when the reach alone has caught up with distance and speed.
  const speed = Math.sqrt(speed2)
  const surely = (speed + Math.sqrt(speed2 + 2 * reach * (apart - radii))) / reach
  const roots = rootsWithin(
    [x * x + y * y - radii * radii, 2 * (x * vx + y * vy), speed2 - radii * reach, 0, -(reach * reach) / 4],
    surely * (1 + 1e-9) + 1e-9,
  )
  return roots.length > 0 ? roots[0] : Infinity
}

/** An object ahead: net gap (m), across from ego's line (m), its speed along (m/s), its width (m). */
export interface Obstacle {
  readonly d: number
  readonly y: number
  readonly v: number
  readonly width: number
}

/** Standard gravity, m/s^2. */
const GRAVITY = 9.80665
/** Seconds looked ahead, and between looks. */
const HORIZON = 3
const LOOK = 0.1
/** Distance that ego should keep, as a time, s; lane width, m; width of ego, m. */
const FOLLOWING = 2
const LANE = 3.5
const WIDTH = 1.8
/** Speed at which the lateral margin counts in full, m/s. */
const GREATEST_SPEED = 130 / 3.6

/** Between manoeuvres that are tried, m/s^2. */
const GRID = 0.05

/**
 * Mean over the horizon of R_x + R_y^2 for one manoeuvre; Infinity: it collides, or comes to more than `most` anyhow.
 */
const closeness = (
  objects: readonly Obstacle[],
  v: number,
  offset: number,
  ax: number,
  ay: number,
  most: number,
): number => {
  const steps = Math.round(HORIZON / LOOK)
  let margin = 0
  for (let i = 1; i <= steps; i++) {
    const t = i * LOOK
    const moving = ax < 0 ? Math.min(t, v / -ax) : t
    const x = v * moving + (ax * moving * moving) / 2
    const speed = Math.max(0, v + ax * moving)
    const y = offset + (ay * moving * moving) / 2
    let nearest = 0
    for (const o of objects) {
      if (Math.abs(o.y - y) >= (WIDTH + o.width) / 2) continue
      const left = o.d + o.v * t - x
      if (left <= 0) return Infinity
      const wanted = FOLLOWING * speed
      nearest = Math.max(nearest, wanted > 0 ? Math.max(0, wanted - left) / wanted : 0)
    }
    margin += nearest + ((y * y) / (LANE * LANE)) * (speed / GREATEST_SPEED)
    if (margin > most * steps) return Infinity
  }
  return margin / steps
}

/**
 * Trajectory criticality index (Junietz et al. 2018, as reviewed by Westhofen et al. 2022), from 0 up: how
 * hard the easiest manoeuvre is. Minimum over constant (ax, ay) in Kamm's circle of the mean over 3 s of
 * R_x + R_y^2 + (ax^2 + ay^2) / (mu g)^2, all weights 1: R_x the share of the 2 s following distance that is used
 * up, R_y^2 = (y / lane width)^2 v / 130 km/h. Infinity: every manoeuvre collides. The manoeuvres tried are the same
 * whatever the gap and the grip, so that it can only rise as either shrinks.
 * @param offset of ego from the middle of its lane, m.
 */
export const trajectoryCriticality = (
  objects: readonly Obstacle[],
  v: number,
  mu: number,
  offset = 0,
): number => {
  const grip = mu * GRAVITY
  const cells = Math.floor(grip / GRID)
  let least = Infinity
  // From the easiest outwards, so that most of what cannot be better is passed over.
  for (let i = 0; i <= cells; i++)
    for (let j = 0; j <= cells; j++) {
      const effort = power(GRID / grip, 2) * (i * i + j * j)
      if (effort > 1 || effort >= least) break
      for (const ax of i === 0 ? [0] : [-i * GRID, i * GRID])
        for (const ay of j === 0 ? [0] : [-j * GRID, j * GRID])
          least = Math.min(least, effort + closeness(objects, v, offset, ax, ay, least - effort))
    }
  return least
}
