/**
 * Lane keeping: the road-wheel angle that brings a vehicle to its course and along it.
 *
 * Feed-forward of the curvature ahead, plus pure pursuit of a point on the course about a second ahead,
 * which for a kinematic vehicle is a second-order loop of frequency sqrt(2)/LOOKAHEAD rad/s and damping
 * 0.71 at every speed; plus a slow trim for what the vehicle understeers, and, when it slides, steering
 * into the slide and against the turning. Nothing in it knows the friction.
 */
import { clamp, conjugate, rotate, wrapAngle, yawOf } from '../math/index.ts'
import type { Road } from '../road/index.ts'
import type { VehicleSpec } from '../scenario/index.ts'
import type { ActorState } from '../world/index.ts'
import { courseAt, type Course } from './course.ts'

/** How far ahead the driver aims, s, and at least, m. */
const LOOKAHEAD = 1.1
const LOOKAHEAD_LEAST = 6
/** The bend ahead is felt over this time, s: half of it makes up for steering and tyres. */
const PREVIEW = 0.3
/** Most lateral acceleration that a correction may ask for, m/s^2. */
const CORRECTION_MOST = 2.5
/** Share of the steering that is lacking that the trim gathers each second, and its most, rad. */
const TRIM_RATE = 1.5
const TRIM_MOST = 0.04
/** More than this that is lacking (rad, and as a share of what is asked) is tyres at their end: no more of it. */
const TRIM_SMALL = 0
const TRIM_SHARE = 0.4
/** Body slip that plain cornering has; more is a slide that the driver steers into, rad. */
const SLIDE_BEGINS = 0.05
/** Steering against a turning that the course does not ask for, rad per rad/s. */
const YAW_DAMPING = 0.08

/** Road-wheel angle wanted, rad, and the trim to hand in again next time. */
export interface Steering {
  readonly steer: number
  readonly trim: number
}

/**
 * @param direction +1: the vehicle drives along s; -1: against it.
 * @param trim what the last call gave (0 at first).
 * @param dt time since the last call, s.
 */
export const keepCourse = (
  vehicle: VehicleSpec,
  actor: ActorState,
  road: Road,
  direction: 1 | -1,
  course: Course,
  time: number,
  trim: number,
  dt: number,
): Steering => {
  const wheelbase = vehicle.axles[0].x - vehicle.axles[vehicle.axles.length - 1].x
  const [forward, leftward] = rotate(conjugate(actor.orientation), actor.velocity)
  const speed = Math.max(forward, 0.5)
  const slip = forward > 3 ? Math.atan2(leftward, forward) : 0
  const aim = courseAt(course, time)

  // Everything from here in the driver's own sense: left of his way is positive.
  const lineHeading = road.toWorld(actor.s, 0).heading
  const preview = Math.max(2, PREVIEW * speed)
  const lineBend = (road.toWorld(actor.s + direction * preview, 0).heading - lineHeading) / preview
  const roadBend = lineBend / Math.max(0.2, 1 - lineBend * direction * aim.t)
  const bend = roadBend + (direction * aim.bend) / (speed * speed + 1)
  const offset = direction * (actor.t - aim.t)
  const facing = wrapAngle(yawOf(actor.orientation) - lineHeading - (direction > 0 ? 0 : Math.PI))
  const drift = Math.sin(facing + slip) - (direction * aim.rate) / speed

  const ahead = Math.max(LOOKAHEAD_LEAST, LOOKAHEAD * speed)
  const pursuit = (-2 * (offset + ahead * drift)) / (ahead * ahead)
  const correctionMost = CORRECTION_MOST / Math.max(speed * speed, 25)
  const correction = clamp(pursuit, -correctionMost, correctionMost)

  const slide = slip - clamp(slip, -SLIDE_BEGINS, SLIDE_BEGINS)
  const turning = speed > 3 ? actor.angularVelocity[2] - speed * bend : 0
  // The path it really describes against the one it should: what the wheels must turn more or less.
  const lacking = wheelbase * (bend + correction - actor.angularVelocity[2] / speed)
  const trimMost = TRIM_SMALL + TRIM_SHARE * wheelbase * Math.abs(bend)
  const gathered = forward > 3 && slide === 0 ? trim + TRIM_RATE * lacking * dt : trim
  const nextTrim = clamp(gathered, -trimMost, trimMost)

  const steer = Math.atan(wheelbase * (bend + correction)) + nextTrim + slide - YAW_DAMPING * turning
  const most = vehicle.axles[0].steerMax
  return { steer: clamp(steer, -most, most), trim: nextTrim }
}
