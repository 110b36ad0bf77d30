/**
 * A curved panel: a triangulated piece of a parametric surface that can be cut along any line drawn on
 * it. A car's side is one surface; the cuts make the lamps, windows, seams and wheel arches of it, so
 * that parts meet without gap or overlap and all share the surface's own smooth normals.
 */
import { add, cross, dot, norm, normalize, scale, sub, type Vec3 } from '../../math/index.ts'
import type { Mesh } from '../shape.ts'
import { MeshBuilder } from './builder.ts'

export type Surface = (a: number, b: number) => Vec3

/** Where on the panel: surface parameters and the point itself. */
export interface Spot {
  readonly a: number
  readonly b: number
  readonly p: Vec3
}
export type Field = (spot: Spot) => number

const edgeName = (i: number, j: number): string => (i < j ? `${i} ${j}` : `${j} ${i}`)

export class Panel {
  private readonly surface: Surface
  private readonly spots: Spot[] = []
  private corners: number[] = []
  private labels: string[] = []
  /** No edge is longer, m: cuts only ever shorten them. */
  private coarse = 0

  /**
   * A grid over the surface. Seen from outside, `b` grows to the left of growing `a`.
   * @param as rising @param bs rising
   */
  constructor(surface: Surface, as: readonly number[], bs: readonly number[], label: string) {
    this.surface = surface
    for (const a of as) for (const b of bs) this.spots.push({ a, b, p: surface(a, b) })
    const row = bs.length
    for (let i = 0; i + 1 < as.length; i++) {
      for (let j = 0; j + 1 < row; j++) {
        const k = i * row + j
        // The shorter diagonal, or curved corners turn saw-toothed.
        const one = this.apart(k, k + row + 1) <= this.apart(k + row, k + 1)
        const quads = one
          ? [k, k + row, k + row + 1, k, k + row + 1, k + 1]
          : [k, k + row, k + 1, k + row, k + row + 1, k + 1]
        for (const q of [0, 3]) {
          const [x, y, z] = [quads[q], quads[q + 1], quads[q + 2]]
          if (this.area(x, y, z) < 1e-10) continue
          this.coarse = Math.max(this.coarse, this.apart(x, y), this.apart(y, z), this.apart(z, x))
          this.corners.push(x, y, z)
          this.labels.push(label)
        }
      }
    }
  }

  /** Cuts every triangle that `field` = 0 runs through (of those whose middle passes `where`). */
  cut(field: Field, where: (spot: Spot) => boolean = () => true): this {
    const values = this.spots.map((spot) => field(spot))
    const onEdge = new Map<string, number>()
    const crossing = (i: number, j: number): number => {
      const key = edgeName(i, j)
      const known = onEdge.get(key)
      if (known !== undefined) return known
      const made = this.between(i, j, field, values)
      onEdge.set(key, made)
      return made
    }
    const corners: number[] = []
    const labels: string[] = []
    const keep = (label: string, ...triangles: number[]): void => {
      for (let q = 0; q < triangles.length; q += 3) {
        const [x, y, z] = [triangles[q], triangles[q + 1], triangles[q + 2]]
        if (x === y || y === z || z === x) continue
        corners.push(x, y, z)
        labels.push(label)
      }
    }
    this.labels.forEach((label, q) => {
      const [i, j, k] = [this.corners[3 * q], this.corners[3 * q + 1], this.corners[3 * q + 2]]
      const [a, b, c] = [values[i] < 0, values[j] < 0, values[k] < 0]
      if ((a === b && b === c) || !where(this.middle(q))) {
        corners.push(i, j, k)
        labels.push(label)
        return
      }
      const t = [i, j, k]
      const inside = [a, b, c]
      const count = inside.filter(Boolean).length
      // Turn the triangle so that the corner that is alone on its side comes first.
      const lone = inside.indexOf(count === 1)
      const [x, y, z] = [t[lone], t[(lone + 1) % 3], t[(lone + 2) % 3]]
      const xy = crossing(x, y)
      const xz = crossing(x, z)
      keep(label, x, xy, xz, xy, y, z, xy, z, xz)
    })
    this.corners = corners
    this.labels = labels
    return this
  }

  /** Gives the triangles with one of the labels `from` (all when empty) whose middle passes `where` a new label. */
  mark(label: string, where: (spot: Spot) => boolean, from: readonly string[] = []): this {
    this.labels = this.labels.map((old, q) => {
      if (from.length > 0 && !from.includes(old)) return old
      return where(this.middle(q)) ? label : old
    })
    return this
  }

  /**
   * Divides the triangles that may hold the line `field` = 0 until their edges are no longer than `size`,
   * so that a cut finds corners smaller than the grid. Neighbours divide with them: no gaps.
   */
  refine(field: Field, size: number, from: readonly string[] = []): this {
    const values: number[] = []
    for (let pass = 0; pass < 4; pass++) {
      for (let i = values.length; i < this.spots.length; i++) values.push(Math.abs(field(this.spots[i])))
      const split = new Set<string>()
      this.labels.forEach((label, q) => {
        if (from.length > 0 && !from.includes(label)) return
        const [i, j, k] = [this.corners[3 * q], this.corners[3 * q + 1], this.corners[3 * q + 2]]
        const near = Math.min(values[i], values[j], values[k])
        if (near > this.coarse) return
        const [ij, jk, ki] = [this.apart(i, j), this.apart(j, k), this.apart(k, i)]
        const longest = Math.max(ij, jk, ki)
        if (longest <= size || near > longest) return
        if (ij > 0.6 * size) split.add(edgeName(i, j))
        if (jk > 0.6 * size) split.add(edgeName(j, k))
        if (ki > 0.6 * size) split.add(edgeName(k, i))
      })
      if (split.size === 0) break
      this.divide(split)
    }
    return this
  }

  /** Cuts out the inside of `field` < 0 under a new label; `fine`: to details of this size, m. */
  region(label: string, field: Field, from: readonly string[] = [], fine = Infinity): this {
    if (fine < Infinity) this.refine(field, fine, from)
    return this.cut(field).mark(label, (spot) => field(spot) < 0, from)
  }

  /** Cuts a line of the given width (m, as `field` measures) along `field` = 0. */
  line(
    label: string,
    field: Field,
    width: number,
    from: readonly string[] = [],
    where: (spot: Spot) => boolean = () => true,
  ): this {
    this.cut((spot) => field(spot) - width / 2, where)
    this.cut((spot) => field(spot) + width / 2, where)
    return this.mark(label, (spot) => Math.abs(field(spot)) < width / 2 && where(spot), from)
  }

  /** The triangles with this label, moved along their normals by `raise` (m, outward positive). */
  mesh(label: string, raise = 0): Mesh {
    return this.built((own) => own === label, raise, 1)
  }

  /** The inner side of the triangles with these labels, `depth` metres inside, facing inward. */
  lining(labels: readonly string[], depth: number): Mesh {
    return this.built((own) => labels.includes(own), -depth, -1)
  }

  /** @param facing 1: outward, -1: inward */
  private built(wanted: (label: string) => boolean, raise: number, facing: 1 | -1): Mesh {
    const builder = new MeshBuilder()
    const index = new Map<number, number>()
    const normals = new Map<number, Vec3>()
    const vertex = (i: number): number => {
      const known = index.get(i)
      if (known !== undefined) return known
      const n = this.normal(this.spots[i])
      normals.set(i, n)
      const made = builder.vertex(add(this.spots[i].p, scale(n, raise)), scale(n, facing))
      index.set(i, made)
      return made
    }
    this.labels.forEach((own, q) => {
      if (!wanted(own)) return
      const [i, j, k] = [this.corners[3 * q], this.corners[3 * q + 1], this.corners[3 * q + 2]]
      const [x, y, z] = [vertex(i), vertex(j), vertex(k)]
      // Where cuts meet at a corner a sliver may fold over: it would face away and hide nothing.
      if (this.isFolded(i, j, k, normals)) return
      if (facing > 0) builder.triangle(x, y, z)
      else builder.triangle(x, z, y)
    })
    return builder.build()
  }

  private isFolded(i: number, j: number, k: number, normals: ReadonlyMap<number, Vec3>): boolean {
    const p = this.spots[i].p
    const face = cross(sub(this.spots[j].p, p), sub(this.spots[k].p, p))
    return [i, j, k].every((m) => dot(normals.get(m) ?? face, face) < 0)
  }

  /**
   * The wall around the region with this label, from the surface to `to` (seen from inside the region,
   * so that a sunken pane gets its reveal). Only edges that pass `where` get one.
   */
  reveal(label: string, to: (p: Vec3, n: Vec3) => Vec3, where: (spot: Spot) => boolean = () => true): Mesh {
    const uses = new Map<string, [number, number] | null>()
    this.labels.forEach((own, q) => {
      if (own !== label) return
      for (let k = 0; k < 3; k++) {
        const i = this.corners[3 * q + k]
        const j = this.corners[3 * q + ((k + 1) % 3)]
        const key = edgeName(i, j)
        uses.set(key, uses.has(key) ? null : [i, j])
      }
    })
    const builder = new MeshBuilder()
    for (const edge of uses.values()) {
      if (edge === null || !where(this.spots[edge[0]]) || !where(this.spots[edge[1]])) continue
      const [p, q] = [this.spots[edge[0]].p, this.spots[edge[1]].p]
      const quad = [p, q, to(q, this.normal(this.spots[edge[1]])), to(p, this.normal(this.spots[edge[0]]))]
      if (norm(sub(p, q)) > 1e-6) builder.face(quad)
    }
    return builder.build()
  }

  /** Splits the named edges in the middle, and the triangles on both their sides. */
  private divide(split: ReadonlySet<string>): void {
    const middles = new Map<string, number>()
    const middle = (i: number, j: number): number | null => {
      const name = edgeName(i, j)
      if (!split.has(name)) return null
      const known = middles.get(name)
      if (known !== undefined) return known
      const [A, B] = [this.spots[i], this.spots[j]]
      const [a, b] = [(A.a + B.a) / 2, (A.b + B.b) / 2]
      this.spots.push({ a, b, p: this.surface(a, b) })
      middles.set(name, this.spots.length - 1)
      return this.spots.length - 1
    }
    const corners: number[] = []
    const labels: string[] = []
    const keep = (label: string, ...triangles: number[]): void => {
      corners.push(...triangles)
      for (let k = 0; k < triangles.length; k += 3) labels.push(label)
    }
    // Most triangles have no edge to split, and their corners tell so at once.
    const touched = new Set<number>()
    for (const name of split) for (const end of name.split(' ')) touched.add(Number(end))
    this.labels.forEach((label, q) => {
      const t = [this.corners[3 * q], this.corners[3 * q + 1], this.corners[3 * q + 2]]
      if (Number(touched.has(t[0])) + Number(touched.has(t[1])) + Number(touched.has(t[2])) < 2) {
        corners.push(t[0], t[1], t[2])
        labels.push(label)
        return
      }
      const m = [middle(t[0], t[1]), middle(t[1], t[2]), middle(t[2], t[0])]
      const count = m.filter((k) => k !== null).length
      if (count === 0) {
        keep(label, ...t)
        return
      }
      // Turn so that, of one split edge, it comes first; of two, the whole one comes last.
      const turn = count === 1 ? m.findIndex((k) => k !== null) : count === 2 ? (m.indexOf(null) + 1) % 3 : 0
      const [x, y, z] = [0, 1, 2].map((k) => t[(turn + k) % 3])
      const [xy, yz, zx] = [0, 1, 2].map((k) => m[(turn + k) % 3] ?? -1)
      if (count === 1) keep(label, x, xy, z, xy, y, z)
      else if (count === 2) keep(label, xy, y, yz, x, xy, yz, x, yz, z)
      else keep(label, x, xy, zx, xy, y, yz, zx, yz, z, xy, yz, zx)
    })
    this.corners = corners
    this.labels = labels
  }

  private middle(q: number): Spot {
    const x = this.spots[this.corners[3 * q]]
    const y = this.spots[this.corners[3 * q + 1]]
    const z = this.spots[this.corners[3 * q + 2]]
    return {
      a: (x.a + y.a + z.a) / 3,
      b: (x.b + y.b + z.b) / 3,
      p: [(x.p[0] + y.p[0] + z.p[0]) / 3, (x.p[1] + y.p[1] + z.p[1]) / 3, (x.p[2] + y.p[2] + z.p[2]) / 3],
    }
  }

  /** A new vertex on the edge i-j where the field is zero (regula falsi, then bisection, on the true surface). */
  private between(i: number, j: number, field: Field, values: number[]): number {
    let [lo, hi] = [0, 1]
    let [flo, fhi] = [values[i], values[j]]
    const [A, B] = [this.spots[i], this.spots[j]]
    let spot = A
    for (let step = 0; step < 8; step++) {
      const u = step % 2 === 0 ? lo + ((hi - lo) * flo) / (flo - fhi) : (lo + hi) / 2
      const a = A.a + (B.a - A.a) * u
      const b = A.b + (B.b - A.b) * u
      spot = { a, b, p: this.surface(a, b) }
      const value = field(spot)
      if (Math.abs(value) < 1e-6) break
      if (value < 0 === flo < 0) [lo, flo] = [u, value]
      else [hi, fhi] = [u, value]
    }
    // A cut that all but touches a corner goes through the corner, or slivers breed.
    if (norm(sub(spot.p, A.p)) < 1e-4) return i
    if (norm(sub(spot.p, B.p)) < 1e-4) return j
    this.spots.push(spot)
    return this.spots.length - 1
  }

  private normal(spot: Spot): Vec3 {
    const h = 2e-4
    const { a, b } = spot
    // Near an end that has shrunk to a point the derivative vanishes: look a little further in.
    for (const nudge of [0, 1e-3, -1e-3, 5e-3, -5e-3]) {
      const at = a + nudge
      const da = sub(this.surface(at + h, b), this.surface(at - h, b))
      const db = sub(this.surface(at, b + h), this.surface(at, b - h))
      const n = cross(da, db)
      if (norm(n) < 1e-12) continue
      const unit = normalize(n)
      // On the plane of symmetry both halves must agree.
      return Math.abs(spot.p[1]) < 1e-7 ? normalize([unit[0], 0, unit[2]]) : unit
    }
    return [0, 0, 1]
  }

  private apart(i: number, j: number): number {
    const [p, q] = [this.spots[i].p, this.spots[j].p]
    const [x, y, z] = [p[0] - q[0], p[1] - q[1], p[2] - q[2]]
    return Math.sqrt(x * x + y * y + z * z)
  }

  private area(i: number, j: number, k: number): number {
    return norm(cross(sub(this.spots[j].p, this.spots[i].p), sub(this.spots[k].p, this.spots[i].p)))
  }
}
