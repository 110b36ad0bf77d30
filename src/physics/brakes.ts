/** Brake pedal, pressure lag, proportioning, and what ABS and ESC make of it wheel by wheel. */
import type { Controls } from '../world/index.ts'
import { limitByAbs } from './abs.ts'
import { TICK } from './constants.ts'
import { AT, type Vehicle } from './vehicle.ts'

/** Sets each wheel's brake torque. Pressure follows the pedal with a first-order lag. */
export const brake = (v: Vehicle, controls: Controls): void => {
  const { model, state, brakeTorque } = v
  state[AT.pedal] = Math.max(0, Math.min(1, controls.brake))
  const lag = model.spec.brakeLag
  state[AT.pressure] += (state[AT.pedal] - state[AT.pressure]) * (lag > 0 ? 1 - Math.exp(-TICK / lag) : 1)
  for (let w = 0; w < model.wheels; w++) brakeTorque[w] = state[AT.pressure] * model.brake[w] + v.escTorque[w]
  limitByAbs(v)
}
