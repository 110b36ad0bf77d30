import { expect } from 'chai'
import fc from 'fast-check'
import { hashNames, quantile, stream, wilson } from '../../src/math/index.ts'

describe('named random streams', () => {
  it('gives the same numbers for the same names and others for other names', () => {
    const draw = (seed: number, ...names: string[]): number[] => {
      const r = stream(seed, ...names)
      return [r.next(), r.normal(), r.next()]
    }
    expect(draw(7, 'ego', 'noise')).to.deep.equal(draw(7, 'ego', 'noise'))
    expect(draw(7, 'ego', 'noise')).not.to.deep.equal(draw(8, 'ego', 'noise'))
    expect(draw(7, 'ego', 'noise')).not.to.deep.equal(draw(7, 'ego', 'noisf'))
  })

  it('keeps names apart: (ab, c) is not (a, bc)', () => {
    expect(hashNames(1, ['ab', 'c'])).not.to.equal(hashNames(1, ['a', 'bc']))
  })

  it('hashes 20,000 neighbouring seeds with hardly a clash', () => {
    const seen = new Set(Array.from({ length: 20000 }, (_, i) => hashNames(i, ['params', 'v_ego'])))
    expect(seen.size).to.be.greaterThan(19990)
  })

  it('draws uniform and normal numbers with the moments they should have', () => {
    const r = stream(1, 'moments')
    const n = 50000
    let mean = 0
    let square = 0
    let inHalf = 0
    for (let i = 0; i < n; i++) {
      const z = r.normal()
      mean += z / n
      square += (z * z) / n
      if (r.uniform(2, 4) < 3) inHalf++
    }
    expect(mean).to.be.closeTo(0, 0.02)
    expect(square).to.be.closeTo(1, 0.03)
    expect(inHalf / n).to.be.closeTo(0.5, 0.01)
  })

  it('keeps integers below n', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 1000 }), (seed, n) => {
        expect(stream(seed, 'i').integer(n)).to.be.within(0, n - 1)
      }),
    )
  })
})

describe('statistics', () => {
  it('gives the Wilson interval of the textbook case', () => {
    // Newcombe 1998, table I: 81 of 263 -> 0.2553 to 0.3662 (score, without continuity correction).
    const [lo, hi] = wilson(81, 263)
    expect(lo).to.be.closeTo(0.2553, 5e-5)
    expect(hi).to.be.closeTo(0.3662, 5e-5)
    expect(wilson(0, 0)).to.deep.equal([0, 1])
  })

  it('interpolates quantiles', () => {
    expect(quantile([4, 1, 3, 2], 0.5)).to.equal(2.5)
    expect(quantile([5], 0.9)).to.equal(5)
    expect(quantile([], 0.5)).to.be.NaN
  })
})
