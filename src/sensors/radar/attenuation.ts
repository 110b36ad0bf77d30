/** What rain and snow take from a radar wave. */
import type { Weather } from '../../scenario/index.ts'

/** A sum of bell curves over the decimal logarithm of the frequency in GHz, and a straight line. */
interface Fit {
  readonly bells: readonly (readonly [height: number, middle: number, width: number])[]
  readonly slope: number
  readonly offset: number
}

/** Recommendation ITU-R P.838-3 (2005), tables 1 to 4. */
const K_HORIZONTAL: Fit = {
  bells: [
    [-5.3398, -0.10008, 1.13098],
    [-0.35351, 1.2697, 0.454],
    [-0.23789, 0.86036, 0.15354],
    [-0.94158, 0.64552, 0.16817],
  ],
  slope: -0.18961,
  offset: 0.71147,
}
const K_VERTICAL: Fit = {
  bells: [
    [-3.80595, 0.56934, 0.81061],
    [-3.44965, -0.22911, 0.51059],
    [-0.39902, 0.73042, 0.11899],
    [0.50167, 1.07319, 0.27195],
  ],
  slope: -0.16398,
  offset: 0.63297,
}
const ALPHA_HORIZONTAL: Fit = {
  bells: [
    [-0.14318, 1.82442, -0.55187],
    [0.29591, 0.77564, 0.19822],
    [0.32177, 0.63773, 0.13164],
    [-5.3761, -0.9623, 1.47828],
    [16.1721, -3.2998, 3.4399],
  ],
  slope: 0.67849,
  offset: -1.95537,
}
const ALPHA_VERTICAL: Fit = {
  bells: [
    [-0.07771, 2.3384, -0.76284],
    [0.56727, 0.95545, 0.54039],
    [-0.20238, 1.1452, 0.26809],
    [-48.2991, 0.791669, 0.116226],
    [48.5833, 0.791459, 0.116479],
  ],
  slope: -0.053739,
  offset: 0.83433,
}

const fitted = ({ bells, slope, offset }: Fit, frequency: number): number => {
  const decade = Math.log10(frequency / 1e9)
  return bells.reduce(
    (sum, [height, middle, width]) => {
      const off = (decade - middle) / width
      return sum + height * Math.exp(-off * off)
    },
    slope * decade + offset,
  )
}

/** 10^x, by the exponential: decibels over ten to a factor. */
export const tenTo = (x: number): number => Math.exp(Math.LN10 * x)

/** Attenuation of a level way of a kilometre, dB, for circular or slanted polarisation. `rate` in mm/h, `frequency` in Hz. */
export const rainAttenuation = (rate: number, frequency: number): number => {
  if (rate <= 0) return 0
  const [kh, kv] = [tenTo(fitted(K_HORIZONTAL, frequency)), tenTo(fitted(K_VERTICAL, frequency))]
  const [ah, av] = [fitted(ALPHA_HORIZONTAL, frequency), fitted(ALPHA_VERTICAL, frequency)]
  // Equations 4 and 5 at an elevation of 0 and a polarisation tilt of 45 degrees.
  const k = (kh + kv) / 2
  const alpha = (kh * ah + kv * av) / (2 * k)
  return k * Math.exp(alpha * Math.log(rate))
}

/**
 * Dry snow takes less than the rain of the same water, as ice hardly absorbs. No recommendation covers it at these
 * frequencies: a half is a starting value.
 */
const SNOW_AGAINST_RAIN = 0.5

const MILLIMETRES_AN_HOUR = 3.6e6

/** Share of the power that is left after a metre, there and back. */
export const leftPerMetre = ({ rainfall, snowfall }: Weather, frequency: number): number => {
  const decibels =
    rainAttenuation(rainfall * MILLIMETRES_AN_HOUR, frequency) +
    SNOW_AGAINST_RAIN * rainAttenuation(snowfall * MILLIMETRES_AN_HOUR, frequency)
  return tenTo((-2 * decibels) / 1000 / 10)
}
