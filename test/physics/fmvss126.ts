/** FMVSS 126 (49 CFR 571.126): slowly increasing steer, then sine with dwell, on a plane with peak friction 0.9. */
import type { SystemState, VehicleSpec } from '../../src/scenario/index.ts'
import type { WorldState } from '../../src/world/index.ts'
import { actor, controls, drive, physicsOf } from './cars.ts'
import { flatRoad } from './flat-road.ts'

const SPEED = 80 / 3.6
const FREQUENCY = 0.7
const DWELL = 0.5
/** End of steering, s. */
const END = 1 / FREQUENCY + DWELL
/** Hand wheel over road wheel, to read the 270 degrees of the rule at the road wheels: usual of passenger cars. */
const STEERING_RATIO = 16
const DEGREE = Math.PI / 180

const road = flatRoad({ mu: 0.9 })

const sineWithDwell = (amplitude: number, t: number): number => {
  const threeQuarters = 0.75 / FREQUENCY
  if (t < threeQuarters) return amplitude * Math.sin(2 * Math.PI * FREQUENCY * t)
  if (t < threeQuarters + DWELL) return -amplitude
  return t < END ? amplitude * Math.sin(2 * Math.PI * FREQUENCY * (t - DWELL)) : 0
}

/** A robot turns the wheel: no rate limit worth the name. */
const withRobot = (vehicle: VehicleSpec): VehicleSpec => ({ ...vehicle, steerRateMax: 5 })

/** Road-wheel angle at 0.3 g in a slowly increasing steer at steady speed: the rule's A, rad. */
export const angleAt03g = (vehicle: VehicleSpec): number => {
  const car = actor({ id: 'car', spec: withRobot(vehicle), speed: SPEED })
  const states = drive(physicsOf(road, car), 8, (t, { actors: [a] }) =>
    controls({ steer: 0.01 * t, throttle: Math.max(0, Math.min(1, 0.08 + 0.5 * (SPEED - a.velocity[0]))) }),
  )
  return states.find((s) => s.actors[0].acceleration[1] > 0.3 * 9.81)!.actors[0].steer
}

/** Amplitudes of the rule, rad: from 1.5 A to the larger of 6.5 A and 270 degrees at the hand wheel, every second step of it. */
export const amplitudes = (a: number): number[] => {
  const most = Math.max(6.5 * a, (270 / STEERING_RATIO) * DEGREE)
  const steps = Math.ceil(most / a - 1.5 - 1e-9)
  return Array.from({ length: steps + 1 }, (_, i) => Math.min(most, (1.5 + i) * a))
}

export interface SineWithDwell {
  /** Yaw rate 1 s and 1.75 s after the end of steering, over its second peak. */
  readonly residue1: number
  readonly residue175: number
  /** Sideways way of the centre of gravity 1.07 s after the start, m. */
  readonly displacement: number
  readonly escActed: boolean
}

/** The manoeuvre at one amplitude, coasting in gear, as the rule has it. */
export const run = (vehicle: VehicleSpec, esc: SystemState, amplitude: number): SineWithDwell => {
  const car = actor({ id: 'car', spec: withRobot(vehicle), speed: SPEED, esc, tc: esc })
  const states = drive(physicsOf(road, car), 4, (t) => controls({ steer: sineWithDwell(amplitude, t) }))
  const rates = states.map((s) => s.actors[0].angularVelocity[2])
  const peak = Math.min(...rates.slice(Math.round(75 / FREQUENCY), Math.round(END * 100)))
  const residue = (after: number): number => rates[Math.round((END + after) * 100)] / peak
  return {
    residue1: residue(1),
    residue175: residue(1.75),
    displacement: sideways(states[107], vehicle) - sideways(states[0], vehicle),
    escActed: states.some((s) => s.actors[0].escActive),
  }
}

/** y of the centre of gravity. */
const sideways = ({ actors: [a] }: WorldState, vehicle: VehicleSpec): number => {
  const [, , z, w] = a.orientation
  return a.position[1] + vehicle.centreOfGravity[0] * 2 * z * w
}

/** What the rule asks. */
export const limits = (vehicle: VehicleSpec) => ({
  residue1: 0.35,
  residue175: 0.2,
  displacement: vehicle.mass > 3500 ? 1.52 : 1.83,
})
