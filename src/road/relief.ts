/**
 * Heights of one road: elevation along it, bank and crossfall across it, raised lanes and the shape of its
 * surface; past its ends and beside its pavement the ground goes on.
 */
import { cubicAt, cubicSlopeAt, recordAt, type LateralShape, type RoadLineSpec } from '../scenario/index.ts'
import type { Section } from './section.ts'

/** Height and slopes at one place of a road. */
export interface Relief {
  z: number
  /** Rise a metre of s on the reference line, and a metre of t. */
  along: number
  across: number
}

/** A kerb is climbed over this width: a tyre lays itself round an edge, m. */
const KERB_RAMP = 0.2
/** The slope at a road's end runs out over so much, m. */
const RUN_OUT = 60

export interface Heights {
  /** Nothing of this road is off level zero. */
  readonly flat: boolean
  /** Bank at s, rad: t lies in the banked surface, so its share in the plane is cos(bank). */
  bank(s: number): number
  /** Writes height and slopes at (s, t). */
  at(s: number, t: number, section: Section, out: Relief): void
}

const isZero = (records: readonly { a: number; b: number; c: number; d: number }[]): boolean =>
  records.every((r) => r.a === 0 && r.b === 0 && r.c === 0 && r.d === 0)

export const buildHeights = (road: RoadLineSpec): Heights => {
  const level = isZero(road.elevation)
  const banked = !isZero(road.bank)
  const crowned = !isZero(road.crossfall)
  const raised = road.sections.some((section) => section.lanes.some((lane) => lane.raised.length > 0))
  const { length } = road
  const fall = { left: sided(road, 'left'), right: sided(road, 'right') }
  const shape = isZero(road.shape) ? null : buildShape(road.shape)
  const flat = level && !banked && !crowned && shape === null && !raised
  const anyLevel = (banked || crowned) && road.sections.some((x) => x.lanes.some((lane) => lane.level))

  const bank = (s: number): number => (banked ? cubicAt(road.bank, s < 0 ? 0 : s > length ? length : s) : 0)

  /** Elevation, run out to level past both ends. */
  const elevate = (s: number, out: Relief): void => {
    const inside = s < 0 ? 0 : s > length ? length : s
    out.z = cubicAt(road.elevation, inside)
    out.along = cubicSlopeAt(road.elevation, inside)
    const past = s - inside
    if (past === 0) return
    const side = past < 0 ? -1 : 1
    const d = Math.min(Math.abs(past), RUN_OUT)
    out.z += side * out.along * d * (1 - d / (2 * RUN_OUT))
    out.along *= 1 - d / RUN_OUT
  }

  return {
    flat,
    bank,
    at: (s, t, section, out) => {
      out.across = 0
      if (level) {
        out.z = 0
        out.along = 0
      } else elevate(s, out)
      if (!banked && !crowned && shape === null && !raised) return
      const edges = section.edges(s)
      const right = edges[section.pavedFrom]
      const left = edges[section.pavedTo]
      // Beside the pavement the ground goes on level from its edge.
      const onT = t < right ? right : t > left ? left : t
      const inside = s < 0 ? 0 : s > length ? length : s
      const tilted = anyLevel ? levelled(section, onT, edges) : onT
      if (banked) {
        const angle = bank(s)
        out.z += tilted * Math.sin(angle)
        if (tilted === t) out.across += Math.tan(angle)
        if (s === inside) out.along += tilted * Math.cos(angle) * cubicSlopeAt(road.bank, s)
      }
      if (crowned) {
        const slope = Math.tan(cubicAt(tilted < 0 ? fall.right : fall.left, inside))
        // A positive crossfall falls outwards.
        out.z -= Math.abs(tilted) * slope
        if (tilted === t) out.across -= Math.sign(tilted) * slope
      }
      if (shape !== null) shape(inside, onT, onT === t, out)
      if (raised) {
        // Strips beside the pavement may lie lower or higher too; beyond the last one it goes on level.
        const last = edges.length - 1
        raise(section, inside, t < edges[0] ? edges[0] : t > edges[last] ? edges[last] : t, edges, out)
      }
    },
  }
}

const sided = (road: RoadLineSpec, side: 'left' | 'right') =>
  road.crossfall.filter((r) => r.side === side || r.side === 'both')

/** Where bank and crossfall are taken: in a level lane at its border towards the centre. */
const levelled = ({ lanes }: Section, t: number, edges: Float64Array): number => {
  let i = 0
  while (i < lanes.length - 1 && t >= edges[i + 1]) i++
  if (lanes.length === 0 || !lanes[i].level) return t
  const inward = lanes[i].id < 0 ? 1 : -1
  while (lanes[i + inward]?.level && lanes[i + inward].id < 0 === lanes[i].id < 0) i += inward
  return inward > 0 ? edges[i + 1] : edges[i]
}

type ShapeReader = (s: number, t: number, slopes: boolean, out: Relief) => void

/** The lateral shape: a cubic of t at each s that has one, linear between two such s; null without one. */
const buildShape = (records: readonly LateralShape[]): ShapeReader | null => {
  if (records.length === 0) return null
  const stations = [...new Set(records.map((r) => r.s))]
    .sort((a, b) => a - b)
    .map((s) => ({
      s,
      across: records.flatMap((r) => (r.s === s ? [{ ...r, s: r.t }] : [])).sort((a, b) => a.s - b.s),
    }))
  return (s, t, slopes, out) => {
    const i = Math.max(0, recordAt(stations, s))
    const a = stations[i]
    const b = stations[Math.min(i + 1, stations.length - 1)]
    const share = b.s > a.s ? Math.min(1, Math.max(0, (s - a.s) / (b.s - a.s))) : 0
    const [za, zb] = [cubicAt(a.across, t), cubicAt(b.across, t)]
    out.z += za + (zb - za) * share
    if (share > 0) out.along += (zb - za) / (b.s - a.s)
    if (slopes) out.across += cubicSlopeAt(a.across, t) * (1 - share) + cubicSlopeAt(b.across, t) * share
  }
}

/** Adds what the lanes are raised by, with a ramp where two of them differ. */
const raise = (section: Section, s: number, t: number, edges: Float64Array, out: Relief): void => {
  const { lanes } = section
  let i = 0
  while (i < lanes.length - 1 && t >= edges[i + 1]) i++
  const own = heightIn(section, i, s, t, edges)
  out.z += own.z
  out.across += own.slope
  // Half of a step is climbed on either side of the border.
  for (const side of [-1, 1] as const) {
    const border = side < 0 ? edges[i] : edges[i + 1]
    const other = i + side
    const away = Math.abs(t - border)
    if (away >= KERB_RAMP / 2 || other < 0 || other >= lanes.length) continue
    const here = heightIn(section, i, s, border, edges).z
    const there = heightIn(section, other, s, border, edges).z
    const share = 0.5 - away / KERB_RAMP
    out.z += (there - here) * share
    out.across += (side * (there - here)) / KERB_RAMP
  }
}

const heightIn = (
  { lanes }: Section,
  i: number,
  s: number,
  t: number,
  edges: Float64Array,
): { readonly z: number; readonly slope: number } => {
  const lane = lanes[i]
  const record = lane.raised[recordAt(lane.raised, s)] as (typeof lane.raised)[number] | undefined
  if (record === undefined) return LEVEL
  const width = edges[i + 1] - edges[i]
  if (record.inner === record.outer || !(width > 0)) return { z: record.inner, slope: 0 }
  const outward = lane.id < 0 ? (edges[i + 1] - t) / width : (t - edges[i]) / width
  const slope = ((lane.id < 0 ? -1 : 1) * (record.outer - record.inner)) / width
  return { z: record.inner + (record.outer - record.inner) * outward, slope }
}

const LEVEL = { z: 0, slope: 0 }
