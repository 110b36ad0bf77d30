/** Straight-line braking on a plane, and what is read off it (UN R13-H). */
import type { SurfaceKind, SystemState, VehicleSpec } from '../../src/scenario/index.ts'
import type { WorldState } from '../../src/world/index.ts'
import { actor, controls, drive, physicsOf, speedOf } from './cars.ts'
import { flatRoad, type FlatRoad } from './flat-road.ts'

export interface Stop {
  readonly vehicle: VehicleSpec
  /** m/s. */
  readonly speed: number
  readonly kind?: SurfaceKind
  /** Of snow or water, m. */
  readonly depth?: number
  readonly mu?: FlatRoad['mu']
  readonly abs?: SystemState
}

/** A full brake application to a standstill; the pedal goes down at once. */
export const stopStates = ({ vehicle, speed, kind, depth, mu, abs = 'on' }: Stop): WorldState[] => {
  const car = actor({ id: 'car', spec: vehicle, speed, abs, esc: 'on' })
  const ground = { ...(kind && { kind }), ...(depth && { depth }), ...(mu !== undefined && { mu }) }
  return drive(
    physicsOf(flatRoad(ground), car),
    90,
    () => controls({ brake: 1 }),
    (s) => speedOf(s) < 0.05,
  )
}

const travelled = (states: readonly WorldState[]): number[] =>
  states.map((s) => s.actors[0].position[0] - states[0].actors[0].position[0])

/** From the pedal to the standstill, m. */
export const stoppingDistance = (stop: Stop): number => travelled(stopStates(stop)).at(-1)!

/** Speed that is left after a distance, m/s. */
export const residualSpeed = (stop: Stop, distance: number): number => {
  const states = stopStates(stop)
  const way = travelled(states)
  return speedOf(states[way.findIndex((x) => x >= distance)])
}

/** Mean fully developed deceleration, m/s^2: between 0.8 and 0.1 of the speed, over the way (UN R13-H). */
export const mfdd = (stop: Stop): number => {
  const states = stopStates(stop)
  const way = travelled(states)
  const at = (share: number): number => states.findIndex((s) => speedOf(s) <= share * stop.speed)
  const [b, e] = [at(0.8), at(0.1)]
  return (speedOf(states[b]) ** 2 - speedOf(states[e]) ** 2) / (2 * (way[e] - way[b]))
}
