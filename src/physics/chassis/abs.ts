/**
 * Anti-lock brakes: a slip controller a wheel. Both wheels of a rear axle take the lower of their two limits
 * (select-low), which keeps side force on a split surface.
 */
import { ACT } from '../constants.ts'
import type { Vehicle, Wheel } from '../vehicle.ts'

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
  const { state, wheels } = v
  state.absActive = 0
  if (state.pressure < RELEASED && state.escActive === 0 && state.tcActive === 0) {
    for (const wheel of wheels) wheel.absHolds = 0
    return
  }
  for (const wheel of wheels) {
    const works = v.abs !== 'off' || wheel.escTorque > 0
    if (works && wheel.vx >= LEAST_SPEED && wheel.brakeTorque > 0)
      control(wheel, targetOf(v, wheel), v.abs === 'faulty' && wheel === wheels[0])
    else wheel.absHolds = 0
    wheel.lastSlip = brakeSlip(wheel)
  }
  v.model.axles.forEach((axle, a) => {
    let low = Infinity
    if (a > 0) for (const w of axle) low = Math.min(low, limitOf(wheels[w]))
    for (const w of axle) if (apply(wheels[w], a === 0 ? limitOf(wheels[w]) : low)) state.absActive = 1
  })
}

/** A measured tyre keeps its stiffness where it has little friction, so that its peak comes at less slip. */
const targetOf = ({ model: { magicFormula } }: Vehicle, { mu }: Wheel): number =>
  magicFormula === null || mu === 0 ? TARGET : TARGET * Math.min(1, mu / magicFormula.pDx1)

/** Share of the speed over the ground by which the rim is slower. */
export const brakeSlip = ({ vx, spinRate, model }: Wheel): number =>
  vx > LEAST_SPEED ? 1 - (spinRate * model.radius) / vx : 0

const limitOf = ({ absHolds, absLimit }: Wheel): number => (absHolds === 1 ? absLimit : Infinity)

const apply = (wheel: Wheel, limit: number): boolean => {
  if (limit >= wheel.brakeTorque) return false
  wheel.brakeTorque = limit
  return true
}

/** Moves one wheel's limit towards the slip that it should have. */
const control = (wheel: Wheel, target: number, broken: boolean): void => {
  const demand = wheel.brakeTorque
  const slip = broken ? 1 : brakeSlip(wheel)
  if (wheel.absHolds === 0) {
    if (slip < target) return
    wheel.absHolds = 1
    wheel.absLimit = demand
  }
  const floor = FLOOR * wheel.model.brake
  const slipRate = broken ? 0 : (slip - wheel.lastSlip) / ACT
  const error = (TARGET / target) * (target - slip - LOOK_AHEAD * slipRate)
  const rate = Math.max(-FASTEST_DUMP, Math.min(FASTEST_BUILD, GAIN * error))
  const moved = Math.max(floor, wheel.absLimit * Math.exp(rate * ACT))
  wheel.absLimit = Math.min(Math.max(demand, floor), moved)
  // The wheel turns freely again and wants all the driver gives: the controller lets go.
  if (wheel.absLimit >= demand && slip < target) wheel.absHolds = 0
}
