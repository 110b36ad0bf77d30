/** Normal deviates for a number each of very many things, by one byte of a hash. */

/** Phi(z) = 1/2 + phi(z) (z + z^3/3 + z^5/15 + ...) (Marsaglia 2004). */
const normalCdf = (z: number): number => {
  let term = z
  let sum = z
  for (let k = 3; Math.abs(term) > 1e-17 * Math.abs(sum); k += 2) {
    term *= (z * z) / k
    sum += term
  }
  return 0.5 + (sum * Math.exp(-0.5 * z * z)) / Math.sqrt(2 * Math.PI)
}

const normalQuantile = (p: number): number => {
  let lo = -4
  let hi = 4
  for (let i = 0; i < 50; i++) {
    const middle = (lo + hi) / 2
    if (normalCdf(middle) < p) lo = middle
    else hi = middle
  }
  return (lo + hi) / 2
}

/** The 256 equally likely values of the standard normal, rising, scaled to unit variance. */
export const NORMAL_OF_BYTE = ((): Float64Array => {
  const quantiles = Float64Array.from({ length: 256 }, (_, i) => normalQuantile((i + 0.5) / 256))
  const variance = quantiles.reduce((sum, z) => sum + z * z, 0) / quantiles.length
  return quantiles.map((z) => z / Math.sqrt(variance))
})()
