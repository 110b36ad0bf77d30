/** The land: a verge that meets the pavement row by row, a strip beside it, and a coarse sheet to the horizon. */
import { normalize, smoothstep, type Vec3 } from '../../math/index.ts'
import { MeshBuilder, span, type Rgb } from '../mesh/index.ts'
import type { MaterialKind, Piece } from '../shape.ts'
import { GROUND_LOOKS } from './ground-look.ts'
import { noise } from './noise.ts'
import { ROW, type Site } from './site.ts'

const PIECE_LENGTH = 240
const VERGE = 4

/** The land beside one road. */
export const terrain = (site: Site): Piece[] => [...strips(site), sheet([site], stripReach(site))]

/** How far the strips reach from the pavement without folding over themselves in a curve, m. */
const stripReach = ({ road, from, to }: Site): number => {
  let sharpest = 0
  for (let s = from; s < to; s += 10) sharpest = Math.max(sharpest, Math.abs(road.curvature(s)))
  const half = Math.max(-road.paved[0], road.paved[1])
  return Math.max(VERGE + 2, Math.min(60, (sharpest > 0 ? 0.75 / sharpest : Infinity) - half))
}

/** Bare rock. */
const ROCK: Rgb = [0.2, 0.19, 0.175]

export interface Soil {
  readonly material: MaterialKind
  readonly color: Rgb
  readonly tint: (x: number, y: number) => Rgb
}

/** Verge and fields: as the scenario's verge, with dry and lush parts, or bare soil under thin snow. */
export const soilOf = (site: Site): Soil => {
  const { material, color } = GROUND_LOOKS[site.scenario.road.verge]
  const isMountain = site.scenario.road.place === 'mountain'
  const broad = noise(site.seed, 'fields', 55)
  const fine = noise(site.seed, 'tufts', 4)
  return {
    material,
    color,
    tint: (x, y) => {
      const [b, f] = [broad(x, y), fine(x, y)]
      if (site.snowy) {
        const k = 1 + 0.04 * f + 0.02 * b
        return [k * 0.985, k * 0.992, k]
      }
      const rock = isMountain ? smoothstep(0.06, 0.22, 1 - slopeNormal(site.land, x, y, 2)[2]) : 0
      if (rock > 0) {
        const k = 1 + 0.25 * f + 0.1 * b
        const bare = ROCK.map((c, i) => (k * c) / color[i])
        const grass = 1 - rock
        return [bare[0] * rock + grass, bare[1] * rock + grass, bare[2] * rock + grass]
      }
      // From green to straw.
      const dry = 0.5 + 0.5 * b
      const k = 1 + 0.18 * f
      return [k * (0.8 + 0.75 * dry), k * (0.95 + 0.22 * dry), k * (0.9 + 0.25 * dry)]
    },
  }
}

export const slopeNormal = (land: Site['land'], x: number, y: number, h: number): Vec3 =>
  normalize([land(x - h, y) - land(x + h, y), land(x, y - h) - land(x, y + h), 2 * h])

const strips = (site: Site): Piece[] => {
  const soil = soilOf(site)
  const reach = stripReach(site)
  const pieces: Piece[] = []
  const outward = [VERGE - 0.6, 7, 11, 16, 23, 32, 44, 60].filter((d) => d < reach)
  outward.push(reach)
  for (let start = site.from; start < site.to; start += PIECE_LENGTH) {
    const end = Math.min(site.to, start + PIECE_LENGTH)
    const builder = new MeshBuilder()
    for (const side of [-1, 1] as const) {
      grid(site, soil, builder, rowsOf(start, end, ROW), [0, 0.35, 1.5, VERGE], side, () => 0)
      // The next strip slips under the verge, so their different rows leave no gap.
      const under = (d: number): number => (d < VERGE ? -0.06 : 0)
      grid(site, soil, builder, rowsOf(start, end, 4 * ROW), outward, side, under)
    }
    pieces.push({
      name: `land ${start}`,
      mesh: builder.build(),
      material: soil.material,
      color: soil.color,
      semantic: 'terrain',
      placements: null,
    })
  }
  return pieces
}

const rowsOf = (from: number, to: number, step: number): number[] =>
  span(from, to, Math.max(1, Math.round((to - from) / step)))

const grid = (
  site: Site,
  soil: Soil,
  builder: MeshBuilder,
  rows: readonly number[],
  outward: readonly number[],
  side: 1 | -1,
  lower: (d: number) => number,
): void => {
  const ids = rows.map((s) => {
    const edge = site.road.pavedAt(s)[side < 0 ? 0 : 1]
    return outward.map((d) => {
      const t = edge + side * d
      const [x, y] = site.at(s, t)
      const z = site.land(x, y)
      // Up a slope the texture goes with the way up, or it would be drawn out.
      const up = side * Math.abs(z - site.road.height(x, y))
      return builder.vertex(
        ...([[x, y, z + lower(d)], slopeNormal(site.land, x, y, 1.5)] as const),
        ...([soil.tint(x, y), [s, t + up]] as const),
      )
    })
  })
  for (let i = 0; i + 1 < rows.length; i++)
    for (let j = 0; j + 1 < outward.length; j++) {
      const [a, b, c, d] = [ids[i][j], ids[i + 1][j], ids[i + 1][j + 1], ids[i][j + 1]]
      if (side > 0) builder.quad(a, b, c, d)
      else builder.quad(a, d, c, b)
    }
}

/** The far land, coarse and ever coarser; it dives under the strips. */
export const sheet = (sites: readonly Site[], reach: number): Piece => {
  const [site] = sites
  const soil = soilOf(site)
  const along = sites.flatMap((one) => span(one.from, one.to, 40).map((s) => one.at(s, 0)))
  const axis = (values: readonly number[]): number[] => {
    const [lo, hi] = [Math.min(...values) - 120, Math.max(...values) + 120]
    const inner = span(lo, hi, Math.max(4, Math.round((hi - lo) / 26)))
    const outer = [40, 95, 170, 280, 440, 680, 1050, 1600, 2400]
    return [...outer.map((d) => lo - d).reverse(), ...inner, ...outer.map((d) => hi + d)]
  }
  const xs = axis(along.map((p) => p[0]))
  const ys = axis(along.map((p) => p[1]))
  const builder = new MeshBuilder()
  const woods = noise(site.seed, 'far woods', 330)
  const ids = xs.map((x) =>
    ys.map((y) => {
      const d = site.beside(x, y)
      const z = site.land(x, y) - 0.7 * (1 - smoothstep(reach - 4, reach + 30, d))
      const tint = soil.tint(x, y)
      const wood = smoothstep(0.05, 0.2, woods(x, y)) * smoothstep(250, 420, d)
      const dark: Rgb = site.snowy ? [0.34, 0.4, 0.42] : [0.3, 0.42, 0.4]
      const color = tint.map((c, i) => c * (1 - wood) + dark[i] * wood) as unknown as Rgb
      return { d, id: builder.vertex([x, y, z], slopeNormal(site.land, x, y, 12), color, [x, y]) }
    }),
  )
  for (let i = 0; i + 1 < xs.length; i++)
    for (let j = 0; j + 1 < ys.length; j++) {
      const corners = [ids[i][j], ids[i + 1][j], ids[i + 1][j + 1], ids[i][j + 1]]
      // Under the road and its strips there is nothing to see.
      if (corners.every((c) => c.d < reach - 30)) continue
      builder.quad(corners[0].id, corners[1].id, corners[2].id, corners[3].id)
    }
  return {
    name: 'far land',
    mesh: builder.build(),
    material: soil.material,
    color: soil.color,
    semantic: 'terrain',
    placements: null,
  }
}
