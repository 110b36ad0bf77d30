/** Events of clips, found again from the exported tracks alone (design rule 10 of label truth). */
import { expect } from 'chai'
import type { ClipEvent } from '../../src/labels/index.ts'
import { buildRoad } from '../../src/road/index.ts'
import { cornersAt, gapBetween, rowAt, tellRun, type Row, type Told } from './tracks.ts'

/** A camera's frame at 10 Hz, s. */
const FRAME = 0.1

const known = new Map<string, Told>()
const told = (name: string): Told => {
  const run = known.get(name) ?? tellRun(name)
  known.set(name, run)
  return run
}

const of = ({ events }: Told, kind: ClipEvent['kind']): ClipEvent[] => events.filter((e) => e.kind === kind)

const speedOf = ({ velocity: [vx, vy] }: Row): number => Math.hypot(vx, vy)

/** Side-slip angle at the origin, rad. */
const slipOf = (row: Row): number => {
  const [vx, vy] = row.velocity
  const [c, s] = [Math.cos(row.heading), Math.sin(row.heading)]
  return Math.atan2(c * vy - s * vx, c * vx + s * vy)
}

describe('labels/events @slow', function () {
  this.timeout(360_000)

  it('tracks: velocity is the finite difference of the position, and no id is used twice', () => {
    for (const name of ['snow-skid-near-collision', 'child-behind-parked-car']) {
      const run = told(name)
      const ids = new Map<number, string>()
      for (const [actor, rows] of run.tracks) {
        for (const { id } of rows) {
          expect(ids.get(id) ?? actor).to.equal(actor)
          ids.set(id, actor)
        }
        // What it is off by is less than what it changes by in the meantime: a blow changes it at once.
        let worst = 0
        for (let i = 1; i + 1 < rows.length; i++) {
          const [a, b] = [rows[i - 1], rows[i + 1]]
          const [vx, vy] = rows[i].velocity
          const dt = b.time - a.time
          const off = Math.hypot((b.x - a.x) / dt - vx, (b.y - a.y) / dt - vy)
          const change = Math.hypot(...b.velocity.map((v, k) => v - a.velocity[k]))
          worst = Math.max(worst, off - change)
        }
        expect(worst, `${name} ${actor}`).to.be.lessThan(0.05)
      }
      expect(ids.size).to.equal(run.tracks.size)
    }
  })

  it('contact: the outlines touch at that time and not before', () => {
    for (const name of ['snow-skid-near-collision', 'child-behind-parked-car']) {
      const run = told(name)
      const [contact] = of(run, 'contact')
      const gapAt = (time: number): number => {
        const [a, b] = contact.actors.map((id) => cornersAt(run, rowAt(run, id, time)))
        return gapBetween(a, b)
      }
      expect(gapAt(contact.time), name).to.be.lessThan(0.1)
      const [a, b] = contact.actors.map((id) => rowAt(run, id, contact.time - 0.02))
      const closing = Math.hypot(a.velocity[0] - b.velocity[0], a.velocity[1] - b.velocity[1])
      expect(contact.metrics.closing_speed_mps, name).to.be.at.most(closing + 0.3)
      for (let t = contact.time - 1; t < contact.time - 0.1; t += 0.05)
        expect(gapAt(t), `${name} ${t}`).to.be.greaterThan(0)
    }
  })

  it('near miss: the time to collision found again, and never a shorter one', () => {
    const run = told('highway-cut-in')
    const [miss] = of(run, 'near-miss')
    const [one, other] = miss.actors
    const ttcAt = (time: number): number => {
      const [a, b] = [rowAt(run, one, time), rowAt(run, other, time)]
      for (let t = 0; t < 3; t += 0.01)
        if (gapBetween(cornersAt(run, a, t), cornersAt(run, b, t)) <= 0) return t
      return Infinity
    }
    expect(ttcAt(miss.time)).to.be.closeTo(miss.metrics.ttc_s, 0.02)
    for (const { time } of run.tracks.get(one)!.filter((_, i) => i % 25 === 0))
      expect(ttcAt(time), `at ${time}`).to.be.greaterThan(miss.metrics.ttc_s - 0.02)
    expect(of(run, 'contact')).to.deep.equal([])
    const gap = gapBetween(
      ...([one, other].map((id) => cornersAt(run, rowAt(run, id, miss.time))) as [never, never]),
    )
    expect(miss.metrics.distance_m).to.be.closeTo(gap, 0.05)
  })

  it('encroachment: the post-encroachment time found again between the outlines, and none where two touched', () => {
    const run = told('straight-crossing-path')
    const [met] = of(run, 'encroachment')
    const [comes, was] = met.actors
    const atOnce = (id: string) =>
      run.tracks
        .get(id)!
        .filter((_, i) => i % 5 === 0)
        .map((row) => ({ time: row.time, corners: cornersAt(run, row) }))
    const [later, earlier] = [atOnce(comes), atOnce(was)]
    let least = Infinity
    for (const a of later)
      for (const b of earlier) {
        if (Math.abs(a.time - b.time) >= least) continue
        const [dx, dy] = [0, 1].map((k) => a.corners[0][k] - b.corners[0][k])
        if (Math.hypot(dx, dy) < 12 && gapBetween(a.corners, b.corners) <= 0) least = a.time - b.time
      }
    // Every fifth step was looked at: a time may be too long by two such, never too short.
    expect(least).to.be.within(met.metrics.pet_s - 1e-9, met.metrics.pet_s + 0.1)
    expect(of(told('child-behind-parked-car'), 'encroachment')).to.deep.equal([])
  })

  it('loss of control: the side slip found again within one frame', () => {
    const run = told('snow-skid-near-collision')
    const [lost] = of(run, 'loss-of-control')
    const first = run.tracks
      .get(lost.actors[0])!
      .find((row) => speedOf(row) > 1.5 && Math.abs(slipOf(row)) > (10 * Math.PI) / 180)!
    expect(first.time).to.be.closeTo(lost.time, FRAME)
    expect(slipOf(rowAt(run, lost.actors[0], lost.time))).to.be.closeTo(lost.metrics.slip_angle_rad, 1e-3)
    expect(speedOf(rowAt(run, lost.actors[0], lost.time))).to.be.closeTo(lost.metrics.speed_mps, 1e-3)
  })

  it('skid: two wheels past the peak of their tyres within one frame of its onset', () => {
    const run = told('snow-skid-near-collision')
    for (const actor of ['ego', 'lead']) {
      const { spec } = run.scenario.actors.find((a) => a.id === actor)!
      if (spec.kind !== 'vehicle') throw new Error('no vehicle')
      // Past the peak of the tyre's data for that ground by 15 %, for a tenth of a second: a skid.
      const past = ({ wheels }: Row): boolean =>
        wheels.filter(
          ({ ratio, angle, ground }) =>
            Math.hypot(ratio, Math.tan(angle)) > 1.15 * spec.tyre.surfaces[ground].slipAtPeak,
        ).length >= 2
      const rows = run.tracks.get(actor)!
      const onset = rows.find((_, i) => i >= 10 && rows.slice(i - 10, i + 1).every(past))!
      const [start] = of(run, 'skid-start').filter((e) => e.actors[0] === actor)
      expect(onset.time, actor).to.be.closeTo(start.time, FRAME)
    }
  })

  it('cut-in: who cuts in moves sideways from then on, ahead, until the body is in the path', () => {
    const run = told('highway-cut-in')
    const [cut] = of(run, 'cut-in')
    const [who, whom] = cut.actors
    const road = buildRoad(run.scenario.road, run.scenario.surface)
    const enters = cut.metrics.enters_path_at_s
    expect(enters).to.be.greaterThan(cut.time)
    const sides = (actor: string, time: number): number[] =>
      cornersAt(run, rowAt(run, actor, time)).map(([x, y]) => road.toRoad(x, y).t)
    const apart = (time: number): number => {
      const [a, b] = [sides(who, time), sides(whom, time)]
      return Math.max(Math.min(...a) - Math.max(...b), Math.min(...b) - Math.max(...a))
    }
    expect(apart(cut.time)).to.be.greaterThan(0)
    expect(apart(enters)).to.be.closeTo(0, 0.1)
    for (let t = cut.time; t < enters; t += 0.1) expect(apart(t + 0.1), `at ${t}`).to.be.lessThan(apart(t))
  })

  it('last moment to brake: braking fully from then stops short, from a little later it does not', () => {
    const run = told('child-behind-parked-car')
    const [late] = of(run, 'last-moment-to-brake')
    const [contact] = of(run, 'contact')
    expect(late.time).to.be.lessThan(contact.time)
    // The child comes into the path: the way to where they meet is what is left to brake in.
    const stopsIn = (time: number): number =>
      speedOf(rowAt(run, 'ego', time)) ** 2 / (2 * late.metrics.available_deceleration_mps2)
    const wayFrom = (time: number): number => speedOf(rowAt(run, 'ego', time)) * late.metrics.ttc_s
    expect(stopsIn(late.time)).to.be.at.most(wayFrom(late.time) + 0.05)
    const { ttc_s: ttc } = late.metrics
    const later = speedOf(rowAt(run, 'ego', late.time)) * (ttc - 0.03)
    expect(stopsIn(late.time)).to.be.greaterThan(later)
  })

  it('stand in the order of time, and emergency braking is told as the run tells it', () => {
    for (const [, { events }] of known)
      events.forEach((e, i) => expect(e.time).to.be.at.least(events.at(Math.max(0, i - 1))!.time))
    expect(of(told('highway-cut-in'), 'aeb').map((e) => e.actors)).to.deep.equal([['ego']])
  })
})
