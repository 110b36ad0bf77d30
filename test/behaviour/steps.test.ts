/** Steps within steps, edges and delays, and what the story changes of the world itself. */
import { expect } from 'chai'
import { createPhysics } from '../../src/physics/index.ts'
import { buildRoad } from '../../src/road/index.ts'
import type {
  Action,
  ConcreteScenario,
  Expression,
  Phase,
  StoryAction,
  SurfacePatch,
  WorldAction,
} from '../../src/scenario/index.ts'
import { surroundingsOf, type Surroundings } from '../../src/world/index.ts'
import { actorSpec, compare, idm, position, scenarioOf, signal } from '../criticality/scene.ts'
import { driveOn } from './plant.ts'

const at = (time: number): Expression => compare(signal(null, 'time'), '>=', time)
const act = (actor: string, action: Action, until: Expression | null = null): StoryAction => ({
  actor,
  action,
  until,
  position,
})
const world = (action: WorldAction, until: Expression | null = null): StoryAction => ({
  actor: null,
  action,
  until,
  position,
})
const phase = (actions: readonly StoryAction[], more: Partial<Phase> = {}): Phase => ({
  id: 'phase',
  when: at(0),
  after: 0,
  order: 'parallel',
  actions,
  position,
  ...more,
})
const steer = (angle: number, over: number): Action => ({ kind: 'steer', angle, over, release: true })

const ego = actorSpec('ego', {
  at: { lane: -1, s: 0, offset: 0, heading: 0 },
  driver: { ...idm, desiredSpeed: 20 },
})
const patch: SurfacePatch = {
  id: 'ice',
  kind: 'ice',
  s: [0, 500],
  t: [-10, 10],
  mu: 0.1,
  depth: null,
}

/** Drives a story; what each step of 10 ms came to, by the seconds asked for. */
const told = (story: readonly Phase[], more: Partial<ConcreteScenario> = {}) => {
  const scenario = scenarioOf({ actors: [ego], story, ...more })
  const drive = driveOn(scenario)
  return {
    drive,
    /** The surroundings at a time, from the behaviour's own memory. */
    surroundingsAt: (time: number): Surroundings => {
      drive.run(time - drive.state.time + 0.01)
      const now = drive.behaviour.save().surroundings?.now
      return surroundingsOf(scenario, now === undefined ? {} : { surroundings: now })
    },
  }
}

/** When each action of the first phase began, s; null: it did not. */
const starts = (drive: ReturnType<typeof driveOn>): (number | null)[] =>
  drive.behaviour.save().phases[0].actions.map(({ start }) => start)

describe('behaviour: steps of the story', () => {
  it('nests steps that go together in steps that go in turn, and back', () => {
    const { drive } = told([
      phase(
        [steer(0.01, 1), steer(0.02, 0.5), steer(0.03, 0.25), steer(0, 0.1)].map((a) => act('ego', a)),
        {
          order: 'serial',
          parts: [
            0,
            {
              when: null,
              after: 0.5,
              order: 'serial',
              parts: [1, { when: null, after: 0, order: 'parallel', parts: [2] }],
            },
            3,
          ],
        },
      ),
    ])
    drive.run(3)
    const [first, second, third, last] = starts(drive)
    expect(first).to.equal(0)
    expect(second).to.be.closeTo(1.5, 0.011)
    expect(third).to.be.closeTo(2, 0.011)
    expect(last).to.be.closeTo(2.25, 0.011)
  })

  it('waits for a condition within a step, from the time that its turn has come', () => {
    const { drive } = told([
      phase([act('ego', steer(0.01, 1)), act('ego', steer(0, 0.1))], {
        order: 'serial',
        parts: [0, { when: at(0.5), after: 0.2, order: 'parallel', parts: [1] }],
      }),
    ])
    drive.run(2)
    expect(starts(drive)[1]).to.be.closeTo(1.2, 0.011)
  })

  it('tells a condition that is true from one that turns true or false', () => {
    const early = compare(signal(null, 'time'), '<', 1)
    const begun = (edge: Phase['edge'], when: Expression): number | null => {
      const { drive } = told([
        phase([act('ego', { kind: 'lights', indicator: 'left' })], { edge: edge!, when }),
      ])
      drive.run(2)
      return starts(drive)[0]
    }
    expect(begun('level', early)).to.equal(0)
    expect(begun('rising', early)).to.equal(null)
    expect(begun('falling', early)).to.be.closeTo(1, 0.011)
    expect(begun('rising', at(0.5))).to.be.closeTo(0.5, 0.011)
  })

  it('ends all of a step with its until, and begins nothing of it any more', () => {
    const { drive } = told([
      phase(
        [act('ego', { kind: 'throttle', level: 1 }), act('ego', steer(0.01, 5)), act('ego', steer(0, 1))],
        {
          order: 'serial',
          until: at(1),
          parts: [{ when: null, after: 0, order: 'parallel', parts: [0, 1] }, 2],
        },
      ),
    ])
    drive.run(0.9)
    expect(drive.controls[0].throttle).to.equal(1)
    drive.run(0.2)
    expect(drive.controls[0].throttle).to.be.below(1)
    drive.run(3)
    expect(starts(drive)[2]).to.equal(null)
  })

  it('follows a path in place and time', () => {
    const points = [
      { at: 2, s: 40, t: -1.75 },
      { at: 4, s: 84, t: -0.5 },
      { at: 6, s: 120, t: -1.75 },
      { at: 8, s: 152, t: -1.75 },
    ]
    const { drive } = told([phase([act('ego', { kind: 'follow', points })])])
    for (const { at: time, s, t } of points) {
      drive.run(time - drive.state.time)
      expect(drive.actor('ego').s, `s at ${time} s`).to.be.closeTo(s, 1.2)
      expect(drive.actor('ego').t, `t at ${time} s`).to.be.closeTo(t, 0.35)
    }
  })

  it('reaches a point when another actor reaches its own', () => {
    const other = actorSpec('other', {
      at: { lane: 1, s: 300, offset: 0, heading: 0 },
      speed: 15,
      driver: { ...idm, desiredSpeed: 15 },
    })
    const action: Action = { kind: 'synchronise', s: 120, other: 'other', otherS: 180, acceleration: 3 }
    const { drive } = told([phase([act('ego', action)])], { actors: [ego, other] })
    const passed = { ego: NaN, other: NaN }
    drive.run(12, ({ time, actors: [a, b] }) => {
      if (Number.isNaN(passed.ego) && a.s >= 120) passed.ego = time
      if (Number.isNaN(passed.other) && b.s <= 180) passed.other = time
    })
    expect(passed.other).to.be.closeTo(8, 0.1)
    expect(passed.ego).to.be.closeTo(passed.other, 0.15)
  })

  it('switches headlights by hand', () => {
    const { drive } = told([phase([act('ego', { kind: 'headlights', beam: 'on' }, at(1))])])
    drive.run(0.5)
    expect(drive.controls[0].lights.headlights).to.equal(true)
    drive.run(1)
    expect(drive.controls[0].lights.headlights).to.equal(false)
  })
})

describe('behaviour: surroundings', () => {
  it('are not told of where the story leaves them alone', () => {
    const { drive } = told([phase([act('ego', { kind: 'lights', indicator: 'left' })])])
    expect(drive.behaviour.save().surroundings).to.equal(null)
    expect(drive.behaviour.step(drive.state).surroundings).to.equal(undefined)
  })

  it('thicken fog evenly in its extinction, and let drivers see so far and no farther', () => {
    const { surroundingsAt } = told([
      phase([world({ kind: 'weather', to: { visibility: 50, wind: { speed: 10, from: 1 } }, over: 4 })], {
        when: at(1),
      }),
    ])
    expect(surroundingsAt(0.5).weather.visibility).to.equal(20000)
    const half = surroundingsAt(3).weather
    expect(half.visibility).to.be.closeTo(2 / (1 / 20000 + 1 / 50), 0.3)
    expect(half.wind.speed).to.be.closeTo(5, 0.03)
    expect(surroundingsAt(6).weather).to.deep.include({ visibility: 50, wind: { speed: 10, from: 1 } })
  })

  it('are seen by the story that changes them', () => {
    const foggy = compare(signal(null, 'visibility'), '<', 100)
    const fog: WorldAction = { kind: 'weather', to: { visibility: 50 }, over: 0 }
    const { drive } = told([
      phase([world(fog)], { when: at(1) }),
      phase([act('ego', { kind: 'brake', deceleration: 4 })], { when: foggy }),
    ])
    drive.run(2)
    expect(drive.events.map(({ time }) => Number(time.toFixed(2)))).to.deep.equal([1, 1.01])
  })

  it('turn a patch into another, and its friction is what tyres find', () => {
    const change: WorldAction = { kind: 'surface', patch: 0, becomes: null, mu: 0.5, depth: null, over: 2 }
    const { surroundingsAt } = told([phase([world(change)], { when: at(1) })], { surface: [patch] })
    expect(surroundingsAt(0.9).surface[0].mu).to.equal(0.1)
    expect(surroundingsAt(2).surface[0].mu).to.be.closeTo(0.3, 0.003)
    const { surface } = surroundingsAt(4)
    expect(surface[0]).to.deep.equal({ ...patch, mu: 0.5 })

    const scenario = scenarioOf({ actors: [ego], surface: [patch] })
    const road = buildRoad(scenario.road, scenario.surface)
    expect(road.resurfaced(surface).ground(250, 0)).to.deep.include({ kind: 'ice', mu: 0.5, patch: 0 })
    const physics = createPhysics(scenario, road)
    const controls = told([]).drive.behaviour.step(physics.snapshot()).controls
    for (let i = 0; i < 12; i++) physics.step(controls)
    expect(physics.snapshot().actors[0].wheels[0].mu).to.equal(0.1)
    for (let i = 0; i < 12; i++)
      physics.step(controls, { weather: scenario.weather, surface, faults: [], film: 0 })
    expect(physics.snapshot().actors[0].wheels[0].mu).to.equal(0.5)
  })

  it('give another kind of ground its own friction', () => {
    const change: WorldAction = {
      kind: 'surface',
      patch: 0,
      becomes: 'slush',
      mu: null,
      depth: 0.03,
      over: 0,
    }
    const { surroundingsAt } = told([phase([world(change)])], { surface: [patch] })
    expect(surroundingsAt(0.1).surface[0]).to.deep.include({ kind: 'slush', mu: null, depth: 0.03 })
  })

  it('let a later change take over from an earlier one of the same thing', () => {
    const to = (visibility: number, over: number) => world({ kind: 'weather', to: { visibility }, over })
    const { surroundingsAt } = told([phase([to(50, 10)]), phase([to(500, 1)], { when: at(2) })])
    expect(surroundingsAt(3.5).weather.visibility).to.equal(500)
    expect(surroundingsAt(11).weather.visibility).to.equal(500)
  })

  it('break a sensor, and mend it with until', () => {
    const fault: WorldAction = { kind: 'sensor-fault', sensor: 'ego.front', fault: 'mud', level: 0.4 }
    const { surroundingsAt } = told([phase([world(fault, at(3))], { when: at(1) })])
    const level = (time: number): number => surroundingsAt(time).faults[0].level
    expect(level(0.5)).to.equal(0)
    expect(level(1.5)).to.equal(0.4)
    expect(surroundingsAt(2).faults[0].since).to.be.closeTo(1, 0.011)
    expect(level(3.5)).to.equal(0)
  })

  it('go on after save and restore', () => {
    const change: WorldAction = { kind: 'weather', to: { visibility: 50 }, over: 4 }
    const { drive, surroundingsAt } = told([phase([world(change)])])
    surroundingsAt(1)
    const saved = drive.behaviour.save()
    const later = surroundingsAt(3)
    const again = told([phase([world(change)])])
    again.drive.run(1.01)
    again.drive.behaviour.restore(saved)
    expect(again.surroundingsAt(3)).to.deep.equal(later)
  })
})
