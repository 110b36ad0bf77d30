/** Growing triangle meshes: vertices and triangles go in, a Mesh comes out. */
import { cross, dot, normalize, sub, type Vec3 } from '../../math/index.ts'
import type { Mesh } from '../shape.ts'

export type Rgb = readonly [number, number, number]
export type Uv = readonly [number, number]

/** Moves a point; a rotation or a rigid move also turns normals with `turn`. */
export interface Move {
  readonly point: (p: Vec3) => Vec3
  readonly turn: (n: Vec3) => Vec3
}

/**
 * Collects vertices and triangles. Every vertex of one builder has the same attributes: give `uv` or
 * `color` on all of them or on none.
 */
export class MeshBuilder {
  private readonly positions: number[] = []
  private readonly normals: number[] = []
  private readonly uvs: number[] = []
  private readonly colors: number[] = []
  private readonly indices: number[] = []

  get vertexCount(): number {
    return this.positions.length / 3
  }

  /** Adds a vertex and returns its index. */
  vertex(p: Vec3, n: Vec3, color?: Rgb, uv?: Uv): number {
    this.positions.push(p[0], p[1], p[2])
    this.normals.push(n[0], n[1], n[2])
    if (color) this.colors.push(color[0], color[1], color[2])
    if (uv) this.uvs.push(uv[0], uv[1])
    return this.vertexCount - 1
  }

  /** Adds a triangle, anticlockwise seen from outside. */
  triangle(a: number, b: number, c: number): void {
    this.indices.push(a, b, c)
  }

  /** Adds a quadrilateral of existing vertices, anticlockwise. */
  quad(a: number, b: number, c: number, d: number): void {
    this.indices.push(a, b, c, a, c, d)
  }

  /** Adds a flat polygon (convex, anticlockwise) with its own vertices and one normal. */
  face(points: readonly Vec3[], color?: Rgb): void {
    const n = faceNormal(points)
    const first = this.vertexCount
    for (const p of points) this.vertex(p, n, color)
    for (let i = 2; i < points.length; i++) this.triangle(first, first + i - 1, first + i)
  }

  /** Adds a whole mesh, moved. A colour replaces the mesh's own. */
  append(mesh: Mesh, move: Move = STAY, color?: Rgb): void {
    const first = this.vertexCount
    for (let i = 0; i < mesh.positions.length; i += 3) {
      const own = mesh.colors
        ? ([mesh.colors[i], mesh.colors[i + 1], mesh.colors[i + 2]] as const)
        : undefined
      const uv = mesh.uvs ? ([mesh.uvs[(i / 3) * 2], mesh.uvs[(i / 3) * 2 + 1]] as const) : undefined
      this.vertex(
        move.point([mesh.positions[i], mesh.positions[i + 1], mesh.positions[i + 2]]),
        move.turn([mesh.normals[i], mesh.normals[i + 1], mesh.normals[i + 2]]),
        color ?? own,
        uv,
      )
    }
    for (const index of mesh.indices) this.indices.push(first + index)
  }

  build(): Mesh {
    return {
      positions: Float32Array.from(this.positions),
      normals: Float32Array.from(this.normals),
      uvs: this.uvs.length > 0 ? Float32Array.from(this.uvs) : null,
      colors: this.colors.length > 0 ? Float32Array.from(this.colors) : null,
      indices: Uint32Array.from(this.indices),
    }
  }
}

export const STAY: Move = { point: (p) => p, turn: (n) => n }

/** Shift by `at` after a turn by `yaw` about z and a uniform `scale`. */
export const placed = (at: Vec3, yaw = 0, scale = 1): Move => {
  const c = Math.cos(yaw)
  const s = Math.sin(yaw)
  return {
    point: ([x, y, z]) => [
      at[0] + scale * (c * x - s * y),
      at[1] + scale * (s * x + c * y),
      at[2] + scale * z,
    ],
    turn: ([x, y, z]) => [c * x - s * y, s * x + c * y, z],
  }
}

/** Shift by `at` after a turn by `pitch` about y (positive: the nose goes down). */
export const pitched = (at: Vec3, pitch: number): Move => {
  const c = Math.cos(pitch)
  const s = Math.sin(pitch)
  const turn = ([x, y, z]: Vec3): Vec3 => [c * x + s * z, y, c * z - s * x]
  return {
    point: (p) => {
      const [x, y, z] = turn(p)
      return [at[0] + x, at[1] + y, at[2] + z]
    },
    turn,
  }
}

/** Unit normal of a polygon (Newell's method, so that a repeated corner does no harm). */
export const faceNormal = (points: readonly Vec3[]): Vec3 => {
  let n: Vec3 = [0, 0, 0]
  for (let i = 1; i + 1 < points.length; i++) {
    const k = cross(sub(points[i], points[0]), sub(points[i + 1], points[0]))
    n = [n[0] + k[0], n[1] + k[1], n[2] + k[2]]
  }
  return normalize(n)
}

/** One mesh of several, in order. */
export const merged = (meshes: readonly Mesh[]): Mesh => {
  const builder = new MeshBuilder()
  for (const mesh of meshes) builder.append(mesh)
  return builder.build()
}

export const moved = (mesh: Mesh, move: Move): Mesh => {
  const builder = new MeshBuilder()
  builder.append(mesh, move)
  return builder.build()
}

/** The mirror image across the plane y = 0, with its winding kept outward. */
export const mirrored = (mesh: Mesh): Mesh => {
  const flip = (values: Float32Array): Float32Array => values.map((v, i) => (i % 3 === 1 ? -v : v))
  const indices = new Uint32Array(mesh.indices.length)
  for (let i = 0; i < indices.length; i += 3) {
    indices[i] = mesh.indices[i]
    indices[i + 1] = mesh.indices[i + 2]
    indices[i + 2] = mesh.indices[i + 1]
  }
  return { ...mesh, positions: flip(mesh.positions), normals: flip(mesh.normals), indices }
}

/** The mesh and its mirror image across y = 0. */
export const bothSides = (mesh: Mesh): Mesh => merged([mesh, mirrored(mesh)])

/** Volume enclosed by a closed mesh, m^3; negative when it is inside out (divergence theorem). */
export const signedVolume = (mesh: Mesh): number => {
  const at = (i: number): Vec3 => [
    mesh.positions[3 * i],
    mesh.positions[3 * i + 1],
    mesh.positions[3 * i + 2],
  ]
  let six = 0
  for (let i = 0; i < mesh.indices.length; i += 3)
    six += dot(at(mesh.indices[i]), cross(at(mesh.indices[i + 1]), at(mesh.indices[i + 2])))
  return six / 6
}
