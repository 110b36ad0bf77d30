/** Points that fill the unit cube evenly: Halton and Sobol sequences. Both are deterministic. */

const PRIMES = [
  2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103,
  107, 109, 113, 127, 131, 137, 139, 149, 151, 157, 163, 167, 173, 179, 181, 191, 193, 197, 199, 211, 223,
  227, 229,
]

/** Most dimensions of each sequence. */
export const HALTON_DIMENSIONS = PRIMES.length

/** Coordinate `dimension` of point `index` (0, 1, ...): the radical inverse in its prime (Halton 1960). */
export const halton = (index: number, dimension: number): number => {
  const base = PRIMES[dimension]
  let share = 1
  let result = 0
  // The first point of the sequence is the corner 0; ours begins with the next.
  for (let i = index + 1; i > 0; i = Math.floor(i / base)) {
    share /= base
    result += share * (i % base)
  }
  return result
}

/**
 * Direction numbers of Joe and Kuo, "Constructing Sobol sequences with better two-dimensional projections",
 * SIAM J. Sci. Comput. 30 (2008), file new-joe-kuo-6: polynomial's degree and coefficients, then m_1, m_2, ...
 * The first dimension needs none.
 */
const DIRECTIONS: readonly (readonly [degree: number, coefficients: number, ...m: number[]])[] = [
  [1, 0, 1],
  [2, 1, 1, 3],
  [3, 1, 1, 3, 1],
  [3, 2, 1, 1, 1],
  [4, 1, 1, 1, 3, 3],
  [4, 4, 1, 3, 5, 13],
  [5, 2, 1, 1, 5, 5, 17],
  [5, 4, 1, 1, 5, 5, 5],
  [5, 7, 1, 1, 7, 11, 19],
  [5, 11, 1, 1, 5, 1, 1],
  [5, 13, 1, 1, 1, 3, 11],
  [5, 14, 1, 3, 5, 5, 31],
  [6, 1, 1, 3, 3, 9, 7, 49],
  [6, 13, 1, 1, 1, 15, 21, 21],
  [6, 16, 1, 3, 1, 13, 27, 49],
  [6, 19, 1, 1, 1, 15, 7, 5],
  [6, 22, 1, 3, 1, 15, 13, 25],
  [6, 25, 1, 1, 5, 5, 19, 61],
  [7, 1, 1, 3, 7, 11, 23, 15, 103],
  [7, 4, 1, 3, 7, 13, 13, 15, 69],
]

export const SOBOL_DIMENSIONS = DIRECTIONS.length + 1
const BITS = 32

/** Direction numbers v_1 ... v_32 of a dimension, as 32-bit fractions. */
const directionsOf = (dimension: number): Uint32Array => {
  const v = new Uint32Array(BITS)
  if (dimension === 0) return v.map((_, i) => (1 << (BITS - 1 - i)) >>> 0)
  const [degree, coefficients, ...m] = DIRECTIONS[dimension - 1]
  for (let i = 0; i < BITS; i++) {
    if (i < degree) {
      v[i] = (m[i] << (BITS - 1 - i)) >>> 0
      continue
    }
    let next = v[i - degree] ^ (v[i - degree] >>> degree)
    for (let k = 1; k < degree; k++) if ((coefficients >>> (degree - 1 - k)) & 1) next ^= v[i - k]
    v[i] = next >>> 0
  }
  return v
}

const tables = new Map<number, Uint32Array>()

/**
 * Coordinate `dimension` of point `index` (0, 1, ..., below 2^32) of the Sobol sequence.
 * @param shift a 32-bit number that all coordinates of the dimension are moved by (digital shift), 0: none
 */
export const sobol = (index: number, dimension: number, shift = 0): number => {
  const v = tables.get(dimension) ?? directionsOf(dimension)
  tables.set(dimension, v)
  let bits = shift >>> 0
  for (let i = index >>> 0, k = 0; i > 0; i >>>= 1, k++) if (i & 1) bits ^= v[k]
  return (bits >>> 0) / 4294967296
}
