/** Traffic by density: as many as asked for, the same for a seed, and calm ones do not collide. */
import { expect } from 'chai'
import { simulate } from '../../src/run/index.ts'
import { acceptance, sampleScenario, type ActorSpec, type Scenario } from '../../src/scenario/index.ts'
import { load } from '../scenario/memory.ts'

const given = (traffic: string, road = '{straight: 2 km, lanes: [-2, -1, 1, 2]}', more = ''): Scenario => {
  const { scenario, diagnostics } = load(`scenario: flow
version: 1
title: Traffic
run: {seed: 3, stop: {after: 12 s}}
road: ${road}
traffic: {flow: ${traffic}}
actors: {ego: {model: sedan, at: {lane: -1, ${more}s: 60 m}, speed: 14 m/s}}
`)
  expect(diagnostics.filter(({ code }) => code !== 'traffic-cut')).to.deep.equal([])
  return scenario!
}
const flowOf = (scenario: Scenario, seed: number): ActorSpec[] =>
  sampleScenario(scenario, seed).actors.filter(({ id }) => id.startsWith('flow_'))

const seeds = Array.from({ length: 20 }, (_, i) => i + 1)

describe('run: traffic', () => {
  it('has the density asked for, and the speeds', () => {
    const scenario = given(
      '{density: 10 1/km, most: 200, speed: {mean: 25 m/s, spread: 10 %}, vehicles: {sedan: 1}}',
    )
    const all = seeds.flatMap((seed) => flowOf(scenario, seed))
    // Four lanes of 1976 m, less what is kept clear around ego.
    expect(all.length / seeds.length).to.be.within(66, 80)
    const wanted = all.map(({ driver }) => ('desiredSpeed' in driver ? driver.desiredSpeed : NaN))
    const mean = wanted.reduce((a, b) => a + b, 0) / wanted.length
    expect(mean).to.be.closeTo(25, 0.4)
    expect(Math.max(...wanted)).to.be.at.most(30)
    for (const { speed, driver } of all)
      expect(speed).to.be.at.most('desiredSpeed' in driver ? driver.desiredSpeed : 0)
  }).timeout(180_000)

  it('mixes vehicles and styles by their weights', () => {
    const scenario = given(
      '{density: 15 1/km, most: 200, vehicles: {sedan: 3, van: 1}, styles: {calm: 1, aggressive: 1}}',
    )
    const all = seeds.flatMap((seed) => flowOf(scenario, seed))
    const share = (of: (a: ActorSpec) => boolean): number => all.filter(of).length / all.length
    expect(share((a) => a.model === 'van')).to.be.closeTo(0.25, 0.04)
    expect(share(({ driver }) => 'headway' in driver && driver.headway === 2)).to.be.closeTo(0.5, 0.05)
  }).timeout(180_000)

  it('rides bicycles on cycle lanes, and without one by the edge of the lane', () => {
    const flow = '{density: 10 1/km, most: 200, vehicles: {bicycle: 1}}'
    const plain = flowOf(given(flow), 4)
    for (const { at } of plain)
      expect([Math.abs(at.lane), at.offset < -0.5]).to.deep.equal([Math.abs(at.lane), true])
    const strips = 'right: [{cycle-lane: 1.8 m}], left: [{cycle-lane: 1.8 m}]'
    const scenario = given(flow, `{straight: 2 km, lanes: [-1, 1], ${strips}}`)
    const all = flowOf(scenario, 4)
    expect(all.length).to.be.above(15)
    const lanes = new Set(all.map(({ at }) => at.lane))
    expect([...lanes].sort()).to.deep.equal([-2, 2])
    for (const { at } of all) expect(at.offset).to.equal(0)
    let off = 0
    const few = given(flow.replace('200', '4'), `{straight: 2 km, lanes: [-1, 1], ${strips}}`)
    for (const { time, actors } of simulate(sampleScenario(few, 4))) {
      if (time > 4) break
      for (const a of actors) if (a.id !== 'ego') off = Math.max(off, Math.abs(Math.abs(a.t) - 4.4))
    }
    expect(off).to.be.below(0.4)
  }).timeout(180_000)

  it('is the same for the same seed, and a vehicle is the same whatever other blocks there are', () => {
    const scenario = given('{density: 10 1/km, lanes: [-2]}')
    expect(flowOf(scenario, 7)).to.deep.equal(flowOf(scenario, 7))
    expect(flowOf(scenario, 8)).to.not.deep.equal(flowOf(scenario, 7))
    const both = given('{density: 10 1/km, lanes: [-2]}, other: {density: 8 1/km, lanes: [1, 2]}')
    expect(flowOf(both, 7)).to.deep.equal(flowOf(scenario, 7))
  })

  it('keeps clear of the actors of the file, and to the number that is allowed', () => {
    const scenario = given('{density: 40 1/km, keep-clear: 60 m, most: 15}')
    for (const seed of seeds) {
      const all = flowOf(scenario, seed)
      expect(all.length).to.be.at.most(15)
      for (const { at } of all) if (at.lane === -1) expect(Math.abs(at.s - 60)).to.be.above(60)
      // The nearest are kept.
      expect(Math.max(...all.map(({ at }) => at.s))).to.be.below(600)
    }
    expect(acceptance(scenario, 5).accepted).to.equal(5)
  }).timeout(180_000)

  for (const [where, road, more, traffic] of [
    [
      'a two-way road',
      '{straight: 1200 m, lanes: [-2, -1, 1, 2], speed-limit: 100 km/h}',
      '',
      '{density: 14 1/km, most: 14, styles: {calm: 1}}',
    ],
    [
      'crossroads with lights',
      '{junction: {kind: x, control: lights}}',
      'road: south, ',
      '{density: 18 1/km, most: 8, styles: {calm: 1}, vehicles: {compact: 1, sedan: 1}}',
    ],
    [
      'a roundabout',
      '{junction: {kind: roundabout}}',
      'road: south, ',
      '{density: 15 1/km, most: 6, styles: {calm: 1}, vehicles: {compact: 1, sedan: 1}}',
    ],
  ] as const)
    it(`calm traffic does not collide on ${where} @slow`, () => {
      const scenario = given(traffic, road, more)
      for (const seed of [1, 2, 3]) {
        const hits: string[] = []
        let last = 0
        for (const { time, events } of simulate(sampleScenario(scenario, seed))) {
          last = time
          for (const e of events)
            if (e.kind === 'collision') hits.push(`${e.actors.join(' and ')} at ${time}`)
        }
        expect(hits, `seed ${seed}`).to.deep.equal([])
        expect(last).to.be.closeTo(12, 0.02)
      }
    }).timeout(600_000)
})
