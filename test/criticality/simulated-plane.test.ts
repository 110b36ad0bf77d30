/** Metrics of two road users in the plane: against motion step by step, and from either side and in every frame. */
import { expect } from 'chai'
import fc from 'fast-check'
import { measure, type Box, type Inputs } from '../../src/criticality/index.ts'
import { pathsEncroachment } from '../../src/criticality/metrics/crossing.ts'

const value = (metric: string, inputs: Inputs): number => measure(metric, inputs).value!

/** Hundredths: numbers that meet in their last digits would only test the rounding. */
const between = (min: number, max: number): fc.Arbitrary<number> =>
  fc.integer({ min: Math.round(min * 100), max: Math.round(max * 100) }).map((n) => n / 100)

/** A rectangle as the metric takes it. */
interface Rectangle {
  readonly x: number
  readonly y: number
  readonly heading: number
  readonly vx: number
  readonly vy: number
  readonly l: number
  readonly w: number
  readonly yaw_rate: number
}

type Point = readonly [number, number]

const turned = ([x, y]: Point, angle: number): Point => {
  const [c, s] = [Math.cos(angle), Math.sin(angle)]
  return [x * c - y * s, x * s + y * c]
}

/** Drives the way it faces, about towards the middle or back from it, and slides a little. */
const rectangles = (turning: number): fc.Arbitrary<Rectangle> =>
  fc
    .record({
      ...{ x: between(-18, 18), y: between(-18, 18), aim: between(-0.25, 0.25) },
      ...{ speed: between(-5, 20), slide: between(-1, 1) },
      ...{ l: between(0.5, 10), w: between(0.5, 2.5), yaw_rate: between(-turning, turning) },
    })
    .map(({ speed, slide, aim, ...r }) => {
      const heading = Math.atan2(-r.y, -r.x) + aim
      const [vx, vy] = turned([speed, slide], heading)
      return { ...r, heading, vx, vy }
    })

const pairs = (turning: number): fc.Arbitrary<readonly [Rectangle, Rectangle]> =>
  fc.tuple(rectangles(turning), rectangles(turning))

const corners = ({ x, y, heading, l, w }: Rectangle): readonly Point[] =>
  [
    [l, w],
    [-l, w],
    [-l, -w],
    [l, -w],
  ].map(([i, j]) => {
    const [px, py] = turned([i / 2, j / 2], heading)
    return [x + px, y + py]
  })

/** Whether two rectangles overlap, by the shadows of their corners on the directions of their edges. */
const overlap = (a: Rectangle, b: Rectangle): boolean => {
  if (Math.abs(a.x - b.x) + Math.abs(a.y - b.y) > a.l + a.w + b.l + b.w) return false
  const [ofA, ofB] = [corners(a), corners(b)]
  return [a.heading, b.heading, a.heading + Math.PI / 2, b.heading + Math.PI / 2].every((angle) => {
    const [c, s] = [Math.cos(angle), Math.sin(angle)]
    const shadow = (of: readonly Point[]): readonly number[] => of.map(([x, y]) => x * c + y * s)
    const [p, q] = [shadow(ofA), shadow(ofB)]
    return Math.max(...p) >= Math.min(...q) && Math.max(...q) >= Math.min(...p)
  })
}

const STEP = 0.01

/** The rectangle a step later, by the heading in the middle of the step. */
const moved = (r: Rectangle): Rectangle => {
  const half = (r.yaw_rate * STEP) / 2
  const [ux, uy] = turned([r.vx, r.vy], half)
  const [vx, vy] = turned([r.vx, r.vy], 2 * half)
  return { ...r, vx, vy, x: r.x + ux * STEP, y: r.y + uy * STEP, heading: r.heading + 2 * half }
}

const grown = (r: Rectangle, by: number): Rectangle => ({ ...r, l: r.l + 2 * by, w: r.w + 2 * by })

/** First step at which two overlap, s; Infinity: not within these seconds. */
const met = (a: Rectangle, b: Rectangle, seconds: number): number => {
  let [p, q] = [a, b]
  for (let n = 0; n * STEP <= seconds; n++) {
    if (overlap(p, q)) return n * STEP
    ;[p, q] = [moved(p), moved(q)]
  }
  return Infinity
}

/** The farthest that any point of it moves in a step, m. */
const stride = ({ vx, vy, yaw_rate, l, w }: Rectangle): number =>
  (Math.sqrt(vx * vx + vy * vy) + (Math.abs(yaw_rate) * Math.sqrt(l * l + w * w)) / 2) * STEP

const SECONDS = 3

describe('criticality: the plane, moved step by step', () => {
  for (const turning of [0, 0.8])
    it(`TTC of oriented boxes is when they are first seen to overlap, yaw rates to ${turning} rad/s`, () => {
      let conflicts = 0
      fc.assert(
        fc.property(pairs(turning), ([a, b]) => {
          const ttc = value('TTC 2-D', { A: a, B: b })
          // What is seen at a step has happened by then; and nothing goes by unseen that is a stride larger.
          expect(ttc).to.be.at.most(met(a, b, SECONDS) + 1e-6)
          const sooner = met(grown(a, stride(a)), grown(b, stride(b)), SECONDS) - STEP
          if (sooner < Infinity) expect(ttc).to.be.at.least(sooner - 1e-6)
          else expect(ttc).to.be.above(SECONDS - 0.1)
          if (ttc > 0 && ttc < SECONDS) conflicts++
        }),
        { numRuns: 70 },
      )
      expect(conflicts).to.be.above(5)
    })

  it('TTCE and DCE: when and how far apart two points pass each other', () => {
    fc.assert(
      fc.property(pairs(0), ([a, b]) => {
        const [r, v] = [
          [b.x - a.x, b.y - a.y],
          [b.vx - a.vx, b.vy - a.vy],
        ]
        const apart = (t: number): number => Math.sqrt((r[0] + v[0] * t) ** 2 + (r[1] + v[1] * t) ** 2)
        let best = 0
        for (let t = 0; t < 20; t += STEP) if (apart(t) < apart(best)) best = t
        const inputs = { rel_pos: r, rel_vel: v }
        if (value('TTCE', inputs) > 19) return
        expect(value('TTCE', inputs)).to.be.closeTo(best, STEP)
        expect(value('DCE', inputs)).to.be.closeTo(apart(best), 0.1)
      }),
      { numRuns: 50 },
    )
  })

  it('WTTC: when the circles of all that they can reach first touch', () => {
    fc.assert(
      fc.property(pairs(0), between(0, 9), between(1, 9), ([a, b], a1, a2) => {
        const [rel_pos, rel_vel] = [
          [b.x - a.x, b.y - a.y],
          [b.vx - a.vx, b.vy - a.vy],
        ]
        const reach = (t: number): number => a.w + b.w + ((a1 + a2) * t * t) / 2
        let t = 0
        const apart = (): number =>
          Math.sqrt((rel_pos[0] + rel_vel[0] * t) ** 2 + (rel_pos[1] + rel_vel[1] * t) ** 2)
        while (apart() > reach(t)) t += STEP / 10
        const worst = value('WTTC', { rel_pos, rel_vel, r1: a.w, r2: b.w, a1, a2 })
        expect(worst).to.be.at.most(t + 1e-9)
        expect(worst).to.be.closeTo(t, STEP)
      }),
      { numRuns: 60 },
    )
  })

  const mover = fc.record({
    ...{
      s_front0: between(-30, 25).map((s) => s + 0.005),
      v: fc.oneof(fc.constant(0), between(-8, -1), between(1, 15)),
      length: between(1, 10),
    },
    area: between(2, 8),
  })
  it('PET and ET: who is in the area at which step', () => {
    let valid = 0
    fc.assert(
      fc.property(mover, mover, (one, two) => {
        // Some are past already: look back as far as ahead.
        const times = Array.from({ length: 2 * 60 * 50 }, (_, n) => (n - 3000) / 50)
        const inside = ({ s_front0, v, length, area }: typeof one, t: number): boolean => {
          const front = s_front0 + v * t
          return front > 0 && front - length < area
        }
        const of = ({ s_front0, v, length }: typeof one): Inputs => ({ s_front0, v, length })
        const inputs = {
          ...{ actor1: of(one), actor2: of(two), ca_length1: one.area, ca_length2: two.area },
        }
        const { value: pet } = measure('PET', inputs)
        const [first, second] = [one, two].map((m) => times.filter((t) => inside(m, t)))
        if (one.v !== 0)
          expect(value('ET', { actor: of(one), ca_length: one.area })).to.be.closeTo(first.length / 50, 0.05)
        // One that stands elsewhere is never in it.
        if (first.length === 0 || second.length === 0) {
          expect(pet).to.equal(Infinity)
          return
        }
        const [p, q] = first[0] < second[0] ? [first, second] : [second, first]
        const gap = q[0] - p.at(-1)!
        if (gap < -0.05) expect(pet).to.equal(null)
        if (gap > 0.05) expect(pet).to.be.closeTo(gap, 0.05)
        if (gap > 0.05) valid++
      }),
      { numRuns: 100 },
    )
    expect(valid).to.be.above(20)
  })

  it('a predicted PET in the plane: between the strips that two sweep, at any angle', () => {
    let valid = 0
    fc.assert(
      fc.property(pairs(0), ([first, second]) => {
        // Straight ahead, and not so slowly that it takes for ever.
        const [a, b] = [first, second].map((r) => {
          const speed = 3 + Math.abs(r.vx)
          return { ...r, vx: speed * Math.cos(r.heading), vy: speed * Math.sin(r.heading) }
        })
        if (Math.abs(Math.sin(a.heading - b.heading)) < 0.2) return
        const strip = (r: Rectangle): Rectangle => ({ ...r, l: 1000 })
        const spell = (r: Rectangle, across: Rectangle): readonly [number, number] => {
          let [from, to] = [Infinity, -Infinity]
          for (let t = -12; t < 12; t += 2 * STEP)
            if (overlap({ ...r, x: r.x + r.vx * t, y: r.y + r.vy * t }, across)) {
              from = Math.min(from, t)
              to = t
            }
          return [from, to]
        }
        const [p, q] = [spell(a, strip(b)), spell(b, strip(a))].sort((m, n) => m[0] - n[0])
        // Beyond what has been looked at.
        if (p[0] < -11 || q[1] > 11 || q[0] === Infinity) return
        const box = ({ l, w, ...r }: Rectangle): Box => ({ ...r, length: l, width: w })
        const pet = pathsEncroachment(box(a), box(b))
        expect(pathsEncroachment(box(b), box(a))).to.be.closeTo(pet, 1e-9)
        expect(pet).to.be.closeTo(Math.max(0, q[0] - p[1]), 5 * STEP)
        if (pet > 0) valid++
      }),
      { numRuns: 25 },
    )
    expect(valid).to.be.above(2)
  })

  it('a_lat,req, STN and TTS: so much just passes the side of the other, who drifts', () => {
    const passing = fc.record({
      ...{ ttc: between(0.5, 4), w1: between(1.5, 2.5), w2: between(0.5, 2.5), dy: between(-2, 2) },
      ...{ vy: between(-0.5, 0.5), a_lat2: between(-0.5, 0.5) },
    })
    fc.assert(
      fc.property(passing, (p) => {
        /** How far apart across they are when they meet, ego with this acceleration from then on. */
        const across = (a: number, from = 0): number => {
          const own = Math.max(0, p.ttc - from)
          const steps = 1000
          let [y, v] = [p.dy, p.vy]
          for (let n = 0; n < steps; n++) {
            v += (p.a_lat2 * p.ttc) / steps
            y += (v * p.ttc) / steps
          }
          return y - (a * own * own) / 2
        }
        const half = (p.w1 + p.w2) / 2
        const needed = value('a_lat,req', p)
        const beside = (a: number, from?: number): number =>
          Math.max(Math.abs(across(a, from)), Math.abs(across(-a, from)))
        if (needed === 0) expect(Math.abs(across(0))).to.be.above(half - 0.01)
        else expect(beside(needed)).to.be.closeTo(half, 0.01)
        const full = 3
        const left = value('TTS', { ...p, a_lat_max: full })
        const threat = value('STN', { a_lat_req: needed, a_lat_max: full })
        expect(left === -Infinity).to.equal(threat > 1)
        if (Number.isFinite(left)) expect(beside(full, left)).to.be.closeTo(half, 0.01)
      }),
      { numRuns: 200 },
    )
  })
})

describe('criticality: from either side and in every frame', () => {
  /** The whole scene turned, shifted, and perhaps seen in a mirror. */
  const frames = fc.record({ turn: between(-4, 4), dx: between(-500, 500), mirror: fc.boolean() })
  type Frame = Readonly<{ turn: number; dx: number; mirror: boolean }>
  const seen = ({ turn, dx, mirror }: Frame, r: Rectangle): Rectangle => {
    const side = mirror ? -1 : 1
    const [x, y] = turned([r.x, side * r.y], turn)
    const [vx, vy] = turned([r.vx, side * r.vy], turn)
    const heading = side * r.heading + turn
    return { ...r, x: x + dx, y: y - dx / 3, vx, vy, heading, yaw_rate: side * r.yaw_rate }
  }
  const point = (r: Rectangle): Inputs => ({ p: [r.x, r.y], v: [r.vx, r.vy] })

  /** Within a hair of each other, but for those that graze. */
  const same = (x: number, y: number, grazes: () => boolean): void => {
    if (x === y) return
    if (Number.isFinite(x) && Number.isFinite(y) && Math.abs(x - y) < 1e-4 * (1 + x)) return
    expect(grazes(), `${x} and ${y}`).to.equal(true)
  }

  for (const turning of [0, 0.8])
    it(`TTC of oriented boxes is the same, yaw rates to ${turning} rad/s`, () => {
      fc.assert(
        fc.property(pairs(turning), frames, ([a, b], frame) => {
          const ttc = (p: Rectangle, q: Rectangle): number => value('TTC 2-D', { A: p, B: q })
          const hair = 1e-3
          const grazes = (): boolean => {
            const [less, more] = [-hair, hair].map((by) => ttc(grown(a, by), grown(b, by)))
            return less - more > 1e-2
          }
          same(ttc(a, b), ttc(b, a), grazes)
          same(ttc(a, b), ttc(seen(frame, a), seen(frame, b)), grazes)
          // Which way is front is all one to a rectangle.
          same(ttc(a, b), ttc({ ...a, heading: a.heading + Math.PI }, b), grazes)
        }),
        { numRuns: 300 },
      )
    })

  it('TTCE, DCE, WTTC, Delta-v and CI are the same', () => {
    fc.assert(
      fc.property(pairs(0), frames, ([a, b], frame) => {
        const all = (one: Rectangle, two: Rectangle, m1: number, m2: number): readonly number[] => {
          const [{ p: p1, v: v1 }, { p: p2, v: v2 }] = [point(one), point(two)]
          const places = { p1, p2, v1, v2 }
          return [
            ...[value('TTCE', places), value('DCE', places)],
            value('WTTC', { ...places, r1: one.w, r2: two.w, a1: 8, a2: 8 }),
            // Of the two changes of velocity, each weighed by its own mass.
            m1 * value('Delta-v', { m1, m2, v1, v2 }),
            value('CI', { m1, m2, v1, v2, pet: 1 }),
          ]
        }
        const here = all(a, b, 1500, 900)
        for (const there of [all(seen(frame, a), seen(frame, b), 1500, 900), all(b, a, 900, 1500)])
          there.forEach((x, i) => expect(x).to.be.closeTo(here[i], 1e-6 * (1 + Math.abs(here[i]))))
      }),
      { numRuns: 200 },
    )
  })

  it('PET, PrET and SPrET do not ask who is named first', () => {
    const actor = fc.record({ s_front0: between(-40, 10), v: between(0, 20), length: between(1, 12) })
    fc.assert(
      fc.property(actor, actor, between(2, 8), between(2, 8), (actor1, actor2, ca_length1, ca_length2) => {
        const pet = measure('PET', { actor1, actor2, ca_length1, ca_length2 })
        const swapped = { actor1: actor2, actor2: actor1, ca_length1: ca_length2, ca_length2: ca_length1 }
        expect(measure('PET', swapped)).to.deep.equal(pet)
        const [way1, way2] = [-actor1.s_front0, -actor2.s_front0]
        for (const metric of ['PrET', 'SPrET'])
          expect(value(metric, { dist1: way1, v1: actor1.v, dist2: way2, v2: actor2.v })).to.equal(
            value(metric, { dist1: way2, v1: actor2.v, dist2: way1, v2: actor1.v }),
          )
      }),
      { numRuns: 200 },
    )
  })
})

describe('criticality: boxes that come nearer or faster', () => {
  /** Straight behind one another, turned as a pair by any angle. */
  const following = fc.record({
    ...{ gap: between(1, 60), v1: between(0, 30), v2: between(0, 30), turn: between(-4, 4) },
    more: between(0.1, 20),
  })
  const ttc = ({ gap, v1, v2, turn }: { gap: number; v1: number; v2: number; turn: number }): number => {
    const at = (x: number, v: number): Inputs => {
      const [[px, py], [vx, vy]] = [turned([x, 0], turn), turned([v, 0], turn)]
      return { x: px, y: py, heading: turn, vx, vy, l: 4.5, w: 1.8 }
    }
    return value('TTC 2-D', { A: at(0, v1), B: at(gap + 4.5, v2) })
  }

  it('meet no later the smaller the gap and the faster the one behind; on one line as the closed form says', () => {
    fc.assert(
      fc.property(following, (p) => {
        const now = ttc(p)
        if (Math.abs(p.v1 - p.v2) > 0.005) {
          const closed = value('TTC', { d: p.gap, v1: p.v1, v2: p.v2 })
          if (closed === Infinity) expect(now).to.equal(Infinity)
          else expect(now).to.be.closeTo(closed, 1e-6 * (1 + closed))
        }
        expect(ttc({ ...p, gap: p.gap + p.more })).to.be.at.least(now - 1e-6)
        expect(ttc({ ...p, v1: p.v1 + p.more })).to.be.at.most(now + 1e-6)
        expect(ttc({ ...p, v2: p.v2 + p.more })).to.be.at.least(now - 1e-6)
      }),
      { numRuns: 300 },
    )
  })
})
