import { expect } from 'chai'
import { tableAt } from '../../src/behaviour/open-loop.ts'
import { brakePedal, pressPedals } from '../../src/behaviour/speed/pedals.ts'
import { seeLate, type Sighting } from '../../src/behaviour/speed/reaction.ts'
import { buildRoad } from '../../src/road/index.ts'
import type { DriverSpec } from '../../src/scenario/index.ts'
import {
  actorSpec,
  actorStateOf,
  car,
  compare,
  idm,
  position,
  scenarioOf,
  signal,
  straightRoad,
} from '../criticality/scene.ts'
import { driveOn } from './plant.ts'

const aeb = (more: Partial<Extract<DriverSpec, { kind: 'aeb' }>> = {}): DriverSpec => ({
  ...idm,
  kind: 'aeb',
  ttcBrake: 1.6,
  delay: 0.2,
  deceleration: 8,
  // A driver who brakes for nothing: what happens is the system's doing.
  maxDeceleration: 0.01,
  comfortDeceleration: 2,
  maxAcceleration: 0.01,
  ...more,
})

const standing = (s: number, lane = -1) =>
  actorSpec('target', { at: { lane, s, offset: 0, heading: 0 }, speed: 0, driver: { kind: 'none' } })

describe('behaviour: emergency braking', () => {
  it('brakes when the closed form says: gap / speed below the threshold, plus the delay', () => {
    const drive = driveOn(
      scenarioOf({
        actors: [
          actorSpec('ego', {
            at: { lane: -1, s: 0, offset: 0, heading: 0 },
            driver: aeb({ desiredSpeed: 20 }),
          }),
          standing(104.5),
        ],
      }),
    )
    let triggered = 0
    drive.run(12, ({ time, actors: [ego] }) => {
      if (triggered === 0 && (100 - ego.s) / ego.velocity[0] < 1.6) triggered = time
    })
    expect(triggered).to.be.closeTo(5 - 1.6, 0.1)
    expect(drive.events.map((e) => e.kind)).to.deep.equal(['aeb'])
    expect(drive.events[0].time).to.be.closeTo(triggered + 0.2, 1e-9)
    // 20 m/s at 8 m/s^2 take 25 m; 1.4 s before it were 28 m.
    expect(drive.actor('ego').velocity[0]).to.equal(0)
    expect(104.5 - 4.5 - drive.actor('ego').s).to.be.within(0.5, 4)
  })

  it('lets a car in the next lane be, and gives back when the way is clear', () => {
    const beside = driveOn(
      scenarioOf({
        actors: [
          actorSpec('ego', { at: { lane: -1, s: 0, offset: 0, heading: 0 }, driver: aeb() }),
          standing(80, -2),
        ],
      }),
    )
    beside.run(6)
    expect(beside.events).to.deep.equal([])

    const leaving = driveOn(
      scenarioOf({
        actors: [
          actorSpec('ego', { at: { lane: -1, s: 0, offset: 0, heading: 0 }, driver: aeb() }),
          actorSpec('target', { at: { lane: -1, s: 44.5, offset: 0, heading: 0 }, speed: 5 }),
        ],
        story: [
          {
            id: 'leave',
            when: compare(signal('ego', 'speed'), '<', 15),
            after: 0,
            order: 'parallel',
            actions: [{ actor: 'target', action: { kind: 'remove' }, until: null, position }],
            position,
          },
        ],
      }),
    )
    let braked = 0
    leaving.run(6, (_, controls) => (braked += controls[0].aebActive ? 0.01 : 0))
    expect(leaving.events.map((e) => e.kind)).to.deep.equal(['aeb', 'phase'])
    expect(braked).to.be.within(0.4, 0.9)
    expect(leaving.actor('ego').velocity[0]).to.be.above(10)
  })
})

describe('behaviour: reaction time', () => {
  it('judges a steady leader rightly at once, and sees what is new one reaction time late', () => {
    const memory: Sighting[] = []
    const dt = 0.01
    let believed = null
    for (let n = 0; n <= 300; n++) {
      // Own 20 m/s; leader 15 m/s from 60 m until it stands still, suddenly, at 2 s.
      const seen = n < 200 ? { gap: 60 - 5 * n * dt, speed: 15 } : { gap: 50 - 20 * (n - 200) * dt, speed: 0 }
      believed = seeLate(memory, { lead: seen, own: 20 * n * dt }, 50, dt)
      if (n === 150) expect(believed?.gap).to.be.closeTo(seen.gap, 1e-9)
      if (n === 249) expect(believed?.speed).to.equal(15)
      if (n === 250) expect(believed).to.deep.equal({ gap: 40, speed: 0 })
    }
    expect(memory).to.have.length(51)
  })
})

describe('behaviour: pedals', () => {
  const road = buildRoad(straightRoad, [])
  const still = actorStateOf(actorSpec('a', { speed: 20 }), 0, road)
  const wheel = {
    travel: 0,
    steer: 0,
    spin: 0,
    spinRate: 0,
    slipRatio: 0,
    slipAngle: 0,
    load: 4000,
    forceX: 0,
    forceY: 0,
    forceAvailable: 4000,
    surface: 'ice',
    mu: 0.1,
  } as const

  it('gives the force that the vehicle takes for the acceleration wanted', () => {
    const drag = 0.5 * 1.225 * car.dragArea * 400 + 0.012 * car.mass * 9.81
    const gas = pressPedals(car, { ...still, acceleration: [1, 0, 0] }, 20, 1, 0, 0.01)
    expect(gas.throttle * Math.min(car.driveForceMax, car.enginePower / 20)).to.be.closeTo(
      car.mass + drag,
      1e-6,
    )
    expect(gas.brake).to.equal(0)
    const brake = pressPedals(car, { ...still, acceleration: [-4, 0, 0] }, 20, -4, 0, 0.01)
    expect((brake.brake * car.brakeTorqueMax) / 0.32).to.be.closeTo(4 * car.mass - drag, 1e-6)
    expect(brake.throttle).to.equal(0)
    expect(brakePedal(car, 100)).to.equal(1)
  })

  it('rolls on for a touch, stands on the brake when standing, and lifts when the driven wheels spin', () => {
    expect(pressPedals(car, still, 20, -0.25, 0, 0.01)).to.include({ throttle: 0, brake: 0 })
    expect(pressPedals(car, still, 0.1, 0, 0, 0.01).brake).to.be.above(0.1)
    const wheels = [wheel, wheel, { ...wheel, slipRatio: 0.5 }, wheel]
    // The rear wheels of this car are not driven.
    const rear = pressPedals(car, { ...still, wheels }, 20, 1, 0, 0.01)
    const front = pressPedals(car, { ...still, wheels: [...wheels].reverse() }, 20, 1, 0, 0.01)
    expect(rear.throttle).to.be.above(0.2)
    expect(front.throttle).to.equal(0)
  })

  it('makes up for what the data do not say, but never winds up', () => {
    let trim = 0
    for (let n = 0; n < 500; n++) trim = pressPedals(car, still, 20, 1, trim, 0.01).trim
    expect(trim).to.equal(0.5)
  })
})

describe('behaviour: drivers without eyes', () => {
  it('reads tables: linear between rows, held outside, zero without any', () => {
    const table = [
      [1, 2],
      [3, 6],
    ] as const
    expect([0, 1, 2, 3, 9].map((t) => tableAt(table, t))).to.deep.equal([2, 2, 4, 6, 6])
    expect(tableAt([], 5)).to.equal(0)
  })

  it('drives by them, and not at all without a driver', () => {
    const drive = driveOn(
      scenarioOf({
        actors: [
          actorSpec('ego', {
            driver: {
              kind: 'open-loop',
              steer: [
                [0, 0],
                [2, 0.02],
              ],
              throttle: [[0, 0.3]],
              brake: [
                [0.99, 0],
                [1, 0.4],
              ],
            },
          }),
          actorSpec('nobody', { at: { lane: -2, s: 50, offset: 0, heading: 0 }, driver: { kind: 'none' } }),
        ],
      }),
    )
    drive.run(1)
    expect(drive.controls[0].steer).to.be.closeTo(0.0099, 1e-9)
    expect(drive.controls[0]).to.include({ throttle: 0.3, brake: 0 })
    drive.run(0.02)
    expect(drive.controls[0].brake).to.equal(0.4)
    expect(drive.controls[0].lights.brake).to.equal(true)
    expect(drive.controls[1]).to.include({ throttle: 0, brake: 0, steer: 0 })
  })

  it('switches headlights on when it snows, is dark or misty', () => {
    const lit = (weather: object): boolean => {
      const base = scenarioOf()
      const drive = driveOn({ ...base, weather: { ...base.weather, ...weather } })
      drive.run(0.01)
      return drive.controls[0].lights.headlights
    }
    expect(lit({})).to.equal(false)
    expect(lit({ snowfall: 1e-6 })).to.equal(true)
    expect(lit({ visibility: 200 })).to.equal(true)
    expect(lit({ sun: { elevation: 0, azimuth: 0 } })).to.equal(true)
  })

  it('does not see beyond the visibility', () => {
    const base = scenarioOf({
      actors: [
        actorSpec('ego', {
          at: { lane: -1, s: 0, offset: 0, heading: 0 },
          driver: { ...idm, desiredSpeed: 20 },
        }),
        standing(100),
      ],
    })
    const brakes = (visibility: number): boolean => {
      const drive = driveOn({ ...base, weather: { ...base.weather, visibility } })
      drive.run(0.5)
      return drive.controls[0].brake > 0
    }
    expect(brakes(20000)).to.equal(true)
    expect(brakes(60)).to.equal(false)
  })
})

describe('behaviour: one who has lost his way', () => {
  it('brakes to a stop when turned round', () => {
    const drive = driveOn(scenarioOf())
    const state = drive.state
    const turned = {
      ...state,
      actors: state.actors.map((a) => ({ ...a, orientation: [0, 0, 1, 0] as const })),
    }
    expect(drive.behaviour.step(turned).controls[0].brake).to.be.above(0.3)
  })

  it('brakes to a stop with its hazard lights on when it has been hit, and only then', () => {
    const drive = driveOn(scenarioOf({ actors: [actorSpec('ego'), standing(600)] }))
    const hit = (other: string) =>
      ({
        kind: 'collision',
        time: 0,
        actors: [other, 'target'],
        point: [0, 0, 0],
        closingSpeed: 3,
        deltaV: [
          [0, 0, 0],
          [0, 0, 0],
        ],
        pdof: [0, 0],
        energy: 0,
      }) as const
    expect(drive.behaviour.step({ ...drive.state, events: [hit('nobody')] }).controls[0].brake).to.equal(0)
    const { controls } = drive.behaviour.step({ ...drive.state, events: [hit('ego')] })
    expect(controls[0].brake).to.be.above(0.3)
    expect(controls[0].lights).to.include({ brake: true, indicatorLeft: true, indicatorRight: true })
    // Nobody is in the other car.
    expect(controls[1].brake).to.equal(0)
    drive.run(5)
    expect(drive.actor('ego').velocity[0]).to.equal(0)
  })
})
