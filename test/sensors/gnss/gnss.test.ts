import { expect } from 'chai'
import { norm, sub } from '../../../src/math/index.ts'
import type { GnssSpec } from '../../../src/scenario/index.ts'
import { covered, gnss, gnssTruth, type Antenna } from '../../../src/sensors/index.ts'
import type { Piece } from '../../../src/shape/index.ts'
import { EGO, GROUND, momentsOf, mount, piece, scene } from '../scene.ts'

const SPEC: GnssSpec = {
  ...{ kind: 'gnss', id: 'ego.gnss', actor: 'ego', name: 'gnss', model: 'test', rate: 10, latency: 0 },
  mount: mount([1, 0, 1.5]),
  noise: [0.5, 1],
  wander: [0, 100],
  speedNoise: 0.05,
}

const truthIn = (pieces: readonly Piece[], seed = 7): Antenna => {
  const { state, world } = scene([{ ...EGO, velocity: [10, 0, 0], turning: 0.2 }], [GROUND, ...pieces])
  return gnssTruth(SPEC, state, world, seed)
}

const fixes = (truth: Antenna, spec = SPEC, count = 4000) =>
  Array.from({ length: count }, (_, index) => gnss.develop(spec, truth, { seed: 7, index }))

const tunnel = [
  piece('wall', 'plaster', [-100, -6, 0], [100, -5, 6]),
  piece('wall', 'plaster', [-100, 5, 0], [100, 6, 6]),
  piece('wall', 'plaster', [-100, -6, 6], [100, 6, 7]),
]
/** Houses on either side of a street of 20 m. */
const canyon = [
  piece('building', 'plaster', [-150, -30, 0], [150, -10, 25]),
  piece('building', 'plaster', [-150, 10, 0], [150, 30, 25]),
]

describe('sensors/gnss', () => {
  it('its antenna moves with its carrier, turning included', () => {
    const { position, velocity } = truthIn([])
    expect(position).to.deep.equal([1, 0, 1.5])
    expect(velocity).to.deep.equal([10, 0.2, 0])
  })

  it('noise under an open sky has its deviations within 5 %, in place and in speed', () => {
    const truth = truthIn([])
    const all = fixes(truth).filter((f) => f !== null)
    expect(all.length).to.equal(4000)
    for (const [axis, expected] of [0.5, 0.5, 1].entries()) {
      expect(momentsOf(all.map((f) => f.position[axis])).deviation / expected).to.be.closeTo(1, 0.05)
      expect(momentsOf(all.map((f) => f.velocity[axis])).deviation / 0.05).to.be.closeTo(1, 0.05)
    }
    expect(momentsOf(all.map((f) => f.position[0])).mean).to.be.closeTo(1, 0.03)
  })

  it('wanders slowly: hardly from fix to fix, by its deviation from run to run', () => {
    const slow: GnssSpec = { ...SPEC, noise: [0.5, 1], wander: [2, 300] }
    const truth = truthIn([])
    const at = (seed: number, index: number): number =>
      (gnss.develop({ ...slow, noise: [1e-9, 2e-9] }, truth, { seed, index })?.position[0] ?? NaN) - 1
    const runs = Array.from({ length: 3000 }, (_, seed) => at(seed, 40))
    expect(momentsOf(runs).deviation / 2).to.be.closeTo(1, 0.05)
    const steps = Array.from({ length: 3000 }, (_, seed) => at(seed, 41) - at(seed, 40))
    // sqrt(2 (1 - exp(-dt / T))) of the deviation.
    expect(momentsOf(steps).deviation / (2 * Math.sqrt(2 * (1 - Math.exp(-0.1 / 300))))).to.be.closeTo(
      1,
      0.05,
    )
  })

  it('has no fix in a tunnel', () => {
    const truth = truthIn(tunnel)
    expect(truth.sky.above.length).to.equal(16)
    expect(truth.sky.received.length).to.be.below(4)
    expect(gnss.develop(SPEC, truth, { seed: 1, index: 0 })).to.equal(null)
    const under = truthIn([piece('road', 'asphalt', [-100, -100, 5], [100, 100, 6])])
    expect(under.sky.received).to.deep.equal([])
    expect(gnss.develop(SPEC, under, { seed: 1, index: 0 })).to.equal(null)
  })

  it('between houses it sees fewer satellites, is noisier, and is shifted by detours', () => {
    const [open, street] = [truthIn([]), truthIn(canyon)]
    expect(street.sky.received.filter((r) => r.detour === 0).length).to.be.below(open.sky.received.length - 3)
    const detours = street.sky.received.filter((r) => r.detour > 0)
    expect(detours.length).to.be.above(0)
    // The way across the street to the other wall and back, by the satellite's height: 2 d cos^2 over the share across.
    for (const { detour, towards } of detours) {
      const across = Math.abs(towards[1])
      const level = towards[0] * towards[0] + towards[1] * towards[1]
      expect(detour).to.be.closeTo((2 * 10 * level) / across, 0.01)
    }
    const silent: GnssSpec = { ...SPEC, noise: [1e-9, 1e-9] }
    const shifted = fixes(street, silent, 1)[0]
    expect(shifted === null ? 0 : norm(sub(shifted.position, street.position))).to.be.above(1)
    const spread = (truth: Antenna): number =>
      momentsOf(fixes(truth).flatMap((f) => (f === null ? [] : [f.position[1]]))).deviation
    expect(spread(street)).to.be.above(1.1 * spread(open))
  })

  it('covered, it loses satellites by the share', () => {
    const truth = truthIn([])
    const counts = Array.from(
      { length: 500 },
      (_, index) => covered(truth, 0.75, SPEC, { seed: 1, index }).sky.received.length,
    )
    expect(momentsOf(counts).mean / 12).to.be.closeTo(1, 0.05)
    expect(covered(truth, 1, SPEC, { seed: 1, index: 0 })).to.equal(truth)
  })
})
