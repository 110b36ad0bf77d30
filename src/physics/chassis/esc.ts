/**
 * Electronic stability control: compares the yaw rate with what the steering asks for and the road allows,
 * and brakes one wheel to make up the difference. While it does, the engine is cut (traction-control.ts).
 */
import { ACT } from '../constants.ts'
import type { Vehicle } from '../vehicle.ts'

/** ESC sleeps below this speed, m/s. */
const LEAST_SPEED = 4
/** Understeer gradient of the reference car, rad s^2/m: characteristic speed about 30 m/s for 2.7 m. */
const UNDERSTEER = 0.003
/** The reference asks for no more than this share of the friction. */
const ALLOWED = 0.9
/** The reference follows the steering with this lag, s. */
const LAG = 0.06
/** Yaw rate error that is let be, and that asks for the whole brake of the wheel, rad/s. */
const LEAST_ERROR = 0.05
const FULL_ERROR = 0.22
/** Side slip of the body that is let be, and that asks for the whole brake, rad. */
const LEAST_SLIP_ANGLE = 0.06
const FULL_SLIP_ANGLE = 0.18
/**
 * Sets `escTorque`. The controller is ideal in that it knows friction and side slip.
 * Faulty: the yaw rate sensor reads zero, so every turn looks like one that the car refuses.
 */
export const stabilise = (v: Vehicle): void => {
  const { state, motion: m } = v
  for (const wheel of v.wheels) wheel.escTorque = 0
  state.escActive = 0
  if (v.esc === 'off') return
  if (m.vx >= LEAST_SPEED) {
    const measured = v.esc === 'faulty' ? 0 : m.wz
    const error = measured - referenceYawRate(v)
    const need = Math.min(1, Math.max(0, (Math.abs(error) - LEAST_ERROR) / (FULL_ERROR - LEAST_ERROR)))
    const slipAngle = v.esc === 'faulty' ? 0 : Math.atan2(m.vy, m.vx)
    const spin = Math.min(
      1,
      Math.max(0, (Math.abs(slipAngle) - LEAST_SLIP_ANGLE) / (FULL_SLIP_ANGLE - LEAST_SLIP_ANGLE)),
    )
    // A nose that points into the turn (slip to the outside) is turned back by the outer front brake.
    if (spin > need && m.wz * slipAngle < 0) brakeOneWheel(v, m.wz > 0 ? 1 : 0, spin)
    else if (need > 0) brakeOneWheel(v, wheelAgainst(error, state.yawReference), need)
  }
}

/** What a well-behaved car would yaw at, from the steering angle, within friction. */
const referenceYawRate = (v: Vehicle): number => {
  const { model, state, motion: m } = v
  let force = 0
  for (const { mu, load } of v.wheels) force += mu * load
  const most = (ALLOWED * force) / (model.mass * m.vx)
  const wanted = (m.vx * state.steer) / (model.wheelbase + UNDERSTEER * m.vx * m.vx)
  const allowed = Math.max(-most, Math.min(most, wanted))
  state.yawReference += ((allowed - state.yawReference) * ACT) / LAG
  return state.yawReference
}

/**
 * Too much yaw: the front wheel on the outside; too little: the rear wheel on the inside.
 * @param error yaw rate less reference, left positive.
 */
const wheelAgainst = (error: number, reference: number): number => {
  if (error > 0) return reference >= 0 ? 1 : 3
  return reference <= 0 ? 0 : 2
}

const brakeOneWheel = (v: Vehicle, w: number, share: number): void => {
  const wheel = v.wheels[w]
  const { radius, brake, staticLoad } = wheel.model
  // The most that the tyre's friction could use, so that the systems need not undo it at once.
  const useful = wheel.mu * Math.max(wheel.load, 0.2 * staticLoad) * radius
  wheel.escTorque = share * Math.min(1.2 * useful, brake)
  v.state.escActive = 1
}
