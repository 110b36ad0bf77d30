/** Metrics: one car after another on one line, or two towards each other. */
import {
  decelerationAfterReaction,
  decelerationToAvoid,
  decelerationToSafety,
  gapAfterBraking,
  grossHeadway,
  modifiedTtc,
  rssLongitudinal,
  rssOpposite,
  stopAwareTtc,
  stoppingShare,
  timeHeadway,
  timeToCollision,
} from './following.ts'
import { number, optional, positive } from './inputs.ts'
import { form, none, type Metric } from './metric.ts'
import { d, v1, v2, a1, a2, reaction, deceleration } from './symbols.ts'

const SAME_LINE = 'opening or equal speeds: Infinity; contact: 0'

/** One car after another on one line, or two towards each other. */
export const FOLLOWING: readonly Metric[] = [
  {
    name: 'TTC',
    also: [],
    title: 'time to collision',
    unit: 's',
    formula: 'd / (v1 - v2)',
    source: 'Hayward 1972',
    edges: `${SAME_LINE}; never |v1 - v2|`,
    forms: [form({ d, v1, v2 }, (i) => timeToCollision(i.d, i.v1, i.v2))],
  },
  {
    name: 'MTTC',
    also: ['modified TTC'],
    title: 'modified time to collision',
    unit: 's',
    formula: 'least t > 0 of (a1 - a2)/2 t^2 + (v1 - v2) t = d',
    source: 'Ozbay et al. 2008, doi 10.3141/2083-12',
    edges: 'no positive root: Infinity; contact: 0; a braking car goes on backwards (see the stop-aware one)',
    forms: [form({ d, v1, v2, a1, a2 }, (i) => modifiedTtc(i.d, i.v1, i.v2, i.a1, i.a2))],
  },
  {
    name: 'MTTC (stop-aware)',
    also: ['stop-aware MTTC', 'stop-aware TTC', 'TTC (stop-aware)', 'MTTC stop'],
    title: 'modified time to collision of cars that stay where they stop',
    unit: 's',
    formula: 'first t >= 0 with x1(t) = x2(t) + d, each at constant acceleration until it stands',
    source: 'derived from Ozbay et al. 2008',
    edges: 'they stop or open before they meet: Infinity; contact: 0',
    forms: [form({ d, v1, v2, a1, a2 }, (i) => stopAwareTtc(i.d, i.v1, i.v2, i.a1, i.a2))],
  },
  {
    name: 'THW (net gap)',
    also: ['THW', 'time headway', 'THW net', 'headway'],
    title: 'time headway, bumper to bumper',
    unit: 's',
    formula: 'd / v1',
    source: 'Jansson 2005',
    edges: 'follower stands: Infinity; contact: 0',
    forms: [form({ d, v1 }, (i) => timeHeadway(i.d, i.v1))],
  },
  {
    name: 'THW (front-to-front)',
    also: ['THW gross', 'THW (gross)', 'gross THW'],
    title: 'time headway, front to front',
    unit: 's',
    formula: '(d + l2) / v1',
    source: 'Vogel 2003',
    edges: 'follower stands: Infinity',
    forms: [form({ d, v1, l2: number('m', 'length2', 'l_lead') }, (i) => grossHeadway(i.d, i.v1, i.l2))],
  },
  {
    name: 'DRAC',
    also: [],
    title: 'deceleration rate to avoid a crash',
    unit: 'm/s^2',
    formula: '(v1 - v2)^2 / (2 d)',
    source: 'Archer 2005',
    edges: 'opening or equal speeds: 0; closing in contact: Infinity',
    forms: [form({ d, v1, v2 }, (i) => decelerationToAvoid(i.d, i.v1, i.v2))],
  },
  {
    name: 'MDRAC',
    also: ['modified DRAC'],
    title: 'modified deceleration rate to avoid a crash',
    unit: 'm/s^2',
    formula: '(v1 - v2) / (2 (TTC - prt))',
    source: 'Fu & Sayed 2021, as in the SSM device of SUMO (threshold 3.4)',
    edges: 'opening or equal speeds: 0; TTC <= prt: Infinity',
    forms: [form({ d, v1, v2, prt: reaction }, (i) => decelerationAfterReaction(i.d, i.v1, i.v2, i.prt))],
  },
  {
    name: 'DST',
    also: ['deceleration to safety time'],
    title: 'deceleration to safety time',
    unit: 'm/s^2',
    formula: '(v1 - v2)^2 / (2 (d - v2 ts))',
    source: 'Hupfer 1997',
    edges: 'opening or equal speeds: 0; closing with d <= v2 ts: Infinity',
    forms: [
      form({ d, v1, v2, ts: number('s', 't_s', 'tau') }, (i) => decelerationToSafety(i.d, i.v1, i.v2, i.ts)),
    ],
  },
  {
    name: 'PSD',
    also: ['proportion of stopping distance'],
    title: 'proportion of stopping distance',
    unit: '-',
    formula: 'd_ca / (v^2 / (2 a_max)); below 1 there is no return',
    source: 'Allen et al. 1978',
    edges: 'it stands: Infinity; it is past the area (d_ca below 0): no value',
    forms: [
      form(
        { d_ca: number('m', 'd', 'dist', 'rd'), v: number('m/s', 'v1', 'speed'), a_max: deceleration },
        (i) => (i.d_ca < 0 ? none('it is past the conflict area') : stoppingShare(i.d_ca, i.v, i.a_max)),
      ),
    ],
  },
  {
    name: 'PICUD',
    also: ['possibility index for collision with urgent deceleration'],
    title: 'gap left when both brake to a stop',
    unit: 'm',
    formula: 'd + (v2^2 - v1^2) / (2 a) - v1 prt',
    source: 'Uno et al. 2002 (a = 3.3 m/s^2, prt = 1 s)',
    edges: 'below 0: they collide',
    forms: [
      form({ d, v1, v2, a: optional(deceleration, 3.3), prt: optional(reaction, 1) }, (i) =>
        gapAfterBraking(i.d, i.v1, i.v2, i.a, i.prt),
      ),
    ],
  },
  {
    name: 'RSS d_min longitudinal same direction',
    also: ['RSS longitudinal', 'RSS d_min longitudinal', 'RSS same direction', 'RSS'],
    title: 'RSS safe distance behind another',
    unit: 'm',
    formula: 'max(0, v_r rho + a_max rho^2/2 + (v_r + rho a_max)^2/(2 b_min) - v_f^2/(2 b_max))',
    source: 'Shalev-Shwartz et al. 2017, definition 1',
    edges: 'never below 0; one of them drives backwards: no value',
    forms: [
      form(
        {
          ...{ v_r: number('m/s', 'v1', 'v_rear'), v_f: number('m/s', 'v2', 'v_front'), rho: reaction },
          a_max: number('m/s^2', 'a_max_accel', 'a_accel'),
          b_min: positive('m/s^2', 'a_min_brake'),
          b_max: positive('m/s^2', 'a_max_brake'),
        },
        (i) =>
          i.v_r < 0 || i.v_f < 0
            ? none('one of them drives backwards: they do not drive in the same direction')
            : rssLongitudinal(i.v_r, i.v_f, i.rho, i.a_max, i.b_min, i.b_max),
      ),
    ],
  },
  {
    name: 'RSS d_min longitudinal opposite direction',
    also: ['RSS opposite', 'RSS d_min opposite direction', 'RSS d_min opposite', 'RSS opposite direction'],
    title: 'RSS safe distance to one who comes towards',
    unit: 'm',
    formula:
      'way(|v1|, b_min_correct) + way(|v2|, b_min), way(v, b) = (v + w)/2 rho + w^2/(2 b), w = v + rho a_max',
    source: 'Shalev-Shwartz et al. 2017, definition 2',
    edges: '1 is in its correct lane; the sign of v2 is not asked',
    forms: [
      form(
        {
          ...{ v1: number('m/s', 'v_1', 'v_correct'), v2: number('m/s', 'v_2', 'v_opposite') },
          ...{ rho: reaction, a_max: number('m/s^2', 'a_max_accel', 'a_accel') },
          b_min: positive('m/s^2', 'a_min_brake'),
          b_min_correct: positive('m/s^2', 'b_correct', 'a_min_brake_correct'),
        },
        (i) => rssOpposite(i.v1, i.v2, i.rho, i.a_max, i.b_min_correct, i.b_min),
      ),
    ],
  },
]
