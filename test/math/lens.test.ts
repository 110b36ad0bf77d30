import { expect } from 'chai'
import fc from 'fast-check'
import {
  depthKindOf,
  pinholeFromFov,
  projectLocal,
  rayThrough,
  unproject,
  type Lens,
  type Pinhole,
  type Vec3,
} from '../../src/math/index.ts'
import { limitOf } from '../../src/math/lens.ts'

const BROWN_CONRADY: Lens = {
  kind: 'brown-conrady',
  k1: -0.3,
  k2: 0.11,
  p1: 0.0012,
  p2: -0.0007,
  k3: -0.018,
}
const FISHEYE: Lens = { kind: 'fisheye', k1: 0.031, k2: -0.012, k3: 0.0043, k4: -0.0009 }
const EQUIDISTANT: Lens = { kind: 'fisheye', k1: 0, k2: 0, k3: 0, k4: 0 }

/** x right, y down, z forward. */
const OPTICAL = [
  [0.1, 0.2, 5],
  [-3, 1.2, 4],
  [2, -1, 3],
  [0.5, -2, 2.5],
  [-1, -0.4, 1.5],
] as const

const expectPixels = (k: Pinhole, pixels: readonly (readonly [number, number])[]): void => {
  for (const [i, [x, y, z]] of OPTICAL.entries()) {
    const [u, v] = projectLocal(k, [z, -x, -y])
    expect(u, `point ${i}`).to.be.closeTo(pixels[i][0], 1e-8)
    expect(v, `point ${i}`).to.be.closeTo(pixels[i][1], 1e-8)
  }
}

const within = (lo: number, hi: number) => fc.double({ min: lo, max: hi, noNaN: true })

describe('lenses', () => {
  // The figures below: cv2.projectPoints and cv2.fisheye.projectPoints of OpenCV 5.0.0 with these very coefficients.
  it('bend as OpenCV does: Brown-Conrady', () => {
    expectPixels({ width: 1300, height: 710, fx: 900, fy: 880, cx: 650, cy: 355, lens: BROWN_CONRADY }, [
      [667.989171917, 390.183401083],
      [77.288365768, 579.522147611],
      [1167.128518519, 102.597168724],
      [800.59236032, -234.940893696],
      [126.236523615, 150.821744347],
    ])
  })

  it('bend as OpenCV does: fisheye', () => {
    expectPixels({ width: 1280, height: 960, fx: 380, fy: 382, cx: 640, cy: 480, lens: FISHEYE }, [
      [647.595409301, 495.270770278],
      [397.361410486, 577.566253889],
      [860.090396373, 369.37561656],
      [704.344484693, 221.267440498],
      [417.996216662, 390.731110279],
    ])
  })

  it('unproject what they project, a fisheye behind itself too', () => {
    for (const [lens, fov] of [
      [BROWN_CONRADY, 1.4],
      [FISHEYE, (190 * Math.PI) / 180],
    ] as const) {
      const k = pinholeFromFov(1280, 720, fov, lens)
      fc.assert(
        fc.property(within(0, 1280), within(0, 720), within(0.1, 400), (u, v, depth) => {
          if (rayThrough(k, u, v) === null) return
          const [u2, v2, d2] = projectLocal(k, unproject(k, u, v, depth))
          expect(u2).to.be.closeTo(u, 1e-7)
          expect(v2).to.be.closeTo(v, 1e-7)
          expect(d2).to.be.closeTo(depth, 1e-9 * depth)
        }),
      )
    }
  })

  it('span the field of view that they are made for', () => {
    const half = (95 * Math.PI) / 180
    const k = pinholeFromFov(1000, 1000, 2 * half, FISHEYE)
    const [u] = projectLocal(k, [Math.cos(half), Math.sin(half), 0])
    expect(u).to.be.closeTo(0, 1e-9)
    const narrow = pinholeFromFov(1000, 800, 1.2, { ...BROWN_CONRADY, p1: 0, p2: 0 })
    expect(projectLocal(narrow, [1, -Math.tan(0.6), 0])[0]).to.be.closeTo(1000, 1e-9)
  })

  it('of an equidistant fisheye: pixels grow evenly with the angle, depth is the range', () => {
    const k = pinholeFromFov(1800, 1800, Math.PI, EQUIDISTANT)
    for (const degrees of [10, 45, 89, 95]) {
      const angle = (degrees * Math.PI) / 180
      const point: Vec3 = [7 * Math.cos(angle), 0, -7 * Math.sin(angle)]
      const [u, v, depth] = projectLocal(k, point)
      expect(u).to.be.closeTo(900, 1e-9)
      expect(v - 900).to.be.closeTo(10 * degrees, 1e-9)
      expect(depth).to.be.closeTo(7, 1e-9)
    }
    expect(depthKindOf(k)).to.equal('range')
    expect(depthKindOf(pinholeFromFov(10, 10, 1, BROWN_CONRADY))).to.equal('z')
  })

  it('see nothing beyond the angle at which the polynomial turns back', () => {
    // d/dr (r - r^3 / 3) = 0 at r = 1, where it is 2 / 3.
    const lens: Lens = { kind: 'brown-conrady', k1: -1 / 3, k2: 0, p1: 0, p2: 0, k3: 0 }
    expect(limitOf(lens)).to.be.closeTo(1, 1e-9)
    const k: Pinhole = { width: 200, height: 200, fx: 100, fy: 100, cx: 100, cy: 100, lens }
    expect(projectLocal(k, [1, -0.99, 0])[2]).to.equal(1)
    const [u, , depth] = projectLocal(k, [1, -1.5, 0])
    expect(depth).to.be.below(0)
    expect(u).to.be.closeTo(100 + 100 * (2 / 3), 1e-6)
    expect(rayThrough(k, 100 + 66, 100)).not.to.equal(null)
    expect(rayThrough(k, 100 + 67, 100)).to.equal(null)
    expect(() => unproject(k, 190, 100, 5)).to.throw(RangeError)
    expect(projectLocal(k, [-1, 0.1, 0])[2]).to.be.below(0)
    const folded: Lens = { kind: 'fisheye', k1: -1 / 12, k2: 0, k3: 0, k4: 0 }
    expect(limitOf(folded)).to.be.closeTo(2, 1e-9)
    expect(limitOf(EQUIDISTANT)).to.equal(Math.PI)
  })

  it('without figures are the pinhole', () => {
    const none: Lens = { kind: 'brown-conrady', k1: 0, k2: 0, p1: 0, p2: 0, k3: 0 }
    const bent = pinholeFromFov(640, 360, 1.2, none)
    const ideal = pinholeFromFov(640, 360, 1.2)
    fc.assert(
      fc.property(within(1, 100), within(-3, 3), within(-3, 3), (x, y, z) => {
        const a = projectLocal(bent, [x, y, z])
        const b = projectLocal(ideal, [x, y, z])
        a.forEach((value, i) => expect(value).to.be.closeTo(b[i], 1e-9 * (1 + Math.abs(b[i]))))
      }),
    )
  })
})
