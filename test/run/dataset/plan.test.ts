import { expect } from 'chai'
import fc from 'fast-check'
import { EVERYTHING } from '../../../src/export/index.ts'
import {
  framesOf,
  framesWithin,
  identityOf,
  PIECE_TICKS,
  pieceOf,
  piecesOf,
  planDataSet,
  rangeOf,
  takenReading,
} from '../../../src/run/dataset/plan.ts'
import type { ConcreteScenario } from '../../../src/scenario/index.ts'
import { TICKS_PER_SECOND } from '../../../src/world/index.ts'
import { CAMERA, SCENARIO } from '../../contract/painted.ts'

const ALL = { from: 0, frames: null }
const ASKED = {
  formats: ['coco'],
  excerpt: ALL,
  shares: { train: 1, val: 0, test: 0 },
  selection: EVERYTHING,
  licence: 'CC0-1.0',
  shardBytes: null,
}
const run = (seed: number, v: number): ConcreteScenario => ({ ...SCENARIO, seed, parameters: { v } })
const plan = (
  scenarios: readonly ConcreteScenario[],
  shares = ASKED.shares,
): ReturnType<typeof planDataSet> => planDataSet(scenarios, { ...ASKED, shares })

const rates = fc.constantFrom(1, 10, 12, 13, 25, 30, 100)
const excerpts = fc.record({
  from: fc.integer({ min: 0, max: 50 }).map((tenths) => tenths / 10),
  frames: fc.option(fc.integer({ min: 1, max: 40 })),
})

describe('the plan of a data set', () => {
  it('takes each concrete scenario once, under a name of its own, into one split', () => {
    const runs = fc.array(fc.tuple(fc.nat({ max: 5 }), fc.nat({ max: 3 })), { minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(runs, fc.nat({ max: 9 }), fc.nat({ max: 9 }), (asked, val, test) => {
        const { clips } = plan(
          asked.map(([seed, v]) => run(seed, v)),
          { train: 10, val, test },
        )
        const distinct = new Set(asked.map(String))
        expect(clips).to.have.length(distinct.size)
        expect(new Set(clips.map((c) => c.name)).size).to.equal(clips.length)
        const counts = (['train', 'val', 'test'] as const).map(
          (split) => clips.filter((c) => c.split === split).length,
        )
        const total = 10 + val + test
        ;[10, val, test].forEach((share, i) =>
          expect(counts[i]).to.be.closeTo((clips.length * share) / total, 1),
        )
      }),
    )
  })

  it('splits the same whatever the order of the runs', () => {
    const runs = Array.from({ length: 20 }, (_, i) => run(i, 1))
    const shares = { train: 8, val: 1, test: 1 }
    const splits = (scenarios: readonly ConcreteScenario[]): string[] =>
      plan(scenarios, shares)
        .clips.map((c) => `${c.name} ${c.split}`)
        .sort()
    expect(splits([...runs].reverse())).to.deep.equal(splits(runs))
  })

  it('has another identity for other runs, formats, excerpts and shares', () => {
    const of = (...made: Parameters<typeof planDataSet>): string => identityOf(planDataSet(...made))
    const identities = [
      of([run(1, 1)], ASKED),
      of([run(2, 1)], ASKED),
      of([run(1, 1), run(2, 1)], ASKED),
      of([run(1, 1)], { ...ASKED, formats: ['coco', 'raw'] }),
      of([run(1, 1)], { ...ASKED, excerpt: { from: 1, frames: null } }),
      of([run(1, 1)], { ...ASKED, selection: { ...EVERYTHING, minBox: 8 } }),
      of([run(1, 1)], { ...ASKED, shares: { train: 0, val: 1, test: 0 } }),
    ]
    expect(new Set(identities).size).to.equal(identities.length)
    expect(of([run(1, 1)], ASKED)).to.equal(identities[0])
  })

  it('takes the first readings from a time on, all within its range, cut into pieces without a gap', () => {
    fc.assert(
      fc.property(rates, excerpts, fc.integer({ min: 1, max: 100 }), (rate, excerpt, tenths) => {
        const sensor = { ...CAMERA, rate }
        const end = (tenths * TICKS_PER_SECOND) / 10
        const taken = Array.from({ length: end + 1 }, (_, tick) => tick).filter(
          (tick) => takenReading(sensor, tick, excerpt) !== null,
        )
        expect(taken.length).to.be.at.most(excerpt.frames ?? Infinity)
        for (const tick of taken) expect(tick / TICKS_PER_SECOND).to.be.at.least(excerpt.from - 1 / 600)
        const range = rangeOf([sensor], excerpt, end)
        if (range === null) {
          expect(taken.filter((tick) => tick / TICKS_PER_SECOND >= excerpt.from)).to.deep.equal([])
          return
        }
        const last = range.from + piecesOf(range) * PIECE_TICKS
        expect(range.to).to.be.within(last - PIECE_TICKS, last - 1)
        expect(taken.filter((tick) => tick > range.to)).to.deep.equal([])
        for (let index = 0; index < piecesOf(range); index++) {
          const { from, to } = pieceOf(range, index)
          expect(framesWithin([sensor], excerpt, { from, to })).to.equal(
            taken.filter((tick) => tick >= from && tick <= to).length,
          )
        }
        expect(framesOf([sensor], excerpt, end / TICKS_PER_SECOND)).to.be.closeTo(taken.length, 1)
      }),
    )
  })
})
