/**
 * Meshes with fewer triangles: edges are drawn together to one of their ends, the least harmful first. All that is left is
 * vertices of the meshes themselves, with their own normals, and meshes that share a seam go on sharing it.
 */
import type { Mesh } from '../shape.ts'
import { Heap } from './heap.ts'
import { Quadrics } from './quadrics.ts'

/** Vertices take each other's place only where their normals agree this well (cosine): creases stay where they are. */
const ALIKE = 0.5
/** An edge between triangles of one mesh, and one where meshes meet. */
const [INNER, SEAM] = [-1, -2]
/** No triangle may turn by more than this (cosine). */
const TURNED = 0.5

/** @param errors rising, m. @returns the meshes for each of them. */
export const simplify = (meshes: readonly Mesh[], errors: readonly number[]): Mesh[][] => {
  const surface = new Surface(meshes)
  return errors.map((error) => {
    surface.reduce(error)
    return meshes.map((_, m) => surface.mesh(m))
  })
}

class Surface {
  readonly #meshes: readonly Mesh[]
  /** 3 a place: where vertices lie, of one mesh or several. */
  readonly #at: Float64Array
  /** Mesh and vertex by turns, a place. */
  readonly #vertices: number[][]
  /** Of each mesh's vertices. */
  readonly #placeOf: Uint32Array[]
  /** Mesh of each triangle, and its three vertices there. */
  readonly #meshOf: Uint16Array
  readonly #corners: Uint32Array
  readonly #isGone: Uint8Array
  /** Triangles at a place. */
  readonly #around: number[][]
  readonly #quadrics: Quadrics
  /** How often a place has changed; -1: it is gone. */
  readonly #changes: Int32Array
  /** Edges to draw together: from, to, and the changes of both when it was weighed. */
  readonly #edges: number[] = []
  readonly #heap = new Heap()

  constructor(meshes: readonly Mesh[]) {
    this.#meshes = meshes
    const numbers = new Map<string, number>()
    const at: number[] = []
    this.#vertices = []
    this.#placeOf = meshes.map(({ positions }, m) =>
      Uint32Array.from({ length: positions.length / 3 }, (_, v) => {
        const [x, y, z] = [positions[3 * v], positions[3 * v + 1], positions[3 * v + 2]]
        const key = `${x},${y},${z}`
        const number = numbers.get(key) ?? numbers.size
        if (number === numbers.size) {
          numbers.set(key, number)
          at.push(x, y, z)
          this.#vertices.push([])
        }
        this.#vertices[number].push(m, v)
        return number
      }),
    )
    const count = numbers.size
    this.#at = Float64Array.from(at)
    this.#around = Array.from({ length: count }, () => [])
    this.#quadrics = new Quadrics(count)
    this.#changes = new Int32Array(count)
    const triangles = meshes.reduce((sum, { indices }) => sum + indices.length / 3, 0)
    this.#meshOf = new Uint16Array(triangles)
    this.#corners = new Uint32Array(3 * triangles)
    this.#isGone = new Uint8Array(triangles)
    let t = 0
    meshes.forEach(({ indices }, m) => {
      for (let i = 0; i < indices.length; i += 3, t++) {
        this.#meshOf[t] = m
        this.#corners.set(indices.subarray(i, i + 3), 3 * t)
        for (let k = 0; k < 3; k++) this.#around[this.#place(t, k)].push(t)
      }
    })
    this.#weighTriangles()
    for (let place = 0; place < count; place++)
      for (const other of this.#besides(place)) this.#weigh(place, other)
  }

  /** Draws edges together while what that changes stays below `error`, m. */
  reduce(error: number): void {
    while (this.#heap.least() <= error * error) {
      const edge = this.#heap.pop()
      const [from, to] = [this.#edges[edge], this.#edges[edge + 1]]
      const isStale =
        this.#changes[from] !== this.#edges[edge + 2] || this.#changes[to] !== this.#edges[edge + 3]
      if (!isStale && this.#canJoin(from, to)) this.#join(from, to)
    }
  }

  /** What is left of one of the meshes. */
  mesh(m: number): Mesh {
    const mesh = this.#meshes[m]
    const numbers = new Map<number, number>()
    const indices: number[] = []
    for (let t = 0; t < this.#isGone.length; t++) {
      if (this.#meshOf[t] !== m || this.#isGone[t] === 1) continue
      for (let k = 0; k < 3; k++) {
        const vertex = this.#corners[3 * t + k]
        const number = numbers.get(vertex) ?? numbers.size
        numbers.set(vertex, number)
        indices.push(number)
      }
    }
    const kept = (values: Float32Array, width: number): Float32Array => {
      const out = new Float32Array(numbers.size * width)
      for (const [vertex, to] of numbers)
        out.set(values.subarray(width * vertex, width * (vertex + 1)), width * to)
      return out
    }
    return {
      positions: kept(mesh.positions, 3),
      normals: kept(mesh.normals, 3),
      uvs: mesh.uvs && kept(mesh.uvs, 2),
      colors: mesh.colors && kept(mesh.colors, 3),
      indices: Uint32Array.from(indices),
    }
  }

  #place(triangle: number, corner: number): number {
    return this.#placeOf[this.#meshOf[triangle]][this.#corners[3 * triangle + corner]]
  }

  /** Twice the area times the normal of the triangle over three places. */
  #normal(a: number, b: number, c: number): readonly [number, number, number] {
    const p = this.#at
    const [ux, uy, uz] = [p[3 * b] - p[3 * a], p[3 * b + 1] - p[3 * a + 1], p[3 * b + 2] - p[3 * a + 2]]
    const [vx, vy, vz] = [p[3 * c] - p[3 * a], p[3 * c + 1] - p[3 * a + 1], p[3 * c + 2] - p[3 * a + 2]]
    return [uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx]
  }

  /** Every triangle's plane counts at its corners; at rims and seams another one too, that stands on the edge. */
  #weighTriangles(): void {
    const p = this.#at
    const count = this.#around.length
    /** Of each edge: the mesh of its one triangle, or INNER, or SEAM. */
    const edges = new Map<number, number>()
    const ends = (t: number, k: number): readonly [number, number] => [
      this.#place(t, k),
      this.#place(t, (k + 1) % 3),
    ]
    const key = (a: number, b: number): number => Math.min(a, b) * count + Math.max(a, b)
    for (let t = 0; t < this.#isGone.length; t++)
      for (let k = 0; k < 3; k++) {
        const at = key(...ends(t, k))
        const before = edges.get(at)
        const mesh = this.#meshOf[t]
        edges.set(at, before === undefined ? mesh : before === mesh || before === INNER ? INNER : SEAM)
      }
    for (let t = 0; t < this.#isGone.length; t++) {
      const corners = [0, 1, 2].map((k) => this.#place(t, k))
      const [nx, ny, nz] = this.#normal(corners[0], corners[1], corners[2])
      const length = Math.hypot(nx, ny, nz)
      if (length === 0) continue
      const put = (place: number, a: number, b: number, c: number): void =>
        this.#quadrics.addPlane(
          place,
          a,
          b,
          c,
          -(a * p[3 * place] + b * p[3 * place + 1] + c * p[3 * place + 2]),
        )
      for (const place of corners) put(place, nx / length, ny / length, nz / length)
      for (let k = 0; k < 3; k++) {
        const [a, b] = ends(t, k)
        if (edges.get(key(a, b)) === INNER) continue
        const [ex, ey, ez] = [p[3 * b] - p[3 * a], p[3 * b + 1] - p[3 * a + 1], p[3 * b + 2] - p[3 * a + 2]]
        const [sx, sy, sz] = [ny * ez - nz * ey, nz * ex - nx * ez, nx * ey - ny * ex]
        const s = Math.hypot(sx, sy, sz)
        if (s === 0) continue
        for (const place of [a, b]) put(place, sx / s, sy / s, sz / s)
      }
    }
  }

  /** The places that an edge leads to from this one. */
  #besides(place: number): Set<number> {
    const others = new Set<number>()
    for (const t of this.#around[place])
      if (this.#isGone[t] === 0) for (let k = 0; k < 3; k++) others.add(this.#place(t, k))
    others.delete(place)
    return others
  }

  #weigh(from: number, to: number): void {
    const [x, y, z] = [this.#at[3 * to], this.#at[3 * to + 1], this.#at[3 * to + 2]]
    const cost = this.#quadrics.at(from, x, y, z) + this.#quadrics.at(to, x, y, z)
    this.#heap.push(cost, this.#edges.length)
    this.#edges.push(from, to, this.#changes[from], this.#changes[to])
  }

  #canJoin(from: number, to: number): boolean {
    for (const t of this.#around[from]) {
      if (this.#isGone[t] === 1) continue
      const places = [this.#place(t, 0), this.#place(t, 1), this.#place(t, 2)]
      if (places.includes(to)) continue
      const own = places.indexOf(from)
      if (this.#like(this.#meshOf[t], this.#corners[3 * t + own], to) === -1) return false
      const [ax, ay, az] = this.#normal(places[0], places[1], places[2])
      places[own] = to
      const [bx, by, bz] = this.#normal(places[0], places[1], places[2])
      const turn = ax * bx + ay * by + az * bz
      if (turn <= TURNED * Math.hypot(ax, ay, az) * Math.hypot(bx, by, bz)) return false
    }
    return true
  }

  #join(from: number, to: number): void {
    const moved: number[] = []
    for (const t of this.#around[from]) {
      if (this.#isGone[t] === 1) continue
      const places = [this.#place(t, 0), this.#place(t, 1), this.#place(t, 2)]
      if (places.includes(to)) {
        this.#isGone[t] = 1
        continue
      }
      const corner = 3 * t + places.indexOf(from)
      this.#corners[corner] = this.#like(this.#meshOf[t], this.#corners[corner], to)
      moved.push(t)
    }
    this.#quadrics.addPlace(to, from)
    this.#around[to] = [...this.#around[to].filter((t) => this.#isGone[t] === 0), ...moved]
    this.#around[from] = []
    this.#changes[from] = -1
    this.#changes[to]++
    for (const other of this.#besides(to)) {
      this.#weigh(to, other)
      this.#weigh(other, to)
    }
  }

  /** The vertex of mesh `m` at a place that is most like its vertex `v`; -1: there is none like it. */
  #like(m: number, v: number, place: number): number {
    const { normals } = this.#meshes[m]
    const vertices = this.#vertices[place]
    let [best, most] = [-1, ALIKE]
    for (let i = 0; i < vertices.length; i += 2) {
      if (vertices[i] !== m) continue
      const w = vertices[i + 1]
      const like =
        normals[3 * v] * normals[3 * w] +
        normals[3 * v + 1] * normals[3 * w + 1] +
        normals[3 * v + 2] * normals[3 * w + 2]
      if (like > most) [best, most] = [w, like]
    }
    return best
  }
}
