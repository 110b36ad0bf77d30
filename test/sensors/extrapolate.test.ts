import { expect } from 'chai'
import { extrapolate } from '../../src/sensors/index.ts'
import { quatFromYaw, yawOf } from '../../src/math/index.ts'
import type { WorldState } from '../../src/world/index.ts'
import { stateAt } from '../contract/painted.ts'

/** The first actor at 20 m/s to the left, turning, its wheels rolling; the second is not in the world. */
const state = (): WorldState => {
  const base = stateAt(60)
  const [first, second, ...rest] = base.actors
  const wheels = [{ ...first.wheels[0], spin: 1, spinRate: 60 }]
  return {
    ...base,
    actors: [
      {
        ...first,
        ...{ orientation: quatFromYaw(0.3), velocity: [0, 20, 0], angularVelocity: [0, 0, 0.5], wheels },
      },
      { ...second, present: false },
      ...rest,
    ],
  }
}

describe('extrapolate', () => {
  it('moves, turns and rolls everybody by their velocities, forth and back', () => {
    for (const dt of [0.01, -0.02]) {
      const { actors, time, tick } = extrapolate(state(), dt)
      const [was] = state().actors
      expect(actors[0].position[1] - was.position[1]).to.be.closeTo(20 * dt, 1e-12)
      expect(yawOf(actors[0].orientation)).to.be.closeTo(0.3 + 0.5 * dt, 1e-12)
      expect(Math.hypot(...actors[0].orientation)).to.be.closeTo(1, 1e-12)
      expect(actors[0].wheels[0].spin).to.be.closeTo(1 + 60 * dt, 1e-12)
      expect(time).to.be.closeTo(state().time + dt, 1e-12)
      expect(tick).to.equal(state().tick)
    }
  })

  it('leaves the state as it is, and who is not in the world', () => {
    const before = state()
    const copy = structuredClone(before)
    expect(extrapolate(before, 0.01).actors[1]).to.deep.equal(copy.actors[1])
    expect(before).to.deep.equal(copy)
    expect(extrapolate(before, 0).actors).to.deep.equal(before.actors)
  })
})
