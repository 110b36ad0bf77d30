/** Normals of drawn pictures: of planes, of boxes that tumble and of a ball, seen from a camera that leans. */
import { expect } from 'chai'
import {
  conjugate,
  decodeDirection,
  dot,
  encodeDirection,
  inverseTransformPoint,
  NO_DIRECTION,
  normalize,
  rotate,
  sub,
  transformPoint,
  unproject,
  type Vec3,
} from '../../src/math/index.ts'
import { instanceOf, packId } from '../../src/world/index.ts'
import { BALL, CRATE, motionState, RADIUS, TICKS, viewOf, WIDTH, type Pictures } from './draw-motion.ts'
import { onEachDriver } from './on-each-driver.ts'

const state = motionState(TICKS[2])
const view = viewOf(state)
const degrees = (a: Vec3, b: Vec3): number => (Math.acos(Math.min(1, dot(a, b))) * 180) / Math.PI

describe('directions in 2 x 16 bits', () => {
  it('come back on every axis and in every octant', () => {
    for (const x of [-1, -0.3, 0, 0.5])
      for (const y of [-0.8, 0, 0.2])
        for (const z of [-1, -0.1, 0, 0.7]) {
          if (x === 0 && y === 0 && z === 0) continue
          const n = normalize([x, y, z])
          expect(degrees(decodeDirection(...encodeDirection(n)), n)).to.be.lessThan(0.004)
        }
  })
})

onEachDriver<Pictures>(
  'normals of drawn pictures',
  new URL('./draw-motion.ts', import.meta.url),
  (pictures) => {
    const raster = () => pictures().ridden[2]
    /** Normal in the world, and the point, of every pixel with such an id. */
    const surfaces = (is: (id: number) => boolean): { readonly normal: Vec3; readonly point: Vec3 }[] => {
      const { ids, normals, depth } = raster()
      return [...ids.keys()]
        .filter((i) => is(ids[i]))
        .filter((_, i) => i % 5 === 0)
        .map((i) => ({
          normal: rotate(view.pose.orientation, decodeDirection(normals![2 * i], normals![2 * i + 1])),
          point: transformPoint(
            view.pose,
            unproject(view.pinhole, (i % WIDTH) + 0.5, Math.floor(i / WIDTH) + 0.5, depth[i]),
          ),
        }))
    }

    it('are those of a level ground and of a wall that looks at us', () => {
      for (const [name, up] of [
        ['terrain', [0, 0, 1]],
        ['wall', [-1, 0, 0]],
      ] as const) {
        const found = surfaces((id) => id === packId(0, name))
        expect(found.length).to.be.greaterThan(2000)
        for (const { normal } of found) expect(degrees(normal, up)).to.be.lessThan(0.02)
      }
    })

    it('are those of the face of the tumbling crate that the pixel shows', () => {
      const crate = state.actors[CRATE - 1]
      const half = [0.6, 0.4, 0.5]
      const faces = new Set<string>()
      for (const { normal, point } of surfaces((id) => instanceOf(id) === CRATE)) {
        const at = inverseTransformPoint(crate, point)
        const reach = at.map((c, k) => Math.abs(Math.abs(c) - half[k]))
        const axis = reach.indexOf(Math.min(...reach))
        // On an edge a pixel's depth belongs to either face.
        if ([...reach].sort((a, b) => a - b)[1] < 0.02) continue
        const face: Vec3 = [0, 0, 0].map((_, k) => (k === axis ? Math.sign(at[k]) : 0)) as unknown as Vec3
        faces.add(face.join())
        expect(degrees(rotate(conjugate(crate.orientation), normal), face)).to.be.lessThan(0.05)
      }
      expect(faces.size).to.be.at.least(2)
    })

    it('point away from the centre of a ball that turns', () => {
      const { position } = state.actors[BALL - 1]
      const found = surfaces((id) => instanceOf(id) === BALL)
      expect(found.length).to.be.greaterThan(400)
      for (const { normal, point } of found) {
        const out = sub(point, position)
        expect(Math.hypot(...out)).to.be.closeTo(RADIUS, 0.02)
        expect(degrees(normal, normalize(out))).to.be.lessThan(1.5)
      }
    })

    it('are none in the sky, and only there', () => {
      const { ids, normals, depth } = raster()
      const isNone = (i: number): boolean =>
        normals![2 * i] === NO_DIRECTION && normals![2 * i + 1] === NO_DIRECTION
      expect(ids.filter((_, i) => depth[i] === Infinity).length).to.be.greaterThan(1000)
      expect([...ids.keys()].filter((i) => isNone(i) !== (depth[i] === Infinity))).to.deep.equal([])
    })
  },
)
