/** A bridge: edges of the deck with steel railings, piers, and the river that it spans. */
import { MeshBuilder, box, merged, type Rgb } from '../mesh/index.ts'
import type { Mesh, Piece } from '../shape.ts'
import { drawn } from './motorway.ts'
import { spanOf, VALLEY, type Site } from './site.ts'

const CONCRETE: Rgb = [0.42, 0.41, 0.39]
const STEEL: Rgb = [0.16, 0.2, 0.22]
/** Approaches have railings too, m. */
const APPROACH = 12
const PIERS = 32
/** Beside the paved edge the middle of the deck's edge lies, m. */
const EDGE = 0.45

export const bridge = (site: Site): Piece[] => {
  const [from, to] = spanOf(site.road)
  const [right, left] = site.road.paved
  const sides = [right - EDGE, left + EDGE]
  const along = (t: number, profile: readonly (readonly [number, number])[]): Mesh =>
    drawn(site, t, profile, from - APPROACH, to + APPROACH, 3)
  const bar = (t: number, half: number, low: number, high: number): Mesh =>
    along(t, [
      [half, low],
      [half, high],
      [-half, high],
      [-half, low],
      [half, low],
    ])
  const posts: number[] = []
  for (let s = from - APPROACH; s <= to + APPROACH; s += 2)
    for (const t of sides) posts.push(...standing(site, s, t))
  const piers: number[] = []
  for (let s = from + PIERS; s < to - PIERS / 2; s += PIERS)
    piers.push(...standing(site, s, (right + left) / 2))
  const half = (left - right) / 2
  const pier = merged([
    box([-0.7, -0.6 * half, -VALLEY - 3], [0.7, 0.6 * half, -1.4]),
    box([-0.9, -0.95 * half, -1.9], [0.9, 0.95 * half, -1.1]),
  ])
  const concrete = { material: 'plaster', color: CONCRETE } as const
  const steel = { material: 'metal', color: STEEL, semantic: 'barrier' } as const
  return [
    {
      ...{ name: 'bridge edges', mesh: merged(sides.map((t) => bar(t, 0.28, -1.5, 0.3))) },
      ...{ placements: null, semantic: 'barrier', ...concrete },
    },
    {
      name: 'bridge rails',
      mesh: merged(sides.flatMap((t) => [0.62, 0.9, 1.18].map((z) => bar(t, 0.03, z, z + 0.06)))),
      ...{ placements: null, ...steel },
    },
    {
      ...{ name: 'bridge posts', mesh: box([-0.03, -0.03, 0.25], [0.03, 0.03, 1.2]) },
      ...{ placements: Float32Array.from(posts), ...steel },
    },
    {
      ...{ name: 'bridge piers', mesh: pier, placements: Float32Array.from(piers) },
      ...{ semantic: 'wall', ...concrete },
    },
    river(site, from, to),
  ]
}

const standing = (site: Site, s: number, t: number): number[] => {
  const { x, y, heading } = site.road.toWorld(s, t)
  return [x, y, site.ground(s, x, y), heading, 1]
}

/** Water across the middle of the valley, on both sides as far as one sees. */
const river = (site: Site, from: number, to: number): Piece => {
  const builder = new MeshBuilder()
  const middle = (from + to) / 2
  const { x, y, heading } = site.road.toWorld(middle, 0)
  const [c, n] = [Math.cos(heading), Math.sin(heading)]
  const z = site.ground(middle, x, y) - VALLEY + 0.7
  const reach = Math.min(0.32 * (to - from), 60)
  const corner = (u: number, v: number): number =>
    builder.vertex([x + c * u - n * v, y + n * u + c * v, z], [0, 0, 1], [1, 1, 1], [u, v])
  const steps = [-400, -120, -40, 0, 40, 120, 400]
  for (const [i, v] of steps.slice(1).entries())
    builder.quad(corner(-reach, steps[i]), corner(reach, steps[i]), corner(reach, v), corner(-reach, v))
  return {
    ...{ name: 'river', mesh: builder.build(), material: 'water', color: [0.03, 0.045, 0.042] },
    ...{ semantic: 'terrain', placements: null },
  }
}
