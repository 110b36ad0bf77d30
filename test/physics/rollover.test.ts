import { expect } from 'chai'
import type { VehicleSpec } from '../../src/scenario/index.ts'
import { objectOf, upright } from './bodies.ts'
import { SEDAN, actor } from './cars.ts'
import { passengerCars, vehicleOf } from './fleet.ts'
import { from, onRoof, roofDrag, staticStability, tipUp } from './throw.ts'

/** Slides broadside over slippery ground into a kerb beside its left wheels. */
const intoKerb = (spec: VehicleSpec, speed: number): number => {
  const middle = 100 + spec.length / 2 - spec.rearOverhang
  const kerb = { ...objectOf('kerb'), length: 8 }
  const states = from(
    [
      actor({ id: 'car', spec }),
      actor({ id: 'kerb', spec: kerb, at: { lane: -1, s: middle, offset: 1.4, heading: 0 } }),
    ],
    0.3,
    (b) => b.map((x, i) => (i === 8 ? speed : x)),
    4,
  )
  return Math.min(...states.map((s) => upright(s.actors[0])))
}

describe('physics/rollover', () => {
  passengerCars.forEach((spec) =>
    it(`${spec.name} tips up near its static stability factor, and slides where the tyres hold less @slow`, () => {
      const factor = staticStability(spec)
      // SSF less 5 to 10 % for the suspension, each 5 %.
      expect(tipUp(spec, 2)! / factor).to.be.within(0.9 * 0.95, 0.95 * 1.05)
      expect(tipUp(spec, 0.75 * factor)).to.equal(null)
    }),
  )

  it('a kerb trips what slides into it broadside: tall vehicles sooner', () => {
    const [sedan, suv, van] = ['sedan', 'suv', 'van'].map((name) => vehicleOf(name))
    expect(intoKerb(sedan, 4)).to.be.above(0.9)
    expect(intoKerb(sedan, 10)).to.be.below(0.3)
    expect(intoKerb(suv, 6.5)).to.be.below(0.3)
    expect(intoKerb(van, 6.5)).to.be.below(0.3)
  })

  it('on its roof a car slides with the friction of sheet metal and comes to rest', () => {
    const last = onRoof(SEDAN, 15).at(-1)!.actors[0]
    // Drag factors of cars on their roof or side: 0.3 to 0.6.
    expect(roofDrag(SEDAN, 15)).to.be.within(0.35, 0.6)
    expect(Math.hypot(...last.velocity)).to.be.below(0.001)
    expect(upright(last)).to.be.below(-0.95)
  })
})
