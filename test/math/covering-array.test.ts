/** Covering arrays: every combination of every t columns, in few rows. */
import { expect } from 'chai'
import fc from 'fast-check'
import { coveringArray, stream } from '../../src/math/index.ts'

/** Every way to choose t of n columns. */
const choose = (n: number, t: number, from = 0): number[][] =>
  t === 0
    ? [[]]
    : Array.from({ length: Math.max(0, n - from) }, (_, i) => from + i).flatMap((c) =>
        choose(n, t - 1, c + 1).map((rest) => [c, ...rest]),
      )

/** The combinations of t columns that these rows hold, as texts. */
const held = (rows: readonly (readonly number[])[], n: number, t: number): Set<string> =>
  new Set(choose(n, t).flatMap((columns) => rows.map((r) => columns.map((c) => `${c}=${r[c]}`).join(' '))))

const all = (levels: readonly number[], t: number): string[] =>
  choose(levels.length, t).flatMap((columns) =>
    columns.reduce<string[]>(
      (texts, c) =>
        texts.flatMap((text) => Array.from({ length: levels[c] }, (_, l) => `${text} ${c}=${l}`.trim())),
      [''],
    ),
  )

describe('covering arrays', () => {
  it('hold every combination of any t columns', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 2, maxLength: 6 }),
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 0, max: 1000 }),
        (levels, strength, seed) => {
          const t = Math.min(strength, levels.length)
          const { rows, impossible } = coveringArray(levels, t, stream(seed, 'test'))
          expect(impossible).to.equal(0)
          expect([...held(rows, levels.length, t)].sort()).to.deep.equal(all(levels, t).sort())
          const biggest = [...levels].sort((a, b) => b - a).slice(0, t)
          expect(rows.length).to.be.at.least(biggest.reduce((n, l) => n * l, 1))
        },
      ),
      { numRuns: 60 },
    )
  })

  it('need far fewer rows than all combinations', () => {
    // 3^10: 59,049 combinations; AETG needs about 20 rows for all pairs (Cohen et al. 1997: 15 to 20).
    expect(coveringArray(Array<number>(10).fill(3), 2, stream(1, 'test')).rows.length).to.be.within(14, 22)
    expect(coveringArray(Array<number>(6).fill(3), 3, stream(1, 'test')).rows.length).to.be.within(33, 60)
  })

  it('keep to what is possible, and count what is not', () => {
    const levels = [3, 3, 3, 2]
    // The first two columns never agree: three pairs can be in no row, all others can.
    const { rows, impossible } = coveringArray(levels, 2, stream(3, 'test'), (r) => r[0] !== r[1])
    expect(impossible).to.equal(3)
    expect(rows.every((r) => r[0] !== r[1])).to.equal(true)
    const due = all(levels, 2).filter((text) => !/^0=(\d) 1=\1$/.test(text))
    expect([...held(rows, 4, 2)].sort()).to.deep.equal(due.sort())
  })
})
