/** Small statistics that a table of outcomes needs. */

/**
 * Wilson score interval of a proportion (Wilson 1927), default 95 %.
 * @returns [low, high] in [0, 1]; [0, 1] when n is 0.
 */
export const wilson = (hits: number, n: number, z = 1.959963984540054): readonly [number, number] => {
  if (n === 0) return [0, 1]
  const p = hits / n
  const k = (z * z) / n
  const centre = (p + k / 2) / (1 + k)
  const half = (z / (1 + k)) * Math.sqrt((p * (1 - p)) / n + k / (4 * n))
  return [Math.max(0, centre - half), Math.min(1, centre + half)]
}

/** Quantile with linear interpolation (Hyndman-Fan type 7); NaN for an empty list. */
export const quantile = (values: readonly number[], q: number): number => {
  if (values.length === 0) return NaN
  const sorted = [...values].sort((a, b) => a - b)
  const at = (sorted.length - 1) * q
  const lo = Math.floor(at)
  const hi = Math.ceil(at)
  return sorted[lo] + (sorted[hi] - sorted[lo]) * (at - lo)
}

export const clamp = (x: number, lo: number, hi: number): number => (x < lo ? lo : x > hi ? hi : x)

/** Cubic Hermite step from 0 at `lo` to 1 at `hi`. */
export const smoothstep = (lo: number, hi: number, x: number): number => {
  const u = clamp((x - lo) / (hi - lo), 0, 1)
  return u * u * (3 - 2 * u)
}

/**
 * x to the whole power n >= 0, by multiplication: `**` and Math.pow differ in the last bit from one version of V8
 * to the next, and a run must not.
 */
export const power = (x: number, n: number): number => {
  let product = 1
  for (let i = 0; i < n; i++) product *= x
  return product
}

export const lerp = (a: number, b: number, u: number): number => a + (b - a) * u
