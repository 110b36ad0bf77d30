/** Fills the gaps of a tape from the server's record, what lies round the playhead first. */
import { dependOn } from './depend-on.ts'
import { effect } from '@preact/signals'
import { MAX_ROWS } from '../../src/protocol/index.ts'
import type { Connection } from '../net/connection.ts'
import type { Player } from './player.ts'
import { STEPS_PER_SECOND } from './tape.ts'

/** Gaps this near to the live edge may only be rows that are still on their way, steps. */
const ON_THEIR_WAY = 30
const RETRY_MS = 1000

/** @returns a function that ends it. */
export const fetchPast = (player: () => Player, connection: Connection): (() => void) => {
  let over = false
  let busy = false
  const next = (): { first: number; count: number } | null => {
    const { tape, time, kind } = player()
    const here = Math.floor(time.peek() * STEPS_PER_SECOND)
    const gap = tape.gap(here, MAX_ROWS) ?? tape.gap(0, MAX_ROWS)
    const edge = tape.steps.peek()
    return gap !== null && (kind === 'replay' || gap.first < edge - ON_THEIR_WAY) ? gap : null
  }
  const run = async (): Promise<void> => {
    if (busy) return
    busy = true
    for (let gap = next(); gap !== null && !over; gap = next()) {
      const { tape } = player()
      try {
        tape.add(await connection.states(tape.head, gap.first, gap.count))
      } catch {
        // The link is down, or slow: it comes back, or the page says so.
        await new Promise((r) => setTimeout(r, RETRY_MS))
      }
    }
    busy = false
  }
  const stop = effect(() => {
    dependOn(player().tape.steps, connection.link)
    void run()
  })
  return () => {
    over = true
    stop()
  }
}
