/**
 * The time a picture takes: every row is exposed for `time`, one row after the other by `lineTime`. The middle of the
 * middle row's exposure is the reading's own time, to which its labels belong. The light between a few instants is
 * taken to change evenly, so what moves is drawn at most MOST_DRAWS times; a row adds up what falls into its time.
 */
import { clamp } from '../../math/index.ts'

/** Instants at which a picture is drawn, at most. */
const MOST_DRAWS = 9
/** They lie about so far apart, s, while that is enough of them. */
const STEP = 0.002
/** A picture that takes no longer than this is of one instant, s. */
const INSTANT = 0.0002

/** Both in s; lineTime 0: all rows at once. */
export interface Shutter {
  readonly time: number
  readonly lineTime: number
}

/** When to draw, s from the reading's time, rising and evenly spaced; an odd number, so the middle one is 0. */
export const instantsOf = ({ time, lineTime }: Shutter, height: number): number[] => {
  const span = time + lineTime * (height - 1)
  if (span <= INSTANT) return [0]
  const half = clamp(Math.ceil(span / STEP / 2), 1, (MOST_DRAWS - 1) / 2)
  return Array.from({ length: 2 * half + 1 }, (_, i) => ((i - half) / half) * (span / 2))
}

/** How much of each instant's light a row gathers; they add up to 1. */
export const weightsOf = (
  { time, lineTime }: Shutter,
  height: number,
  instants: readonly number[],
  row: number,
): number[] => {
  if (instants.length === 1) return [1]
  const step = instants[1] - instants[0]
  const middle = (row - (height - 1) / 2) * lineTime
  const [from, to] = [middle - time / 2, middle + time / 2]
  return instants.map((instant) => {
    // Light between two instants is a mix of both: each counts by a tent of two steps' width.
    if (time < 1e-9) return Math.max(0, 1 - Math.abs(middle - instant) / step)
    return (tentBelow((to - instant) / step) - tentBelow((from - instant) / step)) * (step / time)
  })
}

/** Area of the tent max(0, 1 - |x|) left of x. */
const tentBelow = (x: number): number => {
  if (x <= -1) return 0
  if (x >= 1) return 1
  return x < 0 ? (1 + x) * (1 + x) * 0.5 : 1 - (1 - x) * (1 - x) * 0.5
}

/** The light of a picture that takes its time, from the light at its instants (3 a pixel each). */
export const gather = (
  shutter: Shutter,
  width: number,
  height: number,
  instants: readonly number[],
  lights: readonly Float32Array[],
): Float32Array => {
  const light = new Float32Array(width * height * 3)
  for (let row = 0; row < height; row++) {
    const weights = weightsOf(shutter, height, instants, row)
    for (const [i, weight] of weights.entries()) {
      if (weight === 0) continue
      const from = lights[i]
      for (let at = row * width * 3; at < (row + 1) * width * 3; at++) light[at] += weight * from[at]
    }
  }
  return light
}
