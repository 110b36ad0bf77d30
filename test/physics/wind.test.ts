import { expect } from 'chai'
import { createPhysics } from '../../src/physics/index.ts'
import { gustAt, type ConcreteScenario, type Gust } from '../../src/scenario/index.ts'
import type { WorldState } from '../../src/world/index.ts'
import { SEDAN, actor, controls, drive, scenario } from './cars.ts'
import { crosswind } from './crosswind.ts'
import { vehicleOf } from './fleet.ts'
import { flatRoad } from './flat-road.ts'

const windy = (wind: ConcreteScenario['weather']['wind'], seconds: number, lane = -1): WorldState[] => {
  const plain = scenario(actor({ id: 'car', speed: 25, at: { lane, s: 1000, offset: 0, heading: 0 } }))
  const world = createPhysics({ ...plain, weather: { ...plain.weather, wind } }, flatRoad())
  return drive(world, seconds, () => controls({ throttle: 0.15 }))
}
const y = ({ actors: [a] }: WorldState): number => a.position[1] + 1.75
const NORTH = 0
const SOUTH = Math.PI

describe('physics/wind', () => {
  it('the side force of a gust on a sedan is the published one', () => {
    expect(crosswind(vehicleOf('sedan')).force).to.be.within(0.75 * 1779, 1.25 * 1779)
  })

  it('cars and vans are carried as far as published ones', () => {
    for (const name of ['compact', 'sedan', 'estate', 'sports'])
      expect(crosswind(vehicleOf(name)).deviation, name).to.be.within(0.3, 1.2)
    expect(crosswind(vehicleOf('van')).deviation).to.be.within(0.8, 2.5)
  })

  it('from the left and from the right it does the same', () => {
    const [left, right] = [crosswind(SEDAN, 20), crosswind(SEDAN, -20)]
    expect(right.force).to.be.closeTo(-left.force, 1e-6)
    expect(right.deviation).to.be.closeTo(-left.deviation, 1e-6)
  })

  it('a gust rises and falls as 1 - cos, and comes over the mean wind', () => {
    const gust: Gust = { start: 1, speed: 12, from: SOUTH, rise: 0.5, hold: 2 }
    expect(
      [0.9, 1, 1.25, 1.5, 3.5, 3.75, 4, 5].map((t) => Math.round(100 * gustAt(gust, t)) / 100),
    ).to.deep.equal([0, 0, 6, 12, 12, 6, 0, 0])
    const calm = windy({ speed: 0, from: NORTH }, 3)
    const blown = windy({ speed: 0, from: NORTH, gusts: [gust] }, 3)
    expect(y(blown[100])).to.be.closeTo(y(calm[100]), 1e-9)
    expect(y(blown.at(-1)!)).to.be.greaterThan(y(calm.at(-1)!) + 0.2)
    // A gust against the mean wind takes it away.
    const against = windy({ speed: 12, from: NORTH, gusts: [gust] }, 3)
    const mean = windy({ speed: 12, from: NORTH }, 3)
    expect(y(mean.at(-1)!)).to.be.lessThan(y(against.at(-1)!))
    expect(y(against.at(-1)!)).to.be.lessThan(0)
  })
})
