import { expect } from 'chai'
import fc from 'fast-check'
import { box3dOf, cornersOf, projectEdges } from '../../src/labels/index.ts'
import {
  dot,
  inverseTransformPoint,
  project,
  quatFromEuler,
  rotate,
  type CameraView,
  type Vec3,
} from '../../src/math/index.ts'
import { BOX_CENTER, BOX_SIZE, SHAPES, stateAt } from '../contract/painted.ts'

const angle = fc.double({ min: -3, max: 3, noNaN: true })
const metre = fc.double({ min: -50, max: 50, noNaN: true })
const orientation = fc
  .record({
    yaw: angle,
    pitch: fc.double({ min: -0.3, max: 0.3, noNaN: true }),
    roll: fc.double({ min: -0.3, max: 0.3, noNaN: true }),
  })
  .map(quatFromEuler)

const VIEW: CameraView = {
  pose: { position: [0, 0, 1.5], orientation: [0, 0, 0, 1] },
  pinhole: { width: 640, height: 360, fx: 500, fy: 500, cx: 320, cy: 180 },
  near: 0.1,
  far: 1000,
}

describe('labels/box3d', () => {
  it('stands round the shape wherever the actor is turned', () => {
    const shape = SHAPES.get('lead')!
    fc.assert(
      fc.property(orientation, metre, metre, metre, (q, x, y, z) => {
        const actor = { ...stateAt(0).actors[1], position: [x, y, z] as const, orientation: q }
        const box = box3dOf(shape, actor)
        expect(box.orientation).to.deep.equal(q)
        box.size.forEach((side, axis) => expect(side).to.be.closeTo(BOX_SIZE[axis], 1e-5))
        const centre = inverseTransformPoint(actor, box.center)
        centre.forEach((c, axis) => expect(c).to.be.closeTo(BOX_CENTER[axis], 1e-5))
      }),
    )
  })

  it('has eight corners that mirror one another through the centre, right-handed', () => {
    fc.assert(
      fc.property(orientation, metre, metre, (q, x, y) => {
        const box = { center: [x, y, 1] as Vec3, orientation: q, size: [4, 2, 1.5] as Vec3 }
        const corners = cornersOf(box)
        corners.forEach((c, i) =>
          c.forEach((value, axis) =>
            expect(value + corners[7 - i][axis]).to.be.closeTo(2 * box.center[axis], 1e-9),
          ),
        )
        const side = (i: number, axis: number): number =>
          dot(
            [0, 1, 2].map((k) => corners[i][k] - corners[0][k]) as unknown as Vec3,
            rotate(q, [0, 1, 2].map((k) => +(k === axis)) as unknown as Vec3),
          )
        expect(side(1, 0)).to.be.closeTo(4, 1e-9)
        expect(side(2, 1)).to.be.closeTo(2, 1e-9)
        expect(side(4, 2)).to.be.closeTo(1.5, 1e-9)
      }),
    )
  })

  it('projects its twelve edges from corner to corner when it lies before the camera', () => {
    const box = {
      center: [20, 1, 1] as Vec3,
      orientation: quatFromEuler({ yaw: 0.7, pitch: 0.1, roll: 0.2 }),
      size: [4, 2, 1.5] as Vec3,
    }
    const edges = projectEdges(VIEW, box)
    expect(edges).to.have.length(12)
    const corners = cornersOf(box).map((c) => project(VIEW, c))
    const met = corners.map(
      ([u, v]) =>
        edges.filter(
          ([u1, v1, u2, v2]) => Math.hypot(u1 - u, v1 - v) < 1e-9 || Math.hypot(u2 - u, v2 - v) < 1e-9,
        ).length,
    )
    expect(met).to.deep.equal(new Array(8).fill(3))
  })

  it('cuts edges at the near plane and leaves out what is behind', () => {
    const beside = {
      center: [0, 3, 1] as Vec3,
      orientation: [0, 0, 0, 1] as const,
      size: [4, 2, 1.5] as Vec3,
    }
    const edges = projectEdges(VIEW, beside)
    // Four edges run along the camera's axis and are cut, four stand at the far end, four are behind.
    expect(edges).to.have.length(8)
    edges.flat().forEach((value) => expect(Number.isFinite(value)).to.equal(true))
    // A point to the left of the axis stays left of the principal point, cut or not.
    edges.forEach(([u1, , u2]) => expect(Math.max(u1, u2)).to.be.lessThan(VIEW.pinhole.cx))
    expect(projectEdges(VIEW, { ...beside, center: [-10, 0, 1] })).to.deep.equal([])
  })
})
