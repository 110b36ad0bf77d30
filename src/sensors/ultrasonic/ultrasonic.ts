/**
 * The ultrasonic sensor of a bumper: the nearest echo within its cone. A surface gives an echo when the sound comes
 * back to where it came from: square enough to it, or small and round enough (a pole). Left out: echoes of more than
 * one bounce, of neighbours' pulses, wind and the air's temperature.
 */
import { rotate, stream, type Vec3 } from '../../math/index.ts'
import type { UltrasonicSpec } from '../../scenario/index.ts'
import type { WorldState } from '../../world/index.ts'
import { mountPose } from '../mounted.ts'
import { NOTHING, RAY, STANDING } from '../raycast/caster.ts'
import type { RayWorld } from '../raycast/ray-world.ts'
import type { Sensor } from '../sensor.ts'

export interface Echo {
  /** m. */
  readonly distance: number
  /** Who gave it; 0: no actor. */
  readonly instance: number
}

/** Rays along the cone's radius, and on its rim. */
const [RINGS, SPOKES] = [8, 32]
/** What stands more askew to the sound than this throws it away, cosine of 50 degrees (hard and smooth) ... */
const SMOOTH = Math.cos((50 * Math.PI) / 180)
/** ... or of 85 degrees: what is rough to a wave of 7 mm scatters some of it back. */
const ROUGH = Math.cos((85 * Math.PI) / 180)
const ROUGH_MATERIALS: ReadonlySet<string> = new Set(['foliage', 'bark', 'cloth', 'gravel', 'grass', 'hair'])

/**
 * The nearest echo; null: none.
 * @param world placed as `state` has it, without the carrier
 */
export const ultrasonicTruth = (spec: UltrasonicSpec, state: WorldState, world: RayWorld): Echo | null => {
  const pose = ultrasonic.pose(spec, state)
  const [nearest, farthest] = spec.range
  const directions = coneOf(spec.cone)
  const rays = new Float32Array(RAY * directions.length)
  for (const [i, direction] of directions.entries())
    rays.set([...pose.position, ...rotate(pose.orientation, direction), farthest], RAY * i)
  const { floats, ints } = world.caster.cast(rays)
  let [distance, instance] = [Infinity, 0]
  for (let i = 0; i < directions.length; i++) {
    const [at, owner] = [floats[4 * i], ints[4 * i + 3]]
    if (owner === NOTHING || at >= distance || at < nearest) continue
    const { material, semantic } = world.surfaces[ints[4 * i + 2]]
    // The road lies under every cone: its echo comes in at a glance and is what the device is tuned to leave out.
    if (GROUND.has(semantic)) continue
    if (floats[4 * i + 1] < (ROUGH_MATERIALS.has(material) ? ROUGH : SMOOTH)) continue
    distance = at
    instance = owner === STANDING ? 0 : owner
  }
  return distance === Infinity ? null : { distance, instance }
}

const GROUND: ReadonlySet<string> = new Set(['road', 'road-marking', 'shoulder', 'terrain'])

/** Unit directions of a cone about x, sensor frame: its axis and rings of spokes. `cone`: full angle, rad. */
const coneOf = (cone: number): Vec3[] => [
  [1, 0, 0],
  ...Array.from({ length: RINGS * SPOKES }, (_, i): Vec3 => {
    const off = ((Math.floor(i / SPOKES) + 1) / RINGS) * (cone / 2)
    const about = ((i % SPOKES) / SPOKES) * 2 * Math.PI
    return [Math.cos(off), Math.sin(off) * Math.cos(about), Math.sin(off) * Math.sin(about)]
  }),
]

/** What it hears with this share of it open: the less, the less far. */
export const muffled = (echo: Echo | null, open: number, { range }: UltrasonicSpec): Echo | null =>
  echo !== null && echo.distance <= open * range[1] ? echo : null

export const ultrasonic: Sensor<UltrasonicSpec, Echo | null, number | null> = {
  kind: 'ultrasonic',
  rate: (spec) => spec.rate,
  pose: mountPose,
  develop: (spec, echo, { seed, index }) => {
    if (echo === null) return null
    const [nearest, farthest] = spec.range
    const told = echo.distance + spec.rangeNoise * stream(seed, 'ultrasonic', spec.id, index).normal()
    return told > farthest ? null : Math.max(nearest, told)
  },
}
