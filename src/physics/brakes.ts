/** Brake pedal, pressure lag, proportioning, and what ABS and ESC make of it wheel by wheel. */
import type { Controls } from '../world/index.ts'
import { limitByAbs } from './abs.ts'
import type { Vehicle } from './vehicle.ts'

/** Sets each wheel's brake torque. Pressure follows the pedal with a first-order lag. */
export const brake = (v: Vehicle, controls: Controls): void => {
  const { model, state } = v
  state.pedal = Math.max(0, Math.min(1, controls.brake))
  state.pressure += (state.pedal - state.pressure) * model.brakeResponse
  for (const wheel of v.wheels) wheel.brakeTorque = state.pressure * wheel.model.brake + wheel.escTorque
  limitByAbs(v)
}
