/** One road of constant lanes as a network: what `pieces`, `lanes` and `width` of a scenario mean. */
import { clothoidPoint } from '../../math/index.ts'
import type { RoadPiece, RoadSpec } from '../concrete.ts'
import type {
  Geometry,
  LaneLine,
  LaneSpec,
  LaneType,
  NetworkSpec,
  RoadLineSpec,
} from '../roads/road-network.ts'

/** A pose in the plane. */
export interface Pose2 {
  readonly x: number
  readonly y: number
  readonly heading: number
}

/** A constant as a record list. */
export const constant = (a: number, s = 0) => [{ s, a, b: 0, c: 0, d: 0 }]

/** A piece of a reference line: an arc (or straight), or a clothoid where the curvature at its end differs. */
export type LinePiece = RoadPiece & { readonly endCurvature?: number }

/** Pieces laid end to end from a pose. */
export const chain = (
  pieces: readonly LinePiece[],
  origin: Pose2,
): { readonly geometry: Geometry[]; readonly length: number; readonly end: Pose2 } => {
  let { x, y, heading } = origin
  let s = 0
  const geometry: Geometry[] = []
  for (const { length, curvature, endCurvature = curvature } of pieces) {
    if (length <= 0) continue
    const start = { s, x, y, heading, length }
    geometry.push(
      endCurvature === curvature
        ? { ...start, kind: 'arc', curvature }
        : { ...start, kind: 'spiral', from: curvature, to: endCurvature },
    )
    const rate = (endCurvature - curvature) / length
    const [dx, dy] = clothoidPoint(curvature, rate, length)
    const [c, n] = [Math.cos(heading), Math.sin(heading)]
    x += dx * c - dy * n
    y += dx * n + dy * c
    heading += ((curvature + endCurvature) / 2) * length
    s += length
  }
  return { geometry, length: s, end: { x, y, heading } }
}

/** A lane of constant width. */
export const plainLane = (
  id: number,
  type: LaneType,
  width: number,
  more: Partial<LaneSpec> = {},
): LaneSpec => ({
  ...{ id, type, width: constant(width), border: [], level: false, raised: [], lines: [], ground: [] },
  ...{ limits: [], before: [], after: [], direction: null },
  ...more,
})

/** A road without anything but a line and lanes; the rest as given. */
export const plainRoad = (
  own: Pick<RoadLineSpec, 'id' | 'length' | 'geometry' | 'sections'> & Partial<RoadLineSpec>,
): RoadLineSpec => ({
  ...{ name: '', junction: null, traffic: 'right', oneWay: false, elevation: [], bank: [] },
  ...{ crossfall: [], shape: [], laneOffset: [], before: null, after: null, limits: [] },
  ...{ objects: [], signals: [] },
  ...own,
})

/** How wide lines are and how long their dashes, m: country roads and motorways of the RMS (Germany, 1993). */
const NARROW = { edge: 0.12, line: 0.12, dash: 3, gap: 6 } as const
const WIDE = { edge: 0.2, line: 0.15, dash: 6, gap: 12 } as const

/**
 * Lines of a short road's lanes: edge lines outside, and lane lines between; dashed, but solid between
 * opposing streams of several lanes. The line of a lane is the one on the border away from the centre.
 * @param lanes ids of the lanes for traffic
 */
export const linesOf = (
  lanes: readonly number[],
  place: RoadSpec['place'],
  oneWay: boolean,
): ReadonlyMap<number, LaneLine> => {
  const { edge, line, dash, gap } = place === 'motorway' ? WIDE : NARROW
  const solid = (width: number): LaneLine => ({
    ...{ s: 0, kind: 'solid', color: 'white', width, dash: 0, gap: 0 },
  })
  const broken: LaneLine = { s: 0, kind: 'broken', color: 'white', width: line, dash, gap }
  const [first, last] = [Math.min(...lanes), Math.max(...lanes)]
  const opposing = first < 0 && last > 0 && !oneWay
  const lines = new Map<number, LaneLine>()
  const isOutermost = (id: number): boolean => (id < 0 ? id === first : id === last)
  for (const id of lanes) lines.set(id, isOutermost(id) ? solid(edge) : broken)
  if (first < 0 && last > 0) lines.set(0, opposing && lanes.length > 2 ? solid(line) : broken)
  // With lanes on one side only, the centre line is that side's edge.
  else lines.set(0, solid(edge))
  return lines
}

/** The network of a short road. */
export const simpleNetwork = (spec: RoadSpec): NetworkSpec => {
  const { geometry, length } = chain(spec.pieces, spec.origin)
  const lanes = [...spec.lanes].sort((a, b) => a - b)
  const [first, last] = [lanes[0], lanes[lanes.length - 1]]
  const lines = linesOf(lanes, spec.place, spec.oneWay)
  const withLine = (id: number, type: LaneType, width: number): LaneSpec => {
    const line = lines.get(id)
    return plainLane(id, type, width, { lines: line === undefined ? [] : [line] })
  }
  const shoulder = (id: number): LaneSpec[] =>
    spec.shoulderWidth > 0 ? [plainLane(id, 'shoulder', spec.shoulderWidth)] : []
  const road = plainRoad({
    ...{ id: '1', length, geometry, oneWay: spec.oneWay },
    sections: [
      {
        s: 0,
        lanes: [
          ...shoulder(Math.min(first, 0) - 1),
          ...lanes.filter((id) => id < 0).map((id) => withLine(id, 'driving', spec.laneWidth)),
          withLine(0, 'none', 0),
          ...lanes.filter((id) => id > 0).map((id) => withLine(id, 'driving', spec.laneWidth)),
          ...shoulder(Math.max(last, 0) + 1),
        ],
      },
    ],
    limits: [{ s: 0, limit: spec.speedLimit }],
  })
  return { roads: [road], junctions: [], controllers: [], joints: [], reference: null }
}
