/** Faults of the story, as any sensor but a camera feels them. The truth that labels are made of never does. */
import { compose, eulerFromQuat, hashNames, quatFromEuler } from '../math/index.ts'
import type {
  InertialNoise,
  Mount,
  SensorFaultKind,
  SensorKind,
  SensorSpec,
  SpecOf,
} from '../scenario/index.ts'
import type { SensorFault, WorldState } from '../world/index.ts'
import type { ReadingKey } from './sensor.ts'

/** How strong a fault of this sensor is now; 0: it is not at work. */
export const faultLevel = (faults: readonly SensorFault[], sensor: string, kind: SensorFaultKind): number =>
  faults.reduce((most, f) => (f.sensor === sensor && f.fault === kind ? Math.max(most, f.level) : most), 0)

/** The share that snow, mud and whatever else lies on a sensor leaves open, 0..1. */
export const openShare = (faults: readonly SensorFault[], sensor: string): number =>
  (['snow-cover', 'mud', 'blockage'] as const).reduce(
    (open, cover) => open * (1 - Math.min(1, faultLevel(faults, sensor, cover))),
    1,
  )

/**
 * What a sensor gives that may lose readings (`dropout`) or stand still (`freeze`), by their levels' share.
 * @param reading what it would have given
 * @param last what it gave the time before; null: nothing yet
 * @param nothing what it gives when the reading is lost
 */
export const givenWithFaults = <R>(
  reading: R,
  faults: readonly SensorFault[],
  id: string,
  key: ReadingKey,
  last: R | null,
  nothing: R,
): R => {
  const struck = (kind: SensorFaultKind): boolean => {
    const level = faultLevel(faults, id, kind)
    return level > 0 && hashNames(key.seed, ['fault', id, kind, key.index]) < level * 4294967296
  }
  if (last !== null && struck('freeze')) return last
  return struck('dropout') ? nothing : reading
}

/** When a reading of now is there to be used, s: later by the sensor's latency and by what the fault `latency` adds. */
export const availableAt = (
  { id, latency }: Pick<SensorSpec, 'id' | 'latency'>,
  { time, surroundings }: Pick<WorldState, 'time' | 'surroundings'>,
): number => time + latency + faultLevel(surroundings?.faults ?? [], id, 'latency')

type Of<K extends SensorKind> = SpecOf<K> & { readonly kind: K }

/**
 * The device as faults have it: out of its mount, and noisier. Whoever reads it goes on believing that it is as it was,
 * so a frame's own pose and labels are of the spec that goes in.
 */
export const impaired = <K extends SensorKind>(spec: Of<K>, faults: readonly SensorFault[]): Of<K> => {
  const factor = faultLevel(faults, spec.id, 'noise')
  const shifts = faults.flatMap((f) =>
    f.sensor === spec.id && f.fault === 'misalignment' && f.level > 0 && f.shift !== undefined
      ? [f.shift]
      : [],
  )
  const noisy = factor > 1 ? noisier(spec, factor) : spec
  return shifts.length === 0 ? noisy : { ...noisy, mount: shifts.reduce(shifted, noisy.mount) }
}

/** A mount that is moved and turned in its own frame. */
const shifted = (mount: Mount, shift: Mount): Mount => {
  const pose = (of: Mount) => ({ position: of.position, orientation: quatFromEuler(of) })
  const { position, orientation } = compose(pose(mount), pose(shift))
  return { position, ...eulerFromQuat(orientation) }
}

const noisier = <K extends SensorKind>(spec: Of<K>, factor: number): Of<K> => ({
  ...spec,
  ...NOISIER[spec.kind](spec, factor),
})

/** What grows with the noise; cameras have theirs in what they make of light. */
const NOISIER: { readonly [K in SensorKind]: (spec: SpecOf<K>, factor: number) => Partial<SpecOf<K>> } = {
  camera: () => ({}),
  'event-camera': ({ thresholdNoise }, k) => ({ thresholdNoise: k * thresholdNoise }),
  lidar: ({ rangeNoise }, k) => ({ rangeNoise: k * rangeNoise }),
  radar: ({ accuracy, clutter }, k) => ({
    clutter: k * clutter,
    accuracy: {
      range: k * accuracy.range,
      azimuth: k * accuracy.azimuth,
      speed: k * accuracy.speed,
      ...(accuracy.elevation === undefined ? {} : { elevation: k * accuracy.elevation }),
    },
  }),
  imu: ({ gyro, accelerometer }, k) => ({
    gyro: louder(gyro, k),
    accelerometer: louder(accelerometer, k),
  }),
  gnss: ({ noise, wander, speedNoise }, k) => ({
    noise: [k * noise[0], k * noise[1]],
    wander: [k * wander[0], wander[1]],
    speedNoise: k * speedNoise,
  }),
  'wheel-speed': ({ jitter }, k) => ({ jitter: k * jitter }),
  ultrasonic: ({ rangeNoise }, k) => ({ rangeNoise: k * rangeNoise }),
}

const louder = (noise: InertialNoise, factor: number): InertialNoise => ({
  ...noise,
  white: factor * noise.white,
})
