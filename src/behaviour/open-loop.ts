/** Drivers without eyes: tables over time. */
import { lerp } from '../math/index.ts'
import type { TimeTable } from '../scenario/index.ts'

/** A table's value at a time: linear between its rows, held outside them, 0 when it has none. */
export const tableAt = (table: TimeTable, time: number): number => {
  if (table.length === 0) return 0
  let i = 0
  while (i < table.length && table[i][0] <= time) i++
  if (i === 0) return table[0][1]
  if (i === table.length) return table[i - 1][1]
  const [t0, v0] = table[i - 1]
  const [t1, v1] = table[i]
  return lerp(v0, v1, (time - t0) / (t1 - t0))
}
