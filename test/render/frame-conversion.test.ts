import { Matrix, Vector3, Vector4 } from '@babylonjs/core/Maths/math.vector.js'
import { expect } from 'chai'
import fc from 'fast-check'
import { project, quatFromEuler, type CameraView } from '../../src/math/index.ts'
import {
  cameraRotation,
  fromBabylon,
  projectionMatrix,
  rootRotation,
  toBabylon,
} from '../../src/render/frame.ts'

const angle = fc.double({ min: -3, max: 3, noNaN: true })
const metre = fc.double({ min: -50, max: 50, noNaN: true })
const point = fc.tuple(metre, metre, metre)

describe("the conversion to Babylon's frame", () => {
  it('is a rotation: right-handed stays right-handed', () => {
    const [x, y, z] = [toBabylon([1, 0, 0]), toBabylon([0, 1, 0]), toBabylon([0, 0, 1])]
    expect(Vector3.Dot(Vector3.Cross(x, y), z)).to.be.closeTo(1, 1e-12)
  })

  it('agrees with the root node, and is undone by fromBabylon', () => {
    fc.assert(
      fc.property(point, (p) => {
        const there = toBabylon(p)
        const turned = new Vector3(...p).applyRotationQuaternion(rootRotation())
        expect(Vector3.Distance(there, turned)).to.be.lessThan(1e-9)
        for (const [k, c] of fromBabylon(there.x, there.y, there.z).entries())
          expect(c).to.be.closeTo(p[k], 1e-12)
      }),
    )
  })

  for (const reversed of [false, true]) {
    it(`sees each point where math/camera.ts does (depth ${reversed ? 'reversed' : 'forward'})`, () => {
      fc.assert(
        fc.property(point, point, angle, angle, angle, (at, target, yaw, pitch, roll) => {
          const view: CameraView = {
            pose: { position: at, orientation: quatFromEuler({ yaw, pitch, roll }) },
            pinhole: { width: 640, height: 360, fx: 500, fy: 480, cx: 300, cy: 190 },
            near: 0.5,
            far: 300,
          }
          const [u, v, depth] = project(view, target)
          fc.pre(depth > 1 && Math.abs(u) < 5000 && Math.abs(v) < 5000)
          const world = Matrix.Compose(Vector3.One(), cameraRotation(view.pose.orientation), toBabylon(at))
          const clip = Vector4.TransformCoordinates(
            toBabylon(target),
            world.invert().multiply(projectionMatrix(view, reversed)),
          )
          expect(((clip.x / clip.w + 1) / 2) * 640).to.be.closeTo(u, 0.05)
          expect(((1 - clip.y / clip.w) / 2) * 360).to.be.closeTo(v, 0.05)
          expect(clip.w).to.be.closeTo(depth, depth * 1e-4)
          const z = clip.z / clip.w
          const forward = (300 / (300 - 0.5)) * (1 - 0.5 / depth)
          expect(z).to.be.closeTo(reversed ? 1 - forward : forward, 1e-4)
        }),
        { numRuns: 200 },
      )
    })
  }
})
