/**
 * From a wanted acceleration to the pedals: the force that the vehicle's data say it takes, plus a little
 * feedback for what they do not say. The driver never knows the friction: on ice he asks and does not get.
 */
import { clamp } from '../../math/index.ts'
import { driveForceAt, overrunForceAt, wheelPlaces, type VehicleSpec } from '../../scenario/index.ts'
import type { ActorState } from '../../world/index.ts'

export interface Pedals {
  readonly throttle: number
  readonly brake: number
}

/** Pedals, and the feedback's memory (m/s^2) to hand in again next time. */
export interface Footwork extends Pedals {
  readonly trim: number
}

const AIR_DENSITY = 1.225
const GRAVITY = 9.81
/** Rolling resistance over weight: a passenger car on asphalt. */
const ROLLING = 0.012
/** The feedback gathers this share of the error each second, and never more than this, m/s^2. */
const TRIM_RATE = 0.8
const TRIM_MOST = 0.5
/** Braking weaker than this is left to drag, m/s^2: nobody touches the pedal for it. */
const COASTING = 0.1
/** Below this speed (m/s) a driver who wants less than this (m/s^2) stands on the brake this hard. */
const STANDING = 0.3
const NOT_WORTH_MOVING = 0.15
const STANDING_BRAKE = 0.3
/** Whatever gives less than this gives nothing, N: past the top speed, or nothing to drive with. */
const LEAST_FORCE = 1
/** Slip of a driven wheel at which the foot begins to lift, and at which it is off. */
const SPIN_FELT = 0.08
const SPIN_MOST = 0.3

/** Brake pedal (0..1) for a deceleration by the brakes alone, m/s^2. */
export const brakePedal = (v: VehicleSpec, deceleration: number): number => {
  // Each axle's share of the torque acts at its own wheels' radius.
  const grip = v.axles.reduce((sum, axle) => sum + axle.brakeShare / axle.wheelRadius, 0)
  return clamp((v.mass * deceleration) / (v.brakeTorqueMax * grip), 0, 1)
}

/** How far a driver lifts his foot because the driven wheels spin: 1 not at all, 0 wholly. */
const lift = (v: VehicleSpec, actor: ActorState): number => {
  const places = wheelPlaces(v.axles)
  let most = 0
  for (let i = 0; i < actor.wheels.length; i++)
    if (places[i].axle.driveShare > 0) most = Math.max(most, actor.wheels[i].slipRatio)
  return clamp((SPIN_MOST - most) / (SPIN_MOST - SPIN_FELT), 0, 1)
}

/**
 * Pedals for an acceleration (m/s^2, forward positive).
 * @param trim what the last call gave (0 at first).
 * @param dt time since the last call, s.
 */
export const pressPedals = (
  vehicle: VehicleSpec,
  actor: ActorState,
  speed: number,
  wanted: number,
  trim: number,
  dt: number,
): Footwork => {
  if (speed < STANDING && wanted < NOT_WORTH_MOVING) return { throttle: 0, brake: STANDING_BRAKE, trim: 0 }
  const drag = 0.5 * AIR_DENSITY * vehicle.dragArea * speed * speed + ROLLING * vehicle.mass * GRAVITY
  const error = clamp(wanted - actor.acceleration[0], -1, 1)
  const gathered = clamp(trim + TRIM_RATE * error * dt, -TRIM_MOST, TRIM_MOST)
  const force = vehicle.mass * (wanted + gathered) + drag
  // The foot off the throttle brakes by engine or motor; the pedal begins there.
  const overrun = overrunForceAt(vehicle, speed)
  if (force >= -overrun) {
    const most = Math.max(driveForceAt(vehicle, speed), LEAST_FORCE)
    const throttle = clamp((force + overrun) / (most + overrun), 0, 1) * lift(vehicle, actor)
    return { throttle, brake: 0, trim: gathered }
  }
  const deceleration = -(force + overrun) / vehicle.mass
  return {
    throttle: 0,
    brake: deceleration < COASTING ? 0 : brakePedal(vehicle, deceleration),
    trim: gathered,
  }
}
