/** Probabilities of a collision when a quantity is known only as a distribution. */

/** What is known of a speed (m/s) or another quantity; a normal one may be cut off below `min` and above `max`. */
export type SpeedDistribution =
  | {
      readonly type: 'normal'
      readonly mean: number
      readonly sd: number
      readonly min?: number
      readonly max?: number
    }
  | { readonly type: 'uniform'; readonly min: number; readonly max: number }

/** Complementary error function, to 1e-13: series near 0, continued fraction (Lentz) beyond. */
const erfc = (x: number): number => {
  if (x < 0) return 2 - erfc(-x)
  if (x === Infinity) return 0
  if (x < 2) {
    let term = x
    let sum = x
    for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
      term *= (-x * x) / n
      sum += term / (2 * n + 1)
      if (term === 0) break
    }
    return 1 - (2 / Math.sqrt(Math.PI)) * sum
  }
  let fraction = 0
  for (let n = 60; n > 0; n--) fraction = n / 2 / (x + fraction)
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / (x + fraction)
}

/** P(X > x); of a quantity that is known exactly, 1 or 0. */
export const chanceAbove = (of: SpeedDistribution, x: number): number => {
  if (of.type === 'uniform') {
    if (of.max <= of.min) return of.min > x ? 1 : 0
    return Math.min(1, Math.max(0, (of.max - x) / (of.max - of.min)))
  }
  const { mean, sd, min = -Infinity, max = Infinity } = of
  if (sd <= 0) return mean > x ? 1 : 0
  if (x <= min) return 1
  if (x >= max) return 0
  const tail = (at: number): number => erfc((at - mean) / (sd * Math.SQRT2)) / 2
  return (tail(x) - tail(max)) / (tail(min) - tail(max))
}

/** The same quantity with its sign turned. */
export const mirrored = (of: SpeedDistribution): SpeedDistribution => {
  if (of.type === 'uniform') return { type: 'uniform', min: -of.max, max: -of.min }
  const { mean, sd, min = -Infinity, max = Infinity } = of
  return { type: 'normal', mean: -mean, sd, min: -max, max: -min }
}

/**
 * Probability that the follower, at a constant speed of this distribution, meets the leader (v2) within the
 * horizon, s: P(v1 > v2 + d / horizon), in closed form what Broadhurst et al. (2005) sample. 1 in contact.
 */
export const chanceOfMeeting = (d: number, speed: SpeedDistribution, v2: number, horizon: number): number =>
  d <= 0 ? 1 : chanceAbove(speed, v2 + d / horizon)

/**
 * Crash potential index (Cunto & Saccomanno 2008): mean over time of the probability that the braking needed
 * exceeds what the vehicle can do.
 * @param needed deceleration needed at each equal step of time, m/s^2; braking may be written negative.
 * @param available distribution of the greatest deceleration, m/s^2, as a positive number.
 */
export const crashPotential = (needed: readonly number[], available: SpeedDistribution): number => {
  const short = mirrored(available)
  const chances = needed.map((a) => chanceAbove(short, -Math.abs(a)))
  return chances.reduce((sum, p) => sum + p, 0) / chances.length
}
