/** From a scenario and a seed to a concrete scenario. */
import { expect } from 'chai'
import fc from 'fast-check'
import {
  acceptance,
  sampleScenario,
  type ConcreteScenario,
  type Scenario,
  type TyreSpec,
  type VehicleSpec,
} from '../../src/scenario/index.ts'
import { linePose } from '../../src/scenario/roads/line-pose.ts'
import { fixture, roadOfMap } from '../road/given.ts'
import { load, scenario } from './memory.ts'

const loaded = (text: string, overrides: Readonly<Record<string, string>> = {}): Scenario => {
  const { scenario: found, diagnostics } = load(text, overrides)
  if (found === null) throw new Error(JSON.stringify(diagnostics, null, 1))
  return found
}
const sampled = (parts: Readonly<Record<string, string>>, seed = 1): ConcreteScenario =>
  sampleScenario(loaded(scenario(parts)), seed)

const seeds = fc.integer({ min: 0, max: 2 ** 40 })

const WITH_PARAMETERS = scenario({
  params: `
  v: {normal: {mean: 19 m/s, sd: 4 m/s}, truncate: [14 m/s, 25 m/s]}
  w: {normal: {mean: 19 m/s, sd: 4 m/s}, clip: [14 m/s, 25 m/s]}
  gap: {uniform: [20 m, 60 m]}
  mu: {beta: {alpha: 2, beta: 3, range: [0.1, 0.4]}}
  a: {choice: [2 m/s^2, 3 m/s^2, 4 m/s^2]}
  b: {weighted: [{value: 1 m, weight: 1}, {value: 2 m, weight: 3}]}
  l: {lognormal: {median: 1 s, sigma: 0.3}, truncate: [0.5 s, 2 s]}
  e: {exponential: {mean: 2 s}, truncate: [0 s, 9 s]}
  half: $v * 0.5
  car: {choice: [sedan, suv]}`,
  where: '[gap / v >= 1.5 s, w > 0 m/s, b > 0 m, l > 0 s, e >= 0 s, half > 0 m/s]',
  surface: '[{id: ice, s: [0 m, 99 m], kind: ice, mu: $mu}]',
  actors:
    '{ego: {model: $car, at: {lane: -1, s: 40 m}, speed: $v}, lead: {model: van, at: {ahead of: ego, gap: $gap}}}',
  do: '[{when: time > 1 s, lead: {brake: $a}}]',
})

describe('sampling', () => {
  it('keeps every parameter within its bounds and every constraint', () => {
    const it = loaded(WITH_PARAMETERS)
    fc.assert(
      fc.property(seeds, (seed) => {
        const { parameters: p } = sampleScenario(it, seed)
        for (const name of ['v', 'w']) expect(p[name]).to.be.within(14, 25)
        expect(p.gap).to.be.within(20, 60)
        expect(p.mu).to.be.within(0.1, 0.4)
        expect([2, 3, 4]).to.include(p.a)
        expect([1, 2]).to.include(p.b)
        expect(p.l).to.be.within(0.5, 2)
        expect(p.e).to.be.within(0, 9)
        expect(p.half).to.equal(Number(p.v) * 0.5)
        expect(['sedan', 'suv']).to.include(p.car)
        expect(Number(p.gap) / Number(p.v)).to.be.at.least(1.5)
      }),
    )
  })

  it('gives the same for the same seed, and something else for another', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const first = JSON.stringify(sampleScenario(loaded(WITH_PARAMETERS), seed))
        expect(JSON.stringify(sampleScenario(loaded(WITH_PARAMETERS), seed))).to.equal(first)
        expect(JSON.stringify(sampleScenario(loaded(WITH_PARAMETERS), seed + 1).parameters)).not.to.equal(
          JSON.stringify(sampleScenario(loaded(WITH_PARAMETERS), seed).parameters),
        )
      }),
      { numRuns: 5 },
    )
  })

  it('draws the same value of a parameter when another one is added', () => {
    const one = loaded(scenario({ params: '{v: {uniform: [3 m/s, 9 m/s]}}', where: '[v > 0 m/s]' }))
    const two = loaded(
      scenario({
        params: '{u: {uniform: [3 m/s, 9 m/s]}, v: {uniform: [3 m/s, 9 m/s]}}',
        where: '[v > 0 m/s, u > 0 m/s]',
      }),
    )
    fc.assert(
      fc.property(seeds, (seed) => {
        const { u, v } = sampleScenario(two, seed).parameters
        expect(v).to.equal(sampleScenario(one, seed).parameters.v)
        expect(u).not.to.equal(v)
      }),
    )
  })

  it('draws distributions with their means', () => {
    const it = loaded(
      WITH_PARAMETERS.replace(
        /where: .*\n/,
        'where: [gap > 0 m, w > 0 m/s, b > 0 m, l > 0 s, e >= 0 s, half > 0 m/s]\n',
      ),
    )
    const draws = Array.from({ length: 4000 }, (_, seed) => sampleScenario(it, seed).parameters)
    const mean = (name: string): number => draws.reduce((sum, p) => sum + Number(p[name]), 0) / draws.length
    // Four standard errors of each mean.
    expect(mean('gap')).to.be.closeTo(40, 4 * (40 / Math.sqrt(12 * 4000)))
    expect(mean('mu')).to.be.closeTo(0.1 + 0.3 * 0.4, 4 * ((0.3 * 0.2) / Math.sqrt(4000)))
    expect(mean('a')).to.be.closeTo(3, 4 * (0.82 / Math.sqrt(4000)))
    expect(mean('b')).to.be.closeTo(1.75, 4 * (0.44 / Math.sqrt(4000)))
    expect(draws.filter((p) => p.w === 14 || p.w === 25).length / 4000).to.be.closeTo(0.1056 + 0.0668, 0.025)
  }).timeout(180_000)

  it('says how often each constraint rejects', () => {
    const it = loaded(
      scenario({ params: '{v: {uniform: [0 m/s, 10 m/s]}}', where: '[v > 2 m/s, v > 9 m/s]' }),
    )
    const { draws, accepted, rejections } = acceptance(it, 2000)
    expect(accepted / draws).to.be.closeTo(0.1, 0.03)
    expect(rejections.map((r) => r.rule)).to.deep.equal(['v > 9 m/s', 'v > 2 m/s'])
    expect(rejections[1].count / draws).to.be.closeTo(0.2, 0.06)
    expect(sampleScenario(it, 3).draws).to.be.at.least(1)
  })

  it('draws again where a value would leave the bounds of its place', () => {
    const it = loaded(
      scenario({
        params: '{v: {normal: {mean: 1 m/s, sd: 2 m/s}}}',
        actors: '{ego: {model: sedan, at: {lane: -1, s: 40 m}, speed: $v}}',
      }),
    )
    for (let seed = 0; seed < 200; seed++) expect(sampleScenario(it, seed).actors[0].speed).to.be.at.least(0)
    const { rejections } = acceptance(it)
    expect(rejections.map((r) => r.rule)).to.deep.equal(['actors.ego.speed: $v'])
  })

  it('takes parameters from outside', () => {
    const it = loaded(WITH_PARAMETERS, { v: '72 km/h', car: 'suv' })
    const { parameters, actors } = sampleScenario(it, 4)
    expect(parameters.v).to.be.closeTo(20, 1e-12)
    expect(parameters.half).to.be.closeTo(10, 1e-12)
    expect(actors[0].spec.name).to.equal('suv')
    // Nothing else moves, as long as no constraint looks at what was set.
    expect(parameters.mu).to.equal(sampleScenario(loaded(WITH_PARAMETERS), 4).parameters.mu)
  })
})

describe('placement', () => {
  it('measures gaps from bumper to bumper', () => {
    const { actors } = sampled({
      actors:
        '{ego: {model: sedan, at: {lane: -1, s: 40 m}}, a: {model: van, at: {ahead of: ego, gap: 30 m}}, b: {model: truck, at: {behind: ego, gap: 4 m}}}',
    })
    const [ego, a, b] = actors
    const front = ({ at, spec }: typeof ego): number => at.s + spec.length - spec.rearOverhang
    expect(a.at.s - a.spec.rearOverhang - front(ego)).to.be.closeTo(30, 1e-9)
    expect(ego.at.s - ego.spec.rearOverhang - front(b)).to.be.closeTo(4, 1e-9)
  })

  it('measures them also towards who comes the other way', () => {
    const { actors } = sampled({
      actors:
        '{ego: {model: sedan, at: {lane: -1, s: 40 m}}, a: {model: van, at: {ahead of: ego, gap: 30 m, lane: 1}}, b: {model: van, at: {ahead of: a, gap: 10 m}}}',
    })
    const [ego, a, b] = actors
    const nose = ego.at.s + ego.spec.length - ego.spec.rearOverhang
    expect(a.at.lane).to.equal(1)
    // It faces the ego: its nose is the nearer end.
    expect(a.at.s - (a.spec.length - a.spec.rearOverhang) - nose).to.be.closeTo(30, 1e-9)
    // Ahead of one that runs against s is a smaller s.
    expect(a.at.s - (a.spec.length - a.spec.rearOverhang) - (b.at.s + b.spec.rearOverhang)).to.be.closeTo(
      10,
      1e-9,
    )
  })

  it('lets cars stand side by side, but not into each other', () => {
    const road = '{straight: 500 m, lanes: [-2, -1], one-way: true}'
    const beside = (lane: number, offset: string): string =>
      scenario({
        road,
        actors: `{a: {model: sedan, at: {lane: -1, s: 40 m}}, b: {model: sedan, at: {lane: ${lane}, s: 41 m, offset: ${offset}}}}`,
      })
    expect(load(beside(-2, '0 m')).scenario).not.to.equal(null)
    expect(load(beside(-2, '1.6 m')).scenario).not.to.equal(null)
    expect(load(beside(-2, '1.7 m')).diagnostics.map((d) => d.code)).to.deep.equal(['overlap'])
    // One that is not there yet is in nobody's way.
    expect(load(beside(-2, '1.7 m').replace('1.7 m}}', '1.7 m}, present: false}')).scenario).not.to.equal(
      null,
    )
  })

  it('knows where every piece of a line runs, as roads do', () => {
    const maps = ['e6mini', 'fabriksgatan', 'soderleden'].map((name) => roadOfMap(fixture(`${name}.xodr`)))
    let most = 0
    for (const road of maps)
      for (const [i, { spec }] of road.roads.entries())
        for (const share of [0, 0.2, 0.5, 0.9, 1]) {
          const s = share * spec.length
          const [own, other] = [linePose(spec, s), road.toWorld(s, 0, i)]
          most = Math.max(most, Math.hypot(own.x - other.x, own.y - other.y))
        }
    expect(most).to.be.below(2e-3)
    // A place that hangs on a parameter with a mistake is not known.
    expect(linePose(maps[0].roads[0].spec, NaN).x).to.be.NaN
  })
})

describe('concrete scenarios', () => {
  it('are SI numbers of what was written', () => {
    const it = sampled({
      run: '{seed: 5, stop: {after: 9 s, when: ego.speed < 1 km/h}}',
      tags: '{hazard: ice, nhtsa: [3, 25]}',
      description: 'Something happens.',
      road: '{pieces: [{straight: 100 m}, {curve: 80 m, radius: 200 m, turn: right}], lanes: [1, -1], width: 3 m, shoulder: 1 m, speed-limit: 90 km/h, verge: loose-snow, origin: {x: 4 m, heading: 90 deg}}',
      surface:
        '[{id: a, s: [1 m, 9 m], kind: ice, mu: 0.1}, {id: b, s: [1 m, 9 m], kind: slush, lanes: [-1], depth: 2 cm}, {id: c, s: [1 m, 9 m], kind: ice, lane: -1, side: right}, {id: d, s: [1 m, 9 m], kind: ice, lane: 1, side: right}]',
      weather:
        '{snowfall: 3.6 mm/h, rainfall: 1 mm/h, visibility: 100 m, wind: {speed: 36 km/h, from: 90 deg}, temperature: -4 degC, clouds: 100 %, sun: {elevation: 10 deg}}',
      sensors: '{ego: [{camera: front, fps: 25, size: [640, 480], labels: [box2d]}]}',
    })
    expect(it).to.deep.include({
      name: 'test',
      title: 'A test',
      description: 'Something happens.',
      tags: { hazard: ['ice'], nhtsa: [3, 25] },
    })
    expect(it.stop.after).to.equal(9)
    expect(it.stop.when).to.deep.include({ operator: '<', right: { kind: 'number', value: 1 / 3.6 } })
    expect(it.road).to.deep.include({
      pieces: [
        { length: 100, curvature: 0 },
        { length: 80, curvature: -1 / 200 },
      ],
      lanes: [-1, 1],
      laneWidth: 3,
      shoulderWidth: 1,
      verge: 'loose-snow',
    })
    expect(it.road.speedLimit).to.be.closeTo(25, 1e-12)
    expect(it.road.origin).to.deep.equal({ x: 4, y: 0, heading: Math.PI / 2 })
    expect(it.surface.map((p) => p.t)).to.deep.equal([
      [-4, 4],
      [-3, 0],
      [-3, -1.5],
      [1.5, 3],
    ])
    expect(it.surface.map((p) => [p.mu, p.depth])).to.deep.equal([
      [0.1, null],
      [null, 0.02],
      [null, null],
      [null, null],
    ])
    expect(it.weather.snowfall).to.be.closeTo(1e-6, 1e-18)
    expect(it.weather.wind).to.deep.equal({ speed: 10, from: Math.PI / 2 })
    expect(it.weather).to.deep.include({ temperature: 269.15, cloudCover: 1, visibility: 100 })
    expect(it.sensors).to.have.length(1)
    expect(it.sensors[0]).to.deep.include({
      id: 'ego.front',
      actor: 'ego',
      width: 640,
      height: 480,
      rate: 25,
      labels: ['box2d'],
    })
  })

  it('hold every action of the story', () => {
    const { story } = sampled({
      do: `
  - {id: a, when: time > 1 s, after: 2 s, ego: {speed: 3 m/s, until: speed < 4 m/s}, lead: {brake: 3 m/s^2}}
  - serial: [{ego: {accelerate: 1 m/s^2}}, {ego: {lane-change: 1, over: 3 s}}, {ego: {lane-offset: 1 m}}]
  - parallel: [{ego: {steer: 6 deg, over: 0.4 s, then: hold}}, {lead: {steer: -6 deg}}, {ego: {throttle: 50 %}}]
  - parallel: [{ego: {indicator: hazard}}, {lead: {appear: true}}, {lead: {remove: true}}]`,
    })
    expect(story.map((p) => [p.id, p.after, p.order])).to.deep.equal([
      ['a', 2, 'parallel'],
      ['phase-2', 0, 'serial'],
      ['phase-3', 0, 'parallel'],
      ['phase-4', 0, 'parallel'],
    ])
    const actions = story.flatMap((p) => p.actions.map((a) => [a.actor, a.action]))
    expect(actions).to.deep.equal([
      ['ego', { kind: 'speed', target: 3, acceleration: 2 }],
      ['lead', { kind: 'brake', deceleration: 3 }],
      ['ego', { kind: 'accelerate', acceleration: 1 }],
      ['ego', { kind: 'lane-change', lane: 1, duration: 3 }],
      ['ego', { kind: 'lane-offset', offset: 1, duration: 2 }],
      ['ego', { kind: 'steer', angle: 6 * (Math.PI / 180), over: 0.4, release: false }],
      ['lead', { kind: 'steer', angle: -6 * (Math.PI / 180), over: 0.5, release: true }],
      ['ego', { kind: 'throttle', level: 0.5 }],
      ['ego', { kind: 'lights', indicator: 'hazard' }],
      ['lead', { kind: 'appear' }],
      ['lead', { kind: 'remove' }],
    ])
    expect(story[0].actions[0].until).to.deep.include({
      left: { kind: 'signal', actor: 'ego', name: 'speed' },
    })
    expect(story[0].actions[0].position).to.deep.equal({ file: 'test.yaml', line: 8, column: 43 })
    expect(story[1].when).to.deep.include({ kind: 'binary', operator: '>=' })
  })

  it('hold drivers with their defaults', () => {
    const drivers = (text: string) =>
      sampled({ actors: `{ego: {model: sedan, at: {lane: -1, s: 40 m}, speed: 14 m/s, driver: ${text}}}` })
        .actors[0].driver
    expect(drivers('idm')).to.deep.include({ kind: 'idm', desiredSpeed: 14, headway: 1.5 })
    expect(drivers('aeb')).to.deep.include({ kind: 'aeb', ttcBrake: 1.6, deceleration: 9, desiredSpeed: 14 })
    expect(drivers('none')).to.deep.equal({ kind: 'none' })
    expect(drivers('{kind: aeb, ttc-brake: 2 s, desired-speed: 20 m/s}')).to.deep.include({
      ttcBrake: 2,
      desiredSpeed: 20,
    })
    expect(
      drivers('{kind: open-loop, steer: [[0 s, 0 deg], [1 s, 180 deg / 6]], brake: [[0 s, 50 %]]}'),
    ).to.deep.equal({
      kind: 'open-loop',
      steer: [
        [0, 0],
        [1, Math.PI / 6],
      ],
      throttle: [],
      brake: [[0, 0.5]],
    })
    const still = sampled({ actors: '{ego: {model: sedan, at: {lane: -1, s: 40 m}}}' }).actors[0].driver
    expect(still).to.deep.include({ desiredSpeed: 80 / 3.6 })
  })

  it('choose a paint of the vehicle by seed, or take the one that is given', () => {
    const paints = new Set(
      Array.from({ length: 40 }, (_, seed) => JSON.stringify(sampled({}, seed).actors[0].paint)),
    )
    expect(paints.size).to.be.greaterThan(3)
    const { paint } = sampled({ actors: "{ego: {model: sedan, at: {lane: -1, s: 40 m}, paint: '#ff8000'}}" })
      .actors[0]
    expect(paint![0]).to.equal(1)
    expect(paint![1]).to.be.closeTo(0.2158605, 1e-6)
    expect(paint![2]).to.equal(0)
  })

  it('fit the tyres that the scenario asks for', () => {
    const mu = (tyres: string, model = 'sedan'): number =>
      (
        sampled({ actors: `{ego: {model: ${model}, at: {lane: -1, s: 40 m}${tyres}}}` }).actors[0]
          .spec as VehicleSpec
      ).tyre.surfaces['packed-snow'].muPeak
    expect(mu(', tyres: winter')).to.equal(0.345)
    expect(mu(', tyres: summer')).to.equal(0.17)
    expect(mu('')).to.equal(0.34)
    // A truck's compound has three quarters of the grip, on whatever tyres.
    expect(mu(', tyres: winter', 'truck')).to.be.closeTo(0.345 * 0.75, 1e-12)
  })

  it('fit tyres in the condition that the scenario says, on the vehicle that they are on', () => {
    const tyre = (tyres: string, model = 'sedan') =>
      (
        sampled({
          params: '{depth: 3 mm}',
          actors: `{ego: {model: ${model}, at: {lane: -1, s: 40 m}, tyres: ${tyres}}}`,
        }).actors[0].spec as VehicleSpec
      ).tyre
    const millimetres = (tread: TyreSpec['tread']) => [tread!.now * 1000, tread!.whenNew * 1000]
    const bars = (pressure: TyreSpec['pressure']) => [pressure!.now / 1e5, pressure!.rated / 1e5]
    expect(millimetres(tyre('winter').tread)).to.deep.equal([8, 8])
    expect(millimetres(tyre('worn').tread)).to.deep.equal([1.6, 8])
    expect(millimetres(tyre('{set: winter, tread: $depth}').tread)).to.deep.equal([3, 8])
    expect(bars(tyre('{set: winter, pressure: 1.84 bar}').pressure)).to.deep.equal([1.84, 2.3])
    // A truck's tyres carry 8 bar, whatever the set.
    expect(bars(tyre('winter', 'truck').pressure)).to.deep.equal([8, 8])
    expect(bars(tyre('{set: winter, pressure: 6 bar}', 'truck').pressure)).to.deep.equal([6, 8])
  })

  it('hold expectations', () => {
    const { expect: expectations } = sampled({
      expect:
        '[{id: a, never: "collision(ego, *)"}, {id: b, always: ego.speed > -1 m/s, as: label}, {id: c, eventually: time > 1 s}]',
    })
    expect(expectations.map((e) => [e.id, e.rule, e.as])).to.deep.equal([
      ['a', 'never', 'verdict'],
      ['b', 'always', 'label'],
      ['c', 'eventually', 'verdict'],
    ])
    expect(expectations[0].condition).to.deep.equal({
      kind: 'call',
      name: 'collision',
      args: [
        { kind: 'actor', name: 'ego' },
        { kind: 'actor', name: '*' },
      ],
    })
  })
})
