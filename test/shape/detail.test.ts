/** Levels of detail: how many triangles they spare, and how far they lie from the shape that they stand for. */
import { expect } from 'chai'
import { actorShape, boxOf, levelsOf, type Mesh, type Part, type Shape } from '../../src/shape/index.ts'
import { member } from './library.ts'

const trianglesOf = ({ parts }: Shape): number =>
  parts.reduce((sum, { mesh }) => sum + mesh.indices.length / 3, 0)

const pointsOf = ({ positions }: Mesh): string[] =>
  Array.from({ length: positions.length / 3 }, (_, v) => positions.slice(3 * v, 3 * v + 3).join())

/** 9 a triangle of all that moves with one wheel, or with the body. */
const cornersOf = (parts: readonly Part[], wheel: number | null): Float64Array =>
  Float64Array.from(
    parts
      .filter((part) => part.wheel === wheel)
      .flatMap(({ mesh: { indices, positions } }) =>
        [...indices].flatMap((v) => [positions[3 * v], positions[3 * v + 1], positions[3 * v + 2]]),
      ),
  )

/** Distance of a point to the nearest of these triangles, each given by 9 numbers. */
const distanceTo = (t: Float64Array, x: number, y: number, z: number): number => {
  let best = Infinity
  for (let i = 0; i < t.length; i += 9) {
    const [ux, uy, uz] = [t[i + 3] - t[i], t[i + 4] - t[i + 1], t[i + 5] - t[i + 2]]
    const [vx, vy, vz] = [t[i + 6] - t[i], t[i + 7] - t[i + 1], t[i + 8] - t[i + 2]]
    const [px, py, pz] = [x - t[i], y - t[i + 1], z - t[i + 2]]
    const uu = ux * ux + uy * uy + uz * uz
    const vv = vx * vx + vy * vy + vz * vz
    // No point of the triangle is nearer than its first corner less its longer side.
    if (px * px + py * py + pz * pz > (best + Math.sqrt(Math.max(uu, vv))) ** 2) continue
    const uv = ux * vx + uy * vy + uz * vz
    const [pu, pv] = [px * ux + py * uy + pz * uz, px * vx + py * vy + pz * vz]
    const det = uu * vv - uv * uv
    const at = (a: number, b: number): void => {
      best = Math.min(best, Math.hypot(px - a * ux - b * vx, py - a * uy - b * vy, pz - a * uz - b * vz))
    }
    const [a, b] = [(vv * pu - uv * pv) / det, (uu * pv - uv * pu) / det]
    if (a >= 0 && b >= 0 && a + b <= 1) at(a, b)
    else {
      // The nearest point lies on one of the three sides.
      const share = (along: number, length: number): number =>
        length > 0 ? Math.max(0, Math.min(1, along / length)) : 0
      at(share(pu, uu), 0)
      at(0, share(pv, vv))
      const k = share(pv - pu + uu - uv, uu - 2 * uv + vv)
      at(1 - k, k)
    }
  }
  return best
}

describe('levels of detail', () => {
  const shape = actorShape(member('sedan'), 7)
  const [full, ...coarser] = levelsOf(shape)

  it('begin with the shape itself, and have at most two thirds of the triangles of the one before', () => {
    expect(full).to.deep.equal({ error: 0, shape })
    let before = trianglesOf(shape)
    for (const { shape: level } of coarser) {
      expect(trianglesOf(level))
        .to.be.greaterThan(0)
        .and.at.most((2 / 3) * before)
      before = trianglesOf(level)
    }
  })

  it("have vertices of the shape's own alone, so that its box holds them, and each part as it was", () => {
    const { center, size } = boxOf(shape)
    for (const { shape: level } of coarser) {
      for (const { mesh, color, ...rest } of level.parts) {
        const { mesh: own, color: full, ...known } = shape.parts.find(({ name }) => name === rest.name)!
        expect(rest).to.deep.equal(known)
        if (rest.thin === undefined) expect(color).to.deep.equal(full)
        const points = new Set(pointsOf(own))
        expect(pointsOf(mesh).every((point) => points.has(point))).to.equal(true)
      }
      // What is left reaches as far, or nearly.
      const box = boxOf(level)
      for (let k = 0; k < 3; k++) {
        expect(box.size[k]).to.be.at.most(size[k] + 1e-9)
        expect(box.size[k]).to.be.closeTo(size[k], 0.03)
        expect(box.center[k]).to.be.closeTo(center[k], 0.015)
      }
    }
  })

  it('pale thin lines towards what they lie on, as little as a pixel is covered by them', () => {
    const redness = ({ parts }: Shape): number => parts.find(({ name }) => name === 'seams')!.color[0]
    const { color, thin } = shape.parts.find(({ name }) => name === 'seams')!
    expect(redness(coarser[0].shape)).to.equal(color[0])
    for (const { error, shape: level } of coarser.slice(1)) {
      const covered = thin!.width / (2 * error)
      expect(redness(level)).to.be.closeTo(covered * color[0] + (1 - covered) * thin!.on[0], 1e-6)
    }
  })

  it('lie within 1.5 times their error of it, and 98 % within the half', () => {
    for (const { error, shape: level } of coarser) {
      const distances: number[] = []
      for (const wheel of [null, 0]) {
        const surface = cornersOf(level.parts, wheel)
        for (const { mesh } of shape.parts.filter((part) => part.wheel === wheel))
          for (let i = 0; i < mesh.positions.length; i += 3 * 499)
            distances.push(
              distanceTo(surface, mesh.positions[i], mesh.positions[i + 1], mesh.positions[i + 2]),
            )
      }
      expect(distances.length).to.be.greaterThan(50)
      distances.sort((a, b) => a - b)
      expect(distances[distances.length - 1]).to.be.lessThan(1.5 * error)
      expect(distances[Math.floor(0.98 * distances.length)]).to.be.lessThan(0.5 * error)
    }
  })
})
