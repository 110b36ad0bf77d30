/**
 * The image sensor: photons to digits after the linear model of EMVA Standard 1288, release 4.0 (2021),
 * section 2: y = K (e + read noise), quantised, where e is the photo-electrons, Poisson about
 * mean x (1 + PRNU), and y is cut off at saturation.
 *
 * The renderer's picture is taken as a correct exposure: linear light 1 fills the well. What is left out:
 * dark current, fixed-pattern offset, blooming, and demosaicing, so noise is independent from channel to
 * channel and pixel to pixel.
 */
import { hashNames, power } from '../../math/index.ts'
import type { ReadingKey } from '../sensor.ts'
import type { Picture } from './camera.ts'

export interface ImageSensor {
  /** Electrons that fill a pixel's well: linear light 1. */
  readonly saturation: number
  /** Standard deviation of the read noise, electrons. */
  readonly readNoise: number
  /** Photo response non-uniformity: standard deviation of a pixel's own gain, fixed for the device. */
  readonly prnu: number
  /** Bits of the converter. */
  readonly bits: number
  /** Light lost in the picture's corners, share of the centre's; falls with the square of the radius. */
  readonly vignetting: number
}

/** A 3 um automotive CMOS pixel: of the order of what is published for AR0231-class sensors. */
export const AUTOMOTIVE_CMOS: ImageSensor = {
  saturation: 10_000,
  readNoise: 5,
  prnu: 0.005,
  bits: 12,
  vignetting: 0.12,
}

/**
 * What the sensor makes of a picture: RGBA, sRGB-encoded, in new memory. Every pixel's noise is a hash
 * of (seed, camera, frame, pixel), so frames may be developed in any order or in parallel.
 */
export const expose = (truth: Picture, chip: ImageSensor, id: string, key: ReadingKey): Uint8Array => {
  const { width, height, rgba } = truth
  const out = new Uint8Array(rgba.length)
  const device = hashNames(key.seed, ['camera', id, 'pixels'])
  const frame = hashNames(key.seed, ['camera', id, 'frame', key.index])
  const { response, lowest, step, siteGain } = responseOf(chip)
  const centre = (1 - lowest) / step
  const falloff = chip.vignetting / step / ((width * width + height * height) / 4)
  for (let y = 0, i = 0, at = 0; y < height; y++) {
    const dy = y + 0.5 - height / 2
    for (let x = 0; x < width; x++, i++, at += 4) {
      const dx = x + 0.5 - width / 2
      // One hash stays with the device: the pixel's own gain, rounded at random to a step of the table,
      // so that neither vignetting nor PRNU shows bands. The other is this frame's shot and read noise.
      const site = mix(device ^ i)
      const shot = mix(site ^ frame)
      const gain = centre - falloff * (dx * dx + dy * dy) + siteGain[site >>> 24] + ((site >>> 8) & 255) / 256
      const row = (gain | 0) << 16
      out[at] = response[row | (rgba[at] << 8) | (shot & 255)]
      out[at + 1] = response[row | (rgba[at + 1] << 8) | ((shot >>> 8) & 255)]
      out[at + 2] = response[row | (rgba[at + 2] << 8) | ((shot >>> 16) & 255)]
      out[at + 3] = rgba[at + 3]
    }
  }
  return out
}

interface Response {
  /** The byte that comes out: [gain step][byte that goes in][one of 256 equally likely deviates]. */
  readonly response: Uint8Array
  /** Gain of step 0, and from one step to the next. */
  readonly lowest: number
  readonly step: number
  /** A pixel's own gain for each of 256 equally likely deviates, in steps. */
  readonly siteGain: Float64Array
}

const GAIN_STEPS = 32
const responses = new WeakMap<ImageSensor, Response>()

/**
 * A pixel's whole chain, light to byte, as a table (2 MB, made once a chip): a million pixels a frame
 * leave no time for square roots and powers.
 */
const responseOf = (chip: ImageSensor): Response => {
  const known = responses.get(chip)
  if (known) return known
  const reach = NORMAL[255] * chip.prnu
  const lowest = 1 - chip.vignetting - reach
  const step = Math.max(1 + reach - lowest, 1e-6) / (GAIN_STEPS - 2)
  // Rounding at random adds the variance of a step's sixth; what is left is the PRNU's own.
  const own = Math.sqrt(Math.max(0, power(chip.prnu, 2) - power(step, 2) / 6))
  const top = power(2, chip.bits) - 1
  const encode = Uint8Array.from({ length: top + 1 }, (_, digit) => Math.round(255 * encodeSrgb(digit / top)))
  const response = new Uint8Array(GAIN_STEPS << 16)
  for (let at = 0; at < response.length; at++) {
    const light = decodeSrgb(((at >>> 8) & 255) / 255) * (lowest + (at >>> 16) * step)
    const electrons = light * chip.saturation
    // Poisson with a mean of tens and more is normal to within the converter's step.
    const noisy = electrons + Math.sqrt(electrons + power(chip.readNoise, 2)) * NORMAL[at & 255]
    response[at] = encode[Math.max(0, Math.min(top, Math.round((noisy / chip.saturation) * top)))]
  }
  const made = { response, lowest, step, siteGain: NORMAL.map((z) => (z * own) / step) }
  responses.set(chip, made)
  return made
}

/** lowbias32 by Chris Wellons (hash-prospector, public domain): a 32-bit mixer of low bias. */
const mix = (x: number): number => {
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad)
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97)
  return x ^ (x >>> 15)
}

/** sRGB (IEC 61966-2-1) 0..1 -> linear light 0..1, and back. */
const decodeSrgb = (v: number): number =>
  v <= 0.04045 ? v / 12.92 : Math.exp(2.4 * Math.log((v + 0.055) / 1.055))
const encodeSrgb = (v: number): number =>
  v <= 0.0031308 ? 12.92 * v : 1.055 * Math.exp(Math.log(v) / 2.4) - 0.055

/** Phi(z) = 1/2 + phi(z) (z + z^3/3 + z^5/15 + ...) (Marsaglia 2004). */
const normalCdf = (z: number): number => {
  let term = z
  let sum = z
  for (let k = 3; Math.abs(term) > 1e-17 * Math.abs(sum); k += 2) {
    term *= (z * z) / k
    sum += term
  }
  return 0.5 + (sum * Math.exp(-0.5 * z * z)) / Math.sqrt(2 * Math.PI)
}

const normalQuantile = (p: number): number => {
  let lo = -4
  let hi = 4
  for (let i = 0; i < 50; i++) {
    const middle = (lo + hi) / 2
    if (normalCdf(middle) < p) lo = middle
    else hi = middle
  }
  return (lo + hi) / 2
}

/** The 256 equally likely values of the standard normal, rising, scaled to unit variance. */
const NORMAL = ((): Float64Array => {
  const quantiles = Float64Array.from({ length: 256 }, (_, i) => normalQuantile((i + 0.5) / 256))
  const variance = quantiles.reduce((sum, z) => sum + z * z, 0) / quantiles.length
  return quantiles.map((z) => z / Math.sqrt(variance))
})()
