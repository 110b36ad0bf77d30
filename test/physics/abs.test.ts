import { expect } from 'chai'
import { SURFACE_KINDS, type VehicleSpec } from '../../src/scenario/index.ts'
import type { WorldState } from '../../src/world/index.ts'
import { actor, controls, drive, physicsOf, speedOf } from './cars.ts'
import { motorVehicles, passengerVehicles, vehicleOf } from './fleet.ts'
import { flatRoad, type FlatRoad } from './flat-road.ts'

const GRAVITY = 9.81
const KMH = 1 / 3.6
const DEGREE = Math.PI / 180
/** Hand wheel over road wheel. */
const STEERING_RATIO = 16

const stop = (vehicle: VehicleSpec, road: FlatRoad, speed: number): WorldState[] =>
  drive(
    physicsOf(flatRoad(road), actor({ id: 'car', spec: vehicle, speed, esc: 'on', tc: 'on' })),
    60,
    () => controls({ brake: 1 }),
    (s) => speedOf(s) < 0.3,
  )

/** Share of what the tyres have that ABS uses, between two speeds. */
const utilisation = (states: readonly WorldState[], from: number, to: number): number => {
  const counted = states.filter((s) => speedOf(s) < from && speedOf(s) > to).map((s) => s.actors[0].wheels)
  const used = counted.map(
    (wheels) => -wheels.reduce((n, w) => n + w.forceX, 0) / wheels.reduce((n, w) => n + w.forceAvailable, 0),
  )
  return used.reduce((a, b) => a + b, 0) / used.length
}

describe('physics/abs: UN R13-H Annex 6', () => {
  for (const vehicle of motorVehicles)
    it(`${vehicle.name} uses at least 75 % of the adhesion on any uniform surface @slow`, () => {
      for (const [mu, speed] of [
        [0.9, 60],
        [0.3, 50],
        [0.1, 35],
      ])
        expect(
          utilisation(stop(vehicle, { mu }, speed * KMH), (speed - 10) * KMH, 15 * KMH),
          `mu ${mu}`,
        ).to.be.within(0.75, 1.01)
    })

  for (const set of ['summer', 'all-season', 'winter'])
    it(`on ${set} tyres it does so on every kind of surface @slow`, () => {
      const vehicle = vehicleOf('sedan', { set })
      for (const kind of SURFACE_KINDS)
        expect(utilisation(stop(vehicle, { kind }, 40 * KMH), 35 * KMH, 15 * KMH), kind).to.be.within(0.75, 1.01)
    })

  for (const vehicle of passengerVehicles)
    it(`${vehicle.name} stops straight on split friction with small corrections of the steering @slow`, () => {
      for (const [high, low] of [
        [0.8, 0.2],
        [0.5, 0.2],
        [0.6, 0.3],
      ]) {
        const road = flatRoad({ mu: (_x, y) => (y > -1.75 ? low : high) })
        const car = actor({ id: 'car', spec: vehicle, speed: 50 * KMH, esc: 'on', tc: 'on' })
        // A driver who steers against what he sees: heading, yaw rate, way off.
        const states = drive(
          physicsOf(road, car),
          15,
          (_t, { actors: [a] }) => {
            const yaw = 2 * Math.atan2(a.orientation[2], a.orientation[3])
            const off = a.position[1] + 1.75
            const steer = -0.9 * yaw - 0.25 * a.angularVelocity[2] - 0.06 * off
            return controls({ brake: 1, steer: Math.max(-0.5, Math.min(0.5, steer)) })
          },
          (s) => speedOf(s) < 0.3,
        )
        const passes = (speed: number): number => states.find((s) => speedOf(s) <= speed)!.time
        const z = (20 * KMH) / (passes(20 * KMH) - passes(40 * KMH)) / GRAVITY
        expect(z, `${high} / ${low}`).to.be.at.least(Math.max(low, (0.75 * (4 * low + high)) / 5))
        const handWheel = (until: number): number =>
          Math.max(...states.filter((s) => s.time < until).map((s) => Math.abs(s.actors[0].steer))) *
          STEERING_RATIO
        expect(handWheel(2), `${high} / ${low}`).to.be.at.most(120 * DEGREE)
        expect(handWheel(Infinity), `${high} / ${low}`).to.be.at.most(240 * DEGREE)
        // No wheel leaves its own side.
        for (const s of states) expect(Math.abs(s.actors[0].position[1] + 1.75)).to.be.lessThan(0.6)
      }
    })
})
