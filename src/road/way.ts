/**
 * A route as one line to follow: the centres of its lanes end to end, with changes of lane drawn out, so
 * that a driver sees one course with one length through all roads and junctions.
 */
import { wrapAngle } from '../math/index.ts'
import type { Leg, Route } from './graph.ts'
import type { Road } from './road.ts'

/** A place on a way. */
export interface WayPoint {
  readonly x: number
  readonly y: number
  /** Of travel, continuous along the way. */
  readonly heading: number
  /** Signed, left positive, 1/m. */
  readonly curvature: number
  readonly road: number
  readonly lane: number
  readonly s: number
  readonly t: number
}

export interface Way {
  readonly route: Route
  /** Of the line, m. */
  readonly length: number
  /** The place after `distance` metres; held at both ends. */
  at(distance: number): WayPoint
  /** The heading there, without the rest. */
  headingAt(distance: number): number
  /**
   * How far along the way a point lies, and how far to the left of it.
   * @param near distance at the last question: the search begins there; left out, the whole way is searched
   * @param reach how far to either side of `near` it goes, m; 30 m by default
   */
  locate(
    x: number,
    y: number,
    near?: number,
    reach?: number,
  ): { readonly distance: number; readonly offset: number }
}

/** Between two points of the line, m. */
const STEP = 1
/** A search goes this far to either side of the last place, m. */
const WINDOW = 30

interface Knot {
  readonly distance: number
  readonly x: number
  readonly y: number
  readonly heading: number
  readonly road: number
  readonly lane: number
  readonly s: number
  readonly t: number
}

/** Lays the line of a route. */
export const buildWay = (road: Road, route: Route): Way => {
  const knots = knotsOf(road, route.legs)
  const length = knots[knots.length - 1].distance
  const longest = knots.reduce((l, k, i) => Math.max(l, k.distance - (knots[i - 1]?.distance ?? 0)), STEP / 2)

  const indexAt = (distance: number): number => {
    let lo = 0
    let hi = Math.max(0, knots.length - 2)
    while (lo < hi) {
      const mid = (lo + hi + 1) >> 1
      if (knots[mid].distance <= distance) lo = mid
      else hi = mid - 1
    }
    return lo
  }

  /** The knots about a place, how far they are apart, and its share of that. */
  const spanAt = (wanted: number): { a: Knot; b: Knot; l: number; u: number } => {
    const distance = Math.min(length, Math.max(0, wanted))
    const i = indexAt(distance)
    const a = knots[i]
    const b = knots[Math.min(i + 1, knots.length - 1)]
    const l = b.distance - a.distance
    const u = l > 0 ? (distance - a.distance) / l : 0
    return { a, b, l, u }
  }

  const at = (wanted: number): WayPoint => {
    const { a, b, l, u } = spanAt(wanted)
    // Hermite between knots: position and direction go on without a bend.
    const [h0, h1] = [(1 + 2 * u) * (1 - u) * (1 - u), u * u * (3 - 2 * u)]
    const [g0, g1] = [u * (1 - u) * (1 - u) * l, u * u * (u - 1) * l]
    const same = a.road === b.road
    return {
      x: h0 * a.x + h1 * b.x + g0 * Math.cos(a.heading) + g1 * Math.cos(b.heading),
      y: h0 * a.y + h1 * b.y + g0 * Math.sin(a.heading) + g1 * Math.sin(b.heading),
      heading: a.heading + u * (b.heading - a.heading),
      curvature: l > 0 ? (b.heading - a.heading) / l : 0,
      ...{ road: a.road, lane: a.lane },
      s: same ? a.s + u * (b.s - a.s) : a.s,
      t: same ? a.t + u * (b.t - a.t) : a.t,
    }
  }

  const headingAt = (wanted: number): number => {
    const { a, b, u } = spanAt(wanted)
    return a.heading + u * (b.heading - a.heading)
  }

  return {
    route,
    length,
    at,
    headingAt,
    locate: (x, y, near, reach = WINDOW) => {
      const from = near === undefined ? 0 : indexAt(Math.max(0, near - reach))
      const to = near === undefined ? knots.length - 1 : indexAt(Math.min(length, near + reach)) + 1
      let best = Infinity
      let distance = 0
      let offset = 0
      const look = (i: number): number => {
        const [a, b] = [knots[i], knots[i + 1]]
        const [ex, ey] = [b.x - a.x, b.y - a.y]
        const chord = ex * ex + ey * ey
        const [dx, dy] = [x - a.x, y - a.y]
        const u = chord > 0 ? Math.min(1, Math.max(0, (dx * ex + dy * ey) / chord)) : 0
        const [px, py] = [dx - u * ex, dy - u * ey]
        const away = Math.sqrt(px * px + py * py)
        if (away < best) {
          best = away
          distance = a.distance + u * (b.distance - a.distance)
          offset = (ex * dy - ey * dx < 0 ? -1 : 1) * away
        }
        return away
      }
      const end = Math.min(to, knots.length - 1)
      // First where it is likely to be, so that most of the rest can be passed over.
      if (near !== undefined && end > from) look(Math.min(end - 1, indexAt(near)))
      let i = from
      // No point comes nearer by more than the way to it: so many pieces cannot hold a better one.
      while (i < end) i += 1 + Math.floor((look(i) - best) / longest)
      return { distance, offset }
    },
  }
}

/** Longest change of lane that is drawn, m, and how far before and after the leg's end it reaches. */
const CHANGE = 60

const knotsOf = (road: Road, legs: readonly Leg[]): Knot[] => {
  const knots: Knot[] = []
  let distance = 0
  let heading = NaN
  const put = (leg: Leg, s: number, t: number, own: number): void => {
    const { x, y } = road.toWorld(s, t, leg.road)
    const last = knots.at(-1)
    const step = last === undefined ? 0 : Math.sqrt((x - last.x) * (x - last.x) + (y - last.y) * (y - last.y))
    if (last !== undefined && step < 1e-6) return
    distance += step
    heading = Number.isNaN(heading) ? own : heading + wrapAngle(own - heading)
    knots.push({ distance, x, y, heading, road: leg.road, lane: leg.lane, s, t })
  }
  legs.forEach((leg, i) => {
    const length = Math.abs(leg.to - leg.from)
    const count = Math.max(1, Math.ceil(length / STEP))
    const [before, after] = [legs.at(i - 1), legs.at(i + 1)]
    const into = i > 0 && before?.then !== 'on' ? before : undefined
    const outOf = leg.then === 'left' || leg.then === 'right' ? after : undefined
    const [asideBefore, aside] = [i > 0 ? stepBetween(road, before, leg) : 0, stepBetween(road, leg, after)]
    for (let k = 0; k <= count; k++) {
      const s = leg.from + ((leg.to - leg.from) * k) / count
      const centre = (lane: number): number => road.lane(lane, within(leg, s), leg.road)?.t ?? 0
      const own = centre(leg.lane)
      // Half of the way across lies before the leg's end, half behind the start of the next.
      const half = Math.min(CHANGE / 2, length / 2)
      const left = half > 0 ? Math.abs(leg.to - s) / half : 1
      const gone = half > 0 ? Math.abs(s - leg.from) / half : 1
      let t = own
      if (outOf !== undefined && left < 1) t = own + (centre(outOf.lane) - own) * ease(0.5 - left / 2)
      else if (aside !== 0 && left < 1) t = own + aside * ease(0.5 - left / 2)
      else if (asideBefore !== 0 && gone < 1) t = own - asideBefore * ease(0.5 - gone / 2)
      else if (into !== undefined && gone < 1) t = own + (centre(into.lane) - own) * ease(0.5 - gone / 2)
      put(leg, s, t, road.toWorld(s, 0, leg.road).heading + (leg.direction > 0 ? 0 : Math.PI))
    }
  })
  return straightened(knots)
}

/** Headings along the line itself where it runs aslant of the lane. */
const straightened = (knots: readonly Knot[]): Knot[] =>
  knots.map((knot, i) => {
    const [a, b] = [knots[Math.max(0, i - 1)], knots[Math.min(knots.length - 1, i + 1)]]
    if (a === b) return knot
    const along = Math.atan2(b.y - a.y, b.x - a.x)
    // At the two ends the chord lags by half a step; the lane's own heading is right there.
    if (i === 0 || i === knots.length - 1) return knot
    return { ...knot, heading: knot.heading + wrapAngle(along - knot.heading) }
  })

/** Kept off the ends of a leg, where the next section of the road begins, m. */
const INSIDE = 1e-6
const within = ({ from, to }: Leg, s: number): number =>
  Math.max(Math.min(from, to) + INSIDE, Math.min(Math.max(from, to) - INSIDE, s))

/** A step sideways from one leg on into the next, where a map joins lanes that do not touch, m. */
const stepBetween = (road: Road, a: Leg | undefined, b: Leg | undefined): number => {
  if (a?.then !== 'on' || b === undefined || a.road !== b.road) return 0
  const [here, there] = [
    road.lane(a.lane, within(a, a.to), a.road),
    road.lane(b.lane, within(b, b.from), b.road),
  ]
  const step = here === undefined || there === undefined ? 0 : there.t - here.t
  return Math.abs(step) > LEAST_STEP ? step : 0
}
/** Smaller ones are driven over, m. */
const LEAST_STEP = 0.3

const ease = (u: number): number => u * u * u * (10 + u * (-15 + 6 * u))
