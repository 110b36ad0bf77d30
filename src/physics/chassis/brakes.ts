/** From the pedal to each wheel's brake torque: lag, proportioning, fading, failure, the motor's part, ABS, ESC. */
import { motorBrakeFade } from '../../scenario/index.ts'
import type { Controls } from '../../world/index.ts'
import { brakeSlip, limitByAbs } from './abs.ts'
import { fade, warm } from './brake-heat.ts'
import { dragFlatTyres } from '../tyres/burst.ts'
import { ACT } from '../constants.ts'
import type { Vehicle } from '../vehicle.ts'

/** Sets each wheel's brake torque. */
export const brake = (v: Vehicle, controls: Controls): void => {
  const { model, state, failures, wheels } = v
  state.pedal = Math.max(0, Math.min(1, controls.brake))
  build(v)
  if (state.pressure === 0 && state.escActive === 0 && state.tcActive === 0 && failures === null) {
    release(v)
    return
  }
  const [front] = model.axles
  const rearShare = proportion(v)
  for (let w = 0; w < wheels.length; w++) {
    const wheel = wheels[w]
    const left = failures === null ? 1 : failures.brakeLeft[w]
    const share = w < front.length ? left : left * rearShare
    wheel.brakeTorque =
      (state.pressure * share * wheel.model.brake + left * wheel.escTorque) * fade(wheel.brakeHeat)
  }
  if (model.spec.motor !== undefined) brakeByMotor(v)
  limitByAbs(v)
  for (const wheel of wheels) if (wheel.brakeTorque > 0 || wheel.brakeHeat > 0) warm(wheel)
  if (failures !== null) dragFlatTyres(v)
}

/**
 * Pressure follows the pedal with a first-order lag. Air must first push the linings out to the drum: from
 * released brakes nothing happens for the delay.
 */
const build = ({ model, state }: Vehicle): void => {
  if (model.brakeStroke < 1) {
    const wanted = state.pedal > 0 ? 1 : 0
    if (wanted === 1 || state.pressure < RELEASED)
      state.stroke = Math.max(0, Math.min(1, state.stroke + (2 * wanted - 1) * model.brakeStroke))
    if (wanted === 1 && state.stroke < 1) return
  }
  state.pressure += (state.pedal - state.pressure) * model.brakeResponse
  if (state.pedal === 0 && state.pressure < GONE) state.pressure = 0
}

/** Pressure at which linings let go, and below which there is none. */
const RELEASED = 0.01
const GONE = 1e-5

/** Nobody brakes: what most vehicles do most of the time. */
const release = ({ state, wheels }: Vehicle): void => {
  state.absActive = 0
  for (const wheel of wheels) {
    wheel.brakeTorque = 0
    wheel.absHolds = 0
    if (wheel.brakeHeat > 0) warm(wheel)
  }
}

/** Share of its pressure that the rear keeps. */
const proportion = (v: Vehicle): number => {
  const kind = v.model.spec.brakeProportioning
  if (kind === undefined || kind === 'fixed' || v.state.pressure === 0) return 1
  return kind === 'by-load' ? proportionByLoad(v) : proportionBySlip(v)
}

/** A load-sensing valve: the rear brakes no more for its load than the front. Braking takes load off the rear. */
const proportionByLoad = ({ model, wheels }: Vehicle): number => {
  let [front, rear, frontBrake, rearBrake] = [0, 0, 0, 0]
  const first = model.axles[0].length
  for (let w = 0; w < wheels.length; w++) {
    const { load, model: m } = wheels[w]
    if (w < first) {
      front += load
      frontBrake += m.brake / m.radius
    } else {
      rear += load
      rearBrake += m.brake / m.radius
    }
  }
  if (front === 0) return 1
  return Math.max(LEAST_REAR, Math.min(1, (rear * frontBrake) / (front * rearBrake)))
}

/** The rear never loses more than this. */
const LEAST_REAR = 0.15
/** Electronic distribution: the rear's slip may be this much above the front's; how fast it falls and rises, 1/s. */
const MARGIN = 0.003
const FALLS = 6
const RISES = 2
/** It compares wheels only above this speed, m/s. */
const LEAST_SPEED = 2

const proportionBySlip = ({ model, state, wheels, abs }: Vehicle): number => {
  if (abs !== 'on') return 1
  let front = 0
  let rear = 0
  const first = model.axles[0].length
  for (let w = 0; w < wheels.length; w++) {
    if (wheels[w].vx < LEAST_SPEED) return state.rearShare
    if (w < first) front = Math.max(front, brakeSlip(wheels[w]))
    else rear = Math.max(rear, brakeSlip(wheels[w]))
  }
  const rate = rear > front + MARGIN ? -FALLS : RISES
  state.rearShare = Math.max(LEAST_REAR, Math.min(1, state.rearShare + rate * ACT))
  return state.rearShare
}

/** The motor takes over from the brakes, and gives back when ABS works, this fast, 1/s. */
const TAKES = 4
const GIVES = 20

/**
 * Regenerative braking, blended so that the pedal gives the same: on the driven axles the motor does what it
 * can of the braking asked for, and the friction brakes the rest.
 */
const brakeByMotor = ({ model, state, wheels }: Vehicle): void => {
  const { motor } = model.spec
  if (motor === undefined) return
  state.motorShare = Math.max(
    0,
    Math.min(1, state.motorShare + (state.absActive === 1 ? -GIVES : TAKES) * ACT),
  )
  let rim = 0
  let asked = 0
  for (const { model: m, spinRate, brakeTorque } of wheels) {
    rim += m.drive * spinRate * m.radius
    if (m.drive > 0) asked += brakeTorque / m.radius
  }
  if (rim <= 0 || asked === 0) return
  const most = Math.min(motor.brakeForce, motor.brakePower / rim) * motorBrakeFade(rim)
  const share = (state.motorShare * Math.min(most, asked)) / asked
  for (const wheel of wheels) {
    if (wheel.model.drive === 0) continue
    const torque = share * wheel.brakeTorque
    wheel.brakeTorque -= torque
    wheel.driveTorque -= torque
  }
}
