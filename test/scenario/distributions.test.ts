/** Quantile functions against tables, and against their own inverses. */
import { expect } from 'chai'
import fc from 'fast-check'
import { quantileOf, shareBelow, supportOf, type Law } from '../../src/scenario/parameters/distributions.ts'

const laws: readonly Law[] = [
  { kind: 'uniform', low: -3, high: 8 },
  { kind: 'normal', mean: 19, sd: 2 },
  { kind: 'lognormal', median: 1.2, sigma: 0.4 },
  { kind: 'exponential', mean: 3 },
  { kind: 'beta', alpha: 2, beta: 5, low: 0.1, high: 0.4 },
  { kind: 'beta', alpha: 0.5, beta: 0.5, low: 0, high: 1 },
]

describe('distributions', () => {
  it('have the quantiles of tables', () => {
    // Standard normal: Abramowitz and Stegun, table 26.5.
    const z = (u: number): number => quantileOf({ kind: 'normal', mean: 0, sd: 1 }, u)
    expect(z(0.975)).to.be.closeTo(1.959963984540054, 1e-13)
    expect(z(0.5)).to.equal(0)
    expect(z(0.0001)).to.be.closeTo(-3.719016485455709, 1e-12)
    expect(z(1e-12)).to.be.closeTo(-7.034483825301131, 1e-11)
    // scipy 1.11: expon(scale=3).ppf(.9), lognorm(.4, scale=1.2).ppf(.9), beta(2, 5).ppf(.9)
    expect(quantileOf({ kind: 'exponential', mean: 3 }, 0.9)).to.be.closeTo(6.907755278982137, 1e-12)
    expect(quantileOf({ kind: 'lognormal', median: 1.2, sigma: 0.4 }, 0.9)).to.be.closeTo(
      1.2 * Math.exp(0.4 * 1.2815515655446004),
      1e-12,
    )
    // I_x(2, 5) = 1 - (1 - x)^5 (1 + 5 x), solved for 0.9 by hand.
    const x = quantileOf({ kind: 'beta', alpha: 2, beta: 5, low: 0, high: 1 }, 0.9)
    expect(1 - (1 - x) ** 5 * (1 + 5 * x)).to.be.closeTo(0.9, 1e-12)
    // Arcsine law: F(x) = 2/pi asin(sqrt x).
    expect(shareBelow({ kind: 'beta', alpha: 0.5, beta: 0.5, low: 0, high: 1 }, 0.3)).to.be.closeTo(
      (2 / Math.PI) * Math.asin(Math.sqrt(0.3)),
      1e-12,
    )
  })

  it('are inverses of their distribution functions', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...laws),
        fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true }),
        (law, u) => {
          expect(shareBelow(law, quantileOf(law, u))).to.be.closeTo(u, 1e-9)
        },
      ),
    )
  })

  it('rise with their argument, within their support', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...laws),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (law, a, b) => {
          const [low, high] = supportOf(law)
          const [x, y] = [quantileOf(law, Math.min(a, b)), quantileOf(law, Math.max(a, b))]
          expect(x <= y && x >= low && y <= high).to.equal(true)
        },
      ),
    )
  })
})
