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
  const read = chip.readNoise * chip.readNoise
  const bytes = bytesOfDigits(top)
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
      const red = NORMAL_OF_BYTE[shot & 255]
      const green = NORMAL_OF_BYTE[(shot >>> 8) & 255]
      const blue = NORMAL_OF_BYTE[(shot >>> 16) & 255]
      out[to] = bytes[digitOf(light[from] * response, red, noise, read, saturation, k, top)]
      out[to + 1] = bytes[digitOf(light[from + 1] * response, green, noise, read, saturation, k, top)]
      out[to + 2] = bytes[digitOf(light[from + 2] * response, blue, noise, read, saturation, k, top)]
      out[to + 3] = 255
    }
  }
  return out
}

/** Digit of a mean of so many electrons, `deviation` standard deviations off. Numbers alone: it is called a pixel and colour. */
const digitOf = (
  mean: number,
  deviation: number,
  noise: number,
  read: number,
  saturation: number,
  k: number,
  top: number,
): number => {
  // Poisson with a mean of tens and more is normal to within the converter's step.
  const noisy = mean + noise * Math.sqrt(mean + read) * deviation
  if (!(noisy > 0)) return 0
  const digit = (noisy < saturation ? noisy : saturation) * k
  // Rounded by cutting off.
  return ((digit < top ? digit : top) + 0.5) | 0
}

const known = new Map<number, Uint8Array>()

/** The byte of each digit of a converter that goes up to `top`. */
const bytesOfDigits = (top: number): Uint8Array => {
  let bytes = known.get(top)
  if (bytes === undefined) {
    const shade = ((1 << ENCODED_BITS) - 1) / top
    bytes = new Uint8Array(top + 1)
    for (let digit = 0; digit <= top; digit++) bytes[digit] = ENCODED[(digit * shade + 0.5) | 0]
    known.set(top, bytes)
  }
  return bytes
}
