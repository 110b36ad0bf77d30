/** What every row of the tracks begins with: when, in which clip, and of whom. */
import { TICKS_PER_SECOND, type ActorState, type WorldState } from '../../world/index.ts'
import type { Clip } from '../exporter.ts'
import type { Cell, TableColumn } from '../table.ts'

/** OSI's Timestamp is in whole seconds and nanoseconds; a tick of 1/600 s is rounded to one of these. */
export const INSTANT_COLUMNS: readonly TableColumn[] = [
  { name: 'clip', type: 'text' },
  { name: 'tick', type: 'whole' },
  { name: 'timestamp_seconds', type: 'whole' },
  { name: 'timestamp_nanos', type: 'whole' },
  { name: 'id', type: 'whole' },
]

export const instantCells = ({ name }: Clip, { tick }: WorldState, { instance }: ActorState): Cell[] => {
  const seconds = Math.floor(tick / TICKS_PER_SECOND)
  const nanos = Math.round(((tick - seconds * TICKS_PER_SECOND) * 1e9) / TICKS_PER_SECOND)
  return [name, tick, seconds, nanos, instance]
}
