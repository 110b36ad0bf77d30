/** From the steering demand to the road wheels: rate limit, stops, Ackermann geometry. */
import type { Controls } from '../world/index.ts'
import { TICK } from './constants.ts'
import type { Vehicle } from './vehicle.ts'

/** Moves the mean road-wheel angle towards the demand and turns the wheels about a common centre. */
export const steer = (v: Vehicle, controls: Controls): void => {
  const { model, state } = v
  const stop = model.steered[0]
  const wanted = Math.max(-stop, Math.min(stop, controls.steer))
  const reach = model.spec.steerRateMax * TICK
  const now = state.steer
  state.steer = Math.max(now - reach, Math.min(now + reach, wanted))

  if (state.steer === now) return
  const tangent = Math.tan(state.steer)
  for (let w = 0; w < model.wheelCount; w++) {
    if (model.steered[w] === 0) continue
    // 1 / R at the wheel: tan = L / (R - y), with y to the left and R > 0 to the left.
    const y = model.y[w] + model.cg[1]
    const angle = Math.atan(tangent / (1 - (y * tangent) / model.wheelbase))
    v.wheels.steerAngle[w] = angle
    v.wheels.steerCos[w] = Math.cos(angle)
    v.wheels.steerSin[w] = Math.sin(angle)
  }
}
