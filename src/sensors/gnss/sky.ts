/** The sky over an antenna: which satellites it sees, and which it hears only by way of a wall. */
import { add, dot, scale, stream, type Vec3 } from '../../math/index.ts'
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
/** What throws a wave of 19 cm on as a mirror does. */
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

/**
 * A hidden satellite is heard by way of a wall behind the antenna, as if that stood square to it, when the wave comes
 * down to that wall past what hides it: Groves, "Principles of GNSS", 2nd ed. (2013), section 9.4.
 * @param world placed as the state has it, without the carrier
 */
export const skyOver = (antenna: Vec3, world: RayWorld, seed: number): Sky => {
  const above = constellation(seed)
  const straight = look(
    world,
    above.map((towards) => ({ from: antenna, towards })),
  )
  const hidden = above.filter((_, i) => straight[i] !== null)
  const backwards = hidden.map(([east, north, up]): Vec3 => [-east, -north, up])
  const walls = look(
    world,
    backwards.map((towards) => ({ from: antenna, towards })),
  )
  const mirrored = hidden.flatMap((towards, i) => {
    const wall = walls[i]
    return wall === null || !SMOOTH.has(wall.semantic)
      ? []
      : [{ towards, back: backwards[i], out: wall.distance }]
  })
  const over = look(
    world,
    mirrored.map(({ towards, back, out }) => ({ from: add(antenna, scale(back, out - 0.05)), towards })),
  )
  const heard = mirrored.filter((_, i) => over[i] === null)
  const seen = above.filter((_, i) => straight[i] === null)
  return {
    above,
    received: [
      ...seen.map((towards) => ({ towards, detour: 0 })),
      ...heard.map(({ towards, back, out }) => ({ towards, detour: out * (1 - dot(back, towards)) })),
    ],
  }
}

/** What rays meet first; null: nothing. */
const look = (
  world: RayWorld,
  rays: readonly { readonly from: Vec3; readonly towards: Vec3 }[],
): ({ readonly distance: number; readonly semantic: string } | null)[] => {
  const packed = new Float32Array(RAY * rays.length)
  for (const [i, { from, towards }] of rays.entries()) packed.set([...from, ...towards, REACH], RAY * i)
  const { floats, ints } = world.caster.cast(packed, undefined, 1)
  return rays.map((_, i) =>
    ints[4 * i + 3] === NOTHING
      ? null
      : { distance: floats[4 * i], semantic: world.surfaces[ints[4 * i + 2]].semantic },
  )
}
