/** Probabilities of a collision when a speed is known only as a distribution. */

/** What is known of a speed, m/s. */
export type SpeedDistribution =
  | { readonly type: 'normal'; readonly mean: number; readonly sd: number }
  | { readonly type: 'uniform'; readonly min: number; readonly max: number }

/** Complementary error function, to 1e-13: series near 0, continued fraction (Lentz) beyond. */
const erfc = (x: number): number => {
  if (x < 0) return 2 - erfc(-x)
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

/** Probability that the follower, at a speed of this distribution, meets the leader (v2) within the horizon, s. */
export const chanceOfMeeting = (d: number, speed: SpeedDistribution, v2: number, horizon: number): number => {
  const needed = v2 + d / horizon
  if (speed.type === 'uniform')
    return Math.min(1, Math.max(0, (speed.max - needed) / (speed.max - speed.min)))
  return erfc((needed - speed.mean) / (speed.sd * Math.SQRT2)) / 2
}
