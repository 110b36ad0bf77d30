/**
 * The inertial unit: specific force and rate of turn where it is mounted.
 *
 * What it measures is what such a device integrates: the mean over the time since the control step before, from the
 * change of its own velocity. Lever arm, turning and a contact are therefore in it whole: a contact is one change of
 * velocity within one tick, and shows as a force that is large for one control step (and is cut off at `range`).
 *
 * Errors after IEEE Std 952-1997, annex C: white noise of density N (deviation N sqrt(rate) a reading), a bias that
 * walks with K (deviation K sqrt(T) after T), so that the Allan deviation is sqrt(N^2 / T + K^2 T / 3). Left out: bias
 * instability between the two, errors of scale and axes, vibration, temperature.
 */
import { clamp, conjugate, rotate, scale, stream, sub, type Vec3 } from '../../math/index.ts'
import type { ImuSpec, InertialNoise } from '../../scenario/index.ts'
import { TICKS_PER_SECOND, type WorldState } from '../../world/index.ts'
import { carrierOf, mountPose, mountVelocity } from '../mounted.ts'
import type { ReadingKey, Sensor } from '../sensor.ts'
import { randomWalk, wanderAt } from '../wander.ts'

/** Sensor frame: specific force, m/s^2 (at rest +g up), and rate of turn, rad/s. */
export interface Inertial {
  readonly force: Vec3
  readonly turn: Vec3
}

/** Of physics too, m/s^2. */
const GRAVITY = 9.81

/**
 * What an inertial unit without errors would read.
 * @param before the state of the last control step before this one; null: there is none, and the body moves evenly
 */
export const imuTruth = (spec: ImuSpec, state: WorldState, before: WorldState | null): Inertial => {
  const { orientation } = imu.pose(spec, state)
  const carrier = carrierOf(spec, state)
  const toSensor = (world: Vec3): Vec3 => rotate(conjugate(orientation), world)
  const turn = toSensor(rotate(carrier.orientation, carrier.angularVelocity))
  // Somebody who has just come into the world brings no acceleration along.
  const known = before !== null && carrier.present && carrierOf(spec, before).present
  const acceleration = known ? changeOf(spec, state, before) : ([0, 0, 0] as const)
  const [ax, ay, az] = acceleration
  return { turn, force: toSensor([ax, ay, az + GRAVITY]) }
}

const changeOf = (spec: ImuSpec, state: WorldState, before: WorldState): Vec3 =>
  scale(
    sub(mountVelocity(spec, state), mountVelocity(spec, before)),
    TICKS_PER_SECOND / (state.tick - before.tick),
  )

const AXES = [0, 1, 2] as const

const measured = (
  truth: Vec3,
  { white, walk, bias, range }: InertialNoise,
  { id, rate }: ImuSpec,
  { seed, index }: ReadingKey,
  what: string,
): Vec3 => {
  const noise = stream(seed, 'imu', id, what, 'noise', index)
  const wakes = stream(seed, 'imu', id, what, 'bias')
  const walked = randomWalk(walk / Math.sqrt(rate))
  const [x, y, z] = AXES.map((axis) =>
    clamp(
      truth[axis] +
        white * Math.sqrt(rate) * noise.normal() +
        bias * wakes.normal() +
        wanderAt(walked, index, seed, 'imu', id, what, 'walk', axis),
      -range,
      range,
    ),
  )
  return [x, y, z]
}

export const imu: Sensor<ImuSpec, Inertial, Inertial> = {
  kind: 'imu',
  rate: (spec) => spec.rate,
  pose: mountPose,
  develop: (spec, { force, turn }, key) => ({
    force: measured(force, spec.accelerometer, spec, key, 'force'),
    turn: measured(turn, spec.gyro, spec, key, 'turn'),
  }),
}
