/** Pictures through lenses against the box world's geometry: what bends the picture bends its labels. */
import { expect } from 'chai'
import {
  conjugate,
  decodeDirection,
  norm,
  project,
  rayThrough,
  rotate,
  transformPoint,
  type CameraView,
  type Vec3,
} from '../../src/math/index.ts'
import type { Alone, Raster } from '../../src/render/index.ts'
import { instanceOf, SEMANTIC_CLASSES, semanticOf } from '../../src/world/index.ts'
import { AHEAD, BEHIND, BESIDE, CARS, CUT, NARROW, WIDE, type Pictures } from './draw-lenses.ts'
import { onEachDriver } from './on-each-driver.ts'

const TERRAIN = SEMANTIC_CLASSES.indexOf('terrain')

/** Corners of boxCar() where it stands. */
const cornersOf = (car: number): Vec3[] => {
  const [x, y, z] = CARS[car - 1]
  return [-1, 3.5].flatMap((dx) =>
    [-0.9, 0.9].flatMap((dy) => [0.2, 1.5].map((dz): Vec3 => [x + dx, y + dy, z + dz])),
  )
}

/** px bounds of points along a box's twelve edges; what the lens does not see is left out. */
const boundsOf = (view: CameraView, car: number): readonly [number, number, number, number] => {
  const corners = cornersOf(car)
  const seen = corners.flatMap((a, i) =>
    corners.slice(i + 1).flatMap((b) => {
      if (a.filter((value, axis) => value !== b[axis]).length !== 1) return []
      return Array.from({ length: 101 }, (_, k): Vec3 => [
        a[0] + (k / 100) * (b[0] - a[0]),
        a[1] + (k / 100) * (b[1] - a[1]),
        a[2] + (k / 100) * (b[2] - a[2]),
      ])
        .map((p) => project(view, p))
        .filter(([, , depth]) => depth > 0)
    }),
  )
  const [us, vs] = [seen.map(([u]) => u), seen.map(([, v]) => v)]
  return [Math.min(...us), Math.min(...vs), Math.max(...us), Math.max(...vs)]
}

onEachDriver<Pictures>(
  'pictures through lenses',
  new URL('./draw-lenses.ts', import.meta.url),
  (pictures, isCoarse) => {
    const both = (): (readonly [CameraView, Raster])[] => [
      [NARROW, pictures().narrow],
      [WIDE, pictures().wide],
    ]
    const visible = ({ ids }: Raster, car: number): number =>
      ids.filter((id) => instanceOf(id) === car).length
    const alone = (raster: Raster, car: number): Alone => raster.alone.find((a) => a.instance === car)!

    it('show the ground where the ray of each pixel meets it, in z or range as the lens says', () => {
      // SwiftShader snaps vertices to sixteenths of a pixel: of one face of 700 m, cut by the near plane, each side of the
      // cube has its own depth, up to 3 % off. Scenes are made of smaller faces.
      const tolerance = isCoarse() ? 3.5e-2 : 1e-3
      for (const [view, { width, ids, depth }] of both()) {
        const { position, orientation } = view.pose
        let checked = 0
        let wrong = 0
        for (const [i, id] of ids.entries()) {
          const ray = rayThrough(view.pinhole, (i % width) + 0.5, Math.floor(i / width) + 0.5)
          if (semanticOf(id) !== TERRAIN || ray === null) continue
          const down = rotate(orientation, ray)[2]
          // The horizon's own pixels show whatever of the two the plate's pixel has.
          if (down > -0.01 * norm(ray)) continue
          checked++
          if (Math.abs(depth[i] / (position[2] / -down) - 1) > tolerance) wrong++
        }
        expect(checked).to.be.greaterThan(20_000)
        expect(wrong / checked).to.be.lessThan(0.002)
      }
    })

    it('give normals in the camera, whichever plate they come from', () => {
      for (const [view, { ids, normals }] of both()) {
        const up = rotate(conjugate(view.pose.orientation), [0, 0, 1])
        for (const [i, id] of ids.entries()) {
          if (semanticOf(id) !== TERRAIN || i % 61 !== 0) continue
          decodeDirection(normals![2 * i], normals![2 * i + 1]).forEach((c, axis) =>
            expect(c).to.be.closeTo(up[axis], 1e-3),
          )
        }
      }
    })

    it('hide nobody by rounding, and see beside and behind the plane of a fisheye', () => {
      for (const [view, raster] of both())
        for (const { instance, pixelsInImage, box, pixels } of raster.alone) {
          expect(pixelsInImage).to.equal(visible(raster, instance))
          expect(pixels).to.be.at.least(pixelsInImage)
          const [left, top, right, bottom] = boundsOf(view, instance)
          if (right < view.pinhole.width && bottom < view.pinhole.height && left > 0) {
            const bounds = [left, top, right, bottom]
            box.forEach((edge, i) => expect(edge, `${instance}: ${i}`).to.be.closeTo(bounds[i], 1.6))
          }
        }
      expect(pictures().narrow.alone.map((a) => a.instance)).to.deep.equal([AHEAD, CUT])
      expect(pictures().wide.alone.map((a) => a.instance)).to.deep.equal([AHEAD, CUT, BESIDE])
      expect(visible(pictures().wide, BESIDE)).to.be.greaterThan(500)
      expect(visible(pictures().wide, BEHIND)).to.equal(0)
    })

    it('let the box of a car that the edge cuts go on beyond it', () => {
      const [left, top, right, bottom] = boundsOf(NARROW, CUT)
      expect(left).to.be.lessThan(0)
      const cut = alone(pictures().narrow, CUT)
      expect(cut.box[0]).to.be.closeTo(left, 2.5)
      expect(cut.box[1]).to.be.closeTo(top, 2)
      expect(cut.box[2]).to.be.closeTo(right, 2)
      expect(cut.box[3]).to.be.closeTo(bottom, 2)
      expect(cut.pixels).to.be.greaterThan(1.2 * cut.pixelsInImage)
    })

    it('know what a screen hides', () => {
      const before = alone(pictures().wide, AHEAD)
      const after = alone(pictures().screened, AHEAD)
      expect(after).to.deep.equal(before)
      const share = visible(pictures().screened, AHEAD) / before.pixelsInImage
      expect(share).to.be.within(0.2, 0.8)
    })

    it('put what they show inside the boxes that it belongs to', () => {
      for (const [view, { width, ids, depth }] of both())
        for (const [i, id] of ids.entries()) {
          const car = instanceOf(id)
          if (car === 0 || i % 31 !== 0) continue
          const ray = rayThrough(view.pinhole, (i % width) + 0.5, Math.floor(i / width) + 0.5)!
          const point = transformPoint(view.pose, [ray[0] * depth[i], ray[1] * depth[i], ray[2] * depth[i]])
          const at = CARS[car - 1]
          const local = point.map((c, axis) => c - at[axis])
          const slack = isCoarse() ? 0.15 : 0.05
          expect(local[0]).to.be.within(-1 - slack, 3.5 + slack)
          expect(local[1]).to.be.within(-0.9 - slack, 0.9 + slack)
          expect(local[2]).to.be.within(0.2 - slack, 1.5 + slack)
        }
    })

    it('are black, of no class and infinitely deep where the lens lets no ray through', () => {
      const { ids, depth, rgba, normals } = pictures().wide
      const corner = 0
      expect(rayThrough(WIDE.pinhole, 0.5, 0.5)).to.equal(null)
      expect(ids[corner]).to.equal(0)
      expect(depth[corner]).to.equal(Infinity)
      expect([...rgba.subarray(0, 4)]).to.deep.equal([0, 0, 0, 255])
      expect(normals![0]).to.equal(-32768)
    })
  },
)
