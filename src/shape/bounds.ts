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

/**
 * The smallest box in the body frame that holds every vertex, mirrors included; wheels with their travel
 * and steering (spin turns a wheel into itself; its rim's reach is what its vertices say at spin 0).
 * @param wheels as ActorState.wheels; a wheel without a state stands at its design position
 */
export const boxOf = (shape: Shape, wheels: readonly WheelState[]): ShapeBox => {
  const lo = [Infinity, Infinity, Infinity]
  const hi = [-Infinity, -Infinity, -Infinity]
  const hold = (x: number, y: number, z: number): void => {
    ;[x, y, z].forEach((v, i) => {
      lo[i] = Math.min(lo[i], v)
      hi[i] = Math.max(hi[i], v)
    })
  }
  for (const part of shape.parts) {
    const p = part.mesh.positions
    if (part.wheel === null) {
      for (let i = 0; i < p.length; i += 3) hold(p[i], p[i + 1], p[i + 2])
      continue
    }
    const [cx, cy, cz] = shape.wheels[part.wheel]
    const state = wheels.at(part.wheel)
    const [c, s] = [Math.cos(state?.steer ?? 0), Math.sin(state?.steer ?? 0)]
    const z = cz + (state?.travel ?? 0)
    for (let i = 0; i < p.length; i += 3)
      hold(cx + c * p[i] - s * p[i + 1], cy + s * p[i] + c * p[i + 1], z + p[i + 2])
  }
  return {
    center: [(lo[0] + hi[0]) / 2, (lo[1] + hi[1]) / 2, (lo[2] + hi[2]) / 2],
    size: [hi[0] - lo[0], hi[1] - lo[1], hi[2] - lo[2]],
  }
}
