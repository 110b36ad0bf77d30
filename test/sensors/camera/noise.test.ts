import { expect } from 'chai'
import type { ImageSensorSpec } from '../../../src/scenario/index.ts'
import type { Exposure } from '../../../src/sensors/camera/exposure.ts'
import { AUTOMOTIVE_CMOS, expose } from '../../../src/sensors/camera/noise.ts'

const WIDTH = 96
const HEIGHT = 64
const PIXELS = WIDTH * HEIGHT

/** sRGB byte -> linear light (IEC 61966-2-1). */
const linear = (byte: number): number => {
  const v = byte / 255
  return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4
}

const grey = (byte: number) => new Float32Array(3 * PIXELS).fill(linear(byte))

/** Light 1 fills the well, and the full well is the converter's top. */
const full = ({ saturation }: ImageSensorSpec): Exposure => ({ electrons: saturation, gain: 1 })

const FLAT: ImageSensorSpec = { ...AUTOMOTIVE_CMOS, vignetting: 0, prnu: 0 }

/** Linear light of one channel, of many frames of one grey. */
const developed = (
  byte: number,
  chip: ImageSensorSpec,
  frames: number,
  channel = 1,
  exposure = full(chip),
): Float64Array[] =>
  Array.from({ length: frames }, (_, index) => {
    const out = expose(grey(byte), WIDTH, HEIGHT, chip, exposure, 'ego.front', { seed: 3, index })
    return Float64Array.from({ length: PIXELS }, (__, i) => linear(out[4 * i + channel]))
  })

const mean = (values: Float64Array): number => values.reduce((a, b) => a + b, 0) / values.length
const variance = (values: Float64Array): number => {
  const m = mean(values)
  return values.reduce((sum, v) => sum + (v - m) ** 2, 0) / (values.length - 1)
}
const correlation = (a: Float64Array, b: Float64Array): number => {
  const [ma, mb] = [mean(a), mean(b)]
  return (
    a.reduce((sum, v, i) => sum + (v - ma) * (b[i] - mb), 0) /
    (a.length - 1) /
    Math.sqrt(variance(a) * variance(b))
  )
}

/** Width of one byte in linear light, for the variance that rounding to bytes adds. */
const stepAt = (byte: number): number => (linear(byte + 1) - linear(byte - 1)) / 2

describe('sensors/camera/noise', () => {
  it('has the variance of photon and read noise: mean / saturation + (read / saturation)^2', () => {
    for (const chip of [FLAT, { ...FLAT, saturation: 4000, readNoise: 12 }])
      for (const byte of [60, 100, 140, 180, 215]) {
        const values = developed(byte, chip, 4)
        const measured =
          values.reduce((sum, v) => sum + variance(v), 0) / values.length - stepAt(byte) ** 2 / 12
        const expected = linear(byte) / chip.saturation + (chip.readNoise / chip.saturation) ** 2
        expect(measured / expected, `grey ${byte}`).to.be.within(0.95, 1.05)
      }
  })

  it('has a mean-variance slope K, whatever the gain: K = gain x top digit / saturation', () => {
    // Twelve bits seen through eight of sRGB: the digit's own scale is linear light x top.
    const top = 4095
    for (const gain of [1, 4, 16]) {
      const exposure = { electrons: FLAT.saturation / gain, gain }
      const [low, high] = [90, 190].map((byte) => {
        const frames = developed(byte, FLAT, 4, 1, exposure)
        const all = frames.reduce((sum, v) => sum + variance(v), 0) / frames.length - stepAt(byte) ** 2 / 12
        return { mean: mean(frames[0]) * top, variance: all * top * top }
      })
      const slope = (high.variance - low.variance) / (high.mean - low.mean)
      expect(slope / ((gain * top) / FLAT.saturation), `gain ${gain}`).to.be.within(0.95, 1.05)
    }
  })

  it('keeps the mean', () => {
    for (const byte of [40, 90, 150, 210])
      expect(mean(developed(byte, FLAT, 1)[0]) / linear(byte), `grey ${byte}`).to.be.within(0.995, 1.005)
  })

  it('gives every pixel a gain of its own that stays with the device', () => {
    const chip = { ...FLAT, prnu: 0.02, saturation: 1e6, readNoise: 0 }
    const [a, b] = developed(180, chip, 2)
    expect(correlation(a, b)).to.be.greaterThan(0.8)
    expect(Math.sqrt(variance(a)) / mean(a)).to.be.within(0.02 * 0.93, 0.02 * 1.07)
  })

  it('has noise that is independent from frame to frame, channel to channel and neighbour to neighbour', () => {
    const [a, b] = developed(140, FLAT, 2)
    const [red] = developed(140, FLAT, 1, 0)
    const bound = 4 / Math.sqrt(PIXELS)
    expect(Math.abs(correlation(a, b))).to.be.lessThan(bound)
    expect(Math.abs(correlation(a, red))).to.be.lessThan(bound)
    expect(Math.abs(correlation(a.subarray(1), a.subarray(0, PIXELS - 1)))).to.be.lessThan(bound)
    expect(Math.abs(correlation(a.subarray(WIDTH), a.subarray(0, PIXELS - WIDTH)))).to.be.lessThan(bound)
  })

  it('darkens the corners by the share that the lens loses there, and not the centre', () => {
    const chip = { ...FLAT, vignetting: 0.3, saturation: 1e6, readNoise: 0 }
    const [values] = developed(200, chip, 1)
    const near = (x0: number, y0: number): number => {
      let sum = 0
      for (let y = 0; y < 6; y++) for (let x = 0; x < 6; x++) sum += values[(y0 + y) * WIDTH + x0 + x]
      return sum / 36 / linear(200)
    }
    expect(near(WIDTH / 2 - 3, HEIGHT / 2 - 3)).to.be.within(0.99, 1.01)
    for (const [x, y] of [
      [0, 0],
      [WIDTH - 6, 0],
      [0, HEIGHT - 6],
      [WIDTH - 6, HEIGHT - 6],
    ])
      expect(near(x, y)).to.be.within(0.7, 0.77)
  })

  it('cuts off at black and at the full well, and keeps alpha', () => {
    const key = { seed: 1, index: 0 }
    const [black, white] = [0, 255].map((byte) =>
      expose(grey(byte), WIDTH, HEIGHT, FLAT, full(FLAT), 'a', key),
    )
    expect(Math.max(...black.filter((_, i) => i % 4 !== 3))).to.be.lessThan(8)
    expect(Math.min(...white)).to.be.greaterThan(245)
    expect(Math.max(...white)).to.equal(255)
    expect(black.filter((_, i) => i % 4 === 3).every((a) => a === 255)).to.equal(true)
  })
})
