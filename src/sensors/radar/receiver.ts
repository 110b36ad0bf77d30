/**
 * The receiver of a radar: from echoes to detections.
 *
 * Radar equation (Skolnik, "Introduction to Radar Systems", 3rd ed. 2001, eq. 2.1): the signal goes with the
 * cross-section and with 1 / range^4; all that is the device's own (power, gain, wavelength, noise figure, losses) is in
 * one number, the cross-section that is found half of the time at the farthest range. Fluctuation: Swerling I, from one
 * reading to the next. An echo and the receiver's noise together have an exponentially distributed power of mean
 * 1 + SNR (over the noise), so against a threshold -ln(Pfa) the probability of detection is Pfa^(1 / (1 + SNR)).
 */
import { stream, type Random } from '../../math/index.ts'
import type { RadarSpec } from '../../scenario/index.ts'
import type { ReadingKey } from '../sensor.ts'
import { tenTo } from './attenuation.ts'
import type { RadarDetection, RadarEcho } from './detection.ts'

export interface Receiver {
  /** Probability that noise alone crosses the threshold, of one cell. */
  readonly falseAlarm: number
  /** ... and the threshold, power over the noise. */
  readonly threshold: number
  /** Mean signal over noise of an echo, without what the air takes. */
  snrOf(echo: Pick<RadarEcho, 'range' | 'azimuth' | 'elevation' | 'rcs' | 'left'>): number
  /** Number of its resolution cell; -1: outside the field of view or the range. */
  cellOf(echo: Pick<RadarEcho, 'range' | 'azimuth' | 'elevation' | 'radialSpeed'>): number
}

/**
 * Close by, the receiver is made less sensitive, or its own transmitter and the road would blind it: nowhere is a target
 * found that has less than this share of the cross-section that is found at the farthest range.
 */
const SENSITIVITY_CONTROL = 1e-3

const decibels = (power: number): number => 10 * Math.log10(power)

/** A speed as a device shows it that cannot tell v from v + 2 span. */
export const folded = (speed: number, span: number): number =>
  speed - 2 * span * Math.floor((speed + span) / (2 * span))

export const receiverOf = (spec: RadarSpec): Receiver => {
  const { resolution, horizontalFov, verticalFov, ambiguousSpeed, range } = spec
  const columns = Math.max(1, Math.ceil(horizontalFov / resolution.azimuth))
  const speeds = Math.max(1, Math.ceil((2 * ambiguousSpeed) / resolution.speed))
  const rows = Math.max(1, Math.ceil((range[1] - range[0]) / resolution.range))
  const falseAlarm = Math.max(1e-12, spec.clutter / (columns * speeds * rows))
  const threshold = -Math.log(falseAlarm)
  // Found half of the time: Pfa^(1 / (1 + SNR)) = 1/2.
  const half = threshold / Math.LN2 - 1
  const faintest = tenTo(spec.faintest / 10)
  const closest = Math.sqrt(1 / SENSITIVITY_CONTROL)
  // The field of view is where one way through the antenna has lost 3 dB, there and back 6 dB.
  const beam = (angle: number, full: number): number => {
    const off = (2 * angle) / full
    return Math.exp(-2 * Math.LN2 * off * off)
  }
  return {
    falseAlarm,
    threshold,
    snrOf: ({ range: at, azimuth, elevation, rcs, left }) => {
      const nearer = Math.min((range[1] / at) * (range[1] / at), closest)
      return (
        half *
        (rcs / faintest) *
        nearer *
        nearer *
        left *
        beam(azimuth, horizontalFov) *
        beam(elevation, verticalFov)
      )
    },
    cellOf: ({ range: at, azimuth, elevation, radialSpeed }) => {
      if (at < range[0] || at >= range[1]) return -1
      if (Math.abs(azimuth) > horizontalFov / 2 || Math.abs(elevation) > verticalFov / 2) return -1
      const row = Math.floor((at - range[0]) / resolution.range)
      const column = Math.min(columns - 1, Math.floor((azimuth + horizontalFov / 2) / resolution.azimuth))
      const speed = folded(radialSpeed, ambiguousSpeed) + ambiguousSpeed
      return (row * columns + column) * speeds + Math.min(speeds - 1, Math.floor(speed / resolution.speed))
    },
  }
}

/** Echoes that come into one resolution cell. */
export interface Cell {
  /** Power-weighted means. */
  readonly range: number
  readonly azimuth: number
  readonly elevation: number
  readonly radialSpeed: number
  /** Sum of their mean powers over the noise. */
  readonly snr: number
  /** The strongest of them. */
  readonly strongest: RadarEcho
}

/** A cell while echoes come in: sums over them, weighted with their powers. */
interface Filling {
  range: number
  azimuth: number
  elevation: number
  radialSpeed: number
  snr: number
  strongest: RadarEcho
  most: number
}

/** @param leftPerMetre share of the power that the air leaves after a metre, there and back */
export const cellsOf = (receiver: Receiver, echoes: readonly RadarEcho[], leftPerMetre: number): Cell[] => {
  const cells = new Map<number, Filling>()
  const fading = Math.log(leftPerMetre)
  for (const echo of echoes) {
    const number = receiver.cellOf(echo)
    if (number < 0) continue
    const snr = receiver.snrOf(echo) * Math.exp(fading * echo.range)
    if (!(snr > 0)) continue
    const { range, azimuth, elevation, radialSpeed } = echo
    const cell = cells.get(number)
    if (cell === undefined)
      cells.set(number, {
        range: snr * range,
        azimuth: snr * azimuth,
        elevation: snr * elevation,
        radialSpeed: snr * radialSpeed,
        ...{ snr, strongest: echo, most: snr },
      })
    else {
      cell.range += snr * range
      cell.azimuth += snr * azimuth
      cell.elevation += snr * elevation
      cell.radialSpeed += snr * radialSpeed
      cell.snr += snr
      if (snr > cell.most) [cell.strongest, cell.most] = [echo, snr]
    }
  }
  return Array.from(cells.values(), ({ snr, strongest, ...sum }) => ({
    range: sum.range / snr,
    azimuth: sum.azimuth / snr,
    elevation: sum.elevation / snr,
    radialSpeed: sum.radialSpeed / snr,
    ...{ snr, strongest },
  }))
}

/** Exponentially distributed, mean 1. */
const exponential = (random: Random): number => -Math.log(1 - random.next())

/** The detections of one reading, by range. */
export const received = (
  spec: RadarSpec,
  receiver: Receiver,
  cells: readonly Cell[],
  { seed, index }: ReadingKey,
): RadarDetection[] => {
  const fluctuation = stream(seed, 'radar', spec.id, 'fluctuation', index)
  const accuracy = stream(seed, 'radar', spec.id, 'accuracy', index)
  const found: RadarDetection[] = []
  for (const cell of cells) {
    const power = (1 + cell.snr) * exponential(fluctuation)
    if (power < receiver.threshold) continue
    const { instance, origin } = cell.strongest
    found.push(told(spec, receiver, { ...cell, power, instance, origin }, accuracy))
  }
  return [...found, ...falseAlarms(spec, receiver, { seed, index })].sort((a, b) => a.range - b.range)
}

interface Crossing extends Pick<Cell, 'range' | 'azimuth' | 'elevation' | 'radialSpeed'> {
  /** Over the noise, with the noise in it. */
  readonly power: number
  readonly instance: number
  readonly origin: RadarDetection['origin']
}

const told = (
  { accuracy, ambiguousSpeed }: RadarSpec,
  receiver: Receiver,
  { range, azimuth, elevation, radialSpeed, power, instance, origin }: Crossing,
  noise: Random,
): RadarDetection => {
  // The device knows its antenna and the range, not what the air took.
  const ofOneSquareMetre = receiver.snrOf({ range, azimuth, elevation, rcs: 1, left: 1 })
  const snr = Math.max(power - 1, 1e-3)
  return {
    range: Math.max(0, range + accuracy.range * noise.normal()),
    azimuth: azimuth + accuracy.azimuth * noise.normal(),
    elevation: accuracy.elevation === undefined ? 0 : elevation + accuracy.elevation * noise.normal(),
    radialSpeed: folded(radialSpeed + accuracy.speed * noise.normal(), ambiguousSpeed),
    rcs: decibels(snr / ofOneSquareMetre),
    snr: decibels(snr),
    ...{ instance, origin },
  }
}

/** Noise that crossed the threshold, anywhere: their number is Poisson distributed about `spec.clutter`. */
const falseAlarms = (spec: RadarSpec, receiver: Receiver, { seed, index }: ReadingKey): RadarDetection[] => {
  const random = stream(seed, 'radar', spec.id, 'clutter', index)
  const { range, horizontalFov, verticalFov, ambiguousSpeed, accuracy } = spec
  return Array.from({ length: poisson(spec.clutter, random) }, () =>
    told(
      spec,
      receiver,
      {
        range: random.uniform(...range),
        azimuth: random.uniform(-horizontalFov / 2, horizontalFov / 2),
        elevation: accuracy.elevation === undefined ? 0 : random.uniform(-verticalFov / 2, verticalFov / 2),
        radialSpeed: random.uniform(-ambiguousSpeed, ambiguousSpeed),
        // What is above the threshold of an exponential distribution is distributed just like that again.
        power: receiver.threshold + exponential(random),
        instance: 0,
        origin: 'clutter',
      },
      random,
    ),
  )
}

/** Knuth's method: for means of some tens. */
const poisson = (mean: number, random: Random): number => {
  const limit = Math.exp(-mean)
  let n = 0
  for (let product = random.next(); product > limit; product *= random.next()) n++
  return n
}
