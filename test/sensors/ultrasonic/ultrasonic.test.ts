import { expect } from 'chai'
import type { UltrasonicSpec } from '../../../src/scenario/index.ts'
import { ultrasonic, ultrasonicTruth } from '../../../src/sensors/index.ts'
import type { Piece } from '../../../src/shape/index.ts'
import { cuboid, EGO, GROUND, mesh, mount, momentsOf, piece, scene } from '../scene.ts'
import { box } from '../raycast/street.ts'

const SPEC: UltrasonicSpec = {
  ...{ kind: 'ultrasonic', id: 'ego.park', actor: 'ego', name: 'park', model: 'test', rate: 20, latency: 0 },
  mount: mount([3.5, 0, 0.5]),
  range: [0.15, 5],
  cone: (60 * Math.PI) / 180,
  rangeNoise: 0.01,
}

const hear = (pieces: readonly Piece[], spec = SPEC) => {
  const { state, world } = scene([EGO], [GROUND, ...pieces])
  return ultrasonicTruth(spec, state, world)
}

/** A wall whose face passes `distance` before the sensor, turned by `yaw` about that point. */
const wall = (distance: number, yaw: number): Piece => ({
  ...piece('wall', 'plaster', [0, -3, 0], [0.2, 3, 2]),
  placements: Float32Array.of(3.5 + distance, 0, 0, yaw, 1),
})

describe('sensors/ultrasonic', () => {
  it('measures the distance to a wall across, along its own axis', () => {
    expect(hear([wall(2, 0)])).to.deep.include({ instance: 0 })
    expect(hear([wall(2, 0)])?.distance).to.be.closeTo(2, 1e-4)
    const side = { ...SPEC, mount: mount([2, 0.9, 0.5], Math.PI / 2) }
    expect(hear([piece('wall', 'plaster', [-5, 3, 0], [5, 3.2, 2])], side)?.distance).to.be.closeTo(2.1, 1e-4)
  })

  it('hears the nearest point of an askew wall, and nothing of one that throws the sound away', () => {
    const askew = (20 * Math.PI) / 180
    // Where the wall is square to the sound, which is within the cone.
    expect(hear([wall(2, askew)])?.distance).to.be.closeTo(2 * Math.cos(askew), 0.02)
    const narrow = { ...SPEC, cone: (10 * Math.PI) / 180 }
    expect(hear([wall(2, (70 * Math.PI) / 180)], narrow)).to.equal(null)
  })

  it('hears the nearest of two, whoever it is, and not what is out of its cone', () => {
    const person = cuboid('pedestrian', [0.4, 0.5, 1.7], 0)
    const { state, world } = scene(
      [EGO, { shape: person, at: [6, 0.2, 0] }, { shape: person, at: [4.4, 3, 0] }],
      [GROUND, wall(4, 0)],
    )
    const echo = ultrasonicTruth(SPEC, state, world)
    expect(echo?.instance).to.equal(2)
    // The box's rear end stands a metre behind its origin.
    expect(echo?.distance).to.be.closeTo(1.5, 0.03)
  })

  it('gives no echo beyond its range, none of the ground, and none of what is too near', () => {
    expect(hear([wall(5.2, 0)])).to.equal(null)
    expect(hear([])).to.equal(null)
    expect(hear([wall(0.1, 0)], { ...SPEC, cone: 0.02 })).to.equal(null)
  })

  it('hears a thin pole', () => {
    const pole = {
      ...piece('pole', 'metal', [0, 0, 0], [1, 1, 1]),
      mesh: mesh(box([5, 0.1, 0], [5.06, 0.16, 1.5])),
    }
    expect(hear([pole])?.distance).to.be.closeTo(1.51, 0.03)
  })

  it('noise has its deviation within 5 %, and never leaves the range', () => {
    const told = Array.from({ length: 3000 }, (_, index) =>
      ultrasonic.develop(SPEC, { distance: 2, instance: 0 }, { seed: 1, index }),
    ).filter((v) => v !== null)
    const { mean, deviation } = momentsOf(told)
    expect(mean).to.be.closeTo(2, 0.001)
    expect(deviation / SPEC.rangeNoise).to.be.closeTo(1, 0.05)
    const edge = Array.from({ length: 200 }, (_, index) =>
      ultrasonic.develop(SPEC, { distance: 4.999, instance: 0 }, { seed: 1, index }),
    )
    expect(edge.some((v) => v === null)).to.equal(true)
    expect(Math.max(...edge.filter((v) => v !== null))).to.be.at.most(5)
  })
})
