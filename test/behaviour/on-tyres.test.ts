/** The drivers in real cars: what the kinematic plant cannot show. */
import { expect } from 'chai'
import { createBehaviour } from '../../src/behaviour/index.ts'
import { createMonitor, slipAngleOf } from '../../src/criticality/index.ts'
import { createPhysics } from '../../src/physics/index.ts'
import { buildRoad } from '../../src/road/index.ts'
import type { ConcreteScenario, RoadSpec, SurfaceKind } from '../../src/scenario/index.ts'
import { TICKS_PER_CONTROL, type WorldState } from '../../src/world/index.ts'
import {
  actorSpec,
  call,
  compare,
  idm,
  position,
  scenarioOf,
  signal,
  straightRoad,
} from '../criticality/scene.ts'

/** Runs a scenario for some seconds; `each` sees every control step. */
const drive = (scenario: ConcreteScenario, seconds: number, each: (state: WorldState) => void) => {
  const road = buildRoad(scenario.road, scenario.surface)
  const physics = createPhysics(scenario, road)
  const behaviour = createBehaviour(scenario, road)
  const monitor = createMonitor(scenario, road)
  for (let n = Math.round(seconds * 100); n > 0; n--) {
    const state = physics.snapshot()
    const { controls } = behaviour.step(state)
    monitor.observe(state)
    each(state)
    for (let i = 0; i < TICKS_PER_CONTROL; i++) physics.step(controls)
  }
  return monitor.summary()
}

const bend = (radius: number, surface: SurfaceKind): RoadSpec => ({
  ...straightRoad,
  surface,
  pieces: [
    { length: 60, curvature: 0 },
    { length: 150, curvature: 1 / radius },
    { length: 1000, curvature: 0 },
  ],
})

describe('behaviour: drivers on tyres', () => {
  for (const [surface, speed, radius] of [
    ['dry-asphalt', 33, 400],
    ['packed-snow', 20, 300],
    ['black-ice', 15, 1000],
  ] as const)
    it(`holds its lane on ${surface} at ${speed} m/s in a bend of ${radius} m within 0.3 m`, () => {
      const ego = actorSpec('ego', {
        at: { lane: -1, s: 0, offset: 0, heading: 0 },
        speed,
        driver: { ...idm, desiredSpeed: speed },
      })
      let worst = 0
      let slid = 0
      drive(scenarioOf({ road: bend(radius, surface), actors: [ego] }), 300 / speed, ({ actors: [a] }) => {
        worst = Math.max(worst, Math.abs(a.t + 1.75))
        slid = Math.max(slid, Math.abs(slipAngleOf(a)))
      })
      expect(worst).to.be.below(0.3)
      expect(slid).to.be.below(0.05)
    })

  it('catches a slide on snow: steers into it and comes back to its lane', () => {
    const ego = actorSpec('ego', {
      at: { lane: -1, s: 0, offset: 0, heading: 0 },
      speed: 18,
      esc: 'off',
      driver: { ...idm, desiredSpeed: 18 },
    })
    const jerk = { kind: 'steer', angle: 0.12, over: 0.6, release: true } as const
    const scenario = scenarioOf({
      road: { ...straightRoad, surface: 'packed-snow' },
      actors: [ego],
      story: [
        {
          id: 'jerk',
          when: compare(signal(null, 'time'), '>=', 0.5),
          after: 0,
          order: 'parallel',
          actions: [{ actor: 'ego', action: jerk, until: null, position }],
          position,
        },
      ],
    })
    let slid = 0
    let last = 0
    drive(scenario, 10, ({ actors: [a] }) => {
      slid = Math.max(slid, Math.abs(slipAngleOf(a)))
      last = a.t
    })
    expect(slid).to.be.above(0.03)
    expect(last).to.be.closeTo(-1.75, 0.5)
  })

  it('stops behind a standing car, on asphalt and on snow', () => {
    for (const surface of ['dry-asphalt', 'packed-snow'] as const) {
      const summary = drive(
        scenarioOf({
          road: { ...straightRoad, surface },
          actors: [
            actorSpec('ego', {
              at: { lane: -1, s: 0, offset: 0, heading: 0 },
              speed: 12,
              driver: { ...idm, desiredSpeed: 12, reaction: 1 },
            }),
            actorSpec('parked', {
              at: { lane: -1, s: 70, offset: 0, heading: 0 },
              speed: 0,
              driver: { kind: 'none' },
            }),
          ],
        }),
        13,
        () => undefined,
      )
      expect(summary.collisions).to.deep.equal([])
      expect(summary.minDistance).to.be.within(1.5, 3)
    }
  })

  it('brakes for a car that cuts in, after its reaction time', () => {
    const scenario = scenarioOf({
      actors: [
        actorSpec('ego', {
          at: { lane: -2, s: 0, offset: 0, heading: 0 },
          speed: 30,
          driver: { ...idm, desiredSpeed: 30, reaction: 0.8 },
        }),
        actorSpec('cutter', {
          at: { lane: -1, s: 40, offset: 0, heading: 0 },
          speed: 24,
          driver: { ...idm, desiredSpeed: 24 },
        }),
      ],
      story: [
        {
          id: 'cut-in',
          when: compare(call('gap', 'ego', 'cutter'), '<', 30),
          after: 0,
          order: 'parallel',
          actions: [
            {
              actor: 'cutter',
              action: { kind: 'lane-change', lane: -2, duration: 2.5 },
              until: null,
              position,
            },
          ],
          position,
        },
      ],
    })
    let enters = 0
    let brakes = 0
    const summary = drive(scenario, 12, ({ time, actors: [ego, cutter] }) => {
      // The two bodies and the room that a driver wants: 1.8 m and 0.3 m.
      if (enters === 0 && cutter.t - ego.t < 2.15) enters = time
      if (brakes === 0 && ego.brake > 0.1) brakes = time
    })
    expect(brakes - enters).to.be.within(0.6, 0.95)
    expect(summary.collisions).to.deep.equal([])
    expect(summary.minTtc).to.be.within(1, 5)
  })
})
