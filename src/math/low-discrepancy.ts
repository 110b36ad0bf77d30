/** Points that fill the unit cube evenly: Halton and Sobol sequences. Both are deterministic. */
import { SOBOL_DIRECTIONS } from './sobol-directions.ts'

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

export const SOBOL_DIMENSIONS = SOBOL_DIRECTIONS.length + 1
const BITS = 32

/** Direction numbers v_1 ... v_32 of a dimension, as 32-bit fractions. */
const directionsOf = (dimension: number): Uint32Array => {
  const v = new Uint32Array(BITS)
  if (dimension === 0) return v.map((_, i) => (1 << (BITS - 1 - i)) >>> 0)
  const [degree, coefficients, ...m] = SOBOL_DIRECTIONS[dimension - 1]
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
 * @param scramble a 32-bit number, another one for each dimension: its points are scrambled by it as Owen (1995)
 *   does, which keeps them as even and frees them of their common corner; null: they are left as they are
 */
export const sobol = (index: number, dimension: number, scramble: number | null = null): number => {
  const v = tables.get(dimension) ?? directionsOf(dimension)
  tables.set(dimension, v)
  let bits = 0
  for (let i = index >>> 0, k = 0; i > 0; i >>>= 1, k++) if (i & 1) bits ^= v[k]
  return (scramble === null ? bits >>> 0 : scrambled(bits, scramble)) / 4294967296
}

/**
 * Nested uniform scrambling of a 32-bit fraction by hashing: each bit is turned by a hash of those above it. Laine
 * and Karras's permutation with the constants of Vegdahl, as in Burley, "Practical hash-based Owen scrambling",
 * JCGT 9(4), 2020.
 */
const scrambled = (fraction: number, seed: number): number => {
  let x = reversed(fraction)
  x ^= Math.imul(x, 0x3d20adea)
  x = (x + seed) | 0
  x = Math.imul(x, (seed >>> 16) | 1)
  x ^= Math.imul(x, 0x05526c56)
  x ^= Math.imul(x, 0x53a22864)
  return reversed(x)
}

/** A 32-bit number with its bits in the opposite order. */
const reversed = (x: number): number => {
  let y = x
  y = ((y >>> 1) & 0x55555555) | ((y & 0x55555555) << 1)
  y = ((y >>> 2) & 0x33333333) | ((y & 0x33333333) << 2)
  y = ((y >>> 4) & 0x0f0f0f0f) | ((y & 0x0f0f0f0f) << 4)
  y = ((y >>> 8) & 0x00ff00ff) | ((y & 0x00ff00ff) << 8)
  return ((y >>> 16) | (y << 16)) >>> 0
}
