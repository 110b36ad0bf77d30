/** Metrics: what it takes to avoid a collision, and how long there still is to do it. */
import { power } from '../../math/index.ts'
import { requiredBraking, requiredSwerve, timeToBrake, timeToSteer } from './avoidance.ts'
import { timeToCollision } from './following.ts'
import { number, obstacles, optional, positive, type Shape, type ValuesOf } from './inputs.ts'
import { form, none, type Form, type Metric } from './metric.ts'
import { d, v1, v2, a2, w1, w2, dy, ttc, deceleration } from './symbols.ts'
import { trajectoryCriticality } from './worst-case.ts'

const swerve = {
  vy: optional(number('m/s', 'dvy', 'v_lat'), 0),
  a_lat2: optional(number('m/s^2', 'a2_lat', 'ay2'), 0),
}

/** The two bodies across from each other, and how the other one moves across. */
const bodies = { w1, w2, ...swerve }
const acrossBy = { dy }
const places = { y1: number('m'), y2: number('m') }
const pair = { d, v1, v2 }

/** What a swerve past the other's side needs: the TTC or what it comes of, and how far across, in one way or two. */
const passing = <S extends Shape>(
  more: S,
  of: (t: number, y: number, i: ValuesOf<typeof bodies & S>) => number,
): readonly Form[] => {
  const all = { ...bodies, ...more }
  const value = (t: number, y: number, i: unknown): number => of(t, y, i as ValuesOf<typeof bodies & S>)
  const ttcOf = (i: ValuesOf<typeof pair>): number => timeToCollision(i.d, i.v1, i.v2)
  return [
    form({ ttc, ...acrossBy, ...all }, (i) => value(i.ttc as number, i.dy as number, i)),
    form({ ttc, ...places, ...all }, (i) => value(i.ttc as number, (i.y2 as number) - (i.y1 as number), i)),
    form({ ...pair, ...acrossBy, ...all }, (i) =>
      value(ttcOf(i as ValuesOf<typeof pair>), i.dy as number, i),
    ),
    form({ ...pair, ...places, ...all }, (i) =>
      value(ttcOf(i as ValuesOf<typeof pair>), (i.y2 as number) - (i.y1 as number), i),
    ),
  ]
}

/** What it takes to avoid a collision, and how long there still is to do it. */
export const AVOIDANCE: readonly Metric[] = [
  {
    name: 'a_long,req',
    also: ['required longitudinal acceleration'],
    title: 'longitudinal acceleration that is required',
    unit: 'm/s^2',
    formula:
      'min(a2 - (v1 - v2)^2 / (2 d), 0) while the leader moves when they come closest, else -v1^2 / (2 (d + v2^2 / (2 |a2|)))',
    source: 'Jansson 2005, eq. 5.39 (readthedocs prints the sign wrong)',
    edges:
      'no need to brake: 0; closing in contact: -Infinity; an oncoming one (v2 < 0) that does not stop in time: as if ego went backwards',
    forms: [form({ d, v1, v2, a2 }, (i) => requiredBraking(i.d, i.v1, i.v2, i.a2))],
  },
  {
    name: 'a_lat,req',
    also: ['required lateral acceleration'],
    title: 'lateral acceleration that is required',
    unit: 'm/s^2',
    formula: 'least |a_lat2 + 2 vy / TTC + 2 (dy +- (w1 + w2)/2) / TTC^2|',
    source: 'Jansson 2005',
    edges: 'no collision ahead, or they pass anyhow: 0; TTC 0: Infinity',
    forms: passing({}, (t, y, i) => requiredSwerve(t, i.w1, i.w2, y, i.vy, i.a_lat2)),
  },
  {
    name: 'a_req',
    also: ['required acceleration'],
    title: 'acceleration that is required',
    unit: 'm/s^2',
    formula: 'sqrt(a_long,req^2 + a_lat,req^2)',
    source: 'Jansson 2005',
    edges: '',
    forms: [
      form({ a_long_req: number('m/s^2', 'a_long'), a_lat_req: number('m/s^2', 'a_lat') }, (i) =>
        Math.sqrt(power(i.a_long_req, 2) + power(i.a_lat_req, 2)),
      ),
    ],
  },
  {
    name: 'BTN',
    also: ['brake threat number'],
    title: 'brake threat number',
    unit: '-',
    formula: 'a_long,req / a_long,min; 1 and more: braking alone does not avoid it',
    source: 'Jansson 2005',
    edges: 'a_long,min not below 0: no value',
    forms: [
      form({ a_long_req: number('m/s^2', 'a_req'), a_long_min: number('m/s^2', 'a_min') }, (i) =>
        i.a_long_min < 0 ? i.a_long_req / i.a_long_min : none('a_long_min must be below 0: it brakes'),
      ),
    ],
  },
  {
    name: 'STN',
    also: ['steer threat number'],
    title: 'steer threat number',
    unit: '-',
    formula: 'a_lat,req / a_lat,max; 1 and more: steering alone does not avoid it',
    source: 'Jansson 2005',
    edges: 'a_lat,max 0: no value',
    forms: [
      form({ a_lat_req: number('m/s^2', 'a_req'), a_lat_max: number('m/s^2', 'a_max') }, (i) =>
        i.a_lat_max === 0 ? none('a_lat_max is 0') : Math.abs(i.a_lat_req / i.a_lat_max),
      ),
    ],
  },
  {
    name: 'TTB',
    also: ['time to brake'],
    title: 'time to brake',
    unit: 's',
    formula: 'TTC - (v1 - v2) / (2 a_max)',
    source: 'Hillenbrand 2006; Tamke 2011',
    edges: 'no collision ahead: Infinity; too late, or in contact: -Infinity',
    forms: [form({ d, v1, v2, a_max: deceleration }, (i) => timeToBrake(i.d, i.v1, i.v2, i.a_max))],
  },
  {
    name: 'TTS',
    also: ['time to steer'],
    title: 'time to steer',
    unit: 's',
    formula: 'TTC - sqrt(2 ((w1 + w2)/2 - |dy + vy TTC + a_lat2 TTC^2/2|) / a_lat,max)',
    source: 'Hillenbrand 2006; Tamke 2011',
    edges: 'no collision ahead, or they pass anyhow: Infinity; too late: -Infinity',
    forms: passing({ a_lat_max: positive('m/s^2', 'ay_max', 'a_max', 'a_lat') }, (t, y, i) =>
      timeToSteer(t, i.w1, i.w2, y, i.a_lat_max, i.vy, i.a_lat2),
    ),
  },
  {
    name: 'TTR',
    also: ['time to react'],
    title: 'time to react',
    unit: 's',
    formula: 'max(TTB, TTS, TTK)',
    source: 'Hillenbrand 2006; Tamke 2011',
    edges: 'every manoeuvre comes too late: -Infinity',
    forms: [
      form(
        {
          ttb: optional(number('s', 'TTB'), -Infinity),
          tts: optional(number('s', 'TTS'), -Infinity),
          ttk: optional(number('s', 'TTK'), -Infinity),
        },
        (i) => Math.max(i.ttb, i.tts, i.ttk),
      ),
    ],
  },
  {
    name: 'TCI',
    also: ['trajectory criticality index'],
    title: 'trajectory criticality index',
    unit: '-',
    formula: 'min over (ax, ay) in the circle mu g of mean over 3 s of R_x + R_y^2 + (ax^2 + ay^2)/(mu g)^2',
    source: 'Junietz et al. 2018; weights 1, following distance 2 s, lane 3.5 m, manoeuvres 0.05 m/s^2 apart',
    edges: 'nothing ahead and centred: 0; every manoeuvre collides: Infinity',
    forms: [
      form(
        {
          ...{ objects: obstacles, v: number('m/s', 'v1'), mu: positive('-', 'mu_max') },
          y: optional(number('m', 'offset', 'lane_offset'), 0),
        },
        (i) => trajectoryCriticality(i.objects, i.v, i.mu, i.y),
      ),
    ],
  },
]
