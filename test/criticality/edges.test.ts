/** Each metric where it is easy to be wrong: in reverse, at rest, in contact, just at a threshold; results by hand. */
import { expect } from 'chai'
import { measure, METRICS, type Inputs } from '../../src/criticality/index.ts'

type Edge = readonly [why: string, metric: string, inputs: Inputs, value: number | null]

const EDGES: readonly Edge[] = [
  ['both reverse, the leader faster', 'TTC', { d: 6, v1: -2, v2: -5 }, 2],
  ['the follower reverses away', 'TTC', { d: 5, v1: -3, v2: 0 }, Infinity],

  ['the curves just touch', 'MTTC', { d: 12.5, v1: 5, v2: 0, a1: -1, a2: 0 }, 5],
  ['of two roots, 2 and 8, the first', 'MTTC', { d: 8, v1: 5, v2: 0, a1: -1, a2: 0 }, 2],
  ['opening, and ever more so', 'MTTC', { d: 20, v1: 15, v2: 18, a1: -1, a2: 0 }, Infinity],
  ['two stopped cars', 'MTTC', { d: 20, v1: 0, v2: 0 }, Infinity],

  ['two stopped cars', 'MTTC (stop-aware)', { d: 10, v1: 0, v2: 0, a1: 0, a2: -3 }, Infinity],
  ['the leader reverses', 'MTTC (stop-aware)', { d: 10, v1: 0, v2: -5 }, 2],
  ['it reverses faster and faster: t + t^2', 'MTTC (stop-aware)', { d: 12, v1: 0, v2: -1, a2: -2 }, 3],
  ['it stops reversing after 4 m', 'MTTC (stop-aware)', { d: 4.5, v1: 0, v2: -4, a2: 2 }, Infinity],
  ['it does not stop in time: 4t - t^2', 'MTTC (stop-aware)', { d: 3, v1: 0, v2: -4, a2: 2 }, 1],
  ['ego starts from rest', 'MTTC (stop-aware)', { d: 9, v1: 0, v2: 0, a1: 2 }, 3],
  ['ego holds its brake', 'MTTC (stop-aware)', { d: 10, v1: 0, v2: -5, a1: -2 }, 2],

  ['in contact and moving', 'THW', { d: 0, v1: 10 }, 0],
  ['in contact: the length still counts', 'THW (front-to-front)', { d: 0, v1: 10, l2: 5 }, 0.5],
  ['oncoming', 'DRAC', { d: 25, v1: 10, v2: -5 }, 4.5],
  ['two stopped cars in contact', 'DRAC', { d: 0, v1: 0, v2: 0 }, 0],
  ['one second left after the reaction', 'MDRAC', { d: 30, v1: 25, v2: 15, prt: 2 }, 5],
  ['in contact', 'MDRAC', { d: 0, v1: 25, v2: 15, prt: 1 }, Infinity],
  ['5 m more than the safety time', 'DST', { d: 20, v1: 25, v2: 15, ts: 1 }, 10],
  ['overlapping', 'DST', { d: -1, v1: 25, v2: 15, ts: 0 }, Infinity],
  ['just enough', 'PSD', { d_ca: 25, v: 20, a_max: 8 }, 1],
  ['at the area', 'PSD', { d_ca: 0, v: 20, a_max: 8 }, 0],
  ['past the area', 'PSD', { d_ca: -1, v: 20, a_max: 8 }, null],
  ['equal speeds', 'PICUD', { d: 12, v1: 10, v2: 10, a: 3.3, prt: 1 }, 2],

  // The oncoming car stands after 100/16 m: 23.75 m are left to stop in.
  ['oncoming and braking', 'a_long,req', { d: 30, v1: 10, v2: -10, a2: 8 }, -100 / 47.5],
  ['oncoming', 'a_long,req', { d: 30, v1: 10, v2: -10, a2: 0 }, -400 / 60],
  ['oncoming, faster and faster', 'a_long,req', { d: 30, v1: 10, v2: -10, a2: -1 }, -1 - 400 / 60],
  ['the leader pulls away', 'a_long,req', { d: 30, v1: 25, v2: 20, a2: 5 }, 0],
  ['one speed just where it stops', 'a_long,req', { d: 25, v1: 20, v2: 10, a2: -2 }, -4],
  ['bumper to bumper, braking as one', 'a_long,req', { d: 0, v1: 10, v2: 10, a2: -4 }, -4],
  ['bumper to bumper, opening', 'a_long,req', { d: 0, v1: 5, v2: 10, a2: -4 }, -1],
  ['ego reverses', 'a_long,req', { d: 5, v1: -5, v2: 0, a2: 0 }, 0],
  ['two stopped cars', 'a_long,req', { d: 5, v1: 0, v2: 0, a2: 0 }, 0],
  ['dead ahead', 'a_lat,req', { ttc: 2, w1: 2, w2: 2, dy: 0 }, 1],
  ['side to side', 'a_lat,req', { ttc: 2, w1: 2, w2: 2, dy: -2 }, 0],
  ['it swerves out of the way', 'a_lat,req', { ttc: 2, w1: 2, w2: 2, dy: 0, a_lat2: 1 }, 0],
  ['nothing ahead', 'a_req', { a_long_req: 0, a_lat_req: 0 }, 0],
  ['in contact', 'BTN', { a_long_req: '-Infinity', a_long_min: -8 }, Infinity],
  ['more than there is', 'BTN', { a_long_req: -10, a_long_min: -8 }, 1.25],
  ['to the right', 'STN', { a_lat_req: -2.5, a_lat_max: 5 }, 0.5],
  ['no grip at all', 'STN', { a_lat_req: 2.5, a_lat_max: 0 }, null],
  ['now or never', 'TTB', { d: 6.25, v1: 10, v2: 0, a_max: 8 }, 0],
  ['never', 'TTB', { d: 6.24, v1: 10, v2: 0, a_max: 8 }, -Infinity],
  ['now or never', 'TTS', { ttc: 1, w1: 2, w2: 2, dy: 0, a_lat_max: 4 }, 0],
  ['they pass anyhow', 'TTS', { ttc: 1, w1: 2, w2: 2, dy: 2, a_lat_max: 4 }, Infinity],
  // It drifts 1 m by then: 1 m of way is left, of which 2 m/s^2 takes 1 s.
  ['it drifts aside', 'TTS', { ttc: 2, w1: 2, w2: 2, dy: 0, vy: 0.5, a_lat_max: 2 }, 1],
  ['it swerves out of the way', 'TTS', { ttc: 2, w1: 2, w2: 2, dy: 0, a_lat2: 1, a_lat_max: 2 }, Infinity],
  ['only one manoeuvre', 'TTR', { tts: 1 }, 1],

  ['just as the other leaves', 'PET', crossing([-10, 10], [-20, 10]), 0],
  ['a little before it leaves', 'PET', crossing([-10, 10], [-19.9, 10]), null],
  ['the first is past already', 'PET', crossing([15, 10], [-20, 10]), 2.5],
  // Its rear enters at (15 - 10) / 5 s, its front is out at 3 s.
  ['the first reverses into it', 'PET', crossing([15, -5], [-40, 10]), 1],
  ['one stands in it', 'PET', crossing([5, 0], [-20, 10]), null],
  ['one stands beyond it', 'PET', crossing([15, 0], [-20, 10]), Infinity],
  ['both stand beyond it', 'PET', crossing([15, 0], [15, 0]), Infinity],
  ['in reverse', 'ET', { v: -10, length: 4.5, ca_length: 4 }, 0.85],
  ['times the wrong way round', 'ET', { t_entry: 2, t_exit: 1 }, null],
  ['at the same time', 'PrET', { dist1: 30, v1: 10, dist2: 24, v2: 8 }, 0],
  ['one reverses towards it', 'PrET', { dist1: -30, v1: -10, dist2: 40, v2: 8 }, 2],
  ['one stands at it', 'PrET', { dist1: 0, v1: 0, dist2: 40, v2: 8 }, 5],
  ['both stand', 'PrET', { dist1: 1, v1: 0, dist2: 4, v2: 0 }, Infinity],
  ['one is past', 'SPrET', { dist1: -1, v1: 5, dist2: 4, v2: 4 }, Infinity],
  ['equal velocities', 'TTCE', { p1: [0, 0], p2: [3, 4], v1: [9, 1], v2: [9, 1] }, 0],
  ['equal velocities', 'DCE', { p1: [0, 0], p2: [3, 4], v1: [9, 1], v2: [9, 1] }, 5],
  ['behind and falling back', 'DCE', { rel_pos: [-3, 4], rel_vel: [-5, 0] }, 5],
  ['overlapping', 'WTTC', { d: -1, v1: 5, v2: 15, a_max: 8 }, 0],
  ['opening, and both could brake: 16 + 8t = 8t^2', 'WTTC', { d: 16, v1: 0, v2: 8, a_max: 8 }, 2],
  ['at rest, 5 m apart', 'WTTC', { rel_pos: [3, 4], rel_vel: [0, 0], a1: 5, a2: 5 }, 1],
  ['past, nobody can accelerate', 'WTTC', { rel_pos: [-9, 0], rel_vel: [-1, 0], a_max: 0 }, Infinity],

  ['equal cars without delay', 'RSS', { v_r: 9, v_f: 9, rho: 0, a_max: 3, b_min: 4, b_max: 4 }, 0],
  ['the front one reverses', 'RSS', { v_r: 9, v_f: -1, rho: 1, a_max: 3, b_min: 4, b_max: 8 }, null],
  [
    ...(['both stand', 'RSS opposite'] as const),
    ...([{ v1: 0, v2: 0, rho: 1, a_max: 2, b_min: 4, b_min_correct: 4 }, 3] as const),
  ],
  [
    ...(['apart from each other', 'RSS lateral'] as const),
    ...([{ v1: -1, v2: 1, rho: 1, a_lat: 0.2, b_lat: 0.8, mu: 0.1 }, 0.1] as const),
  ],

  ['head-on, unequal', 'Delta-v', { m1: 1000, m2: 3000, v1: [20, 0], v2: [-20, 0] }, 30],
  ['braking is more than enough', 'CS', { delta_v: 2, tta: 2, a1: -4, m1: 1, m2: 1 }, -2],
  ['at 71 mph', 'Joksch fatality', { delta_v: 31.74 }, 1],
  ['no impact', 'Joksch fatality', { delta_v: 0 }, 0],
  ['in contact', 'Crash Index CrI', { d: 0, v1: 9, v2: 0 }, Infinity],
  // They meet after 3 s by the formula; the leader's -2 m/s count as 0.
  ['the leader would roll back', 'Crash Index CrI', { d: 18, v1: 10, v2: 10, a2: -4 }, 100 / 6],
  ['no time between them', 'CI', { m1: 2, m2: 2, v1: 3, v2: 0, alpha: 0.5, beta: 1, pet: 0 }, 2.25],
  ['as much as there is', 'CPI', { a_req: [8, -8], madr: 8 }, 0],
  ['a little more', 'CPI', { a_req: [8.001, 0], madr: 8 }, 0.5],
  ['no braking needed', 'CPI', { a_req: [0, 0], madr: { type: 'uniform', min: 6, max: 10 } }, 0],
  ['not within the horizon', 'P_MC', { d: 30, v1_dist: 25, v2: 15, horizon: 2.9 }, 0],
  ['overlapping', 'P_MC', { d: -1, v1_dist: 5, v2: 15, horizon: 3 }, 1],
  ['just at the threshold', 'TET', { ttc: [1.5, 1.5001], dt: 0.1, tau: 1.5 }, 0.1],
  ['in contact', 'TIT', { ttc: [0, 1.5], dt: 0.1, tau: 1.5 }, 0.15],
  ['opening all along', 'TET', { d0: 5, v1: 1, v2: 2, t_end: 1, dt: 0.1, tau: 1.5 }, 0],

  ['one in the next lane', 'TCI', { objects: [{ d: 5, v: 0, y: 3.6 }], v: 20, mu: 0.9 }, 0],
  ['far enough and faster', 'TCI', { objects: [{ d: 50, v: 25 }], v: 20, mu: 0.9 }, 0],
  ['in contact', 'TCI', { objects: [{ d: 0, v: 0, w: 40 }], v: 20, mu: 0.9 }, Infinity],

  ['side to side in passing', 'TTC 2-D', { A: box({ vx: 10 }), B: box({ x: 20, y: 2 }) }, 1.6],
  ['not quite side to side', 'TTC 2-D', { A: box({ vx: 10 }), B: box({ x: 20, y: 2.0001 }) }, Infinity],
  ['bumper to bumper and opening', 'TTC 2-D', { A: box({}), B: box({ x: 4, vx: 5 }) }, 0],
  ['two stopped cars', 'TTC 2-D', { A: box({}), B: box({ x: 4.1 }) }, Infinity],
  ['behind and slower', 'TTC 2-D', { A: box({ vx: 10 }), B: box({ x: -9, vx: 8 }) }, Infinity],
  ['in reverse', 'TTC 2-D', { A: box({ vx: -5 }), B: box({ x: -14 }) }, 2],
  ['once round', 'TTC 2-D', { A: box({ vx: 10, heading: 2 * Math.PI }), B: box({ x: 24 }) }, 2],
  // Turned by the angle of its own diagonal, its corner is sqrt(2^2 + 1^2) m ahead; the wall begins at 10 m.
  [
    ...(['corner first', 'TTC 2-D'] as const),
    ...([
      { A: box({ heading: Math.atan2(1, 2), vx: 1 }), B: box({ x: 12, w: 90 }) },
      10 - Math.sqrt(5),
    ] as const),
  ],
]

/** An actor of 4 m on its path to an area of 6 m: where its front is, and its speed; 0 to 10 m are in it. */
function crossing(...both: readonly (readonly [number, number])[]): Inputs {
  const [actor1, actor2] = both.map(([s_front0, v]) => ({ s_front0, v, length: 4 }))
  return { actor1, actor2, ca_length1: 6, ca_length2: 6 }
}

function box(more: Inputs): Inputs {
  return { x: 0, y: 0, heading: 0, vx: 0, vy: 0, l: 4, w: 2, ...more }
}

describe('criticality: metrics in reverse, at rest, in contact and at thresholds', () => {
  for (const [why, metric, inputs, due] of EDGES)
    it(`${metric}: ${why}`, () => {
      const { value, reason } = measure(metric, inputs)
      if (due === null || !Number.isFinite(due)) expect(value).to.equal(due)
      else expect(value).to.be.closeTo(due, 1e-9)
      expect(reason === null).to.equal(value !== null)
    })

  it('leaves no metric out', () => {
    const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '')
    const touched = new Set(EDGES.map(([, metric]) => plain(metric)))
    const left = METRICS.filter(({ name, also }) => ![name, ...also].some((n) => touched.has(plain(n))))
    expect(left.map(({ name }) => name)).to.deep.equal([])
  })
})
