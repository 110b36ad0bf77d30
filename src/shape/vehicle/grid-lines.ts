/** Grid lines through all knots, no further apart than `apart` says, m. */
export const gridLines = (knots: readonly number[], apart: (a: number) => number): number[] => {
  const lines = [knots[0]]
  for (let i = 1; i < knots.length; i++) {
    const n = Math.max(1, Math.ceil((knots[i] - knots[i - 1]) / apart((knots[i] + knots[i - 1]) / 2)))
    for (let k = 1; k <= n; k++) lines.push(knots[i - 1] + ((knots[i] - knots[i - 1]) * k) / n)
  }
  return lines
}
