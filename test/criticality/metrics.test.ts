import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import { METRICS, type Inputs } from '../../src/criticality/index.ts'

interface Case {
  readonly id: string
  readonly metric: string
  readonly inputs: Inputs
  readonly expected: number | string | null
  readonly tol: number
}

const { cases } = JSON.parse(
  readFileSync(new URL('../fixtures/metrics/cases.json', import.meta.url), 'utf8'),
) as { cases: readonly Case[] }

describe('criticality: reference cases', () => {
  for (const { id, metric, inputs, expected, tol } of cases) {
    if (metric === 'TCI') continue
    it(`${id}: ${metric}`, () => {
      const { value, reason } = METRICS[metric](inputs)
      const due = typeof expected === 'string' ? Number(expected) : expected
      if (due === null || !Number.isFinite(due)) expect(value).to.equal(due)
      else expect(value).to.be.closeTo(due, tol)
      expect(reason === null).to.equal(value !== null)
    })
  }

  it('has every metric of the cases but the trajectory criticality index, which needs an optimiser', () => {
    const missing = new Set(cases.map((c) => c.metric).filter((m) => !(m in METRICS)))
    expect([...missing]).to.deep.equal(['TCI'])
  })
})

describe('criticality: metrics where reference tools go wrong', () => {
  const value = (metric: string, inputs: Inputs): number | null => METRICS[metric](inputs).value

  it('says why there is no post-encroachment time when both are in the area together', () => {
    const actor = { s_front0: -10, v: 10, length: 4 }
    const both = METRICS.PET({ actor1: actor, actor2: actor, ca_length1: 4, ca_length2: 4 })
    expect(both).to.deep.equal({ value: null, reason: 'both actors are in the conflict area together' })
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

  it('names an input that is missing', () => {
    expect(() => METRICS.TTC({ d: 1, v1: 2 })).to.throw(TypeError, "'v2'")
    expect(() => METRICS.DCE({ rel_pos: 3 })).to.throw(TypeError, "'rel_pos'")
    expect(() => METRICS['P_MC (exact reference)']({ d: 1, v1_dist: {}, v2: 1, horizon: 1 })).to.throw(
      TypeError,
    )
  })
})
