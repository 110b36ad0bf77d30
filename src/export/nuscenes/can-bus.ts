/** Messages of the carrier's CAN bus, as nuScenes' expansion has them. Fields that no truth is known of are left out. */
import { conjugate, norm, rotate, type Quat, type Vec3 } from '../../math/index.ts'
import type { ActorState, WorldState } from '../../world/index.ts'

/** What is kept of a control step. */
export interface Step {
  readonly tick: number
  readonly position: Vec3
  readonly orientation: Quat
  /** World, m/s. */
  readonly velocity: Vec3
  /** Body: rad/s and m/s^2. */
  readonly turn: Vec3
  readonly acceleration: Vec3
  readonly throttle: number
  readonly brake: number
  readonly steer: number
  readonly indicators: readonly [left: boolean, right: boolean]
  /** rad/s, axle by axle from the front, left before right. */
  readonly wheels: readonly number[]
  /** Its place on the road. */
  readonly road: readonly [s: number, t: number, road: number]
}

export const stepOf = ({ tick }: WorldState, actor: ActorState): Step => ({
  tick,
  position: actor.position,
  orientation: actor.orientation,
  velocity: actor.velocity,
  turn: actor.angularVelocity,
  acceleration: actor.acceleration,
  throttle: actor.throttle,
  brake: actor.brake,
  steer: actor.steer,
  indicators: [actor.lights.indicatorLeft, actor.lights.indicatorRight],
  wheels: actor.wheels.map(({ spinRate }) => spinRate),
  road: [actor.s, actor.t, actor.road ?? 0],
})

type Value = number | readonly number[]
export type Message = Readonly<Record<string, Value>> & { readonly utime: number }

const GRAVITY = 9.81
/** From the road wheels to the steering wheel; usual for passenger cars. */
const STEERING_RATIO = 16
const DEGREES = 180 / Math.PI
const RPM = 60 / (2 * Math.PI)
/** Pressure of a pedal that is pressed down, bar; the signal's end. */
const FULL_BRAKE = 126
/** Gear lever: driving. */
const DRIVE = 7
/** Voltages of the pedals' and the steering's sensors, from rest (or full right) to the other end; steering's rim, rad. */
const SENSORS = { brake: [0.166, 0.631], throttle: [0.105, 0.411], steering: [0.176, 0.252] } as const
const RIM = 7.7

const between = ([low, high]: readonly [number, number], share: number): number =>
  low + (high - low) * Math.min(1, Math.max(0, share))

/** With gravity, as an accelerometer has it; body frame. */
const felt = ({ acceleration, orientation }: Step): Vec3 => {
  const [x, y, z] = rotate(conjugate(orientation), [0, 0, GRAVITY])
  return [acceleration[0] + x, acceleration[1] + y, acceleration[2] + z]
}
const wxyz = ([x, y, z, w]: Quat): readonly number[] => [w, x, y, z]
const kmh = ({ velocity }: Step): number => 3.6 * norm(velocity)

/** What a kind of message says of a step, and how many control steps lie between two. */
interface Kind {
  readonly every: number
  readonly say: (step: Step, shift: (p: Vec3) => Vec3) => Readonly<Record<string, Value>>
}

/** By their names in file names. */
const KINDS: Readonly<Record<string, Kind>> = {
  ms_imu: {
    every: 1,
    say: (step) => ({
      linear_accel: felt(step),
      q: wxyz(step.orientation),
      rotation_rate: step.turn,
    }),
  },
  pose: {
    every: 2,
    say: (step, shift) => ({
      accel: felt(step),
      orientation: wxyz(step.orientation),
      pos: shift(step.position),
      rotation_rate: step.turn,
      vel: rotate(conjugate(step.orientation), step.velocity),
    }),
  },
  steeranglefeedback: { every: 1, say: ({ steer }) => ({ value: STEERING_RATIO * steer }) },
  vehicle_monitor: {
    every: 50,
    say: (step) => ({
      brake: Math.round(FULL_BRAKE * step.brake),
      brake_switch: step.brake > 0 ? 2 : 1,
      gear_position: DRIVE,
      left_signal: Number(step.indicators[0]),
      rear_left_rpm: RPM * (step.wheels.at(2) ?? 0),
      rear_right_rpm: RPM * (step.wheels.at(3) ?? 0),
      right_signal: Number(step.indicators[1]),
      steering: DEGREES * STEERING_RATIO * step.steer,
      throttle: Math.round(1000 * step.throttle),
      vehicle_speed: kmh(step),
      yaw_rate: DEGREES * step.turn[2],
    }),
  },
  zoesensors: {
    every: 1,
    say: (step) => ({
      brake_sensor: between(SENSORS.brake, step.brake),
      steering_sensor: between(SENSORS.steering, 0.5 + (STEERING_RATIO * step.steer) / (2 * RIM)),
      throttle_sensor: between(SENSORS.throttle, step.throttle),
    }),
  },
  zoe_veh_info: {
    every: 1,
    say: (step) => ({
      FL_wheel_speed: RPM * (step.wheels.at(0) ?? 0),
      FR_wheel_speed: RPM * (step.wheels.at(1) ?? 0),
      RL_wheel_speed: RPM * (step.wheels.at(2) ?? 0),
      RR_wheel_speed: RPM * (step.wheels.at(3) ?? 0),
      longitudinal_accel: step.acceleration[0],
      odom_speed: kmh(step),
      pedal_cc: Math.round(1000 * step.throttle),
      steer_corrected: DEGREES * STEERING_RATIO * step.steer,
      steer_offset_can: 0,
      steer_raw: DEGREES * STEERING_RATIO * step.steer,
      transversal_accel: step.acceleration[1] / GRAVITY,
    }),
  },
}

/**
 * Messages of a scene by their kind.
 * @param shift world -> global
 * @param utime microseconds of a tick
 */
export const messagesOf = (
  steps: readonly Step[],
  shift: (p: Vec3) => Vec3,
  utime: (tick: number) => number,
): Record<string, Message[]> =>
  Object.fromEntries(
    Object.entries(KINDS).map(([name, { every, say }]) => [
      name,
      steps
        .filter((_, i) => i % every === 0)
        .map((step) => ({ utime: utime(step.tick), ...say(step, shift) })),
    ]),
  )

/** How many messages of each kind there are, how often, and how their values spread. */
export const metaOf = (messages: Readonly<Record<string, readonly Message[]>>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(messages).flatMap(([name, all]) => {
      if (all.length === 0) return []
      const timespan = (all[all.length - 1].utime - all[0].utime) / 1e6
      const variables = Object.keys(all[0]).filter((key) => key !== 'utime')
      return [
        [
          name,
          {
            message_count: all.length,
            message_freq: timespan > 0 ? (all.length - 1) / timespan : 0,
            timespan,
            var_stats: Object.fromEntries(variables.map((key) => [key, spreadOf(all.map((m) => m[key]))])),
          },
        ],
      ]
    }),
  )

const spreadOf = (values: readonly Value[]): Record<string, Value> => {
  const rows = values.map((v) => (typeof v === 'number' ? [v] : v))
  const columns = rows[0].map((_, i) => rows.map((row) => row[i]))
  const of = (what: (column: readonly number[]) => number, on = columns): Value => {
    const all = on.map(what)
    return typeof values[0] === 'number' ? all[0] : all
  }
  const changes = columns.map((c) => c.slice(1).map((x, i) => x - c[i]))
  const all = { max: most, mean, min: least, std: deviation } as const
  return {
    ...Object.fromEntries(Object.entries(all).map(([name, what]) => [name, of(what)])),
    ...Object.fromEntries(Object.entries(all).map(([name, what]) => [`diff_${name}`, of(what, changes)])),
  }
}

/** Of nothing, 0. */
const mean = (xs: readonly number[]): number => xs.reduce((a, b) => a + b, 0) / Math.max(1, xs.length)
const most = (xs: readonly number[]): number => xs.reduce((a, b) => Math.max(a, b), xs.at(0) ?? 0)
const least = (xs: readonly number[]): number => xs.reduce((a, b) => Math.min(a, b), xs.at(0) ?? 0)
const deviation = (xs: readonly number[]): number => {
  const middle = mean(xs)
  return Math.sqrt(mean(xs.map((x) => (x - middle) * (x - middle))))
}
