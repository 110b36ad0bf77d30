/**
 * Errors that wander from reading to reading, and yet can be had for any reading without those before it.
 *
 * A process that is Gaussian and Markov (Brownian motion, Gauss-Markov) may be drawn in any order, as Levy built
 * Brownian motion: first the values at 0, 1, 2, 4, 8, ..., each from the one before; then the middle between two
 * known ones, given both, and so on. Every reading has one normal deviate of its own, found by its number, so any
 * one of them costs twice the logarithm of its number in draws, and all of them together are one path.
 */
import { hashNames, scramble } from '../math/index.ts'

/** A mean-free Gaussian Markov process at whole steps, even in time. */
export interface Wander {
  /** Standard deviation of the value at step 0. */
  readonly start: number
  /** The value `steps` later: share of the value that stays, standard deviation of what comes anew. */
  ahead(steps: number): readonly [keep: number, spread: number]
  /** The value in the middle between two that are known, each `steps` away: weight of either, and the deviation. */
  between(steps: number): readonly [weight: number, spread: number]
}

/** Brownian motion from 0; `perStep`: standard deviation of a step. */
export const randomWalk = (perStep: number): Wander => ({
  start: 0,
  ahead: (steps) => [1, perStep * Math.sqrt(steps)],
  between: (steps) => [0.5, perStep * Math.sqrt(steps / 2)],
})

/** First-order Gauss-Markov, stationary; its correlation falls to 1/e within `correlation` steps. */
export const gaussMarkov = (deviation: number, correlation: number): Wander => ({
  start: deviation,
  ahead: (steps) => {
    const keep = Math.exp(-steps / correlation)
    return [keep, deviation * Math.sqrt(1 - keep * keep)]
  },
  between: (steps) => {
    const keep = Math.exp(-steps / correlation)
    const both = 1 + keep * keep
    return [keep / both, deviation * Math.sqrt((1 - keep * keep) / both)]
  },
})

/** The process's value at a step, 0, 1, 2, ...; `names` find the path, as they find a random stream. */
export const wanderAt = (
  process: Wander,
  step: number,
  seed: number,
  ...names: readonly (string | number)[]
): number => {
  const path = hashNames(seed, names)
  const draw = (at: number): number => normalAt(path, at)
  let [lo, hi] = [0, 1]
  let low = process.start * draw(0)
  if (step === 0) return low
  const grown = (from: number, steps: number, to: number): number => {
    const [keep, spread] = process.ahead(steps)
    return keep * from + spread * draw(to)
  }
  let high = grown(low, 1, 1)
  while (hi < step) {
    ;[lo, low] = [hi, high]
    hi = 2 * lo
    high = grown(low, lo, hi)
  }
  while (lo !== step && hi !== step) {
    const middle = (lo + hi) / 2
    const [weight, spread] = process.between(middle - lo)
    const value = weight * (low + high) + spread * draw(middle)
    if (middle <= step) [lo, low] = [middle, value]
    else [hi, high] = [middle, value]
  }
  return lo === step ? low : high
}

const ONE = 4294967296

/** A standard normal deviate of its own for each number (Box and Muller, 1958). */
const normalAt = (path: number, at: number): number => {
  const first = scramble(path ^ scramble(at + 1))
  const radius = Math.sqrt(-2 * Math.log(((first >>> 0) + 0.5) / ONE))
  return radius * Math.cos((2 * Math.PI * ((scramble(first ^ 0x9e3779b9) >>> 0) + 0.5)) / ONE)
}
