/**
 * Grown shapes: solids given by a distance to their surface, and the triangles of that surface. What cannot
 * be bent out of sheets (limbs, faces, a rider's jacket) is a smooth union of a few of these.
 * Distances after Quilez, "3D SDFs" and "smooth minimum"; triangles by surface nets (Gibson 1998), each vertex
 * then moved onto the surface, so that the grid does not show.
 */
import { clamp, dot, norm, normalize, scale, sub, type Vec3 } from '../../math/index.ts'
import type { Mesh } from '../shape.ts'
import { MeshBuilder, type Rgb } from './builder.ts'

/** Distance to the surface, m, negative inside; between 0 and the true one outside. */
export type Distance = (x: number, y: number, z: number) => number

/** Math.hypot guards against overflow and is several times slower. */
const length = (x: number, y: number, z: number): number => Math.sqrt(x * x + y * y + z * z)

/** A limb: thick `from` at a, `to` at b, rounded at both ends. */
export const limb = (a: Vec3, b: Vec3, from: number, to: number): Distance => {
  const [ax, ay, az] = a
  const [bx, by, bz] = sub(b, a)
  const square = bx * bx + by * by + bz * bz + 1e-12
  return (x, y, z) => {
    const [px, py, pz] = [x - ax, y - ay, z - az]
    const t = clamp((px * bx + py * by + pz * bz) / square, 0, 1)
    return length(px - t * bx, py - t * by, pz - t * bz) - from - (to - from) * t
  }
}

/** An ellipsoid, turned so that its first axis points along `along` (its second stays level). */
export const egg = (centre: Vec3, radii: Vec3, along: Vec3 = [1, 0, 0]): Distance => {
  const u = normalize(along)
  const v = Math.abs(u[2]) > 0.999 ? ([0, 1, 0] as const) : normalize([-u[1], u[0], 0])
  const w: Vec3 = [u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]]
  const least = Math.min(...radii)
  const [rx, ry, rz] = radii
  const [cx, cy, cz] = centre
  return (x, y, z) => {
    const [px, py, pz] = [x - cx, y - cy, z - cz]
    const a = (px * u[0] + py * u[1] + pz * u[2]) / rx
    const b = (px * v[0] + py * v[1] + pz * v[2]) / ry
    const c = (px * w[0] + py * w[1] + pz * w[2]) / rz
    const k = length(a, b, c)
    const slope = length(a / rx, b / ry, c / rz)
    // Near the middle the quotient is 0/0: there the surface is at least the smallest radius away.
    return slope < 1e-6 ? -least : (k * (k - 1)) / slope
  }
}

/** A box with rounded edges, turned as an egg is. */
export const block = (centre: Vec3, half: Vec3, round: number, along: Vec3 = [1, 0, 0]): Distance => {
  const u = normalize(along)
  const v = Math.abs(u[2]) > 0.999 ? ([0, 1, 0] as const) : normalize([-u[1], u[0], 0])
  const w: Vec3 = [u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]]
  return (x, y, z) => {
    const p: Vec3 = [x - centre[0], y - centre[1], z - centre[2]]
    const a = Math.abs(dot(p, u)) - half[0] + round
    const b = Math.abs(dot(p, v)) - half[1] + round
    const c = Math.abs(dot(p, w)) - half[2] + round
    const out = length(Math.max(a, 0), Math.max(b, 0), Math.max(c, 0))
    return out + Math.min(0, Math.max(a, b, c)) - round
  }
}

/** One cross-section of a trunk: where on its axis (0..1), how deep and how wide, and how far before the axis. */
export interface Section {
  readonly at: number
  readonly deep: number
  readonly wide: number
  readonly fore?: number
}

/**
 * A trunk of elliptic sections along the axis a -> b, its ends rounded.
 * @param sections with `at` rising @param left the direction of `wide`
 */
export const trunk = (a: Vec3, b: Vec3, sections: readonly Section[], left: Vec3 = [0, 1, 0]): Distance => {
  const axis = sub(b, a)
  const long = norm(axis)
  const w = scale(axis, 1 / long)
  const v = normalize(sub(left, scale(w, dot(left, w))))
  const u: Vec3 = [v[1] * w[2] - v[2] * w[1], v[2] * w[0] - v[0] * w[2], v[0] * w[1] - v[1] * w[0]]
  return (x, y, z) => {
    const [px, py, pz] = [x - a[0], y - a[1], z - a[2]]
    const along = (px * w[0] + py * w[1] + pz * w[2]) / long
    const t = clamp(along, sections[0].at, sections[sections.length - 1].at)
    let i = 0
    while (i + 2 < sections.length && sections[i + 1].at < t) i++
    const [from, to] = [sections[i], sections[i + 1]]
    const k = (t - from.at) / (to.at - from.at)
    const e = k * k * (3 - 2 * k)
    const deep = from.deep + (to.deep - from.deep) * e
    const wide = from.wide + (to.wide - from.wide) * e
    const fore = (from.fore ?? 0) + ((to.fore ?? 0) - (from.fore ?? 0)) * e
    const q = (px * u[0] + py * u[1] + pz * u[2] - fore) / deep
    const r = (px * v[0] + py * v[1] + pz * v[2]) / wide
    const least = Math.min(deep, wide)
    return (length(q, r, ((along - t) * long) / least) - 1) * least
  }
}

/** Both, with their meeting line filled in over about `blend` metres. */
export const grown = (blend: number, ...parts: readonly Distance[]): Distance => {
  if (blend <= 0)
    return (x, y, z) => {
      let d = Infinity
      for (const part of parts) d = Math.min(d, part(x, y, z))
      return d
    }
  return (x, y, z) => {
    let d = parts[0](x, y, z)
    for (let i = 1; i < parts.length; i++) {
      const e = parts[i](x, y, z)
      const h = Math.max(0, blend - Math.abs(d - e)) / blend
      d = Math.min(d, e) - (h * h * blend) / 4
    }
    return d
  }
}

/** The first without the second, the edge rounded over about `blend` metres. */
export const without = (whole: Distance, hole: Distance, blend = 0.005): Distance => {
  const cut = grown(
    blend,
    (x, y, z) => -whole(x, y, z),
    (x, y, z) => hole(x, y, z),
  )
  return (x, y, z) => -cut(x, y, z)
}

/** What lies on the side of the plane through `at` that `normal` points away from. */
export const below = (at: Vec3, normal: Vec3): Distance => {
  const n = normalize(normal)
  return (x, y, z) => (x - at[0]) * n[0] + (y - at[1]) * n[1] + (z - at[2]) * n[2]
}

/** What lies in both. */
export const common = (one: Distance, other: Distance, blend = 0.005): Distance =>
  without(one, (x, y, z) => -other(x, y, z), blend)

/** A grid's cells that are looked at together. */
const BLOCK = 6

/**
 * The surface of a solid as a closed mesh.
 * @param lo, hi a box that holds the solid @param cell side of the grid's cells, m: details smaller than two of them are lost
 * @param color of each vertex from its place and normal
 */
export const surfaceOf = (
  solid: Distance,
  lo: Vec3,
  hi: Vec3,
  cell: number,
  color?: (p: Vec3, n: Vec3) => Rgb,
): Mesh => {
  const size = [0, 1, 2].map((k) => Math.ceil((hi[k] - lo[k]) / cell) + 2)
  const origin: Vec3 = [lo[0] - cell, lo[1] - cell, lo[2] - cell]
  const [nx, ny, nz] = size.map((n) => n + 1)
  const values = new Float32Array(nx * ny * nz).fill(1)
  const at = (i: number, j: number, k: number): number => (i * ny + j) * nz + k
  // Far from the surface only the sign matters, and one look at the middle of a block tells it.
  const reach = ((BLOCK * cell) / 2) * Math.sqrt(3) * 1.05
  const live: (readonly [number, number, number])[] = []
  for (let i = 0; i < size[0]; i += BLOCK)
    for (let j = 0; j < size[1]; j += BLOCK)
      for (let k = 0; k < size[2]; k += BLOCK) {
        const m = BLOCK / 2
        const d = solid(origin[0] + (i + m) * cell, origin[1] + (j + m) * cell, origin[2] + (k + m) * cell)
        const near = Math.abs(d) <= reach
        if (near) live.push([i, j, k])
        for (let a = i; a <= Math.min(i + BLOCK, nx - 1); a++)
          for (let b = j; b <= Math.min(j + BLOCK, ny - 1); b++)
            for (let c = k; c <= Math.min(k + BLOCK, nz - 1); c++)
              values[at(a, b, c)] = near
                ? solid(origin[0] + a * cell, origin[1] + b * cell, origin[2] + c * cell)
                : values[at(a, b, c)] === 1
                  ? Math.sign(d)
                  : values[at(a, b, c)]
      }

  const builder = new MeshBuilder()
  const places: Vec3[] = []
  const vertexOf = new Int32Array(nx * ny * nz).fill(-1)
  const vertexAt = (i: number, j: number, k: number): number => {
    const key = at(i, j, k)
    if (vertexOf[key] >= 0) return vertexOf[key]
    const sum: [number, number, number] = [0, 0, 0]
    let crossings = 0
    for (const [a, b] of EDGES) {
      const [va, vb] = [values[at(i + a[0], j + a[1], k + a[2])], values[at(i + b[0], j + b[1], k + b[2])]]
      if (va < 0 === vb < 0) continue
      const t = va / (va - vb)
      for (const m of [0, 1, 2]) sum[m] += a[m] + (b[m] - a[m]) * t
      crossings++
    }
    const p = scale(sum, cell / crossings)
    const [onto, normal] = settled(
      solid,
      [origin[0] + i * cell + p[0], origin[1] + j * cell + p[1], origin[2] + k * cell + p[2]],
      cell,
    )
    places.push(onto)
    return (vertexOf[key] = builder.vertex(onto, normal, color?.(onto, normal)))
  }
  const quad = (a: number, b: number, c: number, d: number): void => {
    if (norm(sub(places[a], places[c])) <= norm(sub(places[b], places[d]))) builder.quad(a, b, c, d)
    else builder.quad(b, c, d, a)
  }
  for (const [bi, bj, bk] of live)
    for (let i = bi; i < Math.min(bi + BLOCK, size[0]); i++)
      for (let j = bj; j < Math.min(bj + BLOCK, size[1]); j++)
        for (let k = bk; k < Math.min(bk + BLOCK, size[2]); k++) {
          const inside = values[at(i, j, k)] < 0
          // Each edge from this corner along an axis: its four cells' vertices make a quadrilateral.
          const steps: readonly (readonly [number, number, number])[] = [
            [1, 0, 0],
            [0, 1, 0],
            [0, 0, 1],
          ]
          steps.forEach(([a, b, c], axis) => {
            if (values[at(i + a, j + b, k + c)] < 0 === inside) return
            const [u, v] = [steps[(axis + 1) % 3], steps[(axis + 2) % 3]]
            const around = [
              [0, 0],
              [1, 0],
              [1, 1],
              [0, 1],
            ].map(([m, n]) =>
              vertexAt(i - m * u[0] - n * v[0], j - m * u[1] - n * v[1], k - m * u[2] - n * v[2]),
            )
            if (inside) quad(around[0], around[1], around[2], around[3])
            else quad(around[3], around[2], around[1], around[0])
          })
        }
  return builder.build()
}

/** The twelve edges of a cell. */
const EDGES: readonly (readonly [Vec3, Vec3])[] = [0, 1, 2].flatMap((axis) =>
  [0, 1].flatMap((p) =>
    [0, 1].map((q): readonly [Vec3, Vec3] => {
      const [a, b] = [
        [0, 0, 0],
        [0, 0, 0],
      ]
      a[(axis + 1) % 3] = b[(axis + 1) % 3] = p
      a[(axis + 2) % 3] = b[(axis + 2) % 3] = q
      b[axis] = 1
      return [a as unknown as Vec3, b as unknown as Vec3]
    }),
  ),
)

/** A point moved onto the surface along the gradient (Newton), no further than a cell; and the normal there. */
const settled = (solid: Distance, from: Vec3, cell: number): readonly [Vec3, Vec3] => {
  let p = from
  let d = solid(...p)
  let n = gradient(solid, p, d)
  for (let step = 0; step < 2; step++) {
    const move = clamp(d / Math.max(0.3, norm(n)), -cell / 2, cell / 2)
    p = sub(p, scale(normalize(n), move))
    d = solid(...p)
    n = gradient(solid, p, d)
  }
  return [p, normalize(n)]
}

/** @param here the distance at the point itself */
const gradient = (solid: Distance, [x, y, z]: Vec3, here: number): Vec3 => {
  const h = 5e-4
  const g: Vec3 = [
    (solid(x + h, y, z) - here) / h,
    (solid(x, y + h, z) - here) / h,
    (solid(x, y, z + h) - here) / h,
  ]
  return norm(g) > 1e-6 ? g : [0, 0, 1]
}
