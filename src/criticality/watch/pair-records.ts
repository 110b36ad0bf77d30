/** What every pair of actors came to, kept in flat arrays while a run goes on. */
import type { ActorSpec } from '../../scenario/index.ts'
import { joined } from '../situation.ts'
import type { Tracks } from './tracks.ts'

/** What one pair of actors came to. */
export interface PairRecord {
  readonly actors: readonly [string, string]
  /** s; Infinity when they never were on a course to meet. */
  readonly minTtc: number
  readonly minTtcTime: number | null
  /** Between their footprints, m; Infinity when never in the world together. */
  readonly minDistance: number
  readonly minDistanceTime: number | null
  /** Of the one behind the other in its path, s and m/s^2; Infinity and 0: neither ever was. */
  readonly minThw: number
  readonly minThwTime: number | null
  readonly maxDrac: number
  readonly maxDracTime: number | null
  /** Who was behind then: 0 or 1 of `actors`. */
  readonly thwOf: 0 | 1
  readonly dracOf: 0 | 1
}

/** Every two actors, in flat arrays over `indexOf`. */
export interface PairRecords {
  readonly count: number
  /** Of two places in the scenario's list, the lesser first: (0, 1), (0, 2), ... */
  indexOf(i: number, j: number): number
  /** 1: one tows or carries the other, and what is between them is no conflict. */
  readonly areJoined: Uint8Array
  readonly minTtc: Float64Array
  readonly minThw: Float64Array
  readonly maxDrac: Float64Array
  /** Keep a value if it is a worse one; `behind` is 0 or 1 of the pair. */
  noteTtc(pair: number, ttc: number, time: number): void
  noteThw(pair: number, behind: number, thw: number, time: number): void
  noteDrac(pair: number, behind: number, drac: number, time: number): void
  /** The record of two actors, with the distance of their tracks. */
  of(i: number, j: number, tracks: Tracks): PairRecord
}

export const createPairRecords = (actors: readonly ActorSpec[]): PairRecords => {
  const size = actors.length
  const count = (size * (size - 1)) / 2
  const all = (value: number): Float64Array => new Float64Array(count).fill(value)
  const [minTtc, minThw, maxDrac] = [all(Infinity), all(Infinity), all(0)]
  const [ttcTime, thwTime, dracTime] = [all(NaN), all(NaN), all(NaN)]
  const [thwOf, dracOf, areJoined] = [new Uint8Array(count), new Uint8Array(count), new Uint8Array(count)]
  const indexOf = (i: number, j: number): number => i * size - (i * (i + 1)) / 2 + j - i - 1
  for (const [i, a] of actors.entries())
    for (const [j, b] of actors.entries()) if (i < j && joined(a, b)) areJoined[indexOf(i, j)] = 1
  return {
    ...{ count, indexOf, areJoined, minTtc, minThw, maxDrac },
    noteTtc: (pair, ttc, time) => {
      if (ttc >= minTtc[pair]) return
      minTtc[pair] = ttc
      ttcTime[pair] = time
    },
    noteThw: (pair, behind, thw, time) => {
      if (thw >= minThw[pair]) return
      minThw[pair] = thw
      thwTime[pair] = time
      thwOf[pair] = behind
    },
    noteDrac: (pair, behind, drac, time) => {
      // In contact it is infinite, and says no more than the collision does.
      if (drac <= maxDrac[pair] || drac === Infinity) return
      maxDrac[pair] = drac
      dracTime[pair] = time
      dracOf[pair] = behind
    },
    of: (i, j, tracks) => {
      const pair = indexOf(i, j)
      const nearest = tracks.nearest(i, j)
      return {
        actors: [actors[i].id, actors[j].id],
        minTtc: minTtc[pair],
        minTtcTime: timeOf(ttcTime[pair]),
        minDistance: nearest?.value ?? Infinity,
        minDistanceTime: nearest?.time ?? null,
        minThw: minThw[pair],
        minThwTime: timeOf(thwTime[pair]),
        maxDrac: maxDrac[pair],
        maxDracTime: timeOf(dracTime[pair]),
        thwOf: whoOf(thwOf[pair]),
        dracOf: whoOf(dracOf[pair]),
      }
    },
  }
}

const timeOf = (time: number): number | null => (Number.isNaN(time) ? null : time)
const whoOf = (index: number): 0 | 1 => (index === 0 ? 0 : 1)
