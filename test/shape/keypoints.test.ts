/** Named points of shapes: on the meshes, left on the left, inside the box. */
import { expect } from 'chai'
import { cross, dot, norm, sub, transformPoint, type Vec3 } from '../../src/math/index.ts'
import {
  actorShape,
  boxOf,
  moverOf,
  restOf,
  SKELETONS,
  skeletonOf,
  type Keypoint,
  type Shape,
} from '../../src/shape/index.ts'
import { member } from './library.ts'

const VEHICLES = ['sedan', 'pickup', 'police', 'truck', 'semi-tractor', 'semitrailer', 'bus', 'caravan']
const RIDERS = ['motorcycle', 'bicycle']
const PEOPLE = ['adult', 'child', 'elderly']

/** Least distance from a point to a triangle, m (Ericson, Real-Time Collision Detection, 5.1.5). */
const toTriangle = (p: Vec3, a: Vec3, b: Vec3, c: Vec3): number => {
  const [ab, ac, ap] = [sub(b, a), sub(c, a), sub(p, a)]
  const n = cross(ab, ac)
  const area = dot(n, n)
  if (area < 1e-16) return norm(ap)
  const u = dot(cross(ap, ac), n) / area
  const v = dot(cross(ab, ap), n) / area
  if (u >= 0 && v >= 0 && u + v <= 1) return Math.abs(dot(ap, n)) / Math.sqrt(area)
  const toEdge = (from: Vec3, to: Vec3): number => {
    const way = sub(to, from)
    const k = Math.max(0, Math.min(1, dot(sub(p, from), way) / Math.max(1e-16, dot(way, way))))
    return norm(sub(p, [from[0] + k * way[0], from[1] + k * way[1], from[2] + k * way[2]]))
  }
  return Math.min(toEdge(a, b), toEdge(b, c), toEdge(c, a))
}

/** From a point to the nearest triangle of the parts that it moves with, m. */
const toMesh = (shape: Shape, { at, wheel, limb }: Keypoint): number => {
  let least = Infinity
  for (const { mesh } of shape.parts.filter((part) => part.wheel === wheel && part.limb === limb)) {
    const vertex = (i: number): Vec3 => [
      mesh.positions[3 * i],
      mesh.positions[3 * i + 1],
      mesh.positions[3 * i + 2],
    ]
    for (let t = 0; t < mesh.indices.length; t += 3) {
      const [a, b, c] = [0, 1, 2].map((k) => vertex(mesh.indices[t + k]))
      // Long triangles reach far from their corners: those are looked at exactly all the same.
      const reach = Math.max(norm(sub(b, a)), norm(sub(c, a)))
      if (norm(sub(at, a)) - reach > least) continue
      least = Math.min(least, toTriangle(at, a, b, c))
    }
  }
  return least
}

/** Where a point is in the body frame of one at rest. */
const placeOf = (shape: Shape, point: Keypoint): Vec3 => {
  const mover = moverOf(shape, point)
  return mover === null ? point.at : transformPoint(restOf(shape)[mover], point.at)
}

const shapes = new Map<string, Shape>()
const shapeOf = (name: string): Shape => {
  const shape = shapes.get(name) ?? actorShape(member(name), 1)
  shapes.set(name, shape)
  return shape
}
const pointsOf = (name: string): readonly Keypoint[] => shapeOf(name).keypoints ?? []

describe('shape/keypoints @slow', function () {
  this.timeout(180_000)

  it('have the names of their skeleton, in its order', () => {
    const expected: readonly (readonly [readonly string[], keyof typeof SKELETONS])[] = [
      [VEHICLES, 'vehicle'],
      [RIDERS, 'rider'],
      [PEOPLE, 'person'],
    ]
    for (const [names, kind] of expected)
      for (const name of names) {
        const shape = shapeOf(name)
        expect(skeletonOf(shape), name).to.equal(kind)
        const all = SKELETONS[kind].names
        const own = (shape.keypoints ?? []).map((k) => k.name)
        expect(own, name).to.deep.equal(all.filter((n) => own.includes(n)))
        if (kind !== 'vehicle' || !/trailer|caravan/.test(name)) expect(own, name).to.deep.equal([...all])
      }
    for (const { names, bones } of Object.values(SKELETONS)) {
      expect(new Set(names).size).to.equal(names.length)
      for (const bone of bones) for (const end of bone) expect(names[end]).to.be.a('string')
    }
    expect(skeletonOf(shapeOf('deer'))).to.equal(null)
  })

  it('lie on the meshes, joints no deeper inside than they say', () => {
    for (const name of [...VEHICLES, ...RIDERS, ...PEOPLE]) {
      const shape = shapeOf(name)
      for (const point of shape.keypoints ?? [])
        expect(toMesh(shape, point), `${name} ${point.name}`).to.be.at.most(point.deep)
    }
  })

  it('lie inside the box', () => {
    for (const name of [...VEHICLES, ...RIDERS, ...PEOPLE]) {
      const shape = shapeOf(name)
      const { center, size } = boxOf(shape, restOf(shape))
      for (const point of shape.keypoints ?? [])
        placeOf(shape, point).forEach((v, i) =>
          expect(Math.abs(v - center[i]), `${name} ${point.name}`).to.be.at.most(size[i] / 2 + 1e-6),
        )
    }
  })

  it('have left on the left, and the right of a symmetrical body where its mirror image is', () => {
    for (const name of [...VEHICLES, ...PEOPLE]) {
      const points = new Map(pointsOf(name).map((p) => [p.name, p]))
      const shape = shapeOf(name)
      for (const [key, point] of points) {
        if (!key.includes('left')) continue
        const { at, wheel } = point
        const other = points.get(key.replace('left', 'right'))
        expect(other, `${name} ${key}`).to.not.equal(undefined)
        expect(placeOf(shape, point)[1], `${name} ${key}`).to.be.greaterThan(0)
        expect(placeOf(shape, other!)[1], `${name} ${key}`).to.be.lessThan(0)
        if (wheel !== null) expect(other!.wheel).to.equal(wheel + 1)
        if (name !== 'sedan') continue
        expect(other!.at[0], key).to.be.closeTo(at[0], 0.02)
        expect(other!.at[1], key).to.be.closeTo(-at[1], 0.02)
        expect(other!.at[2], key).to.be.closeTo(at[2], 0.02)
      }
    }
  })

  it('have front before rear, up over low, and joints in the order of a body', () => {
    for (const name of VEHICLES) {
      const at = new Map(pointsOf(name).map((p) => [p.name, p.at]))
      for (const side of ['left', 'right']) {
        const place = (key: string): Vec3 => at.get(`${key}_${side}`)!
        expect(place('front_up')[0], name).to.be.greaterThan(place('central_up')[0])
        expect(place('central_up')[0], name).to.be.greaterThan(place('rear_up')[0])
        expect(place('front_up')[2], name).to.be.greaterThan(place('front_low')[2] + 0.6)
        expect(place('rear_corner')[2], name).to.be.within(place('rear_low')[2], place('rear_up')[2])
        expect(place('rear_corner')[0], name).to.be.lessThan(place('front_low')[0] - 1.5)
      }
    }
    for (const name of PEOPLE) {
      const at = new Map(pointsOf(name).map((p) => [p.name, placeOf(shapeOf(name), p)[2]]))
      for (const side of ['left', 'right'])
        for (const [above, below] of [
          ['eye', 'shoulder'],
          ['shoulder', 'hip'],
          ['hip', 'knee'],
          ['knee', 'ankle'],
        ])
          expect(at.get(`${side}_${above}`)!, name).to.be.greaterThan(at.get(`${side}_${below}`)!)
    }
  })
})
