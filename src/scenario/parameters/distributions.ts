/**
 * Distributions as quantile functions: one uniform number in, one value out. So truncation is exact, a
 * parameter takes exactly one number of its stream, and a low-discrepancy sequence can take its place.
 */

/** A continuous law with its numbers. Units are the parameter's own. */
export type Law =
  | { readonly kind: 'uniform'; readonly low: number; readonly high: number }
  | { readonly kind: 'normal'; readonly mean: number; readonly sd: number }
  | { readonly kind: 'lognormal'; readonly median: number; readonly sigma: number }
  | { readonly kind: 'exponential'; readonly mean: number }
  | {
      readonly kind: 'beta'
      readonly alpha: number
      readonly beta: number
      readonly low: number
      readonly high: number
    }

/** The value below which a share `u` (0..1) of the law lies. */
export const quantileOf = (law: Law, u: number): number => {
  switch (law.kind) {
    case 'uniform':
      return law.low + (law.high - law.low) * u
    case 'normal':
      return law.mean + law.sd * normalQuantile(u)
    case 'lognormal':
      return law.median * Math.exp(law.sigma * normalQuantile(u))
    case 'exponential':
      return -law.mean * Math.log1p(-u)
    case 'beta':
      return law.low + (law.high - law.low) * betaQuantile(law.alpha, law.beta, u)
  }
}

/** The share of the law below x. */
export const shareBelow = (law: Law, x: number): number => {
  switch (law.kind) {
    case 'uniform':
      return law.high > law.low ? unit((x - law.low) / (law.high - law.low)) : x < law.low ? 0 : 1
    case 'normal':
      return law.sd > 0 ? normalShare((x - law.mean) / law.sd) : x < law.mean ? 0 : 1
    case 'lognormal':
      return x <= 0
        ? 0
        : shareBelow({ kind: 'normal', mean: Math.log(law.median), sd: law.sigma }, Math.log(x))
    case 'exponential':
      return x <= 0 ? 0 : -Math.expm1(-x / law.mean)
    case 'beta':
      return betaShare(law.alpha, law.beta, unit((x - law.low) / (law.high - law.low)))
  }
}

/** Least and largest value that the law can give; infinite where it has no bound. */
export const supportOf = (law: Law): readonly [number, number] => [quantileOf(law, 0), quantileOf(law, 1)]

const unit = (x: number): number => Math.max(0, Math.min(1, x))

/**
 * Quantile of the standard normal distribution: algorithm AS 241, PPND16 (Wichura 1988), relative error
 * about 1e-16.
 */
export const normalQuantile = (u: number): number => {
  if (u <= 0) return -Infinity
  if (u >= 1) return Infinity
  const q = u - 0.5
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q
    return (
      (q *
        polynomial(
          r,
          [
            3.387132872796366608, 133.14166789178437745, 1971.5909503065514427, 13731.693765509461125,
            45921.953931549871457, 67265.770927008700853, 33430.575583588128105, 2509.0809287301226727,
          ],
        )) /
      polynomial(
        r,
        [
          1, 42.313330701600911252, 687.1870074920579083, 5394.1960214247511077, 21213.794301586595867,
          39307.89580009271061, 28729.085735721942674, 5226.495278852545925,
        ],
      )
    )
  }
  let r = Math.sqrt(-Math.log(q < 0 ? u : 1 - u))
  let x: number
  if (r <= 5) {
    r -= 1.6
    x =
      polynomial(
        r,
        [
          1.42343711074968357734, 4.6303378461565452959, 5.7694972214606914055, 3.64784832476320460504,
          1.27045825245236838258, 0.24178072517745061177, 0.0227238449892691845833, 7.7454501427834140764e-4,
        ],
      ) /
      polynomial(
        r,
        [
          1, 2.05319162663775882187, 1.6763848301838038494, 0.68976733498510000455, 0.14810397642748007459,
          0.0151986665636164571966, 5.475938084995344946e-4, 1.05075007164441684324e-9,
        ],
      )
  } else {
    r -= 5
    x =
      polynomial(
        r,
        [
          6.6579046435011037772, 5.4637849111641143699, 1.7848265399172913358, 0.29656057182850489123,
          0.026532189526576123093, 0.0012426609473880784386, 2.71155556874348757815e-5,
          2.01033439929228813265e-7,
        ],
      ) /
      polynomial(
        r,
        [
          1, 0.59983220655588793769, 0.13692988092273580531, 0.0148753612908506148525,
          7.868691311456132591e-4, 1.8463183175100546818e-5, 1.4215117583164458887e-7,
          2.04426310338993978564e-15,
        ],
      )
  }
  return q < 0 ? -x : x
}

const polynomial = (x: number, coefficients: readonly number[]): number =>
  coefficients.reduceRight((sum, c) => sum * x + c, 0)

/** Standard normal distribution function, through the regularised incomplete gamma function (gammaShare). */
export const normalShare = (z: number): number => {
  if (!Number.isFinite(z)) return z > 0 ? 1 : 0
  const half = gammaShare(0.5, (z * z) / 2) / 2
  return z < 0 ? 0.5 - half : 0.5 + half
}

/** Regularised lower incomplete gamma function P(a, x): series or continued fraction (Abramowitz, Stegun 6.5). */
const gammaShare = (a: number, x: number): number => {
  if (x <= 0) return 0
  const scale = Math.exp(a * Math.log(x) - x - logGamma(a))
  if (x < a + 1) {
    let term = 1 / a
    let sum = term
    for (let n = 1; n < 500 && term > sum * 1e-17; n++) {
      term *= x / (a + n)
      sum += term
    }
    return scale * sum
  }
  let b = x + 1 - a
  let c = 1e300
  let d = 1 / b
  let h = d
  for (let n = 1; n < 500; n++) {
    const k = -n * (n - a)
    b += 2
    d = 1 / (k * d + b)
    c = b + k / c
    h *= c * d
    if (Math.abs(c * d - 1) < 1e-16) break
  }
  return 1 - scale * h
}

/** ln of the gamma function: Lanczos' approximation, g = 7, 9 terms. */
const logGamma = (x: number): number => {
  const terms = [
    0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
    12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
  ]
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x)
  const y = x - 1
  const sum = terms.reduce((s, t, i) => (i === 0 ? t : s + t / (y + i)), 0)
  const t = y + 7.5
  return 0.5 * Math.log(2 * Math.PI) + (y + 0.5) * Math.log(t) - t + Math.log(sum)
}

/** Regularised incomplete beta function I_x(a, b), by Lentz's continued fraction (Abramowitz, Stegun 26.5.8). */
const betaShare = (a: number, b: number, x: number): number => {
  if (x <= 0) return 0
  if (x >= 1) return 1
  if (x > (a + 1) / (a + b + 2)) return 1 - betaShare(b, a, 1 - x)
  const front =
    Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x)) / a
  let c = 1
  let d = 1 / (1 - ((a + b) * x) / (a + 1))
  let h = d
  for (let m = 1; m < 500; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / (1 + even * d)
    c = 1 + even / c
    h *= c * d
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / (1 + odd * d)
    c = 1 + odd / c
    h *= c * d
    if (Math.abs(c * d - 1) < 1e-15) break
  }
  return front * h
}

/** Inverse of betaShare by bisection: slow and certain. */
const betaQuantile = (a: number, b: number, u: number): number => {
  let low = 0
  let high = 1
  if (u <= 0 || u >= 1) return u <= 0 ? 0 : 1
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2
    if (betaShare(a, b, middle) < u) low = middle
    else high = middle
  }
  return (low + high) / 2
}
