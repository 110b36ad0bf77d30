import { expect } from 'chai'
import { buildRoad, lightAt, lightPhases } from '../../src/road/index.ts'
import { buildScenery } from '../../src/shape/index.ts'
import { simulate } from '../../src/run/index.ts'
import { readRow, rowLayout, writeRow } from '../../src/world/index.ts'
import { sedan, traffic } from '../behaviour/roads.ts'

const scenario = traffic(
  '{junction: {kind: x, control: lights, lights: {green: 5 s}}}',
  { ego: sedan('south', 20, 0, 'driver: none') },
  { seconds: 9 },
)
const road = buildRoad(scenario.road, [])

describe('traffic lights', () => {
  it('have red on top, amber in the middle and green below, each lit while its signal shows it @slow', () => {
    const lamps = buildScenery(scenario, road).pieces.filter(({ lit }) => lit !== undefined)
    expect(lamps).to.have.length(12)
    for (const id of lightPhases(road).keys()) {
      const own = lamps.filter(({ lit }) => lit!.signal === id)
      const heights = Object.fromEntries(
        own.map(({ lit, mesh }) => [lit!.shows, mesh.positions.filter((_, i) => i % 3 === 2)]),
      )
      const lowest = (shows: string): number => Math.min(...heights[shows])
      const highest = (shows: string): number => Math.max(...heights[shows])
      expect(lowest('red')).to.be.above(highest('amber'))
      expect(lowest('amber')).to.be.above(highest('green'))
      for (const { semantic } of own) expect(semantic).to.equal('traffic-light')
    }
  })

  it('are in every state as their phases have them, in its row too', () => {
    const phases = [...lightPhases(road)]
    const seen = new Set<string>()
    for (const state of simulate(scenario)) {
      expect(state.lights!.map(({ signal }) => signal)).to.deep.equal(phases.map(([id]) => id))
      for (const [i, [, phase]] of phases.entries()) {
        expect(state.lights![i].shows).to.equal(lightAt(phase, state.time))
        seen.add(state.lights![i].shows)
      }
      if (state.tick % 300 !== 0) continue
      const layout = rowLayout(state)
      const row = new Float64Array(layout.size)
      writeRow(state, row)
      const back = readRow(layout, row)
      expect(back.lights).to.deep.equal(state.lights)
      expect(back.actors[0].road).to.equal(road.roadIndex('south'))
    }
    expect([...seen].sort()).to.deep.equal(['amber', 'green', 'red'])
  })
})
