import { expect } from 'chai'
import fc from 'fast-check'
import {
  compose,
  eulerFromQuat,
  inverseTransformPoint,
  quatFromEuler,
  rotate,
  transformPoint,
  wrapAngle,
  type Pose,
  type Vec3,
} from '../../src/math/index.ts'

const number = (m: number) => fc.double({ min: -m, max: m, noNaN: true })
const point = fc.tuple(number(100), number(100), number(100))
const pose: fc.Arbitrary<Pose> = fc
  .record({ p: point, yaw: number(3.1), pitch: number(1.5), roll: number(3.1) })
  .map(({ p, ...euler }) => ({ position: p, orientation: quatFromEuler(euler) }))
const close = (a: Vec3, b: Vec3, tolerance = 1e-9): void =>
  a.forEach((x, i) => expect(x).to.be.closeTo(b[i], tolerance))

describe('pose', () => {
  it('follows ISO 8855: yaw turns left, pitch puts the nose down, roll the right side down', () => {
    close(rotate(quatFromEuler({ yaw: Math.PI / 2, pitch: 0, roll: 0 }), [1, 0, 0]), [0, 1, 0])
    close(rotate(quatFromEuler({ yaw: 0, pitch: Math.PI / 2, roll: 0 }), [1, 0, 0]), [0, 0, -1])
    close(rotate(quatFromEuler({ yaw: 0, pitch: 0, roll: Math.PI / 2 }), [0, 1, 0]), [0, 0, 1])
  })

  it('gives back the angles it was made of', () => {
    fc.assert(
      fc.property(number(3.1), number(1.5), number(3.1), (yaw, pitch, roll) => {
        const e = eulerFromQuat(quatFromEuler({ yaw, pitch, roll }))
        close([e.yaw, e.pitch, e.roll], [yaw, pitch, roll], 1e-6)
      }),
    )
  })

  it('transforms there and back', () => {
    fc.assert(
      fc.property(pose, point, (q, p) => close(inverseTransformPoint(q, transformPoint(q, p)), p, 1e-9)),
    )
  })

  it('composes: child in parent, then parent in world', () => {
    fc.assert(
      fc.property(pose, pose, point, (a, b, p) =>
        close(transformPoint(compose(a, b), p), transformPoint(a, transformPoint(b, p)), 1e-8),
      ),
    )
  })

  it('wraps any angle into (-pi, pi] and keeps its direction', () => {
    fc.assert(
      fc.property(number(1000), (a) => {
        const w = wrapAngle(a)
        expect(w).to.be.within(-Math.PI, Math.PI)
        expect(Math.cos(w)).to.be.closeTo(Math.cos(a), 1e-9)
        expect(Math.sin(w)).to.be.closeTo(Math.sin(a), 1e-9)
      }),
    )
    expect(wrapAngle(-Math.PI)).to.equal(Math.PI)
  })
})
