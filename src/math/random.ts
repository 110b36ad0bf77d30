/**
 * Named random streams. A stream is found by (seed, name, name, ...), so adding a sensor or an actor
 * changes no one else's numbers, and any number of workers draw the same ones.
 */
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'

export interface Random {
  /** Uniform in [0, 1), 53 bits. */
  next(): number
  /** Uniform in [lo, hi). */
  uniform(lo: number, hi: number): number
  /** Standard normal (Marsaglia polar method; the spare value is kept, so draws stay in order). */
  normal(): number
  /** Uniform integer in [0, n). */
  integer(n: number): number
}

/** 32-bit hash of a list of names: FNV-1a over UTF-16 units, then murmur3's finaliser. */
export const hashNames = (seed: number, names: readonly (string | number)[]): number => {
  let h = (0x811c9dc5 ^ Math.imul(seed | 0, 0x9e3779b1) ^ Math.floor(seed / 4294967296)) >>> 0
  for (const name of names) {
    const text = String(name)
    for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193) >>> 0
    // A separator that no name holds: ('ab','c') and ('a','bc') are different streams.
    h = Math.imul(h ^ 0x10000, 0x01000193) >>> 0
  }
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b) >>> 0
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35) >>> 0
  return (h ^ (h >>> 16)) >>> 0
}

/** 32 bits scrambled: lowbias32 by Chris Wellons (hash-prospector, public domain), for a number each of very many things. */
export const scramble = (x: number): number => {
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad)
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97)
  return x ^ (x >>> 15)
}

/** The random stream named by `names` under `seed`. */
export const stream = (seed: number, ...names: readonly (string | number)[]): Random => {
  const rng = xoroshiro128plus(hashNames(seed, names) | 0)
  let spare: number | null = null
  const next = (): number => uniformFloat64(rng)
  return {
    next,
    uniform: (lo, hi) => lo + (hi - lo) * next(),
    integer: (n) => Math.min(n - 1, Math.floor(next() * n)),
    normal: () => {
      if (spare !== null) {
        const z = spare
        spare = null
        return z
      }
      for (;;) {
        const u = 2 * next() - 1
        const v = 2 * next() - 1
        const s = u * u + v * v
        if (s > 0 && s < 1) {
          const k = Math.sqrt((-2 * Math.log(s)) / s)
          spare = v * k
          return u * k
        }
      }
    },
  }
}
