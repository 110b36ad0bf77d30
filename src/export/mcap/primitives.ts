/** Our plain values in the words of the foxglove schemas. */
import type {
  Color,
  Point3,
  Pose as FoxglovePose,
  Quaternion,
  SceneEntity,
  Time,
  Vector3,
} from '@foxglove/schemas'
import type { Pose, Quat, Vec3 } from '../../math/index.ts'
import { TICKS_PER_SECOND } from '../../world/index.ts'

/** The root of every transform. */
export const WORLD = 'world'

/** Simulated time of a tick, ns, rounded down. */
export const nanosOf = (tick: number): bigint => (BigInt(tick) * 1_000_000_000n) / BigInt(TICKS_PER_SECOND)

export const timeOf = (nanos: bigint): Time => ({
  sec: Number(nanos / 1_000_000_000n),
  nsec: Number(nanos % 1_000_000_000n),
})

export const vector = ([x, y, z]: Vec3): Vector3 & Point3 => ({ x, y, z })

export const quaternion = ([x, y, z, w]: Quat): Quaternion => ({ x, y, z, w })

export const poseOf = (pose: Pose): FoxglovePose => ({
  position: vector(pose.position),
  orientation: quaternion(pose.orientation),
})

export const ORIGIN: FoxglovePose = poseOf({ position: [0, 0, 0], orientation: [0, 0, 0, 1] })

/** Foxglove's colours are sRGB; ours are linear light. */
export const colorOf = ([r, g, b]: readonly [number, number, number], a = 1): Color => ({
  r: encodeSrgb(r),
  g: encodeSrgb(g),
  b: encodeSrgb(b),
  a,
})

const encodeSrgb = (v: number): number => (v <= 0.0031308 ? 12.92 * v : 1.055 * v ** (1 / 2.4) - 0.055)

/** A scene entity with the given primitives and no others, that stays until it is replaced. */
export const entity = (
  frame: string,
  id: string,
  time: Time,
  primitives: Partial<Pick<SceneEntity, 'triangles' | 'lines' | 'spheres' | 'cubes' | 'texts'>>,
): SceneEntity => ({
  timestamp: time,
  frame_id: frame,
  id,
  lifetime: { sec: 0, nsec: 0 },
  // Entities ride on their frame, so they are sent once and only transforms are sent again.
  frame_locked: true,
  metadata: [],
  arrows: [],
  cubes: [],
  spheres: [],
  cylinders: [],
  lines: [],
  triangles: [],
  texts: [],
  models: [],
  ...primitives,
})

/** A colour for each track; neighbours in number are far apart in hue (golden angle). */
export const colorOfTrack = (instance: number): Color => {
  const hue = (instance * 0.381966) % 1
  const channel = (shift: number): number => {
    const x = Math.abs(((hue + shift) % 1) * 6 - 3) - 1
    return 0.25 + 0.75 * Math.max(0, Math.min(1, x))
  }
  return { r: channel(0), g: channel(2 / 3), b: channel(1 / 3), a: 1 }
}

/** A message's time, as JSON schemas of our own have it. */
export const TIMESTAMP = {
  type: 'object',
  title: 'time',
  properties: {
    sec: { type: 'integer', minimum: 0 },
    nsec: { type: 'integer', minimum: 0, maximum: 999_999_999 },
  },
  description: 'simulated time',
}
