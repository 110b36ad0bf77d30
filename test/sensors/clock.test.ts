import { expect } from 'chai'
import fc from 'fast-check'
import { readingAt, tickOfReading } from '../../src/sensors/index.ts'
import { TICKS_PER_SECOND } from '../../src/world/index.ts'

describe('sensors/clock', () => {
  it('reads on exact ticks at the usual rates', () => {
    for (const rate of [10, 12, 20, 25, 30, 50, 60, 100]) {
      const ticks = [0, 1, 2, 3].map((i) => tickOfReading(rate, i))
      expect(ticks).to.deep.equal([0, 1, 2, 3].map((i) => (i * TICKS_PER_SECOND) / rate))
    }
  })

  it('numbers the readings without a gap, on the nearest tick, at any rate', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.5, max: TICKS_PER_SECOND, noNaN: true }), (rate) => {
        const found: number[] = []
        for (let tick = 0; tick <= 2 * TICKS_PER_SECOND; tick++) {
          const index = readingAt(rate, tick)
          if (index === null) continue
          found.push(index)
          expect(Math.abs(tick - (index * TICKS_PER_SECOND) / rate)).to.be.at.most(0.5)
        }
        expect(found).to.deep.equal(found.map((_, i) => i))
        expect(found.length).to.be.closeTo(2 * rate + 1, 1)
      }),
      { numRuns: 60 },
    )
  })

  it('keeps the long-run rate exact where the rate does not divide the clock', () => {
    expect(tickOfReading(29.97, 29_970)).to.equal(600_000)
    expect(readingAt(29.97, 600_000)).to.equal(29_970)
  })

  it('refuses a rate that the clock cannot serve', () => {
    for (const rate of [0, -1, NaN, 601]) expect(() => readingAt(rate, 0)).to.throw(RangeError)
  })
})
