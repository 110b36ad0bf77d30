import { expect } from 'chai'
import fc from 'fast-check'
import { BitPlane } from '../../src/render/bit-plane.ts'
import { Silhouettes } from '../../src/render/silhouette.ts'
import { pinholeFromFov, project, quatFromEuler, type CameraView, type Vec3 } from '../../src/math/index.ts'
import { boxCar, stateAt } from './boxes.ts'

const WIDTH = 40
const HEIGHT = 24
/** A multiple of 1/256 px anywhere on the plane and beyond it. */
const coordinate = (size: number): fc.Arbitrary<number> =>
  fc.integer({ min: -2 * size * 256, max: 3 * size * 256 }).map((n) => n / 256)
const corner = fc.tuple(coordinate(WIDTH), coordinate(HEIGHT))

type Point = readonly [number, number]

/** Top-left rule by the letter: inside, or on an edge that is a top or a left one. v points down. */
const covers = (a: Point, b: Point, c: Point, x: number, y: number): boolean =>
  [
    [a, b],
    [b, c],
    [c, a],
  ].every(([p, q]) => {
    const side = (q[0] - p[0]) * (y - p[1]) - (q[1] - p[1]) * (x - p[0])
    // Anticlockwise with v down: the inside has a negative side; a left edge goes down, a top edge goes left.
    const isLeft = q[1] > p[1]
    const isTop = q[1] === p[1] && q[0] < p[0]
    return side < 0 || (side === 0 && (isLeft || isTop))
  })

const bruteForce = (a: Point, b: Point, c: Point): { all: number; image: number } => {
  let all = 0
  let image = 0
  for (let y = -HEIGHT; y < 2 * HEIGHT; y++) {
    for (let x = -WIDTH; x < 2 * WIDTH; x++) {
      if (!covers(a, b, c, x + 0.5, y + 0.5)) continue
      all++
      if (x >= 0 && x < WIDTH && y >= 0 && y < HEIGHT) image++
    }
  }
  return { all, image }
}

describe('silhouettes', () => {
  it('fill exactly the pixels of the top-left rule', () => {
    fc.assert(
      fc.property(corner, corner, corner, (a, b, c) => {
        const plane = new BitPlane(WIDTH, HEIGHT)
        plane.fillTriangle(...a, ...b, ...c)
        const { pixels, pixelsInImage } = plane.take()
        const area = (b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])
        const { all, image } = area < 0 ? bruteForce(a, b, c) : { all: 0, image: 0 }
        expect([pixels, pixelsInImage]).to.deep.equal([all, image])
      }),
      { numRuns: 150 },
    )
  })

  it('leave the plane empty behind them', () => {
    const plane = new BitPlane(WIDTH, HEIGHT)
    plane.fillTriangle(0, 20, 30, 20, 30, 0)
    expect(plane.take().pixels).to.be.greaterThan(200)
    expect(plane.take()).to.deep.include({ pixels: 0, pixelsInImage: 0 })
  })

  const view: CameraView = {
    pose: { position: [0, 0, 1.2], orientation: quatFromEuler({ yaw: 0, pitch: 0, roll: 0 }) },
    pinhole: pinholeFromFov(320, 200, 1),
    near: 0.2,
    far: 500,
  }
  const nothing = new Uint32Array(320 * 200)
  const measure = (at: Vec3, ids = nothing) =>
    new Silhouettes(320, 200).measure(view, [boxCar([1, 1, 1])], stateAt([at]).actors, ids)

  it('go on past the edges of the image', () => {
    const [alone] = measure([9, 4.2, 0])
    const corners = [8, 12.5].flatMap((x) =>
      [3.3, 5.1].flatMap((y) => [0.2, 1.5].map((z): Vec3 => [x, y, z])),
    )
    const left = Math.min(...corners.map((c) => project(view, c)[0]))
    expect(left).to.be.lessThan(-10)
    expect(alone.box[0]).to.be.closeTo(left, 1)
    expect(alone.pixels).to.be.greaterThan(alone.pixelsInImage)
    expect(alone.pixelsInImage).to.be.greaterThan(0)
  })

  it('survive a car that the camera stands in, and one behind it', () => {
    const [alone] = measure([-1, 0, 0])
    expect(alone).to.equal(undefined)
    // The rear is behind the camera and the front before it: only outward faces count, and none faces us.
    const [beside] = measure([0, 1.4, 0])
    expect(beside.pixelsInImage).to.be.greaterThan(0)
  })

  it('count at least what the picture shows', () => {
    const ids = new Uint32Array(nothing)
    const [alone] = measure([15, 0, 0])
    for (let i = 0; i < alone.pixelsInImage + 3; i++) ids[i] = 1
    const [more] = measure([15, 0, 0], ids)
    expect(more.pixelsInImage).to.equal(alone.pixelsInImage + 3)
    expect(more.box[0]).to.equal(0)
  })
})
