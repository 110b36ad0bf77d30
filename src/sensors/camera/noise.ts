/**
 * The image sensor: photons to digits after the linear model of EMVA Standard 1288, release 4.0 (2021),
 * section 2: y = K (e + read noise), quantised, where e is the photo-electrons, Poisson about
 * mean x (1 + PRNU), and y is cut off at saturation.
 *
 * What is left out: dark current, fixed-pattern offset, blooming of full wells, and demosaicing, so noise is
 * independent from channel to channel and pixel to pixel.
 */
import { hashNames, power } from '../../math/index.ts'
import type { ImageSensorSpec } from '../../scenario/index.ts'
import type { ReadingKey } from '../sensor.ts'
import type { Exposure } from './exposure.ts'
import { encodeSrgb } from './light.ts'

/** A 3 um automotive CMOS pixel: of the order of what is published for AR0231-class sensors. */
export const AUTOMOTIVE_CMOS: ImageSensorSpec = {
  saturation: 10_000,
  readNoise: 5,
  prnu: 0.005,
  bits: 12,
  quantumEfficiency: 0.6,
  vignetting: 0.12,
}

/** Finer digits than this differ by less than a byte. */
const ENCODED_BITS = 12
/** The byte of each digit, sRGB. */
const ENCODED = Uint8Array.from({ length: 1 << ENCODED_BITS }, (_, digit) =>
  Math.round(255 * encodeSrgb(digit / ((1 << ENCODED_BITS) - 1))),
)

/**
 * What the sensor makes of light (3 a pixel): RGBA, sRGB-encoded. Every pixel's noise is a hash of (seed, camera,
 * frame, pixel), so frames may be developed in any order or in parallel.
 */
export const expose = (
  light: Float32Array,
  width: number,
  height: number,
  chip: ImageSensorSpec,
  { electrons, gain }: Exposure,
  id: string,
  key: ReadingKey,
): Uint8Array => {
  const out = new Uint8Array(width * height * 4)
  const device = hashNames(key.seed, ['camera', id, 'pixels'])
  const frame = hashNames(key.seed, ['camera', id, 'frame', key.index])
  const top = power(2, chip.bits) - 1
  // EMVA's K, digits an electron.
  const k = (gain * top) / chip.saturation
  const shade = ((1 << ENCODED_BITS) - 1) / top
  const read = chip.readNoise * chip.readNoise
  const falloff = chip.vignetting / ((width * width + height * height) / 4)
  const siteGain = NORMAL.map((z) => 1 + chip.prnu * z)
  for (let y = 0, i = 0; y < height; y++) {
    const dy = y + 0.5 - height / 2
    for (let x = 0; x < width; x++, i++) {
      const dx = x + 0.5 - width / 2
      // One hash stays with the device: the pixel's own gain. The other is this frame's shot and read noise.
      const site = mix(device ^ i)
      let shot = mix(site ^ frame)
      const response = electrons * (1 - falloff * (dx * dx + dy * dy)) * siteGain[site >>> 24]
      for (let c = 0; c < 3; c++, shot >>>= 8) {
        const mean = light[3 * i + c] * response
        // Poisson with a mean of tens and more is normal to within the converter's step.
        const noisy = Math.min(chip.saturation, mean + Math.sqrt(mean + read) * NORMAL[shot & 255])
        const digit = noisy > 0 ? Math.min(top, Math.round(noisy * k)) : 0
        out[4 * i + c] = ENCODED[Math.round(digit * shade)]
      }
      out[4 * i + 3] = 255
    }
  }
  return out
}

/** lowbias32 by Chris Wellons (hash-prospector, public domain): a 32-bit mixer of low bias. */
const mix = (x: number): number => {
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad)
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97)
  return x ^ (x >>> 15)
}

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
