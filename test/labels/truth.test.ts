/** Labels against drawn pictures of real cars (design rules 2 to 5 of label truth): yawed, leaning, cut, hidden. */
import { expect } from 'chai'
import { cornersOf, labelCamera, type CameraFrame, type ObjectLabel } from '../../src/labels/index.ts'
import {
  compose,
  inverseTransformPoint,
  project,
  quatFromYaw,
  quatMultiply,
  transformPoint,
  unproject,
  type Pose,
  type Vec3,
} from '../../src/math/index.ts'
import type { Raster } from '../../src/render/index.ts'
import type { Shape } from '../../src/shape/index.ts'
import { instanceOf, type WorldState } from '../../src/world/index.ts'
import { CAMERA } from '../contract/painted.ts'
import { onEachDriver } from '../render/on-each-driver.ts'
import {
  CUT,
  FAR,
  HEIGHT,
  streetShapes,
  streetState,
  SUBJECT,
  VIEW,
  WALL,
  WIDTH,
  type Pictures,
} from './draw-street.ts'

type Point = readonly [number, number]

/** Pixel centres that show an instance. */
const pixelsOf = (raster: Raster, instance: number): Point[] => {
  const found: Point[] = []
  for (const [i, id] of raster.ids.entries())
    if (instanceOf(id) === instance) found.push([(i % WIDTH) + 0.5, Math.floor(i / WIDTH) + 0.5])
  return found
}

const boundsOf = (points: readonly Point[]): [number, number, number, number] => {
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [u, v] of points) {
    box[0] = Math.min(box[0], u)
    box[1] = Math.min(box[1], v)
    box[2] = Math.max(box[2], u)
    box[3] = Math.max(box[3], v)
  }
  return box
}

/** Every vertex of an actor's shape in the world, wheels where the snapshot has them. */
const verticesOf = (shape: Shape, state: WorldState, instance: number): Vec3[] => {
  const actor = state.actors[instance - 1]
  return shape.parts.flatMap(({ mesh, wheel }) => {
    let pose: Pose = actor
    if (wheel !== null) {
      const { steer, spin, travel } = actor.wheels[wheel]
      const [x, y, z] = shape.wheels[wheel]
      pose = compose(actor, {
        position: [x, y, z + travel],
        orientation: quatMultiply(quatFromYaw(steer), [0, Math.sin(spin / 2), 0, Math.cos(spin / 2)]),
      })
    }
    return Array.from({ length: mesh.positions.length / 3 }, (_, i) =>
      transformPoint(pose, [mesh.positions[3 * i], mesh.positions[3 * i + 1], mesh.positions[3 * i + 2]]),
    )
  })
}

/** How far (px) a point lies outside the convex hull of others; 0 or less: inside. */
const outsideHull = (hull: readonly Point[], [u, v]: Point): number => {
  let worst = Infinity
  // The gap along the direction that separates best: enough directions for a tenth of a pixel.
  for (let k = 0; k < 720; k++) {
    const [c, s] = [Math.cos((k * Math.PI) / 360), Math.sin((k * Math.PI) / 360)]
    const reach = Math.max(...hull.map(([x, y]) => x * c + y * s))
    worst = Math.min(worst, reach - (u * c + v * s))
  }
  return -worst
}

onEachDriver<Pictures>(
  'labels of drawn cars',
  new URL('./draw-street.ts', import.meta.url),
  (drawn, isCoarse) => {
    let pictures: Pictures
    let free: CameraFrame
    let hidden: CameraFrame
    const shapes = new Map<string, Shape>()
    before(() => {
      pictures = drawn()
      for (const [id, shape] of streetShapes()) shapes.set(id, shape)
      // On the car behind the camera, so that all the others have labels.
      const sensor = { ...CAMERA, actor: 'van' }
      free = labelCamera(pictures.free, VIEW, sensor, streetState(null), 0, shapes)
      hidden = labelCamera(pictures.hidden, VIEW, sensor, streetState(pictures.screen), 0, shapes)
    })

    const label = (frame: CameraFrame, instance: number): ObjectLabel => {
      const found = frame.objects.find((o) => o.instance === instance)
      if (!found) throw new Error(`instance ${instance} has no label`)
      return found
    }
    const verticesInWorld = (frame: CameraFrame, instance: number): Vec3[] =>
      verticesOf(shapes.get(label(frame, instance).actor)!, frame.state, instance)

    it('list who is in the picture, nobody else, and no id is unknown', () => {
      expect(free.objects.map((o) => o.instance)).to.deep.equal([SUBJECT, CUT, FAR])
      expect(hidden.objects.map((o) => o.instance)).to.deep.equal([SUBJECT, CUT, FAR, WALL])
      expect([...new Set(free.instance)].sort()).to.deep.equal([0, SUBJECT, CUT, FAR])
    })

    it('have visible boxes that are tight to the mask', () => {
      for (const [frame, raster] of [
        [free, pictures.free],
        [hidden, pictures.hidden],
      ] as const)
        for (const { instance, visible, visiblePixels } of frame.objects) {
          const pixels = pixelsOf(raster, instance)
          expect(visiblePixels).to.equal(pixels.length)
          if (pixels.length === 0) continue
          const [left, top, right, bottom] = boundsOf(pixels)
          expect(visible).to.deep.equal([left - 0.5, top - 0.5, right + 0.5, bottom + 0.5])
        }
    })

    it('call a car that a wall hides by half 50 % occluded', () => {
      expect(label(free, SUBJECT).occlusion).to.equal(0)
      expect(label(hidden, SUBJECT).occlusion).to.be.closeTo(0.5, 0.03)
      // The truth of what is hidden: the pixels that were there before the wall came.
      const before = pixelsOf(pictures.free, SUBJECT).length
      const after = pixelsOf(pictures.hidden, SUBJECT).length
      expect(label(hidden, SUBJECT).occlusion).to.be.closeTo(1 - after / before, 1e-9)
    })

    it('keep the amodal and the 3-D box of a car that a wall hides', () => {
      expect(label(hidden, SUBJECT).amodal).to.deep.equal(label(free, SUBJECT).visible)
      expect(label(hidden, SUBJECT).box3d).to.deep.equal(label(free, SUBJECT).box3d)
    })

    it('have amodal boxes that hold the projected vertices, past the picture’s edge too', () => {
      for (const instance of [SUBJECT, CUT, FAR]) {
        const seen = boundsOf(
          verticesInWorld(free, instance).map((p): Point => {
            const [u, v] = project(VIEW, p)
            return [u, v]
          }),
        )
        label(free, instance).amodal.forEach((edge, i) =>
          expect(edge, `edge ${i} of ${instance}`).to.be.closeTo(seen[i], 1.5),
        )
        label(free, instance).outline.forEach((edge, i) =>
          // A shape that is small in the picture is drawn with fewer vertices.
          expect(edge, `outline ${i} of ${instance}`).to.be.closeTo(seen[i], 0.05),
        )
      }
      const [left, top, right, bottom] = label(free, CUT).amodal
      expect(right).to.be.greaterThan(WIDTH)
      const inside = (Math.min(right, WIDTH) - left) * (Math.min(bottom, HEIGHT) - top)
      expect(label(free, CUT).truncation).to.be.closeTo(1 - inside / ((right - left) * (bottom - top)), 1e-9)
      expect(label(free, CUT).truncation).to.be.within(0.1, 0.9)
    })

    it('have 3-D boxes that hold every vertex and are touched on every side', () => {
      for (const instance of [SUBJECT, CUT, FAR]) {
        const { center, orientation, size } = label(free, instance).box3d
        const reach = [0, 1, 2].map(() => ({ lo: Infinity, hi: -Infinity }))
        for (const p of verticesInWorld(free, instance))
          inverseTransformPoint({ position: center, orientation }, p).forEach((c, axis) => {
            reach[axis].lo = Math.min(reach[axis].lo, c)
            reach[axis].hi = Math.max(reach[axis].hi, c)
          })
        reach.forEach(({ lo, hi }, axis) => {
          expect(lo).to.be.closeTo(-size[axis] / 2, 0.005)
          expect(hi).to.be.closeTo(size[axis] / 2, 0.005)
        })
      }
    })

    it('have 3-D boxes whose projection holds the mask', () => {
      for (const instance of [SUBJECT, CUT, FAR]) {
        const hull = cornersOf(label(free, instance).box3d).map((corner): Point => {
          const [u, v] = project(VIEW, corner)
          return [u, v]
        })
        const pixels = pixelsOf(pictures.free, instance)
        expect(pixels.length).to.be.greaterThan(50)
        const edges = pixels.filter((_, i) => i % 23 === 0)
        for (const pixel of edges) expect(outsideHull(hull, pixel)).to.be.lessThan(1)
      }
    })

    it('agree with depth: what a mask shows lies in its 3-D box', () => {
      // SwiftShader interpolates depth to 3 parts in a thousand.
      const tolerance = isCoarse() ? 0.1 : 0.02
      for (const instance of [SUBJECT, CUT, FAR]) {
        const { center, orientation, size } = label(free, instance).box3d
        for (const [u, v] of pixelsOf(pictures.free, instance)) {
          const depth = pictures.free.depth[Math.floor(v) * WIDTH + Math.floor(u)]
          const point = transformPoint(VIEW.pose, unproject(VIEW.pinhole, u, v, depth))
          inverseTransformPoint({ position: center, orientation }, point).forEach((c, axis) =>
            expect(Math.abs(c)).to.be.at.most(size[axis] / 2 + tolerance),
          )
        }
      }
    })
  },
)
