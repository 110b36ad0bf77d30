/** Two-wheelers on a test road, and what their lean should be. */
import type { ActorSpec, VehicleSpec } from '../../src/scenario/index.ts'
import type { WorldState } from '../../src/world/index.ts'
import { actor, controls, drive, physicsOf, speedOf } from './cars.ts'
import { flatRoad, type FlatRoad } from './flat-road.ts'
import { vehicleOf } from './fleet.ts'
import { cruise, leanOf } from './rig.ts'

export { leanOf }

export const MOTORCYCLE = vehicleOf('motorcycle')
export const BICYCLE = vehicleOf('bicycle')
const G = 9.81

/** Rides at a held speed, steering by time. */
export const ride = (
  spec: VehicleSpec,
  speed: number,
  seconds: number,
  steer: (time: number) => number,
  road: FlatRoad = {},
  over: Partial<ActorSpec> = {},
): WorldState[] => {
  const pedal = cruise(speed, 0.3)
  const world = physicsOf(flatRoad(road), actor({ id: 'bike', spec, speed, ...over }))
  return drive(world, seconds, (t, s) => controls({ throttle: pedal(speedOf(s)), steer: steer(t) }))
}

/** Lean of the line from the contacts to the centre of gravity, from the lean of the body on round tyres. */
export const lineLean = (spec: VehicleSpec, body: number): number => {
  const r = spec.rider!.crownRadius
  const above = spec.centreOfGravity[2] - r
  return Math.atan2(above * Math.sin(body), above * Math.cos(body) + r)
}

/** Share that the gyroscopes of the wheels add to the lean's tangent (Cossalter, Motorcycle Dynamics, ch. 4). */
const gyroscopes = ({ axles, mass, centreOfGravity }: VehicleSpec): number =>
  axles.reduce((n, a) => n + a.wheelInertia / a.wheelRadius, 0) / (mass * centreOfGravity[2])

/** The lean of the body that balances a turn: of the line, atan(v^2 / g R), and what the round of the tyres adds. */
export const bodyLean = (spec: VehicleSpec, speed: number, yawRate: number): number => {
  const line = Math.atan(((speed * yawRate) / G) * (1 + gyroscopes(spec)))
  let [low, high] = [0, 1.2]
  for (let i = 0; i < 40; i++) {
    const middle = (low + high) / 2
    if (lineLean(spec, middle) < line) low = middle
    else high = middle
  }
  return low
}

/** A steady turn to the left: lean of the body, yaw rate about the vertical and speed at its end. */
export const leanAngles = (
  spec: VehicleSpec,
  speed: number,
  angle: number,
): { readonly body: number; readonly yawRate: number; readonly speed: number } => {
  const [end] = ride(spec, speed, 10, (t) => (t < 1 ? 0 : angle)).at(-1)!.actors
  const body = leanOf(end)
  const yawRate = end.angularVelocity[2] * Math.cos(body) - end.angularVelocity[1] * Math.sin(body)
  return { body, yawRate, speed: Math.hypot(end.velocity[0], end.velocity[1]) }
}
