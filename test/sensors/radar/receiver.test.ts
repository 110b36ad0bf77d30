import { expect } from 'chai'
import fc from 'fast-check'
import type { RadarEcho } from '../../../src/sensors/radar/detection.ts'
import { cellsOf, folded, received, receiverOf } from '../../../src/sensors/radar/receiver.ts'
import { momentsOf } from '../scene.ts'
import { RADAR } from './spec.ts'

const echo = (change: Partial<RadarEcho> = {}): RadarEcho => ({
  ...{ range: 100.5, azimuth: 0, elevation: 0, radialSpeed: -5, rcs: 10, left: 1 },
  ...{ instance: 2, origin: 'object' },
  ...change,
})

/** A false alarm rate without any false alarms: what the tests of detection need. */
const QUIET = { ...RADAR, clutter: 1e-9 }
const receiver = receiverOf(QUIET)
const faint = 10 ** (RADAR.faintest / 10)

const readings = (echoes: readonly RadarEcho[], count: number, spec = QUIET) => {
  const with_ = receiverOf(spec)
  const cells = cellsOf(with_, echoes, 1)
  return Array.from({ length: count }, (_, index) => received(spec, with_, cells, { seed: 1, index }))
}

describe('sensors/radar/receiver', () => {
  it('finds the faintest target half of the time at the farthest range', () => {
    const far = echo({ range: 249.999, rcs: faint })
    const found = readings([far], 4000).filter((d) => d.length > 0).length
    expect(found / 4000).to.be.closeTo(0.5, 0.025)
  })

  it('finds by the fourth power of the range: Pfa^(1 / (1 + SNR)) within 5 %', () => {
    for (const range of [120, 170, 210, 235]) {
      const snr = receiver.snrOf(echo({ range, rcs: faint }))
      expect(snr / receiver.snrOf(echo({ range: 250, rcs: faint }))).to.be.closeTo((250 / range) ** 4, 1e-6)
      const expected = receiver.falseAlarm ** (1 / (1 + snr))
      const found = readings([echo({ range, rcs: faint })], 4000).filter((d) => d.length > 0).length
      expect(found / 4000 / expected).to.be.closeTo(1, 0.05)
    }
  })

  it('fluctuates as Swerling I: the power over the noise is exponential, mean and deviation within 5 %', () => {
    const strong = echo({ range: 60, rcs: 100 })
    const snr = receiver.snrOf(strong)
    const powers = readings([strong], 6000).flatMap((d) => d.map((r) => 10 ** (r.snr / 10)))
    const { mean, deviation } = momentsOf(powers)
    expect(mean / snr).to.be.closeTo(1, 0.05)
    expect(deviation / snr).to.be.closeTo(1, 0.05)
    // The share below a tenth of the mean is 1 - exp(-0.1).
    const low = powers.filter((p) => p < 0.1 * snr).length / powers.length
    expect(low / (1 - Math.exp(-0.1))).to.be.closeTo(1, 0.1)
  })

  it('tells the cross-section that it works out: its mean is the true one', () => {
    const sections = readings([echo({ range: 80, rcs: 20, azimuth: 0.2 })], 6000)
    const mean = momentsOf(sections.flatMap((d) => d.map((r) => 10 ** (r.rcs / 10)))).mean
    expect(mean / 20).to.be.closeTo(1, 0.05)
  })

  it('noise of range, azimuth and speed has its deviations within 5 %', () => {
    const all = readings([echo({ range: 60, azimuth: 0.1 })], 5000).flat()
    const { accuracy } = RADAR
    expect(momentsOf(all.map((d) => d.range)).deviation / accuracy.range).to.be.closeTo(1, 0.05)
    expect(momentsOf(all.map((d) => d.azimuth)).deviation / accuracy.azimuth).to.be.closeTo(1, 0.05)
    expect(momentsOf(all.map((d) => d.radialSpeed)).deviation / accuracy.speed).to.be.closeTo(1, 0.05)
    expect(momentsOf(all.map((d) => d.radialSpeed)).mean).to.be.closeTo(-5, 0.01)
    expect(new Set(all.map((d) => d.elevation))).to.deep.equal(new Set([0]))
  })

  it('has as many false alarms as it should, Poisson distributed, within 5 %, all over its field', () => {
    const noisy = { ...RADAR, clutter: 4 }
    const counts = readings([], 3000, noisy).map((d) => d.length)
    const { mean, deviation } = momentsOf(counts)
    expect(mean / 4).to.be.closeTo(1, 0.05)
    expect(deviation / 2).to.be.closeTo(1, 0.05)
    const all = readings([], 1000, noisy).flat()
    expect(all.every((d) => d.origin === 'clutter' && d.instance === 0)).to.equal(true)
    expect(momentsOf(all.map((d) => d.range)).mean / 125).to.be.closeTo(1, 0.05)
    expect(momentsOf(all.map((d) => d.azimuth)).mean).to.be.closeTo(0, 0.02)
    // They are just those that cross the threshold.
    expect(Math.min(...all.map((d) => 10 ** (d.snr / 10) + 1))).to.be.at.least(receiverOf(noisy).threshold)
  })

  it('makes one detection of what shares a cell, at the middle of the power; two of what does not', () => {
    const pair = [echo({ range: 60.2, rcs: 300 }), echo({ range: 60.6, rcs: 100, instance: 3 })]
    const one = cellsOf(receiver, pair, 1)
    expect(one).to.have.length(1)
    expect(one[0].strongest.instance).to.equal(2)
    expect(one[0].range).to.be.closeTo(60.2 + 0.4 * (1 / (1 + 3 * (60.6 / 60.2) ** 4)), 1e-6)
    for (const other of [{ range: 62 }, { azimuth: 0.06 }, { radialSpeed: -5.25 }])
      expect(cellsOf(receiver, [echo(), echo(other)], 1)).to.have.length(2)
  })

  it('sees nothing outside its field of view and range', () => {
    const out = [{ range: 251 }, { range: 0.1 }, { azimuth: 0.36 }, { azimuth: -0.36 }, { elevation: 0.15 }]
    for (const change of out) expect(cellsOf(receiver, [echo({ rcs: 1e6, ...change })], 1)).to.deep.equal([])
  })

  it('loses 6 dB at the edge of its field, there and back', () => {
    const edge = receiver.snrOf(echo({ azimuth: RADAR.horizontalFov / 2 })) / receiver.snrOf(echo())
    expect(10 * Math.log10(edge)).to.be.closeTo(-6.02, 0.01)
  })

  it('folds speeds into its span', () => {
    fc.assert(
      fc.property(fc.double({ min: -500, max: 500, noNaN: true }), (speed) => {
        const shown = folded(speed, 60)
        const turns = (speed - shown) / 120
        return shown >= -60 && shown < 60 + 1e-9 && Math.abs(turns - Math.round(turns)) < 1e-9
      }),
    )
    const [[fast]] = readings([echo({ range: 40, rcs: 1e4, radialSpeed: -70 })], 1)
    expect(fast.radialSpeed).to.be.closeTo(50, 0.2)
  })

  it('the air takes its share', () => {
    const [through, clear] = [0.999, 1].map((left) => cellsOf(receiver, [echo()], left)[0].snr)
    expect(through / clear).to.be.closeTo(0.999 ** 100.5, 1e-9)
  })
})
