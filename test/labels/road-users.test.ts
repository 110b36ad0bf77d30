/** Labels of everybody who is not a car: a bus, riders, people, an animal, a cone; from a drawn picture. */
import { expect } from 'chai'
import { labelCamera, type CameraFrame, type ObjectLabel } from '../../src/labels/index.ts'
import { inverseTransformPoint, transformPoint, unproject } from '../../src/math/index.ts'
import { instanceOf, PARTS, partOf, SEMANTIC_CLASSES, semanticOf } from '../../src/world/index.ts'
import { CAMERA } from '../contract/painted.ts'
import { onEachDriver } from '../render/on-each-driver.ts'
import { member } from '../shape/library.ts'
import { CARRIER, CROWD, crowdShapes, crowdState, HEIGHT, VIEW, WIDTH, type Crowd } from './draw-crowd.ts'

onEachDriver<Crowd>('labels/road-users', new URL('draw-crowd.ts', import.meta.url), (pictures, isCoarse) => {
  let frame: CameraFrame

  before(() => {
    const sensor = { ...CAMERA, actor: CARRIER, width: WIDTH, height: HEIGHT }
    frame = labelCamera(pictures().raster, VIEW, sensor, crowdState(), 0, crowdShapes())
  })

  const label = (name: string): ObjectLabel => {
    const found = frame.objects.find((o) => o.actor === name)
    if (!found) throw new Error(`${name} has no label`)
    return found
  }

  it('name all of them, by their class', () => {
    expect(frame.objects.map((o) => o.actor)).to.deep.equal(CROWD.map(([name]) => name))
    for (const [name] of CROWD) expect(label(name).semantic, name).to.equal(member(name).spec.class)
    const known = new Set([0, ...frame.objects.map((o) => o.instance)])
    for (const id of new Set(pictures().raster.ids)) {
      expect(known.has(instanceOf(id))).to.equal(true)
      if (instanceOf(id) === 0) continue
      const [name] = CROWD[instanceOf(id) - 1]
      expect(SEMANTIC_CLASSES[semanticOf(id)], name).to.equal(member(name).spec.class)
    }
  })

  it('have visible boxes tight to the mask', () => {
    for (const { instance, visible, visiblePixels, actor } of frame.objects) {
      const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity]
      let count = 0
      for (const [i, id] of pictures().raster.ids.entries()) {
        if (instanceOf(id) !== instance) continue
        count++
        const [u, v] = [i % WIDTH, Math.floor(i / WIDTH)]
        box[0] = Math.min(box[0], u)
        box[1] = Math.min(box[1], v)
        box[2] = Math.max(box[2], u + 1)
        box[3] = Math.max(box[3], v + 1)
      }
      expect(visiblePixels, actor).to.equal(count)
      expect(count, actor).to.be.greaterThan(100)
      expect(visible, actor).to.deep.equal(box)
    }
  })

  it('have 3-D boxes that hold what the mask shows, near the size of the file', () => {
    // SwiftShader interpolates depth to 3 parts in a thousand.
    const tolerance = isCoarse() ? 0.1 : 0.02
    for (const { instance, actor, box3d } of frame.objects) {
      const { length, width, height } = member(actor).spec
      const { center, orientation, size } = box3d
      // A stride is longer than a body; a bus has mirrors; what leans is as large.
      expect(size[0], actor).to.be.within(0.8 * length, length + 0.7)
      expect(size[1], actor).to.be.within(0.8 * width, width + 0.6)
      expect(size[2], actor).to.be.within(0.95 * height, 1.05 * height)
      for (const [i, id] of pictures().raster.ids.entries()) {
        if (instanceOf(id) !== instance) continue
        if (i % 5 !== 0) continue
        const [u, v] = [(i % WIDTH) + 0.5, Math.floor(i / WIDTH) + 0.5]
        const point = transformPoint(VIEW.pose, unproject(VIEW.pinhole, u, v, pictures().raster.depth[i]))
        inverseTransformPoint({ position: center, orientation }, point).forEach((c, axis) =>
          expect(Math.abs(c), actor).to.be.at.most(size[axis] / 2 + tolerance),
        )
      }
    }
  })

  it('tell the rider from the machine', () => {
    for (const name of ['motorcycle', 'bicycle']) {
      const parts = new Set<string>()
      for (const id of pictures().raster.ids)
        if (instanceOf(id) === label(name).instance) parts.add(PARTS[partOf(id)])
      expect([...parts], name).to.include.members(['rider', 'wheel', 'body'])
    }
  })
})
