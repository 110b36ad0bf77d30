import { expect } from 'chai'
import type { VehicleSpec } from '../../src/scenario/index.ts'
import type { WorldState } from '../../src/world/index.ts'
import { COMPACT, SEDAN, VAN, actor, controls, drive, physicsOf, speedOf } from './cars.ts'
import { flatRoad } from './flat-road.ts'

const GRAVITY = 9.81

/** Full brake from 20 m/s on uniform friction, wheels rolling to begin with. */
const stop = (
  vehicle: VehicleSpec,
  mu: number,
  abs: 'on' | 'off',
  kind = 'dry-asphalt' as const,
): WorldState[] =>
  drive(
    physicsOf(flatRoad({ mu, kind }), actor({ id: 'car', spec: vehicle, speed: 20, abs })),
    30,
    () => controls({ brake: 1 }),
    (state) => speedOf(state) < 0.1,
  )

/** Force of all tyres against the motion, N. */
const tyreForce = ({ actors: [car] }: WorldState): number => -car.wheels.reduce((sum, w) => sum + w.forceX, 0)

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length

describe('physics/braking', () => {
  for (const vehicle of [SEDAN, COMPACT, VAN])
    for (const mu of [0.9, 0.3, 0.1]) {
      const slow = mu < 0.2 ? ' @slow' : ''
      it(`${vehicle.name} with ABS on mu ${mu}: 85 % to 101 % of what the road has${slow}`, () => {
        const states = stop(vehicle, mu, 'on')
        // The whole stop counts, the brakes' build-up and the last metre without ABS included.
        const deceleration = mean(states.slice(1).map(tyreForce)) / vehicle.mass
        expect(deceleration / (mu * GRAVITY)).to.be.within(0.85, 1.01)
        expect(states.some((s) => s.actors[0].absActive)).to.equal(true)
        expect(Math.abs(states.at(-1)!.actors[0].position[1] - -1.75)).to.be.lessThan(1e-6)
      })

      it(`${vehicle.name} with locked wheels on mu ${mu}: the sliding friction${slow}`, () => {
        const states = stop(vehicle, mu, 'off')
        const sliding = states.filter(
          (s) => s.actors[0].wheels.every((w) => w.spinRate === 0) && speedOf(s) > 1,
        )
        const expected = mu * vehicle.tyre.surfaces['dry-asphalt'].slideOverPeak
        expect(sliding.length).to.be.greaterThan(100)
        expect(mean(sliding.map(tyreForce)) / (vehicle.mass * GRAVITY)).to.be.closeTo(
          expected,
          0.03 * expected,
        )
      })
    }

  it('ABS keeps steering: an obstacle is passed that locked wheels run into', () => {
    const swerve = (abs: 'on' | 'off'): number => {
      const car = actor({ id: 'car', speed: 20, abs })
      const states = drive(physicsOf(flatRoad({ mu: 0.9 }), car), 2, () => controls({ brake: 1, steer: 0.1 }))
      return states.at(-1)!.actors[0].position[1] + 1.75
    }
    expect(swerve('on')).to.be.greaterThan(2)
    expect(Math.abs(swerve('off'))).to.be.lessThan(1)
  })

  it('a faulty ABS lets one front wheel go, and the car stops later and pulls', () => {
    const run = (abs: 'on' | 'faulty'): WorldState =>
      drive(
        physicsOf(flatRoad({ mu: 0.9 }), actor({ id: 'car', speed: 20, abs })),
        10,
        () => controls({ brake: 1 }),
        (state) => speedOf(state) < 0.1,
      ).at(-1)!
    const good = run('on')
    const bad = run('faulty')
    expect(bad.time).to.be.greaterThan(good.time * 1.15)
    // The braked right side turns the nose to the right.
    expect(bad.actors[0].position[1]).to.be.lessThan(good.actors[0].position[1] - 0.1)
  })

  it('on split friction the rear axle brakes by its worse side and the car stays straight enough to steer', () => {
    const road = flatRoad({ mu: (_x, y) => (y > -1.75 ? 0.2 : 0.8) })
    const states = drive(physicsOf(road, actor({ id: 'car', speed: 20 })), 1, () => controls({ brake: 1 }))
    const late = states.slice(60)
    const left = mean(late.map((s) => -s.actors[0].wheels[2].forceX))
    const right = mean(late.map((s) => -s.actors[0].wheels[3].forceX))
    expect(right).to.be.lessThan(1.35 * left)
    const frontLeft = mean(late.map((s) => -s.actors[0].wheels[0].forceX))
    const frontRight = mean(late.map((s) => -s.actors[0].wheels[1].forceX))
    expect(frontRight).to.be.greaterThan(2.5 * frontLeft)
  })
})
