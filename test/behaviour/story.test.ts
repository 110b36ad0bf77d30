import { expect } from 'chai'
import type { Action, Expression, Phase, StoryAction } from '../../src/scenario/index.ts'
import { actorSpec, call, compare, idm, position, scenarioOf, signal } from '../criticality/scene.ts'
import { driveOn } from './plant.ts'

const at = (time: number): Expression => compare(signal(null, 'time'), '>=', time)
const act = (actor: string, action: Action, until: Expression | null = null): StoryAction => ({
  actor,
  action,
  until,
  position,
})
const phase = (
  id: string,
  when: Expression,
  actions: readonly StoryAction[],
  more: Partial<Phase> = {},
): Phase => ({
  id,
  when,
  after: 0,
  order: 'parallel',
  actions,
  position,
  ...more,
})

const ego = actorSpec('ego', {
  at: { lane: -1, s: 0, offset: 0, heading: 0 },
  driver: { ...idm, desiredSpeed: 20 },
})
const told = (...story: readonly Phase[]) => driveOn(scenarioOf({ actors: [ego], story }))
const speedOf = (drive: ReturnType<typeof told>): number =>
  Math.sqrt(drive.actor('ego').velocity[0] ** 2 + drive.actor('ego').velocity[1] ** 2)

describe('behaviour: story', () => {
  it('begins a phase once, when its condition turns true, and tells when and who', () => {
    const drive = told(
      phase('late', at(2), [act('ego', { kind: 'lights', indicator: 'left' })], { after: 0.5 }),
      phase('there', compare(signal('ego', 's'), '>', 30), [
        act('ego', { kind: 'lights', indicator: 'off' }),
      ]),
      phase('never', compare(signal('ego', 's'), '<', -1), [act('ego', { kind: 'remove' })]),
    )
    drive.run(4)
    expect(drive.events.map((e) => (e.kind === 'phase' ? [e.phase, e.actors] : e.kind))).to.deep.equal([
      ['there', ['ego']],
      ['late', ['ego']],
    ])
    expect(drive.events[0].time).to.be.closeTo(1.5, 0.03)
    expect(drive.events[1].time).to.be.closeTo(2.5, 1e-9)
  })

  it('keeps a phase that is armed, though its condition turns false again', () => {
    const blink = compare(signal(null, 'time'), '<', 0.005)
    const drive = told(phase('armed', blink, [act('ego', { kind: 'throttle', level: 1 })], { after: 1 }))
    drive.run(2)
    expect(drive.events.map((e) => e.time)).to.deep.equal([1])
    expect(drive.controls[0].throttle).to.equal(1)
  })

  it('brakes at the rate asked until told otherwise, then gives the car back', () => {
    const slow = compare(signal('ego', 'speed'), '<', 10)
    const drive = told(phase('brake', at(1), [act('ego', { kind: 'brake', deceleration: 4 }, slow)]))
    drive.run(2)
    expect(drive.actor('ego').acceleration[0]).to.be.closeTo(-4, 0.15)
    expect(drive.actor('ego').lights.brake).to.equal(true)
    drive.run(1.6)
    expect(speedOf(drive)).to.be.closeTo(10, 0.5)
    drive.run(15)
    expect(speedOf(drive)).to.be.above(17)
  })

  it('has a driver look away: he brakes for what came up meanwhile only when he looks back', () => {
    const stopped = actorSpec('stopped', { at: { lane: -1, s: 90, offset: 0, heading: 0 }, speed: 0 })
    const brakes = (duration: number): number => {
      const story = [phase('look', at(0), [act('ego', { kind: 'look-away', duration })])]
      const drive = driveOn(scenarioOf({ actors: [ego, stopped], story }))
      let first = Infinity
      drive.run(4, (state, [controls]) => {
        if (controls.brake > 0.02) first = Math.min(first, state.time)
      })
      return first
    }
    expect(brakes(0)).to.be.below(1)
    expect(brakes(2)).to.be.within(2, 2 + idm.reaction + 0.05)
  })

  it('brakes to a standstill and stands, when nobody says until', () => {
    const drive = told(phase('brake', at(0), [act('ego', { kind: 'brake', deceleration: 6 })]))
    drive.run(4)
    const { s } = drive.actor('ego')
    expect(s).to.be.closeTo(400 / 12, 1)
    drive.run(5)
    expect(drive.actor('ego').s).to.equal(s)
  })

  it("reaches a speed and makes it the driver's wish; with until, hands back the old one", () => {
    const drive = told(phase('slow', at(0), [act('ego', { kind: 'speed', target: 12, acceleration: 3 })]))
    drive.run(10)
    expect(speedOf(drive)).to.be.closeTo(12, 0.3)
    const back = told(
      phase('slow', at(0), [act('ego', { kind: 'speed', target: 12, acceleration: 3 }, at(8))]),
    )
    back.run(8)
    expect(speedOf(back)).to.be.closeTo(12, 0.3)
    back.run(12)
    expect(speedOf(back)).to.be.above(17)
    const stop = told(phase('stop', at(0), [act('ego', { kind: 'speed', target: 0, acceleration: 3 })]))
    stop.run(12)
    expect(speedOf(stop)).to.equal(0)
  })

  it('changes lane along a quintic in the time asked, indicating', () => {
    const drive = told(phase('change', at(1), [act('ego', { kind: 'lane-change', lane: -2, duration: 4 })]))
    const lit = { left: 0, right: 0 }
    let worst = 0
    drive.run(8, ({ time, actors: [a] }) => {
      if (a.lights.indicatorLeft) lit.left++
      if (a.lights.indicatorRight) lit.right++
      const u = Math.max(0, Math.min(1, (time - 1) / 4))
      const wanted = -1.75 - 3.5 * u ** 3 * (10 - 15 * u + 6 * u * u)
      worst = Math.max(worst, Math.abs(a.t - wanted))
    })
    expect(worst).to.be.below(0.15)
    expect(drive.actor('ego').t).to.be.closeTo(-5.25, 0.03)
    // Four seconds of flashing, half of them dark.
    expect(lit.left).to.equal(0)
    expect(lit.right).to.be.within(180, 220)
  })

  it('changes lane the right way round against s, and offsets to its own left', () => {
    const oncoming = actorSpec('ego', {
      at: { lane: 1, s: 900, offset: 0, heading: 0 },
      driver: { ...idm, desiredSpeed: 20 },
    })
    const drive = driveOn(
      scenarioOf({
        actors: [oncoming],
        story: [
          phase(
            'weave',
            at(0),
            [
              act('ego', { kind: 'lane-change', lane: -1, duration: 3 }),
              act('ego', { kind: 'lane-offset', offset: 0.6, duration: 2 }),
            ],
            { order: 'serial' },
          ),
        ],
      }),
    )
    let left = 0
    drive.run(3, ({ actors: [a] }) => (left += a.lights.indicatorLeft ? 1 : 0))
    expect(drive.actor('ego').t).to.be.closeTo(-1.75, 0.15)
    expect(left).to.be.above(100)
    drive.run(4)
    expect(drive.actor('ego').t).to.be.closeTo(-1.75 - 0.6, 0.05)
    expect(drive.actor('ego').velocity[0]).to.be.closeTo(-20, 0.1)
  })

  it('takes back a change of lane that until ends early', () => {
    const drive = told(
      phase('change', at(0), [act('ego', { kind: 'lane-change', lane: -2, duration: 4 }, at(1.5))]),
    )
    drive.run(9)
    expect(drive.actor('ego').t).to.be.closeTo(-1.75, 0.05)
  })

  it('turns the wheel over the time asked, holds it or gives it back', () => {
    const turn = (release: boolean): number => {
      const drive = told(
        phase('turn', at(0.5), [act('ego', { kind: 'steer', angle: 0.03, over: 0.4, release })]),
      )
      drive.run(0.71)
      expect(drive.controls[0].steer).to.be.closeTo(0.015, 1e-9)
      drive.run(0.4)
      return drive.controls[0].steer
    }
    expect(turn(false)).to.equal(0.03)
    expect(turn(true)).to.be.below(0.02)
  })

  it('does actions in turn, each when the one before is done, those at once in one step', () => {
    const drive = told(
      phase(
        'turns',
        at(0),
        [
          act('ego', { kind: 'lights', indicator: 'hazard' }),
          act('ego', { kind: 'speed', target: 15, acceleration: 3 }),
          act('ego', { kind: 'throttle', level: 0.9 }, at(4)),
          act('ego', { kind: 'remove' }),
        ],
        { order: 'serial' },
      ),
    )
    drive.run(0.2)
    expect(drive.controls[0].lights).to.include({ indicatorLeft: true, indicatorRight: true })
    let full = 0
    drive.run(3.75, (_, controls) => (full = controls[0].throttle))
    expect(full).to.equal(0.9)
    drive.run(0.2)
    expect(drive.actor('ego').present).to.equal(false)
    expect(drive.controls[0].present).to.equal(false)
  })

  it('lets a later action take over from an earlier one of the same kind', () => {
    const drive = told(
      phase('first', at(0), [act('ego', { kind: 'brake', deceleration: 5 }, at(9))]),
      phase('second', at(1), [act('ego', { kind: 'accelerate', acceleration: 2 }, at(3))]),
    )
    drive.run(2)
    expect(drive.controls[0].throttle).to.be.above(0.3)
    drive.run(2)
    // The first is gone for good: the driver has the car.
    expect(drive.controls[0].brake).to.equal(0)
  })

  it('brings an actor into the world when told', () => {
    const hidden = actorSpec('ghost', { at: { lane: -1, s: 200, offset: 0, heading: 0 }, present: false })
    const drive = driveOn(
      scenarioOf({ actors: [ego, hidden], story: [phase('boo', at(1), [act('ghost', { kind: 'appear' })])] }),
    )
    drive.run(1)
    expect(drive.controls[1].present).to.equal(false)
    drive.run(0.5)
    expect(drive.actor('ghost').present).to.equal(true)
    expect(drive.actor('ghost').s).to.be.above(200)
  })

  it('goes on after save and restore exactly as it would have', () => {
    const story = [
      phase('a', at(0.5), [act('ego', { kind: 'lane-change', lane: -2, duration: 3 })]),
      phase('b', compare(call('ttc', 'ego', 'lead'), '<', 3), [
        act('ego', { kind: 'brake', deceleration: 3 }, at(3)),
      ]),
    ]
    const lead = actorSpec('lead', { at: { lane: -1, s: 50, offset: 0, heading: 0 }, speed: 8 })
    const drive = driveOn(
      scenarioOf({ actors: [{ ...ego, driver: { ...idm, reaction: 0.6 } }, lead], story }),
    )
    drive.run(1.2)
    const saved = drive.behaviour.save()
    const state = drive.state
    const first = [0, 1, 2].map(() => drive.behaviour.step(state))
    drive.behaviour.restore(saved)
    const again = [0, 1, 2].map(() => drive.behaviour.step(state))
    expect(again).to.deep.equal(first)
    expect(JSON.parse(JSON.stringify(saved))).to.deep.equal(saved)
  })
})
