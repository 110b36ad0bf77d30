/**
 * The paved road as one grid of cells in road coordinates. Every cell is exactly one thing (asphalt,
 * paint, a patch of snow), so nothing lies on anything else, and the patches' borders are physics' own.
 */
import { clamp, smoothstep, stream, type Vec3 } from '../../math/index.ts'
import type { SurfaceKind } from '../../scenario/index.ts'
import type { SemanticClass } from '../../world/index.ts'
import { MeshBuilder, type Rgb } from '../mesh/index.ts'
import type { MaterialKind, Piece } from '../shape.ts'
import { GROUND_LOOKS } from './ground-look.ts'
import { isPainted, markingsOf } from './markings.ts'
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
const WHITE: Rgb = [0.7, 0.7, 0.68]
/** Pieces are cut along the road so that what is behind the camera need not be drawn. */
const PIECE_LENGTH = 120

export const pavement = (site: Site): Piece[] => {
  const { scenario, road, seed } = site
  const patches = scenario.surface
  const markings = markingsOf(scenario.road, road)
  const rows = sorted([
    ...Array.from({ length: Math.ceil((site.to - site.from) / ROW) + 1 }, (_, i) => site.from + i * ROW),
    ...patches.flatMap((p) => [...p.s]),
  ])
  const columns = sorted([
    ...road.paved,
    ...road.lanes.flatMap((l) => [
      l.right,
      l.t,
      l.left,
      ...[-1, 1].flatMap((k) => [-1, 0, 1].map((m) => l.t + k * TRACK + m * TRACK_HALF)),
    ]),
    ...markings.flatMap((m) => [...m.t]),
    ...patches.flatMap((p) => p.t.map((t) => clamp(t, ...road.paved))),
  ])

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
    const at = patchAt(s, t)
    if (at < 0 || patches[at].kind !== 'black-ice') return 0
    const { s: along, t: across } = patches[at]
    return smoothstep(0, 0.6, Math.min(s - along[0], along[1] - s, t - across[0], across[1] - t))
  }
  const repaired = repairs(site)
  const tone = noise(seed, 'asphalt tone', 9)
  const wear = noise(seed, 'paint wear', 0.9)
  const lumps = noise(seed, 'snow lumps', 1.3)
  const trackAt = (t: number): number => {
    const lane = road.laneAt(t)
    if (lane === undefined) return 0
    return 1 - smoothstep(0.15, TRACK_HALF, Math.abs(Math.abs(t - lane.t) - TRACK))
  }

  const builders = new Map<string, { builder: MeshBuilder; ids: Map<string, number>; look: PieceLook }>()
  const place = (i: number, j: number): void => {
    const [s, t] = [(rows[i] + rows[i + 1]) / 2, (columns[j] + columns[j + 1]) / 2]
    const index = coverAt(s, t)
    const kind = index < 0 ? scenario.road.surface : patches[index].kind
    const ground = GROUND_LOOKS[kind]
    const painted = ground.clear && markings.some((m) => t > m.t[0] && t < m.t[1] && isPainted(m, s))
    const look: PieceLook = painted
      ? { material: 'marking', color: WHITE, semantic: 'road-marking' }
      : { material: ground.material, color: ground.color, semantic: road.laneAt(t) ? 'road' : 'shoulder' }
    const tar = !painted && ground.material === 'asphalt' && repaired(s, t)
    const piece = Math.floor((s - site.from) / PIECE_LENGTH)
    const key = `${look.material} ${look.color.join()} ${look.semantic} ${piece}`
    const entry = builders.get(key) ?? { builder: new MeshBuilder(), ids: new Map<string, number>(), look }
    builders.set(key, entry)

    const shade = (vs: number, vt: number): Rgb => {
      const track = trackAt(vt)
      let k = 1
      if (painted) k = (kind === 'dry-asphalt' ? 1 : 0.7) * (0.86 + 0.14 * wear(vs, vt))
      else if (ground.material === 'asphalt') k = (1 + 0.1 * tone(vs, vt) - 0.1 * track) * (tar ? 0.72 : 1)
      else if (ground.deep) return snowTint(Math.min(1.4, track + glazeAt(vs, vt)), lumps(vs, vt))
      else k = 1 + 0.06 * tone(vs, vt)
      return [k, k, k]
    }
    // Deep ground stands up between the tracks and runs out to nothing at its borders.
    const rise = (vs: number, vt: number): number => {
      const at = coverAt(clamp(vs, s - 1e-3, s + 1e-3), clamp(vt, t - 1e-3, t + 1e-3))
      if (!ground.deep || at !== index) return 0
      const edge =
        index < 0
          ? Math.min(vt - road.paved[0], road.paved[1] - vt)
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
        (1 - Math.max(trackAt(vt), glazeAt(vs, vt))) *
        (0.7 + 0.3 * lumps(vs, vt))
      )
    }
    const vertex = (row: number, column: number): number => {
      const id = `${row} ${column} ${tar ? 1 : 0} ${index}`
      const known = entry.ids.get(id)
      if (known !== undefined) return known
      const [vs, vt] = [rows[row], columns[column]]
      const { x, y } = road.toWorld(vs, vt)
      const at: Vec3 = [x, y, road.height(x, y) + rise(vs, vt)]
      const made = entry.builder.vertex(at, road.normal(x, y), shade(vs, vt), [vs, vt])
      entry.ids.set(id, made)
      return made
    }
    entry.builder.quad(vertex(i, j), vertex(i + 1, j), vertex(i + 1, j + 1), vertex(i, j + 1))
  }
  for (let i = 0; i + 1 < rows.length; i++) for (let j = 0; j + 1 < columns.length; j++) place(i, j)

  return [...builders].map(([name, { builder, look }]) => ({
    name: `pavement ${name}`,
    mesh: builder.build(),
    ...look,
    placements: null,
  }))
}

interface PieceLook {
  readonly material: MaterialKind
  readonly color: Rgb
  readonly semantic: SemanticClass
}

/** Bluish and bright where it lies loose, grey and dense where wheels went. */
const snowTint = (track: number, lump: number): Rgb => {
  const k = 1 - 0.2 * track + 0.05 * lump
  return [k * (1 - 0.02 * track), k * (1 - 0.012 * track), k]
}

/** Ascending, without doubles. */
const sorted = (values: readonly number[]): number[] =>
  [...values].sort((a, b) => a - b).filter((v, i, all) => i === 0 || v - all[i - 1] > 1e-6)

/** Darker rectangles where the road was mended, one every 70 m or so. */
const repairs = (site: Site): ((s: number, t: number) => boolean) => {
  const random = stream(site.seed, 'scenery', 'repairs')
  const areas: { s: number; length: number; lane: number; half: number }[] = []
  for (let s = site.from + 20; s < site.to; s += random.uniform(30, 110)) {
    const lane = site.road.lanes[random.integer(site.road.lanes.length)]
    const wide = random.next() < 0.35
    areas.push({
      s,
      length: random.uniform(3, 14),
      lane: wide ? lane.t : lane.t + (random.next() < 0.5 ? 1 : -1) * TRACK,
      half: wide ? TRACK + TRACK_HALF : TRACK_HALF,
    })
  }
  return (s, t) => areas.some((a) => s >= a.s && s < a.s + a.length && Math.abs(t - a.lane) < a.half)
}
