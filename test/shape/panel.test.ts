import { expect } from 'chai'
import fc from 'fast-check'
import { cross, norm, sub } from '../../src/math/index.ts'
import { Panel, monotoneCurve, polygonDistance, span, type Surface } from '../../src/shape/mesh/index.ts'
import type { Mesh } from '../../src/shape/index.ts'
import { pointAt } from './given.ts'
import { expectSound } from './sound.ts'

const area = (mesh: Mesh): number => {
  let sum = 0
  for (let i = 0; i < mesh.indices.length; i += 3) {
    const [a, b, c] = [0, 1, 2].map((k) => pointAt(mesh.positions, mesh.indices[i + k]))
    sum += norm(cross(sub(b, a), sub(c, a))) / 2
  }
  return sum
}

/** A vertical wall along x off the plane of symmetry, seen from -y: a to the right, b up. */
const wall: Surface = (a, b) => [a, 1, b]
const sheet = (): Panel => new Panel(wall, span(0, 2, 20), span(0, 1, 10), 'rest')

describe('panels', () => {
  it('cut without losing area, along any circle', () => {
    const inside = fc.double({ min: 0.4, max: 0.6, noNaN: true })
    fc.assert(
      fc.property(inside, inside, fc.double({ min: 0.15, max: 0.35, noNaN: true }), (x, z, r) => {
        const panel = sheet().region('disc', ({ p }) => Math.hypot(p[0] - 2 * x, p[2] - z) - r, [], 0.05)
        const disc = panel.mesh('disc')
        expectSound('disc', disc)
        expect(area(disc)).to.be.closeTo(Math.PI * r * r, 0.02 * Math.PI * r * r)
        expect(area(disc) + area(panel.mesh('rest'))).to.be.closeTo(2, 1e-5)
      }),
      { numRuns: 20 },
    )
  })

  it('cut a line thinner than the grid', () => {
    const panel = sheet().line('seam', ({ p }) => p[0] - 0.7777, 0.01)
    expect(area(panel.mesh('seam'))).to.be.closeTo(0.01, 1e-5)
  })

  it('only relabel what they were asked to', () => {
    const panel = sheet()
      .region('one', ({ p }) => p[0] - 1)
      .region('two', ({ p }) => p[2] - 0.5, ['one'])
    expect(area(panel.mesh('one'))).to.be.closeTo(0.5, 1e-5)
    expect(area(panel.mesh('two'))).to.be.closeTo(0.5, 1e-5)
    expect(area(panel.mesh('rest'))).to.be.closeTo(1, 1e-5)
  })

  it('build a wall around what was sunk', () => {
    const panel = sheet().region('pane', polygon)
    const reveal = panel.reveal('pane', ([x, y, z]) => [x, y + 0.1, z])
    expectSound('reveal', reveal)
    // The rectangle's corners are cut across where they fall inside a cell.
    expect(area(reveal)).to.be.within(0.1 * 1.5, 0.1 * 1.6001)
  })

  const rectangle = polygonDistance(
    [
      [0.5, 0.3],
      [1, 0.3],
      [1, 0.6],
      [0.5, 0.6],
    ],
    0,
  )
  function polygon({ p }: { readonly p: readonly [number, number, number] }): number {
    return rectangle(p[0], p[2])
  }
})

describe('curves', () => {
  it('never leave the range of their points', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 3, maxLength: 8 }),
        (ys) => {
          const curve = monotoneCurve(ys.map((y, i) => [i, y] as const))
          for (let i = 0; i + 1 < ys.length; i++)
            for (const u of span(0, 1, 7)) {
              const y = curve(i + u)
              expect(y).to.be.within(Math.min(ys[i], ys[i + 1]) - 1e-9, Math.max(ys[i], ys[i + 1]) + 1e-9)
            }
        },
      ),
    )
  })
})
