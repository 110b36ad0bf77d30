import { expect } from 'chai'
import type { WorldState } from '../../src/world/index.ts'
import { rowLayout, writeRow } from '../../src/world/index.ts'
import { VAN, actor, controls, physicsOf, scenario } from './cars.ts'
import { flatRoad } from './flat-road.ts'

/** Two cars that brake, skid and crash on split friction. */
const world = () =>
  physicsOf(
    flatRoad({ mu: (x) => (x > 110 ? 0.3 : 0.9) }),
    actor({ id: 'a', speed: 25 }),
    actor({ id: 'b', spec: VAN, at: { lane: -1, s: 130, offset: 0.7, heading: 0.2 } }),
  )

const input = (tick: number) => [
  controls({ brake: tick > 200 ? 1 : 0, steer: 0.05 * Math.sin(tick / 50) }),
  controls({ throttle: 0.2 }),
]

const bytes = (state: WorldState): string => {
  const row = new Float64Array(rowLayout(state).size)
  writeRow(state, row)
  return Buffer.from(row.buffer).toString('hex') + JSON.stringify(state.events)
}

describe('physics/save', () => {
  it('the same inputs give the same bytes', () => {
    const [one, two] = [world(), world()]
    for (let tick = 0; tick < 1500; tick++) {
      one.step(input(tick))
      two.step(input(tick))
      if (tick % 50 === 0) expect(bytes(one.snapshot())).to.equal(bytes(two.snapshot()))
    }
    expect(bytes(one.snapshot())).to.equal(bytes(two.snapshot()))
  })

  for (const from of [1, 250, 500, 777])
    it(`restored at tick ${from}, a run goes on bit by bit as if it had never stopped`, () => {
      const straight = world()
      const first = world()
      for (let tick = 0; tick < from; tick++) first.step(input(tick))
      const saved = structuredClone(first.save())
      // The saved state is a copy: going on does not touch it.
      for (let tick = from; tick < from + 100; tick++) first.step(input(tick))
      const second = world()
      second.restore(saved)
      for (let tick = 0; tick < 1500; tick++) {
        straight.step(input(tick))
        if (tick >= from) {
          second.step(input(tick))
          expect(bytes(second.snapshot())).to.equal(bytes(straight.snapshot()))
        }
      }
      expect(second.snapshot().actors[0].position[0]).to.be.greaterThan(115)
    })

  it('restored to before the story changed wind and surface, it forgets the change', () => {
    const { weather } = scenario()
    const changed = {
      weather: { ...weather, wind: { speed: 25, from: 0 } },
      surface: [],
      faults: [],
      film: 0,
    }
    const straight = world()
    const rewound = world()
    for (let tick = 0; tick < 100; tick++) for (const w of [straight, rewound]) w.step(input(tick))
    const saved = structuredClone(rewound.save())
    for (let tick = 100; tick < 300; tick++) rewound.step(input(tick), changed)
    rewound.restore(saved)
    for (let tick = 100; tick < 600; tick++) {
      straight.step(input(tick))
      rewound.step(input(tick))
    }
    expect(bytes(rewound.snapshot())).to.equal(bytes(straight.snapshot()))
  })
})
