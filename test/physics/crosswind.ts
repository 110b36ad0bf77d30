/** A car through a zone of side wind with the steering held straight (ISO 12021 style). */
import type { VehicleSpec } from '../../src/scenario/index.ts'
import { actor, controls, drive, physicsOf } from './cars.ts'
import { flatRoad } from './flat-road.ts'

const SPEED = 100 / 3.6
/** Side wind, m/s, and how long its zone is, m. */
export const WIND = 20
const ZONE = 30
/** A tick, s. */
const TICK = 1 / 600

export interface Crosswind {
  /** Side force as the wind sets in, N. */
  readonly force: number
  /** Way to the side after 2 s, m. */
  readonly deviation: number
}

/** @param wind m/s to the left */
export const crosswind = (spec: VehicleSpec, wind = WIND): Crosswind => {
  const physics = physicsOf(flatRoad(), actor({ id: 'car', spec, speed: SPEED, esc: 'on', tc: 'on' }))
  physics.step([controls({ gust: [0, wind] })])
  const [{ velocity, angularVelocity }] = physics.snapshot().actors
  const [x, , z] = spec.centreOfGravity
  const sideways = velocity[1] + angularVelocity[2] * x - angularVelocity[0] * z
  const force = (spec.mass * sideways) / TICK
  const states = drive(physics, 2, (_t, { actors: [a] }) => {
    const inside = a.position[0] - 100 < ZONE
    return controls({ throttle: 0.15, ...(inside ? { gust: [0, wind] as const } : {}) })
  })
  return { force, deviation: states.at(-1)!.actors[0].position[1] + 1.75 }
}
