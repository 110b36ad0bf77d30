import { expect } from 'chai'
import fc from 'fast-check'
import { IDENTITY, pinholeFromFov, project, projectLocal, unproject } from '../../src/math/index.ts'

describe('pinhole camera', () => {
  const k = pinholeFromFov(1280, 720, Math.PI / 2)
  const view = {
    pose: { position: [0, 0, 1] as const, orientation: IDENTITY },
    pinhole: k,
    near: 0.1,
    far: 500,
  }

  it('sees ahead in the middle, left on the left, up at the top', () => {
    expect(project(view, [10, 0, 1])).to.deep.equal([640, 360, 10])
    expect(project(view, [10, 1, 1])[0]).to.be.lessThan(640)
    expect(project(view, [10, 0, 2])[1]).to.be.lessThan(360)
  })

  it('reaches the image edge at half the field of view', () => {
    expect(project(view, [10, 10, 1])[0]).to.be.closeTo(0, 1e-9)
    expect(project(view, [10, -10, 1])[0]).to.be.closeTo(1280, 1e-9)
  })

  it('unprojects what it projects', () => {
    const c = (lo: number, hi: number) => fc.double({ min: lo, max: hi, noNaN: true })
    fc.assert(
      fc.property(c(0, 1280), c(0, 720), c(0.1, 400), (u, v, depth) => {
        const [u2, v2, d2] = projectLocal(k, unproject(k, u, v, depth))
        expect(u2).to.be.closeTo(u, 1e-6)
        expect(v2).to.be.closeTo(v, 1e-6)
        expect(d2).to.equal(depth)
      }),
    )
  })
})
