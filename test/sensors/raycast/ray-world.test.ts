/** The world at an instant: radar, ultrasonic sensors and satellites ask it of a state that does not move on. */
import { expect } from 'chai'
import { quatFromYaw } from '../../../src/math/index.ts'
import { createRayWorld } from '../../../src/sensors/index.ts'
import { actorShape } from '../../../src/shape/index.ts'
import type { ActorState } from '../../../src/world/index.ts'
import { stateAt } from '../../contract/painted.ts'
import { member } from '../../shape/library.ts'

const NAMES = ['adult', 'child', 'deer', 'bicycle', 'motorcycle', 'sedan'] as const

describe('sensors/raycast: the world at an instant', () => {
  it('has everybody in it, limbs and wheels too, where a very short time later they still are', () => {
    const shapes = NAMES.map((name, i) => actorShape(member(name, 1.5, `${i}`), 1))
    const world = createRayWorld({ actors: shapes, scenery: { pieces: [] } })
    const [model] = stateAt(0).actors
    const state = {
      ...stateAt(0),
      actors: NAMES.map((_, i): ActorState => ({
        ...model,
        ...{ id: `${i}`, instance: i + 1, position: [0, 12 * i, 0], velocity: [1.2, 0.9, 0] },
        orientation: quatFromYaw(0.6),
        wheels: shapes[i].wheels.map(() => model.wheels[0]),
      })),
    }
    const rays = Float32Array.from(
      NAMES.flatMap((_, i) =>
        Array.from({ length: 40 }, (__, k) => [-8, 12 * i - 0.5 + 0.025 * k, 0.55, 1, 0, 0, 50]),
      ).flat(),
    )
    const metBy = (duration: number): readonly (readonly [owner: number, distance: number])[] => {
      world.place(state, duration)
      const { ints, floats } = world.caster.cast(rays)
      return Array.from({ length: rays.length / 7 }, (_, k) => [ints[4 * k + 3], floats[4 * k]] as const)
    }
    const [now, soon] = [metBy(0), metBy(1e-4)]
    for (const [i, name] of NAMES.entries())
      expect(now.filter(([owner]) => owner === i + 1).length, name).to.be.greaterThan(3)
    now.forEach(([owner, distance], k) => {
      expect(owner).to.equal(soon[k][0])
      if (owner > 0) expect(distance).to.be.closeTo(soon[k][1], 1e-4)
    })
  })
})
