/** Engine and differentials: the engine gives up to its power or its largest force, split to the wheels. */
import type { Controls } from '../world/index.ts'
import type { Vehicle } from './vehicle.ts'

/** Below this speed the engine's force, not its power, is the limit; keeps P / v finite, m/s. */
const CREEP = 0.5

/**
 * Driving torque of each wheel: throttle * min(F_max, P / v) at the rims, shared by axle and evenly within
 * an axle (an open differential gives both sides the same torque). v is the driven wheels' own speed, so
 * a spinning wheel cannot draw more than the engine has.
 */
export const drive = (v: Vehicle, controls: Controls): void => {
  const { model, state } = v
  const { spinRate, driveTorque } = v.wheels
  state.throttle = Math.max(0, Math.min(1, controls.throttle))
  const throttle = state.throttle * state.driveShare
  let rim = 0
  for (let w = 0; w < model.wheelCount; w++) rim += model.drive[w] * Math.abs(spinRate[w]) * model.radius[w]
  const force = throttle * Math.min(model.spec.driveForceMax, model.spec.enginePower / Math.max(CREEP, rim))
  for (let w = 0; w < model.wheelCount; w++) {
    driveTorque[w] = force * model.drive[w] * model.radius[w]
  }
}
