/** What mountain roads have beside them: a rail over the drop, boulders below the face, banks where snow was cleared. */
import { smoothstep, stream } from '../../math/index.ts'
import { MeshBuilder, ellipsoid, type Rgb } from '../mesh/index.ts'
import type { Mesh, Piece } from '../shape.ts'
import { guardRail } from './motorway.ts'
import { noise } from './noise.ts'
import type { Site } from './site.ts'

export const mountainFurniture = (site: Site): Piece[] => [
  ...guardRail(site),
  ...(site.snowy ? [snowBanks(site)] : [boulders(site)]),
]

const STONE: Rgb = [0.2, 0.19, 0.18]

/** Stones that came down and lie at the foot of the face, on the left. */
const boulders = (site: Site): Piece => {
  const random = stream(site.seed, 'scenery', 'boulders')
  const places: number[] = []
  for (let s = site.from; s < site.to; s += random.uniform(2, 14)) {
    const { x, y, heading } = site.road.toWorld(s, site.road.paved[1] + random.uniform(4.2, 8.5))
    places.push(x, y, site.land(x, y) - 0.08, heading + random.uniform(0, 6), random.uniform(0.15, 0.9))
  }
  return {
    ...{ name: 'boulders', mesh: boulder(site), material: 'plaster', color: STONE, semantic: 'terrain' },
    placements: Float32Array.from(places),
  }
}

const boulder = (site: Site): Mesh => {
  const lump = noise(site.seed, 'boulder', 0.45)
  const { positions, ...rest } = ellipsoid([0, 0, 0.35], [0.75, 0.55, 0.5], 12, 8)
  return {
    ...rest,
    positions: positions.map((p, i) => {
      const at = i - (i % 3)
      return p * (1 + 0.22 * lump(positions[at] + 2 * positions[at + 2], positions[at + 1]))
    }),
  }
}

/** Banks as the plough leaves them, out from the edge of the road, m, and the share of their height there. */
const BANK = [
  [0.25, 0],
  [0.45, 0.55],
  [0.75, 0.92],
  [1.25, 1],
  [1.8, 0.75],
  [2.6, 0.3],
  [3.6, 0],
] as const

/** Steep towards the road, lumpy, a metre high. */
const snowBanks = (site: Site): Piece => {
  const lumps = noise(site.seed, 'bank lumps', 1.7)
  const swell = noise(site.seed, 'bank', 23)
  const builder = new MeshBuilder()
  for (const side of [-1, 1] as const) {
    const rows: number[][] = []
    for (let s = site.from; s <= site.to; s += 1.5) {
      const edge = site.road.pavedAt(Math.min(Math.max(s, 0), site.road.length))[side < 0 ? 0 : 1]
      const high = 0.85 + 0.4 * swell(s, 50 * side)
      rows.push(
        BANK.map(([out, share], j) => {
          const [x, y] = site.at(s, edge + side * out)
          const lump = lumps(x, y)
          const z = site.land(x, y) - 0.03 + high * share + 0.16 * lump * smoothstep(0, 0.4, share)
          const [fx, fy] = site.at(s, edge + side * (out + 1))
          // Its normal from the slope of the profile.
          const [before, after] = [BANK[Math.max(0, j - 1)], BANK[Math.min(BANK.length - 1, j + 1)]]
          const slope = (high * (after[1] - before[1])) / (after[0] - before[0])
          const k = 1 / Math.sqrt(1 + slope * slope)
          const shade = 0.9 + 0.1 * share + 0.12 * lump
          return builder.vertex(
            ...([
              [x, y, z],
              [(x - fx) * slope * k, (y - fy) * slope * k, k],
            ] as const),
            ...([
              [shade, shade, shade],
              // Its texture climbs with it.
              [s, out + 1.5 * (j < 3 ? share : 2 - share)],
            ] as const),
          )
        }),
      )
    }
    for (let i = 0; i + 1 < rows.length; i++)
      for (let j = 0; j + 1 < BANK.length; j++) {
        const [a, b, c, d] = [rows[i][j], rows[i + 1][j], rows[i + 1][j + 1], rows[i][j + 1]]
        if (side > 0) builder.quad(a, b, c, d)
        else builder.quad(a, d, c, b)
      }
  }
  return {
    ...{ name: 'snow banks', mesh: builder.build(), material: 'snow', color: [0.74, 0.76, 0.79] },
    ...{ semantic: 'terrain', placements: null },
  }
}
