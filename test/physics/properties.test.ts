/** What must hold for every vehicle of the library, on any tyres, on any ground. */
import { expect } from 'chai'
import fc from 'fast-check'
import { SURFACE_KINDS, type VehicleSpec } from '../../src/scenario/index.ts'
import type { WorldState } from '../../src/world/index.ts'
import { actor, controls, drive, physicsOf } from './cars.ts'
import { fleet, vehicleOf } from './fleet.ts'
import { flatRoad } from './flat-road.ts'

const level = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true })

/** Everything with four wheels or more and its own steering. */
const drivers = fleet.filter((v) => v.coupling === undefined && v.rider === undefined)

/** Any vehicle on tyres of any kind in any condition that the schema allows. */
const vehicles = fc
  .record({
    name: fc.constantFrom(...drivers.map((v) => v.name)),
    set: fc.constantFrom('summer', 'all-season', 'winter', 'studded', 'worn', 'commonroad'),
    tread: level(0, 0.025),
    pressure: level(20_000, 1_200_000),
  })
  .map(({ name, ...fitting }) => vehicleOf(name, fitting))

const driving = fc.record({
  vehicle: vehicles,
  kind: fc.constantFrom(...SURFACE_KINDS),
  mu: fc.option(level(0.03, 1.2)),
  depth: level(0, 0.3),
  speed: level(0, 70),
  esc: fc.constantFrom('on' as const, 'off' as const, 'faulty' as const),
  demands: fc.array(fc.record({ throttle: level(0, 1), brake: level(0, 1), steer: level(-0.7, 0.7) }), {
    minLength: 5,
    maxLength: 12,
  }),
})
type Driving = typeof driving extends fc.Arbitrary<infer T> ? T : never

const run = (
  { vehicle, kind, mu, depth, speed, esc, demands }: Driving,
  { side = 1, power = 1 }: { readonly side?: 1 | -1; readonly power?: 0 | 1 } = {},
): WorldState[] =>
  drive(
    physicsOf(
      flatRoad({ kind, mu, depth }),
      actor({ id: 'car', spec: vehicle, speed, esc, at: { lane: -1, s: 500, offset: 1.75, heading: 0 } }),
    ),
    demands.length / 10,
    (time) => {
      const now = demands[Math.min(demands.length - 1, Math.floor(time * 10))]
      return controls({ ...now, steer: side * now.steer, throttle: power * now.throttle })
    },
  )

/** Of motion and height, J; the springs' own is left out, so it may lend some. */
const energyOf = (v: VehicleSpec, { actors: [a] }: WorldState): number => {
  const [w0, w1, w2] = a.angularVelocity
  const turning = v.inertia[0] * w0 ** 2 + v.inertia[1] * w1 ** 2 + v.inertia[2] * w2 ** 2
  const moving = v.mass * a.velocity.reduce((sum, x) => sum + x * x, 0)
  const wheels = a.wheels.reduce((sum, w, i) => sum + v.axles[i >> 1].wheelInertia * w.spinRate ** 2, 0)
  return 0.5 * (turning + moving + wheels) + v.mass * 9.81 * a.position[2]
}

describe('physics/properties of every vehicle', () => {
  it('nothing is ever not a number, and no tyre gives more than its friction @slow', () =>
    fc.assert(
      fc.property(driving, (d) => {
        const states = run(d)
        expect(JSON.stringify(states.at(-1))).to.not.include('null')
        for (const { actors } of states)
          for (const w of actors[0].wheels)
            expect(Math.hypot(w.forceX, w.forceY)).to.be.at.most(w.forceAvailable + 1e-6)
      }),
      { numRuns: 60 },
    ))

  it('without power the energy only falls @slow', () =>
    fc.assert(
      fc.property(driving, (d) => {
        const energies = run({ ...d, esc: 'off' }, { power: 0 }).map((s) => energyOf(d.vehicle, s))
        // The body origin is not the centre of gravity, and the springs give back what they took.
        const spare = 0.002 * energies[0] + d.vehicle.mass
        expect(Math.max(...energies) - energies[0]).to.be.at.most(spare)
      }),
      { numRuns: 40 },
    ))

  it('left and right are mirrored @slow', () =>
    fc.assert(
      fc.property(
        // A measured tyre pulls to one side, and the wheels of a faulty system are not mirrored.
        driving.filter((d) => d.vehicle.tyre.magicFormula === undefined && d.esc !== 'faulty'),
        (d) => {
          const [left, right] = ([1, -1] as const).map((side) => run(d, { side }).at(-1)!.actors[0])
          expect(right.position[0]).to.be.closeTo(left.position[0], 1e-6)
          expect(right.position[1]).to.be.closeTo(-left.position[1], 1e-6)
          expect(right.angularVelocity[2]).to.be.closeTo(-left.angularVelocity[2], 1e-6)
        },
      ),
      { numRuns: 30 },
    ))

  for (const vehicle of drivers)
    it(`a parked ${vehicle.name} does not creep, on any surface, on a slope that it can hold @slow`, () => {
      for (const kind of SURFACE_KINDS) {
        const mu = Math.min(vehicle.tyre.surfaces[kind].muPeak, 0.3)
        const road = flatRoad({ kind, slope: [0.4 * mu, 0.15 * mu] })
        // A bus on its springs rocks for a quarter of a minute before it stands; then nothing moves.
        const states = drive(physicsOf(road, actor({ id: 'car', spec: vehicle })), 24, () =>
          controls({ brake: 0.8 }),
        )
        const [settled, end] = [states[2000], states[2400]].map((s) => s.actors[0].position)
        expect(Math.hypot(end[0] - settled[0], end[1] - settled[1]), kind).to.be.lessThan(1e-6)
      }
    })

  it('a control that is not a number is refused by its name', () => {
    for (const spec of drivers) {
      const physics = physicsOf(flatRoad(), actor({ id: 'ego', spec }))
      for (const name of ['steer', 'throttle', 'brake'] as const)
        for (const value of [NaN, Infinity, -Infinity])
          expect(() => physics.step([controls({ [name]: value })])).to.throw(RangeError, `actor ego: ${name}`)
    }
  })
})
