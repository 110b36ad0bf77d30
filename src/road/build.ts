/** A road from its spec: the reference line, the lanes beside it, and what lies on them. */
import type { RoadSpec, SurfacePatch } from '../scenario/index.ts'
import { buildReferenceLine, type Nearest } from './reference-line.ts'
import type { Lane, Road } from './road.ts'
import { buildSurface } from './surface.ts'

const UP: readonly [number, number, number] = Object.freeze([0, 0, 1] as const)

/** Lane n > 0 is the n-th to the left of the reference line, n < 0 the n-th to the right of it. */
const buildLane = (id: number, width: number, oneWay: boolean): Lane => {
  const right = id > 0 ? (id - 1) * width : id * width
  return { id, right, left: right + width, t: right + width / 2, direction: oneWay || id < 0 ? 1 : -1 }
}

/**
 * Builds the road that everyone asks.
 * @param spec pieces, lanes, widths; SI.
 * @param surface patches over it; where they overlap, the later one wins.
 */
export const buildRoad = (spec: RoadSpec, surface: readonly SurfacePatch[]): Road => {
  const line = buildReferenceLine(spec)
  const lanes = spec.lanes.map((id) => buildLane(id, spec.laneWidth, spec.oneWay)).sort((a, b) => a.t - b.t)
  const paved: readonly [number, number] = [
    Math.min(...lanes.map((l) => l.right)) - spec.shoulderWidth,
    Math.max(...lanes.map((l) => l.left)) + spec.shoulderWidth,
  ]
  const surfaceAt = buildSurface(spec, paved, surface)
  const found: Nearest = { s: 0, t: 0 }

  return {
    length: line.length,
    lanes,
    paved,
    toRoad: (x, y) => {
      line.nearest(x, y, found)
      return { s: found.s, t: found.t }
    },
    toWorld: (s, t) => line.at(s, t),
    curvature: (s) => line.curvature(s),
    lane: (id) => lanes.find((l) => l.id === id),
    laneAt: (t) => lanes.find((l) => t >= l.right && t < l.left),
    height: () => 0,
    normal: () => UP,
    ground: (x, y) => {
      line.nearest(x, y, found)
      return surfaceAt(found.s, found.t)
    },
  }
}
