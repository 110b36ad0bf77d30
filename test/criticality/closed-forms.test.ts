import { expect } from 'chai'
import fc from 'fast-check'
import { measure, type Inputs } from '../../src/criticality/index.ts'

/** Property tests of the metrics: against time-stepped simulation, and of what must grow with what. */

const value = (metric: string, inputs: Inputs): number => measure(metric, inputs).value!
const between = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true })

interface Pair {
  readonly d: number
  readonly v1: number
  readonly v2: number
  readonly a1: number
  readonly a2: number
}

const pairs: fc.Arbitrary<Pair> = fc.record({
  d: between(1, 80),
  v1: between(0, 40),
  v2: between(0, 40),
  a1: between(-8, 3),
  a2: between(-8, 3),
})

const STEP = 1e-3

/** First time within a minute at which the gap is gone; cars that brake stop. */
const simulated = ({ d, v1, v2, a1, a2 }: Pair): number => {
  let [gap, u1, u2] = [d, v1, v2]
  for (let t = 0; t < 60; t += STEP) {
    if (gap <= 0) return t
    const [w1, w2] = [Math.max(0, u1 + a1 * STEP), Math.max(0, u2 + a2 * STEP)]
    gap -= ((u1 + w1) / 2 - (u2 + w2) / 2) * STEP
    ;[u1, u2] = [w1, w2]
  }
  return Infinity
}

describe('criticality: closed forms and simulation', () => {
  it('the stop-aware time to collision is when a simulated gap is gone', () => {
    fc.assert(
      fc.property(pairs, (p) => {
        const closed = value('MTTC (stop-aware)', { ...p })
        // Where they only just touch, a gap of 5 cm more would have been enough, and either answer will do.
        if (simulated({ ...p, d: p.d + 0.05 }) === Infinity || closed > 55) return
        expect(simulated(p)).to.be.closeTo(closed, 0.05)
      }),
      { numRuns: 60 },
    )
  })

  it('the acceleration required just avoids the collision, and a little less does not', () => {
    fc.assert(
      fc.property(pairs, ({ d, v1, v2, a2 }) => {
        const braking = Math.min(a2, 0)
        const required = value('a_long,req', { d, v1, v2, a2: braking })
        if (required > -0.2 || required < -50) return
        const meets = (a1: number): number => value('MTTC (stop-aware)', { d, v1, v2, a1, a2: braking })
        expect(meets(required * 1.001)).to.equal(Infinity)
        expect(meets(required * 0.98)).to.be.below(Infinity)
      }),
      { numRuns: 300 },
    )
  })

  it('the worst time to collision is never later than any that comes of an acceleration', () => {
    fc.assert(
      fc.property(pairs, ({ d, v1, v2, a1, a2 }) => {
        const worst = value('WTTC', { d, v1, v2, a1: 8, a2: 8 })
        expect(worst).to.be.at.most(value('MTTC (stop-aware)', { d, v1, v2, a1, a2 }) + 1e-9)
      }),
      { numRuns: 300 },
    )
  })
})

describe('criticality: what grows with what', () => {
  const more = between(0.1, 20)
  const rising = (
    metric: string,
    as: string,
    from: (p: Pair) => Inputs,
    to: (p: Pair, by: number) => Inputs,
  ): void => {
    it(`${metric} never falls as ${as}`, () => {
      fc.assert(
        fc.property(pairs, more, (p, by) => {
          expect(value(metric, to(p, by))).to.be.at.least(value(metric, from(p)) - 1e-9)
        }),
        { numRuns: 200 },
      )
    })
  }
  const plain = ({ d, v1, v2 }: Pair): Inputs => ({ d, v1, v2 })
  for (const metric of ['TTC', 'THW', 'PICUD', 'WTTC']) {
    const fixed = metric === 'WTTC' ? { a_max: 8 } : {}
    rising(
      metric,
      'the gap grows',
      (p) => ({ ...plain(p), ...fixed }),
      (p, by) => ({ ...plain(p), ...fixed, d: p.d + by }),
    )
  }
  for (const metric of ['DRAC', 'MDRAC', 'DST']) {
    const fixed = { prt: 1, ts: 1 }
    rising(
      metric,
      'ego is faster',
      (p) => ({ ...plain(p), ...fixed }),
      (p, by) => ({ ...plain(p), ...fixed, v1: p.v1 + by }),
    )
    rising(
      metric,
      'the gap shrinks',
      (p) => ({ ...plain(p), ...fixed, d: p.d + 20 }),
      (p) => ({ ...plain(p), ...fixed }),
    )
  }

  it('the trajectory criticality index rises as the gap shrinks and as the grip falls', () => {
    fc.assert(
      fc.property(between(5, 40), between(5, 60), between(0.3, 0.9), (v, d, mu) => {
        const at = (gap: number, grip: number): number =>
          value('TCI', { objects: [{ d: gap, v: v / 3 }], v, mu: grip })
        const now = at(d, mu)
        for (const less of [0.98, 0.8]) {
          expect(at(d * less, mu)).to.be.at.least(now - 1e-12)
          expect(at(d, mu * less)).to.be.at.least(now - 1e-12)
        }
      }),
      { numRuns: 10 },
    )
  })

  it('turning boxes meet when two that turn are stepped on', () => {
    const box = { x: 0, y: 0, heading: 0, vx: 10, vy: 0, l: 4.5, w: 1.8 }
    // A quarter turn on a radius of 20 m ends at (20, 20): a wall there is met a little before.
    const turning = { ...box, yaw_rate: 0.5 }
    const wall = { x: 20, y: 24, heading: Math.PI / 2, vx: 0, vy: 0, l: 1, w: 40 }
    const met = value('TTC 2-D', { A: turning, B: wall })
    let stepped = Infinity
    for (let t = 0; t < 5 && stepped === Infinity; t += 1e-3) {
      const a = 0.5 * t
      const [x, y] = [20 * Math.sin(a), 20 * (1 - Math.cos(a))]
      const top = y + (Math.abs(Math.sin(a)) * 4.5 + Math.abs(Math.cos(a)) * 1.8) / 2
      if (top >= 23.5) stepped = t
      expect(Math.abs(x)).to.be.at.most(20.001)
    }
    expect(met).to.be.closeTo(stepped, 2e-3)
    expect(value('TTC 2-D', { A: { ...turning, yaw_rate: 0 }, B: wall })).to.equal(Infinity)
  })
})
