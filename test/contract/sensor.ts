/** What every kind of sensor promises, whatever it measures: one suite for all. */
import { expect } from 'chai'
import { inverseTransformPoint, quatFromYaw, transformPoint } from '../../src/math/index.ts'
import type { SensorSpec } from '../../src/scenario/index.ts'
import type { Sensor } from '../../src/sensors/index.ts'
import { stateAt } from './painted.ts'

export interface SensorCase<Spec extends SensorSpec, Truth, Reading> {
  readonly sensor: Sensor<Spec, Truth, Reading>
  /** On the actor 'ego'. */
  readonly spec: Spec
  readonly truth: () => Truth
  /** All of a reading's numbers. */
  readonly bytes: (reading: Reading) => Uint8Array
  readonly truthBytes: (truth: Truth) => Uint8Array
}

export const describeSensor = <Spec extends SensorSpec, Truth, Reading>({
  sensor,
  spec,
  truth,
  bytes,
  truthBytes,
}: SensorCase<Spec, Truth, Reading>): void => {
  describe(`sensor contract: ${sensor.kind}`, () => {
    const read = (key: { seed: number; index: number }, of: Spec = spec): Buffer =>
      Buffer.from(bytes(sensor.develop(of, truth(), key)))

    it('gives the same reading for the same truth and key, in any order', () => {
      const forward = [0, 1, 2].map((index) => read({ seed: 1, index }))
      const backward = [2, 1, 0].map((index) => read({ seed: 1, index })).reverse()
      expect(backward).to.deep.equal(forward)
    })

    it('gives another reading for another index, seed or sensor', () => {
      const keys = [read({ seed: 1, index: 0 }), read({ seed: 1, index: 1 }), read({ seed: 2, index: 0 })]
      const other = read({ seed: 1, index: 0 }, { ...spec, id: `${spec.actor}.other` })
      const distinct = new Set([...keys, other].map((b) => b.toString('hex')))
      expect(distinct.size).to.equal(4)
    })

    it('leaves the truth as it is and shares no memory with it', () => {
      const given = truth()
      const before = Buffer.from(truthBytes(given))
      const reading = sensor.develop(spec, given, { seed: 1, index: 0 })
      bytes(reading).fill(0)
      expect(Buffer.from(truthBytes(given))).to.deep.equal(before)
    })

    it('rides on its actor as one rigid body', () => {
      const state = stateAt(0)
      const [ego] = state.actors
      const turned = { ...ego, position: [3, -2, 0.5] as const, orientation: quatFromYaw(1.2) }
      const here = sensor.pose(spec, state)
      const there = sensor.pose(spec, { ...state, actors: [turned, ...state.actors.slice(1)] })
      const inBody = inverseTransformPoint(ego, transformPoint(here, [5, 1, -1]))
      const again = inverseTransformPoint(turned, transformPoint(there, [5, 1, -1]))
      again.forEach((value, axis) => expect(value).to.be.closeTo(inBody[axis], 1e-9))
    })

    it('says whom it misses when its actor is not in the world', () => {
      expect(() => sensor.pose({ ...spec, actor: 'nobody' }, stateAt(0))).to.throw(RangeError, "'nobody'")
    })

    it('has a rate that the clock can serve', () => {
      expect(sensor.rate(spec)).to.be.within(0.1, 600)
    })
  })
}
