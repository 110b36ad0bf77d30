/** What a run comes to, of runs so plain that every number is known beforehand: extremes, and the series of pairs. */
import { expect } from 'chai'
import {
  createMonitor,
  createPairSeries,
  type Extreme,
  type PairInstant,
} from '../../src/criticality/index.ts'
import { quatFromYaw } from '../../src/math/index.ts'
import { buildRoad } from '../../src/road/index.ts'
import type { ConcreteScenario } from '../../src/scenario/index.ts'
import type { ActorState, WorldEvent, WorldState } from '../../src/world/index.ts'
import { actorSpec, scenarioOf, stateOf } from './scene.ts'

/** Every 10 ms up to a time: everybody where `at` puts them, all as they started but moved on by their velocity. */
const states = (
  scenario: ConcreteScenario,
  until: number,
  change: (actor: ActorState, time: number) => Partial<ActorState> = () => ({}),
  events: (time: number) => readonly WorldEvent[] = () => [],
): readonly WorldState[] => {
  const start = stateOf(scenario)
  return Array.from({ length: Math.round(until * 100) + 1 }, (_, n) => {
    const time = n / 100
    const moved = (a: ActorState): ActorState => {
      const own = { ...a, ...change(a, time) }
      const [x, y] = [0, 1].map((i) => own.position[i] + own.velocity[i] * time)
      return { ...own, position: [x, y, 0], s: x }
    }
    return { tick: 6 * n, time, actors: start.actors.map(moved), events: events(time) }
  })
}

const extremesOf = (scenario: ConcreteScenario, run: readonly WorldState[]): readonly Extreme[] => {
  const monitor = createMonitor(scenario, buildRoad(scenario.road, []))
  for (const state of run) monitor.observe(state)
  return monitor.extremes()
}

const expectExtremes = (
  found: readonly Extreme[],
  due: readonly (readonly [metric: string, value: number, time: number, actors: readonly string[]])[],
): void => {
  expect(found.map((e) => [e.metric, e.time, e.actors])).to.deep.equal(due.map(([m, , t, a]) => [m, t, a]))
  found.forEach((e, i) => expect(e.value, e.metric).to.be.closeTo(due[i][1], 1e-9))
}

/** Ego (4.5 m long) closes on the lead from 30 m at 10 m/s; somebody drives far off. */
const pursuit = scenarioOf({
  actors: [
    actorSpec('lead', { at: { lane: -1, s: 134.5, offset: 0, heading: 0 }, speed: 15 }),
    actorSpec('ego', { at: { lane: -1, s: 100, offset: 0, heading: 0 }, speed: 25 }),
    actorSpec('far', { at: { lane: -2, s: 400, offset: 0, heading: 0 }, speed: 25 }),
  ],
})

/**
 * One crosses northwards, 10 m/s, before ego: its rear is at y = -1.75 at first, and ego's left side, at y = -0.85, is
 * clear of it after 0.09 s; its right side lies across ego's way from x = 109.15 m, which ego's front, from 103.6 m, reaches
 * after 0.222 s.
 */
const crossing = scenarioOf({
  actors: [
    actorSpec('cross', { at: { lane: -1, s: 110.05, offset: 0, heading: 0 }, speed: 0 }),
    actorSpec('ego', { at: { lane: -1, s: 100, offset: 0, heading: 0 }, speed: 25 }),
  ],
})
const northwards = ({ id }: ActorState): Partial<ActorState> =>
  id === 'cross'
    ? { position: [110.05, -0.9, 0], velocity: [0, 10, 0], orientation: quatFromYaw(Math.PI / 2) }
    : {}

describe('criticality: extremes of a run', () => {
  it('has the worst value of each measure, when it was, and of whom', () => {
    // After 1 s the gap is 20 m: 2 s at 10 m/s, 0.8 s at 25 m/s, 100 / 40 m/s^2.
    expectExtremes(extremesOf(pursuit, states(pursuit, 1)), [
      ['TTC', 2, 1, ['lead', 'ego']],
      ['THW', 0.8, 1, ['ego', 'lead']],
      ['DRAC', 2.5, 1, ['ego', 'lead']],
      ['distance', 20, 1, ['lead', 'ego']],
    ])
  })

  it('keeps the worst when it gets better again', () => {
    // Ego falls back at 1 m/s from 0.5 s on: it is nearest then, and the worst of the others is the step before.
    const eased = states(pursuit, 2, ({ id }, time) =>
      id === 'ego' && time >= 0.5 ? { velocity: [14, 0, 0], position: [105.5, -1.75, 0] } : {},
    )
    const [gap, closing] = [30 - 4.9, 10]
    expectExtremes(extremesOf(pursuit, eased), [
      ['TTC', gap / closing, 0.49, ['lead', 'ego']],
      ['THW', gap / 25, 0.49, ['ego', 'lead']],
      ['DRAC', (closing * closing) / (2 * gap), 0.49, ['ego', 'lead']],
      ['distance', 25, 0.5, ['lead', 'ego']],
    ])
  })

  it('has a post-encroachment time that has happened: from the last step of one to the first of the other', () => {
    const found = extremesOf(crossing, states(crossing, 1, northwards))
    // They are nearest when ego is 0.55 m before the other's side, and the other 1.05 m past ego's.
    const nearest = Math.sqrt(0.55 * 0.55 + 1.05 * 1.05)
    expectExtremes(
      found.filter(({ metric }) => metric === 'PET' || metric === 'distance'),
      [
        ['PET', 0.23 - 0.09, 0.23, ['cross', 'ego']],
        ['distance', nearest, 0.2, ['cross', 'ego']],
      ],
    )
    expect(found.map(({ metric }) => metric)).to.not.include('TTC')
  })

  it('has the change of velocity of the subject, the greatest of its collisions', () => {
    const crash = (time: number, actors: readonly [string, string], own: number): WorldEvent => ({
      ...{ kind: 'collision', time, actors, point: [0, 0, 0], closingSpeed: 9, pdof: [0, 0], energy: 1 },
      deltaV: [
        [own, 0, 0],
        [0, 9, 0],
      ],
    })
    const crashes = [
      crash(0.1, ['ego', 'lead'], -3),
      crash(0.2, ['far', 'lead'], 50),
      crash(0.3, ['far', 'ego'], 50),
      crash(0.4, ['ego', 'far'], -4),
    ]
    const run = states(pursuit, 0.5, undefined, (time) => crashes.filter((c) => c.time === time))
    expectExtremes(
      extremesOf(pursuit, run).filter(({ metric }) => metric === 'Delta-v'),
      [['Delta-v', 9, 0.3, ['ego', 'far']]],
    )
  })

  it('measures nobody before it is there', () => {
    // The lead appears after 0.8 s, and is gone again after 0.9 s.
    const late = states(pursuit, 1, ({ id }, time) =>
      id === 'lead' ? { present: time >= 0.795 && time < 0.895 } : {},
    )
    expectExtremes(extremesOf(pursuit, late).slice(0, 2), [
      ['TTC', 2.11, 0.89, ['lead', 'ego']],
      ['THW', 21.1 / 25, 0.89, ['ego', 'lead']],
    ])
  })
})

describe('criticality: the series of a run', () => {
  const seriesOf = (scenario: ConcreteScenario, run: readonly WorldState[]): readonly PairInstant[] => {
    const pairsOf = createPairSeries(scenario, buildRoad(scenario.road, []))
    return run.flatMap((state) => pairsOf(state))
  }
  const expectInstant = (found: PairInstant | undefined, due: PairInstant): void => {
    expect(found?.actors).to.deep.equal(due.actors)
    for (const [name, value] of Object.entries(due) as [keyof PairInstant, number][])
      if (name === 'actors') continue
      else if (Number.isFinite(value)) expect(found?.[name], name).to.be.closeTo(value, 1e-9)
      else expect(found?.[name], name).to.equal(value)
  }

  it('has every pair at every step, the one behind first', () => {
    const found = seriesOf(pursuit, states(pursuit, 1))
    expect(found).to.have.length(3 * 101)
    expectInstant(found[3 * 50], {
      ...{ time: 0.5, actors: ['ego', 'lead'], ttc: 2.5, distance: 25, gap: 25, thw: 1, drac: 2 },
      ...{ required: -2, pet: Infinity },
    })
    // In the next lane nobody is in anybody's path.
    const [dx, dy] = [400 - 134.5 - 4.5 + 5, 1.7]
    expectInstant(found[3 * 50 + 1], {
      ...{ time: 0.5, actors: ['lead', 'far'], ttc: Infinity, distance: Math.sqrt(dx * dx + dy * dy) },
      ...{ gap: Infinity, thw: Infinity, drac: 0, required: 0, pet: Infinity },
    })
  })

  it('reckons with the leader that brakes on, also where both drive against the road', () => {
    // It stands after 20 m of its braking: ego, 20 m behind, must not come farther than 40 m.
    const ends = [
      actorSpec('ego', { at: { lane: -1, s: 500, offset: 0, heading: Math.PI }, speed: 20 }),
      actorSpec('lead', { at: { lane: -1, s: 500 - 24.5, offset: 0, heading: Math.PI }, speed: 20 }),
    ]
    const scenario = scenarioOf({ actors: ends })
    const [found] = seriesOf(
      scenario,
      states(scenario, 0, ({ id }) => (id === 'lead' ? { acceleration: [-10, 0, 0] } : {})),
    )
    expectInstant(found, {
      ...{ time: 0, actors: ['ego', 'lead'], ttc: Infinity, distance: 20, gap: 20, thw: 1, drac: 0 },
      ...{ required: -400 / 80, pet: Infinity },
    })
  })

  it('foretells the post-encroachment time of two that cross', () => {
    const [found] = seriesOf(crossing, states(crossing, 0, northwards))
    // The other is clear at 0.095 s; ego's front comes at 5.55 / 25 s.
    expect(found.pet).to.be.closeTo(5.55 / 25 - 0.095, 1e-9)
    expect(found.ttc).to.equal(Infinity)
  })

  it('leaves out who is not there', () => {
    const missing = scenarioOf({
      actors: [
        actorSpec('ego'),
        actorSpec('gone', { at: { lane: -2, s: 100, offset: 0, heading: 0 }, present: false }),
        actorSpec('lead', { at: { lane: -1, s: 200, offset: 0, heading: 0 } }),
      ],
    })
    expect(seriesOf(missing, states(missing, 0)).map((p) => p.actors)).to.deep.equal([['ego', 'lead']])
  })
})
