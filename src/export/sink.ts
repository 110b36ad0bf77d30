/** What all sinks have in common: the order of calls, and that nothing finished-looking is ever left behind. */
import type { Frame } from '../labels/index.ts'
import type { WorldEvent, WorldState } from '../world/index.ts'
import type { Unfinished } from './atomic.ts'
import { explained } from './disk-errors.ts'
import type { Sink } from './exporter.ts'

/** The part of a sink that is the format's own. */
export interface Format {
  state?(state: WorldState): Promise<void>
  write(frame: Frame): Promise<void>
  /** Writes what comes last. */
  finish(events: readonly WorldEvent[]): Promise<void>
  /** Closes open files, whatever happened before; may be called again when it failed. */
  release(): Promise<void>
}

/**
 * A sink that writes a format into `unfinished`. Should `start` fail, nothing is left; a sink that was
 * closed or given up takes no more calls, and giving up twice, or after closing, does nothing.
 * A full disk and its like end in a UserError.
 */
export const openSink = async (
  unfinished: Unfinished,
  start: (path: string) => Promise<Format>,
): Promise<Sink> => {
  const writing = async <T>(step: Promise<T>): Promise<T> => {
    try {
      return await step
    } catch (error) {
      throw explained(`cannot write '${unfinished.path}'`, error)
    }
  }
  const format = await writing(start(unfinished.path)).catch(async (error: unknown) => {
    await unfinished.abort()
    throw error
  })
  let over: 'closed' | 'aborted' | null = null
  const demandOpen = (): void => {
    if (over) throw new Error(`this sink was ${over} before`)
  }
  return {
    async state(state) {
      demandOpen()
      if (format.state) await writing(format.state(state))
    },
    async write(frame) {
      demandOpen()
      await writing(format.write(frame))
    },
    async close(events) {
      demandOpen()
      await writing(format.finish(events))
      await writing(format.release())
      over = 'closed'
      await unfinished.commit()
    },
    async abort() {
      if (!over) {
        over = 'aborted'
        // What cannot be closed shall not keep what was written from being removed.
        await format.release().catch(() => undefined)
      }
      await unfinished.abort()
    },
  }
}
