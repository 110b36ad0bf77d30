/** Smooth noise over the plane, the same for the same seed. */
import { hashNames, lerp } from '../../math/index.ts'

export type Noise = (x: number, y: number) => number

/** Value noise in -1..1 with features about `size` metres across. */
export const noise = (seed: number, name: string, size: number): Noise => {
  const salt = hashNames(seed, ['scenery', name])
  const corner = (i: number, j: number): number => {
    let h = (salt ^ Math.imul(i, 0x27d4eb2d) ^ Math.imul(j, 0x165667b1)) >>> 0
    h = Math.imul(h ^ (h >>> 15), 0x85ebca6b) >>> 0
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35) >>> 0
    return ((h ^ (h >>> 16)) >>> 0) / 2147483648 - 1
  }
  const ease = (u: number): number => u * u * u * (u * (6 * u - 15) + 10)
  return (x, y) => {
    const [u, v] = [x / size, y / size]
    const [i, j] = [Math.floor(u), Math.floor(v)]
    const [a, b] = [ease(u - i), ease(v - j)]
    return lerp(lerp(corner(i, j), corner(i + 1, j), a), lerp(corner(i, j + 1), corner(i + 1, j + 1), a), b)
  }
}

/** Two octaves: the second half as large and half as strong. */
export const rough = (seed: number, name: string, size: number): Noise => {
  const [one, two] = [noise(seed, name, size), noise(seed, `${name} fine`, size / 2.3)]
  return (x, y) => (one(x, y) + 0.5 * two(x, y)) / 1.5
}
