import { expect } from 'chai'
import fc from 'fast-check'
import { curveOf, frictionUsed, loadFactor, readCurve, tabulate } from '../../src/physics/tyres/tyre.ts'
import { SEDAN } from './cars.ts'

const surfaces = Object.entries(SEDAN.tyre.surfaces)

describe('physics/tyre', () => {
  for (const [kind, tyre] of surfaces) {
    const { b, c, e } = curveOf(tyre)
    const used = (s: number): number => frictionUsed(b, c, e, s)

    it(`${kind}: the peak stands where the four numbers say`, () => {
      expect(used(tyre.slipAtPeak)).to.be.closeTo(1, 1e-6)
      expect(used(0.5 * tyre.slipAtPeak)).to.be.lessThan(0.99)
      expect(used(2 * tyre.slipAtPeak)).to.be.lessThan(1)
    })

    it(`${kind}: its table says what the formula says`, () => {
      const table = tabulate({ b, c, e })
      for (let s = 0; s < 2; s += 0.001) {
        const tabulated = s * readCurve(table, s * s)
        expect(tabulated).to.be.closeTo(used(s), 3e-4)
        expect(tabulated).to.be.at.most(1)
      }
    })

    it(`${kind}: a locked wheel has the sliding friction`, () =>
      expect(used(1)).to.be.closeTo(tyre.slideOverPeak, 1e-6))

    it(`${kind}: the first slip meets the stiffness`, () => {
      // Where the stiffness asked for is too steep for the peak, it gives way by a few per cent.
      const slope = (used(1e-6) * tyre.muPeak) / 1e-6
      expect(slope / tyre.stiffnessPerLoad).to.be.within(0.95, 1.0001)
    })
  }

  it('never uses more than the peak, for any sound set of four numbers', () =>
    fc.assert(
      fc.property(
        fc.record({
          muPeak: fc.double({ min: 0.03, max: 1.3, noNaN: true }),
          slipAtPeak: fc.double({ min: 0.03, max: 0.4, noNaN: true }),
          slideOverPeak: fc.double({ min: 0.6, max: 0.99, noNaN: true }),
          stiffnessPerLoad: fc.double({ min: 3, max: 30, noNaN: true }),
        }),
        fc.double({ min: 0, max: 2, noNaN: true }),
        (tyre, s) => {
          const { b, c, e } = curveOf(tyre)
          const used = frictionUsed(b, c, e, s)
          expect(used).to.be.within(-1e-9, 1)
        },
      ),
    ))

  it('friction falls with load above the nominal one and never rises above the peak', () => {
    expect(loadFactor(0.1, 2000, 4000)).to.equal(1)
    expect(loadFactor(0.1, 4000, 4000)).to.equal(1)
    expect(loadFactor(0.1, 8000, 4000)).to.be.closeTo(0.9, 1e-12)
  })
})
