import { expect } from 'chai'
import {
  loadScenarioFrom,
  sampleScenario,
  type ActorSpec,
  type Diagnostic,
} from '../../src/scenario/index.ts'
import { load, memory, scenario, unmark } from './memory.ts'

const RIG = '{ego: {model: sedan, trailer: caravan, at: {lane: -1, s: 60 m}, speed: 14 m/s}}'

const actorsOf = (actors: string): readonly ActorSpec[] => {
  const loaded = load(scenario({ actors }))
  expect(loaded.diagnostics).to.deep.equal([])
  return sampleScenario(loaded.scenario!).actors
}

/** The first diagnostic of a scenario, whose place the marks enclose. */
const mistake = (actors: string): Diagnostic => {
  const { text, line, column } = unmark(scenario({ actors }))
  const [first] = load(text).diagnostics
  expect([first.line, first.column]).to.deep.equal([line, column])
  return first
}

const caravanFile = memory({}).read('vehicles/caravan.yaml')!
const motorcycleFile = memory({}).read('vehicles/motorcycle.yaml')!

/** Diagnostics of a vehicle file that a scenario uses. */
const fileMistakes = (name: string, text: string, actors: string): readonly string[] => {
  const files = memory({ 'test.yaml': scenario({ actors }), [`vehicles/${name}.yaml`]: text })
  return loadScenarioFrom(files, 'test.yaml', {}).diagnostics.map((d) => `${d.file}:${d.line}: ${d.message}`)
}

describe('scenario/trailer', () => {
  it('a trailer is an actor of its own after all others, in line behind its tractor', () => {
    const actors = actorsOf(
      '{ego: {model: sedan, trailer: caravan, at: {lane: -1, s: 60 m}, speed: 14 m/s}, other: {model: van, at: {lane: -1, s: 120 m}}}',
    )
    expect(actors.map((a) => a.id)).to.deep.equal(['ego', 'other', 'ego.trailer'])
    const [ego, , trailer] = actors
    expect(trailer).to.deep.include({
      model: 'caravan',
      towedBy: 'ego',
      speed: 14,
      driver: { kind: 'none' },
      present: true,
    })
    expect(trailer.at.lane).to.equal(-1)
    expect(ego.at.s - trailer.at.s).to.be.closeTo(4.1 + 1.13, 1e-9)
  })

  it('against the reference line it stands the other way', () => {
    const [ego, trailer] = actorsOf('{ego: {model: sedan, trailer: caravan, at: {lane: 1, s: 60 m}}}')
    expect(trailer.at.s - ego.at.s).to.be.closeTo(5.23, 1e-9)
  })

  it('a load moves mass, centre of gravity and inertia, of a trailer and of a vehicle', () => {
    const [ego, trailer] = actorsOf(
      '{ego: {model: van, payload: {mass: 700 kg, x: 0.2 m, z: 1 m}, trailer: {model: caravan, payload: {mass: 150 kg, x: -2.4 m, z: 0.9 m}}, at: {lane: -1, s: 60 m}}}',
    )
    if (ego.spec.kind !== 'vehicle' || trailer.spec.kind !== 'vehicle') throw new Error('no vehicles')
    expect(ego.spec.mass).to.equal(3000)
    expect(trailer.spec.mass).to.equal(1500)
    expect(trailer.spec.centreOfGravity[0]).to.be.closeTo((1350 * 0.23 - 150 * 2.4) / 1500, 1e-9)
    const apart = 0.23 + 2.4
    expect(trailer.spec.inertia[2]).to.be.closeTo(3600 + ((1350 * 150) / 1500) * apart * apart, 1e-6)
  })

  it('whoever is placed behind a rig is behind its trailer', () => {
    const [ego, rig] = actorsOf(
      '{ego: {model: sedan, at: {behind: rig, gap: 20 m}}, rig: {model: sedan, trailer: caravan, at: {lane: -1, s: 90 m}}}',
    )
    // Rear of the caravan: 5.23 m behind the origin of the sedan, and its overhang of 2.85 m.
    expect(rig.at.s - ego.at.s).to.be.closeTo(5.23 + 2.85 + 20 + (4.72 - 1.03), 1e-9)
  })

  it('overlaps at the start count for trailers too', () => {
    const found = mistake(
      `{ego: {model: sedan, trailer: caravan, at: {lane: -1, s: 60 m}}, «other»: {model: sedan, at: {lane: -1, s: 53 m}}}`,
    )
    expect(found.message).to.equal("'other' and 'ego' overlap at the start")
  })

  for (const [what, actors, message] of [
    ['an unknown trailer', RIG.replace('caravan', '«carvan»'), "there is no model 'carvan'"],
    [
      'a vehicle without a hitch',
      RIG.replace('sedan', 'compact').replace('trailer', '«trailer»'),
      "'compact' has no hitch",
    ],
    ['what is no trailer', RIG.replace('trailer: caravan', '«trailer»: van'), "'van' is no trailer"],
    [
      'a trailer for another hitch',
      RIG.replace('trailer: caravan', '«trailer»: semitrailer'),
      "'semitrailer' does not fit the hitch of 'sedan'",
    ],
    [
      'a trailer without a tractor',
      '{ego: {«model»: caravan, at: {lane: -1, s: 60 m}}}',
      "'caravan' is a trailer, which cannot stand alone",
    ],
  ] as const)
    it(`refuses ${what}, at its place`, () => {
      expect(mistake(actors).message).to.equal(message)
    })

  for (const [what, from, to, message] of [
    ['a trailer without coupling', /^coupling:.*$/m, '', "a trailer needs the key 'coupling'"],
    [
      'a trailer with an engine',
      /^tyres:/m,
      'engine: {power: 50 kW, force: 3 kN}\ntyres:',
      "a trailer has no 'engine'",
    ],
    [
      'a trailer that is called a car',
      /^class: trailer/m,
      'class: car',
      "a vehicle that is no trailer has no 'coupling'",
    ],
  ] as const)
    it(`refuses ${what}`, () => {
      const found = fileMistakes('caravan', caravanFile.replace(from, to), RIG)
      expect(
        found.some((text) => text.startsWith('vehicles/caravan.yaml:') && text.endsWith(message)),
      ).to.equal(true)
    })

  for (const [what, from, to, message] of [
    ['a motorcycle without a rider', /^rider:.*$/m, '', "a two-wheeler needs the key 'rider'"],
    [
      'a motorcycle with a track',
      /wheel-radius: 0.3 m/,
      'wheel-radius: 0.3 m\n    track: 1 m',
      'a two-wheeler has single wheels: no track, no groups of axles',
    ],
    [
      'a car with single wheels',
      /^class: motorcycle/m,
      'class: car',
      "a vehicle that is no trailer needs the key 'axles.front.track'",
    ],
  ] as const)
    it(`refuses ${what}`, () => {
      const actors = '{ego: {model: motorcycle, at: {lane: -1, s: 60 m}}}'
      const found = fileMistakes('motorcycle', motorcycleFile.replace(from, to), actors)
      expect(
        found.some((text) => text.startsWith('vehicles/motorcycle.yaml:') && text.endsWith(message)),
      ).to.equal(true)
    })

  it('a group of axles stands around its middle and shares its torques', () => {
    const [, trailer] = actorsOf(
      '{ego: {model: semi-tractor, trailer: semitrailer, at: {lane: -1, s: 60 m}}}',
    )
    if (trailer.spec.kind !== 'vehicle') throw new Error('no vehicle')
    expect(trailer.spec.axles.map((a) => Math.round(100 * a.x))).to.deep.equal([131, 0, -131])
    for (const a of trailer.spec.axles) expect(a.brakeShare).to.be.closeTo(1 / 3, 1e-12)
  })
})
