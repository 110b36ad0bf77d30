/** From the steering demand to the road wheels: rate limit, stops, Ackermann geometry. */
import type { Controls } from '../world/index.ts'
import { TICK } from './constants.ts'
import type { Vehicle } from './vehicle.ts'

/** Moves the mean road-wheel angle towards the demand and turns the wheels about a common centre. */
export const steer = (v: Vehicle, controls: Controls): void => {
  const { model, state } = v
  const stop = model.wheels[0].steerMax
  const wanted = Math.max(-stop, Math.min(stop, controls.steer))
  const reach = model.spec.steerRateMax * TICK
  const now = state.steer
  state.steer = Math.max(now - reach, Math.min(now + reach, wanted))
  if (state.steer === now) return

  const tangent = Math.tan(state.steer)
  for (const wheel of v.wheels) {
    if (wheel.model.steerMax === 0) continue
    // 1 / R at the wheel: tan = L / (R - y), with y to the left and R > 0 to the left.
    const y = wheel.model.y + model.cg[1]
    wheel.steerAngle = Math.atan(tangent / (1 - (y * tangent) / model.wheelbase))
    wheel.steerCos = Math.cos(wheel.steerAngle)
    wheel.steerSin = Math.sin(wheel.steerAngle)
  }
}
