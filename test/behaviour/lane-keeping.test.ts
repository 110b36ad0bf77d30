import { expect } from 'chai'
import fc from 'fast-check'
import { courseAt } from '../../src/behaviour/lane/course.ts'
import type { RoadSpec } from '../../src/scenario/index.ts'
import { actorSpec, idm, scenarioOf, straightRoad } from '../criticality/scene.ts'
import { driveOn } from './plant.ts'

/** Straight, left, straight, right, straight: turning `share` of a radian each way. */
const winding = (radius: number): RoadSpec => ({
  ...straightRoad,
  pieces: [
    { length: 100, curvature: 0 },
    { length: radius, curvature: 1 / radius },
    { length: 60, curvature: 0 },
    { length: radius, curvature: -1 / radius },
    { length: 400, curvature: 0 },
  ],
})

describe('behaviour: lane keeping', () => {
  for (const [speed, radius] of [
    [8, 30],
    [20, 160],
    [33, 450],
  ]) {
    for (const lane of [-1, 1]) {
      it(`holds lane ${lane} through bends of ${radius} m at ${speed} m/s within 0.3 m`, () => {
        const road = winding(radius)
        const length = 560 + 2 * radius
        const drive = driveOn(
          scenarioOf({
            road,
            actors: [
              actorSpec('ego', {
                at: { lane, s: lane < 0 ? 0 : length - 20, offset: 0, heading: 0 },
                speed,
                driver: { ...idm, desiredSpeed: speed },
              }),
            ],
          }),
        )
        const middle = drive.road.lane(lane)!.t
        let worst = 0
        drive.run((length + 250) / speed, (state) => {
          worst = Math.max(worst, Math.abs(state.actors[0].t - middle))
        })
        expect(worst).to.be.below(0.3)
        expect(Math.abs(drive.actor('ego').t - middle)).to.be.below(0.05)
      })
    }
  }

  it('comes back to its lane from a place beside it, turned away from it', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 5, max: 35, noNaN: true }),
        fc.double({ min: -0.06, max: 0.06, noNaN: true }),
        (speed, heading) => {
          const drive = driveOn(
            scenarioOf({
              actors: [
                actorSpec('ego', {
                  at: { lane: -1, s: 0, offset: 0, heading },
                  speed,
                  driver: { ...idm, desiredSpeed: speed },
                }),
              ],
            }),
          )
          drive.run(12)
          expect(drive.actor('ego').t).to.be.closeTo(-1.75, 0.15)
        },
      ),
      { numRuns: 20 },
    )
  })

  it('keeps the offset that its placement has', () => {
    const drive = driveOn(
      scenarioOf({ actors: [actorSpec('ego', { at: { lane: 1, s: 900, offset: 0.4, heading: 0 } })] }),
    )
    drive.run(5)
    expect(drive.actor('ego').t).to.be.closeTo(1.75 - 0.4, 0.02)
    expect(drive.actor('ego').s).to.be.below(810)
  })

  it('plans a course whose speed and acceleration are its derivatives, at rest at both ends', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -8, max: 8, noNaN: true }),
        fc.double({ min: 0.05, max: 3.9, noNaN: true }),
        (to, time) => {
          const course = { from: 1, to, start: 0, duration: 4 }
          const h = 1e-4
          const [a, b, c] = [time - h, time, time + h].map((t) => courseAt(course, t))
          expect(b.rate).to.be.closeTo((c.t - a.t) / (2 * h), 1e-5)
          expect(b.bend).to.be.closeTo((c.t - 2 * b.t + a.t) / (h * h), 1e-3)
        },
      ),
    )
    expect(courseAt({ from: 1, to: 5, start: 2, duration: 4 }, 2)).to.deep.equal({ t: 1, rate: 0, bend: 0 })
    expect(courseAt({ from: 1, to: 5, start: 2, duration: 4 }, 4).t).to.equal(3)
    expect(courseAt({ from: 1, to: 5, start: 2, duration: 4 }, 6)).to.deep.equal({ t: 5, rate: 0, bend: 0 })
  })
})
