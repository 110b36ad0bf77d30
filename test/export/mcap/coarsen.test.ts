import { expect } from 'chai'
import { coarsen } from '../../../src/export/mcap/coarsen.ts'
import type { Mesh } from '../../../src/shape/index.ts'

/** A square of the ground, `n` x `n` cells of `step` metres, two triangles each. */
const sheet = (n: number, step: number): Mesh => {
  const positions: number[] = []
  const indices: number[] = []
  for (let y = 0; y <= n; y++)
    for (let x = 0; x <= n; x++) positions.push(x * step + 1e-4, y * step + 1e-4, 0)
  for (let y = 0; y < n; y++)
    for (let x = 0; x < n; x++) {
      const a = y * (n + 1) + x
      indices.push(a, a + 1, a + n + 1, a + 1, a + n + 2, a + n + 1)
    }
  return {
    positions: Float32Array.from(positions),
    normals: new Float32Array(positions.length),
    uvs: null,
    colors: null,
    indices: Uint32Array.from(indices),
  }
}

const area = ({ points, indices }: ReturnType<typeof coarsen>): number => {
  let sum = 0
  for (let i = 0; i < indices.length; i += 3) {
    const [a, b, c] = [0, 1, 2].map((k) => points[indices[i + k]])
    sum += ((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])) / 2
  }
  return sum
}

describe('export/mcap/coarsen', () => {
  it('leaves a mesh alone whose vertices lie in cells of their own', () => {
    const mesh = sheet(5, 0.1)
    const coarse = coarsen(mesh, 0.05)
    expect(coarse.points).to.have.length(36)
    expect([...coarse.indices]).to.deep.equal([...mesh.indices])
  })

  it('keeps faces, their sense and most of their area with a hundredth of the triangles', () => {
    const coarse = coarsen(sheet(100, 0.01), 0.1)
    expect(coarse.indices.length / 3).to.be.lessThan(250)
    // Means of border cells lie half a cell inside.
    expect(area(coarse)).to.be.within(0.8, 1)
  })

  it('drops what is smaller than a cell, and doubles', () => {
    expect(coarsen(sheet(3, 0.01), 0.1).indices).to.deep.equal([])
    const once = sheet(1, 1)
    const twice = { ...once, indices: Uint32Array.from([...once.indices, ...once.indices]) }
    expect(coarsen(twice, 0.1).indices).to.deep.equal([...once.indices])
  })
})
