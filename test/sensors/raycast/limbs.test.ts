/** Rays meet the limbs of somebody who walks where they are, and where they will be when a later ray comes by. */
import { expect } from 'chai'
import { quatFromYaw } from '../../../src/math/index.ts'
import { createRayWorld } from '../../../src/sensors/index.ts'
import { actorShape } from '../../../src/shape/index.ts'
import type { ActorState, WorldState } from '../../../src/world/index.ts'
import { stateAt } from '../../contract/painted.ts'
import { member } from '../../shape/library.ts'

const SPEED = 1.34
const SHINS = 0.25
/** Between the middle of the body and a ray's start, m. */
const AWAY = 5
const COUNT = 200

const base = stateAt(0)
const walker = (time: number): ActorState => ({
  ...base.actors[0],
  ...{ id: 'one', instance: 1, present: true, wheels: [], angularVelocity: [0, 0, 0] },
  ...{ position: [SPEED * time, 0, 0], velocity: [SPEED, 0, 0], orientation: quatFromYaw(0) },
})
const at = (time: number): WorldState => ({ ...base, time, actors: [walker(time)] })

/** Side by side through where the shins are at this time, looking right. */
const raysAt = (time: number): Float32Array =>
  Float32Array.from(
    Array.from({ length: COUNT }, (_, i) => [
      ...[SPEED * time - 0.7 + (1.4 * i) / COUNT, AWAY, SHINS],
      ...[0, -1, 0, 2 * AWAY],
    ]).flat(),
  )

describe('sensors/raycast of limbs', () => {
  const world = createRayWorld({ actors: [actorShape(member('adult'), 1)], scenery: { pieces: [] } })
  const distances = (time: number, leave: number): Float32Array => {
    const { floats } = world.caster.cast(raysAt(time), new Float32Array(COUNT).fill(leave))
    return Float32Array.from({ length: COUNT }, (_, i) => floats[4 * i])
  }
  const met = (all: Float32Array): boolean[] => [...all].map((d) => d < 2 * AWAY)

  it('move through a turn as through its end, and differ from one moment to the next', () => {
    const duration = 0.05
    let changed = 0
    for (let start = 0; start < 1.1; start += 0.13) {
      world.place(at(start), duration)
      const end = start + duration
      const [first, last] = [distances(end, 0), distances(end, duration)]
      world.place(at(end), duration)
      const then = distances(end, 0)
      const same = met(last).filter((hit, i) => hit === met(then)[i]).length
      expect(same, `${start}`).to.be.at.least(COUNT - 4)
      const near = [...last].filter(
        (d, i) => d < 2 * AWAY && then[i] < 2 * AWAY && Math.abs(d - then[i]) < 0.006,
      )
      const both = [...last].filter((d, i) => d < 2 * AWAY && then[i] < 2 * AWAY)
      expect(near.length / both.length, `${start}`).to.be.above(0.93)
      changed += met(first).filter((hit, i) => hit !== met(then)[i]).length
    }
    expect(changed).to.be.above(50)
  })

  it('see two shins apart at touch down and together when one passes the other', () => {
    /** Runs of neighbouring rays that meet something. */
    const counts = Array.from({ length: 24 }, (_, i) => {
      const time = (i / 24) * 1.08
      world.place(at(time), 0)
      const hits = met(distances(time, 0))
      return hits.filter((hit, k) => hit && !hits[k - 1]).length
    })
    expect(Math.max(...counts)).to.be.at.least(2)
    expect(Math.min(...counts)).to.equal(1)
  })
})
