/**
 * Tileable value noise: what keeps a surface from being one flat colour. Made from a named stream, so the
 * same picture comes out everywhere.
 */
import { stream } from '../math/index.ts'

/** A square field of numbers that repeats seamlessly at its edges. */
export interface Field {
  readonly size: number
  readonly values: Float32Array
}

const smooth = (u: number): number => u * u * (3 - 2 * u)

/** One octave: `cells` random values along each side, smoothly in between. 0..1. */
const octave = (size: number, cells: number, names: readonly (string | number)[]): Float32Array => {
  const rng = stream(0, 'noise', ...names, cells)
  const lattice = Float32Array.from({ length: cells * cells }, () => rng.next())
  const values = new Float32Array(size * size)
  // The interpolation weights are the same along both axes.
  const at = Int32Array.from({ length: size }, (_, i) => Math.floor((i * cells) / size))
  const weight = Float32Array.from({ length: size }, (_, i) => smooth((i * cells) / size - at[i]))
  for (let y = 0; y < size; y++) {
    const row0 = at[y] * cells
    const row1 = ((at[y] + 1) % cells) * cells
    for (let x = 0; x < size; x++) {
      const x0 = at[x]
      const x1 = (x0 + 1) % cells
      const a = lattice[row0 + x0] + (lattice[row0 + x1] - lattice[row0 + x0]) * weight[x]
      const b = lattice[row1 + x0] + (lattice[row1 + x1] - lattice[row1 + x0]) * weight[x]
      values[y * size + x] = a + (b - a) * weight[y]
    }
  }
  return values
}

/**
 * Sum of octaves from `coarsest` cells a side, each twice as fine and `gain` as strong as the one before,
 * scaled to 0..1 (so that 0.5 is the middle whatever the octaves).
 */
export const fractalNoise = (
  size: number,
  coarsest: number,
  octaves: number,
  gain: number,
  ...names: readonly (string | number)[]
): Field => {
  const values = new Float32Array(size * size)
  let total = 0
  for (let o = 0, weight = 1; o < octaves; o++, weight *= gain) {
    const cells = Math.min(size, coarsest * 2 ** o)
    const layer = octave(size, cells, [...names, o])
    for (let i = 0; i < values.length; i++) values[i] += weight * layer[i]
    total += weight
  }
  for (let i = 0; i < values.length; i++) values[i] /= total
  return { size, values }
}

/** Bilinear look-up with wrap-around; u, v in tiles. */
export const sampleField = ({ size, values }: Field, u: number, v: number): number => {
  const x = (u - Math.floor(u)) * size
  const y = (v - Math.floor(v)) * size
  const x0 = Math.floor(x) % size
  const y0 = Math.floor(y) % size
  const x1 = (x0 + 1) % size
  const y1 = (y0 + 1) % size
  const a = x - Math.floor(x)
  const b = y - Math.floor(y)
  const top = values[y0 * size + x0] * (1 - a) + values[y0 * size + x1] * a
  const bottom = values[y1 * size + x0] * (1 - a) + values[y1 * size + x1] * a
  return top * (1 - b) + bottom * b
}
