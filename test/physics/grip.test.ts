import { expect } from 'chai'
import fc from 'fast-check'
import type { SurfaceKind } from '../../src/scenario/index.ts'
import type { WheelState } from '../../src/world/index.ts'
import { COMPACT, SEDAN, VAN, actor, controls, drive, physicsOf } from './cars.ts'
import { flatRoad } from './flat-road.ts'

const level = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true })
const kinds = Object.keys(SEDAN.tyre.surfaces) as SurfaceKind[]

/** Any driving that the controls allow, a new demand every tenth of a second. */
const driving = fc.record({
  vehicle: fc.constantFrom(SEDAN, COMPACT, VAN),
  kind: fc.constantFrom(...kinds),
  mu: fc.option(level(0.03, 1.2)),
  speed: level(-5, 60),
  heading: level(-1.5, 1.5),
  abs: fc.constantFrom('on' as const, 'off' as const, 'faulty' as const),
  esc: fc.constantFrom('on' as const, 'off' as const, 'faulty' as const),
  demands: fc.array(fc.record({ throttle: level(0, 1), brake: level(0, 1), steer: level(-0.7, 0.7) }), {
    minLength: 10,
    maxLength: 20,
  }),
})

describe('physics/grip', () => {
  it('the tyres never give more than peak friction times load, whatever is asked of them', () =>
    fc.assert(
      fc.property(driving, ({ vehicle, kind, mu, speed, heading, abs, esc, demands }) => {
        const car = actor({
          id: 'car',
          spec: vehicle,
          speed,
          abs,
          esc,
          at: { lane: -1, s: 500, offset: 0, heading },
        })
        const peak = mu ?? vehicle.tyre.surfaces[kind].muPeak
        const states = drive(
          physicsOf(flatRoad({ kind, mu, depth: 0.01 }), car),
          demands.length / 10,
          (time) => controls(demands[Math.min(demands.length - 1, Math.floor(time * 10))]),
        )
        const wheels = states.flatMap((state) => state.actors[0].wheels)
        const most = (f: (w: WheelState) => number): number => Math.max(...wheels.map(f))
        expect(most((w) => -w.load)).to.be.at.most(0)
        expect(most((w) => w.mu / peak)).to.be.at.most(1 + 1e-12)
        expect(most((w) => Math.abs(w.forceAvailable - w.mu * w.load))).to.be.at.most(1e-9)
        expect(most((w) => Math.hypot(w.forceX, w.forceY) - w.forceAvailable)).to.be.at.most(1e-6)
      }),
      { numRuns: 40 },
    ))

  it('nothing is ever not a number', () =>
    fc.assert(
      fc.property(driving, ({ vehicle, kind, mu, speed, heading, abs, esc, demands }) => {
        const car = actor({
          id: 'car',
          spec: vehicle,
          speed,
          abs,
          esc,
          at: { lane: -1, s: 500, offset: 0, heading },
        })
        const states = drive(physicsOf(flatRoad({ kind, mu }), car), demands.length / 10, (time) =>
          controls(demands[Math.min(demands.length - 1, Math.floor(time * 10))]),
        )
        const numbers = JSON.stringify(states.at(-1))
        expect(numbers).to.not.include('null')
      }),
      { numRuns: 30 },
    ))

  it('an input that is not a number is refused by its name', () => {
    const physics = physicsOf(flatRoad(), actor({ id: 'ego' }))
    expect(() => physics.step([controls({ steer: NaN })])).to.throw(RangeError, 'actor ego: steer')
    expect(() => physics.step([controls({ brake: Infinity })])).to.throw(RangeError, 'actor ego: brake')
  })

  it('without power the energy of a car only falls', () =>
    fc.assert(
      fc.property(driving, ({ vehicle, mu, speed, demands }) => {
        const car = actor({ id: 'car', spec: vehicle, speed: Math.abs(speed) })
        const states = drive(physicsOf(flatRoad({ mu }), car), demands.length / 10, (time) =>
          controls({ ...demands[Math.min(demands.length - 1, Math.floor(time * 10))], throttle: 0 }),
        )
        const energies = states.map(({ actors: [a] }) => {
          const linear = 0.5 * vehicle.mass * (a.velocity[0] ** 2 + a.velocity[1] ** 2)
          const turning = 0.5 * vehicle.inertia[2] * a.angularVelocity[2] ** 2
          const wheels = a.wheels.reduce(
            (sum, w) => sum + 0.5 * vehicle.axles[0].wheelInertia * w.spinRate ** 2,
            0,
          )
          return linear + turning + wheels
        })
        // The body origin is not the centre of gravity: its swing may lend some energy for a moment.
        expect(energies.at(-1)!).to.be.at.most(energies[0] * 1.0001 + 100)
      }),
      { numRuns: 30 },
    ))
})
