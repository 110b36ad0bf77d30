/** The tight box around an actor's shape, with its wheels where they are now. */
import type { Vec3 } from '../math/index.ts'
import type { WheelState } from '../world/index.ts'
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

/** What of a shape does not move against its body, measured once, and the outline of each wheel. */
interface Measured {
  readonly body: Extent
  readonly wheels: readonly Wheel[]
}

/** A wheel turns about z: its height stays, and of its plan only the outline can touch a box. */
interface Wheel {
  readonly outline: readonly (readonly [number, number])[]
  readonly low: number
  readonly high: number
}

const measured = new WeakMap<Shape, Measured>()

/**
 * The smallest box in the body frame that holds every vertex, mirrors included; wheels with their travel
 * and steering (spin turns a wheel into itself; its rim's reach is what its vertices say at spin 0).
 * @param wheels as ActorState.wheels; a wheel without a state stands at its design position
 */
export const boxOf = (shape: Shape, wheels: readonly WheelState[]): ShapeBox => {
  let known = measured.get(shape)
  if (!known) measured.set(shape, (known = measure(shape)))
  const { lo, hi } = { lo: [...known.body.lo], hi: [...known.body.hi] }
  const hold = (axis: number, value: number): void => {
    lo[axis] = Math.min(lo[axis], value)
    hi[axis] = Math.max(hi[axis], value)
  }
  known.wheels.forEach(({ outline, low, high }, i) => {
    const [cx, cy, cz] = shape.wheels[i]
    const state = wheels.at(i)
    const [c, s] = [Math.cos(state?.steer ?? 0), Math.sin(state?.steer ?? 0)]
    for (const [x, y] of outline) {
      hold(0, cx + c * x - s * y)
      hold(1, cy + s * x + c * y)
    }
    const z = cz + (state?.travel ?? 0)
    hold(2, z + low)
    hold(2, z + high)
  })
  return {
    center: [(lo[0] + hi[0]) / 2, (lo[1] + hi[1]) / 2, (lo[2] + hi[2]) / 2],
    size: [hi[0] - lo[0], hi[1] - lo[1], hi[2] - lo[2]],
  }
}

const measure = (shape: Shape): Measured => ({
  body: extentOf(shape, null),
  wheels: shape.wheels.map((_, i) => {
    const { lo, hi } = extentOf(shape, i)
    return { outline: outlineOf(shape, i), low: lo[2], high: hi[2] }
  }),
})

/** Of the parts on this wheel; null: of those on the body. */
const extentOf = (shape: Shape, wheel: number | null): Extent => {
  const lo: Extent['lo'] = [Infinity, Infinity, Infinity]
  const hi: Extent['hi'] = [-Infinity, -Infinity, -Infinity]
  for (const { mesh } of shape.parts.filter((part) => part.wheel === wheel))
    mesh.positions.forEach((value, i) => {
      if (value < lo[i % 3]) lo[i % 3] = value
      if (value > hi[i % 3]) hi[i % 3] = value
    })
  return { lo, hi }
}

/** Corners of the convex hull of a wheel's vertices in plan (Andrew's monotone chain, 1979). */
const outlineOf = (shape: Shape, wheel: number): (readonly [number, number])[] => {
  const points: (readonly [number, number])[] = []
  for (const { mesh } of shape.parts.filter((part) => part.wheel === wheel))
    for (let i = 0; i < mesh.positions.length; i += 3) points.push([mesh.positions[i], mesh.positions[i + 1]])
  points.sort((a, b) => a[0] - b[0] || a[1] - b[1])
  const chain = (along: typeof points): typeof points => {
    const hull: typeof points = []
    for (const p of along) {
      while (hull.length >= 2 && !turnsLeft(hull[hull.length - 2], hull[hull.length - 1], p)) hull.pop()
      hull.push(p)
    }
    return hull
  }
  return [...chain(points), ...chain(points.reverse())]
}

const turnsLeft = (
  a: readonly [number, number],
  b: readonly [number, number],
  c: readonly [number, number],
): boolean => (b[0] - a[0]) * (c[1] - a[1]) > (b[1] - a[1]) * (c[0] - a[0])
