/** Instruments that give a few numbers a reading, as messages: what was measured (left out: lost), and the truth. */
import { PositionCovarianceType, type LocationFix, type Time } from '@foxglove/schemas'
import type { GnssFrame, ImuFrame, UltrasonicFrame, WheelSpeedFrame } from '../../labels/index.ts'
import type { Vec3 } from '../../math/index.ts'
import { TIMESTAMP } from './primitives.ts'
import type { MessageSchema } from './file.ts'

const numbers = (description: string, length?: number) => ({
  ...{ type: 'array', items: { type: 'number' }, description },
  ...(length === undefined ? {} : { minItems: length, maxItems: length }),
})

const schemaOf = (title: string, description: string, properties: object, optional: readonly string[]) => ({
  ...{ title, description, type: 'object' },
  properties: { timestamp: TIMESTAMP, frame_id: { type: 'string' }, ...properties },
  required: ['timestamp', 'frame_id', ...Object.keys(properties).filter((name) => !optional.includes(name))],
})

export const IMU_SCHEMA: MessageSchema = schemaOf(
  'nearmiss.Imu',
  'A reading of an inertial unit, in its own frame',
  {
    force_mps2: numbers('specific force, at rest +g up; left out: lost', 3),
    turn_radps: numbers('rate of turn; left out: lost', 3),
    true_force_mps2: numbers('without its errors', 3),
    true_turn_radps: numbers('without its errors', 3),
  },
  ['force_mps2', 'turn_radps'],
)

export const imuMessage = ({ sensor, measured, truth }: ImuFrame, time: Time) => ({
  ...{ timestamp: time, frame_id: sensor.id },
  ...(measured === null ? {} : { force_mps2: measured.force, turn_radps: measured.turn }),
  true_force_mps2: truth.force,
  true_turn_radps: truth.turn,
})

export const WHEEL_SPEED_SCHEMA: MessageSchema = schemaOf(
  'nearmiss.WheelSpeeds',
  'How fast the wheels turn, axle by axle from the front, left before right',
  {
    speed_radps: numbers('left out: lost'),
    true_speed_radps: numbers('without its errors'),
  },
  ['speed_radps'],
)

export const wheelSpeedMessage = ({ sensor, measured, truth }: WheelSpeedFrame, time: Time) => ({
  ...{ timestamp: time, frame_id: sensor.id },
  ...(measured === null ? {} : { speed_radps: measured }),
  true_speed_radps: truth,
})

export const RANGE_SCHEMA: MessageSchema = schemaOf(
  'nearmiss.Range',
  'What an ultrasonic sensor measures',
  {
    range_m: { type: 'number', description: 'left out: no echo' },
    true_range_m: {
      type: 'number',
      description: 'of the nearest thing in its cone; left out: there is none',
    },
    track_id: { type: 'integer', description: 'who gave the echo; 0: no actor' },
  },
  ['range_m', 'true_range_m'],
)

export const rangeMessage = ({ sensor, measured, truth, instance }: UltrasonicFrame, time: Time) => ({
  ...{ timestamp: time, frame_id: sensor.id },
  ...(measured === null ? {} : { range_m: measured }),
  ...(truth === null ? {} : { true_range_m: truth }),
  track_id: instance,
})

const DEGREES = 180 / Math.PI

/** Of what the receiver tells; null: it has no fix. Variances are the noise's and the wandering error's. */
export const fixMessage = ({ sensor, measured }: GnssFrame, time: Time): LocationFix | null => {
  if (measured === null) return null
  const { latitude, longitude, height } = measured.geodetic
  const [horizontal, vertical] = sensor.noise.map((sigma) => sigma ** 2 + sensor.wander[0] ** 2)
  return {
    timestamp: time,
    frame_id: sensor.id,
    latitude: latitude * DEGREES,
    longitude: longitude * DEGREES,
    altitude: height,
    position_covariance: [horizontal, 0, 0, 0, horizontal, 0, 0, 0, vertical],
    position_covariance_type: PositionCovarianceType.DIAGONAL_KNOWN,
  }
}

export const GNSS_SCHEMA: MessageSchema = schemaOf(
  'nearmiss.Gnss',
  'Where an antenna is in the world frame, and how it moves',
  {
    position_m: numbers('left out: no fix', 3),
    velocity_mps: numbers('left out: no fix', 3),
    satellites: { type: 'integer' },
    true_position_m: numbers('without its errors', 3),
    true_velocity_mps: numbers('without its errors', 3),
  },
  ['position_m', 'velocity_mps'],
)

export const gnssMessage = ({ sensor, measured, truth }: GnssFrame, time: Time) => ({
  ...{ timestamp: time, frame_id: sensor.id },
  ...(measured === null
    ? { satellites: 0 }
    : {
        ...{ position_m: measured.position, velocity_mps: measured.velocity },
        satellites: measured.satellites,
      }),
  true_position_m: truth.position satisfies Vec3,
  true_velocity_mps: truth.velocity,
})
