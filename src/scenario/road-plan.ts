/** The document's road and surface -> RoadSpec and SurfacePatch. */
import type { RoadPiece, RoadSpec, SurfacePatch } from './concrete.ts'
import type { Resolved } from './formula.ts'
import type { ScenarioDocument } from './schema.ts'

export type RoadDocument = NonNullable<ScenarioDocument['road']>
export type PatchDocument = ScenarioDocument['surface'][number]

/** Road numbers in SI; `straight` stands for a single piece. */
export const roadSpec = (d: Resolved<RoadDocument>): RoadSpec => ({
  pieces: d.pieces?.map(roadPiece) ?? [{ length: d.straight ?? 0, curvature: 0 }],
  lanes: [...d.lanes].sort((a, b) => a - b),
  laneWidth: d.width,
  shoulderWidth: d.shoulder,
  oneWay: d['one-way'],
  speedLimit: d['speed-limit'],
  surface: d.surface,
  verge: d.verge,
  place: d.place,
  origin: d.origin,
})

const roadPiece = (piece: NonNullable<Resolved<RoadDocument>['pieces']>[number]): RoadPiece =>
  'straight' in piece
    ? { length: piece.straight, curvature: 0 }
    : { length: piece.curve, curvature: (piece.turn === 'left' ? 1 : -1) / piece.radius }

/** Length of the reference line, m. */
export const roadLength = (road: RoadSpec): number =>
  road.pieces.reduce((sum, piece) => sum + piece.length, 0)

/** +1: traffic of this lane runs with s; -1: against it. */
export const laneDirection = (road: RoadSpec, lane: number): 1 | -1 => (road.oneWay || lane < 0 ? 1 : -1)

/** [right, left] edge of a lane, m to the left of the reference line. */
export const laneEdges = (road: RoadSpec, lane: number): readonly [number, number] => {
  const left = lane < 0 ? (lane + 1) * road.laneWidth : lane * road.laneWidth
  return [left - road.laneWidth, left]
}

/** The patch with its extent across: all of the pavement, some lanes, one, or half of one. */
export const surfacePatch = (road: RoadSpec, d: Resolved<PatchDocument>): SurfacePatch => ({
  id: d.id,
  kind: d.kind,
  s: [d.s[0], d.s[1]],
  t: across(road, d),
  mu: d.mu ?? null,
  depth: d.depth ?? null,
})

const across = (
  road: RoadSpec,
  { lane, lanes, side }: Resolved<PatchDocument>,
): readonly [number, number] => {
  if (lane === undefined) {
    const all = lanes === undefined || lanes === 'all'
    const edges = (all ? road.lanes : lanes).map((id) => laneEdges(road, id))
    const shoulder = all ? road.shoulderWidth : 0
    return [Math.min(...edges.map((e) => e[0])) - shoulder, Math.max(...edges.map((e) => e[1])) + shoulder]
  }
  const [right, left] = laneEdges(road, lane)
  if (side === undefined) return [right, left]
  const middle = (right + left) / 2
  const leftOfTheLine = (side === 'left') === laneDirection(road, lane) > 0
  return leftOfTheLine ? [middle, left] : [right, middle]
}
