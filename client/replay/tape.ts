/** The recorded run of a replay: unpacked once, read at any time. */
import { clamp } from '../../src/math/index.ts'
import {
  readRow,
  TICKS_PER_SECOND,
  unpackRows,
  type RowLayout,
  type WorldState,
} from '../../src/world/index.ts'
import { between } from '../player/between.ts'

export interface ReplayTape {
  /** First and last instant, s of the run. */
  readonly from: number
  readonly to: number
  /** The state at a time, between two recorded ones; outside the record: its nearest. */
  at(time: number): WorldState
  /** The recorded time nearest to one, so many steps on. */
  step(time: number, steps: number): number
}

/** @param stretches packed rows, in order. @throws Error when there is none */
export const openTape = (layout: RowLayout, stretches: readonly Uint8Array[]): ReplayTape => {
  const rows = stretches
    .map((bytes) => unpackRows(layout, bytes))
    .flatMap((all) =>
      Array.from({ length: all.length / layout.size }, (_, i) =>
        all.subarray(i * layout.size, (i + 1) * layout.size),
      ),
    )
  if (rows.length === 0) throw new Error('this file holds no recorded state')
  const times = rows.map((row) => row[0] / TICKS_PER_SECOND)
  /** The last row at or before a time. */
  const rowAt = (time: number): number => {
    let [low, high] = [0, rows.length - 1]
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (times[middle] <= time + 1e-9) low = middle
      else high = middle - 1
    }
    return low
  }
  return {
    from: times[0],
    to: times[times.length - 1],
    at: (time) => {
      const i = rowAt(time)
      const before = readRow(layout, rows[i])
      if (i + 1 === rows.length || time <= times[i]) return before
      return between(before, readRow(layout, rows[i + 1]), (time - times[i]) / (times[i + 1] - times[i]))
    },
    step: (time, steps) => {
      const here = rowAt(time)
      const nearest = here + 1 < times.length && times[here + 1] - time < time - times[here] ? here + 1 : here
      return times[clamp(nearest + steps, 0, times.length - 1)]
    },
  }
}
