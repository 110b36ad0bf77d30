import type {
  GnssSpec,
  ImuSpec,
  InertialNoise,
  UltrasonicSpec,
  WheelSpeedSpec,
} from '../../src/scenario/index.ts'
import {
  gnss,
  imu,
  radar,
  ultrasonic,
  wheelSpeed,
  type Antenna,
  type Inertial,
  type RadarDetection,
  type RadarTruth,
  type Rolling,
} from '../../src/sensors/index.ts'
import { RADAR } from '../sensors/radar/spec.ts'
import { describeSensor } from './sensor.ts'

/** All numbers of a reading or a truth, in their order. */
const numbers = (value: unknown): number[] =>
  typeof value === 'number'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(numbers)
      : []
const bytes = (value: unknown): Uint8Array => new Uint8Array(Float64Array.from(numbers(value)).buffer)

const mounted = { actor: 'ego', model: 'test', latency: 0, mount: RADAR.mount } as const

describeSensor<typeof RADAR, RadarTruth, readonly RadarDetection[]>({
  sensor: radar,
  spec: { ...RADAR, clutter: 3 },
  truth: () => ({
    echoes: [20, 40, 60].map((range) => ({
      ...{ range, azimuth: 0.1, elevation: 0, radialSpeed: -3, rcs: 10, left: 1, instance: 2 },
      origin: 'object',
    })),
    leftPerMetre: 1,
    within: [2],
  }),
  bytes,
  truthBytes: bytes,
})

const noise: InertialNoise = { white: 0.01, walk: 1e-3, bias: 0.02, range: 100 }
const IMU: ImuSpec = {
  ...mounted,
  kind: 'imu',
  id: 'ego.imu',
  name: 'imu',
  rate: 100,
  gyro: noise,
  accelerometer: noise,
}

describeSensor<ImuSpec, Inertial, Inertial>({
  sensor: imu,
  spec: IMU,
  truth: () => ({ force: [0.3, -0.1, 9.81], turn: [0, 0, 0.2] }),
  bytes,
  truthBytes: bytes,
})

const GNSS: GnssSpec = {
  ...mounted,
  ...{
    kind: 'gnss',
    id: 'ego.gnss',
    name: 'gnss',
    rate: 10,
    noise: [0.5, 1],
    wander: [2, 300],
    speedNoise: 0.05,
  },
}
const SKY = (
  [
    [0.5, 0.5, 0.7],
    [-0.6, 0.3, 0.74],
    [0.1, -0.8, 0.59],
    [0, 0.1, 0.99],
    [0.7, -0.3, 0.65],
  ] as const
).map(([east, north, up]) => [east, north, up] as const)

describeSensor<GnssSpec, Antenna, ReturnType<typeof gnss.develop>>({
  sensor: gnss,
  spec: GNSS,
  truth: () => ({
    position: [10, 20, 1.5],
    velocity: [15, 0, 0],
    sky: { above: SKY, received: SKY.map((towards) => ({ towards, detour: 0 })) },
  }),
  bytes,
  truthBytes: bytes,
})

const RING: WheelSpeedSpec = {
  ...mounted,
  kind: 'wheel-speed',
  id: 'ego.abs',
  name: 'abs',
  rate: 50,
  teeth: 48,
  jitter: 0.3,
}

describeSensor<WheelSpeedSpec, readonly Rolling[], readonly number[]>({
  sensor: wheelSpeed,
  spec: RING,
  truth: () => Array.from({ length: 12 }, (_, i) => ({ angle: 3 + 0.37 * i, rate: 40 })),
  bytes,
  truthBytes: bytes,
})

const PARKING: UltrasonicSpec = {
  ...mounted,
  ...{
    kind: 'ultrasonic',
    id: 'ego.park',
    name: 'park',
    rate: 20,
    range: [0.15, 5],
    cone: 1,
    rangeNoise: 0.01,
  },
}

describeSensor<UltrasonicSpec, { distance: number; instance: number } | null, number | null>({
  sensor: ultrasonic,
  spec: PARKING,
  truth: () => ({ distance: 2, instance: 3 }),
  bytes,
  truthBytes: bytes,
})
