/** Readings of the painted world's other devices, whose numbers are put there by hand. */
import type {
  EventCameraFrame,
  GnssFrame,
  ImuFrame,
  UltrasonicFrame,
  WheelSpeedFrame,
} from '../../src/labels/index.ts'
import type { Geodetic, Vec3 } from '../../src/math/index.ts'
import type {
  EventCameraSpec,
  GnssSpec,
  ImuSpec,
  UltrasonicSpec,
  WheelSpeedSpec,
} from '../../src/scenario/index.ts'
import { cameraView } from '../../src/sensors/index.ts'
import { TICKS_PER_SECOND, type WorldState } from '../../src/world/index.ts'
import { CAMERA, stateAt } from './painted.ts'

const mounted = {
  ...{ actor: 'ego', model: 'painted', rate: 10, latency: 0 },
  mount: { position: [1, 0, 0.5], yaw: 0, pitch: 0, roll: 0 },
} as const
const still = { white: 0, walk: 0, bias: 0, range: 100 }

export const IMU: ImuSpec = {
  ...{ ...mounted, kind: 'imu', id: 'ego.imu-body', name: 'imu-body', gyro: still, accelerometer: still },
}
export const GNSS: GnssSpec = {
  ...{ ...mounted, kind: 'gnss', id: 'ego.gnss-roof', name: 'gnss-roof' },
  ...{ noise: [3, 4], wander: [0, 1], speedNoise: 0 },
}
export const WHEEL_SPEED: WheelSpeedSpec = {
  ...{ ...mounted, kind: 'wheel-speed', id: 'ego.wheel-speed-all', name: 'wheel-speed-all' },
  ...{ teeth: 48, jitter: 0 },
}
export const ULTRASONIC: UltrasonicSpec = {
  ...{ ...mounted, kind: 'ultrasonic', id: 'ego.ultrasonic-rear', name: 'ultrasonic-rear' },
  ...{ range: [0.2, 5], cone: 1, rangeNoise: 0 },
}
export const EVENT_CAMERA: EventCameraSpec = {
  ...{ ...mounted, kind: 'event-camera', id: 'ego.event-camera-front', name: 'event-camera-front' },
  ...{ width: 8, height: 4, horizontalFov: 1, threshold: [0.2, 0.2], thresholdNoise: 0, refractory: 0 },
}

/** In the order in which a scenario may list them. */
export const INSTRUMENTS = [IMU, GNSS, WHEEL_SPEED, ULTRASONIC, EVENT_CAMERA]

const at = (
  n: number,
): { state: WorldState; index: number; tick: number; time: number; available: number } => {
  const state = stateAt((n * TICKS_PER_SECOND) / mounted.rate)
  return { state, index: n, tick: state.tick, time: state.time, available: state.time + mounted.latency }
}

export const paintedInertial = (n: number, lost = false): ImuFrame => {
  const truth = { force: [0.5, 0, 9.81] as Vec3, turn: [0, 0, 0.25] as Vec3 }
  const measured = { force: [0.625, 0, 9.75] as Vec3, turn: [0, 0, 0.5] as Vec3 }
  const { state, ...when } = at(n)
  return {
    ...{ kind: 'imu', ...when, state, sensor: IMU, pose: state.actors[0], truth },
    measured: lost ? null : measured,
  }
}

/** rad: needs more digits than a metre does. */
export const PLACE: Geodetic = { latitude: 0.8423456789012, longitude: 0.2023456789012, height: 520.25 }

export const paintedFix = (n: number, lost = false): GnssFrame => {
  const { state, ...when } = at(n)
  const truth = { position: state.actors[0].position, velocity: [15, 0, 0] as Vec3, geodetic: PLACE }
  return {
    ...{ kind: 'gnss', ...when, state, sensor: GNSS, pose: state.actors[0], truth },
    measured: lost ? null : { ...truth, satellites: 9 },
  }
}

export const paintedWheels = (n: number): WheelSpeedFrame => {
  const { state, ...when } = at(n)
  return {
    ...{ kind: 'wheel-speed', ...when, state, sensor: WHEEL_SPEED },
    ...{ measured: [45.5, 45.25, 45, 44.75], truth: [45, 45, 45, 45] },
  }
}

export const paintedEcho = (n: number): UltrasonicFrame => {
  const { state, ...when } = at(n)
  return {
    ...{ kind: 'ultrasonic', ...when, state, sensor: ULTRASONIC, pose: state.actors[0] },
    ...{ measured: n === 0 ? null : 2.5, truth: n === 0 ? null : 2.25, instance: n === 0 ? 0 : 3 },
  }
}

/** Two events: the lead's light on at (7, 3), something else's off at (0, 1). */
export const paintedEvents = (n: number): EventCameraFrame => {
  const { state, ...when } = at(n)
  const { width, height } = EVENT_CAMERA
  return {
    ...{ kind: 'event-camera', ...when, state, sensor: EVENT_CAMERA, width, height },
    view: cameraView({ ...CAMERA, width, height }, state),
    events: {
      ...{ count: 2, lost: 0, x: Uint16Array.of(7, 0), y: Uint16Array.of(3, 1) },
      ...{ offset: Float32Array.of(-0.0625, -0.03125), polarity: Uint8Array.of(1, 0) },
    },
    ...{ instance: Uint16Array.of(2, 0), semantic: Uint8Array.of(12, 1) },
  }
}
