/**
 * Satellite navigation. Its errors: noise that is new in every reading, an error that wanders slowly (orbits, clocks,
 * air), both larger the fewer satellites are seen and the worse they stand, and detours by walls. With fewer than
 * four satellites there is no fix.
 *
 * Left out: constellations by date, signals of several frequencies, carrier phase, filtering in the receiver (so a
 * fix comes and goes from one reading to the next), acquisition after an outage.
 */
import { add, scale, stream, type Vec3 } from '../../math/index.ts'
import type { GnssSpec } from '../../scenario/index.ts'
import type { WorldState } from '../../world/index.ts'
import { mountPose, mountVelocity } from '../mounted.ts'
import type { RayWorld } from '../raycast/ray-world.ts'
import type { ReadingKey, Sensor } from '../sensor.ts'
import { gaussMarkov, wanderAt } from '../wander.ts'
import { dilution, shiftBy } from './least-squares.ts'
import { skyOver, type Sky } from './sky.ts'

/** The antenna in the world, m and m/s, and the sky over it. */
export interface Antenna {
  readonly position: Vec3
  readonly velocity: Vec3
  readonly sky: Sky
}

/** What comes out of the receiver. */
export interface SatelliteFix {
  readonly position: Vec3
  readonly velocity: Vec3
  /** Satellites that it is made of. */
  readonly satellites: number
}

/** @param world placed as `state` has it, without the carrier */
export const gnssTruth = (spec: GnssSpec, state: WorldState, world: RayWorld, seed: number): Antenna => {
  const { position } = mountPose(spec, state)
  return { position, velocity: mountVelocity(spec, state), sky: skyOver(position, world, seed) }
}

/** The antenna with this share of the sky open: which satellites go is drawn anew for each reading. */
export const covered = (antenna: Antenna, open: number, { id }: GnssSpec, key: ReadingKey): Antenna => {
  if (open === 1) return antenna
  const random = stream(key.seed, 'gnss', id, 'cover', key.index)
  const received = antenna.sky.received.filter(() => random.next() < open)
  return { ...antenna, sky: { ...antenna.sky, received } }
}

export const gnss: Sensor<GnssSpec, Antenna, SatelliteFix | null> = {
  kind: 'gnss',
  rate: (spec) => spec.rate,
  pose: mountPose,
  /** null: no fix. */
  develop: (spec, { position, velocity, sky: { received, above } }, key) => {
    const now = dilution(received.map((r) => r.towards))
    const open = dilution(above)
    if (now === null || open === null) return null
    const worse = [now.horizontal / open.horizontal, now.vertical / open.vertical] as const
    return {
      satellites: received.length,
      position: add(add(position, errorOf(spec, worse, key)), shiftBy(received)),
      velocity: add(velocity, scale(deviates(spec, 'speed', key), spec.speedNoise * worse[0])),
    }
  },
}

/** Three standard normal deviates of a reading. */
const deviates = ({ id }: GnssSpec, what: string, { seed, index }: ReadingKey): Vec3 => {
  const random = stream(seed, 'gnss', id, what, index)
  return [random.normal(), random.normal(), random.normal()]
}

/** Noise and wandering error, m: east, north and up. The height wanders as much more as it is noisier. */
const errorOf = (
  spec: GnssSpec,
  [across, up]: readonly [number, number],
  { seed, index }: ReadingKey,
): Vec3 => {
  const { noise, wander, id, rate } = spec
  const [deviation, correlation] = wander
  const slow = gaussMarkov(deviation, correlation * rate)
  const wandering = (axis: string): number => wanderAt(slow, index, seed, 'gnss', id, 'wander', axis)
  const [x, y, z] = deviates(spec, 'noise', { seed, index })
  const steeper = noise[0] > 0 ? noise[1] / noise[0] : 1
  return [
    across * (noise[0] * x + wandering('x')),
    across * (noise[0] * y + wandering('y')),
    up * (noise[1] * z + steeper * wandering('z')),
  ]
}
