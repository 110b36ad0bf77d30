/** The sky over an antenna: which satellites it sees, and which it hears only by way of a wall. */
import { stream, type Vec3 } from '../../math/index.ts'
import { NOTHING, RAY } from '../raycast/caster.ts'
import type { RayWorld } from '../raycast/ray-world.ts'

/** A satellite that is received. */
export interface Received {
  /** Towards it: east, north, up, unit. */
  readonly towards: Vec3
  /** What the way by a wall is longer than the straight one, m; 0: it is seen. */
  readonly detour: number
}

export interface Sky {
  readonly received: readonly Received[]
  /** All that stand above the mask, seen or not. */
  readonly above: readonly Vec3[]
}

/** Above the mask of 10 degrees, as two of the four systems together show about anywhere. */
const SATELLITES = 16
const MASK = Math.sin((10 * Math.PI) / 180)
/** Nothing farther away stands before a satellite, m. */
const REACH = 300
/** Satellites that are hidden by something smooth are heard by reflection, this share of them. */
const REFLECTED = 0.5
const SMOOTH: ReadonlySet<string> = new Set(['building', 'wall', 'truck', 'bus', 'trailer'])

/**
 * Where the satellites stand, evenly over the sky that is above the mask: they move by half a degree a minute, so
 * within a run they stand still.
 */
const constellation = (seed: number): Vec3[] => {
  const random = stream(seed, 'gnss', 'constellation')
  const turned = random.next()
  return Array.from({ length: SATELLITES }, (_, i): Vec3 => {
    const up = MASK + (1 - MASK) * ((i + random.next()) / SATELLITES)
    // The golden angle keeps neighbours in height apart in bearing.
    const bearing = 2 * Math.PI * (turned + i * 0.381966 + 0.05 * random.normal())
    const across = Math.sqrt(1 - up * up)
    return [across * Math.sin(bearing), across * Math.cos(bearing), up]
  })
}

/** @param world placed as the state has it, without the carrier */
export const skyOver = (antenna: Vec3, world: RayWorld, seed: number): Sky => {
  const above = constellation(seed)
  const rays = new Float32Array(RAY * above.length)
  for (const [i, towards] of above.entries()) rays.set([...antenna, ...towards, REACH], RAY * i)
  const { floats, ints } = world.caster.cast(rays)
  const lucky = stream(seed, 'gnss', 'reflections')
  const received = above.flatMap((towards, i): Received[] => {
    const heard = lucky.next() < REFLECTED
    if (ints[4 * i + 3] === NOTHING) return [{ towards, detour: 0 }]
    if (!heard || !SMOOTH.has(world.surfaces[ints[4 * i + 2]].semantic)) return []
    // From a wall across the way, as far off as the one that hides the satellite: Groves, "Principles of GNSS",
    // 2nd ed. (2013), section 9.4: the wave comes down past it, so that the detour is twice the way out to it.
    const [east, north] = towards
    const out = floats[4 * i] * (east * east + north * north)
    return [{ towards, detour: 2 * out }]
  })
  return { received, above }
}
