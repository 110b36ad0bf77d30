/** Metrics: how long, how bad, how likely. */
import { chanceOfMeeting, crashPotential, mirrored, type SpeedDistribution } from './chance.ts'
import { timeExposed, timeIntegrated } from './exposure.ts'
import { crashIndex, timeToCollision } from './following.ts'
import { distribution, number, optional, positive, series, vector } from './inputs.ts'
import { form, type Form, type Metric } from './metric.ts'
import { conflictIndex, conflictSeverity, deltaV, fatalityOf } from './severity.ts'
import { d, v1, v2, a1, a2, m1, m2 } from './symbols.ts'

/** Time to collision at constant speeds every dt from 0 up to, not with, t_end. */
const ttcSeries = (d0: number, u1: number, u2: number, end: number, dt: number): readonly number[] =>
  Array.from({ length: Math.round(end / dt) }, (_, k) => timeToCollision(d0 - (u1 - u2) * k * dt, u1, u2))

const exposure = (of: (ttcs: readonly number[], dt: number, tau: number) => number): readonly Form[] => {
  const step = { dt: positive('s', 'step'), tau: number('s', 'threshold', 'ttc_threshold') }
  return [
    form({ ttc: series('s', 'ttcs', 'ttc_series', 'series'), ...step }, (i) => of(i.ttc, i.dt, i.tau)),
    form({ d0: number('m', 'd'), v1, v2, t_end: positive('s', 'T', 'duration'), ...step }, (i) =>
      of(ttcSeries(i.d0, i.v1, i.v2, i.t_end, i.dt), i.dt, i.tau),
    ),
  ]
}

/** What a deceleration may be at most: a distribution, or its mean and deviation. */
const madr = { madr_mean: number('m/s^2', 'mean'), madr_sd: number('m/s^2', 'sd', 'madr_std', 'sigma') }
const needed = series('m/s^2', 'drac', 'dracs', 'a_long_req', 'a_req_series', 'decel')
const asPositive = (of: SpeedDistribution): SpeedDistribution =>
  (of.type === 'uniform' ? of.max : of.mean) < 0 ? mirrored(of) : of

/** How long, how bad, how likely. */
export const OUTCOME: readonly Metric[] = [
  {
    name: 'TET',
    also: ['time exposed TTC'],
    title: 'time exposed to a low time to collision',
    unit: 's',
    formula: 'integral of 1[TTC <= tau] dt, left Riemann sum',
    source: 'Minderhoud & Bovy 2001',
    edges: '',
    forms: exposure(timeExposed),
  },
  {
    name: 'TIT',
    also: ['time integrated TTC'],
    title: 'time-integrated time to collision',
    unit: 's^2',
    formula: 'integral of max(0, tau - TTC) dt, left Riemann sum',
    source: 'Minderhoud & Bovy 2001',
    edges: '',
    forms: exposure(timeIntegrated),
  },
  {
    name: 'Delta-v',
    also: ['dv', 'delta v'],
    title: 'change of velocity of 1 in a plastic impact',
    unit: 'm/s',
    formula: 'm2 / (m1 + m2) |v1 - v2|, of velocities as vectors',
    source: 'Shelby 2011',
    edges: 'same velocity: 0',
    forms: [
      form({ m1, m2, v1: vector('m/s', 'vel1'), v2: vector('m/s', 'vel2') }, (i) =>
        deltaV(i.m1, i.m2, i.v1, i.v2),
      ),
    ],
  },
  {
    name: 'CS',
    also: ['conflict severity'],
    title: 'conflict severity',
    unit: 'm/s',
    formula: 'Delta-v - TTA |a1| m2 / (m1 + m2)',
    source: 'Bagdadi 2013',
    edges: 'below 0: braking would have been enough',
    forms: [
      form(
        {
          delta_v: number('m/s', 'dv', 'deltav'),
          ...{ tta: number('s', 'ttc', 'TTA', 'ta'), a1: number('m/s^2', 'a', 'a_max', 'a1_min', 'a_min') },
          ...{ m1, m2 },
        },
        (i) => conflictSeverity(i.delta_v, i.tta, i.a1, i.m1, i.m2),
      ),
      form(
        {
          ...{ m1, m2, v1: vector('m/s', 'vel1'), v2: vector('m/s', 'vel2') },
          ...{ tta: number('s', 'ttc', 'TTA', 'ta'), a1: number('m/s^2', 'a', 'a_max', 'a1_min', 'a_min') },
        },
        (i) => conflictSeverity(deltaV(i.m1, i.m2, i.v1, i.v2), i.tta, i.a1, i.m1, i.m2),
      ),
    ],
  },
  {
    name: 'Joksch fatality',
    also: ['Joksch', 'p_fatal', 'fatality', 'Joksch fatality probability'],
    title: 'probability that a driver dies',
    unit: '-',
    formula: 'min(1, (dv / 31.74)^4)',
    source: 'Joksch 1993 (71 mph)',
    edges: 'never above 1',
    forms: [form({ delta_v: number('m/s', 'dv', 'deltav') }, (i) => fatalityOf(i.delta_v))],
  },
  {
    name: 'Crash Index CrI',
    also: ['CrI', 'crash index'],
    title: 'crash index',
    unit: 'm/s^2 * m/s (=(m/s)^2/s)',
    formula: '[(v1 + a1 T)^2 - (v2 + a2 T)^2] / (2 T), T = MTTC, speeds not below 0',
    source: 'Ozbay et al. 2008',
    edges: 'no collision: 0; contact: Infinity',
    forms: [form({ d, v1, v2, a1, a2 }, (i) => crashIndex(i.d, i.v1, i.v2, i.a1, i.a2))],
  },
  {
    name: 'CI',
    also: ['conflict index'],
    title: 'conflict index',
    unit: 'J',
    formula: 'alpha dKe exp(-beta PET), dKe = m1 m2 / (2 (m1 + m2)) |v1 - v2|^2 (plastic impact)',
    source: 'Alhajyaseen 2015',
    edges: 'PET Infinity: 0',
    forms: [
      form(
        {
          ...{ m1, m2, v1: vector('m/s', 'vel1'), v2: vector('m/s', 'vel2') },
          ...{ alpha: optional(number('-'), 1), beta: optional(number('1/s'), 1), pet: number('s', 'PET') },
        },
        (i) => conflictIndex(i.m1, i.m2, i.v1, i.v2, i.alpha, i.beta, i.pet),
      ),
    ],
  },
  {
    name: 'CPI',
    also: ['crash potential index'],
    title: 'crash potential index',
    unit: '-',
    formula: 'mean over time of P(available deceleration < |a_long,req|)',
    source: 'Cunto & Saccomanno 2008',
    edges: 'equal steps of time',
    forms: [
      form({ a_req: needed, madr: distribution('madr_dist', 'a_min', 'a_long_min', 'a_min_dist') }, (i) =>
        crashPotential(i.a_req, asPositive(i.madr)),
      ),
      form({ a_req: needed, ...madr }, (i) =>
        crashPotential(i.a_req, { type: 'normal', mean: Math.abs(i.madr_mean), sd: i.madr_sd }),
      ),
    ],
  },
  {
    name: 'P_MC (exact reference)',
    also: ['P_MC', 'P-MC'],
    title: 'probability of meeting the leader within a horizon',
    unit: '-',
    formula: 'P(v1 > v2 + d / horizon)',
    source: 'Broadhurst et al. 2005, in closed form',
    edges: 'contact: 1',
    forms: [
      form(
        {
          ...{ d, v1_dist: distribution('v1', 'v_dist'), v2 },
          horizon: positive('s', 'H', 'h', 't_h'),
        },
        (i) => chanceOfMeeting(i.d, i.v1_dist, i.v2, i.horizon),
      ),
    ],
  },
]
