/** The flow of an export: states -> frames -> any number of formats in one pass. Streams; memory stays bounded. */
import type { Frame } from '../labels/index.ts'
import type { ConcreteScenario } from '../scenario/index.ts'
import type { Sink } from '../export/index.ts'
import type { WorldEvent } from '../world/index.ts'
import { withExternalDrivers } from './external-driver.ts'
import type { Observer } from './observe.ts'
import { isControlStep, simulate } from './simulate.ts'

export interface ExportOptions {
  /** Frames of each sensor; Infinity: to the end of the run. */
  readonly frames?: number
  /** Frames before this time are left out, s. */
  readonly from?: number
  readonly signal?: AbortSignal
  readonly onFrame?: (frame: Frame) => void
}

/** Aborts all: whatever each has written so far goes, even when one of them fails at it. */
export const giveUp = async (sinks: readonly Sink[]): Promise<void> => {
  await Promise.allSettled(sinks.map((sink) => sink.abort()))
}

/**
 * Simulates, observes and writes. The sinks are closed when all is written; on an error or an abort they are
 * aborted, and nothing stands at their targets.
 * @returns how many frames were written.
 */
export const exportFrames = async (
  scenario: ConcreteScenario,
  observer: Observer,
  sinks: readonly Sink[],
  { frames = Infinity, from = 0, signal, onFrame }: ExportOptions = {},
): Promise<number> => {
  const written = new Map(observer.sensors.map((s) => [s.id, 0]))
  const isDone = (): boolean => [...written.values()].every((n) => n >= frames)
  const events: WorldEvent[] = []
  const write = async (made: readonly Frame[]): Promise<void> => {
    for (const frame of made) {
      const count = written.get(frame.sensor.id) ?? 0
      if (count >= frames) continue
      for (const sink of sinks) await sink.write(frame)
      written.set(frame.sensor.id, count + 1)
      onFrame?.(frame)
    }
  }
  try {
    await withExternalDrivers(scenario, async (external) => {
      for (const state of simulate(scenario, { also: observer.isDue, external })) {
        signal?.throwIfAborted()
        if (isControlStep(state)) {
          events.push(...state.events)
          for (const sink of sinks) await sink.state(state)
        }
        if (state.time < from) observer.skip(state)
        else await write(await observer.observe(state))
        if (isDone()) break
      }
      if (!isDone()) await write(await observer.finish())
    })
    for (const sink of sinks) await sink.close(events)
  } catch (error) {
    await giveUp(sinks)
    throw error
  }
  return [...written.values()].reduce((a, b) => a + b, 0)
}
