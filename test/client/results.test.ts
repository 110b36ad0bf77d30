import { expect } from 'chai'
import fc from 'fast-check'
import { axesOf, isInside, nameOf, nearest, placeOn } from '../../client/results/axes.ts'
import { pagesOf, windowOf } from '../../client/results/window.ts'

describe('axes of a sweep', () => {
  const columns = ['scenario', 'seed', 'param_v', 'param_side', 'class', 'min_ttc_s', 'digest']
  const rows = [
    ['x', 1, 10, 'left', 'near-miss', 1, 'a'],
    ['x', 2, 20, 'right', 'collision', null, 'b'],
    ['x', 3, 15, 'left', 'harmless', 3, 'c'],
  ]
  const axes = axesOf({ columns, rows })

  it('are the columns that vary and say something, classes from harmless to worst', () => {
    expect(axes.map((a) => a.label)).to.deep.equal(['v', 'side', 'class', 'min ttc s'])
    expect(axes[2].words).to.deep.equal(['harmless', 'near-miss', 'collision'])
    expect(rows.map((r) => placeOn(axes[0], r[2]))).to.deep.equal([0, 1, 0.5])
    expect(placeOn(axes[3], null)).to.equal(null)
    expect([nameOf(axes[0], 0.5), nameOf(axes[2], 0.5)]).to.deep.equal(['15', 'near-miss'])
  })

  it('keep the rows that lie inside every brush; a row without the value is outside', () => {
    const kept = (...brushes: [string, readonly [number, number]][]): number[] =>
      rows.flatMap((r, i) => (isInside(axes, new Map(brushes), r) ? [i] : []))
    expect(kept()).to.deep.equal([0, 1, 2])
    expect(kept(['param_v', [0, 0.5]])).to.deep.equal([0, 2])
    expect(kept(['param_v', [0, 0.5]], ['class', [0.9, 1]])).to.deep.equal([])
    expect(kept(['min_ttc_s', [0, 1]])).to.deep.equal([0, 2])
  })

  it('find the nearest point within reach', () => {
    const points = [[0, 0], null, [10, 0]] as const
    expect(nearest(points, [8, 1], 5)).to.equal(2)
    expect(nearest(points, [5, 50], 5)).to.equal(null)
  })
})

describe('window on a long grid', () => {
  it('draws all that is in sight and little more, wherever it is scrolled, up to 100,000 frames', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100_000 }),
        fc.integer({ min: 200, max: 2000 }),
        fc.integer({ min: 100, max: 1500 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (tiles, width, height, share) => {
          const view = { width, height, tileWidth: 232, rowHeight: 172 }
          const whole = windowOf(tiles, { ...view, top: 0 }).total
          const top = share * Math.max(0, whole - height)
          const { columns, first, count, offset } = windowOf(tiles, { ...view, top })
          expect(first % columns).to.equal(0)
          expect(first + count).to.be.at.most(tiles)
          expect(count).to.be.at.most((Math.ceil(height / 172) + 4) * columns)
          // What is drawn covers what is in sight.
          expect(offset).to.be.at.most(top + 1e-6)
          const drawnTo = offset + Math.ceil(count / columns) * 172
          expect(drawnTo).to.be.at.least(Math.min(top + height, whole) - 1e-6)
        },
      ),
    )
  })

  it('comes to the last tile at the end of the scrolling, though no box may be that high', () => {
    const view = { width: 240, height: 700, tileWidth: 232, rowHeight: 172 }
    const { total } = windowOf(1_000_000, { ...view, top: 0 })
    expect(total).to.equal(15_000_000)
    const { first, count } = windowOf(1_000_000, { ...view, top: total - 700 })
    expect(first + count).to.equal(1_000_000)
  })

  it('asks for the pages that a stretch lies in', () => {
    expect(pagesOf(59, 2, 60)).to.deep.equal([0, 1])
    expect(pagesOf(60, 60, 60)).to.deep.equal([1])
    expect(pagesOf(0, 0, 60)).to.deep.equal([])
  })
})
