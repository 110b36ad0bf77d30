import { expect } from 'chai'
import fc from 'fast-check'
import {
  boxDistance,
  boxesTouch,
  createMonitor,
  createSituation,
  footprint,
  inPath,
  pairDeceleration,
  pairGap,
  pairHeadway,
  pairTtc,
  type Monitor,
} from '../../src/criticality/index.ts'
import { quatFromYaw } from '../../src/math/index.ts'
import { buildRoad, type Road } from '../../src/road/index.ts'
import type { ConcreteScenario } from '../../src/scenario/index.ts'
import { sampleScenario } from '../../src/scenario/index.ts'
import { loadScenario, scenarioPath } from '../../src/scenario/files.ts'
import { isControlStep, simulate } from '../../src/run/simulate.ts'
import type { ActorState, WorldState } from '../../src/world/index.ts'
import { actorSpec, car, scenarioOf, stateOf, straightRoad } from './scene.ts'

/** What a pair comes to over a list of states, by a plain loop over the functions of one pair. */
const plainly = (
  scenario: ConcreteScenario,
  road: Road,
  states: readonly WorldState[],
  i: number,
  j: number,
) => {
  const situationOf = createSituation(scenario, road)
  const worst = { minTtc: Infinity, minThw: Infinity, maxDrac: 0, minDistance: Infinity }
  for (const state of states) {
    const pair = situationOf(state).pairAt(i, j)
    if (pair === null) continue
    const [a, b] = pair
    worst.minTtc = Math.min(worst.minTtc, pairTtc(a, b))
    worst.minDistance = Math.min(worst.minDistance, boxDistance(a.world, b.world))
    if (!inPath(a, b)) continue
    for (const [behind, ahead] of [[a, b] as const, [b, a] as const]) {
      if (pairGap(behind, ahead) < 0) continue
      worst.minThw = Math.min(worst.minThw, pairHeadway(behind, ahead))
      const drac = pairDeceleration(behind, ahead)
      if (drac < Infinity) worst.maxDrac = Math.max(worst.maxDrac, drac)
    }
  }
  return worst
}

/** The least time between one's leaving and another's coming to a place where their paths cross, by trying every pair of steps. */
const metPlainly = (states: readonly WorldState[], i: number, j: number): number | null => {
  const boxes = states.map(({ time, actors }) => ({
    time,
    a: actors[i].present ? footprint(car, actors[i]) : null,
    b: actors[j].present ? footprint(car, actors[j]) : null,
  }))
  let least = Infinity
  for (const { time: ta, a } of boxes)
    for (const { time: tb, b } of boxes)
      if (a && b && Math.abs(ta - tb) < least && Math.abs(Math.sin(a.heading - b.heading)) > 0.17)
        if (boxesTouch(a, b)) least = Math.abs(ta - tb)
  return least === Infinity || least === 0 ? null : least
}

const same = (value: number, wanted: number): void => {
  if (Number.isFinite(wanted)) expect(value).to.be.closeTo(wanted, 1e-7 * Math.max(1, Math.abs(wanted)))
  else expect(value).to.equal(wanted)
}

const compare = (scenario: ConcreteScenario, states: readonly WorldState[]): Monitor => {
  const road = buildRoad(scenario.road, scenario.surface)
  const monitor = createMonitor(scenario, road)
  for (const state of states) monitor.observe(state)
  const ids = scenario.actors.map(({ id }) => id)
  for (const record of monitor.pairs()) {
    const [i, j] = record.actors.map((id) => ids.indexOf(id))
    const wanted = plainly(scenario, road, states, i, j)
    same(record.minTtc, wanted.minTtc)
    same(record.minThw, wanted.minThw)
    same(record.maxDrac, wanted.maxDrac)
    same(record.minDistance, wanted.minDistance)
  }
  return monitor
}

const COUNT = 5

/** Actors that drive steady arcs about a bend, one of them away for a while. */
const worlds = fc.record({
  curvature: fc.constantFrom(0, 1 / 80, -1 / 300),
  movers: fc.array(
    fc.record({
      s: fc.double({ min: 60, max: 140, noNaN: true }),
      t: fc.double({ min: -8, max: 5, noNaN: true }),
      turned: fc.constantFrom(0, 0, 0.05, Math.PI, 1.4),
      speed: fc.oneof(fc.constant(0), fc.double({ min: 0.01, max: 30, noNaN: true })),
      yawRate: fc.constantFrom(0, 0, 0.2, -0.4),
    }),
    { minLength: COUNT, maxLength: COUNT },
  ),
  away: fc.nat(60),
})

const scenarioOn = (curvature: number): ConcreteScenario =>
  scenarioOf({
    road: {
      ...straightRoad,
      pieces: [
        { length: 100, curvature: 0 },
        { length: 200, curvature },
      ],
    },
    actors: Array.from({ length: COUNT }, (_, i) => actorSpec(i === 1 ? 'ego' : `a${i}`)),
  })

const drawn = ({ curvature, movers, away }: ReturnType<(typeof worlds)['generate']>['value']) => {
  const scenario = scenarioOn(curvature)
  const road = buildRoad(scenario.road, [])
  const start = stateOf(scenario)
  const states = Array.from({ length: 70 }, (_, n): WorldState => {
    const time = n * 0.05
    const move = (a: ActorState, i: number): ActorState => {
      const { s, t, turned, speed, yawRate } = movers[i]
      const from = road.toWorld(s, t)
      const heading = from.heading + turned + yawRate * time
      const chord = yawRate === 0 ? time : (2 * Math.sin((yawRate * time) / 2)) / yawRate
      const way = from.heading + turned + (yawRate * time) / 2
      const at = [from.x + speed * chord * Math.cos(way), from.y + speed * chord * Math.sin(way)] as const
      return {
        ...a,
        present: i !== 2 || n < away || n > away + 15,
        position: [at[0], at[1], 0],
        orientation: quatFromYaw(heading),
        velocity: [speed * Math.cos(heading), speed * Math.sin(heading), 0],
        angularVelocity: [0, 0, yawRate],
      }
    }
    return { tick: 30 * n, time, actors: start.actors.map(move), events: [] }
  })
  return { scenario, states }
}

describe('criticality: all pairs at once', () => {
  it('gives every pair of any world what the functions of one pair give', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const { scenario, states } = drawn(world)
        compare(scenario, states)
      }),
      { numRuns: 8 },
    )
  })

  it('finds the post-encroachment time that trying every two steps finds', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const { scenario, states } = drawn(world)
        const found = compare(scenario, states)
          .extremes()
          .find((e) => e.metric === 'PET')
        const wanted = [0, 2, 3, 4].flatMap((i) => metPlainly(states, Math.min(i, 1), Math.max(i, 1)) ?? [])
        if (wanted.length === 0) expect(found).to.equal(undefined)
        else expect(found?.value).to.be.closeTo(Math.min(...wanted), 1e-9)
      }),
      { numRuns: 4 },
    )
  })

  for (const name of ['black-ice-queue', 'highway-cut-in'])
    it(`gives every pair of a run of ${name} the same @slow`, () => {
      const { scenario } = loadScenario(scenarioPath(name))
      const sampled = { ...sampleScenario(scenario!, 4), stop: { after: 3, when: null } }
      const states = [...simulate(sampled)].filter(isControlStep)
      compare(sampled, states)
    }).timeout(180_000)
})
