/**
 * How much light a camera takes in: from the scene's luminance to electrons.
 *
 * The renderer's white (light 1) is taken as a white surface on level ground: luminance L = E / pi. Illuminance E of
 * daylight after the Illuminating Engineering Society's fits (IES RP-21-84, "Calculation of daylight availability"):
 * clear sun 127.5 e^(-0.21 / sin h) sin h, clear sky 0.8 + 15.5 sqrt(sin h), overcast 0.3 + 21 sin h (klx). Below the
 * horizon it falls tenfold with every 2.5 degrees (twilight), down to what head lamps leave on the road.
 *
 * On the sensor: H = pi / 4 T L t / N^2 (lx s; ISO 12232), photons = H area 4.09e15 / (lm s) (at 555 nm), of which a
 * colour filter lets a third pass, electrons = photons x quantum efficiency.
 */
import { clamp, smoothstep } from '../../math/index.ts'
import type { CameraSpec, ImageSensorSpec, Weather } from '../../scenario/index.ts'
import { meanOf } from './light.ts'

/** An automotive lens, and a pixel of 3 um. */
const F_NUMBER = 1.6
const TRANSMISSION = 0.9
const PIXEL_AREA = 9e-12
const PHOTONS_PER_LUMEN_SECOND = 4.09e15
const FILTER = 1 / 3

/** lx: in the beam of head lamps some 25 m ahead. */
const DARKEST = 50
const TWILIGHT = (2.5 * Math.PI) / 180 / Math.LN10

/** The automatic exposes no longer than this, s; then it turns up the gain. */
const LONGEST = 1 / 60
/** Mean light of the picture that the automatic leaves as it is, and how far it goes beyond. */
const METERED = [0.06, 0.5] as const
const FARTHEST = 4

/** Illuminance of level ground, lx. */
const illuminance = ({ sun, cloudCover }: Weather): number => {
  const h = Math.max(0, Math.sin(sun.elevation))
  const direct = h > 0 ? 127.5 * Math.exp(-0.21 / h) * h : 0
  const clear = direct + 0.8 + 15.5 * Math.sqrt(h)
  const overcast = 0.3 + 21 * h
  const day = 1000 * (clear + (overcast - clear) * smoothstep(0.3, 1, cloudCover))
  return Math.max(DARKEST, day * Math.exp(Math.min(0, sun.elevation) / TWILIGHT))
}

/** Luminance of the renderer's white in this weather, cd/m^2. */
export const whiteLuminance = (weather: Weather): number => illuminance(weather) / Math.PI

/** Illuminance of a surface that faces the sun by the sun alone, lx. */
export const sunIlluminance = ({ sun, cloudCover }: Weather): number => {
  const h = Math.sin(sun.elevation)
  return h > 0 ? 127_500 * Math.exp(-0.21 / h) * (1 - smoothstep(0.3, 0.9, cloudCover)) : 0
}

/** How long light is taken in, s, before the automatic has seen the picture. */
export const exposureTime = (
  { exposure }: Pick<CameraSpec, 'exposure'>,
  chip: ImageSensorSpec,
  white: number,
): number => exposure?.time ?? Math.min(LONGEST, chip.saturation / electronsPerSecond(chip, white))

/** Of light 1 at this luminance, in the middle of the picture. */
const electronsPerSecond = ({ quantumEfficiency }: ImageSensorSpec, white: number): number =>
  (Math.PI / 4) *
  (TRANSMISSION / (F_NUMBER * F_NUMBER)) *
  white *
  PIXEL_AREA *
  PHOTONS_PER_LUMEN_SECOND *
  FILTER *
  quantumEfficiency

export interface Exposure {
  /** Electrons of light 1. */
  readonly electrons: number
  /** Digits an electron, as a factor on those of a full well at the converter's top. */
  readonly gain: number
}

/**
 * Fixed, or automatic: the renderer's white fills the well where there is light enough, and gain makes up for the rest;
 * a picture whose mean lies outside a band is brought to its edge.
 */
export const exposureOf = (
  spec: Pick<CameraSpec, 'exposure'>,
  chip: ImageSensorSpec,
  white: number,
  light: Float32Array,
): Exposure => {
  const rate = electronsPerSecond(chip, white)
  if (spec.exposure !== undefined) return { electrons: rate * spec.exposure.time, gain: spec.exposure.gain }
  const [r, g, b] = meanOf(light)
  const mean = 0.2126 * r + 0.7152 * g + 0.0722 * b
  const factor = clamp(clamp(mean, ...METERED) / Math.max(mean, 1e-6), 1 / FARTHEST, FARTHEST)
  const electrons = Math.min(factor * chip.saturation, rate * LONGEST)
  return { electrons, gain: (factor * chip.saturation) / electrons }
}
