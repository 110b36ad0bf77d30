/**
 * Ground of a network, cut out of grids: the land beside its roads, and the pavement of a junction, where
 * roads lie over each other and no grid along one of them would fit. Cells are cut where a distance passes
 * a value, so borders run where physics has them, to a few centimetres.
 */
import type { Vec3 } from '../../math/index.ts'
import { smoothstep } from '../../math/index.ts'
import type { Road } from '../../road/index.ts'
import { MeshBuilder, type Rgb } from '../mesh/index.ts'
import type { Piece } from '../shape.ts'
import { GROUND_LOOKS } from './ground-look.ts'
import { noise } from './noise.ts'
import { isFootway } from './pavement.ts'
import type { Site } from './site.ts'
import { sheet, slopeNormal, soilOf } from './terrain.ts'

type Field = (x: number, y: number) => number

interface Area {
  readonly x0: number
  readonly y0: number
  readonly x1: number
  readonly y1: number
}

/** The part of an area's square cells in which `field` is above zero. */
const cut = (
  { x0, y0, x1, y1 }: Area,
  size: number,
  field: Field,
  vertex: (x: number, y: number) => number,
  builder: MeshBuilder,
): void => {
  const columns = Math.max(1, Math.ceil((x1 - x0) / size))
  const rows = Math.max(1, Math.ceil((y1 - y0) / size))
  const values = Array.from({ length: rows + 1 }, (_, r) =>
    Float64Array.from({ length: columns + 1 }, (_, c) => field(x0 + c * size, y0 + r * size)),
  )
  const ids = new Map<string, number>()
  const corner = (x: number, y: number): number => {
    const key = `${x.toFixed(4)} ${y.toFixed(4)}`
    const known = ids.get(key)
    if (known !== undefined) return known
    const id = vertex(x, y)
    ids.set(key, id)
    return id
  }
  for (let r = 0; r < rows; r++)
    for (let c = 0; c < columns; c++) {
      const square = [
        [c, r],
        [c + 1, r],
        [c + 1, r + 1],
        [c, r + 1],
      ] as const
      const polygon: number[] = []
      square.forEach(([i, j], k) => {
        const [m, n] = square[(k + 1) % 4]
        const [a, b] = [values[j][i], values[n][m]]
        if (a > 0) polygon.push(corner(x0 + i * size, y0 + j * size))
        if (a > 0 === b > 0) return
        const share = a / (a - b)
        polygon.push(corner(x0 + (i + (m - i) * share) * size, y0 + (j + (n - j) * share) * size))
      })
      const distinct = polygon.filter((id, k) => id !== polygon[(k + 1) % polygon.length])
      for (let k = 1; k + 1 < distinct.length; k++)
        if (distinct[k] !== distinct[0] && distinct[k + 1] !== distinct[0])
          builder.triangle(distinct[0], distinct[k], distinct[k + 1])
    }
}

const areaOf = (points: readonly (readonly [number, number])[], margin: number): Area => ({
  x0: Math.min(...points.map((p) => p[0])) - margin,
  y0: Math.min(...points.map((p) => p[1])) - margin,
  x1: Math.max(...points.map((p) => p[0])) + margin,
  y1: Math.max(...points.map((p) => p[1])) + margin,
})

const pointsOn = (site: Site): (readonly [number, number])[] => {
  const count = Math.max(2, Math.ceil((site.to - site.from) / 10))
  return Array.from({ length: count + 1 }, (_, i) =>
    site.at(site.from + ((site.to - site.from) * i) / count, 0),
  )
}

/** Cells of the land near the roads, and farther away, m; how far each reaches from the pavement. */
const RINGS = [
  { size: 1.5, from: -0.2, to: 9 },
  { size: 5, from: 6, to: 45 },
] as const
/** Land is cut into tiles of this size, so that what is behind the camera need not be drawn, m. */
const TILE = 90

/** The land round a network. */
export const networkLand = (sites: readonly Site[]): Piece[] => {
  const [site] = sites
  const soil = soilOf(site)
  const pieces: Piece[] = []
  const tiles = new Map<string, Area>()
  for (const one of sites)
    for (const [x, y] of pointsOn(one))
      for (let i = -1; i <= 1; i++)
        for (let j = -1; j <= 1; j++) {
          const [c, r] = [Math.floor(x / TILE) + i, Math.floor(y / TILE) + j]
          tiles.set(`${c} ${r}`, { x0: c * TILE, y0: r * TILE, x1: (c + 1) * TILE, y1: (r + 1) * TILE })
        }
  for (const [name, tile] of tiles) {
    const builder = new MeshBuilder()
    RINGS.forEach(({ size, from, to }, ring) => {
      const field: Field = (x, y) => {
        const d = site.beside(x, y)
        return Math.min(d - from, to - d)
      }
      const vertex = (x: number, y: number): number => {
        const d = site.beside(x, y)
        // Each ring dives under the one within it, so their different cells leave no gap; the innermost
        // dives under the pavement.
        const under =
          ring === 0 ? -0.03 * (1 - smoothstep(-0.2, 0, d)) : -0.5 * (1 - smoothstep(from, from + 3, d))
        const z = site.land(x, y) + under
        // Near the road the land is the road's own plane.
        const normal = ring === 0 ? site.road.normal(x, y) : slopeNormal(site.land, x, y, 1.5)
        return builder.vertex([x, y, z], normal, soil.tint(x, y), [x, y])
      }
      cut(tile, size, field, vertex, builder)
    })
    const mesh = builder.build()
    if (mesh.indices.length > 0)
      pieces.push({
        ...{ name: `land ${name}`, mesh, material: soil.material, color: soil.color },
        ...{ semantic: 'terrain', placements: null },
      })
  }
  return [...pieces, sheet(sites, 36)]
}

/** The pavement of junctions: what at least one of the roads through it covers. */
export const junctionPavement = (road: Road, sites: readonly Site[]): Piece[] =>
  road.network.junctions.flatMap((junction) => {
    const own = sites.filter((site) => site.part.junction === junction.id)
    if (own.length === 0) return []
    const [{ scenario, seed }] = own
    const indices = new Set(own.map((site) => site.part.index))
    const look = GROUND_LOOKS[scenario.road.surface]
    const tone = noise(seed, 'asphalt tone', 9)
    const builder = new MeshBuilder()
    const field: Field = (x, y) => {
      let inside = -12
      for (const { road: on, s, t, outside } of road.roadsAt(x, y)) {
        if (!indices.has(on)) continue
        const carriageway = road.stripsAt(s, on).filter((strip) => !isFootway(strip.type))
        const right = carriageway.at(0)?.right ?? 0
        const left = carriageway.at(-1)?.left ?? 0
        const past = Math.max(-s, s - road.roads[on].length)
        const own = past > 0 ? -outside : Math.min(t - right, left - t)
        inside = Math.max(inside, own)
      }
      return inside
    }
    const vertex = (x: number, y: number): number => {
      const k = 1 + 0.08 * tone(x, y)
      const at: Vec3 = [x, y, road.height(x, y)]
      const shade: Rgb = [k, k, k]
      return builder.vertex(at, road.normal(x, y), shade, [x, y])
    }
    cut(areaOf(own.flatMap(pointsOn), 8), 0.5, field, vertex, builder)
    return [
      {
        ...{ name: `pavement junction ${junction.id}`, mesh: builder.build() },
        ...{ material: look.material, color: look.color, film: look.film === true },
        ...{ semantic: 'road', placements: null },
      } satisfies Piece,
    ]
  })
