import { expect } from 'chai'
import fc from 'fast-check'
import {
  box,
  ellipsoid,
  mirrored,
  revolve,
  roundedBox,
  signedVolume,
  tube,
} from '../../src/shape/mesh/index.ts'
import { expectSound } from './sound.ts'

const side = fc.double({ min: 0.1, max: 5, noNaN: true })

describe('simple solids', () => {
  it('a box has its volume and sound faces', () => {
    fc.assert(
      fc.property(side, side, side, (x, y, z) => {
        const mesh = box([-x, 0, 1], [0, y, 1 + z])
        expectSound('box', mesh)
        expect(signedVolume(mesh)).to.be.closeTo(x * y * z, 1e-5 * x * y * z + 1e-6)
      }),
    )
  })

  it('a rounded box lies between the box and the box less its rounding', () => {
    fc.assert(
      fc.property(side, side, side, fc.double({ min: 0.01, max: 0.5, noNaN: true }), (x, y, z, share) => {
        const r = share * Math.min(x, y, z)
        const mesh = roundedBox([0, 0, 0], [x, y, z], r, 6)
        expectSound('rounded box', mesh)
        // The eight corners together lack a cube less a ball, the edges a square less a disc.
        const least = x * y * z - (4 - Math.PI) * r * r * (x + y + z)
        expect(signedVolume(mesh)).to.be.within(0.93 * least, x * y * z * 1.00001)
      }),
    )
  })

  it('a cylinder, a tube and an ellipsoid have the volumes of their polygons', () => {
    const n = 48
    const polygon = ((n / 2) * Math.sin((2 * Math.PI) / n)) / Math.PI
    const cylinder = revolve(
      [
        [0, -1],
        [0.5, -1],
        [0.5, 1],
        [0, 1],
      ],
      n,
    )
    expectSound('cylinder', cylinder)
    expect(signedVolume(cylinder)).to.be.closeTo(Math.PI * 0.25 * 2 * polygon, 1e-4)
    const straight = tube(
      [
        [0, 0, 0],
        [0, 0, 1],
        [0, 0, 3],
      ],
      () => 0.2,
      n,
    )
    expectSound('tube', straight)
    expect(signedVolume(straight)).to.be.closeTo(Math.PI * 0.04 * 3 * polygon, 1e-4)
    const cone = tube(
      [
        [1, 0, 0],
        [1, 0, 3],
      ],
      (i) => (i === 0 ? 0.3 : 0),
      n,
    )
    expect(signedVolume(cone)).to.be.closeTo(Math.PI * 0.09 * polygon, 1e-4)
    const egg = ellipsoid([1, 2, 3], [0.5, 0.6, 0.7], n, n)
    expectSound('ellipsoid', egg)
    expect(signedVolume(egg)).to.be.closeTo((4 / 3) * Math.PI * 0.5 * 0.6 * 0.7, 0.01)
  })

  it('a mirror image keeps its volume', () => {
    const mesh = box([0, 1, 0], [1, 3, 1])
    expect(signedVolume(mirrored(mesh))).to.be.closeTo(signedVolume(mesh), 1e-6)
    expectSound('mirrored', mirrored(mesh))
  })
})
