/** Where lanes lie across a road: the evaluation of a network's records, the same for loader and Road. */
import type { Cubic, LaneSpec, RoadLineSpec, SectionSpec } from './road-network.ts'

/** Index of the last record that begins at or before s; -1: s lies before all. */
export const recordAt = (records: readonly { readonly s: number }[], s: number): number => {
  let lo = 0
  let hi = records.length
  while (lo < hi) {
    const mid = (lo + hi) >> 1
    if (records[mid].s <= s) lo = mid + 1
    else hi = mid
  }
  return lo - 1
}

/** Value of a record list at s; before the first record that at its start, 0 without records. */
export const cubicAt = (records: readonly Cubic[], s: number): number => {
  if (records.length === 0) return 0
  const r = records[records.length === 1 ? 0 : Math.max(0, recordAt(records, s))]
  const u = s > r.s ? s - r.s : 0
  return r.a + u * (r.b + u * (r.c + u * r.d))
}

/** Its derivative. */
export const cubicSlopeAt = (records: readonly Cubic[], s: number): number => {
  if (records.length === 0) return 0
  const r = records[records.length === 1 ? 0 : Math.max(0, recordAt(records, s))]
  const u = s - r.s
  return u < 0 ? 0 : r.b + u * (2 * r.c + u * 3 * r.d)
}

/** The section that holds s; the first before the road, the last past it. */
export const sectionIndexAt = (road: Pick<RoadLineSpec, 'sections'>, s: number): number =>
  road.sections.length === 1 ? 0 : Math.max(0, recordAt(road.sections, s))

/** The lanes of a section that have a width, from right to left. */
export const lanesOf = (section: SectionSpec): readonly LaneSpec[] =>
  section.lanes.filter((lane) => lane.id !== 0)

/**
 * Writes the borders of these lanes at s from right to left, one more than lanes, m (t).
 * @param lanes those of `lanesOf`
 */
export const writeEdges = (
  road: Pick<RoadLineSpec, 'laneOffset'>,
  lanes: readonly LaneSpec[],
  s: number,
  out: Float64Array | number[],
): void => {
  let centre = 0
  while (centre < lanes.length && lanes[centre].id < 0) centre++
  const offset = cubicAt(road.laneOffset, s)
  out[centre] = offset
  for (let i = centre - 1; i >= 0; i--) out[i] = Math.min(out[i + 1], outer(lanes[i], s, out[i + 1], -1))
  for (let i = centre; i < lanes.length; i++) out[i + 1] = Math.max(out[i], outer(lanes[i], s, out[i], 1))
}

const outer = (lane: LaneSpec, s: number, inner: number, side: 1 | -1): number =>
  lane.width.length > 0 || lane.border.length === 0
    ? inner + side * Math.max(0, cubicAt(lane.width, s))
    : side * Math.abs(cubicAt(lane.border, s))

/** [right, left] edge of a lane at s, m (t); null: the road has no such lane there. */
export const laneEdges = (road: RoadLineSpec, s: number, id: number): readonly [number, number] | null => {
  const lanes = lanesOf(road.sections[sectionIndexAt(road, s)])
  const at = lanes.findIndex((lane) => lane.id === id)
  if (at < 0) return null
  const edges: number[] = []
  writeEdges(road, lanes, s, edges)
  return [edges[at], edges[at + 1]]
}

/** +1: traffic of this lane runs with s; -1: against it. */
export const laneDirection = (
  road: Pick<RoadLineSpec, 'oneWay' | 'traffic'>,
  lane: Pick<LaneSpec, 'id' | 'direction'>,
): 1 | -1 => lane.direction ?? (road.oneWay || lane.id < 0 === (road.traffic === 'right') ? 1 : -1)

/** Made to be walked or driven on, so that it counts as pavement. */
export const isPaved = (lane: Pick<LaneSpec, 'type'>): boolean => lane.type !== 'none'

/** A strip that someone travels or stands in; shoulders and what only separates are strips but no lanes. */
export const isLane = ({ type }: Pick<LaneSpec, 'type'>): boolean => !SEPARATING.has(type)

const SEPARATING = new Set<LaneSpec['type']>(['shoulder', 'border', 'curb', 'median', 'none'])

/** Lanes that a motor vehicle may travel along. */
export const isDriven = ({ type }: Pick<LaneSpec, 'type'>): boolean => DRIVEN.has(type)

const DRIVEN = new Set<LaneSpec['type']>([
  'driving',
  'bidirectional',
  'bus',
  'taxi',
  'hov',
  'entry',
  'exit',
  'on-ramp',
  'off-ramp',
  'connecting-ramp',
  'road-works',
])
