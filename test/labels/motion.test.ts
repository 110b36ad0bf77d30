/** How objects move, as labels have it: in the world, and as a carrier that turns sees it. */
import { expect } from 'chai'
import fc from 'fast-check'
import { objectTruth } from '../../src/labels/index.ts'
import { quatFromEuler, rotate, transformPoint, type Vec3 } from '../../src/math/index.ts'
import type { ActorState } from '../../src/world/index.ts'
import { SHAPES, stateAt } from '../contract/painted.ts'

const number = fc.double({ min: -1, max: 1, noNaN: true })
const vector = (most: number): fc.Arbitrary<Vec3> =>
  fc.tuple(number, number, number).map(([x, y, z]): Vec3 => [x * most, y * most, z * most])
const actor = (id: string): fc.Arbitrary<ActorState> =>
  fc
    .record({
      position: vector(50),
      orientation: fc
        .tuple(number, number, number)
        .map(([yaw, pitch, roll]) => quatFromEuler({ yaw: 3 * yaw, pitch: 0.4 * pitch, roll: 0.4 * roll })),
      velocity: vector(40),
      angularVelocity: vector(1),
      acceleration: vector(8),
    })
    .map((motion) => ({ ...stateAt(0).actors.find((a) => a.id === id)!, ...motion }))

/** The actor a little later, going on as it does. */
const later = (a: ActorState, dt: number): ActorState => {
  const [wx, wy, wz] = a.angularVelocity
  const half = dt / 2
  const [x, y, z, w] = a.orientation
  const turned = [
    x + half * (w * wx + y * wz - z * wy),
    y + half * (w * wy + z * wx - x * wz),
    z + half * (w * wz + x * wy - y * wx),
    w - half * (x * wx + y * wy + z * wz),
  ] as const
  const n = Math.hypot(...turned)
  const [a0, a1, a2, a3] = turned
  return {
    ...a,
    position: a.position.map((p, i) => p + a.velocity[i] * dt) as unknown as Vec3,
    orientation: [a0 / n, a1 / n, a2 / n, a3 / n],
  }
}

describe('labels/truth', () => {
  const shape = SHAPES.get('lead')!
  const truth = (object: ActorState, carrier: ActorState) => objectTruth(object, shape, carrier, carrier)

  it('have a relative pose that takes a point of the object into the carrier’s frame', () => {
    fc.assert(
      fc.property(actor('lead'), actor('ego'), vector(3), (object, carrier, point) => {
        const { pose } = truth(object, carrier).relative
        const there = transformPoint(carrier, transformPoint(pose, point))
        transformPoint(object, point).forEach((v, i) => expect(there[i]).to.be.closeTo(v, 1e-9))
      }),
    )
  })

  it('approach as fast as the relative position changes, though the carrier turns', () => {
    fc.assert(
      fc.property(actor('lead'), actor('ego'), (object, carrier) => {
        const dt = 1e-5
        const now = truth(object, carrier).relative
        const next = truth(later(object, dt), later(carrier, dt)).relative
        now.approach.forEach((v, i) =>
          expect((next.pose.position[i] - now.pose.position[i]) / dt).to.be.closeTo(v, 5e-3),
        )
      }),
    )
  })

  it('have the velocity of the world along the carrier’s axes, and accelerations and turning of the world', () => {
    fc.assert(
      fc.property(actor('lead'), actor('ego'), (object, carrier) => {
        const { relative, velocity, acceleration, angularVelocity } = truth(object, carrier)
        expect(velocity).to.equal(object.velocity)
        const back = rotate(carrier.orientation, relative.velocity)
        const pushed = rotate(carrier.orientation, relative.acceleration)
        const own = rotate(object.orientation, object.acceleration)
        const turning = rotate(object.orientation, object.angularVelocity)
        for (const i of [0, 1, 2]) {
          expect(back[i]).to.be.closeTo(velocity[i], 1e-9)
          expect(acceleration[i]).to.be.closeTo(own[i], 1e-9)
          expect(pushed[i]).to.be.closeTo(own[i], 1e-9)
          expect(angularVelocity[i]).to.be.closeTo(turning[i], 1e-9)
        }
      }),
    )
  })
})
