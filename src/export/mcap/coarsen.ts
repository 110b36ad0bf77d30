/** A coarse likeness of a mesh, for viewers: the full one is a hundred times the bytes. */
import type { Mesh } from '../../shape/index.ts'

/** Triangles over points, three indices each. */
export interface CoarseMesh {
  /** x, y, z of each, m. */
  readonly points: readonly (readonly [number, number, number])[]
  readonly indices: readonly number[]
}

/**
 * Vertex clustering (Rossignac and Borrel 1993): all vertices in one cell of a grid become their mean;
 * triangles that collapse are dropped, and so is one that stands there already.
 * @param mesh of fewer than 65 536 clusters, as any vehicle is.
 * @param cell edge of the grid, m. Details smaller than that vanish.
 */
export const coarsen = ({ positions, indices }: Mesh, cell: number): CoarseMesh => {
  const clusters = new Map<number, number>()
  const sums: { x: number; y: number; z: number; n: number }[] = []
  const clusterOf = new Uint32Array(positions.length / 3)
  for (let i = 0; i < clusterOf.length; i++) {
    const [x, y, z] = [positions[3 * i], positions[3 * i + 1], positions[3 * i + 2]]
    const key = packed(Math.floor(x / cell), Math.floor(y / cell), Math.floor(z / cell))
    let index = clusters.get(key)
    if (index === undefined) {
      index = sums.push({ x: 0, y: 0, z: 0, n: 0 }) - 1
      clusters.set(key, index)
    }
    clusterOf[i] = index
    const sum = sums[index]
    sum.x += x
    sum.y += y
    sum.z += z
    sum.n++
  }
  const kept = new Set<number>()
  const coarse: number[] = []
  for (let i = 0; i < indices.length; i += 3) {
    const [a, b, c] = [clusterOf[indices[i]], clusterOf[indices[i + 1]], clusterOf[indices[i + 2]]]
    if (a === b || b === c || c === a) continue
    const [low, high] = [Math.min(a, b, c), Math.max(a, b, c)]
    const key = packed(low, a + b + c - low - high, high)
    if (kept.has(key)) continue
    kept.add(key)
    coarse.push(a, b, c)
  }
  return { points: sums.map(({ x, y, z, n }) => [x / n, y / n, z / n]), indices: coarse }
}

/** Three integers from -65536 to 65535 as one that is exact in a double. */
const packed = (a: number, b: number, c: number): number =>
  ((a + 65_536) * 131_072 + (b + 65_536)) * 131_072 + (c + 65_536)
