/** The lanes of a short road: those for traffic, and what lies beside them. */
import type { Resolved } from '../expression/formula.ts'
import type { Cubic, LaneSpec, LaneType, SectionSpec } from '../roads/road-network.ts'
import type { RoadDocument } from '../roads/road-plan.ts'
import { constant, linesOf, plainLane } from './simple.ts'

type Short = Resolved<RoadDocument>
export type StripDocument = Short['right'][number]

export const DEFAULT_LANES: readonly number[] = [-1, 1]

/** Height of a pavement over the road, m. */
const KERB = 0.12
/** A strip that begins or ends on the way does so over this length, m. */
const TAPER = 2

/** What a strip is, and how wide. */
export const stripOf = (d: StripDocument): { readonly type: LaneType; readonly width: number } => {
  if ('cycle-lane' in d) return { type: 'biking', width: d['cycle-lane'] }
  if ('parking' in d) return { type: 'parking', width: d.parking }
  if ('pavement' in d) return { type: 'sidewalk', width: d.pavement }
  if ('shoulder' in d) return { type: 'shoulder', width: d.shoulder }
  return { type: 'none', width: d.grass }
}

/** How far a strip lies above the road, as a lane's record of it. */
const raisedBy = (d: StripDocument): LaneSpec['raised'] => {
  const height = 'pavement' in d ? KERB : 'grass' in d ? -d.drop : 0
  return height === 0 ? [] : [{ s: 0, inner: height, outer: height }]
}

/** The strips of one side with their ids; a side without any has the road's shoulder. */
export const sideStrips = (d: Short, side: 'left' | 'right', first: number): LaneSpec[] => {
  const sign = side === 'right' ? -1 : 1
  const given = d[side]
  if (given.length === 0) return d.shoulder > 0 ? [plainLane(sign * first, 'shoulder', d.shoulder)] : []
  return given.map((strip, i): LaneSpec => {
    const { type, width } = stripOf(strip)
    return plainLane(sign * (first + i), type, width, {
      width: strip.s === undefined ? constant(width) : between(width, strip.s[0], strip.s[1]),
      raised: raisedBy(strip),
      lines:
        type === 'biking' || type === 'parking'
          ? [{ s: strip.s?.[0] ?? 0, ...(type === 'biking' ? EDGE : BAY) }]
          : [],
    })
  })
}

const EDGE = { kind: 'solid', color: 'white', width: 0.12, dash: 0, gap: 0 } as const
const BAY = { kind: 'none', color: 'white', width: 0.12, dash: 0, gap: 0 } as const

/** A width that is there between two places only, with a short taper at both ends. */
const between = (width: number, from: number, to: number): Cubic[] => {
  const l = Math.max(0.1, Math.min(TAPER, (to - from) / 2))
  const rise = { c: (3 * width) / (l * l), d: (-2 * width) / (l * l * l) }
  return [
    { s: 0, a: 0, b: 0, c: 0, d: 0 },
    { s: from, a: 0, b: 0, ...rise },
    { s: from + l, a: width, b: 0, c: 0, d: 0 },
    { s: to - l, a: width, b: 0, c: -rise.c, d: -rise.d },
    { s: to, a: 0, b: 0, c: 0, d: 0 },
  ].filter((r, i, all) => i === all.length - 1 || all[i + 1].s > r.s)
}

/** Lanes for traffic with their lines, from right to left with lane 0 among them. */
export const trafficLanes = (d: Short, limits: (id: number) => LaneSpec['limits']): LaneSpec[] => {
  const ids = [...(d.lanes ?? DEFAULT_LANES)].sort((a, b) => a - b)
  const lines = linesOf(ids, d.place, d['one-way'])
  return [...ids.filter((id) => id < 0), 0, ...ids.filter((id) => id > 0)].map((id) => {
    const line = lines.get(id)
    return plainLane(id, id === 0 ? 'none' : 'driving', id === 0 ? 0 : d.width, {
      lines: line === undefined ? [] : [line],
      limits: id === 0 ? [] : limits(id),
    })
  })
}

/** The whole section from `s`, with an extra lane right of those for traffic where one is given. */
export const sectionOf = (d: Short, s: number, lanes: readonly LaneSpec[], extra?: LaneSpec): SectionSpec => {
  const count = (sign: 1 | -1): number => lanes.filter((lane) => Math.sign(lane.id) === sign).length
  const right = sideStrips(d, 'right', count(-1) + (extra === undefined ? 1 : 2))
  return {
    s,
    lanes: [
      ...right.reverse(),
      ...(extra === undefined ? [] : [extra]),
      ...lanes,
      ...sideStrips(d, 'left', count(1) + 1),
    ],
  }
}
