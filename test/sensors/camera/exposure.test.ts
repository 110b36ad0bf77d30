import { expect } from 'chai'
import type { Weather } from '../../../src/scenario/index.ts'
import { exposureOf, exposureTime, whiteLuminance } from '../../../src/sensors/camera/exposure.ts'
import { AUTOMOTIVE_CMOS } from '../../../src/sensors/camera/noise.ts'
import { SCENARIO } from '../../contract/painted.ts'

const degrees = (elevation: number, cloudCover = 0): Weather => ({
  ...SCENARIO.weather,
  cloudCover,
  sun: { azimuth: 0, elevation: (elevation * Math.PI) / 180 },
})
const grey = (value: number): Float32Array => new Float32Array(300).fill(value)

describe('exposure', () => {
  it('has the luminance of daylight: a white sheet in the sun 30 kcd/m^2, less under clouds, hardly any by night', () => {
    expect(whiteLuminance(degrees(60))).to.be.within(28_000, 42_000)
    expect(whiteLuminance(degrees(30, 1)) * Math.PI).to.be.closeTo(10_800, 1)
    expect(whiteLuminance(degrees(0)) * Math.PI).to.be.closeTo(800, 1)
    expect(whiteLuminance(degrees(-2.5)) * Math.PI).to.be.closeTo(80, 1)
    expect(whiteLuminance(degrees(-20)) * Math.PI).to.equal(50)
  })

  it('fixed: electrons grow with time, light and quantum efficiency', () => {
    const fixed = (time: number, white: number, qe = 0.6) =>
      exposureOf(
        { exposure: { time, gain: 3 } },
        { ...AUTOMOTIVE_CMOS, quantumEfficiency: qe },
        white,
        grey(0.2),
      )
    const one = fixed(1e-3, 1000)
    expect(one.gain).to.equal(3)
    expect(fixed(2e-3, 1000).electrons).to.be.closeTo(2 * one.electrons, 1e-6)
    expect(fixed(1e-3, 500).electrons).to.be.closeTo(one.electrons / 2, 1e-6)
    expect(fixed(1e-3, 1000, 0.3).electrons).to.be.closeTo(one.electrons / 2, 1e-6)
    // pi/4 x 0.9 x 1000 x 0.001 / 1.6^2 = 0.276 lx s; x 9e-12 x 4.09e15 / 3 x 0.6 electrons.
    expect(one.electrons).to.be.closeTo(2033, 5)
  })

  it('automatic: fills the well by day, takes gain by night, and the white stays white', () => {
    const day = exposureOf({}, AUTOMOTIVE_CMOS, whiteLuminance(degrees(40)), grey(0.2))
    expect(day).to.deep.equal({ electrons: AUTOMOTIVE_CMOS.saturation, gain: 1 })
    expect(exposureTime({}, AUTOMOTIVE_CMOS, whiteLuminance(degrees(40)))).to.be.below(1e-3)
    const night = exposureOf({}, AUTOMOTIVE_CMOS, whiteLuminance(degrees(-20)), grey(0.2))
    expect(night.gain).to.be.within(5, 50)
    expect(night.gain * night.electrons).to.be.closeTo(AUTOMOTIVE_CMOS.saturation, 1e-6)
    expect(exposureTime({}, AUTOMOTIVE_CMOS, whiteLuminance(degrees(-20)))).to.equal(1 / 60)
  })

  it('automatic: brings a picture that is too dark or too bright to the edge of its band', () => {
    const white = whiteLuminance(degrees(40))
    const shownAt = (mean: number): number => {
      const { electrons, gain } = exposureOf({}, AUTOMOTIVE_CMOS, white, grey(mean))
      return (mean * electrons * gain) / AUTOMOTIVE_CMOS.saturation
    }
    expect(shownAt(0.3)).to.be.closeTo(0.3, 1e-6)
    expect(shownAt(0.03)).to.be.closeTo(0.06, 1e-6)
    expect(shownAt(0.9)).to.be.closeTo(0.5, 1e-6)
    expect(shownAt(0.001)).to.be.closeTo(0.004, 1e-6)
  })
})
