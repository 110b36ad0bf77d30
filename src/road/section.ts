/** The cross-section of a road: its lanes from right to left, with edges that may move along the road. */
import {
  isLane,
  isPaved,
  laneDirection,
  lanesOf,
  writeEdges,
  type LaneSpec,
  type RoadLineSpec,
} from '../scenario/index.ts'
import type { Lane } from './road.ts'

export interface Section {
  readonly s0: number
  readonly s1: number
  /** From right to left, lane 0 left out. */
  readonly lanes: readonly LaneSpec[]
  /** Edges at s from right to left, one more than lanes. The array is the section's own and is overwritten. */
  edges(s: number): Float64Array
  /** First and past the last index of the lanes that are paved. */
  readonly pavedFrom: number
  readonly pavedTo: number
  /** The widest that the pavement gets, m (t). */
  readonly widest: readonly [number, number]
  /** The lanes where all edges are straight and parallel; null: they are not. */
  readonly constant: { readonly strips: readonly Lane[]; readonly lanes: readonly Lane[] } | null
}

const laneOf = (road: RoadLineSpec, spec: LaneSpec, right: number, left: number): Lane => ({
  ...{ id: spec.id, type: spec.type, right, left },
  t: (right + left) / 2,
  direction: laneDirection(road, spec),
})

/** The strips of a section at s. */
export const stripsAt = (road: RoadLineSpec, section: Section, s: number): readonly Lane[] => {
  if (section.constant !== null) return section.constant.strips
  const edges = section.edges(s)
  return section.lanes.map((lane, i) => laneOf(road, lane, edges[i], edges[i + 1]))
}

/** Those of them that are lanes. */
export const lanesAt = (road: RoadLineSpec, section: Section, s: number): readonly Lane[] =>
  section.constant?.lanes ?? stripsAt(road, section, s).filter(isLane)

/** Borders are looked at this often when the widest place is sought, m. */
const STEP = 5

export const buildSections = (road: RoadLineSpec): Section[] =>
  road.sections.map((spec, i) => {
    const lanes = lanesOf(spec)
    const s0 = spec.s
    const s1 = road.sections[i + 1]?.s ?? Math.max(road.length, spec.s)
    const edges = new Float64Array(lanes.length + 1)
    const moving =
      road.laneOffset.some((r) => r.b !== 0 || r.c !== 0 || r.d !== 0 || (r.s > s0 && r.s < s1)) ||
      lanes.some(
        (lane) =>
          lane.width.length > 1 ||
          lane.border.length > 1 ||
          [...lane.width, ...lane.border].some((r) => r.b !== 0 || r.c !== 0 || r.d !== 0),
      )
    writeEdges(road, lanes, s0, edges)
    const pavedFrom = Math.max(0, lanes.findIndex(isPaved))
    const pavedTo = lanes.findLastIndex(isPaved) + 1
    let right = edges[pavedFrom]
    let left = edges[pavedTo]
    if (moving)
      for (let s = s0; s <= s1 + STEP; s += STEP) {
        writeEdges(road, lanes, Math.min(s, s1), edges)
        right = Math.min(right, edges[pavedFrom])
        left = Math.max(left, edges[pavedTo])
      }
    const strips = moving ? [] : lanes.map((lane, k) => laneOf(road, lane, edges[k], edges[k + 1]))
    return {
      ...{ s0, s1, lanes, pavedFrom, pavedTo, widest: [right, left] as const },
      constant: moving ? null : { strips, lanes: strips.filter(isLane) },
      edges: moving
        ? (s) => {
            writeEdges(road, lanes, s, edges)
            return edges
          }
        : () => edges,
    }
  })
