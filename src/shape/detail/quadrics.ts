/**
 * Sums of squared distances to planes, one a place (Garland and Heckbert, "Surface simplification using quadric error
 * metrics", SIGGRAPH 1997). The planes count once each whatever their triangles' size: so the root of a sum is never less
 * than the distance to the farthest of them.
 */

/** Numbers a quadric: the upper triangle of a symmetric 4 x 4 matrix. */
const NUMBERS = 10

export class Quadrics {
  readonly #q: Float64Array

  constructor(count: number) {
    this.#q = new Float64Array(NUMBERS * count)
  }

  /** Adds the plane a x + b y + c z + d = 0, (a, b, c) unit. */
  addPlane(place: number, a: number, b: number, c: number, d: number): void {
    const q = this.#q
    const at = NUMBERS * place
    q[at] += a * a
    q[at + 1] += a * b
    q[at + 2] += a * c
    q[at + 3] += a * d
    q[at + 4] += b * b
    q[at + 5] += b * c
    q[at + 6] += b * d
    q[at + 7] += c * c
    q[at + 8] += c * d
    q[at + 9] += d * d
  }

  /** Adds what another place has. */
  addPlace(place: number, other: number): void {
    for (let i = 0; i < NUMBERS; i++) this.#q[NUMBERS * place + i] += this.#q[NUMBERS * other + i]
  }

  /** Of a point to the planes of a place. */
  at(place: number, x: number, y: number, z: number): number {
    const q = this.#q
    const i = NUMBERS * place
    return (
      x * (q[i] * x + 2 * (q[i + 1] * y + q[i + 2] * z + q[i + 3])) +
      y * (q[i + 4] * y + 2 * (q[i + 5] * z + q[i + 6])) +
      z * (q[i + 7] * z + 2 * q[i + 8]) +
      q[i + 9]
    )
  }
}
