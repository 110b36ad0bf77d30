import { expect } from 'chai'
import fc from 'fast-check'
import { sampleScenario, type ConcreteScenario } from '../../src/scenario/index.ts'
import { load, scenario } from './memory.ts'

const ANYTHING = `
  paint: any
  clothes: any
  land: any
  sun: {elevation: [10 deg, 60 deg], azimuth: [300 deg, 60 deg]}
  clouds: [10 %, 90 %]
  road: {tone: [0.7, 1.4], wear: [0 %, 60 %]}
  camera: {shift: 3 cm, turn: 1 deg}
  clutter: [2, 9]
  distractors: [1, 4]`

const PARTS = {
  actors: `
  ego: {model: sedan, at: {lane: -1, s: 40 m}, speed: 14 m/s, paint: '#b3202a'}
  lead: {model: police, at: {ahead of: ego, gap: 30 m}}
  walker: {model: adult, at: {lane: -1, s: 120 m, offset: -4 m, heading: 90 deg}}`,
  sensors: '{ego: [{camera: front, fps: 10}, {radar: front}]}',
}

const sampled = (randomise: string | null, seed: number): ConcreteScenario => {
  const text = scenario({ ...PARTS, ...(randomise === null ? {} : { randomise }) })
  const { scenario: loaded, diagnostics } = load(text)
  if (loaded === null) throw new Error(JSON.stringify(diagnostics))
  return sampleScenario(loaded, seed)
}

/** A scenario without what looks touch. */
const bare = (made: ConcreteScenario): object => ({
  ...made,
  looks: null,
  actors: made.actors.map((actor) => ({ ...actor, paint: null, look: null })),
  sensors: made.sensors.map((sensor) => ({ ...sensor, mount: null })),
})

const DEGREE = Math.PI / 180

describe('randomise', () => {
  const { scenario: loaded } = load(scenario({ ...PARTS, randomise: ANYTHING }))
  const { scenario: plain } = load(scenario(PARTS))

  it('chooses the same for a seed, and otherwise for another', () =>
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), (seed) => {
        const { looks } = sampleScenario(loaded!, seed)
        expect(sampleScenario(loaded!, seed).looks).to.deep.equal(looks)
        expect(sampleScenario(loaded!, seed + 1).looks).not.to.deep.equal(looks)
      }),
      { numRuns: 20 },
    ))

  it('stays within its ranges, and changes nothing but paint, looks and mounts of cameras', () =>
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), (seed) => {
        const made = sampleScenario(loaded!, seed)
        const before = sampleScenario(plain!, seed)
        expect(bare(made)).to.deep.equal(bare(before))
        const { sun, clouds, road, cameras, clutter, distractors, actors } = made.looks!
        expect(sun!.elevation).to.be.within(10 * DEGREE, 60 * DEGREE)
        // From 300 degrees through north to 60.
        expect(Math.cos(sun!.azimuth)).to.be.at.least(0.5 - 1e-9)
        expect(clouds).to.be.within(0.1, 0.9)
        expect(road!.tone).to.be.within(0.7, 1.4)
        expect(road!.wear).to.be.within(0, 0.6)
        expect(clutter).to.be.within(2, 9)
        expect(distractors).to.be.within(1, 4)
        // Blue lights keep their colours.
        expect(Object.keys(actors!)).to.deep.equal(['ego', 'walker'])
        expect(Object.keys(cameras!)).to.deep.equal(['ego.front'])
        const [front, radar] = made.sensors
        const [mounted, fixed] = before.sensors
        expect(radar.mount).to.deep.equal(fixed.mount)
        const { shift, turn } = cameras!['ego.front']
        for (const k of [0, 1, 2] as const) {
          expect(Math.abs(shift[k])).to.be.at.most(0.03)
          expect(Math.abs(turn[k])).to.be.at.most(DEGREE)
          expect(front.mount.position[k]).to.be.closeTo(mounted.mount.position[k] + shift[k], 1e-12)
        }
      }),
      { numRuns: 20 },
    ))

  it('makes each choice by itself: what else is left to chance does not move it', () => {
    const all = sampled(ANYTHING, 5).looks!
    expect(sampled('{clouds: [10 %, 90 %]}', 5).looks).to.deep.equal({ seed: 5, clouds: all.clouds })
    expect(sampled('{distractors: [1, 4]}', 5).looks).to.deep.equal({ seed: 5, distractors: all.distractors })
  })

  it('has other looks for one and the same run by a seed of its own', () => {
    const own = sampled('{seed: 9, clouds: [0 %, 100 %]}', 5)
    expect(own.seed).to.equal(5)
    expect(own.looks).to.deep.equal(sampled('{clouds: [0 %, 100 %]}', 9).looks)
  })

  for (const [what, randomise, code, line] of [
    ['a range that ends before it begins', '{clutter: [9, 2]}', 'out-of-range', /ends before it begins/],
    ['a key that there is not', '{clouts: [0 %, 10 %]}', 'unknown-key', /clouts/],
    ['a number without its unit', '{sun: {elevation: [3, 4]}}', 'missing-unit', /unit/],
    ['a night', '{sun: {elevation: [-9 deg, 4 deg]}}', 'out-of-range', /-9 deg/],
  ] as const)
    it(`has a word for ${what}`, () => {
      const { diagnostics, scenario: none } = load(scenario({ ...PARTS, randomise }))
      expect(none).to.equal(null)
      expect(diagnostics.map((d) => d.code)).to.include(code)
      expect(JSON.stringify(diagnostics)).to.match(line)
    })

  it('suggests the key that was meant, and gives no sun to the night', () => {
    const [first] = load(scenario({ ...PARTS, randomise: '{cluter: [0, 1]}' })).diagnostics
    expect(first.suggestion).to.equal('clutter')
    const dark = { ...PARTS, weather: '{sun: {elevation: -8 deg}}' }
    const { diagnostics } = load(scenario({ ...dark, randomise: '{sun: {elevation: [5 deg, 9 deg]}}' }))
    expect(diagnostics[0].message).to.match(/dark/)
    expect(load(scenario({ ...dark, randomise: '{paint: any}' })).scenario).not.to.equal(null)
  })
})
