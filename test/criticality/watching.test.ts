import { expect } from 'chai'
import { createMonitor, createReferee, NEAR_MISS_TTC } from '../../src/criticality/index.ts'
import { quatFromYaw } from '../../src/math/index.ts'
import { buildRoad } from '../../src/road/index.ts'
import type { Expectation } from '../../src/scenario/index.ts'
import {
  TICKS_PER_CONTROL,
  TICKS_PER_SECOND,
  type ActorState,
  type WorldState,
} from '../../src/world/index.ts'
import { actorSpec, call, compare, position, scenarioOf, signal, stateOf } from './scene.ts'

const expectation = (
  id: string,
  rule: Expectation['rule'],
  condition: Expectation['condition'],
  as: Expectation['as'] = 'verdict',
): Expectation => ({ id, rule, condition, as, position })

const scenario = scenarioOf({
  actors: [
    actorSpec('lead', { at: { lane: -1, s: 134.5, offset: 0, heading: 0 }, speed: 15 }),
    actorSpec('ego', { at: { lane: -1, s: 100, offset: 0, heading: 0 }, speed: 25 }),
    actorSpec('far', { at: { lane: -2, s: 400, offset: 0, heading: 0 }, speed: 25 }),
  ],
  expect: [
    expectation('apart', 'never', compare(call('ttc', 'ego', 'lead'), '<', 2)),
    expectation('moving', 'always', compare(signal('ego', 'speed'), '>', 20)),
    expectation('close', 'eventually', compare(call('ttc', 'ego', '*'), '<', 1.5), 'label'),
    expectation('late', 'eventually', compare(signal(null, 'time'), '>', 100)),
  ],
})
const road = buildRoad(scenario.road, [])

/** Everyone goes straight on at constant speed. */
const drift = (
  seconds: number,
  each: (state: WorldState) => void,
  change = (s: WorldState): WorldState => s,
) => {
  const start = stateOf(scenario)
  for (let n = 0; n <= Math.round(seconds * 100); n++) {
    const tick = n * TICKS_PER_CONTROL
    const time = tick / TICKS_PER_SECOND
    const move = (a: ActorState): ActorState => ({
      ...a,
      position: [a.position[0] + a.velocity[0] * time, a.position[1], 0],
      s: a.s + a.velocity[0] * time,
    })
    each(change({ tick, time, actors: start.actors.map(move), events: [] }))
  }
}

describe('criticality: referee', () => {
  it('settles each expectation once, at the step it is broken or met, and judges at the end', () => {
    const referee = createReferee(scenario, road)
    const events: unknown[] = []
    drift(2, (state) => events.push(...referee.observe(state)))
    // TTC is 3 s - t: below 2 s after 1 s, below 1.5 s after 1.5 s.
    expect(events).to.deep.equal([
      { kind: 'expectation', time: 1.01, expectation: 'apart', actors: ['ego', 'lead'] },
      { kind: 'expectation', time: 1.51, expectation: 'close', actors: ['ego'] },
    ])
    const { result, findings } = referee.verdict()
    expect(result).to.equal('failed')
    expect(findings.map((f) => [f.id, f.held, f.time])).to.deep.equal([
      ['apart', false, 1.01],
      ['moving', true, null],
      ['close', true, 1.51],
      ['late', false, null],
    ])
  })

  it('breaks an always at its first exception, and never fails a run for a label', () => {
    const labels = {
      ...scenario,
      expect: [expectation('fast', 'always', compare(signal('ego', 'speed'), '>', 30), 'label')],
    }
    const referee = createReferee(labels, road)
    expect(referee.observe(stateOf(labels))).to.have.length(1)
    expect(referee.observe(stateOf(labels))).to.have.length(0)
    const { result, findings } = referee.verdict()
    expect(result).to.equal('passed')
    expect(findings[0]).to.include({ held: false, time: 0 })
  })
})

describe('criticality: monitor', () => {
  it('follows time to collision, gap and headway of the subject', () => {
    const monitor = createMonitor(scenario, road)
    drift(1, (state) => {
      const now = monitor.observe(state)
      expect(now.ttc).to.be.closeTo(3 - state.time, 1e-9)
      expect(now.mostCritical).to.equal('lead')
      expect(now.gap).to.be.closeTo(30 - 10 * state.time, 1e-9)
      expect(now.thw).to.be.closeTo(now.gap / 25, 1e-9)
    })
    const summary = monitor.summary()
    expect(summary).to.include({ subject: 'ego', outcome: 'harmless', minTtcTime: 1, minTtcWith: 'lead' })
    expect(summary.minTtc).to.be.closeTo(2, 1e-9)
    expect(summary.minDistance).to.be.closeTo(20, 1e-9)
    expect(monitor.pairs().map((p) => p.actors)).to.deep.equal([
      ['lead', 'ego'],
      ['lead', 'far'],
      ['ego', 'far'],
    ])
    expect(monitor.pairs()[2].minTtc).to.equal(Infinity)
  })

  it('calls it a near miss below 1.5 s, and a collision when one is recorded', () => {
    const monitor = createMonitor(scenario, road)
    drift(1.5, (state) => monitor.observe(state))
    expect(monitor.summary().outcome).to.equal('harmless')
    drift(1.6, (state) => monitor.observe(state))
    expect(monitor.summary().minTtc).to.be.below(NEAR_MISS_TTC)
    expect(monitor.summary().outcome).to.equal('near-miss')
    const crash = {
      kind: 'collision',
      time: 2,
      actors: ['ego', 'lead'],
      point: [0, 0, 0],
      closingSpeed: 9,
      deltaV: [
        [0, 0, 0],
        [0, 0, 0],
      ],
      pdof: [0, 0],
      energy: 0,
    } as const
    monitor.observe({ ...stateOf(scenario), events: [crash] })
    expect(monitor.summary()).to.deep.include({ outcome: 'collision', collisions: [crash] })
  })

  it('says who lost control, and when first', () => {
    const monitor = createMonitor(scenario, road)
    const spin = (s: WorldState): WorldState => ({
      ...s,
      actors: s.actors.map((a) => (a.id === 'ego' ? { ...a, orientation: quatFromYaw(s.time * 0.5) } : a)),
    })
    drift(1, (state) => monitor.observe(state), spin)
    // 10 degrees at 0.5 rad/s.
    expect(monitor.summary().lossOfControl).to.deep.equal([{ actor: 'ego', time: 0.35 }])
  })

  it('measures nobody who is not in the world', () => {
    const monitor = createMonitor(scenario, road)
    const alone = stateOf(scenario)
    const now = monitor.observe({
      ...alone,
      actors: alone.actors.map((a) => ({ ...a, present: a.id === 'ego' })),
    })
    expect(now).to.include({ ttc: Infinity, gap: Infinity, thw: Infinity, mostCritical: null })
    expect(monitor.summary().minDistance).to.equal(Infinity)
  })
})
