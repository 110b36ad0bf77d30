/** The tight box around an actor's shape, with its wheels and limbs where they are now. */
import type { Pose, Vec3 } from '../math/index.ts'
import { moverOf, restOf } from './limbs.ts'
import type { Shape } from './shape.ts'

/** A box along the body frame's axes. */
export interface ShapeBox {
  readonly center: Vec3
  /** Full length, width and height, m. */
  readonly size: Vec3
}

/** Lower and upper corner. */
interface Extent {
  readonly lo: [number, number, number]
  readonly hi: [number, number, number]
}

/** What of a shape does not move against its body, measured once, and of what does, all that can touch a box. */
interface Measured {
  readonly body: Extent
  /** A mover each: 3 a point, in its frame. */
  readonly movers: readonly Float32Array[]
}

const measured = new WeakMap<Shape, Measured>()

/**
 * The smallest box in the body frame that holds every vertex, mirrors included (a wheel's spin turns it into itself:
 * its rim's reach is what its vertices say at spin 0).
 * @param movers where wheels and limbs are: moversOf(); left out: at rest
 */
export const boxOf = (shape: Shape, movers: readonly Pose[] = restOf(shape)): ShapeBox => {
  let known = measured.get(shape)
  if (!known) measured.set(shape, (known = measure(shape)))
  const { lo, hi } = { lo: [...known.body.lo], hi: [...known.body.hi] }
  for (const [i, points] of known.movers.entries()) {
    const [x, y, z] = movers[i].position
    const m = i < shape.wheels.length ? turnedOf(movers[i]) : matrixOf(movers[i])
    for (let p = 0; p < points.length; p += 3) {
      const [a, b, c] = [points[p], points[p + 1], points[p + 2]]
      const at = [
        x + m[0] * a + m[1] * b + m[2] * c,
        y + m[3] * a + m[4] * b + m[5] * c,
        z + m[6] * a + m[7] * b + m[8] * c,
      ]
      for (let k = 0; k < 3; k++) {
        if (at[k] < lo[k]) lo[k] = at[k]
        if (at[k] > hi[k]) hi[k] = at[k]
      }
    }
  }
  return {
    center: [(lo[0] + hi[0]) / 2, (lo[1] + hi[1]) / 2, (lo[2] + hi[2]) / 2],
    size: [hi[0] - lo[0], hi[1] - lo[1], hi[2] - lo[2]],
  }
}

/** A rotation's matrix, by rows. */
const matrixOf = ({ orientation: [x, y, z, w] }: Pose): readonly number[] => [
  ...[1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)],
  ...[2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)],
  ...[2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)],
]

/** The same of a wheel that is steered but has not rolled: its axle tells. */
const turnedOf = ({ orientation: [x, y, z, w] }: Pose): readonly number[] => {
  const [s, c] = [-2 * (x * y - w * z), 1 - 2 * (x * x + z * z)]
  return [c, -s, 0, s, c, 0, 0, 0, 1]
}

const measure = (shape: Shape): Measured => ({
  body: extentOf(shape),
  movers: [
    ...shape.wheels.map((_, i) => {
      const points = pointsOn(shape, i)
      const heights = points.filter((_value, at) => at % 3 === 2)
      return outlineOf(points, [
        heights.reduce((a, b) => Math.min(a, b), Infinity),
        heights.reduce((a, b) => Math.max(a, b), -Infinity),
      ])
    }),
    ...(shape.limbs?.rest ?? []).map((_, i) => pointsOn(shape, shape.wheels.length + i)),
  ],
})

/** Of the parts that are rigid with the body. */
const extentOf = (shape: Shape): Extent => {
  const lo: Extent['lo'] = [Infinity, Infinity, Infinity]
  const hi: Extent['hi'] = [-Infinity, -Infinity, -Infinity]
  pointsOn(shape, null).forEach((value, i) => {
    if (value < lo[i % 3]) lo[i % 3] = value
    if (value > hi[i % 3]) hi[i % 3] = value
  })
  return { lo, hi }
}

/** Vertices of the parts that move with one of the movers (null: the body), in its frame. */
const pointsOn = (shape: Shape, mover: number | null): Float32Array => {
  const all = shape.parts
    .filter((part) => moverOf(shape, part) === mover)
    .map(({ mesh: { positions } }) => positions)
  const out = new Float32Array(all.reduce((n, { length }) => n + length, 0))
  let at = 0
  for (const positions of all) {
    out.set(positions, at)
    at += positions.length
  }
  return out
}

/**
 * Corners of the convex hull in plan (Andrew's monotone chain, 1979), low and high: a wheel turns about z, so its height
 * stays and of its plan only the outline can touch a box.
 */
const outlineOf = (positions: Float32Array, heights: readonly [number, number]): Float32Array => {
  const points: (readonly [number, number])[] = []
  for (let i = 0; i < positions.length; i += 3) points.push([positions[i], positions[i + 1]])
  points.sort((a, b) => a[0] - b[0] || a[1] - b[1])
  const chain = (along: typeof points): typeof points => {
    const hull: typeof points = []
    for (const p of along) {
      while (hull.length >= 2 && !turnsLeft(hull[hull.length - 2], hull[hull.length - 1], p)) hull.pop()
      hull.push(p)
    }
    return hull
  }
  const hull = [...chain(points), ...chain(points.reverse())]
  return Float32Array.from(heights.flatMap((z) => hull.flatMap(([x, y]) => [x, y, z])))
}

const turnsLeft = (
  a: readonly [number, number],
  b: readonly [number, number],
  c: readonly [number, number],
): boolean => (b[0] - a[0]) * (c[1] - a[1]) > (b[1] - a[1]) * (c[0] - a[0])
