/** Metrics: two road users in the plane. */
import { boxTtc, turningTtc } from '../box.ts'
import {
  closestEncounter,
  encroachment,
  postEncroachment,
  predictedEncroachment,
  rssLateral,
  scaledEncroachment,
} from './crossing.ts'
import {
  anyText,
  approach,
  box,
  number,
  optional,
  positive,
  vector,
  type ValuesOf,
  type Vector,
} from './inputs.ts'
import { form, none, type Form, type Metric } from './metric.ts'
import { d, v1, v2, reaction } from './symbols.ts'
import { worstTtc } from './worst-case.ts'

const arriving = (of: (d1: number, u1: number, d2: number, u2: number) => number): readonly Form[] => [
  form({ dist1: number('m', 'd1', 's1'), v1, dist2: number('m', 'd2', 's2'), v2 }, (i) =>
    of(i.dist1, i.v1, i.dist2, i.v2),
  ),
  form({ t1: number('s'), t2: number('s') }, (i) => of(i.t1, 1, i.t2, 1)),
]

const encounter = (of: (r: Vector, v: Vector) => number): readonly Form[] => [
  form({ rel_pos: vector('m', 'r', 'rel_position'), rel_vel: vector('m/s', 'v', 'rel_velocity') }, (i) =>
    of(i.rel_pos, i.rel_vel),
  ),
  form(
    {
      ...{ p1: vector('m', 'pos1', 'x1'), p2: vector('m', 'pos2', 'x2') },
      ...{ v1: vector('m/s', 'vel1'), v2: vector('m/s', 'vel2') },
    },
    (i) => of(between(i.p1, i.p2), between(i.v1, i.v2)),
  ),
]

const between = (a: Vector, b: Vector): Vector => [b[0] - a[0], b[1] - a[1]]

const circles = { r1: optional(number('m', 'radius1'), 0), r2: optional(number('m', 'radius2'), 0) }
const round = { r: number('m', 'radius', 'r_sum', 'R') }
const reach = {
  a1: number('m/s^2', 'a_max1', 'a1_max', 'amax1'),
  a2: number('m/s^2', 'a_max2', 'a2_max', 'amax2'),
}
const oneReach = { a_max: number('m/s^2', 'a', 'amax') }
const placed = { p1: vector('m', 'pos1', 'x1'), p2: vector('m', 'pos2', 'x2') }
const moving = { v1: vector('m/s', 'vel1'), v2: vector('m/s', 'vel2') }
const related = {
  rel_pos: vector('m', 'rel_position'),
  rel_vel: vector('m/s', 'rel_velocity'),
}
/** Places as two, as one relative, or as a gap on one line; one or two radii; one or two accelerations. */
const WORST: readonly Form[] = [round, circles].flatMap((bodies) =>
  [reach, oneReach].flatMap((greatest) => {
    const radii = (i: Partial<ValuesOf<typeof round & typeof circles>>): number =>
      i.r ?? (i.r1 ?? 0) + (i.r2 ?? 0)
    const sum = (i: Partial<ValuesOf<typeof reach & typeof oneReach>>): number =>
      i.a_max === undefined ? (i.a1 ?? 0) + (i.a2 ?? 0) : 2 * i.a_max
    return [
      form({ ...related, ...bodies, ...greatest }, (i) => worstTtc(i.rel_pos, i.rel_vel, radii(i), sum(i))),
      form({ ...placed, ...moving, ...bodies, ...greatest }, (i) =>
        worstTtc(between(i.p1, i.p2), between(i.v1, i.v2), radii(i), sum(i)),
      ),
      form({ d, v1, v2, ...bodies, ...greatest }, (i) =>
        worstTtc([Math.max(0, i.d) + radii(i), 0], [i.v2 - i.v1, 0], radii(i), sum(i)),
      ),
    ]
  }),
)

/** Two road users in the plane. */
export const ENCOUNTER: readonly Metric[] = [
  {
    name: 'PET',
    also: ['post-encroachment time'],
    title: 'post-encroachment time',
    unit: 's',
    formula: "from the first one's rear leaving the conflict area to the second one's front entering it",
    source: 'Allen et al. 1978',
    edges: 'both are in it together: no value; one of them never comes: Infinity',
    forms: [
      form(
        {
          ...{ actor1: approach, actor2: approach },
          ...{ ca_length1: number('m', 'ca1', 'ca_length'), ca_length2: number('m', 'ca2', 'ca_length') },
        },
        (i) =>
          postEncroachment({ ...i.actor1, area: i.ca_length1 }, { ...i.actor2, area: i.ca_length2 }) ??
          none('both actors are in the conflict area together'),
      ),
      form({ t_exit1: number('s', 't_exit'), t_entry2: number('s', 't_entry') }, (i) =>
        i.t_entry2 >= i.t_exit1
          ? i.t_entry2 - i.t_exit1
          : none('both actors are in the conflict area together'),
      ),
    ],
  },
  {
    name: 'ET',
    also: ['encroachment time'],
    title: 'encroachment time',
    unit: 's',
    formula: '(conflict area + length) / v: from the front entering to the rear leaving',
    source: 'Allen et al. 1978',
    edges: 'it stands: Infinity',
    forms: [
      form(
        {
          ...{ v: number('m/s', 'v1', 'speed'), length: number('m', 'l', 'l1', 'length1') },
          ca_length: number('m', 'ca_length1', 'ca', 'area'),
        },
        (i) => encroachment(i.v, i.length, i.ca_length),
      ),
      form({ actor: { ...approach, also: ['actor1'] }, ca_length: number('m', 'ca_length1') }, (i) =>
        encroachment(i.actor.v, i.actor.length, i.ca_length),
      ),
      form({ t_entry: number('s', 't_in'), t_exit: number('s', 't_out') }, (i) =>
        i.t_exit >= i.t_entry ? i.t_exit - i.t_entry : none('it has left before it comes'),
      ),
    ],
  },
  {
    name: 'PrET',
    also: ['predictive encroachment time', 'time advantage', 'TA'],
    title: 'predicted encroachment time',
    unit: 's',
    formula: '|dist1 / v1 - dist2 / v2|',
    source: 'Neurohr et al. 2021',
    edges: 'one of them stands or has passed the crossing: Infinity',
    forms: arriving(predictedEncroachment),
  },
  {
    name: 'SPrET',
    also: ['scaled predictive encroachment time'],
    title: 'scaled predicted encroachment time',
    unit: 's^2',
    formula: '|t1^2 - t2^2|, t = dist / v',
    source: 'Neurohr et al. 2021',
    edges: 'one of them stands or has passed the crossing: Infinity',
    forms: arriving(scaledEncroachment),
  },
  {
    name: 'TTCE',
    also: ['time to closest encounter'],
    title: 'time to the closest encounter',
    unit: 's',
    formula: 'max(0, -r.v / |v|^2), r and v from 1 to 2',
    source: 'Eggert 2014',
    edges: 'it is over, or nothing moves: 0',
    forms: encounter((r, v) => closestEncounter(r, v).time),
  },
  {
    name: 'DCE',
    also: ['distance of closest encounter'],
    title: 'distance at the closest encounter (centres)',
    unit: 'm',
    formula: '|r + v TTCE|',
    source: 'Eggert 2014',
    edges: '',
    forms: encounter((r, v) => closestEncounter(r, v).distance),
  },
  {
    name: 'WTTC',
    also: ['worst TTC', 'worst-time-to-collision'],
    title: 'worst time to collision',
    unit: 's',
    formula: 'smallest t >= 0 with |r + v t| = r1 + r2 + (a1 + a2) t^2 / 2',
    source: 'Wachenfeld et al. 2016',
    edges: 'the circles touch: 0; nothing moves and nobody can accelerate: Infinity',
    forms: WORST,
  },
  {
    name: 'RSS d_min lateral',
    also: ['RSS lateral'],
    title: 'RSS safe distance across',
    unit: 'm',
    formula: 'mu + max(0, (v1 + v1r)/2 rho + v1r^2/(2 b) - ((v2 + v2r)/2 rho - v2r^2/(2 b)))',
    source:
      'Shalev-Shwartz et al. 2017, definition 6; with an input `sign`, the rule of ad-rss-lib: only a car that moves towards the other brakes',
    edges: 'never below mu; 1 is on the left, speeds positive to the right',
    forms: [
      form(
        {
          ...{ v1, v2, rho: reaction, a_lat: number('m/s^2', 'a_max', 'a_lat_max') },
          ...{ b_lat: positive('m/s^2', 'b_min', 'b_lat_min'), mu: number('m') },
          sign: anyText,
        },
        (i) => rssLateral(i.v1, i.v2, i.rho, i.a_lat, i.b_lat, i.mu, i.sign !== ''),
      ),
    ],
  },
  {
    name: 'TTC 2-D oriented boxes',
    also: ['TTC 2-D', 'TTC2D', '2D-TTC', 'TTC oriented boxes', 'TTC of oriented boxes in 2-D'],
    title: 'time to collision of oriented boxes in the plane',
    unit: 's',
    formula:
      'first t >= 0 at which the rectangles touch: swept separating axes on the four edge normals; with a yaw_rate (rad/s) each turns with its velocity',
    source: 'swept separating axes; the same quantity as DTC / |v_ij| of Jiao 2023',
    edges: 'never touch: Infinity; touch or overlap: 0; with yaw rates looked for within 20 s',
    forms: [
      form(
        { A: { ...box, also: ['a', 'box1', 'actor1'] }, B: { ...box, also: ['b', 'box2', 'actor2'] } },
        (i) => (i.A.yawRate === 0 && i.B.yawRate === 0 ? boxTtc(i.A, i.B) : turningTtc(i.A, i.B)),
      ),
    ],
  },
]
