/** Open-loop handling manoeuvres on a plane, and what is read off them (ISO 4138, ISO 7401). */
import type { VehicleSpec } from '../../src/scenario/index.ts'
import type { ActorState, WorldState } from '../../src/world/index.ts'
import { actor, controls, drive, physicsOf } from './cars.ts'
import { flatRoad } from './flat-road.ts'

const GRAVITY = 9.81
const DEGREE = Math.PI / 180

export const wheelbaseOf = ({ axles }: VehicleSpec): number => axles[0].x - axles.at(-1)!.x

const speedOfBody = ({ velocity }: ActorState): number => Math.hypot(velocity[0], velocity[1])

/** Throttle that holds a speed. */
const hold = (speed: number, a: ActorState): number =>
  Math.max(0, Math.min(1, 0.08 + 0.5 * (speed - speedOfBody(a))))

/** Lateral acceleration, m/s^2. */
const lateral = ({ acceleration }: ActorState): number => acceleration[1]

/** A steer that rises slowly at a held speed, one state a control step. */
export const slowRamp = (vehicle: VehicleSpec, speed: number, rate: number, seconds: number): WorldState[] =>
  drive(
    physicsOf(flatRoad(), actor({ id: 'car', spec: vehicle, speed, esc: 'off' })),
    seconds,
    (t, { actors: [a] }) => controls({ steer: rate * t, throttle: hold(speed, a) }),
  )

/** Slope of a straight line through points, by least squares. */
const slope = (points: readonly (readonly [x: number, y: number])[]): number => {
  const n = points.length
  const mx = points.reduce((s, [x]) => s + x, 0) / n
  const my = points.reduce((s, [, y]) => s + y, 0) / n
  return (
    points.reduce((s, [x, y]) => s + (x - mx) * (y - my), 0) / points.reduce((s, [x]) => s + (x - mx) ** 2, 0)
  )
}

/** Understeer gradient by a straight line over 0.05 to 0.4 g in a slowly rising steer at 80 km/h, deg/g at the road wheel. */
export const understeerGradient = (vehicle: VehicleSpec): number => {
  const points = slowRamp(vehicle, 80 / 3.6, 0.006, 12)
    .map(({ actors: [a] }): [number, number] => [
      lateral(a) / GRAVITY,
      a.steer - (wheelbaseOf(vehicle) * a.angularVelocity[2]) / speedOfBody(a),
    ])
    .filter(([g]) => g > 0.05 && g < 0.4)
  return slope(points) / DEGREE
}

/** Lateral acceleration and yaw rate tell so different stories only when it spins or rolls over, m/s^2. */
const UNSTEADY = 1.5

/** Most lateral acceleration that it holds for half a second while the steer rises slowly at 80 km/h, g. */
export const lateralLimit = (vehicle: VehicleSpec): number => {
  const states = slowRamp(vehicle, 80 / 3.6, 0.02, 14).map((s) => s.actors[0])
  const lost = states.findIndex(
    (a) => Math.abs(lateral(a) - speedOfBody(a) * a.angularVelocity[2]) > UNSTEADY,
  )
  const g = states.slice(0, lost < 0 ? undefined : lost).map((a) => lateral(a) / GRAVITY)
  const means = g.slice(50).map((_, i) => g.slice(i, i + 50).reduce((s, x) => s + x, 0) / 50)
  return Math.max(...means)
}

/** Yaw rate over steer, 1/s, settled after a small step of the steer at a held speed. */
export const yawGain = (vehicle: VehicleSpec, speed: number, steer: number): number => {
  const { actors } = drive(
    physicsOf(flatRoad(), actor({ id: 'car', spec: vehicle, speed, esc: 'off' })),
    6,
    (_t, { actors: [a] }) => controls({ steer, throttle: hold(speed, a) }),
  ).at(-1)!
  return (actors[0].angularVelocity[2] / steer) * (speed / speedOfBody(actors[0]))
}

export interface StepResponse {
  /** From half the steer to 90 % of the steady yaw rate, s. */
  readonly responseTime: number
  /** Of the yaw rate over its steady value, %. */
  readonly overshoot: number
  /** Steady lateral acceleration, g. */
  readonly lateral: number
}

/** Step of the road wheels (0.4 rad/s) to a steer angle, throttle steady. */
export const stepSteer = (vehicle: VehicleSpec, speed: number, steer: number): StepResponse => {
  const throttle = 0.12
  const start = 0.5
  const states = drive(
    physicsOf(flatRoad(), actor({ id: 'car', spec: vehicle, speed, esc: 'off' })),
    4,
    (t) => controls({ throttle, steer: Math.min(steer, Math.max(0, (t - start) * 0.4)) }),
  )
  const rates = states.map((s) => s.actors[0].angularVelocity[2])
  const settled = rates.slice(-100)
  const steady = settled.reduce((s, x) => s + x, 0) / settled.length
  const half = states.find((s) => s.actors[0].steer >= steer / 2)!.time
  const i = rates.findIndex((r) => r >= 0.9 * steady)
  const between = (0.9 * steady - rates[i - 1]) / (rates[i] - rates[i - 1])
  return {
    responseTime: states[i - 1].time + 0.01 * between - half,
    overshoot: (Math.max(...rates) / steady - 1) * 100,
    lateral: lateral(states.at(-1)!.actors[0]) / GRAVITY,
  }
}

/** The same, with the steer that gives 0.4 g. */
export const stepSteerAt04g = (vehicle: VehicleSpec, speed: number): StepResponse => {
  const gain = yawGain(vehicle, speed, 0.01)
  return stepSteer(vehicle, speed, (0.4 * GRAVITY) / (gain * speed))
}
