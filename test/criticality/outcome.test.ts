/** Outcome classes of a run: when each word holds, labels of the file's own, and which is the worst. */
import { expect } from 'chai'
import {
  createMonitor,
  createOutcomeWatch,
  createReferee,
  type RunOutcome,
} from '../../src/criticality/index.ts'
import { quatFromEuler, quatFromYaw } from '../../src/math/index.ts'
import { buildRoad } from '../../src/road/index.ts'
import type { ConcreteScenario } from '../../src/scenario/index.ts'
import { TICKS_PER_SECOND, type ActorState, type WorldState } from '../../src/world/index.ts'
import { actorSpec, compare, position, scenarioOf, signal, stateOf } from './scene.ts'

/** The ego's states, one a tenth of a second, each as `change` makes it. */
const outcomeOf = (
  more: Partial<ConcreteScenario>,
  change: (ego: ActorState, time: number) => ActorState,
  events: (time: number) => WorldState['events'] = () => [],
): RunOutcome => {
  const scenario = scenarioOf({ actors: [actorSpec('ego')], expect: [], ...more })
  const road = buildRoad(scenario.road, scenario.surface)
  const [monitor, watch, referee] = [
    createMonitor(scenario, road),
    createOutcomeWatch(scenario, road),
    createReferee(scenario, road),
  ]
  for (let i = 0; i <= 20; i++) {
    const still = stateOf(scenario, (i * TICKS_PER_SECOND) / 10)
    const [ego, ...others] = still.actors
    const state = { ...still, actors: [change(ego, i / 10), ...others], events: events(i / 10) }
    monitor.observe(state)
    watch.observe(state)
    referee.observe(state)
  }
  return watch.outcome(monitor.summary(), referee.verdict())
}

/** Moved to its left by so many metres. */
const aside = (ego: ActorState, by: number): ActorState => ({
  ...ego,
  position: [ego.position[0], ego.position[1] + by, ego.position[2]],
  t: ego.t + by,
})
const ALL = ['collision', 'loss-of-control', 'lane-departure', 'near-miss', 'harmless']
const as = (ego: ActorState): ActorState => ego

describe('outcome', () => {
  it('is harmless when nothing else held', () => {
    expect(outcomeOf({ outcomes: ALL }, as)).to.deep.equal({
      ...{ class: 'harmless', classes: ['harmless'], critical: false, since: null },
    })
  })

  it('lane-departure: a corner more than 0.3 m beyond the edge of the lane', () => {
    // 1.8 m wide in a lane of 3.5 m: 0.85 m to the edge, 1.15 m until it has left.
    const width = 1.8
    const drift = (to: number): RunOutcome =>
      outcomeOf(
        {
          outcomes: ALL,
          actors: [actorSpec('ego', { spec: { ...actorSpec('ego').spec, width } })],
        },
        (ego, time) => aside(ego, (to * time) / 2),
      )
    expect(drift(1.14).classes).to.deep.equal(['harmless'])
    expect(drift(-1.14).classes).to.deep.equal(['harmless'])
    const left = drift(1.3)
    expect(left.classes).to.deep.equal(['lane-departure'])
    expect(left.since).to.be.closeTo(1.8, 1e-9)
    expect(drift(-1.3).class).to.equal('lane-departure')
    // On the verge there is no lane.
    expect(outcomeOf({ outcomes: ALL }, (ego) => aside(ego, -20)).class).to.equal('lane-departure')
  })

  it('loss-of-control: sideways, or on its side; no concern of who does not ask for it', () => {
    const spun = (ego: ActorState, time: number): ActorState =>
      time < 1 ? ego : { ...ego, orientation: quatFromYaw(0.5) }
    const found = outcomeOf({ outcomes: ['loss-of-control', 'harmless'] }, spun)
    expect([found.class, found.since]).to.deep.equal(['loss-of-control', 1])
    const rolled = (roll: number) => (ego: ActorState) => ({
      ...ego,
      orientation: quatFromEuler({ yaw: 0, pitch: 0, roll }),
    })
    const tilted = (roll: number): string =>
      outcomeOf({ outcomes: ['loss-of-control', 'harmless'] }, rolled(roll)).class
    expect(tilted(0.9)).to.equal('harmless')
    expect(tilted(1.2)).to.equal('loss-of-control')
    expect(tilted(-1.2)).to.equal('loss-of-control')
    expect(outcomeOf({ outcomes: ['near-miss', 'harmless'] }, spun).critical).to.equal(false)
  })

  it('the first of the list that held is the worst; a collision counts without being listed', () => {
    const crash = {
      ...{
        kind: 'collision' as const,
        time: 0.5,
        actors: ['ego', 'lead'] as const,
        point: [0, 0, 0] as const,
      },
      ...{ closingSpeed: 9, pdof: [0, 0] as const, energy: 0 },
      deltaV: [
        [0, 0, 0],
        [0, 0, 0],
      ] as const,
    }
    const actors = [actorSpec('ego'), actorSpec('lead', { at: { lane: -1, s: 300, offset: 0, heading: 0 } })]
    const both = (outcomes: readonly string[]): RunOutcome =>
      outcomeOf(
        { outcomes, actors },
        (ego) => aside(ego, 1.5),
        (time) => (time === 0.5 ? [crash] : []),
      )
    expect(both(['lane-departure', 'collision', 'harmless']).classes).to.deep.equal([
      'lane-departure',
      'collision',
    ])
    expect(both(['lane-departure', 'harmless'])).to.deep.include({ class: 'collision', since: 0.5 })
  })

  it('a label of the file is a class, and one with the name of a word replaces it', () => {
    const label = (id: string, speed: number): ConcreteScenario['expect'][number] => ({
      ...{ id, rule: 'eventually', as: 'label', position },
      condition: compare(signal('ego', 'speed'), '>', speed),
    })
    const faster = (ego: ActorState, time: number): ActorState => ({ ...ego, velocity: [20 + time, 0, 0] })
    const own = outcomeOf({ outcomes: ['fast', 'harmless'], expect: [label('fast', 21)] }, faster)
    expect([own.class, own.critical]).to.deep.equal(['fast', true])
    expect(own.since).to.be.closeTo(1.1, 1e-9)
    const mine = outcomeOf(
      { outcomes: ['lane-departure', 'harmless'], expect: [label('lane-departure', 99)] },
      (ego) => aside(ego, 1.5),
    )
    expect(mine.class).to.equal('harmless')
  })
})
