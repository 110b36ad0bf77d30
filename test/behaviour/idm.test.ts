import { expect } from 'chai'
import fc from 'fast-check'
import { desiredGap, freeAcceleration, idmAcceleration } from '../../src/behaviour/speed/idm.ts'
import { actorSpec, idm, scenarioOf } from '../criticality/scene.ts'
import { driveOn } from './plant.ts'

const speeds = fc.double({ min: 0, max: 40, noNaN: true })
const gaps = fc.double({ min: 0, max: 300, noNaN: true })

describe('behaviour: intelligent driver model', () => {
  it('accelerates on a free road as the paper says', () => {
    expect(freeAcceleration(idm, 0)).to.equal(1.5)
    expect(freeAcceleration(idm, 12.5)).to.be.closeTo(1.5 * (1 - 1 / 16), 1e-12)
    expect(freeAcceleration(idm, 25)).to.equal(0)
    expect(freeAcceleration(idm, 26)).to.be.below(0)
    expect(freeAcceleration(idm, 60)).to.equal(-idm.comfortDeceleration)
    expect(freeAcceleration({ ...idm, desiredSpeed: 0 }, 3)).to.equal(-idm.comfortDeceleration)
  })

  it('wants nothing at its equilibrium gap, more room when closing in', () => {
    // s_e(v) = (s0 + v T) / sqrt(1 - (v/v0)^4)
    fc.assert(
      fc.property(fc.double({ min: 0, max: 24, noNaN: true }), (v) => {
        const gap = (idm.minGap + v * idm.headway) / Math.sqrt(1 - (v / idm.desiredSpeed) ** 4)
        expect(idmAcceleration(idm, v, { gap, speed: v })).to.be.closeTo(0, 1e-9)
      }),
    )
    expect(desiredGap(idm, 20, 20)).to.equal(2 + 30)
    expect(desiredGap(idm, 20, 10)).to.be.closeTo(32 + 200 / (2 * Math.sqrt(3)), 1e-12)
    expect(desiredGap(idm, 10, 40)).to.equal(2)
  })

  it('stays within its limits, and never wants more with less room', () => {
    fc.assert(
      fc.property(speeds, speeds, gaps, gaps, (v, lead, g1, g2) => {
        const near = idmAcceleration(idm, v, { gap: Math.min(g1, g2), speed: lead })
        const far = idmAcceleration(idm, v, { gap: Math.max(g1, g2), speed: lead })
        expect(near).to.be.within(-idm.maxDeceleration, idm.maxAcceleration)
        expect(near).to.be.at.most(far + 1e-12)
        expect(far).to.be.at.most(idmAcceleration(idm, v, null) + 1e-12)
      }),
    )
  })

  for (const reaction of [0, 1]) {
    it(`drives to its equilibrium gap behind another with ${reaction} s reaction time`, () => {
      const driver = { ...idm, desiredSpeed: 30, reaction }
      const ahead = { ...idm, desiredSpeed: 20 }
      const drive = driveOn(
        scenarioOf({
          actors: [
            actorSpec('ego', { at: { lane: -1, s: 0, offset: 0, heading: 0 }, speed: 20, driver }),
            actorSpec('lead', { at: { lane: -1, s: 45, offset: 0, heading: 0 }, driver: ahead }),
          ],
        }),
      )
      drive.run(60)
      const gap = drive.actor('lead').s - drive.actor('ego').s - 4.5
      expect(drive.actor('ego').velocity[0]).to.be.closeTo(20, 0.1)
      expect(gap).to.be.closeTo((2 + 20 * 1.5) / Math.sqrt(1 - (20 / 30) ** 4), 0.5)
    })
  }

  it('reaches its desired speed alone', () => {
    const drive = driveOn(scenarioOf({ actors: [actorSpec('ego', { speed: 12 })] }))
    drive.run(40)
    expect(drive.actor('ego').velocity[0]).to.be.closeTo(25, 0.3)
  })

  it('stops behind a standing car at its standstill gap, and stays', () => {
    const drive = driveOn(
      scenarioOf({
        actors: [
          actorSpec('ego', { at: { lane: -1, s: 0, offset: 0, heading: 0 } }),
          actorSpec('parked', {
            at: { lane: -1, s: 150, offset: 0, heading: 0 },
            speed: 0,
            driver: { kind: 'none' },
          }),
        ],
      }),
    )
    drive.run(32)
    const stopped = drive.actor('ego').s
    expect(150 - stopped - 4.5).to.be.within(1.9, 2.8)
    drive.run(5)
    expect(drive.actor('ego').s).to.equal(stopped)
    expect(drive.actor('ego').lights.brake).to.equal(true)
  })
})
