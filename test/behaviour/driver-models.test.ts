import { expect } from 'chai'
import fc from 'fast-check'
import { accDemand, accLimits } from '../../src/behaviour/speed/acc.ts'
import { attentionOf, looksAway, weaveAt } from '../../src/behaviour/sight/attention.ts'
import { CAREFUL, carefulDeceleration } from '../../src/behaviour/speed/careful.ts'
import { brakingForCurves } from '../../src/behaviour/speed/curves.ts'
import { worthOfChange } from '../../src/behaviour/lane/mobil.ts'
import { carryOn, type Sighting } from '../../src/behaviour/speed/reaction.ts'
import { rssLongitudinal } from '../../src/criticality/index.ts'
import { buildRoad } from '../../src/road/index.ts'
import type { DriverSpec } from '../../src/scenario/index.ts'
import { actorSpec, idm, scenarioOf, straightRoad } from '../criticality/scene.ts'
import { driveOn } from './plant.ts'

const at = (s: number, lane = -1) => ({ lane, s, offset: 0, heading: 0 })
const standing = (s: number, lane = -1) =>
  actorSpec('target', { at: at(s, lane), speed: 0, driver: { kind: 'none' } })
const KMH = 1 / 3.6

describe('behaviour: the careful human of UN R157', () => {
  /** Distance, m, and time, s, from the end of risk evaluation to rest. */
  const stop = (speed: number): { distance: number; time: number } => {
    const dt = 1e-4
    let v = speed
    let distance = 0
    let n = 0
    for (; v > 0; n++) {
      const next = v - carefulDeceleration((n + 0.5) * dt) * dt
      distance += ((v + Math.max(0, next)) / 2) * dt
      v = next
    }
    return { distance, time: n * dt }
  }

  // validation.json r157_cc_stop_*, within half a per cent.
  for (const [kmh, distance, time] of [
    [50, 26.01, 2.81],
    [60, 34.32, 3.17],
    [100, 77.73, 4.64],
    [130, 120.95, 5.74],
  ] as const)
    it(`stops from ${kmh} km/h in ${distance} m and ${time} s`, () => {
      const stopped = stop(kmh * KMH)
      expect(stopped.distance).to.be.closeTo(distance, 0.005 * distance)
      expect(stopped.time).to.be.closeTo(time, 0.005 * time)
    })

  it('does nothing before it has weighed the risk, and then brakes ever harder up to its most', () => {
    expect(carefulDeceleration(-1e-9)).to.equal(0)
    fc.assert(
      fc.property(fc.double({ min: 0, max: 10, noNaN: true }), (t) => {
        expect(carefulDeceleration(t + 0.01)).to.be.at.least(carefulDeceleration(t))
        expect(carefulDeceleration(t)).to.be.at.most(CAREFUL.deceleration)
      }),
    )
  })

  it('brakes for a standing car 0.4 + 0.75 s after its time to collision has fallen below 2 s', () => {
    // The follower in it would stop early by himself; braking of his own is all but taken from him.
    const driver: DriverSpec = {
      ...idm,
      kind: 'careful',
      desiredSpeed: 15,
      maxDeceleration: 0.01,
      reaction: 0,
    }
    const drive = driveOn(
      scenarioOf({ actors: [actorSpec('ego', { at: at(0), speed: 15, driver }), standing(104.5)] }),
    )
    let risk = 0
    let braking = 0
    drive.run(12, ({ time, actors: [ego] }, [controls]) => {
      if (risk === 0 && (100 - ego.s) / ego.velocity[0] < 2) risk = time
      if (risk > 0 && braking === 0 && controls.brake > 0.1) braking = time
    })
    expect(braking - risk).to.be.within(1.14, 1.3)
  })
})

describe('behaviour: adaptive cruise control', () => {
  it('stays within the limits of ISO 15622 whatever is wanted', () => {
    const any = fc.double({ min: -20, max: 20, noNaN: true })
    fc.assert(
      fc.property(any, any, fc.double({ min: 0, max: 60, noNaN: true }), (wanted, last, speed) => {
        const { acceleration, deceleration, jerk } = accLimits(speed)
        const demand = accDemand(wanted, Math.max(-deceleration, Math.min(acceleration, last)), speed, 0.01)
        expect(demand).to.be.within(-deceleration - 1e-12, acceleration + 1e-12)
        expect(demand).to.be.at.least(
          Math.min(acceleration, last) - jerk * 0.01 - 1e-12 - 10 * Number(last < -deceleration),
        )
      }),
    )
    expect(accLimits(25)).to.deep.equal({ acceleration: 2, deceleration: 3.5, jerk: 2.5 })
    expect(accLimits(3)).to.deep.equal({ acceleration: 4, deceleration: 5, jerk: 5 })
  })

  it('follows a leader at its time gap', () => {
    const driver: DriverSpec = { ...idm, kind: 'acc', desiredSpeed: 30, headway: 1.2 }
    const drive = driveOn(
      scenarioOf({
        actors: [
          actorSpec('ego', { at: at(0), speed: 20, driver }),
          actorSpec('lead', { at: at(60), speed: 20, driver: { ...idm, desiredSpeed: 20 } }),
        ],
      }),
    )
    drive.run(30)
    const gap = drive.actor('lead').s - drive.actor('ego').s - 4.5
    expect(drive.actor('ego').velocity[0]).to.be.closeTo(20, 0.3)
    // IDM's own equilibrium: a little more than s0 + v T below the desired speed.
    expect(gap).to.be.within(2 + 1.2 * 20, 1.35 * (2 + 1.2 * 20))
  })
})

describe('behaviour: responsibility-sensitive safety', () => {
  it('brakes with its least braking one response time after its safe distance is gone', () => {
    const driver: DriverSpec = {
      ...{ ...idm, kind: 'rss', desiredSpeed: 20, maxDeceleration: 0.01 },
      ...{ response: 0.75, responseAcceleration: 3, leastBraking: 6, leadBraking: 6 },
    }
    const drive = driveOn(
      scenarioOf({ actors: [actorSpec('ego', { at: at(0), speed: 20, driver }), standing(154.5)] }),
    )
    let unsafe = 0
    let braking = 0
    drive.run(14, ({ time, actors: [ego] }, [controls]) => {
      const gap = 150 - ego.s
      if (unsafe === 0 && gap < rssLongitudinal(ego.velocity[0], 0, 0.75, 3, 6, 6)) unsafe = time
      if (unsafe > 0 && braking === 0 && controls.brake > 0.1) braking = time
    })
    expect(braking - unsafe).to.be.closeTo(0.75, 0.03)
    expect(drive.actor('ego').velocity[0]).to.equal(0)
    expect(150 - drive.actor('ego').s).to.be.greaterThan(0)
  })
})

describe('behaviour: curves', () => {
  const road = buildRoad(
    {
      ...straightRoad,
      pieces: [
        { length: 300, curvature: 0 },
        { length: 120, curvature: 1 / 60 },
        { length: 300, curvature: 0 },
      ],
    },
    [],
  )

  it('asks for no braking far away, and for what takes the speed off in time near by', () => {
    expect(brakingForCurves(road, 50, -1.75, 1, 25, 3, 2)).to.equal(0)
    const near = brakingForCurves(road, 180, -1.75, 1, 25, 3, 2)
    // From 25 m/s to sqrt(3 (60 + 1.75)) in 120 m; looks are 12 m apart at most.
    expect(near).to.be.closeTo((25 * 25 - 3 * 61.75) / (2 * 120), 0.3)
    expect(brakingForCurves(road, 180, -1.75, 1, 10, 3, 2)).to.equal(0)
  })

  it('comes into the curve no faster than the driver likes', () => {
    const drive = driveOn(
      scenarioOf({
        road: {
          ...straightRoad,
          pieces: [
            { length: 300, curvature: 0 },
            { length: 120, curvature: 1 / 60 },
            { length: 300, curvature: 0 },
          ],
        },
        actors: [actorSpec('ego', { at: at(20), speed: 25, driver: { ...idm, desiredSpeed: 25 } })],
      }),
    )
    let most = 0
    drive.run(30, ({ actors: [{ s, velocity }] }) => {
      if (s > 303 && s < 415) most = Math.max(most, (velocity[0] ** 2 + velocity[1] ** 2) / 61.75)
    })
    expect(most).to.be.within(2, 3.4)
    expect(drive.actor('ego').s).to.be.greaterThan(430)
  })
})

describe('behaviour: MOBIL', () => {
  const spec = { politeness: 0.2, threshold: 0.2, safeBraking: 4, bias: 0.3 }
  const nobody = { newFollower: 0, newFollowerAfter: 0, oldFollower: 0, oldFollowerAfter: 0 }

  it('is the published sum, and never worth it where someone must brake too hard', () => {
    const a = { ...nobody, own: -0.5, ownAfter: 1, newFollower: 0.1, newFollowerAfter: -0.9 }
    expect(worthOfChange(spec, a, false)).to.be.closeTo(1.5 + 0.2 * -1 - 0.3 - 0.2, 1e-12)
    expect(worthOfChange(spec, a, true)).to.be.closeTo(1.5 + 0.2 * -1 + 0.3 - 0.2, 1e-12)
    expect(worthOfChange(spec, { ...a, newFollowerAfter: -4.1 }, true)).to.equal(-Infinity)
  })

  const overtaker = actorSpec('ego', {
    at: at(0, -2),
    speed: 25,
    driver: { ...idm, desiredSpeed: 25, laneChanges: spec },
  })
  const slow = actorSpec('slow', { at: at(70, -2), speed: 12, driver: { ...idm, desiredSpeed: 12 } })
  const oneWay = { ...straightRoad, oneWay: true, pieces: [{ length: 2000, curvature: 0 }] }

  it('overtakes a slow car and comes back to the slow lane', () => {
    const drive = driveOn(scenarioOf({ road: oneWay, actors: [overtaker, slow] }))
    const lanes: number[] = []
    drive.run(30, ({ actors: [ego] }) => {
      const lane = drive.road.laneAt(ego.t)?.id ?? 0
      if (lanes.at(-1) !== lane) lanes.push(lane)
    })
    expect(lanes).to.deep.equal([-2, -1, -2])
    expect(drive.actor('ego').s).to.be.greaterThan(drive.actor('slow').s + 50)
  })

  it('stays behind while somebody faster is beside or close behind in the other lane', () => {
    const fast = actorSpec('fast', { at: at(-4, -1), speed: 25.5, driver: { ...idm, desiredSpeed: 25.5 } })
    const drive = driveOn(scenarioOf({ road: oneWay, actors: [overtaker, slow, fast] }))
    drive.run(1.5)
    expect(drive.road.laneAt(drive.actor('ego').t)?.id).to.equal(-2)
  })
})

describe('behaviour: attention', () => {
  const spec = { glanceEvery: 6, glance: 1.5, weave: 0.2 }

  it('is the same for the same seed and actor, and another for others', () => {
    expect(attentionOf(spec, 3, 'a', 100)).to.deep.equal(attentionOf(spec, 3, 'a', 100))
    expect(attentionOf(spec, 3, 'a', 100)).not.to.deep.equal(attentionOf(spec, 3, 'b', 100))
    expect(attentionOf(spec, 3, 'a', 100)).not.to.deep.equal(attentionOf(spec, 4, 'a', 100))
  })

  it('looks away about as often and as long as asked, and weaves as widely as asked', () => {
    const { glances, weave } = attentionOf(spec, 1, 'a', 60_000)
    const lengths = glances.map(([from, to]) => to - from).sort((x, y) => x - y)
    expect(lengths[lengths.length >> 1]).to.be.closeTo(1.5, 0.1)
    const mean = lengths.reduce((sum, x) => sum + x, 0) / lengths.length
    expect(60_000 / glances.length).to.be.closeTo(6 + mean, 0.3)
    expect(looksAway({ glances }, (glances[5][0] + glances[5][1]) / 2)).to.equal(true)
    expect(looksAway({ glances }, glances[5][1] + 1e-6)).to.equal(glances[6][0] <= glances[5][1] + 1e-6)
    let square = 0
    for (let n = 0; n < 20_000; n++) square += weaveAt({ weave }, 0.37 * n) ** 2
    expect(Math.sqrt(square / 20_000)).to.be.closeTo(0.2, 0.01)
  })

  it('takes the last that was seen to go on as it was', () => {
    const memory: Sighting[] = [{ lead: { gap: 40, speed: 10 }, own: 100 }]
    expect(carryOn(memory, 100.2, 0.01)).to.deep.equal({ lead: { gap: 39.9, speed: 10 }, own: 100.2 })
    expect(carryOn([], 5, 0.01)).to.deep.equal({ lead: null, own: 5 })
  })

  it('hits the one who brakes during a glance, and not otherwise', () => {
    const crash = (glance: number): boolean => {
      const driver: DriverSpec = {
        ...{ ...idm, kind: 'idm', desiredSpeed: 20, reaction: 0.5 },
        attention: { glanceEvery: glance > 0 ? 0.01 : 0, glance, weave: 0 },
      }
      const brakes: DriverSpec = {
        kind: 'open-loop',
        ...{ steer: [], throttle: [], brake: [[1, 0] as const, [1.2, 1] as const] },
      }
      const lead = actorSpec('lead', { at: at(45), speed: 20, driver: brakes })
      const drive = driveOn(
        scenarioOf({ actors: [actorSpec('ego', { at: at(0), speed: 20, driver }), lead] }),
      )
      drive.run(8)
      return drive.actor('ego').s + 4.5 > drive.actor('lead').s
    }
    expect(crash(0)).to.equal(false)
    expect(crash(15)).to.equal(true)
  })
})

describe('behaviour: those who cross', () => {
  it('brakes for one who will be in the way, and not for one who will have passed', () => {
    const brakes = (across: number, from: number): boolean => {
      const crosser = actorSpec('crosser', {
        at: { lane: -1, s: 60, offset: from, heading: Math.PI / 2 },
        speed: across,
        driver: { kind: 'none' },
      })
      const drive = driveOn(
        scenarioOf({
          actors: [actorSpec('ego', { at: at(0), speed: 15, driver: { ...idm, desiredSpeed: 15 } }), crosser],
        }),
      )
      let braked = false
      drive.run(3.5, (_, [controls]) => (braked ||= controls.brake > 0.02))
      return braked
    }
    expect(brakes(2, -9)).to.equal(true)
    expect(brakes(8, -4)).to.equal(false)
  })
})
