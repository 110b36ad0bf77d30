import { expect } from 'chai'
import fc from 'fast-check'
import { boxDistance, boxesTouch, boxTtc, type Box } from '../../src/criticality/index.ts'

const box = (more: Partial<Box>): Box => ({
  x: 0,
  y: 0,
  heading: 0,
  vx: 0,
  vy: 0,
  length: 4,
  width: 2,
  ...more,
})

/** Hundredths: numbers that meet in their last digits would only test the rounding. */
const d = (min: number, max: number) => fc.integer({ min: min * 100, max: max * 100 }).map((n) => n / 100)
const anyBox = fc.record({
  x: d(-40, 40),
  y: d(-40, 40),
  heading: d(-7, 7),
  vx: d(-20, 20),
  vy: d(-20, 20),
  length: d(0.5, 12),
  width: d(0.5, 3),
})

const later = (b: Box, t: number): Box => ({ ...b, x: b.x + b.vx * t, y: b.y + b.vy * t })

/** The same box in a world that is turned about the origin, shifted, and moves. */
const seenFrom = (b: Box, turn: number, dx: number, dy: number, ux: number, uy: number): Box => {
  const c = Math.cos(turn)
  const s = Math.sin(turn)
  return {
    ...b,
    x: dx + b.x * c - b.y * s,
    y: dy + b.x * s + b.y * c,
    heading: b.heading + turn,
    vx: ux + b.vx * c - b.vy * s,
    vy: uy + b.vx * s + b.vy * c,
  }
}

describe('criticality: boxes', () => {
  it('touch just when the time to collision says, and not before', () => {
    let conflicts = 0
    fc.assert(
      fc.property(anyBox, anyBox, (a, b) => {
        const t = boxTtc(a, b)
        if (t > 100 || t < 0.01) return
        conflicts++
        expect(boxDistance(later(a, t), later(b, t))).to.be.below(1e-6)
        for (const share of [0, 0.5, 0.9, 0.999])
          expect(boxesTouch(later(a, t * share), later(b, t * share))).to.equal(false)
      }),
      { numRuns: 2000 },
    )
    expect(conflicts).to.be.above(30)
  })

  it('with no time to collision never meet within a minute', () => {
    fc.assert(
      fc.property(anyBox, anyBox, d(0, 60), (a, b, t) => {
        if (boxTtc(a, b) === Infinity) expect(boxesTouch(later(a, t), later(b, t))).to.equal(false)
      }),
      { numRuns: 1000 },
    )
  })

  it('give the same time from either side and in every frame', () => {
    fc.assert(
      fc.property(anyBox, anyBox, d(-4, 4), d(-100, 100), d(-30, 30), (a, b, turn, shift, drift) => {
        const t = boxTtc(a, b)
        const frame = (q: Box): Box => seenFrom(q, turn, shift, -shift, drift, -drift / 2)
        const same = boxTtc(frame(b), frame(a))
        // A graze is a matter of the last digit.
        const grazes = boxTtc(frame({ ...a, width: a.width + 1e-6 }), frame({ ...b, width: b.width + 1e-6 }))
        if (t === Infinity) expect(same === Infinity || grazes < Infinity).to.equal(true)
        else if (same !== Infinity) expect(same).to.be.closeTo(t, 1e-4 + 1e-6 * t)
      }),
      { numRuns: 1000 },
    )
  })

  it('meet a time later by what has passed', () => {
    fc.assert(
      fc.property(anyBox, anyBox, d(0, 1), (a, b, share) => {
        const t = boxTtc(a, b)
        if (t === Infinity || t === 0) return
        expect(boxTtc(later(a, t * share), later(b, t * share))).to.be.closeTo(
          t * (1 - share),
          1e-6 * (1 + t),
        )
      }),
    )
  })

  it('are as far apart as their nearest points, found by sampling their edges', () => {
    const edge = (b: Box, u: number): readonly [number, number] => {
      const [i, j] =
        u < 1 ? [2 * u - 1, 1] : u < 2 ? [1, 3 - 2 * u] : u < 3 ? [5 - 2 * u, -1] : [-1, 2 * u - 7]
      const c = Math.cos(b.heading)
      const s = Math.sin(b.heading)
      const p = (i * b.length) / 2
      const q = (j * b.width) / 2
      return [b.x + p * c - q * s, b.y + p * s + q * c]
    }
    fc.assert(
      fc.property(anyBox, anyBox, (a, b) => {
        const distance = boxDistance(a, b)
        expect(boxDistance(b, a)).to.equal(distance)
        if (distance === 0) return
        let least = Infinity
        for (let i = 0; i < 100; i++)
          for (let j = 0; j < 100; j++) {
            const [px, py] = edge(a, i / 25)
            const [qx, qy] = edge(b, j / 25)
            least = Math.min(least, Math.sqrt((px - qx) ** 2 + (py - qy) ** 2))
          }
        expect(distance).to.be.at.most(least + 1e-9)
        expect(distance).to.be.at.least(least - 0.5)
      }),
      { numRuns: 20 },
    )
  })

  it('measure by hand: bumper to bumper, corner to corner, overlap', () => {
    expect(boxDistance(box({}), box({ x: 10 }))).to.be.closeTo(6, 1e-12)
    expect(boxDistance(box({}), box({ x: 7, y: 6 }))).to.be.closeTo(5, 1e-12)
    expect(boxDistance(box({}), box({ x: 1, heading: 0.5 }))).to.equal(0)
    expect(boxTtc(box({ vx: 3 }), box({ x: 10 }))).to.be.closeTo(2, 1e-12)
    expect(boxTtc(box({ vx: 3 }), box({ x: 10, y: 2.1 }))).to.equal(Infinity)
  })
})
