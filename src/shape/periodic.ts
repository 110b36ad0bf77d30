/** Curves that come round again: values at some shares of a cycle, smoothly joined. */

/** Share of the cycle, 0 to below 1, and the value there. */
export type Key = readonly [at: number, value: number]

/**
 * A smooth closed curve through keys with rising shares: cubic pieces with the slopes of the chord between each key's
 * neighbours (Catmull and Rom 1974), flat where the neighbours lie on one side, so that it turns at its keys and nowhere else.
 */
export const periodic = (keys: readonly Key[]): ((share: number) => number) => {
  const n = keys.length
  const at = (i: number): Key => {
    const round = Math.floor(i / n)
    const [share, value] = keys[i - n * round]
    return [share + round, value]
  }
  const slope = (i: number): number => {
    const [[x0, y0], [, y], [x1, y1]] = [at(i - 1), at(i), at(i + 1)]
    return (y - y0) * (y1 - y) <= 0 ? 0 : (y1 - y0) / (x1 - x0)
  }
  const slopes = keys.map((_, i) => slope(i))
  return (whole) => {
    const share = whole - Math.floor(whole)
    let i = n - 1
    while (i >= 0 && keys[i][0] > share) i--
    const [[x0, y0], [x1, y1]] = [at(i), at(i + 1)]
    const width = x1 - x0
    const u = (share - x0) / width
    const [m0, m1] = [slopes[(i + n) % n] * width, slopes[(i + 1) % n] * width]
    const [u2, u3] = [u * u, u * u * u]
    return (2 * u3 - 3 * u2 + 1) * y0 + (u3 - 2 * u2 + u) * m0 + (3 * u2 - 2 * u3) * y1 + (u3 - u2) * m1
  }
}
