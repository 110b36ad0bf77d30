/**
 * Where everybody's rectangle was at every control step: what is asked of a whole run - how near two ever came, and
 * the post-encroachment time that has happened, not one that a straight line foretells - is measured on it when it
 * is asked, and costs a run no more than the noting.
 */
import type { ActorSpec } from '../../scenario/index.ts'
import type { ActorState } from '../../world/index.ts'
import { outlineDistance, type Outline } from '../box.ts'
import type { Outlines } from './outlines.ts'

/** What came of a place that two actors have both been at. */
export interface Encroachment {
  /** From the first one's leaving to the second one's coming, s. */
  readonly value: number
  /** When the second one came, s, and who was first (0 or 1). */
  readonly time: number
  readonly first: 0 | 1
}

export interface Tracks {
  /** Notes where everybody is at one control step; `outlines` are those of `states`. */
  note(time: number, states: readonly ActorState[], outlines: Outlines): void
  /** The least distance of two actors' rectangles, m, and when first; null: they never were there together. */
  nearest(a: number, b: number): { readonly value: number; readonly time: number } | null
  /**
   * Post-encroachment time of two actors, s (Allen et al. 1978), least over all places where their paths cross:
   * who drives behind another on one path has a headway, and no such time. null: there is no such place, or they were there
   * together.
   */
  encroachment(a: number, b: number): Encroachment | null
}

/** Numbers of a step: x, y, height, and the unit vector of the heading; NaN: not there. */
const WIDTH = 5
/** Steps of a block: whole blocks are passed over that lie too far apart to matter. */
const BLOCK = 16
/**
 * Numbers of a block: where it begins, the circle about that which holds it, the chord to where it ends, how far a step
 * may lie from its share of the chord, and a heading with how far any differs from it.
 */
const BLOCK_WIDTH = 9
const [X, Y, REACH, CHORD_X, CHORD_Y, BEND, COS, SIN, TURN] = [0, 1, 2, 3, 4, 5, 6, 7, 8]

/** Paths at less than this angle to each other (its sine) run along each other. */
const LEAST_CROSSING = 0.17
/** Who is this far above another one, m, and at a steeper angle than any road (its tangent), is on another level. */
const LEVEL = 2.5
const STEEPEST = 0.25
/** Bounds are drawn in by this, m: they are sums of rounded numbers. */
const ROUNDING = 1e-9

interface Track {
  readonly rows: number[]
  /** Half of the size. */
  readonly length: number
  readonly width: number
  /** Of the circle round the rectangle, m. */
  readonly radius: number
  readonly blocks: number[]
}

export const createTracks = (actors: readonly ActorSpec[]): Tracks => {
  const times: number[] = []
  const tracks = actors.map(({ spec: { length, width } }): Track => ({
    ...{ rows: [], length: length / 2, width: width / 2, blocks: [] },
    radius: Math.sqrt(length * length + width * width) / 2,
  }))

  /** Brings a track's blocks up to date. */
  const grow = ({ rows, blocks }: Track): void => {
    // The last one may have grown since.
    if (blocks.length > 0) blocks.length -= BLOCK_WIDTH
    const from = (blocks.length / BLOCK_WIDTH) * BLOCK
    for (let step = from; step < times.length; step += BLOCK) addBlock(blocks, rows, step)
  }

  /** Distance at a step, m; Infinity: one is not there, or on another level of a bridge. */
  const distanceAt = (a: Track, i: number, b: Track, j: number): number => {
    const k = i * WIDTH
    const l = j * WIDTH
    const dx = b.rows[l] - a.rows[k]
    const dy = b.rows[l + 1] - a.rows[k + 1]
    if (Number.isNaN(dx)) return Infinity
    const apart = outlineDistance(dx, dy, outlineAt(a, i), outlineAt(b, j))
    const above = Math.abs(b.rows[l + 2] - a.rows[k + 2])
    return above > LEVEL && above > STEEPEST * apart ? Infinity : apart
  }

  return {
    note: (time, states, { present, x, y, cos, sin }) => {
      if (times.length % BLOCK === 0) tracks.forEach(grow)
      times.push(time)
      for (let i = 0; i < tracks.length; i++) {
        if (present[i] === 1) tracks[i].rows.push(x[i], y[i], states[i].position[2], cos[i], sin[i])
        else tracks[i].rows.push(NaN, NaN, NaN, NaN, NaN)
      }
    },

    nearest: (one, other) => {
      const [a, b] = [tracks[one], tracks[other]]
      grow(a)
      grow(b)
      const count = Math.ceil(times.length / BLOCK)
      let best = Infinity
      let step = -1
      const look = (n: number): void => {
        for (let k = n * BLOCK; k < Math.min(times.length, (n + 1) * BLOCK); k++) {
          if (leastApart(a, b, k) - ROUNDING > best) continue
          const value = distanceAt(a, k, b, k)
          if (value > best || (value === best && k >= step)) continue
          best = value
          step = k
        }
      }
      // First where they are about nearest, so that the rest can be passed over.
      const bounds = new Float64Array(count)
      let about = -1
      for (let n = 0; n < count; n++) {
        bounds[n] = leastTogether(a, b, n)
        if (about < 0 ? bounds[n] >= 0 : bounds[n] < bounds[about]) about = n
      }
      if (about < 0) return null
      look(about)
      for (let n = 0; n < count && !(best === 0 && n > about); n++)
        if (n !== about && bounds[n] - ROUNDING <= best) look(n)
      return step < 0 ? null : { value: best, time: times[step] }
    },

    encroachment: (one, other) => {
      const [a, b] = [tracks[one], tracks[other]]
      grow(a)
      grow(b)
      if (neverCross(a, b)) return null
      const round = a.radius + b.radius + ROUNDING
      let best = Infinity
      const found = [-1, -1]
      const lookAmong = (m: number, n: number): void => {
        if (!(blocksApart(a.blocks, m, b.blocks, n) <= round) || areAlong(a.blocks, m, b.blocks, n)) return
        for (let i = m * BLOCK; i < Math.min(times.length, (m + 1) * BLOCK); i++)
          for (let j = n * BLOCK; j < Math.min(times.length, (n + 1) * BLOCK); j++) {
            const value = Math.abs(times[i] - times[j])
            if (value >= best || !cross(a, i, b, j) || distanceAt(a, i, b, j) > 0) continue
            best = value
            found[0] = i
            found[1] = j
          }
      }
      // Only where one's track comes by the other's at all.
      const onA = blocksWithin(a, boundsOf(b), round)
      const onB = blocksWithin(b, boundsOf(a), round)
      const timeBetween = (m: number, n: number): number =>
        m === n ? 0 : times[Math.max(m, n) * BLOCK] - times[(Math.min(m, n) + 1) * BLOCK - 1]
      for (const m of onA) for (const n of onB) if (best > 0 && timeBetween(m, n) < best) lookAmong(m, n)
      if (found[0] < 0 || best === 0) return null
      const [ta, tb] = [times[found[0]], times[found[1]]]
      return { value: best, time: Math.max(ta, tb), first: ta <= tb ? 0 : 1 }
    },
  }
}

const outlineAt = ({ rows, length, width }: Track, i: number): Outline => ({
  cos: rows[i * WIDTH + 3],
  sin: rows[i * WIDTH + 4],
  ...{ length, width },
})

/** Adds the block that begins at a step; one in which an actor never is there has no place (NaN). */
const addBlock = (blocks: number[], rows: readonly number[], from: number): void => {
  const to = Math.min(rows.length / WIDTH, from + BLOCK)
  let first = from
  while (first < to && Number.isNaN(rows[first * WIDTH])) first++
  if (first === to) {
    for (let i = 0; i < BLOCK_WIDTH; i++) blocks.push(NaN)
    return
  }
  const x = rows[first * WIDTH]
  const y = rows[first * WIDTH + 1]
  const cos = rows[first * WIDTH + 3]
  const sin = rows[first * WIDTH + 4]
  const steps = Math.max(1, to - 1 - from)
  const chordX = rows[(to - 1) * WIDTH] - x
  const chordY = rows[(to - 1) * WIDTH + 1] - y
  let reach2 = 0
  let bend2 = 0
  let turn = 0
  for (let k = from; k < to; k++) {
    const dx = rows[k * WIDTH] - x
    const dy = rows[k * WIDTH + 1] - y
    const share = (k - from) / steps
    const offX = dx - share * chordX
    const offY = dy - share * chordY
    const off2 = offX * offX + offY * offY
    // Who is away for part of it has no chord to speak of, and may be anywhere in the circle.
    if (!(off2 <= bend2)) bend2 = Number.isNaN(off2) ? Infinity : off2
    if (Number.isNaN(dx)) continue
    const c = rows[k * WIDTH + 3]
    const s = rows[k * WIDTH + 4]
    reach2 = Math.max(reach2, dx * dx + dy * dy)
    turn = Math.max(turn, turned(cos, sin, c, s))
  }
  blocks.push(x, y, Math.sqrt(reach2), chordX, chordY, Math.sqrt(bend2), cos, sin, turn)
}

/** No smaller than the angle between two unit vectors, and hardly greater while it is small, rad. */
const turned = (cos: number, sin: number, c: number, s: number): number =>
  cos * c + sin * s > 0 ? 1.5708 * Math.abs(cos * s - sin * c) : Math.PI

/**
 * At no step of a block are two nearer than this, m; NaN: one of them is not there. As they lie about a's heading at
 * its beginning: what the one moves against the other, and how far each turns, is all that they could be nearer.
 */
const leastTogether = (a: Track, b: Track, n: number): number => {
  const k = n * BLOCK_WIDTH
  const p = a.blocks
  const q = b.blocks
  const bend = p[k + BEND] + q[k + BEND]
  if (bend === Infinity) return Math.max(0, blocksApart(p, n, q, n) - a.radius - b.radius)
  const ca = p[k + COS]
  const sa = p[k + SIN]
  const dx = q[k + X] - p[k + X]
  const dy = q[k + Y] - p[k + Y]
  const chordX = q[k + CHORD_X] - p[k + CHORD_X]
  const chordY = q[k + CHORD_Y] - p[k + CHORD_Y]
  const cos = Math.abs(ca * q[k + COS] + sa * q[k + SIN])
  const sin = Math.abs(ca * q[k + SIN] - sa * q[k + COS])
  const turned = p[k + TURN] * (a.length + a.width) + q[k + TURN] * (b.length + b.width)
  const over = passing(dx * ca + dy * sa, chordX * ca + chordY * sa)
  const beside = passing(dy * ca - dx * sa, chordY * ca - chordX * sa)
  const clearOver = Math.max(0, over - bend - turned - a.length - cos * b.length - sin * b.width)
  const clearBeside = Math.max(0, beside - bend - turned - a.width - sin * b.length - cos * b.width)
  return Math.sqrt(clearOver * clearOver + clearBeside * clearBeside)
}

/** The least distance from 0 of what goes from `start` by `way`. */
const passing = (start: number, way: number): number => {
  const end = start + way
  return start * end <= 0 ? 0 : Math.min(Math.abs(start), Math.abs(end))
}

/** How far an actor ever turned from its first heading, rad, and that heading. */
const turnsOf = ({
  blocks,
}: Track): { readonly most: number; readonly cos: number; readonly sin: number } => {
  let [most, cos, sin] = [0, NaN, NaN]
  for (let k = 0; k < blocks.length; k += BLOCK_WIDTH) {
    const c = blocks[k + COS]
    const s = blocks[k + SIN]
    if (Number.isNaN(c)) continue
    if (Number.isNaN(cos)) [cos, sin] = [c, s]
    most = Math.max(most, turned(cos, sin, c, s) + blocks[k + TURN])
  }
  return { most, cos, sin }
}

/** Whether two have always driven along each other: of traffic on one road nearly all. */
const neverCross = (one: Track, other: Track): boolean => {
  const [a, b] = [turnsOf(one), turnsOf(other)]
  const between = Math.asin(Math.min(1, Math.abs(a.cos * b.sin - a.sin * b.cos)))
  return between + a.most + b.most + ROUNDING < Math.asin(LEAST_CROSSING)
}

/** Least and greatest x and y of a track's centres, m. */
type Bounds = readonly [left: number, right: number, low: number, high: number]

const boundsOf = ({ blocks }: Track): Bounds => {
  let [left, right, low, high] = [Infinity, -Infinity, Infinity, -Infinity]
  for (let k = 0; k < blocks.length; k += BLOCK_WIDTH) {
    const [x, y, reach] = [blocks[k + X], blocks[k + Y], blocks[k + REACH]]
    if (Number.isNaN(x)) continue
    ;[left, right] = [Math.min(left, x - reach), Math.max(right, x + reach)]
    ;[low, high] = [Math.min(low, y - reach), Math.max(high, y + reach)]
  }
  return [left, right, low, high]
}

/** The blocks of a track that come within a distance of these bounds. */
const blocksWithin = ({ blocks }: Track, [left, right, low, high]: Bounds, distance: number): number[] => {
  const found: number[] = []
  for (let n = 0; n * BLOCK_WIDTH < blocks.length; n++) {
    const k = n * BLOCK_WIDTH
    const near = blocks[k + REACH] + distance
    const [x, y] = [blocks[k + X], blocks[k + Y]]
    if (x + near >= left && x - near <= right && y + near >= low && y - near <= high) found.push(n)
  }
  return found
}

/** No two centres of two blocks are nearer than this, m; NaN: one of them is not there. */
const blocksApart = (a: readonly number[], m: number, b: readonly number[], n: number): number => {
  const k = m * BLOCK_WIDTH
  const l = n * BLOCK_WIDTH
  const dx = b[l + X] - a[k + X]
  const dy = b[l + Y] - a[k + Y]
  return Math.sqrt(dx * dx + dy * dy) - a[k + REACH] - b[l + REACH]
}

/** Whether everywhere in two blocks the paths run along each other. */
const areAlong = (a: readonly number[], m: number, b: readonly number[], n: number): boolean => {
  const [k, l] = [m * BLOCK_WIDTH, n * BLOCK_WIDTH]
  const sine = Math.abs(a[k + COS] * b[l + SIN] - a[k + SIN] * b[l + COS])
  return Math.asin(Math.min(1, sine)) + a[k + TURN] + b[l + TURN] + ROUNDING < Math.asin(LEAST_CROSSING)
}

/** Whether the headings of two, each at its step, differ enough for their paths to cross. */
const cross = (a: Track, i: number, b: Track, j: number): boolean => {
  const k = i * WIDTH + 3
  const l = j * WIDTH + 3
  return Math.abs(a.rows[k + 1] * b.rows[l] - a.rows[k] * b.rows[l + 1]) > LEAST_CROSSING
}

/** A lower bound of the distance at a step, m: b taken for the box round it whose sides lie along a's. */
const leastApart = (a: Track, b: Track, step: number): number => {
  const k = step * WIDTH
  const dx = b.rows[k] - a.rows[k]
  const dy = b.rows[k + 1] - a.rows[k + 1]
  const ca = a.rows[k + 3]
  const sa = a.rows[k + 4]
  const cb = b.rows[k + 3]
  const sb = b.rows[k + 4]
  const cos = Math.abs(ca * cb + sa * sb)
  const sin = Math.abs(ca * sb - sa * cb)
  const over = Math.max(0, Math.abs(dx * ca + dy * sa) - a.length - cos * b.length - sin * b.width)
  const beside = Math.max(0, Math.abs(dy * ca - dx * sa) - a.width - sin * b.length - cos * b.width)
  return Math.sqrt(over * over + beside * beside)
}
