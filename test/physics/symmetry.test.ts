import { expect } from 'chai'
import fc from 'fast-check'
import type { WorldState } from '../../src/world/index.ts'
import { actor, controls, drive, physicsOf } from './cars.ts'
import { flatRoad } from './flat-road.ts'

const level = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true })

describe('physics/symmetry', () => {
  it('the mirrored drive goes the mirrored way', () =>
    fc.assert(
      fc.property(
        level(0, 40),
        level(0.05, 1),
        fc.array(fc.record({ throttle: level(0, 1), brake: level(0, 1), steer: level(-0.3, 0.3) }), {
          minLength: 5,
          maxLength: 15,
        }),
        (speed, mu, demands) => {
          const run = (side: 1 | -1): WorldState =>
            drive(
              physicsOf(flatRoad({ mu }), actor({ id: 'car', speed, esc: 'on' })),
              demands.length / 10,
              (time) => {
                const d = demands[Math.min(demands.length - 1, Math.floor(time * 10))]
                return controls({ ...d, steer: side * d.steer })
              },
            ).at(-1)!
          const left = run(1).actors[0]
          const right = run(-1).actors[0]
          expect(right.position[0]).to.be.closeTo(left.position[0], 1e-6)
          expect(right.position[1] + 1.75).to.be.closeTo(-(left.position[1] + 1.75), 1e-6)
          expect(right.angularVelocity[2]).to.be.closeTo(-left.angularVelocity[2], 1e-5)
          expect(right.wheels[1].load).to.be.closeTo(left.wheels[0].load, 1e-2)
          expect(right.wheels[1].forceY).to.be.closeTo(-left.wheels[0].forceY, 1e-1)
        },
      ),
      { numRuns: 40 },
    ))
})
