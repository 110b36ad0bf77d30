/**
 * The two curved skins that a car body is made of, left half: the lower body (a band around the car from
 * the bumpers' bottom edge to the shoulder, closed by bonnet and boot lid) and the cabin (a band from
 * the belt to the roof's edge, closed by the roof). Each band is a surface (a, b): a runs from the front
 * centre around the left side to the rear centre, b from the bottom up; b in 1..2 is the rounded edge.
 */
import { lerp, smoothstep, type Vec3 } from '../../math/index.ts'
import { curveThrough, monotoneCurve, type Curve, type Surface } from '../mesh/index.ts'
import type { Proportions } from './style.ts'

/** A closed skin's left half. */
export interface Skin {
  readonly band: Surface
  /** Knots along a: grid lines that must be there for exact dimensions. */
  readonly knots: readonly number[]
  /** Height of the cap, m. */
  readonly cap: (x: number, y: number) => number
}

/** A plan curve: points (x, y) along a. */
interface Outline {
  readonly at: (a: number) => readonly [number, number]
  /** Outward unit normal in the plan. */
  readonly normal: (a: number) => readonly [number, number]
}

const outline = (knots: readonly number[], points: readonly (readonly [number, number])[]): Outline => {
  const x = monotoneCurve(
    knots.map((k, i) => [k, points[i][0]] as const),
    true,
  )
  const y = monotoneCurve(knots.map((k, i) => [k, points[i][1]] as const))
  const end = knots[knots.length - 1]
  const at = (a: number): readonly [number, number] => {
    // Past the plane of symmetry the curve goes on as its mirror image, so derivatives need no special case.
    if (a < 0) return [x(-a), -y(-a)]
    if (a > end) return [x(2 * end - a), -y(2 * end - a)]
    return [x(a), y(a)]
  }
  return {
    at,
    normal: (a) => {
      const h = 1e-4
      const [p, q] = [at(a - h), at(a + h)]
      const [tx, ty] = [q[0] - p[0], q[1] - p[1]]
      const l = Math.hypot(tx, ty)
      return [ty / l, -tx / l]
    },
  }
}

const knotsOf = (...lines: readonly (readonly (readonly [number, number])[])[]): number[] => {
  const knots = [0]
  for (let i = 1; i < lines[0].length; i++) {
    const lengths = lines.map((l) => Math.hypot(l[i][0] - l[i - 1][0], l[i][1] - l[i - 1][1]))
    knots.push(knots[i - 1] + Math.max(0.02, lengths.reduce((s, v) => s + v, 0) / lengths.length))
  }
  return knots
}

/** Offsets inward from the plan outline by height share, for front, side and rear; 0 is the outermost line. */
interface Profiles {
  readonly front: Curve
  readonly side: Curve
  readonly rear: Curve
  /** Where the virtual corner over the rounded edge stands. */
  readonly corner: { readonly front: number; readonly side: number; readonly rear: number }
}

const profiles = (p: Proportions): Profiles => ({
  front: monotoneCurve([
    [0, -0.085],
    [0.1, -0.025],
    [0.3, -0.004],
    [0.37, 0],
    [0.46, -0.018],
    [0.55, -0.024],
    [0.75, -0.04],
    [1, -0.08],
  ]),
  side: monotoneCurve([
    [0, -0.075],
    [0.06, -0.045],
    [0.16, -0.028],
    [0.3, -0.022],
    [0.42, -0.012],
    [0.6, 0],
    [0.76, -0.004],
    [0.84, -0.014],
    [1, -0.036 + 0.01 * p.blunt],
  ]),
  rear: monotoneCurve([
    [0, -0.09],
    [0.1, -0.03],
    [0.3, -0.003],
    [0.42, 0],
    [0.52, -0.014],
    [0.6, -0.045 + 0.03 * p.blunt],
    [0.8, -0.05 + 0.03 * p.blunt],
    [1, -0.075 + 0.05 * p.blunt],
  ]),
  corner: { front: -0.11, side: -0.05 + 0.01 * p.blunt, rear: -0.085 + 0.05 * p.blunt },
})

/** The side drawn out over the wheels, so that they stand under it. */
const flared = (p: Proportions, x: number, y: number, z: number): number => {
  let out = y
  for (const axle of p.axles) {
    const off = Math.max(0, Math.hypot(x - axle.x, z - axle.wheelRadius) - axle.wheelRadius - 0.05)
    const wanted = Math.min(p.halfWidth, (axle.track + axle.wheelWidth) / 2 + 0.012)
    if (y > 0.8 * wanted) out = Math.max(out, y + Math.max(0, wanted - y) * Math.exp(-((off / 0.1) ** 2)))
  }
  return out
}

/** Height shares that are grid lines of the lower band. */
export const LOWER_ROWS = [0, 0.05, 0.1, 0.16, 0.25, 0.37, 0.46, 0.6, 0.68, 0.76, 0.84, 0.92, 1]

export interface LowerSkin extends Skin {
  /** Half-width of the plan outline at x. */
  readonly halfWidth: Curve
  readonly bottom: (a: number) => number
}

export const lowerSkin = (p: Proportions): LowerSkin => {
  const { halfWidth: w, front, rear } = p
  const f = (k: number): number => front - k * p.cornerFront
  const r = (k: number): number => rear + k * p.cornerRear
  const b = p.blunt
  const middle = (f(1.35) + r(1.35)) / 2
  const half = (front - rear) / 2
  const points: (readonly [number, number])[] = [
    [front, 0],
    [f(0.035), w * (0.36 + 0.06 * b)],
    [f(0.17), w * (0.66 + 0.08 * b)],
    [f(0.45), w * (0.86 + 0.06 * b)],
    [f(0.95), w * (0.957 + 0.025 * b)],
    [f(1.6), w * (0.985 + 0.01 * b)],
    [middle, w],
    [r(1.7), w * (0.99 + 0.008 * b)],
    [r(1), w * (0.963 + 0.03 * b)],
    [r(0.47), w * (0.89 + 0.08 * b)],
    [r(0.16), w * (0.72 + 0.1 * b)],
    [r(0.035), w * (0.42 + 0.05 * b)],
    [rear, 0],
  ]
  const knots = knotsOf(points)
  const plan = outline(knots, points)
  const profile = profiles(p)
  const centre = curveThrough(p.deck)
  const crown = curveThrough(p.deckCrown)
  // Two faint creases along the bonnet.
  const crease = (x: number, y: number): number =>
    0.012 *
    Math.exp(-(((Math.abs(y) - 0.42 * w) / 0.09) ** 2)) *
    smoothstep(p.cowl - 0.2, p.cowl + 0.1, x) *
    (1 - smoothstep(front - 0.35, front - 0.1, x))
  const cap = (x: number, y: number): number => centre(x) - crown(x) * (y / w) ** 2 + crease(x, y)
  const share = (nx: number): readonly [number, number] => [
    smoothstep(0.3, 0.9, nx),
    smoothstep(0.3, 0.9, -nx),
  ]
  const blend = (nx: number, side: number, fore: number, aft: number): number => {
    const [kf, kr] = share(nx)
    return side * (1 - kf - kr) + fore * kf + aft * kr
  }
  const bottomAt = (nx: number): number => blend(nx, p.sill, p.lipFront, p.lipRear)

  const band: Surface = (a, bb) => {
    const [cx, cy] = plan.at(a)
    const [nx, ny] = plan.normal(a)
    const out = (d: number): readonly [number, number] => [cx + nx * d, cy + ny * d]
    const corner = out(blend(nx, profile.corner.side, profile.corner.front, profile.corner.rear))
    const top: Vec3 = [corner[0], corner[1], cap(corner[0], corner[1])]
    const down = blend(nx, 0.07, 0.06, 0.03)
    const wallTop = top[2] - down
    const low = bottomAt(nx)
    const wall = (k: number): Vec3 => {
      const d = blend(nx, profile.side(k), profile.front(k), profile.rear(k))
      const [x, y] = out(d)
      const z = lerp(low, wallTop, k)
      return [x, flared(p, x, y, z), z]
    }
    if (bb <= 1) return wall(bb)
    return bezier(wall(1), top, inward(corner, middle, half, w, cap), bb - 1)
  }
  const widths = curveThrough(points.slice(1, -1).map(([x, y]) => [x, y] as const))
  return { band, knots, cap, halfWidth: widths, bottom: (a) => bottomAt(plan.normal(a)[0]) }
}

/** Share of the cabin's wall below its rounded edge. */
const EDGE = 0.9

export interface CabinSkin extends Skin {
  /** Knots where the windscreen pillar and the rear pillar stand. */
  readonly pillarFront: number
  readonly pillarRear: number
  /** Half-width of the cabin's foot at x; 0 outside the cabin. */
  readonly footHalfWidth: Curve
  readonly foot: readonly [rear: number, front: number]
  /** x of the windscreen's foot at y. */
  readonly footFront: Curve
}

export const CABIN_ROWS = [0, 0.08, 0.2, 0.35, 0.55, 0.75, 0.92, 1]

export const cabinSkin = (p: Proportions, lower: LowerSkin): CabinSkin => {
  const { cowl, header, roofRear, backlightBase: base } = p
  const b = p.blunt
  const yFoot = (x: number): number => lower.halfWidth(x) - p.glassInset
  const yTop = p.roofHalfWidth
  const wrap = 1 - 0.35 * b
  const xf = (k: number): number => cowl - k * wrap
  const rearCorner = 0.42 - 0.2 * b
  const xr = (k: number): number => base + k * rearCorner
  const low: (readonly [number, number])[] = [
    [cowl, 0],
    [xf(0.045), 0.4 * yFoot(xf(0.05))],
    [xf(0.15), 0.72 * yFoot(xf(0.15))],
    [xf(0.27), 0.91 * yFoot(xf(0.27))],
    [xf(0.42), 0.985 * yFoot(xf(0.42))],
    [xf(0.62), yFoot(xf(0.62))],
    [lerp(xf(0.62), xr(1.3), 0.5), yFoot(lerp(xf(0.62), xr(1.3), 0.5))],
    [xr(1.3), yFoot(xr(1.3))],
    [xr(0.75), 0.985 * yFoot(xr(0.75))],
    [xr(0.32), 0.92 * yFoot(xr(0.32))],
    [xr(0.1), 0.72 * yFoot(xr(0.1))],
    [xr(0.025), 0.4 * yFoot(xr(0.1))],
    [base, 0],
  ]
  const hf = (k: number): number => header - k * wrap
  const hr = (k: number): number => roofRear + k * rearCorner
  const high: (readonly [number, number])[] = [
    [header, 0],
    [hf(0.02), 0.4 * yTop],
    [hf(0.065), 0.72 * yTop],
    [hf(0.13), 0.91 * yTop],
    [hf(0.21), 0.975 * yTop],
    [hf(0.36), 0.992 * yTop],
    [lerp(hf(0.36), hr(1), 0.5), yTop],
    [hr(1), 0.985 * yTop],
    [hr(0.55), 0.965 * yTop],
    [hr(0.25), 0.905 * yTop],
    [hr(0.08), 0.72 * yTop],
    [hr(0.02), 0.4 * yTop],
    [roofRear, 0],
  ]
  const knots = knotsOf(low, high)
  const [foot, roof] = [outline(knots, low), outline(knots, high)]
  const centre = curveThrough(p.roof)
  const cap = (x: number, y: number): number => centre(x) - p.roofCrown * (y / yTop) ** 2
  const band: Surface = (a, bb) => {
    const [fx, fy] = foot.at(a)
    const [rx, ry] = roof.at(a)
    const bottom: Vec3 = [fx, fy, lower.cap(fx, fy) - 0.03]
    const corner: Vec3 = [rx, ry, cap(rx, ry)]
    const [nx, ny] = foot.normal(a)
    const wall = (k: number): Vec3 => {
      const straight = [0, 1, 2].map((i) => lerp(bottom[i], corner[i], k))
      // Flat where the rounded edge takes over, so no crease shows there.
      const bulge = 0.022 * Math.sin((Math.PI * Math.min(k, EDGE)) / EDGE) ** 2
      return [straight[0] + nx * bulge, straight[1] + ny * bulge, straight[2] + 0.3 * bulge]
    }
    if (bb <= 1) return wall(bb * EDGE)
    return bezier(
      wall(EDGE),
      corner,
      inward([rx, ry], (header + roofRear) / 2, (header - roofRear) / 2, yTop, cap),
      bb - 1,
    )
  }
  const widths = curveThrough(low.slice(1, -1).map(([x, y]) => [x, y] as const))
  return {
    band,
    knots,
    cap,
    pillarFront: knots[4],
    pillarRear: knots[8],
    footHalfWidth: widths,
    foot: [base, cowl],
    footFront: curveThrough(low.slice(0, 6).map(([x, y]) => [y, x] as const)),
  }
}

/**
 * Where a rounded edge runs out into its cap: the plan point drawn towards the middle. (Not along the
 * plan's normal: that folds over itself in a tight corner.)
 */
const inward = (
  [x, y]: readonly [number, number],
  middle: number,
  halfLength: number,
  halfWidth: number,
  cap: (x: number, y: number) => number,
): Vec3 => {
  const fx = middle + (x - middle) * (1 - 0.1 / halfLength)
  const fy = y * (1 - 0.085 / halfWidth)
  return [fx, fy, cap(fx, fy)]
}

const bezier = (p: Vec3, q: Vec3, r: Vec3, u: number): Vec3 => {
  const v = 1 - u
  return [0, 1, 2].map((i) => v * v * p[i] + 2 * u * v * q[i] + u * u * r[i]) as unknown as Vec3
}

/**
 * The cap of a skin as a surface: a as in the band, b from 0 at the band's upper edge to 1 on the
 * centreline. Rows stand across the car.
 */
export const capSurface =
  (skin: Skin): Surface =>
  (a, b) => {
    const edge = skin.band(a, 2)
    const y = edge[1] * (1 - b)
    return [edge[0], y, skin.cap(edge[0], y)]
  }
