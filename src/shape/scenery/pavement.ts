/**
 * The paved road as one grid of cells in road coordinates. Every cell is exactly one thing (asphalt,
 * paint, a patch of snow), so nothing lies on anything else, and the patches' borders are physics' own.
 */
import { clamp, smoothstep, stream, type Vec3 } from '../../math/index.ts'
import type { Lane } from '../../road/index.ts'
import {
  isDriven,
  isLane,
  type ConcreteScenario,
  type LaneType,
  type SectionSpec,
  type SurfaceKind,
} from '../../scenario/index.ts'
import type { SemanticClass } from '../../world/index.ts'
import { MeshBuilder, type Rgb } from '../mesh/index.ts'
import type { MaterialKind, Piece } from '../shape.ts'
import { GROUND_LOOKS } from './ground-look.ts'
import { lineEnds, isPainted, markingsOf } from './markings.ts'
import { noise } from './noise.ts'
import { ROW, type Site } from './site.ts'

/** Wheels roll this far from a lane's centre, in a band this wide, m. */
const TRACK = 0.78
const TRACK_HALF = 0.34
/** Depth of snow or water where the scenario gives none, m. */
const DEFAULT_DEPTH: Readonly<Partial<Record<SurfaceKind, number>>> = {
  'packed-snow': 0.015,
  'loose-snow': 0.05,
  slush: 0.02,
}

/** How high snow and slush stand on the road at most, m; 0 where none lies. */
export const deepestCover = ({ road, surface }: Pick<ConcreteScenario, 'road' | 'surface'>): number => {
  const own = GROUND_LOOKS[road.surface].deep ? (DEFAULT_DEPTH[road.surface] ?? 0) : 0
  const patches = surface.filter(({ kind }) => GROUND_LOOKS[kind].deep)
  return Math.max(own, ...patches.map(({ kind, depth }) => depth ?? DEFAULT_DEPTH[kind] ?? 0))
}

/** Pieces are cut along the road so that what is behind the camera need not be drawn. */
const PIECE_LENGTH = 120

/** What each kind of strip is to a label, and how it looks where it is not asphalt. */
const STRIPS: Readonly<Partial<Record<LaneType, { readonly material: MaterialKind; readonly color: Rgb }>>> =
  {
    sidewalk: { material: 'plaster', color: [0.26, 0.25, 0.24] },
    curb: { material: 'plaster', color: [0.3, 0.3, 0.29] },
    biking: { material: 'asphalt', color: [0.2, 0.085, 0.07] },
    median: { material: 'plaster', color: [0.3, 0.3, 0.28] },
  }
/** A kerb's face is this wide seen from above, m: as physics has it. */
const KERB_FACE = 0.1

/** The pavement of the site's road. Between its sections the mesh begins anew. */
export const pavement = (site: Site): Piece[] => {
  const builders: Builders = new Map()
  const { sections, spec } = site.part
  sections.forEach((s0, i) => {
    const from = i === 0 ? site.from : s0
    const to = i + 1 < sections.length ? sections[i + 1] : site.to
    if (to > from) stretch(site, builders, spec.sections[i], from, to)
  })
  return [...builders].map(([name, { builder, look }]) => ({
    name: `pavement ${site.prefix}${name}`,
    mesh: builder.build(),
    ...look,
    placements: null,
  }))
}

type Builders = Map<string, { builder: MeshBuilder; ids: Map<string, number>; look: PieceLook }>

/** A line along the road that cells meet at: between two borders of strips, and so far beside. */
interface Column {
  readonly border: number
  readonly share: number
  readonly shift: number
}

const stretch = (site: Site, builders: Builders, section: SectionSpec, from: number, to: number): void => {
  const { scenario, road, seed, patches } = site
  const markings = markingsOf(site, section, to)
  const repaired = repairs(site)
  const inside = (s: number): number => Math.min(to - 1e-9, Math.max(s, section.s))
  const stripsAt = (s: number): readonly Lane[] => road.stripsAt(inside(s))
  const edgesAt = (s: number): number[] => {
    const strips = stripsAt(s)
    return strips.length === 0 ? [] : [strips[0].right, ...strips.map((strip) => strip.left)]
  }
  const strips = stripsAt(from)
  if (strips.length === 0) return
  const edges0 = edgesAt(from)
  const moving =
    edgesAt((from + to) / 2).some((t, i) => Math.abs(t - edges0[i]) > 1e-9) ||
    edgesAt(to).some((t, i) => Math.abs(t - edges0[i]) > 1e-9)
  const paved = road.pavedAt(inside(from))
  const rows = sorted([
    from,
    to,
    ...Array.from({ length: Math.ceil((to - from) / ROW) + 1 }, (_, i) => from + i * ROW),
    ...patches.flatMap((p) => [...p.s]),
    ...markings.flatMap((m) => lineEnds(m, from, to)),
    ...(GROUND_LOOKS[scenario.road.surface].deep ? [] : repaired.flatMap((a) => [...a.s])),
  ]).filter((s) => s >= from && s <= to)

  const at = (t: number): Column => {
    const border = Math.max(
      0,
      strips.findLastIndex((strip) => strip.right <= t + 1e-9),
    )
    const strip = strips[border]
    return { border, share: (t - strip.right) / Math.max(1e-9, strip.left - strip.right), shift: 0 }
  }
  const kerbs = strips.flatMap((strip, i) =>
    strip.type === 'sidewalk' || strip.type === 'curb'
      ? [i, i + 1].filter((b) => b > 0 && b < strips.length)
      : [],
  )
  const columns: Column[] = [
    ...strips.flatMap((strip, i): Column[] => [
      { border: i, share: 0, shift: 0 },
      { border: i, share: 0.5, shift: 0 },
      ...(isDriven(strip)
        ? [-1, 1].flatMap((k) =>
            [-1, 0, 1].map((m) => ({ border: i, share: 0.5, shift: k * TRACK + m * TRACK_HALF })),
          )
        : []),
    ]),
    { border: strips.length - 1, share: 1, shift: 0 },
    ...markings.flatMap((m) => m.band.map((shift) => ({ border: m.border, share: 0, shift }))),
    ...kerbs.flatMap((border) => [-KERB_FACE, KERB_FACE].map((shift) => ({ border, share: 0, shift }))),
    ...(moving ? [] : patches.flatMap((p) => p.t.map((t) => at(clamp(t, paved[0], paved[1]))))),
  ]
  const place0 = (column: Column, edges: readonly number[]): number => {
    const { border, share, shift } = column
    const next = edges[Math.min(border + 1, edges.length - 1)]
    const t = edges[border] + share * (next - edges[border]) + shift
    return clamp(t, edges[0], edges[edges.length - 1])
  }
  /** Every strip as wide as it gets: so no column is lost that another one meets somewhere. */
  const widest = strips.map((_, k) =>
    Math.max(...rows.map((s) => ((all) => all[k].left - all[k].right)(stripsAt(s)))),
  )
  const spread = widest.reduce<number[]>(
    (sums, width) => [...sums, sums[sums.length - 1] + width],
    [edges0[0]],
  )
  /** Where all columns lie in each row; where strips narrow to nothing some of them meet. */
  const lines = distinct(columns, (column) => place0(column, moving ? spread : edges0))
  const ts = rows.map((s) => {
    const edges = edgesAt(s)
    const row = lines.map((column) => place0(column, edges))
    for (let j = 1; j < row.length; j++) row[j] = Math.max(row[j], row[j - 1])
    return row
  })

  const patchAt = (s: number, t: number): number => {
    for (let i = patches.length - 1; i >= 0; i--)
      if (s >= patches[i].s[0] && s <= patches[i].s[1] && t >= patches[i].t[0] && t <= patches[i].t[1])
        return i
    return -1
  }
  // Black ice under snowfall is a glaze on the snow: what shows is the snow, a little darker, with no border.
  const coverAt = (s: number, t: number): number => {
    for (let i = patchAt(s, t); i >= 0; i--) {
      const { kind, s: along, t: across } = patches[i]
      if (s < along[0] || s > along[1] || t < across[0] || t > across[1]) continue
      if (kind !== 'black-ice') return GROUND_LOOKS[kind].deep ? i : patchAt(s, t)
    }
    return GROUND_LOOKS[scenario.road.surface].deep ? -1 : patchAt(s, t)
  }
  const glazeAt = (s: number, t: number): number => {
    const index = patchAt(s, t)
    if (index < 0 || patches[index].kind !== 'black-ice') return 0
    const { s: along, t: across } = patches[index]
    return smoothstep(0, 0.6, Math.min(s - along[0], along[1] - s, t - across[0], across[1] - t))
  }
  const tone = noise(seed, 'asphalt tone', 9)
  const wear = noise(seed, 'paint wear', 0.9)
  const lumps = noise(seed, 'snow lumps', 1.3)
  const stripAt = (all: readonly Lane[], t: number): Lane =>
    all.find((strip) => t >= strip.right && t < strip.left) ?? all[t < all[0].right ? 0 : all.length - 1]
  const trackAt = (all: readonly Lane[], t: number): number => {
    const lane = stripAt(all, t)
    if (!isDriven(lane)) return 0
    return 1 - smoothstep(0.15, TRACK_HALF, Math.abs(Math.abs(t - lane.t) - TRACK))
  }

  const stripsOf = rows.map(stripsAt)
  const cell = (i: number, j: number): void => {
    const [a, b] = [(ts[i][j] + ts[i][j + 1]) / 2, (ts[i + 1][j] + ts[i + 1][j + 1]) / 2]
    if (ts[i][j + 1] - ts[i][j] + ts[i + 1][j + 1] - ts[i + 1][j] < 1e-4) return
    const [s, t] = [(rows[i] + rows[i + 1]) / 2, (a + b) / 2]
    const middle = stripsAt(s)
    const strip = stripAt(middle, t)
    // What roads of a junction share is drawn once for all of them.
    if (strip.type === 'none' || (site.part.junction !== null && !isFootway(strip.type))) return
    const index = coverAt(s, t)
    const kind = index < 0 ? scenario.road.surface : patches[index].kind
    const ground = GROUND_LOOKS[kind]
    const edges = edgesAt(s)
    const paint = ground.clear
      ? markings.find(
          (m) => t > edges[m.border] + m.band[0] && t < edges[m.border] + m.band[1] && isPainted(m, s),
        )
      : undefined
    const semantic = isLane(strip) && strip.type !== 'sidewalk' ? 'road' : 'shoulder'
    const film = ground.film === true
    const own = index < 0 && (ground.material === 'asphalt' || film) ? STRIPS[strip.type] : undefined
    const look: PieceLook =
      paint !== undefined
        ? { material: 'marking', color: paint.color, semantic: 'road-marking', film }
        : { material: own?.material ?? ground.material, color: own?.color ?? ground.color, semantic, film }
    const painted = paint !== undefined
    const mended = !painted && own === undefined && (ground.material === 'asphalt' || film)
    const tar = mended ? repaired.findIndex((a) => isWithin(a, s, t)) : -1
    const fresh = tar < 0 ? 1 : repaired[tar].tone
    const piece = Math.floor((s - site.from) / PIECE_LENGTH)
    const key = `${look.material} ${look.color.join()} ${look.semantic}${film ? ' wet' : ''} ${piece}`
    const entry = builders.get(key) ?? { builder: new MeshBuilder(), ids: new Map<string, number>(), look }
    builders.set(key, entry)

    const shade = (vs: number, vt: number, around: readonly Lane[]): Rgb => {
      const track = trackAt(around, vt)
      let k = 1
      if (painted) k = (kind === 'dry-asphalt' ? 1 : 0.7) * (0.86 + 0.14 * wear(vs, vt))
      else if (film)
        k = (1 + 0.12 * tone(vs, vt) - 0.12 * track) * (0.3 + 0.7 * fresh) * (own === undefined ? 1 : 0.55)
      else if (ground.material === 'asphalt') k = (1 + 0.1 * tone(vs, vt) - 0.1 * track) * fresh
      else if (ground.deep) return snowTint(Math.min(1.4, track + glazeAt(vs, vt)), lumps(vs, vt))
      else k = 1 + 0.06 * tone(vs, vt)
      return [k, k, k]
    }
    // Deep ground stands up between the tracks and runs out to nothing at its borders.
    const rise = (vs: number, vt: number, around: readonly Lane[]): number => {
      const under = coverAt(clamp(vs, s - 1e-3, s + 1e-3), clamp(vt, t - 1e-3, t + 1e-3))
      if (!ground.deep || under !== index) return 0
      const [right, left] = road.pavedAt(inside(vs))
      const edge =
        index < 0
          ? Math.min(vt - right, left - vt)
          : Math.min(
              vs - patches[index].s[0],
              patches[index].s[1] - vs,
              vt - patches[index].t[0],
              patches[index].t[1] - vt,
            )
      const depth = (index < 0 ? null : patches[index].depth) ?? DEFAULT_DEPTH[kind] ?? 0
      return (
        depth *
        smoothstep(0, 0.35, edge) *
        (1 - Math.max(trackAt(around, vt), glazeAt(vs, vt))) *
        (0.7 + 0.3 * lumps(vs, vt))
      )
    }
    const vertex = (row: number, column: number): number => {
      const id = `${from} ${row} ${column} ${tar} ${index}`
      const known = entry.ids.get(id)
      if (known !== undefined) return known
      const [vs, vt] = [rows[row], ts[row][column]]
      const { x, y } = road.toWorld(vs, vt)
      const up: Vec3 = [x, y, site.ground(vs, x, y) + rise(vs, vt, stripsOf[row])]
      const made = entry.builder.vertex(up, road.normal(x, y), shade(vs, vt, stripsOf[row]), [vs, vt])
      entry.ids.set(id, made)
      return made
    }
    entry.builder.quad(vertex(i, j), vertex(i + 1, j), vertex(i + 1, j + 1), vertex(i, j + 1))
  }
  for (let i = 0; i + 1 < rows.length; i++) for (let j = 0; j + 1 < lines.length; j++) cell(i, j)
}

/** A strip for people on foot, raised over the carriageway. */
export const isFootway = (type: LaneType): boolean => type === 'sidewalk' || type === 'curb'

/** Columns from right to left, one for each place. */
const distinct = (columns: readonly Column[], place: (column: Column) => number): Column[] =>
  columns
    .map((column) => ({ column, t: place(column) }))
    .sort((a, b) => a.t - b.t)
    .filter(({ t }, i, all) => i === 0 || t - all[i - 1].t > 1e-6)
    .map(({ column }) => column)

interface PieceLook {
  readonly material: MaterialKind
  readonly color: Rgb
  readonly semantic: SemanticClass
  readonly film: boolean
}

/** Bluish and bright where it lies loose, grey and dense where wheels went. */
const snowTint = (track: number, lump: number): Rgb => {
  const k = 1 - 0.2 * track + 0.05 * lump
  return [k * (1 - 0.02 * track), k * (1 - 0.012 * track), k]
}

/** Ascending, without doubles. */
const sorted = (values: readonly number[]): number[] =>
  [...values].sort((a, b) => a - b).filter((v, i, all) => i === 0 || v - all[i - 1] > 1e-6)

/** A rectangle where the road was mended, and how light the new asphalt is beside the old. */
interface Repair {
  readonly s: readonly [number, number]
  readonly t: readonly [number, number]
  readonly tone: number
}

const isWithin = ({ s: along, t: across }: Repair, s: number, t: number): boolean =>
  s >= along[0] && s < along[1] && t > across[0] && t < across[1]

/** One every 70 m or so, of a wheel's track or of both: dark when new, paler than the road once the bitumen has worn off. */
const repairs = (site: Site): Repair[] => {
  const random = stream(site.seed, 'scenery', 'repairs')
  const areas: Repair[] = []
  for (let s = site.from + 20; s < site.to; s += random.uniform(30, 110)) {
    const { lanes } = site.road
    if (lanes.length === 0) break
    const lane = lanes[random.integer(lanes.length)]
    const wide = random.next() < 0.35
    const length = random.uniform(3, 14)
    const middle = wide ? lane.t : lane.t + (random.next() < 0.5 ? 1 : -1) * TRACK
    const half = wide ? TRACK + TRACK_HALF : TRACK_HALF
    const tone = random.next() < 0.3 ? random.uniform(1.06, 1.16) : random.uniform(0.76, 0.92)
    areas.push({ s: [s, s + length], t: [middle - half, middle + half], tone })
  }
  return areas
}
