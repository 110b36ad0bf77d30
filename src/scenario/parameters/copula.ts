/**
 * Correlated parameters by a Gaussian copula: the uniform shares of some parameters are bound together, each
 * parameter's own distribution stays as it is (Nelsen, An Introduction to Copulas, 2006).
 */
import { normalQuantile, normalShare } from './distributions.ts'

/** Which shares are bound together, by their places in the list of parameters, and how. */
export interface Copula {
  readonly places: readonly number[]
  /** Lower triangle L of the normal scores' correlation matrix, L L^T. */
  readonly lower: readonly (readonly number[])[]
}

/** A correlation between the parameters at two places. */
export interface Bond {
  readonly a: number
  readonly b: number
  /** Spearman's rank correlation. */
  readonly rank: number
}

/** The copula of these bonds; pairs without one have independent normal scores. null: they contradict each other. */
export const copulaOf = (bonds: readonly Bond[]): Copula | null => {
  const places = [...new Set(bonds.flatMap(({ a, b }) => [a, b]))].sort((x, y) => x - y)
  const lower = cholesky(places.map((a) => places.map((b) => scoreCorrelation(bonds, a, b))))
  return lower === null ? null : { places, lower }
}

/** Correlation of the normal scores that gives this rank correlation: 2 sin(pi rho / 6) (Pearson 1907). */
const scoreCorrelation = (bonds: readonly Bond[], a: number, b: number): number => {
  if (a === b) return 1
  const bond = bonds.find((x) => (x.a === a && x.b === b) || (x.a === b && x.b === a))
  return bond === undefined ? 0 : 2 * Math.sin((Math.PI * bond.rank) / 6)
}

/** Lower triangle of a symmetric matrix; null when it is not positive definite. */
const cholesky = (matrix: readonly (readonly number[])[]): number[][] | null => {
  const lower: number[][] = matrix.map(() => [])
  for (let i = 0; i < matrix.length; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = matrix[i][j]
      for (let k = 0; k < j; k++) rest -= lower[i][k] * lower[j][k]
      if (i === j && rest <= 1e-12) return null
      lower[i].push(i === j ? Math.sqrt(rest) : rest / lower[j][j])
    }
  }
  return lower
}

const ALMOST_ONE = 1 - Number.EPSILON / 2

/** Independent shares (0 <= u < 1) made into shares that hang together. */
export const correlated = ({ places, lower }: Copula, shares: readonly number[]): number[] => {
  // A share of 0 has no normal score; half the smallest step of a random number has.
  const scores = places.map((place) => normalQuantile(Math.max(shares[place], Number.EPSILON / 4)))
  const joint = [...shares]
  places.forEach((place, i) => {
    const score = lower[i].reduce((sum, l, j) => sum + l * scores[j], 0)
    joint[place] = Math.min(ALMOST_ONE, normalShare(score))
  })
  return joint
}
