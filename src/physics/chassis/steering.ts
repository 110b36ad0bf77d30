/** From the steering demand to the road wheels: rate limit, stops, what the linkage gives, Ackermann geometry. */
import type { Controls } from '../../world/index.ts'
import { TICK } from '../constants.ts'
import { throughFault } from './steering-fault.ts'
import type { Vehicle } from '../vehicle.ts'

/** The linkage gives way with this lag, s, by its own friction and inertia. Judgement. */
const GIVES = TICK / 0.02

/** A smaller change of the angle does not turn the wheels yet, rad: at 30 m/s it is worth 0.00003 g. */
const UNSEEN = 1e-6

/** Moves the mean road-wheel angle towards the demand and turns the wheels about a common centre. */
export const steer = (v: Vehicle, controls: Controls): void => {
  const { model, state } = v
  const stop = model.wheels[0].steerMax
  const fault = v.failures?.steering ?? null
  const now = state.steer
  const demand = fault === null ? controls.steer : throughFault(fault, controls.steer, now)
  const wanted = Math.max(-stop, Math.min(stop, demand))
  const reach = (fault?.kind === 'heavy' ? fault.rate : model.spec.steerRateMax) * TICK
  state.steer = Math.max(now - reach, Math.min(now + reach, wanted))
  if (model.steeringStiffness < Infinity)
    state.steerGiven += (state.steeringMoment / model.steeringStiffness - state.steerGiven) * GIVES
  const angle = state.steer + state.steerGiven
  if (Math.abs(angle - state.steerTurned) < UNSEEN) return

  state.steerTurned = angle
  const tangent = Math.tan(angle)
  for (const wheel of v.wheels) {
    if (wheel.model.steerMax === 0) continue
    // 1 / R at the wheel: tan = L / (R - y), with y to the left and R > 0 to the left.
    const y = wheel.model.y + model.cg[1]
    wheel.steerAngle = Math.atan(tangent / (1 - (y * tangent) / model.wheelbase))
    wheel.steerCos = Math.cos(wheel.steerAngle)
    wheel.steerSin = Math.sin(wheel.steerAngle)
  }
}
