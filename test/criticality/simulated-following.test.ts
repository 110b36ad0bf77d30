/** Metrics of one car behind another, against cars that are driven on step by step. */
import { expect } from 'chai'
import fc from 'fast-check'
import { measure, type Inputs } from '../../src/criticality/index.ts'

const value = (metric: string, inputs: Inputs): number => measure(metric, inputs).value!

/** Hundredths: numbers that meet in their last digits would only test the rounding. */
const between = (min: number, max: number): fc.Arbitrary<number> =>
  fc.integer({ min: Math.round(min * 100), max: Math.round(max * 100) }).map((n) => n / 100)

const STEP = 5e-3

/** What a car does with its accelerator and brake at a time. */
type Pedals = (time: number) => number

/** One car on a line that stays where it stops; moves on by a step and gives its place. */
const car = (v: number, pedals: Pedals): ((time: number) => number) => {
  let [x, speed] = [0, v]
  return (time) => {
    const next = Math.max(0, speed + pedals(time) * STEP)
    x += ((speed + next) / 2) * STEP
    speed = next
    return x
  }
}

interface Drive {
  readonly d: number
  readonly v1: number
  readonly v2: number
  readonly ego: Pedals
  readonly lead?: Pedals
}

/** The gap after each step of `seconds`. */
const gaps = ({ d, v1, v2, ego, lead = () => 0 }: Drive, seconds = 60): readonly number[] => {
  const [one, two] = [car(v1, ego), car(v2, lead)]
  return Array.from({ length: Math.round(seconds / STEP) }, (_, n) => d + two(n * STEP) - one(n * STEP))
}
const leastGap = (drive: Drive): number => gaps(drive).reduce((least, gap) => Math.min(least, gap))
const lastGap = (drive: Drive): number => gaps(drive).at(-1)!

/** How much of the step that begins then lies past this time. */
const sharePast = (from: number, time: number): number =>
  Math.min(1, Math.max(0, (time + STEP - from) / STEP))

/** Coasts for a while, then brakes. */
const brakes =
  (a: number, from = 0): Pedals =>
  (time) =>
    -Math.abs(a) * sharePast(from, time)

/** Ego closes on a leader, and neither is about to touch the other nor far too slow to tell. */
const closing = fc
  .record({ d: between(5, 60), v2: between(0, 25), faster: between(5, 20) })
  .map(({ d, v2, faster }) => ({ d, v2, v1: v2 + faster }))

const agree = <T>(what: string, drawn: fc.Arbitrary<T>, check: (drawn: T) => void, numRuns = 25): void => {
  it(what, () => {
    fc.assert(fc.property(drawn, check), { numRuns })
  })
}

describe('criticality: following, driven step by step', () => {
  agree('TTC: when the gap is gone', closing, (p) => {
    const met = gaps({ ...p, ego: () => 0 }).findIndex((gap) => gap <= 1e-9)
    expect(met * STEP).to.be.closeTo(value('TTC', p), 2 * STEP)
  })

  agree('THW: until ego is where the leader now is', closing, ({ d, v1 }) => {
    const there = gaps({ d, v1, v2: 0, ego: () => 0 }).findIndex((gap) => gap <= 1e-9)
    expect(there * STEP).to.be.closeTo(value('THW', { d, v1 }), 2 * STEP)
  })

  agree(
    'MTTC: when two curves of constant acceleration meet first',
    fc.record({
      ...{ d: between(1, 60), v1: between(-5, 30), v2: between(-5, 30) },
      ...{ a1: between(-6, 3), a2: between(-6, 3) },
    }),
    ({ d, v1, v2, a1, a2 }) => {
      const met = (from: number): number => {
        let [gap, opening] = [from, v2 - v1]
        for (let t = 0; t < 60; t += STEP) {
          if (gap <= 0) return t
          gap += (opening + ((a2 - a1) * STEP) / 2) * STEP
          opening += (a2 - a1) * STEP
        }
        return Infinity
      }
      const closed = value('MTTC', { d, v1, v2, a1, a2 })
      if (closed > 55) expect(met(d + 1e-6)).to.be.above(54)
      // Where they only just touch, either answer will do.
      else if (met(d + 0.01) < Infinity) expect(met(d)).to.be.closeTo(closed, 0.05)
    },
    100,
  )

  agree('DRAC: so much braking just avoids it', closing, (p) => {
    expect(leastGap({ ...p, ego: brakes(value('DRAC', p)) })).to.be.closeTo(0, 0.05)
  })

  agree('MDRAC: so much after the reaction just avoids it', closing, (p) => {
    const prt = value('TTC', p) / 2
    const needed = value('MDRAC', { ...p, prt })
    expect(leastGap({ ...p, ego: brakes(needed, prt) })).to.be.closeTo(0, 0.05)
  })

  agree('DST: so much keeps the safety time', closing, (p) => {
    const ts = p.v2 > 0 ? (0.7 * p.d) / p.v2 : 1
    const drac = value('DST', { ...p, ts })
    expect(leastGap({ ...p, ego: brakes(drac) })).to.be.closeTo(p.v2 * ts, 0.05)
  })

  agree('TTB: full braking then just avoids it', closing, (p) => {
    const left = value('TTB', { ...p, a_max: 8 })
    if (left === -Infinity) expect(leastGap({ ...p, ego: brakes(8) })).to.be.below(0)
    else expect(leastGap({ ...p, ego: brakes(8, left) })).to.be.closeTo(0, 0.05)
  })

  agree(
    'a_long,req and BTN: so much just avoids a leader that brakes; from 1 on full braking does not',
    fc.tuple(closing, between(0, 8), between(3, 9)),
    ([p, a2, full]) => {
      const lead = brakes(a2)
      const needed = value('a_long,req', { ...p, a2: -a2 })
      expect(leastGap({ ...p, lead, ego: brakes(needed) })).to.be.closeTo(0, 0.05)
      const threat = value('BTN', { a_long_req: needed, a_long_min: -full })
      if (threat > 1.02) expect(leastGap({ ...p, lead, ego: brakes(full) })).to.be.below(0)
      if (threat < 0.98) expect(leastGap({ ...p, lead, ego: brakes(full) })).to.be.above(0)
    },
  )

  agree(
    'a_long,req: so much just avoids an oncoming car that stops in time',
    fc.record({ d: between(20, 60), v1: between(5, 20), v2: between(1, 15), a2: between(3, 8) }),
    ({ d, v1, v2, a2 }) => {
      const needed = value('a_long,req', { d, v1, v2: -v2, a2 })
      const [one, two] = [car(v1, brakes(needed)), car(v2, brakes(a2))]
      let left = d
      for (let t = 0; t < 40; t += STEP) left = d - one(t) - two(t)
      // It meets the other one still moving: ego can only be hit.
      if ((2 * d) / (v1 + v2) <= v2 / a2) return
      expect(left).to.be.closeTo(0, 0.05)
    },
  )

  agree('PSD: it stops after that share of the way', fc.tuple(closing, between(2, 9)), ([{ d, v1 }, a]) => {
    const way = d - lastGap({ d, v1, v2: 0, ego: brakes(a) })
    expect(way * value('PSD', { d_ca: d, v: v1, a_max: a })).to.be.closeTo(d, 0.01)
  })

  agree('PICUD: what is left when both have stopped', fc.tuple(closing, between(2, 9)), ([p, a]) => {
    const left = value('PICUD', { ...p, a, prt: 1 })
    expect(lastGap({ ...p, ego: brakes(a, 1), lead: brakes(a) })).to.be.closeTo(left, 0.02)
  })

  const rss = fc.record({
    ...{ rear: between(0, 30), front: between(0, 30), rho: between(0, 2), speedsUp: between(0, 3) },
    ...{ gently: between(2, 5), harder: between(0, 5) },
  })
  /** Speeds up for the response time, then brakes. */
  const responds =
    (up: number, rho: number, b: number): Pedals =>
    (time) =>
      up - (up + b) * sharePast(rho, time)

  agree('RSS longitudinal: the worst that both may do just ends in contact', rss, (r) => {
    const b_max = r.gently + r.harder
    const d = value('RSS', {
      ...{ v_r: r.rear, v_f: r.front, rho: r.rho, a_max: r.speedsUp, b_min: r.gently, b_max },
    })
    const ego = responds(r.speedsUp, r.rho, r.gently)
    const least = leastGap({ d, v1: r.rear, v2: r.front, ego, lead: brakes(b_max) })
    expect(least).to.be.above(-0.1)
    if (d > 0) expect(least).to.be.below(0.1)
  })

  agree('RSS opposite: the worst that both may do just ends in contact', rss, (r) => {
    const b_min_correct = r.gently
    const b_min = r.gently + r.harder
    const a_max = r.speedsUp
    const d = value('RSS opposite', { v1: r.rear, v2: -r.front, rho: r.rho, a_max, b_min, b_min_correct })
    const way = (v: number, b: number): number =>
      -lastGap({ d: 0, v1: v, v2: 0, ego: responds(a_max, r.rho, b) })
    expect(way(r.rear, b_min_correct) + way(r.front, b_min)).to.be.closeTo(d, 0.1)
  })

  agree('RSS lateral: the worst that both may do across leaves just the margin', rss, (r) => {
    const [v1, v2] = [r.rear / 20, r.front / 20]
    const [a_lat, b_lat, mu] = [r.speedsUp / 5, r.gently, 0.1]
    const d = value('RSS lateral', { v1, v2: -v2, rho: r.rho, a_lat, b_lat, mu })
    const way = (v: number): number => -lastGap({ d: 0, v1: v, v2: 0, ego: responds(a_lat, r.rho, b_lat) })
    expect(d - way(v1) - way(v2)).to.be.closeTo(mu, 0.02)
    const rule = value('RSS lateral', { v1, v2: -v2, rho: r.rho, a_lat, b_lat, mu, sign: 'ad-rss' })
    expect(rule).to.be.closeTo(d, 1e-9)
  })

  agree(
    'TET and TIT: how long, and how deep, an approach at constant speeds is below the threshold',
    fc.tuple(closing, between(0.5, 4)),
    ([p, tau]) => {
      const inputs = { d0: p.d, v1: p.v1, v2: p.v2, t_end: 3, dt: 1e-3, tau }
      const [from, until] = [Math.max(0, value('TTC', p) - tau), value('TTC', p)]
      const ramp = Math.max(0, Math.min(3, until) - from)
      const after = Math.max(0, 3 - until)
      expect(value('TET', inputs)).to.be.closeTo(ramp + after, 3e-3)
      // Full depth once they touch.
      const area = ramp * (tau - until + from) + (ramp * ramp) / 2 + after * tau
      expect(value('TIT', inputs)).to.be.closeTo(area, 3e-3 * (1 + tau))
    },
  )

  agree('Crash index: of the speeds at the meeting', fc.tuple(closing, between(0, 2)), ([p, a]) => {
    const met = gaps({ ...p, ego: () => a }).findIndex((gap) => gap <= 0)
    const [t, own] = [met * STEP, p.v1 + a * met * STEP]
    const index = (own * own - p.v2 * p.v2) / (2 * t)
    expect(value('CrI', { ...p, a1: a }) / index).to.be.closeTo(1, 0.05)
  })
})

describe('criticality: impacts and chances, reckoned another way', () => {
  const masses = fc.record({ m1: between(200, 3000), m2: between(200, 30000) })
  const velocity = fc.tuple(between(-30, 30), between(-30, 30))

  agree('Delta-v and CI: two bodies that stick together', fc.tuple(masses, velocity, velocity), (drawn) => {
    const [{ m1, m2 }, v1, v2] = drawn
    const common = [0, 1].map((i) => (m1 * v1[i] + m2 * v2[i]) / (m1 + m2))
    const squared = ([x, y]: readonly number[]): number => x * x + y * y
    const change = Math.sqrt(squared([common[0] - v1[0], common[1] - v1[1]]))
    expect(value('Delta-v', { m1, m2, v1, v2 })).to.be.closeTo(change, 1e-9)
    const lost = (m1 * squared(v1) + m2 * squared(v2) - (m1 + m2) * squared(common)) / 2
    expect(value('CI', { m1, m2, v1, v2, alpha: 1, beta: 1, pet: 0 })).to.be.closeTo(lost, 1e-6 * (1 + lost))
  })

  agree(
    'CS: the change of velocity that is left after braking to the impact',
    fc.tuple(masses, closing, between(0, 6)),
    ([{ m1, m2 }, { v1, v2 }, a]) => {
      const tta = a > 0 ? (0.9 * (v1 - v2)) / a : 1
      const left = value('Delta-v', { m1, m2, v1: v1 - a * tta, v2 })
      expect(value('CS', { m1, m2, v1, v2, tta, a1: -a })).to.be.closeTo(left, 1e-9)
    },
  )

  agree(
    'P_MC and CPI: a normal density summed up',
    fc.record({ mean: between(5, 30), sd: between(0.5, 5), d: between(5, 60), v2: between(0, 20) }),
    ({ mean, sd, d, v2 }) => {
      const above = (x: number): number => {
        const cells = 20_000
        let [sum, all] = [0, 0]
        for (let i = 0; i < cells; i++) {
          const z = -9 + (18 * (i + 0.5)) / cells
          const density = Math.exp((-z * z) / 2)
          all += density
          if (mean + sd * z > x) sum += density
        }
        return sum / all
      }
      const speed = { type: 'normal', mean, sd }
      expect(value('P_MC', { d, v1_dist: speed, v2, horizon: 2 })).to.be.closeTo(above(v2 + d / 2), 1e-3)
      expect(value('CPI', { a_req: [-v2], madr: speed })).to.be.closeTo(1 - above(v2), 1e-3)
    },
  )
})
