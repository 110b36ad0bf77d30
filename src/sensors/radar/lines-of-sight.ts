/** Which ways are free: rays from point to point through the world, asked for one by one and cast together. */
import { norm, scale, sub, type Vec3 } from '../../math/index.ts'
import { NOTHING, RAY, STANDING } from '../raycast/caster.ts'
import type { RayWorld } from '../raycast/ray-world.ts'

/** A way between two points. What stands within `slack` metres of its end does not count: that is the end itself. */
export interface Way {
  readonly from: Vec3
  readonly to: Vec3
  readonly slack: number
  /** Instance whose own surfaces do not stand in the way; 0: none. */
  readonly own: number
}

/** What stands in a way: an instance, STANDING (scenery), or NOTHING. */
export const blockersOf = (world: RayWorld, ways: readonly Way[]): Int32Array => {
  const rays = new Float32Array(RAY * ways.length)
  for (const [i, { from, to, slack }] of ways.entries()) {
    const along = sub(to, from)
    const length = norm(along)
    rays.set([...from, ...scale(along, 1 / length), Math.max(0.01, length - slack)], RAY * i)
  }
  const { floats, ints } = world.caster.cast(rays, undefined, 1)
  return Int32Array.from(ways, ({ own }, i) => {
    const owner = floats[4 * i] === Infinity ? NOTHING : ints[4 * i + 3]
    return own !== 0 && owner === own ? NOTHING : owner
  })
}

/** Whether what stands in a way is an actor. */
export const isActor = (owner: number): boolean => owner !== NOTHING && owner !== STANDING
