import { expect } from 'chai'
import { createHash } from 'node:crypto'
import { project, transformPoint, type CameraView, type Vec3 } from '../../src/math/index.ts'
import type { Raster } from '../../src/render/index.ts'
import { instanceOf, packId, semanticOf, SEMANTIC_CLASSES } from '../../src/world/index.ts'
import { ASKEW, CARS, FRONT, HEIGHT, WALL_X, WIDTH, type Pictures } from './draw-boxes.ts'
import { onEachDriver } from './on-each-driver.ts'

const hash = ({ rgba, depth, ids, normals }: Raster): string => {
  const sum = createHash('sha256')
  for (const { buffer, byteOffset, byteLength } of [rgba, depth, ids, normals!])
    sum.update(new Uint8Array(buffer, byteOffset, byteLength))
  return sum.digest('hex')
}

/** Tight box of the pixels that satisfy `is`. */
const boxOf = (ids: Uint32Array, is: (id: number) => boolean): [number, number, number, number] => {
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [i, id] of ids.entries()) {
    if (!is(id)) continue
    const x = i % WIDTH
    const y = Math.floor(i / WIDTH)
    box[0] = Math.min(box[0], x)
    box[1] = Math.min(box[1], y)
    box[2] = Math.max(box[2], x + 1)
    box[3] = Math.max(box[3], y + 1)
  }
  return box
}

const count = (ids: Uint32Array, instance: number): number =>
  ids.reduce((n, id) => n + (instanceOf(id) === instance ? 1 : 0), 0)

/** The box that the projected corners of a box car at `at` span. */
const projected = (view: CameraView, at: Vec3): number[] => {
  const corners = [-1, 3.5].flatMap((x) =>
    [-0.9, 0.9].flatMap((y) => [0.2, 1.5].map((z): Vec3 => [at[0] + x, at[1] + y, at[2] + z])),
  )
  const [us, vs] = [0, 1].map((k) => corners.map((c) => project(view, c)[k]))
  return [Math.min(...us), Math.min(...vs), Math.max(...us), Math.max(...vs)]
}

const luminance = ({ rgba }: Raster, left: number, top: number, right: number, bottom: number): number => {
  let sum = 0
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      const i = 4 * (y * WIDTH + x)
      sum += rgba[i] + rgba[i + 1] + rgba[i + 2]
    }
  }
  return sum / (3 * (right - left) * (bottom - top))
}

onEachDriver<Pictures>(
  'a frame drawn in Node',
  new URL('./draw-boxes.ts', import.meta.url),
  (pictures, isCoarse, again) => {
    it('has a sky above, the ground below, and is neither black nor white', () => {
      const { front } = pictures()
      expect(front.ids[Math.floor(WIDTH / 2)]).to.equal(packId(0, 'sky'))
      expect(front.depth[Math.floor(WIDTH / 2)]).to.equal(Infinity)
      expect(front.ids[WIDTH * HEIGHT - 1]).to.equal(packId(0, 'terrain'))
      expect(luminance(front, 0, 0, WIDTH, HEIGHT)).to.be.within(60, 200)
      // The sky is blue, the grass is green.
      const [r, g, b] = front.rgba
      expect(b).to.be.greaterThan(r)
      const [r2, g2, b2] = front.rgba.subarray(4 * (WIDTH * HEIGHT - WIDTH / 2))
      expect(g2).to.be.greaterThan(Math.max(r2, b2))
      expect(g).to.be.greaterThan(0)
    })

    for (const [name, view] of [
      ['front', FRONT],
      ['askew', ASKEW],
    ] as const) {
      it(`puts an actor's mask where the projection says, not mirrored (${name})`, () => {
        const raster = pictures()[name]
        const seen = boxOf(raster.ids, (id) => instanceOf(id) === 1)
        for (const [i, edge] of projected(view, CARS[0]).entries()) expect(seen[i]).to.be.closeTo(edge, 1)
        if (name === 'front') expect(seen[2], 'it stands to the left').to.be.lessThan(WIDTH / 2)
      })
    }

    it('shows only ids that the world has', () => {
      const known = new Set(['sky', 'terrain', 'wall', 'barrier', 'car'])
      for (const id of new Set([...pictures().front.ids, ...pictures().askew.ids])) {
        expect(known).to.include(SEMANTIC_CLASSES[semanticOf(id)])
        expect([0, 1, 2]).to.include(instanceOf(id))
      }
    })

    it('gives the depth of a flat wall and of the ground as z along the optical axis', () => {
      const { front } = pictures()
      // SwiftShader interpolates to 3 parts in a thousand; lavapipe to a few in a hundred thousand.
      const tolerance = isCoarse() ? 3e-3 : 1e-4
      const { cy, fy } = FRONT.pinhole
      const errors = { wall: [0], terrain: [0] }
      for (const [i, id] of front.ids.entries()) {
        const v = Math.floor(i / WIDTH) + 0.5
        if (id === packId(0, 'wall')) errors.wall.push(front.depth[i] / WALL_X - 1)
        if (id === packId(0, 'terrain') && v > HEIGHT / 2 + 30)
          errors.terrain.push((front.depth[i] * (v - cy)) / (1.5 * fy) - 1)
      }
      for (const relative of Object.values(errors)) {
        expect(relative.length).to.be.greaterThan(1000)
        expect(Math.max(...relative.map(Math.abs))).to.be.lessThan(tolerance)
      }
    })

    it('draws the same bytes again, in this process and in another one', async () => {
      const { front, askew, again: second } = pictures()
      expect(hash(second)).to.equal(hash(front))
      const twin = await again()
      expect(hash(twin.front)).to.equal(hash(front))
      expect(hash(twin.askew)).to.equal(hash(askew))
    })

    it('measures an unhidden car alone as exactly what one sees of it', () => {
      const { front } = pictures()
      const alone = front.alone.find((a) => a.instance === 1)
      expect(alone?.pixels).to.equal(count(front.ids, 1))
      expect(alone?.pixelsInImage).to.equal(alone?.pixels)
      expect(alone?.box).to.deep.equal(boxOf(front.ids, (id) => instanceOf(id) === 1))
    })

    it('finds a car half behind a wall half hidden', () => {
      const { front } = pictures()
      const alone = front.alone.find((a) => a.instance === 2)
      expect(alone).to.not.equal(undefined)
      const hidden = 1 - count(front.ids, 2) / (alone?.pixelsInImage ?? 0)
      expect(hidden).to.be.closeTo(0.5, 0.03)
      for (const [i, edge] of projected(FRONT, CARS[1]).entries())
        expect(alone?.box[i]).to.be.closeTo(edge, 1)
    })

    it('leaves out whom one could not see even if nothing stood before them', () => {
      expect(pictures().front.alone.map((a) => a.instance)).to.deep.equal([1, 2])
    })

    it('throws a shadow away from the sun', () => {
      // The sun stands in the south, at our right: the shadow of the left car falls to its left.
      const { front } = pictures()
      const ground = (y: number): number => {
        const [u, v] = project(
          FRONT,
          transformPoint({ position: CARS[0], orientation: [0, 0, 0, 1] }, [1, y, 0]),
        )
        const [x, yy] = [Math.round(u), Math.round(v)]
        expect(front.ids[yy * WIDTH + x]).to.equal(packId(0, 'terrain'))
        return luminance(front, x - 1, yy - 1, x + 2, yy + 2)
      }
      expect(ground(1.9)).to.be.lessThan(0.75 * ground(5))
    })
  },
)
