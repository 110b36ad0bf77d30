/** Stops on uniform and on split friction, and what UN R13-H Annex 6 reads off them. */
import type { VehicleSpec } from '../../src/scenario/index.ts'
import { actor, controls, drive, physicsOf, speedOf } from './cars.ts'
import { flatRoad, type FlatRoad } from './flat-road.ts'

const GRAVITY = 9.81
export const KMH = 1 / 3.6
/** Hand wheel over road wheel. */
const STEERING_RATIO = 16

/** Share of what the tyres have that ABS uses in a full stop, from 10 km/h below the start down to 15 km/h. */
export const utilisation = (spec: VehicleSpec, road: FlatRoad, speed: number): number => {
  const states = drive(
    physicsOf(flatRoad(road), actor({ id: 'car', spec, speed, esc: 'on', tc: 'on' })),
    60,
    () => controls({ brake: 1 }),
    (s) => speedOf(s) < 0.3,
  )
  const counted = states.filter((s) => speedOf(s) < speed - 10 * KMH && speedOf(s) > 15 * KMH)
  const used = counted.map(
    ({ actors: [{ wheels }] }) =>
      -wheels.reduce((n, w) => n + w.forceX, 0) / wheels.reduce((n, w) => n + w.forceAvailable, 0),
  )
  return used.reduce((a, b) => a + b, 0) / used.length
}

export interface SplitStop {
  /** Braking rate between 40 and 20 km/h, g, and the least that the rule asks. */
  readonly rate: number
  readonly least: number
  /** Largest angle of the hand wheel in the first 2 s and in all, rad. */
  readonly steering2: number
  readonly steering: number
  /** Farthest way off the line, m. */
  readonly off: number
}

/** A full stop from 50 km/h, the right wheels on `high` and the left ones on `low` friction. */
export const splitStop = (spec: VehicleSpec, high: number, low: number): SplitStop => {
  const road = flatRoad({ mu: (_x, y) => (y > -1.75 ? low : high) })
  const states = drive(
    physicsOf(road, actor({ id: 'car', spec, speed: 50 * KMH, esc: 'on', tc: 'on' })),
    15,
    // A driver who steers against what he sees: heading, yaw rate, way off.
    (_t, { actors: [a] }) => {
      const yaw = 2 * Math.atan2(a.orientation[2], a.orientation[3])
      const steer = -0.9 * yaw - 0.25 * a.angularVelocity[2] - 0.06 * (a.position[1] + 1.75)
      return controls({ brake: 1, steer: Math.max(-0.5, Math.min(0.5, steer)) })
    },
    (s) => speedOf(s) < 0.3,
  )
  const passes = (speed: number): number => states.find((s) => speedOf(s) <= speed)!.time
  const handWheel = (until: number): number =>
    Math.max(...states.filter((s) => s.time < until).map((s) => Math.abs(s.actors[0].steer))) * STEERING_RATIO
  return {
    rate: (20 * KMH) / (passes(20 * KMH) - passes(40 * KMH)) / GRAVITY,
    least: Math.max(low, (0.75 * (4 * low + high)) / 5),
    steering2: handWheel(2),
    steering: handWheel(Infinity),
    off: Math.max(...states.map((s) => Math.abs(s.actors[0].position[1] + 1.75))),
  }
}
