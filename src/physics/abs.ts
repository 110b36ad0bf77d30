/**
 * Anti-lock brakes: a slip controller a wheel. Both rear wheels take the lower of their two limits
 * (select-low), which keeps side force on a split surface.
 */
import { TICK } from './constants.ts'
import { across } from './model.ts'
import type { Vehicle } from './vehicle.ts'

/** Slip the controller holds. Most friction curves have their peak between 0.06 and 0.2 and fall slowly. */
const TARGET = 0.13
/** ABS leaves a wheel alone below this speed over the ground, m/s. */
const LEAST_SPEED = 1.5
/** How fast the limit moves per unit of slip error, and at most, 1/s (relative: valves work on the pressure). */
const GAIN = 90
const FASTEST_DUMP = 40
const FASTEST_BUILD = 8
/** How far ahead the controller looks along the wheel's own deceleration, s. */
const LOOK_AHEAD = 0.03
/** Pressure at which the brakes count as released, 0..1. */
const RELEASED = 1e-3
/** The limit never falls below this share of the brake's most, so that it can rise again. */
const FLOOR = 0.004

/**
 * Lowers `brakeTorque` to what ABS lets through. Faulty: the front left wheel's speed sensor reads zero, so
 * its brake is let go while the car moves.
 */
export const limitByAbs = (v: Vehicle): void => {
  const { model, state } = v
  const { brakeTorque, absLimit, absHolds } = v.wheels
  state.absActive = 0
  if (state.pressure < RELEASED && state.escActive === 0) {
    absHolds.fill(0)
    return
  }
  for (let w = 0; w < model.wheelCount; w++) {
    const speed = v.wheels.vx[w]
    const demand = brakeTorque[w]
    const works = v.abs !== 'off' || v.wheels.escTorque[w] > 0
    if (!works || speed < LEAST_SPEED || demand === 0) {
      absHolds[w] = 0
      continue
    }
    const broken = v.abs === 'faulty' && w === 0
    const rim = broken ? 0 : v.wheels.spinRate[w] * model.radius[w]
    const slip = 1 - rim / speed
    if (absHolds[w] === 0) {
      if (slip < TARGET) continue
      absHolds[w] = 1
      absLimit[w] = demand
    }
    const most = Math.max(demand, FLOOR * model.brake[w])
    const slipRate = broken ? 0 : (slip - v.wheels.lastSlip[w]) / TICK
    const error = TARGET - slip - LOOK_AHEAD * slipRate
    const rate = Math.max(-FASTEST_DUMP, Math.min(FASTEST_BUILD, GAIN * error))
    absLimit[w] = Math.min(most, Math.max(FLOOR * model.brake[w], absLimit[w] * Math.exp(rate * TICK)))
    // The wheel turns freely again and wants all the driver gives: the controller lets go.
    if (absLimit[w] >= demand && slip < TARGET) absHolds[w] = 0
  }
  for (let w = 0; w < model.wheelCount; w++) {
    v.wheels.lastSlip[w] =
      v.wheels.vx[w] > LEAST_SPEED ? 1 - (v.wheels.spinRate[w] * model.radius[w]) / v.wheels.vx[w] : 0
    let limit = absHolds[w] === 1 ? absLimit[w] : brakeTorque[w]
    if (w >= 2 && absHolds[across(w)] === 1) limit = Math.min(limit, absLimit[across(w)])
    if (limit < brakeTorque[w]) {
      brakeTorque[w] = limit
      state.absActive = 1
    }
  }
}
