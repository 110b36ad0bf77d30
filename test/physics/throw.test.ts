import { expect } from 'chai'
import fc from 'fast-check'
import { person, upright, walkerOf } from './bodies.ts'
import { SEDAN, actor, controls, drive, physicsOf } from './cars.ts'
import { vehicleOf } from './fleet.ts'
import { flatRoad } from './flat-road.ts'
import { throwBand, throwOf } from './throw.ts'

describe('physics/throw', () => {
  it('people are thrown as far as found by Searle and by Toor, whoever meets whom', () =>
    fc.assert(
      fc.property(
        fc.constantFrom('compact', 'sedan', 'estate', 'suv', 'van', 'truck'),
        fc.record({
          height: fc.double({ min: 1.05, max: 1.9, noNaN: true }),
          stout: fc.double({ min: 0.8, max: 1.3, noNaN: true }),
        }),
        fc.double({ min: 30 / 3.6, max: 75 / 3.6, noNaN: true }),
        fc.boolean(),
        (name, { height, stout }, speed, brakes) => {
          const walker = person(height, 22 * stout * height * height)
          const { distance, speed: end } = throwOf(vehicleOf(name), walker, speed, { brakes })
          const least = throwBand('wrap', speed)[0]
          const most = throwBand('forward', speed)[1]
          expect(distance).to.be.within(0.97 * least, 1.03 * most)
          expect(end).to.equal(0)
        },
      ),
      { numRuns: 8 },
    ))

  it('a tall front pushes ahead and throws farther than a low one', () => {
    const far = (name: string): number => throwOf(vehicleOf(name), walkerOf('adult'), 12).distance
    expect(far('van')).to.be.above(far('sedan') + 0.3)
  })

  it('at a walking pace somebody is pushed aside and keeps his feet; faster, he falls and lies', () => {
    const end = (speed: number) => {
      const car = actor({ id: 'car', spec: SEDAN, speed })
      const at = { lane: -1, s: 100 + SEDAN.length - SEDAN.rearOverhang + 1, offset: 0.2, heading: 1.5 }
      const states = drive(
        physicsOf(flatRoad(), car, actor({ id: 'walker', spec: walkerOf('adult'), at })),
        7,
        (t) => controls({ brake: t > 1.5 / speed ? 1 : 0 }),
      )
      return states.at(-1)!.actors[1]
    }
    expect(upright(end(1.5))).to.equal(1)
    expect(end(1.5).position[0]).to.be.above(100 + SEDAN.length - SEDAN.rearOverhang + 1)
    expect(Math.abs(upright(end(6)))).to.be.below(0.3)
  })

  it('who lies is not stood on: a car that goes on passes over', () => {
    const rolls = throwOf(SEDAN, walkerOf('adult'), 12, { brakes: false }).distance
    expect(rolls).to.be.closeTo(throwOf(SEDAN, walkerOf('adult'), 12).distance, 0.5)
  })
})
