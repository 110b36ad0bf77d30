/** Simple solids, all closed, all centred where their docstring says. */
import { add, cross, normalize, scale, sub, type Vec3 } from '../../math/index.ts'
import type { Mesh } from '../shape.ts'
import { MeshBuilder, moved, type Rgb } from './builder.ts'

/** A box from `lo` to `hi` with flat sides. */
export const box = (lo: Vec3, hi: Vec3, color?: Rgb): Mesh => {
  const c = (i: number, j: number, k: number): Vec3 => [
    i ? hi[0] : lo[0],
    j ? hi[1] : lo[1],
    k ? hi[2] : lo[2],
  ]
  const builder = new MeshBuilder()
  builder.face([c(1, 0, 0), c(1, 1, 0), c(1, 1, 1), c(1, 0, 1)], color)
  builder.face([c(0, 1, 0), c(0, 0, 0), c(0, 0, 1), c(0, 1, 1)], color)
  builder.face([c(1, 1, 0), c(0, 1, 0), c(0, 1, 1), c(1, 1, 1)], color)
  builder.face([c(0, 0, 0), c(1, 0, 0), c(1, 0, 1), c(0, 0, 1)], color)
  builder.face([c(0, 0, 1), c(1, 0, 1), c(1, 1, 1), c(0, 1, 1)], color)
  builder.face([c(0, 1, 0), c(1, 1, 0), c(1, 0, 0), c(0, 0, 0)], color)
  return builder.build()
}

/** A box with rounded edges and corners; `n` pieces along each edge. */
export const roundedBox = (lo: Vec3, hi: Vec3, radius: number, n = 4, color?: Rgb): Mesh => {
  const centre = scale(add(lo, hi), 0.5)
  const half = scale(sub(hi, lo), 0.5)
  const r = Math.min(radius, half[0], half[1], half[2])
  const builder = new MeshBuilder()
  const axes: readonly (readonly [number, number, number])[] = [
    [0, 1, 2],
    [1, 2, 0],
    [2, 0, 1],
  ]
  for (const [i, j, k] of axes) {
    for (const side of [-1, 1]) {
      const first = builder.vertexCount
      for (let u = 0; u <= n; u++) {
        for (let v = 0; v <= n; v++) {
          const q = [0, 0, 0]
          q[i] = side * half[i]
          // Pieces crowd near the rounded edge, where the surface bends.
          q[j] = half[j] * crowded(u, n, r / half[j]) * side
          q[k] = half[k] * crowded(v, n, r / half[k])
          const inner = q.map((x, m) => Math.max(r - half[m], Math.min(half[m] - r, x)))
          const out = normalize([q[0] - inner[0], q[1] - inner[1], q[2] - inner[2]])
          const p: Vec3 = [
            centre[0] + inner[0] + r * out[0],
            centre[1] + inner[1] + r * out[1],
            centre[2] + inner[2] + r * out[2],
          ]
          builder.vertex(p, out, color)
        }
      }
      for (let u = 0; u < n; u++) {
        for (let v = 0; v < n; v++) {
          const a = first + u * (n + 1) + v
          builder.quad(a, a + n + 1, a + n + 2, a + 1)
        }
      }
    }
  }
  return builder.build()
}

/** Position -1..1 of grid line i of n with half of the pieces inside the two rounded rims of relative width `rim`. */
const crowded = (i: number, n: number, rim: number): number => {
  const u = (2 * i) / n - 1
  const edge = Math.min(1, rim)
  const m = Math.abs(u)
  return Math.sign(u) * (m <= 0.5 ? m * 2 * (1 - edge) : 1 - edge + (m - 0.5) * 2 * edge)
}

/**
 * A solid of revolution about the y axis. `profile` runs as [radius, y] so that the solid lies on its
 * left hand (y rising along the outside); edges sharper than 40 degrees stay crisp.
 */
export const revolve = (
  profile: readonly (readonly [number, number])[],
  segments: number,
  color?: (radius: number, y: number, angle: number) => Rgb,
): Mesh => {
  const builder = new MeshBuilder()
  const tangent = (i: number): readonly [number, number] => {
    const [r0, y0] = profile[i]
    const [r1, y1] = profile[i + 1]
    const l = Math.hypot(r1 - r0, y1 - y0)
    return [(r1 - r0) / l, (y1 - y0) / l]
  }
  for (let i = 0; i + 1 < profile.length; i++) {
    const t = tangent(i)
    const joined = (j: number): readonly [number, number] => {
      if (j < 0 || j + 1 >= profile.length) return t
      const o = tangent(j)
      return o[0] * t[0] + o[1] * t[1] > Math.cos((40 / 180) * Math.PI) ? [t[0] + o[0], t[1] + o[1]] : t
    }
    const ends = [joined(i - 1), joined(i + 1)]
    const first = builder.vertexCount
    for (let k = 0; k <= segments; k++) {
      const angle = -Math.PI / 2 + (2 * Math.PI * k) / segments
      const [c, s] = [Math.cos(angle), Math.sin(angle)]
      for (const e of [0, 1]) {
        const [r, y] = profile[i + e]
        const [tr, ty] = ends[e]
        builder.vertex([r * c, y, r * s], normalize([ty * c, -tr, ty * s]), color?.(r, y, angle))
      }
    }
    for (let k = 0; k < segments; k++) {
      const a = first + 2 * k
      if (profile[i][0] > 1e-9) builder.triangle(a, a + 1, a + 2)
      if (profile[i + 1][0] > 1e-9) builder.triangle(a + 1, a + 3, a + 2)
    }
  }
  return builder.build()
}

/** A solid of revolution about the upright: profile [radius, height] with the solid on its left going up. */
export const turnedUp = (profile: readonly (readonly [number, number])[], segments: number): Mesh =>
  moved(revolve(profile, segments), {
    point: ([x, y, z]): Vec3 => [z, x, y],
    turn: ([x, y, z]): Vec3 => [z, x, y],
  })

/** A closed tube along a path; radius(i) at each point of the path (0 at an end: it runs to a point). */
export const tube = (
  path: readonly Vec3[],
  radius: (i: number) => number,
  sides: number,
  color?: (i: number) => Rgb,
): Mesh => {
  const builder = new MeshBuilder()
  const last = path.length - 1
  const along = path.map((_, i) => normalize(sub(path[Math.min(last, i + 1)], path[Math.max(0, i - 1)])))
  // One side vector carried along the path: no twist.
  let side = normalize(cross(along[0], Math.abs(along[0][2]) < 0.9 ? [0, 0, 1] : [1, 0, 0]))
  const outward = along.map((t) => {
    const across = normalize(cross(t, side))
    side = normalize(cross(across, t))
    const own = side
    return Array.from({ length: sides }, (_, k) => {
      const angle = (2 * Math.PI * k) / sides
      return add(scale(own, Math.cos(angle)), scale(across, Math.sin(angle)))
    })
  })
  const point = (i: number, k: number): Vec3 => add(path[i], scale(outward[i][k], radius(i)))
  const rings = path.map((_, i) => outward[i].map((n, k) => builder.vertex(point(i, k), n, color?.(i))))
  for (let i = 0; i < last; i++)
    for (let k = 0; k < sides; k++) {
      const m = (k + 1) % sides
      // Towards a point one triangle a side is enough.
      if (radius(i + 1) > 1e-6) builder.triangle(rings[i][k], rings[i + 1][m], rings[i + 1][k])
      if (radius(i) > 1e-6) builder.triangle(rings[i][k], rings[i][m], rings[i + 1][m])
    }
  const rim = (i: number): Vec3[] => outward[i].map((_, k) => point(i, k))
  if (radius(0) > 1e-6) builder.face(rim(0).reverse(), color?.(0))
  if (radius(last) > 1e-6) builder.face(rim(last), color?.(last))
  return builder.build()
}

/** An ellipsoid about `centre`; flat side none; `rows` from pole to pole. */
export const ellipsoid = (centre: Vec3, radii: Vec3, segments: number, rows: number, color?: Rgb): Mesh => {
  const builder = new MeshBuilder()
  for (let i = 0; i <= rows; i++) {
    const polar = (Math.PI * i) / rows
    for (let k = 0; k <= segments; k++) {
      const angle = (2 * Math.PI * k) / segments
      const u: Vec3 = [Math.sin(polar) * Math.cos(angle), Math.sin(polar) * Math.sin(angle), Math.cos(polar)]
      const p: Vec3 = [centre[0] + radii[0] * u[0], centre[1] + radii[1] * u[1], centre[2] + radii[2] * u[2]]
      builder.vertex(p, normalize([u[0] / radii[0], u[1] / radii[1], u[2] / radii[2]]), color)
    }
  }
  const row = segments + 1
  for (let i = 0; i < rows; i++)
    for (let k = 0; k < segments; k++) {
      const a = i * row + k
      if (i > 0) builder.triangle(a, a + row, a + 1)
      if (i + 1 < rows) builder.triangle(a + 1, a + row, a + row + 1)
    }
  return builder.build()
}
