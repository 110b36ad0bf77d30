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
  state.throttle = Math.max(0, Math.min(1, controls.throttle))
  let rim = 0
  for (const { model: m, spinRate } of v.wheels) rim += m.drive * Math.abs(spinRate) * m.radius
  const most = Math.min(model.spec.driveForceMax, model.spec.enginePower / Math.max(CREEP, rim))
  const force = state.throttle * state.driveShare * most
  for (const wheel of v.wheels) wheel.driveTorque = force * wheel.model.drive * wheel.model.radius
}
