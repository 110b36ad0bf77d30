/** Samplers and joint distributions, against what they promise: strata, evenness, shares, ranks. */
import { expect } from 'chai'
import { halton, sobol, SOBOL_DIMENSIONS } from '../../src/math/index.ts'
import { coverageOf, type SweepRow } from '../../src/run/index.ts'
import {
  asSettings,
  planSweep,
  sampleScenario,
  type Sampler,
  type Scenario,
  type SweepPlan,
} from '../../src/scenario/index.ts'
import { load, scenario } from './memory.ts'

const loaded = (
  parts: Readonly<Record<string, string>>,
  set: Readonly<Record<string, string>> = {},
): Scenario => {
  const { scenario: found, diagnostics } = load(scenario(parts), set)
  expect(diagnostics, JSON.stringify(diagnostics)).to.deep.equal([])
  return found!
}
const used = '["v + w > 0 m/s", "mu < 1"]'
const three = (where = used): Scenario =>
  loaded({
    params:
      '{v: {uniform: [10 m/s, 20 m/s]}, w: {normal: {mean: 5 m/s, sd: 1 m/s}, truncate: [1 m/s, 9 m/s]}, mu: {choice: [0.1, 0.2, 0.3]}}',
    where,
  })
const plan = (sampler: Sampler, runs: number | null, levels: SweepPlan['levels'] = {}): SweepPlan => ({
  sampler,
  runs,
  levels,
})
const valuesOf = (of: Scenario, made: ReturnType<typeof planSweep>, name: string): number[] =>
  made.runs.map(({ seed, parameters }) => Number((parameters ?? sampleScenario(of, seed).parameters)[name]))
const correlationOf = (a: readonly number[], b: readonly number[]): number => {
  const mean = (x: readonly number[]): number => x.reduce((s, v) => s + v, 0) / x.length
  const [ma, mb] = [mean(a), mean(b)]
  const sum = (f: (i: number) => number): number => a.reduce((s, _, i) => s + f(i), 0)
  return (
    sum((i) => (a[i] - ma) * (b[i] - mb)) /
    Math.sqrt(sum((i) => (a[i] - ma) ** 2) * sum((i) => (b[i] - mb) ** 2))
  )
}
const ranks = (x: readonly number[]): number[] => {
  const order = x.map((_, i) => i).sort((i, k) => x[i] - x[k])
  const rank: number[] = []
  order.forEach((i, place) => (rank[i] = place))
  return rank
}

describe('low-discrepancy sequences', () => {
  it('Sobol: the first 2^k points of every dimension fall into 2^k different parts', () => {
    for (let dimension = 0; dimension < SOBOL_DIMENSIONS; dimension++) {
      const parts = new Set(Array.from({ length: 256 }, (_, i) => Math.floor(sobol(i, dimension) * 256)))
      expect(parts.size, `dimension ${dimension}`).to.equal(256)
    }
    // The published beginning of the first three dimensions (in the order of plain binary, not Gray code).
    const points = [0, 1, 2, 3].map((i) => [0, 1, 2].map((d) => sobol(i, d)))
    expect(points).to.deep.equal([
      [0, 0, 0],
      [0.5, 0.5, 0.5],
      [0.25, 0.75, 0.75],
      [0.75, 0.25, 0.25],
    ])
  })

  it('Sobol: pairs of neighbouring dimensions fill a grid of 16 by 16 with 256 points', () => {
    const cells = (d: number): number =>
      new Set(
        Array.from(
          { length: 256 },
          (_, i) => Math.floor(sobol(i, d) * 16) * 16 + Math.floor(sobol(i, d + 1) * 16),
        ),
      ).size
    expect(cells(0)).to.equal(256)
    for (let d = 1; d < 8; d++) expect(cells(d), `dimensions ${d}, ${d + 1}`).to.be.greaterThan(100)
  })

  it('Sobol: scrambling keeps every dimension even, and moves every point', () => {
    for (let dimension = 0; dimension < SOBOL_DIMENSIONS; dimension += 5) {
      const points = Array.from({ length: 256 }, (_, i) => sobol(i, dimension, 12345 + dimension))
      expect(new Set(points.map((u) => Math.floor(u * 256))).size, `dimension ${dimension}`).to.equal(256)
      expect(points).not.to.deep.equal(points.map((_, i) => sobol(i, dimension)))
    }
    // Pairs stay a net too: 256 points, one in each cell of 16 by 16.
    const cells = new Set(
      Array.from(
        { length: 256 },
        (_, i) => Math.floor(sobol(i, 0, 7) * 16) * 16 + Math.floor(sobol(i, 1, 99) * 16),
      ),
    )
    expect(cells.size).to.equal(256)
  })

  it('Halton: the radical inverses of 1, 2, 3, ...', () => {
    expect([0, 1, 2, 3].map((i) => halton(i, 0))).to.deep.equal([1 / 2, 1 / 4, 3 / 4, 1 / 8])
    expect([0, 1, 2].map((i) => Number(halton(i, 1).toFixed(12)))).to.deep.equal(
      [1 / 3, 2 / 3, 1 / 9].map((x) => Number(x.toFixed(12))),
    )
  })
})

describe('sweep plans', () => {
  it('uniform: the seeds themselves', () => {
    const { runs, rejected } = planSweep(three(), plan('uniform', 3), 40)
    expect(runs).to.deep.equal([40, 41, 42].map((seed) => ({ seed, parameters: null })))
    expect(rejected).to.equal(0)
  })

  it('latin hypercube: one run in every stratum of every parameter', () => {
    const of = three()
    const made = planSweep(of, plan('latin-hypercube', 50), 1)
    const strata = new Set(valuesOf(of, made, 'v').map((v) => Math.floor((v - 10) * 5)))
    expect(strata.size).to.equal(50)
    const choices = valuesOf(of, made, 'mu')
    for (const mu of [0.1, 0.2, 0.3]) expect(choices.filter((x) => x === mu).length).to.be.within(16, 17)
  })

  it('Halton and Sobol: more even than chance, and the same again', () => {
    const of = three()
    /** Largest gap between neighbours of 64 values, in tenths of the range. */
    const gap = (sampler: Sampler): number => {
      const v = valuesOf(of, planSweep(of, plan(sampler, 64), 1), 'v').sort((a, b) => a - b)
      return Math.max(...v.slice(1).map((x, i) => x - v[i]))
    }
    expect(gap('halton')).to.be.below(0.35)
    expect(gap('sobol')).to.be.below(0.35)
    expect(gap('uniform')).to.be.above(0.4)
    expect(planSweep(of, plan('sobol', 9), 5)).to.deep.equal(planSweep(of, plan('sobol', 9), 5))
    expect(planSweep(of, plan('sobol', 9), 5)).not.to.deep.equal(planSweep(of, plan('sobol', 9), 6))
  })

  it('grid: every combination of levels, in the middles of their shares', () => {
    const of = three()
    const made = planSweep(of, plan('grid', null, { v: 4, mu: 3 }), 1)
    expect(made.runs).to.have.length(12)
    expect([...new Set(valuesOf(of, made, 'v'))].sort()).to.deep.equal([11.25, 13.75, 16.25, 18.75])
    expect(new Set(made.runs.map((r) => `${r.parameters!.v} ${r.parameters!.mu}`)).size).to.equal(12)
    expect(new Set(valuesOf(of, made, 'w')).size).to.equal(12)
  })

  it('t-wise: every pair of levels that the constraints allow stands in some run', () => {
    const of = loaded({
      params:
        '{v: {uniform: [10 m/s, 20 m/s]}, w: {normal: {mean: 5 m/s, sd: 1 m/s}}, mu: {weighted: [{value: 0.1, weight: 5}, {value: 0.2, weight: 1}, {value: 0.3, weight: 1}]}, d: {uniform: [1 m, 2 m]}}',
      where: '["v + w > 0 m/s", "mu < 1", "d > 0 m", "mu < 0.25 or v < 17 m/s"]',
    })
    const made = planSweep(of, plan('t-wise', null, { v: 4 }), 1)
    /** Quarters of v, thirds of w and d by their distributions, values of mu. */
    const quarter = (v: number): number => Math.floor((v - 10) / 2.5)
    const third = (w: number): number => (w < 5 - 0.4307 ? 0 : w < 5 + 0.4307 ? 1 : 2)
    const cells = made.runs.map(({ parameters: p }) => [
      ...[quarter(Number(p!.v)), third(Number(p!.w)), Math.round(Number(p!.mu) * 10) - 1],
      Math.floor((Number(p!.d) - 1) * 3),
    ])
    const counts = [4, 3, 3, 3]
    let missing = 0
    for (let a = 0; a < 4; a++)
      for (let b = a + 1; b < 4; b++)
        for (let i = 0; i < counts[a]; i++)
          for (let k = 0; k < counts[b]; k++) if (!cells.some((c) => c[a] === i && c[b] === k)) missing++
    // The fastest quarter, 17.5 m/s and more, never meets the highest friction.
    expect([missing, made.rejected]).to.deep.equal([1, 1])
    expect(cells.some((c) => c[0] === 3 && c[2] === 2)).to.equal(false)
    expect(made.runs.length).to.be.within(12, 20)
    expect(planSweep(of, plan('t-wise', null, { v: 4 }), 1)).to.deep.equal(made)
    const triples = planSweep(of, { ...plan('t-wise', null), strength: 3 }, 1).runs.length
    expect(triples).to.be.within(27, 60)
  })

  it('leave out what breaks the constraints, and count it', () => {
    const of = three('["v > 15 m/s", "w > 0 m/s", "mu < 1"]')
    for (const sampler of ['latin-hypercube', 'halton', 'sobol'] as const) {
      const made = planSweep(of, plan(sampler, 40), 1)
      expect(made.runs, sampler).to.have.length(40)
      expect(Math.min(...valuesOf(of, made, 'v')), sampler).to.be.above(15)
      expect(made.rejected, sampler).to.be.within(25, 60)
    }
    expect(planSweep(of, plan('grid', null, { v: 4 }), 1)).to.deep.include({ rejected: 2 })
  })

  it('say what they cannot do', () => {
    expect(() => planSweep(three(), plan('uniform', null), 1)).to.throw('how many runs')
    expect(() => planSweep(three(), plan('grid', null), 1)).to.throw('levels')
    expect(() =>
      planSweep(three('["v > 19 m/s", "w + mu * 1 m/s > 0 m/s"]'), plan('grid', null, { v: 2 }), 1),
    ).to.throw('no point')
  })

  it('give settings that make the very same run again', () => {
    const of = three()
    const [run] = planSweep(of, plan('halton', 1), 7).runs
    const set = Object.fromEntries(
      asSettings(of, run.parameters!).map((s) => s.split('=') as [string, string]),
    )
    const parts = { params: '', where: used }
    expect(Object.keys(set)).to.deep.equal(['v', 'w', 'mu'])
    const again = loaded(
      {
        ...parts,
        params:
          '{v: {uniform: [10 m/s, 20 m/s]}, w: {normal: {mean: 5 m/s, sd: 1 m/s}, truncate: [1 m/s, 9 m/s]}, mu: {choice: [0.1, 0.2, 0.3]}}',
      },
      set,
    )
    expect(sampleScenario(again, run.seed).parameters).to.deep.equal(run.parameters)
    expect(sampleScenario(again, run.seed)).to.deep.equal(sampleScenario(of, run.seed, run.parameters))
  })
})

describe('joint distributions', () => {
  const draws = (of: Scenario, count: number): ReturnType<typeof sampleScenario>['parameters'][] =>
    Array.from({ length: count }, (_, seed) => sampleScenario(of, seed).parameters)

  it('mixtures have the shares and the quantiles of their parts', () => {
    const of = loaded({
      params:
        '{v: {mixture: [{weight: 3, of: {uniform: [10 m/s, 12 m/s]}}, {weight: 1, of: {uniform: [20 m/s, 22 m/s]}}]}}',
      where: '["v > 0 m/s"]',
    })
    const v = draws(of, 1200).map((p) => Number(p.v))
    expect(v.filter((x) => x <= 12).length / 1200).to.be.closeTo(0.75, 0.04)
    expect(v.every((x) => (x >= 10 && x <= 12) || (x >= 20 && x <= 22))).to.equal(true)
    const grid = planSweep(of, plan('grid', null, { v: 8 }), 1)
    // The middles of eight equal shares: six in the lower part, two in the upper.
    const due = [1, 3, 5, 7, 9, 11].map((k) => 10 + (2 * k) / 12).concat([20.5, 21.5])
    valuesOf(of, grid, 'v').forEach((x, i) => expect(x).to.be.closeTo(due[i], 1e-9))
  })

  it('cases follow the parameters above', () => {
    const of = loaded({
      params:
        '{kind: {weighted: [{value: ice, weight: 1}, {value: snow, weight: 3}]}, mu: {cases: [{when: "kind == \'ice\'", of: {uniform: [0.05, 0.1]}}, {of: {uniform: [0.2, 0.4]}}]}}',
      where: '["mu < 1"]',
    })
    const all = draws(of, 400)
    for (const { kind, mu } of all) expect(Number(mu) <= 0.1).to.equal(kind === 'ice')
    expect(all.filter((p) => p.kind === 'ice').length / 400).to.be.closeTo(0.25, 0.07)
  })

  it("correlations have the rank asked for, and leave each parameter's own distribution", () => {
    const parts = {
      params: '{a: {uniform: [0 m, 1 m]}, b: {exponential: {mean: 2 m}}, c: {uniform: [0 m, 1 m]}}',
      where: '["a + b + c > -1 m"]',
    }
    const of = loaded({ ...parts, correlate: '[{between: [a, b], rank: -0.7}]' })
    const all = draws(of, 1500)
    const column = (name: string): number[] => all.map((p) => Number(p[name]))
    expect(correlationOf(ranks(column('a')), ranks(column('b')))).to.be.closeTo(-0.7, 0.04)
    expect(correlationOf(ranks(column('a')), ranks(column('c')))).to.be.closeTo(0, 0.06)
    const mean = column('b').reduce((s, x) => s + x, 0) / all.length
    expect(mean).to.be.closeTo(2, 0.2)
    // Who is not in it draws what it would draw without.
    expect(column('c')).to.deep.equal(draws(loaded(parts), 1500).map((p) => Number(p.c)))
  }).timeout(180_000)
})

describe('coverage', () => {
  const row = (v: number, more: Partial<SweepRow> = {}): SweepRow => ({
    ...{ scenario: 'test', seed: 1, parameters: { v, mu: 0.2 }, duration_s: 5, class: 'harmless' },
    ...{ classes: ['harmless'], critical: false, collision: false, min_ttc_s: 2, min_ttc_with: null },
    ...{ min_distance_m: 1, max_delta_v_mps: null, loss_of_control: false, verdict: 'passed', digest: '' },
    ...more,
  })

  it('counts runs by bins of parameters and measures, and names the empty ones', () => {
    const of = loaded({
      params: '{v: {uniform: [10 m/s, 20 m/s]}, mu: {choice: [0.1, 0.2]}}',
      where: used.replace(' + w', ''),
      cover: '{v: 2 bins, mu: all, min_ttc: [0 s, 1 s, 2 s], outcome: all}',
    })
    const found = coverageOf(of.cover, [row(12), row(20), row(14, { min_ttc_s: null, class: 'collision' })])
    expect(found).to.deep.equal([
      {
        name: 'v',
        bins: [
          { label: '10 m/s to 15 m/s', count: 2 },
          { label: '15 m/s to 20 m/s', count: 1 },
        ],
        outside: 0,
        uncovered: [],
      },
      {
        name: 'mu',
        bins: [
          { label: '0.1', count: 0 },
          { label: '0.2', count: 3 },
        ],
        outside: 0,
        uncovered: ['0.1'],
      },
      {
        name: 'min_ttc',
        bins: [
          { label: '0 s to 1 s', count: 0 },
          { label: '1 s to 2 s', count: 2 },
        ],
        outside: 1,
        uncovered: ['0 s to 1 s'],
      },
      {
        name: 'outcome',
        bins: [
          { label: 'collision', count: 1 },
          { label: 'near-miss', count: 0 },
          { label: 'harmless', count: 2 },
        ],
        outside: 0,
        uncovered: ['near-miss'],
      },
    ])
  })
})
