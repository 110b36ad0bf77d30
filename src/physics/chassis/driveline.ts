/** From the throttle to the torque of each wheel: engine and gears or motor, then the differentials. */
import { motorBrakeFade, type MotorSpec } from '../../scenario/index.ts'
import type { Controls } from '../../world/index.ts'
import { ACT } from '../constants.ts'
import { readForce, type EngineModel, type LockModel } from './powertrain.ts'
import type { Vehicle, Wheel } from '../vehicle.ts'

/** Below this speed the engine's force, not its power, is the limit; keeps P / v finite, m/s. */
const CREEP = 0.5

/**
 * Driving torque of each wheel. The throttle asks for a share of the most that any gear gives at this speed
 * (a torque-led engine control); the gearbox follows. Shared by axle and evenly across it, as open
 * differentials do, then what locks move. The speed is the driven wheels' own, so a spinning wheel cannot
 * draw more than the engine has.
 */
export const drive = (v: Vehicle, controls: Controls): void => {
  const { model, state } = v
  state.throttle = Math.max(0, Math.min(1, controls.throttle))
  let rim = 0
  for (const { model: m, spinRate } of v.wheels) rim += m.drive * spinRate * m.radius
  const force = forceOf(v, state.throttle * state.driveShare, rim)
  for (const wheel of v.wheels) wheel.driveTorque = force * wheel.model.drive * wheel.model.radius
  for (const lock of model.locks) holdTogether(lock, v.wheels)
}

/** Force at the driven rims, N, that turn at `rim` m/s. */
const forceOf = (v: Vehicle, throttle: number, rim: number): number => {
  const { engine, spec } = v.model
  if (engine !== null) return engineForce(v, engine, throttle, rim)
  const most = Math.min(spec.driveForceMax, spec.enginePower / Math.max(CREEP, Math.abs(rim)))
  return spec.motor === undefined
    ? throttle * most
    : motorForce(v, spec.motor, throttle * most, throttle, rim)
}

/** How long a gear is kept at least, and how often the gearbox thinks of another, s. */
const GEAR_KEPT = 0.7
const GEAR_LOOK = 0.1
/** A higher gear must give this much more than is asked, so that it does not come straight back. */
const RESERVE = 1.3
/** And turn the engine this much above where it labours. */
const CLEAR_OF_LABOUR = 1.2

const engineForce = (v: Vehicle, engine: EngineModel, throttle: number, rim: number): number => {
  const { state } = v
  const speed = Math.abs(rim)
  const wanted = throttle * readForce(engine.most, speed)
  state.gearWait -= ACT
  if (state.gearWait <= 0) shift(v, engine, wanted, speed)
  if (state.shiftLeft > 0) {
    state.shiftLeft -= ACT
    return 0
  }
  const gear = engine.gears[state.gear]
  const drag = rim > 0 ? state.dragShare * readForce(gear.drag, rim) : 0
  return Math.min(wanted, readForce(gear.full, speed)) - (1 - throttle) * drag
}

/** Changes gear where another suits speed and demand better. Gear -1: none yet, so nothing is interrupted. */
const shift = (v: Vehicle, engine: EngineModel, wanted: number, speed: number): void => {
  const { state } = v
  const gear = bestGear(engine, state.gear, wanted, speed)
  const kept = gear === state.gear || state.gear < 0
  state.shiftLeft = kept ? 0 : engine.shiftTime
  state.gearWait = kept ? GEAR_LOOK : engine.shiftTime + GEAR_KEPT
  state.gear = gear
}

/** The highest gear that turns the engine fast enough and gives what is asked; where none does, the strongest. */
const bestGear = ({ gears }: EngineModel, now: number, wanted: number, speed: number): number => {
  let strongest = 0
  for (let g = gears.length - 1; g >= 0; g--) {
    const { full, slowest, fastest } = gears[g]
    const higher = now >= 0 && g > now
    if (speed < (higher ? CLEAR_OF_LABOUR * slowest : slowest) || speed > fastest) continue
    const force = readForce(full, speed)
    if (force >= (higher ? RESERVE * wanted : wanted)) return g
    if (force > readForce(gears[strongest].full, speed)) strongest = g
  }
  return speed > gears[strongest].fastest ? gears.length - 1 : strongest
}

const motorForce = (v: Vehicle, motor: MotorSpec, wanted: number, throttle: number, rim: number): number => {
  const push = Math.abs(rim) < motor.topSpeed ? wanted : 0
  if (rim <= 0 || throttle >= 1) return push
  const most = Math.min(motor.liftOffForce, v.model.spec.enginePower / Math.max(CREEP, rim))
  return push - (1 - throttle) * v.state.dragShare * most * motorBrakeFade(rim)
}

/** How fast a lock takes hold, as a share of what would stop the difference before it acts again. */
const HOLD = 0.2

/**
 * Moves torque from the faster output of a differential to the slower one: dry clutches with a linear
 * beginning, so that they hold without chatter. It takes energy, and never gives any.
 */
const holdTogether = ({ one, other, preload, share }: LockModel, wheels: readonly Wheel[]): void => {
  let fed = 0
  let difference = 0
  let inertia = Infinity
  for (const w of one) {
    fed += wheels[w].driveTorque
    difference += wheels[w].spinRate / one.length
    inertia = Math.min(inertia, wheels[w].model.spinInertia)
  }
  for (const w of other) {
    fed += wheels[w].driveTorque
    difference -= wheels[w].spinRate / other.length
    inertia = Math.min(inertia, wheels[w].model.spinInertia)
  }
  const most = preload + share * Math.abs(fed)
  const moved = Math.max(-most, Math.min(most, ((HOLD * inertia) / ACT) * difference))
  for (const w of one) wheels[w].driveTorque -= moved / one.length
  for (const w of other) wheels[w].driveTorque += moved / other.length
}
