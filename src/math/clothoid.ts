/** Curves whose curvature is linear in their length (clothoids, and arcs and straights among them). */

/** Nodes and weights of Gauss-Legendre quadrature with 8 points on [-1, 1] (Abramowitz & Stegun, 25.4). */
const NODES = [0.1834346424956498, 0.525532409916329, 0.7966664774136267, 0.9602898564975363]
const WEIGHTS = [0.362683783378362, 0.3137066458778873, 0.2223810344533745, 0.1012285362903763]

/** Flatter than this is straight, 1/m: over any road the two differ by less than an atom. */
const STRAIGHT = 1e-15

/** Turn within one step of the quadrature that leaves its error below that of the arithmetic, rad. */
const MOST_TURN = 0.5

/**
 * The point `u` metres along a curve that starts in the origin along x with curvature `k` (1/m), which
 * grows by `rate` (1/m^2): the Fresnel integrals of k v + rate v^2 / 2, to about 1e-14 of the length.
 */
export const clothoidPoint = (k: number, rate: number, u: number): readonly [x: number, y: number] => {
  if (rate === 0) {
    // Along the chord: exact however weak the bend.
    const half = (k * u) / 2
    const chord = Math.abs(k) < STRAIGHT ? u : (2 * Math.sin(half)) / k
    return [chord * Math.cos(half), chord * Math.sin(half)]
  }
  const turn = Math.max(Math.abs(k), Math.abs(k + rate * u)) * Math.abs(u)
  const steps = Math.max(1, Math.ceil(turn / MOST_TURN))
  const half = u / steps / 2
  let x = 0
  let y = 0
  for (let i = 0; i < steps; i++) {
    const middle = (2 * i + 1) * half
    for (let j = 0; j < 4; j++)
      for (const node of [NODES[j], -NODES[j]]) {
        const v = middle + half * node
        const angle = v * (k + (rate * v) / 2)
        x += WEIGHTS[j] * half * Math.cos(angle)
        y += WEIGHTS[j] * half * Math.sin(angle)
      }
  }
  return [x, y]
}
