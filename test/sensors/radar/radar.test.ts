import { expect } from 'chai'
import type { RadarSpec } from '../../../src/scenario/index.ts'
import {
  cellsOfObjects,
  impaired,
  radar,
  radarTruth,
  spoilt,
  type RadarTruth,
} from '../../../src/sensors/index.ts'
import type { Piece } from '../../../src/shape/index.ts'
import type { SensorFault } from '../../../src/world/index.ts'
import { SCENARIO } from '../../contract/painted.ts'
import { CAR, cuboid, EGO, GROUND, mount, NOWHERE, piece, scene, type Standing } from '../scene.ts'
import { RADAR } from './spec.ts'

const { weather } = SCENARIO
const KEY = { seed: 1, index: 0 }

const look = (
  others: readonly Standing[],
  {
    pieces = [NOWHERE],
    spec = RADAR,
    ego = EGO,
  }: { pieces?: Piece[]; spec?: RadarSpec; ego?: Standing } = {},
): RadarTruth => {
  const { state, world, shapes } = scene([ego, ...others], pieces)
  return radarTruth(spec, state, { world, shapes, weather })
}

const echoesOf = (truth: RadarTruth, instance: number) =>
  truth.echoes.filter((e) => e.instance === instance && e.origin === 'object')
const ghostsOf = (truth: RadarTruth) => truth.echoes.filter((e) => e.origin === 'ghost')
const found = (truth: RadarTruth, index = 0, spec = RADAR) => radar.develop(spec, truth, { seed: 1, index })

const TRUCK = cuboid('truck', [9, 2.5, 3.5], 0.4)
const fault = (kind: SensorFault['fault'], level: number): SensorFault => ({
  ...{ sensor: RADAR.id, fault: kind, level, since: 0 },
})

describe('sensors/radar', () => {
  it('sees a car that closes at 20 m/s with that Doppler, where it is', () => {
    // Its rear end is 60 m before the sensor.
    const truth = look([{ shape: CAR, at: [64.6, 0, 0], velocity: [5, 0, 0] }], {
      ego: { ...EGO, velocity: [25, 0, 0] },
    })
    const own = found(truth).filter((d) => d.origin === 'object')
    expect(own.length).to.be.above(0)
    for (const d of own) {
      expect(d.instance).to.equal(2)
      expect(d.range).to.be.within(59.5, 65)
      expect(Math.abs(d.azimuth)).to.be.below(0.03)
    }
    const strongest = own.reduce((a, b) => (b.snr > a.snr ? b : a))
    expect(strongest.radialSpeed).to.be.closeTo(-20, 0.15)
  })

  it('feels the speed along the line of sight alone, and its own turning', () => {
    const aside = look([
      { shape: cuboid('pedestrian', [0.4, 0.4, 1.7], 0), at: [30, 8, 0], velocity: [0, 2, 0] },
    ])
    for (const { azimuth, radialSpeed } of echoesOf(aside, 2))
      expect(radialSpeed).to.be.closeTo(2 * Math.sin(azimuth), 1e-3)
    const turning = look([{ shape: CAR, at: [40, 0, 0] }], { ego: { ...EGO, turning: 0.5 } })
    // The mount moves sideways at 0.5 rad/s x 3.6 m.
    for (const { azimuth, radialSpeed } of echoesOf(turning, 2))
      expect(radialSpeed).to.be.closeTo(-1.8 * Math.sin(azimuth), 1e-6)
  })

  it('does not see who is hidden behind a truck, and sees him once he comes out', () => {
    const truck: Standing = { shape: { ...TRUCK, parts: TRUCK.parts }, at: [30, 0, 0] }
    const high = cuboid('truck', [9, 2.5, 3.5], 0)
    const hidden = look([
      { ...truck, shape: high },
      { shape: CAR, at: [60, 0, 0] },
    ])
    expect(echoesOf(hidden, 3)).to.deep.equal([])
    expect(cellsOfObjects(RADAR, hidden).get(3)).to.equal(0)
    expect(echoesOf(hidden, 2).length).to.be.above(0)
    const beside = look([
      { ...truck, shape: high },
      { shape: CAR, at: [60, 6, 0] },
    ])
    expect(echoesOf(beside, 3).length).to.be.above(0)
    const walled = look([{ shape: CAR, at: [60, 0, 0] }], {
      pieces: [piece('wall', 'plaster', [20, -10, 0], [21, 10, 4])],
    })
    expect(echoesOf(walled, 2)).to.deep.equal([])
  })

  it('sees under a car the one before it, weakened', () => {
    const between = cuboid('car', [4.5, 1.8, 1.4], 0.2)
    const bare = { ...between, parts: between.parts.filter(({ wheel }) => wheel === null) }
    const far: Standing = { shape: CAR, at: [45, 0, 0] }
    const under = echoesOf(look([{ shape: bare, at: [24, 0, 0] }, far]), 3)
    expect(under.length).to.be.above(0)
    for (const { left } of under) expect(left).to.equal(0.05)
    for (const { left } of echoesOf(look([far]), 2)) expect(left).to.equal(1)
  })

  it('sees a mirrored scene mirrored', () => {
    const world = (sign: number): RadarTruth =>
      look(
        [
          { shape: CAR, at: [40, 3 * sign, 0], yaw: 0.3 * sign, velocity: [10, 2 * sign, 0] },
          { shape: TRUCK, at: [55, -5 * sign, 0], velocity: [12, 0, 0] },
        ],
        { pieces: [GROUND, piece('barrier', 'metal', [0, 8 * sign - 0.1, 0.3], [200, 8 * sign + 0.1, 0.8])] },
      )
    const [left, right] = [world(1), world(-1)]
    expect(left.echoes.length).to.equal(right.echoes.length)
    const power = ({ echoes }: RadarTruth): number => echoes.reduce((sum, e) => sum + e.rcs * e.left, 0)
    expect(power(left) / power(right)).to.be.closeTo(1, 1e-3)
    for (const { range, azimuth, radialSpeed, origin } of left.echoes) {
      const same = right.echoes.some(
        (e) =>
          e.origin === origin &&
          Math.abs(e.range - range) < 2e-3 &&
          Math.abs(e.azimuth + azimuth) < 1e-3 &&
          Math.abs(e.radialSpeed - radialSpeed) < 1e-3,
      )
      expect(same, `${origin} at ${range} m, ${azimuth} rad`).to.equal(true)
    }
  })

  it('shows a car behind a guard rail as a ghost: its mirror image, moving as that does', () => {
    // Long enough for the way by the rail; the radar stands 0 m, the car 2 m to the left of the middle.
    const rail = piece('barrier', 'metal', [-20, 6, 0.2], [200, 6.2, 1])
    const car: Standing = { shape: CAR, at: [44.6, 2, 0], velocity: [-10, 1, 0] }
    const truth = look([car], { pieces: [rail] })
    const ghosts = ghostsOf(truth).filter((g) => g.instance === 2)
    const image = ghosts.reduce((a, b) => (b.range > a.range && b.range < 60 ? b : a))
    const seen = echoesOf(truth, 2).reduce((a, b) => (b.rcs > a.rcs ? b : a))
    const [x, y] = [seen.range * Math.cos(seen.azimuth), seen.range * Math.sin(seen.azimuth)]
    expect(image.range).to.be.closeTo(Math.hypot(x, 12 - y), 0.05)
    expect(image.azimuth).to.be.closeTo(Math.atan2(12 - y, x), 0.005)
    // The image moves forward and back with the car, and sideways against it.
    const away = [Math.cos(image.azimuth), Math.sin(image.azimuth)]
    expect(image.radialSpeed).to.be.closeTo(-10 * away[0] - 1 * away[1], 0.05)
    expect(image.left).to.be.below(0.2)
    // And half way between, by one bounce.
    expect(ghosts.some((g) => Math.abs(g.range - (image.range + seen.range) / 2) < 0.05)).to.equal(true)
  })

  it('close to a large vehicle sees it twice, at double the distance and speed', () => {
    const truth = look([{ shape: TRUCK, at: [13, 0, 0], velocity: [-3, 0, 0] }])
    const seen = echoesOf(truth, 2).reduce((a, b) => (b.rcs > a.rcs ? b : a))
    const ghost = ghostsOf(truth).find((g) => Math.abs(g.range - 2 * seen.range) < 1e-6)
    expect(ghost?.radialSpeed).to.be.closeTo(2 * seen.radialSpeed, 1e-6)
    expect(ghostsOf(look([{ shape: TRUCK, at: [80, 0, 0] }]))).to.deep.equal([])
  })

  it('gets echoes of what stands still, as fast as itself', () => {
    const truth = look([], {
      pieces: [GROUND, piece('wall', 'metal', [50, -20, 0], [51, 20, 5])],
      ego: { ...EGO, velocity: [15, 0, 0] },
    })
    const scenery = found(truth).filter((d) => d.origin === 'scenery')
    expect(scenery.length).to.be.above(5)
    for (const { azimuth, radialSpeed, instance } of scenery) {
      expect(radialSpeed).to.be.closeTo(-15 * Math.cos(azimuth), 0.5)
      expect(instance).to.equal(0)
    }
    // The road is far below what it finds; the wall is not.
    expect(scenery.some((d) => d.range > 46)).to.equal(true)
  })

  it('sees less far in rain', () => {
    const { state, world, shapes } = scene([EGO, { shape: CAR, at: [200, 0, 0] }])
    const [dry, wet] = [0, 50 / 3.6e6].map((rainfall) =>
      radarTruth(RADAR, state, { world, shapes, weather: { ...weather, rainfall } }),
    )
    const share = (truth: RadarTruth): number =>
      Array.from({ length: 200 }, (_, index) => found(truth, index)).filter((d) => d.length > 0).length
    expect(share(wet)).to.be.below(0.8 * share(dry))
  })

  it('labels are counted before any noise or fault: hidden ones 0, those out of sight not at all', () => {
    const truth = look([
      { shape: CAR, at: [40, 0, 0] },
      { shape: CAR, at: [-40, 0, 0] },
      { shape: CAR, at: [300, 0, 0] },
    ])
    const counts = cellsOfObjects(RADAR, truth)
    expect([...counts.keys()]).to.deep.equal([2])
    expect(counts.get(2)).to.be.above(0)
    const covered = spoilt(truth, RADAR, [fault('blockage', 0.9)], KEY)
    expect(found(covered)).to.deep.equal([])
    expect(cellsOfObjects(RADAR, truth)).to.deep.equal(counts)
    expect(spoilt(truth, RADAR, [{ ...fault('mud', 0.9), sensor: 'ego.other' }], KEY)).to.equal(truth)
  })

  it('haunted, it sees what is not there, as often a second as the fault says', () => {
    const truth = look([])
    const count = (index: number): number =>
      spoilt(truth, RADAR, [fault('ghosts', 6.5)], { seed: 1, index }).echoes.length
    const all = Array.from({ length: 2000 }, (_, index) => count(index)).reduce((a, b) => a + b, 0)
    expect((all / 2000) * RADAR.rate).to.be.closeTo(6.5, 0.325)
  })

  it('out of its mount it tells a car elsewhere than it is', () => {
    const shift = { position: [0, 0, 0] as const, yaw: 0.1, pitch: 0, roll: 0 }
    const askew = impaired(RADAR, [{ ...fault('misalignment', 1), shift }])
    const truth = look([{ shape: CAR, at: [50, 0, 0] }], { spec: askew })
    for (const { azimuth } of echoesOf(truth, 2)) expect(azimuth).to.be.closeTo(-0.1, 0.03)
    expect(impaired(RADAR, [fault('noise', 3)]).accuracy.range).to.be.closeTo(0.3, 1e-12)
    expect(impaired(RADAR, [])).to.equal(RADAR)
  })

  it('gives what it gives in any order, and other readings for other numbers', () => {
    const truth = look([{ shape: CAR, at: [40, 1, 0] }], { pieces: [GROUND] })
    const noisy = { ...RADAR, clutter: 3, mount: mount([3.6, 0, 0.5]) }
    const read = (index: number) => radar.develop(noisy, truth, { seed: 1, index })
    const forward = [0, 1, 2].map(read)
    expect([2, 1, 0].map(read).reverse()).to.deep.equal(forward)
    expect(forward[0]).not.to.deep.equal(forward[1])
  })
})
