/**
 * The image sensor: photons to digits after the linear model of EMVA Standard 1288, release 4.0 (2021),
 * section 2: y = K (e + read noise), quantised, where e is the photo-electrons, Poisson about
 * mean x (1 + PRNU), and y is cut off at saturation.
 *
 * What is left out: dark current, fixed-pattern offset, blooming of full wells, and demosaicing, so noise is
 * independent from channel to channel and pixel to pixel.
 */
import { hashNames, NORMAL_OF_BYTE, power, scramble } from '../../math/index.ts'
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
 * What the sensor makes of light (3 a pixel): RGBA, sRGB-encoded. `noise` is a factor on shot and read noise. Every pixel's noise is a hash of (seed, camera,
 * frame, pixel), so frames may be developed in any order or in parallel.
 */
export const expose = (
  light: Float32Array,
  width: number,
  height: number,
  chip: ImageSensorSpec,
  { electrons, gain, noise = 1 }: Exposure & { readonly noise?: number },
  id: string,
  key: ReadingKey,
): Uint8Array => {
  const out = new Uint8Array(width * height * 4)
  const device = hashNames(key.seed, ['camera', id, 'pixels'])
  const frame = hashNames(key.seed, ['camera', id, 'frame', key.index])
  const { saturation } = chip
  const top = power(2, chip.bits) - 1
  // EMVA's K, digits an electron.
  const k = (gain * top) / saturation
  const shade = ((1 << ENCODED_BITS) - 1) / top
  const read = chip.readNoise * chip.readNoise
  const byteOf = (mean: number, deviation: number): number => {
    // Poisson with a mean of tens and more is normal to within the converter's step.
    const noisy = mean + noise * Math.sqrt(mean + read) * deviation
    if (!(noisy > 0)) return ENCODED[0]
    // Rounded by cutting off: both are positive.
    const digit = (Math.min(top, Math.min(saturation, noisy) * k) + 0.5) | 0
    return ENCODED[(digit * shade + 0.5) | 0]
  }
  const falloff = chip.vignetting / ((width * width + height * height) / 4)
  const siteGain = NORMAL_OF_BYTE.map((z) => 1 + chip.prnu * z)
  for (let y = 0, i = 0, from = 0, to = 0; y < height; y++) {
    const dy = y + 0.5 - height / 2
    for (let x = 0; x < width; x++, i++, from += 3, to += 4) {
      const dx = x + 0.5 - width / 2
      // One hash stays with the device: the pixel's own gain. The other is this frame's shot and read noise.
      const site = scramble(device ^ i)
      const shot = scramble(site ^ frame)
      const response = electrons * (1 - falloff * (dx * dx + dy * dy)) * siteGain[site >>> 24]
      out[to] = byteOf(light[from] * response, NORMAL_OF_BYTE[shot & 255])
      out[to + 1] = byteOf(light[from + 1] * response, NORMAL_OF_BYTE[(shot >>> 8) & 255])
      out[to + 2] = byteOf(light[from + 2] * response, NORMAL_OF_BYTE[(shot >>> 16) & 255])
      out[to + 3] = 255
    }
  }
  return out
}
