import { expect } from 'chai'
import { boxTtc, createSituation, createMonitor, footprint } from '../../src/criticality/index.ts'
import { buildRoad } from '../../src/road/index.ts'
import { networkOf, type ConcreteScenario, type RoadSpec } from '../../src/scenario/index.ts'
import { sedan, traffic } from '../behaviour/roads.ts'
import { actorSpec, scenarioOf, stateOf, straightRoad } from './scene.ts'

const X = '{junction: {kind: x}}'

/** The situation of a scenario at its start. */
const startOf = (scenario: ConcreteScenario) => {
  const road = buildRoad(scenario.road, scenario.surface)
  const state = stateOf(scenario)
  return { road, state, ...measured(scenario, state) }
}

const measured = (scenario: ConcreteScenario, state = stateOf(scenario)) => {
  const road = buildRoad(scenario.road, scenario.surface)
  const situation = createSituation(scenario, road)(state)
  const instant = createMonitor(scenario, road).observe(state)
  return { situation, instant }
}

describe('criticality on networks', () => {
  it('measures two whose paths cross at a junction by their outlines in the world', () => {
    const scenario = traffic(X, { ego: sedan('south', 60, 10), other: sedan('east', 58, 10) })
    const { state, instant } = startOf(scenario)
    const [a, b] = scenario.actors.map((actor, i) => footprint(actor.spec, state.actors[i]))
    expect(boxTtc(a, b)).to.be.within(1, 8)
    expect(instant.ttc).to.be.closeTo(boxTtc(a, b), 1e-9)
    expect(instant.mostCritical).to.equal('other')
    // No gap along a way that they do not share.
    expect(instant.gap).to.equal(Infinity)
  })

  it('measures who goes on round the corner along the way there', () => {
    const lead = '{model: sedan, at: {road: east, lane: 1, s: 70 m}, speed: 5 m/s}'
    const { situation, instant } = startOf(traffic(X, { ego: sedan('south', 60, 10, 'route: [east]'), lead }))
    const pair = situation.pair('ego', 'lead')!
    const { situation: back } = startOf(traffic(X, { lead, ego: sedan('south', 60, 10, 'route: [east]') }))
    // 20 m to the junction, the right turn, 10 m on the arm: more than the crow flies.
    const [[ax, ay], [bx, by]] = pair.map(({ world }) => [world.x, world.y])
    const air = Math.sqrt((bx - ax) * (bx - ax) + (by - ay) * (by - ay))
    expect(instant.gap).to.be.within(air - 4.6, 1.5 * air)
    expect(instant.ttc).to.be.closeTo(instant.gap / 5, 0.01)
    expect(instant.thw).to.be.closeTo(instant.gap / 10, 1e-6)
    expect(back.pair('lead', 'ego')![1].s).to.be.closeTo(pair[0].s, 1e-9)
  })

  it('sees no danger in oncoming traffic that keeps its lane through the junction', () => {
    const { instant } = startOf(traffic(X, { ego: sedan('south', 60, 10), other: sedan('north', 60, 10) }))
    expect(instant.ttc).to.equal(Infinity)
  })

  it('reads s and lane of the road that an actor is on', () => {
    const { situation } = startOf(
      traffic('{straight: 600 m, ramps: [{entry: 150 m}], one-way: true, lanes: [-2, -1]}', {
        ego: '{model: sedan, at: {road: entry-1, lane: -1, s: 30 m}, speed: 10 m/s}',
      }),
    )
    const ego = situation.actor('ego')
    expect(situation.road.roads[ego.road!].id).to.equal('entry-1')
    expect(ego.s).to.be.closeTo(30, 1e-6)
  })

  it('finds the way to a place through the junction', () => {
    const { situation, road } = startOf(traffic(X, { ego: sedan('south', 60, 10, 'route: [west]') }))
    const [south, west, north] = ['south', 'west', 'north'].map((id) => road.roadIndex(id)!)
    const { length } = road.roads[west]
    expect(situation.wayTo('ego', 70, south)).to.be.closeTo(10, 0.01)
    expect(situation.wayTo('ego', length, west)).to.be.within(length - 60 + 15, length - 60 + 40)
    expect(situation.wayTo('ego', 0, west)! - situation.wayTo('ego', length, west)!).to.be.closeTo(
      length,
      0.1,
    )
    expect(situation.wayTo('ego', 40, north)).to.equal(null)
  })

  it('takes two levels of a bridge for two places', () => {
    const plain = networkOf({ ...straightRoad, pieces: [{ length: 200, curvature: 0 }] })
    const [below] = plain.roads
    const over = {
      ...below,
      id: 'over',
      geometry: [{ ...below.geometry[0], x: 100, y: -100, heading: Math.PI / 2 }],
      elevation: [{ s: 0, a: 6, b: 0, c: 0, d: 0 }],
    }
    const road: RoadSpec = { ...straightRoad, network: { ...plain, roads: [below, over] } }
    const at = (on: string) => ({ road: on, lane: -1, s: 98, offset: 0, heading: 0 })
    const actors = [actorSpec('ego', { at: at(below.id) }), actorSpec('other', { at: at('over') })]
    const scenario = scenarioOf({ road, actors })
    const flat = stateOf(scenario)
    const high = flat.actors.map((a, i) => ({
      ...a,
      position: [a.position[0], a.position[1], 6 * i] as const,
    }))
    const { situation, instant } = measured(scenario, { ...flat, actors: high })
    expect(situation.pair('ego', 'other')).to.equal(null)
    expect(instant.ttc).to.equal(Infinity)
    expect(measured(scenario, flat).instant.ttc).to.be.below(1)
  })
})
