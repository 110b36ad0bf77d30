/** Where a reference line runs in the plane: enough to see whether bodies on two roads stand in each other. */
import { clothoidPoint } from '../../math/index.ts'
import { recordAt } from './lane-section.ts'
import type { Geometry, RoadLineSpec } from './road-network.ts'
import { beside } from '../short-roads/joining.ts'
import type { Pose2 } from '../short-roads/simple.ts'

/** Chords that the length of a cubic is measured in: a millimetre on any road that is driven on. */
const CHORDS = 64

/**
 * Pose of the reference line of a road at s, m and rad; past its end it goes on as its last piece does. Of an s that
 * is not known (NaN) nothing is known.
 */
export const linePose = (road: RoadLineSpec, s: number): Pose2 => {
  const piece = road.geometry[Math.max(0, recordAt(road.geometry, s))]
  const [u, v, turn] = along(piece, s - piece.s)
  return { ...beside(piece, u, v), heading: piece.heading + turn }
}

/** Place and turn in the frame of a piece's start, `way` metres along it. */
const along = (piece: Geometry, way: number): readonly [number, number, number] => {
  if (piece.kind === 'arc') return [...clothoidPoint(piece.curvature, 0, way), piece.curvature * way]
  if (piece.kind === 'spiral') {
    const rate = (piece.to - piece.from) / piece.length
    return [...clothoidPoint(piece.from, rate, way), way * (piece.from + (rate * way) / 2)]
  }
  const { u, v, range } = piece
  const at = ([a, b, c, d]: typeof u, p: number): number => a + p * (b + p * (c + p * d))
  const slope = ([, b, c, d]: typeof u, p: number): number => b + p * (2 * c + p * 3 * d)
  const lengths = [0]
  for (let i = 1; i <= CHORDS; i++) {
    const [p, q] = [((i - 1) * range) / CHORDS, (i * range) / CHORDS]
    lengths.push(lengths[i - 1] + Math.hypot(at(u, q) - at(u, p), at(v, q) - at(v, p)))
  }
  const wanted = (lengths[CHORDS] * way) / piece.length
  const i = Math.max(
    0,
    Math.min(
      CHORDS - 1,
      lengths.findLastIndex((l) => l <= wanted),
    ),
  )
  const share = (wanted - lengths[i]) / (lengths[i + 1] - lengths[i])
  const p = ((i + share) * range) / CHORDS
  return [at(u, p), at(v, p), Math.atan2(slope(v, p), slope(u, p))]
}
