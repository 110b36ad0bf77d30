import { expect } from 'chai'
import { buildRoad } from '../../src/road/index.ts'
import { buildScenery } from '../../src/shape/index.ts'
import { sedan, traffic } from '../behaviour/roads.ts'

describe('crossings', () => {
  it('break the lines that would run through their stripes @slow', () => {
    const scenario = traffic(
      '{straight: 200 m, crossings: [{s: 100 m, width: 4 m}]}',
      { ego: sedan('road', 40, 10).replace('road: road, ', '') },
      { seconds: 2 },
    )
    const road = buildRoad(scenario.road, [])
    const { pieces } = buildScenery(scenario, road)
    /** Middles of the triangles of painted lines, along the road. */
    const lines = pieces
      .filter(({ name, material }) => name.startsWith('pavement') && material === 'marking')
      .flatMap(({ mesh: { positions, indices } }) =>
        Array.from({ length: indices.length / 3 }, (_, k) => {
          const [x, y] = [0, 1].map(
            (axis) => [0, 1, 2].reduce((sum, i) => sum + positions[3 * indices[3 * k + i] + axis], 0) / 3,
          )
          return road.toRoad(x, y).s
        }),
      )
    const between = (from: number, to: number): number => lines.filter((s) => s > from && s < to).length
    expect(between(98, 102)).to.equal(0)
    expect(between(94, 98)).to.be.above(0)
    expect(between(102, 106)).to.be.above(0)
  })
})
