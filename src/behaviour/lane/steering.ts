/**
 * Lane keeping: the road-wheel angle that brings a vehicle to its course and along it.
 *
 * Feed-forward of the curvature ahead, plus pursuit of a point on the course about a second ahead, which
 * for a kinematic vehicle is a second-order loop of frequency sqrt(PURSUIT)/LOOKAHEAD rad/s and damping
 * sqrt(PURSUIT)/2 at every speed; plus slow trims for understeer and side wind, and, when the vehicle
 * slides, steering into the slide and against the turning. Nothing in it knows the friction.
 */
import { clamp, conjugate, rotate, wrapAngle, yawOf } from '../../math/index.ts'
import type { Road } from '../../road/index.ts'
import type { VehicleSpec } from '../../scenario/index.ts'
import type { ActorState } from '../../world/index.ts'
import { courseAt, type Course } from './course.ts'

/** How far ahead the driver aims, s, and at least, m. */
const LOOKAHEAD = 1.35
const LOOKAHEAD_LEAST = 7
/** Turns on the way to the aim: 2 is pure pursuit of a circle; more straightens up before it. */
const PURSUIT = 3
/** The bend ahead is felt over this time, s: half of it makes up for steering and tyres. */
const PREVIEW = 0.3
/** Most lateral acceleration that a correction may ask for, m/s^2. */
const CORRECTION_MOST = 2.5
/**
 * What the wheels must turn more than geometry says is gathered at this rate, 1/s, up to this share of what
 * geometry says: enough for any understeer on grip, too little to wind up where there is no grip.
 */
const TRIM_RATE = 1.5
const TRIM_SHARE = 0.4
/** A lasting offset (side wind) is steered against at this rate, 1/s, up to this, rad ... */
const LEAN_RATE = 0.15
const LEAN_MOST = 0.01
/** ... while the vehicle runs along its course this closely, rad: an offset that shrinks needs no help. */
const ALONGSIDE = 0.004
/** Body slip that plain cornering has; more is a slide that the driver steers into, rad. */
const SLIDE_BEGINS = 0.05
/** Steering against a turning that the course does not ask for, rad per rad/s. */
const YAW_DAMPING = 0.08

/** What the driver has learnt of his vehicle and the wind: rad on the road wheel. */
export interface SteeringTrim {
  readonly understeer: number
  readonly lean: number
}

/** Road-wheel angle wanted, rad, and the trim to hand in again next time. */
export interface Steering {
  readonly steer: number
  readonly trim: SteeringTrim
}

/**
 * @param direction +1: the vehicle drives along s; -1: against it.
 * @param trim what the last call gave (zeros at first).
 * @param dt time since the last call, s.
 */
export const keepCourse = (
  vehicle: VehicleSpec,
  actor: ActorState,
  road: Road,
  direction: 1 | -1,
  course: Course,
  time: number,
  trim: SteeringTrim,
  dt: number,
): Steering => {
  const wheelbase = vehicle.axles[0].x - vehicle.axles[vehicle.axles.length - 1].x
  const [forward, leftward] = rotate(conjugate(actor.orientation), actor.velocity)
  const rolling = forward > 3
  const speed = Math.max(forward, 0.5)
  const slip = rolling ? Math.atan2(leftward, forward) : 0

  // Everything from here in the driver's own sense: left of his way is positive.
  const aim = courseAt(course, time)
  const lineHeading = road.toWorld(actor.s, 0).heading
  const preview = Math.max(2, PREVIEW * speed)
  const lineBend = (road.toWorld(actor.s + direction * preview, 0).heading - lineHeading) / preview
  const roadBend = lineBend / Math.max(0.2, 1 - lineBend * direction * aim.t)
  const courseBend = (direction * courseAt(course, time + PREVIEW / 2).bend) / (speed * speed + 1)
  const bend = roadBend + courseBend
  const offset = direction * (actor.t - aim.t)
  const facing = wrapAngle(yawOf(actor.orientation) - lineHeading - (direction > 0 ? 0 : Math.PI))
  const drift = Math.sin(facing + slip) - (direction * aim.rate) / speed

  const ahead = Math.max(LOOKAHEAD_LEAST, LOOKAHEAD * speed)
  const pull = PURSUIT / (ahead * ahead)
  const correctionMost = CORRECTION_MOST / Math.max(speed * speed, 25)
  const correction = clamp(-pull * (offset + ahead * drift), -correctionMost, correctionMost)

  const slide = slip - clamp(slip, -SLIDE_BEGINS, SLIDE_BEGINS)
  const turning = rolling ? actor.angularVelocity[2] - speed * bend : 0
  const learns = rolling && slide === 0 ? dt : 0
  // The path it really describes against the one it should.
  const lacking = bend + correction - actor.angularVelocity[2] / speed
  const most = TRIM_SHARE * wheelbase * Math.abs(bend)
  const understeer = clamp(trim.understeer + TRIM_RATE * learns * wheelbase * lacking, -most, most)
  const lasting = Math.abs(drift) < ALONGSIDE ? clamp(offset, -0.3, 0.3) : 0
  const lean = clamp(trim.lean - LEAN_RATE * learns * wheelbase * pull * lasting, -LEAN_MOST, LEAN_MOST)

  const steer = Math.atan(wheelbase * (bend + correction)) + understeer + lean + slide - YAW_DAMPING * turning
  const { steerMax } = vehicle.axles[0]
  return { steer: clamp(steer, -steerMax, steerMax), trim: { understeer, lean } }
}
