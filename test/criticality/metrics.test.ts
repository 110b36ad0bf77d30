import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import { InputMistakes, measure, METRICS, type Inputs } from '../../src/criticality/index.ts'

interface Case {
  readonly id: string
  readonly metric: string
  readonly unit: string
  readonly inputs: Inputs
  readonly expected: number | string | null
  readonly tol: number
}

const { cases } = JSON.parse(
  readFileSync(new URL('../fixtures/metrics/cases.json', import.meta.url), 'utf8'),
) as { cases: readonly Case[] }

describe('criticality: reference cases', () => {
  for (const { id, metric, unit, inputs, expected, tol } of cases) {
    it(`${id}: ${metric}`, () => {
      const { value, reason, ...measured } = measure(metric, inputs)
      const due = typeof expected === 'string' ? Number(expected) : expected
      if (due === null || !Number.isFinite(due)) expect(value).to.equal(due)
      else expect(value).to.be.closeTo(due, tol)
      expect(reason === null).to.equal(value !== null)
      expect(measured.unit).to.equal(unit)
    })
  }

  it('has every metric of the cases under the very name that they give it', () => {
    const names = METRICS.map((m) => m.name)
    expect(names).to.include.members([...new Set(cases.map((c) => c.metric))])
  })
})

describe('criticality: metrics where reference tools go wrong', () => {
  const value = (metric: string, inputs: Inputs): number | null => measure(metric, inputs).value

  it('says why there is no post-encroachment time when both are in the area together', () => {
    const actor = { s_front0: -10, v: 10, length: 4 }
    const both = measure('PET', { actor1: actor, actor2: actor, ca_length1: 4, ca_length2: 4 })
    const reason = 'both actors are in the conflict area together'
    expect(both).to.deep.equal({ value: null, unit: 's', reason })
  })

  it('gives the same post-encroachment time whoever is named first, and Infinity when one never comes', () => {
    const early = { s_front0: -10, v: 10, length: 4 }
    const late = { s_front0: -40, v: 8, length: 4 }
    const areas = { ca_length1: 4, ca_length2: 4 }
    expect(value('PET', { actor1: early, actor2: late, ...areas })).to.equal(
      value('PET', { actor1: late, actor2: early, ...areas }),
    )
    expect(value('PET', { actor1: early, actor2: { ...late, v: 0 }, ...areas })).to.equal(Infinity)
  })

  it('stops a braking car at a standstill: stop-aware time to collision', () => {
    // The leader stops after 2 s and 10 m; ego at 10 m/s then needs 10 m more of the 25 m: 3.5 s in all.
    expect(value('MTTC (stop-aware)', { d: 25, v1: 10, v2: 10, a1: 0, a2: -5 })).to.be.closeTo(3.5, 1e-9)
    // The plain formula has it roll backwards, and comes too early.
    expect(value('MTTC', { d: 25, v1: 10, v2: 10, a1: 0, a2: -5 })).to.be.closeTo(Math.sqrt(10), 1e-9)
    // Ego stops 5 m short.
    expect(value('MTTC (stop-aware)', { d: 15, v1: 10, v2: 0, a1: -5, a2: 0 })).to.equal(Infinity)
    expect(value('MTTC (stop-aware)', { d: 10, v1: 0, v2: 0, a1: 0, a2: 0 })).to.equal(Infinity)
  })

  it('brakes ego to where the leader will stand when that is what counts', () => {
    // Leader: 10 m/s, -8 m/s^2: stands after 6.25 m. Ego must stop within 20 + 6.25 m.
    expect(value('a_long,req', { d: 20, v1: 20, v2: 10, a2: -8 })).to.be.closeTo(-400 / (2 * 26.25), 1e-9)
    // Slower than a braking leader, ego must still brake.
    expect(value('a_long,req', { d: 5, v1: 9, v2: 10, a2: -8 })).to.be.closeTo(-81 / (2 * 11.25), 1e-9)
    expect(value('a_long,req', { d: 20, v1: 10, v2: 15, a2: 0 })).to.equal(0)
  })

  it('has the time to steer and the lateral need of the references behind STN and TTR', () => {
    expect(value('a_lat,req', { ttc: 3, w1: 1.8, w2: 1.8, dy: 0.4 })).to.be.closeTo(0.3111111111, 1e-9)
    expect(value('TTS', { ttc: 3, w1: 1.8, w2: 1.8, dy: 0.4, a_lat_max: 5 })).to.be.closeTo(
      2.2516685226,
      1e-9,
    )
    expect(value('TTS', { ttc: 0.2, w1: 1.8, w2: 1.8, dy: 0, a_lat_max: 5 })).to.equal(-Infinity)
  })

  it('integrates time to collision below the threshold', () => {
    // TTC falls from 3 s at 1 s/s to 0.5 s: 1 s below 1.5 s, mean depth 0.5 s.
    const inputs = { d0: 30, v1: 25, v2: 15, t_end: 2.5, dt: 0.001, tau: 1.5 }
    expect(value('TET', inputs)).to.be.closeTo(1, 2e-3)
    expect(value('TIT', inputs)).to.be.closeTo(0.5, 2e-3)
    expect(value('TTCE', { rel_pos: [40, 10], rel_vel: [-10, -1] })).to.be.closeTo(410 / 101, 1e-9)
  })

  it('gives chances that agree with tables of the normal distribution, far into the tail', () => {
    const chance = (sds: number): number | null =>
      value('P_MC (exact reference)', {
        d: 10,
        v1_dist: { type: 'normal', mean: 20 - sds, sd: 1 },
        v2: 10,
        horizon: 1,
      })
    expect(chance(0)).to.be.closeTo(0.5, 1e-15)
    expect(chance(1)).to.be.closeTo(0.158655253931457, 1e-13)
    expect(chance(-3)).to.be.closeTo(0.99865010196837, 1e-13)
    expect(chance(5)! / 2.866515718791939e-7).to.be.closeTo(1, 1e-10)
    const uniform = { type: 'uniform', min: 15, max: 25 }
    expect(value('P_MC (exact reference)', { d: 10, v1_dist: uniform, v2: 10, horizon: 1 })).to.equal(0.5)
  })

  it('names every mistake at once, and what was probably meant', () => {
    const mistakesOf = (metric: string, inputs: Inputs): readonly string[] => {
      try {
        measure(metric, inputs)
      } catch (error) {
        if (error instanceof InputMistakes) return error.mistakes
        throw error
      }
      return []
    }
    expect(mistakesOf('TTC', { d: 'far', v1: 2, v22: 1 })).to.deep.equal([
      `input 'd' is "far"; expected a number (m)`,
      `input 'v2' is missing; expected a number (m/s)`,
      `there is no input 'v22'; expected d, v1, v2; did you mean 'v2'?`,
    ])
    expect(mistakesOf('DRACC', {})).to.deep.equal(["no metric is called 'DRACC'; did you mean 'DRAC'?"])
    expect(mistakesOf('DCE', { rel_pos: [1, 2, 3] })).to.have.lengthOf(2)
    expect(mistakesOf('P_MC', { d: 1, v1_dist: { type: 'cauchy' }, v2: 1, horizon: 1 })).to.have.lengthOf(1)
    expect(mistakesOf('PET', { actor1: { v: 'x' }, actor2: 3, ca_length: 4 })).to.have.lengthOf(2)
    // What another metric has a use for is no slip of the pen.
    expect(mistakesOf('TTC', { d: 1, v1: 2, v2: 1, a1: 0, note: 'x' })).to.deep.equal([])
  })

  it('finds a metric in any usual spelling', () => {
    const inputs = { d: 30, v1: 25, v2: 15, a2: -2 }
    for (const name of ['a_long,req', 'A_long_req', 'a long req', 'required longitudinal acceleration'])
      expect(value(name, inputs)).to.be.closeTo(-11 / 3, 1e-9)
    expect(value('THW', inputs)).to.equal(value('THW (net gap)', inputs))
    expect(value('ttc2d (oriented boxes)', { A: still(0, 0), B: still(10, 0) })).to.equal(Infinity)
  })
})

const still = (x: number, y: number): Inputs => ({ x, y, heading: 0, vx: 0, vy: 0, l: 4, w: 2 })

describe('criticality: each metric at its edges', () => {
  const cases: readonly (readonly [string, Inputs, number | null])[] = [
    ['TTC', { d: 10, v1: 10, v2: 10 }, Infinity],
    ['TTC', { d: 10, v1: 0, v2: 0 }, Infinity],
    ['TTC', { d: -1, v1: 0, v2: 9 }, 0],
    ['TTC', { d: 30, v1: 10, v2: -5 }, 2],
    ['MTTC', { d: 18, v1: 10, v2: 10, a1: 0, a2: -4 }, 3],
    ['MTTC', { d: 0, v1: 1, v2: 2, a1: 0, a2: 0 }, 0],
    // Ego stops after 4 s and 40 m, the leader after 2 s and 10 m: 30 m apart at first, they just touch.
    ['MTTC (stop-aware)', { d: 30, v1: 20, v2: 10, a1: -5, a2: -5 }, 4],
    ['MTTC (stop-aware)', { d: 30.001, v1: 20, v2: 10, a1: -5, a2: -5 }, Infinity],
    ['THW', { d: 10, v1: -1 }, Infinity],
    ['THW', { d: -1, v1: 10 }, 0],
    ['THW (gross)', { d: 10, v1: 0, l2: 4 }, Infinity],
    ['DRAC', { d: 0, v1: 2, v2: 1 }, Infinity],
    ['DRAC', { d: 0, v1: 1, v2: 1 }, 0],
    ['DRAC', { d: 30, v1: 25, v2: 15 }, 10 / 6],
    ['MDRAC', { d: 30, v1: 25, v2: 15, prt: 3 }, Infinity],
    ['MDRAC', { d: 30, v1: 15, v2: 25, prt: 1 }, 0],
    ['DST', { d: 15, v1: 25, v2: 15, ts: 1 }, Infinity],
    ['DST', { d: 15, v1: 15, v2: 15, ts: 1 }, 0],
    ['PSD', { d_ca: 10, v: 0, a_max: 8 }, Infinity],
    ['PICUD', { d: 20, v1: 20, v2: 15, a: 3.3, prt: 1 }, 20 - 175 / 6.6 - 20],
    ['PICUD', { d: 20, v1: 0, v2: 0 }, 20],
    ['a_long,req', { d: 30, v1: 25, v2: 0, a2: 0 }, -625 / 60],
    ['a_long,req', { d: 30, v1: 0, v2: 0, a2: -3 }, 0],
    ['a_long,req', { d: 0, v1: 5, v2: 0, a2: 0 }, -Infinity],
    ['a_lat,req', { ttc: 'Infinity', w1: 2, w2: 2, dy: 0 }, 0],
    ['a_lat,req', { ttc: 0, w1: 2, w2: 2, dy: 0 }, Infinity],
    ['a_lat,req', { d: 30, v1: 25, v2: 15, w1: 1.8, w2: 1.8, y1: 1, y2: 1.4 }, 2.8 / 9],
    // It drifts 1 m to the same side until then: the way out on the other side is 1 m shorter.
    ['a_lat,req', { ttc: 2, w1: 2, w2: 2, dy: 0, vy: 0.5 }, 0.5],
    ['a_lat,req', { ttc: 2, w1: 2, w2: 2, dy: 2.5 }, 0],
    ['BTN', { a_long_req: 0, a_long_min: -8 }, 0],
    ['BTN', { a_long_req: -4, a_long_min: 8 }, null],
    ['STN', { a_lat_req: 5, a_lat_max: 5 }, 1],
    ['TTB', { d: 0, v1: 5, v2: 9, a_max: 8 }, -Infinity],
    ['TTB', { d: 10, v1: 5, v2: 9, a_max: 8 }, Infinity],
    ['TTB', { d: 1, v1: 25, v2: 5, a_max: 8 }, -Infinity],
    ['TTS', { ttc: 'Infinity', w1: 2, w2: 2, dy: 0, a_lat_max: 5 }, Infinity],
    ['TTR', { ttb: '-Infinity', tts: '-Infinity', ttk: '-Infinity' }, -Infinity],
    ['PET', { t_exit1: 3.85, t_entry2: 5 }, 1.15],
    ['ET', { v: 10, length: 4.5, ca_length: 4 }, 0.85],
    ['ET', { v: 0, length: 4.5, ca_length: 4 }, Infinity],
    ['PrET', { dist1: 30, v1: 0, dist2: 40, v2: 8 }, Infinity],
    ['PrET', { dist1: -3, v1: 3, dist2: 40, v2: 8 }, Infinity],
    ['SPrET', { dist1: 30, v1: 10, dist2: 40, v2: 8 }, 16],
    ['TTCE', { rel_pos: [10, 0], rel_vel: [5, 0] }, 0],
    ['DCE', { rel_pos: [3, 4], rel_vel: [0, 0] }, 5],
    ['DCE', { p1: [1, 1], p2: [41, 11], v1: [10, 1], v2: [0, 0] }, 60 / Math.sqrt(101)],
    ['TET', { ttc: [3, 1, 1, 'Infinity'], dt: 0.5, tau: 1.5 }, 1],
    ['TIT', { ttc: [3, 1, 1, 'Infinity'], dt: 0.5, tau: 1.5 }, 0.5],
    ['WTTC', { rel_pos: [2, 0], rel_vel: [0, 0], r1: 1, r2: 1, a_max: 8 }, 0],
    // From rest 20 m - 4 m apart, 8 m/s^2 towards each other: 16 = 16 t^2 / 2.
    ['WTTC', { rel_pos: [20, 0], rel_vel: [0, 0], r1: 2, r2: 2, a1: 8, a2: 8 }, Math.SQRT2],
    // On one line, closing at 10 m/s: 30 = 10 t + 8 t^2.
    ['WTTC', { d: 30, v1: 25, v2: 15, a_max: 8 }, (-10 + Math.sqrt(100 + 960)) / 16],
    ['WTTC', { d: 30, v1: 5, v2: 15, a_max: 0 }, Infinity],
    ['WTTC', { d: 30, v1: 15, v2: 5, a_max: 0 }, 3],
    // Intel's ad-rss-lib: 2 * (v rho + a rho^2/2 + (v + rho a)^2 / 2b), and 3 m/s^2 for the correct car.
    [
      'RSS opposite',
      { v1: 10, v2: -10, rho: 1, a_max: 2, b_min: 4, b_min_correct: 3 },
      11 + 144 / 8 + 11 + 144 / 6,
    ],
    ['Delta-v', { m1: 1500, m2: 2000, v1: [20, 0], v2: [0, 10] }, (4 / 7) * Math.sqrt(500)],
    ['Delta-v', { m1: 1500, m2: 1500, v1: [20, 0], v2: [-20, 0] }, 20],
    ['Delta-v', { m1: 1500, m2: 2000, v1: 20, v2: 20 }, 0],
    ['CS', { m1: 1500, m2: 1500, v1: [20, 0], v2: [0, 0], tta: 1, a1: -4 }, 8],
    ['CS', { delta_v: 10, tta: 1, a1: 4, m1: 1500, m2: 1500 }, 8],
    ['Joksch fatality', { delta_v: 50 }, 1],
    ['Crash Index CrI', { d: 30, v1: 15, v2: 25, a1: 0, a2: 0 }, 0],
    ['CI', { m1: 1, m2: 1, v1: 2, v2: 0, alpha: 1, beta: 1, pet: 'Infinity' }, 0],
    ['CPI', { drac: [8, 8], madr: { type: 'normal', mean: 8, sd: 1.4 } }, 0.5],
    ['CPI', { a_long_req: [-8, 0], a_long_min: { type: 'uniform', min: -10, max: -6 } }, 0.25],
    ['P_MC', { d: 0, v1_dist: { type: 'normal', mean: 1, sd: 1 }, v2: 15, horizon: 2 }, 1],
    ['P_MC', { d: 20, v1_dist: { type: 'normal', mean: 25, sd: 0 }, v2: 10, horizon: 2 }, 1],
    ['TTC 2-D', { A: still(0, 0), B: still(4, 0) }, 0],
    ['TTC 2-D', { A: still(0, 0), B: { ...still(10, 0), vx: -2 } }, 3],
  ]
  for (const [metric, inputs, expected] of cases)
    it(`${metric} ${JSON.stringify(inputs)}`, () => {
      const { value } = measure(metric, inputs)
      if (expected === null || !Number.isFinite(expected)) expect(value).to.equal(expected)
      else expect(value).to.be.closeTo(expected, 1e-9)
    })

  it('every metric has a unit, a formula and a source, and no name twice', () => {
    const names = METRICS.flatMap((m) => [m.name, ...m.also]).map((n) => n.toLowerCase())
    expect(new Set(names).size).to.equal(names.length)
    for (const m of METRICS) for (const text of [m.unit, m.formula, m.source]) expect(text).to.not.equal('')
  })
})
