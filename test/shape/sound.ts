/** What every mesh must be: finite, indexed in range, unit normals that agree with the winding. */
import { expect } from 'chai'
import { cross, dot, norm, sub } from '../../src/math/index.ts'
import type { Mesh } from '../../src/shape/index.ts'
import { pointAt } from './given.ts'

/** @param slack share of the triangles that may be so thin that their winding means nothing */
export const expectSound = (name: string, mesh: Mesh, slack = 0): void => {
  const count = mesh.positions.length / 3
  expect(mesh.normals.length, `${name}: normals`).to.equal(mesh.positions.length)
  expect(mesh.indices.length % 3, `${name}: triangles`).to.equal(0)
  expect(mesh.indices.length, `${name}: empty`).to.be.greaterThan(0)
  if (mesh.colors) expect(mesh.colors.length, `${name}: colours`).to.equal(mesh.positions.length)
  if (mesh.uvs) expect(mesh.uvs.length, `${name}: uvs`).to.equal(2 * count)
  expect(mesh.positions.every(Number.isFinite), `${name}: finite positions`).to.equal(true)
  expect(
    mesh.indices.every((i) => i < count),
    `${name}: indices`,
  ).to.equal(true)
  for (let i = 0; i < count; i++) {
    const length = norm(pointAt(mesh.normals, i))
    if (Math.abs(length - 1) > 1e-3) expect.fail(`${name}: normal ${i} has length ${length}`)
  }
  let against = 0
  for (let i = 0; i < mesh.indices.length; i += 3) {
    const [a, b, c] = [mesh.indices[i], mesh.indices[i + 1], mesh.indices[i + 2]]
    const p = pointAt(mesh.positions, a)
    const face = cross(sub(pointAt(mesh.positions, b), p), sub(pointAt(mesh.positions, c), p))
    // What is smaller than a square millimetre has no side to speak of.
    if (norm(face) < 2e-6) continue
    const turned = [a, b, c].filter((k) => dot(pointAt(mesh.normals, k), face) < 0).length
    if (turned === 3) against++
  }
  expect(against, `${name}: triangles wound against their normals`).to.be.at.most(
    (slack * mesh.indices.length) / 3,
  )
}
