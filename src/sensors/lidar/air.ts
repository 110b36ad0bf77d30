/**
 * What hangs and falls in the air, as a lidar's light meets it: fog as a medium that dims and shines softly, rain and snow
 * as particles that each take their share of the beam. docs/sensors.md has the formulas and their sources.
 */
import type { LidarSpec } from '../../scenario/index.ts'
import type { Weather } from '../../scenario/index.ts'

/** Numbers per second of rain or snow are told in mm/h. */
const MM_PER_H = 3.6e6

/** Particles of one kind: sizes fall off exponentially. */
export interface Particles {
  /** A cubic metre. */
  readonly number: number
  /** One over their mean diameter, 1/m. */
  readonly slope: number
  /** Of the Lambertian disc of the same size that would send back as much. */
  readonly reflectance: number
}

/** x^k for x > 0. */
const raised = (x: number, k: number): number => Math.exp(k * Math.log(x))

/** Density over water's, and speed of fall, m/s, of dry flakes. */
const FLAKE = { density: 0.1, fall: 1 }

/** Share of the air that flakes take (Hahner et al. 2022). @param rate m/s of water */
export const flakeOccupancy = (rate: number): number =>
  (rate * MM_PER_H) / (MM_PER_H * FLAKE.density * FLAKE.fall)

/**
 * Snowflakes (Gunn and Marshall 1958): diameters of the water that they melt to fall off with 25.5 r^-0.48 per cm, a flake
 * is larger by the cube root of water's density over its own; so many that together they fill the occupancy.
 * @param rate m/s of water
 */
export const snowflakes = (rate: number): Particles | null => {
  if (rate <= 0) return null
  const slope = 2550 * raised(rate * MM_PER_H, -0.48) * raised(FLAKE.density, 1 / 3)
  // The mean volume is pi / 6 times 6 / slope^3.
  const number = (flakeOccupancy(rate) * slope * slope * slope) / Math.PI
  return { number, slope, reflectance: 0.9 }
}

/** Share of what rain drops take from the light that they send straight back, 1/sr (O'Connor et al. 2004: 1 / 18.6). */
export const DROP_BACKSCATTER = 1 / 18.6

/** Drops (Marshall and Palmer 1948): 8000 / (m^3 mm) exp(-4.1 R^-0.21 D / mm). @param rate m/s */
export const raindrops = (rate: number): Particles | null => {
  if (rate <= 0) return null
  const slope = 4100 * raised(rate * MM_PER_H, -0.21)
  // Twice its section is the extinction of a drop, of which the lidar ratio's share comes back.
  return { number: 8e6 / slope, slope, reflectance: 2 * Math.PI * DROP_BACKSCATTER }
}

/**
 * Extinction by particles, 1/m: the sum of their sections. The eye loses twice as much by diffraction, which sends light
 * on so nearly straight that a lidar's beam keeps it.
 */
export const dimming = ({ number, slope }: Particles): number => (number * Math.PI) / (2 * slope * slope)

/** Air at one instant. */
export interface Air {
  /** Extinction by fog and haze, 1/m. */
  readonly fog: number
  readonly particles: readonly Particles[]
}

/** Koschmieder's: a black thing has 5 % contrast at the meteorological optical range. */
const LN_20 = Math.log(20)

/** The visibility is everything's together: what snow and rain do not take of it is fog. */
export const airOf = ({ visibility, snowfall, rainfall }: Weather): Air => {
  const particles = [snowflakes(snowfall), raindrops(rainfall)].filter((p) => p !== null)
  const seen = particles.reduce((sum, p) => sum + 2 * dimming(p), 0)
  return { fog: Math.max(0, LN_20 / visibility - seen), particles }
}

/** How a device hears: signals in units of its threshold in clear air at the farthest range. */
export interface Hearing {
  /** Signal of a white Lambertian sheet, seen squarely, one metre off. */
  readonly white: number
  /** Diameter of the beam where it leaves, m, and by how much it widens a metre. */
  readonly beam: readonly [aperture: number, divergence: number]
}

/** Where a beam leaves the device, m. */
const APERTURE = 0.01

export const hearingOf = ({ range, faintest, divergence }: LidarSpec): Hearing => ({
  white: (range[1] * range[1]) / faintest,
  beam: [APERTURE, divergence],
})

/**
 * Nearby, where everything is loud, devices turn their ears down: what sends back less than such a Lambertian sheet is
 * not heard (sensitivity time control).
 */
export const FAINTEST_NEARBY = 0.01

/** What a signal has to reach at such a distance. */
export const thresholdAt = ({ white }: Hearing, distance: number): number =>
  Math.max(1, (white * FAINTEST_NEARBY) / (distance * distance))

/** Particles along a beam: those that might be heard one by one, and what all others take away. */
export interface Falling {
  readonly particles: Particles
  /** Distance of row i: i * STEP, m. */
  readonly step: number
  /** Up to each row: how many that might be heard there are on average. */
  readonly count: Float64Array
  /** Up to each row: the optical depth of all others. */
  readonly depth: Float64Array
}

const STEP = 0.1
/** A particle may be heard if it sends back such a share of what the threshold asks: noise may lift it. */
const HALF = 0.5

/** The smallest diameter that may be heard at such a distance, m. */
export const leastHeard = (hearing: Hearing, { reflectance }: Particles, distance: number): number => {
  const [aperture, divergence] = hearing.beam
  const wanted = (HALF * thresholdAt(hearing, distance) * distance * distance) / (hearing.white * reflectance)
  return (aperture + divergence * distance) * Math.sqrt(wanted)
}

export const fallingOf = (hearing: Hearing, particles: Particles, range: number): Falling => {
  const rows = Math.ceil(range / STEP) + 1
  const [count, depth] = [new Float64Array(rows), new Float64Array(rows)]
  const { number, slope } = particles
  const [aperture, divergence] = hearing.beam
  const all = dimming(particles)
  for (let i = 1; i < rows; i++) {
    const distance = (i - 0.5) * STEP
    const width = aperture + divergence * distance
    const least = leastHeard(hearing, particles, distance)
    const share = Math.exp(-slope * least)
    const heard = number * (Math.PI / 4) * share * (least * least + (2 * least) / slope + 2 / (slope * slope))
    count[i] = count[i - 1] + STEP * number * (Math.PI / 4) * width * width * share
    depth[i] = depth[i - 1] + STEP * (all - heard)
  }
  return { particles, step: STEP, count, depth }
}

/** The soft echo of fog: where it stands out of the threshold, and the signal there. */
export interface SoftEcho {
  /** It may be anywhere from here to there, m: so broad is its top. */
  readonly from: number
  readonly to: number
  /** Signals from `from` to `to`, evenly spaced. */
  readonly signals: Float64Array
}

/** Light and the device after Hahner et al. (2021): length of the pulse c tau_H, m; where sender and receiver overlap, m. */
const PULSE = 299_792_458 * 20e-9
const OVERLAP = [0.9, 1] as const
/** Backscatter of fog over its extinction, 1/sr: beta = 0.046 / MOR (Rasshofer et al. 2011). */
const FOG_BACKSCATTER = 0.046 / LN_20
const SOFT_STEP = 0.25
const SOFT_FAR = 25
/** The top of the echo is where it is at least such a share of its highest. */
const TOP = 0.8

/**
 * The signal that fog sends back from distance R without anything solid there (Hahner et al. 2021, eq. 12 to 17): the
 * pulse's sin^2 over beta xi(r) exp(-2 alpha r) / r^2.
 */
export const softSignal = ({ white }: Hearing, fog: number, distance: number): number => {
  const fine = 0.02
  let sum = 0
  for (let r = Math.max(OVERLAP[0], distance - PULSE) + fine / 2; r < distance; r += fine) {
    const overlap = Math.min(1, (r - OVERLAP[0]) / (OVERLAP[1] - OVERLAP[0]))
    const s = Math.sin((Math.PI * (distance - r)) / PULSE)
    sum += (overlap * s * s * Math.exp(-2 * fog * r)) / (r * r)
  }
  // A Lambertian sheet of reflectance 1 has pi times less of its light per steradian.
  return white * Math.PI * FOG_BACKSCATTER * fog * sum * fine
}

/** @returns null where fog is too thin to be heard */
export const softEchoOf = (hearing: Hearing, fog: number): SoftEcho | null => {
  const rows = Array.from({ length: SOFT_FAR / SOFT_STEP }, (_, i) => (i + 1) * SOFT_STEP)
  const signals = rows.map((r) => softSignal(hearing, fog, r))
  const stands = signals.map((signal, i) => signal / thresholdAt(hearing, rows[i]))
  const highest = Math.max(...stands)
  if (highest < HALF) return null
  const first = stands.findIndex((s) => s >= TOP * highest)
  const last = stands.findLastIndex((s) => s >= TOP * highest)
  return {
    from: rows[first],
    to: rows[last],
    signals: Float64Array.from(signals.slice(first, last + 1)),
  }
}
