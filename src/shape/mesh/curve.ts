/** Curves through points that never overshoot them. */

/** y(x) through given points; a cubic between them, held outside. */
export type Curve = (x: number) => number

/**
 * Monotone piecewise cubic through (x, y), x rising (Fritsch and Carlson 1980): no overshoot, so a
 * dimension that stands in the points is never exceeded. Ends are flat when `flatEnds` is set.
 */
export const monotoneCurve = (points: readonly (readonly [number, number])[], flatEnds = false): Curve => {
  const n = points.length
  const x = points.map((p) => p[0])
  const y = points.map((p) => p[1])
  const step = Array.from({ length: n - 1 }, (_, i) => x[i + 1] - x[i])
  const rise = step.map((h, i) => (y[i + 1] - y[i]) / h)
  const slope = points.map((_, i) => {
    if (i === 0 || i === n - 1) return flatEnds ? 0 : rise[i === 0 ? 0 : n - 2]
    const [a, b] = [rise[i - 1], rise[i]]
    if (a * b <= 0) return 0
    const [wa, wb] = [2 * step[i] + step[i - 1], step[i] + 2 * step[i - 1]]
    return (wa + wb) / (wa / a + wb / b)
  })
  return (at) => {
    if (at <= x[0]) return y[0]
    if (at >= x[n - 1]) return y[n - 1]
    let i = 0
    while (at > x[i + 1]) i++
    const h = step[i]
    const u = (at - x[i]) / h
    const v = 1 - u
    return (
      (1 + 2 * u) * v * v * y[i] +
      u * v * v * h * slope[i] +
      u * u * (3 - 2 * u) * y[i + 1] -
      u * u * v * h * slope[i + 1]
    )
  }
}

/** The same from points in any order. */
export const curveThrough = (points: readonly (readonly [number, number])[], flatEnds = false): Curve =>
  monotoneCurve(
    [...points].sort((a, b) => a[0] - b[0]),
    flatEnds,
  )

/** n + 1 numbers from lo to hi. */
export const span = (lo: number, hi: number, n: number): number[] =>
  Array.from({ length: n + 1 }, (_, i) => lo + ((hi - lo) * i) / n)

/**
 * Signed distance to a rounded polygon, negative inside (Quilez, "2D distance functions").
 * @param corners in either turning direction, before rounding @param radius how far corners are rounded, m
 */
export const polygonDistance =
  (corners: readonly (readonly [number, number])[], radius: number) =>
  (px: number, py: number): number => {
    let d = Infinity
    let sign = 1
    for (let i = 0, j = corners.length - 1; i < corners.length; j = i++) {
      const [ax, ay] = corners[i]
      const [bx, by] = corners[j]
      const [ex, ey] = [bx - ax, by - ay]
      const [wx, wy] = [px - ax, py - ay]
      const k = Math.min(1, Math.max(0, (wx * ex + wy * ey) / (ex * ex + ey * ey)))
      d = Math.min(d, (wx - ex * k) ** 2 + (wy - ey * k) ** 2)
      const above = py >= ay
      const below = py < by
      const left = ex * wy > ey * wx
      if ((above && below && left) || (!above && !below && !left)) sign = -sign
    }
    return sign * Math.sqrt(d) - radius
  }
