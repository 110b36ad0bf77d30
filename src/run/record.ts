/**
 * The run folder: run.json (the record), scenario.json (the concrete scenario: what made it), states.bin (the
 * state log) and run.mcap (to watch in Lichtblick or Foxglove). Appears whole or not at all.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beginFolder, EXPORTERS } from '../export/index.ts'
import { UserError, type ConcreteScenario } from '../scenario/index.ts'
import type { WorldEvent } from '../world/index.ts'
import type { Observer } from './observe.ts'
import { run, type RunRecord } from './run.ts'
import { isControlStep } from './simulate.ts'
import { VERSION } from './version.ts'

const SCENARIO = 'scenario.json'

export interface RecordOptions {
  /** Draws the cameras for run.mcap; null: run.mcap holds scene and signals only. */
  readonly observer: Observer | null
  readonly signal?: AbortSignal
  /** Called with the simulated time. */
  readonly onProgress?: (time: number) => void
}

/** Runs a scenario into a folder at `dir`, which must not exist or be empty. */
export const record = async (
  scenario: ConcreteScenario,
  dir: string,
  { observer, signal, onProgress }: RecordOptions,
): Promise<RunRecord> => {
  const folder = await beginFolder(dir)
  const parts = join(folder.path, '.mcap')
  // Filled while the run goes on, and whole when the file is closed.
  const events: WorldEvent[] = []
  const known = {
    name: 'run',
    split: 'train',
    from: 0,
    to: 0,
    outcome: '',
    labels: [],
    minTtc: null,
  } as const
  const clip = { ...known, scenario, events }
  try {
    mkdirSync(parts)
    const mcap = await EXPORTERS.mcap.piece(parts, { clip, index: 0, version: VERSION })
    const result = await run(scenario, {
      log: join(folder.path, 'states.bin'),
      ...(observer ? { also: observer.isDue } : {}),
      onState: async (state) => {
        signal?.throwIfAborted()
        if (isControlStep(state)) {
          events.push(...state.events)
          await mcap.state?.(state)
          onProgress?.(state.time)
        }
        for (const frame of (await observer?.observe(state)) ?? []) await mcap.write(frame)
      },
    })
    for (const frame of (await observer?.finish()) ?? []) await mcap.write(frame)
    await mcap.close()
    const piece = { clip, index: 0, last: true, folder: parts }
    await EXPORTERS.mcap.assemble(folder.path, [piece], { clips: [clip], version: VERSION })
    rmSync(parts, { recursive: true })
    writeFileSync(join(folder.path, SCENARIO), `${JSON.stringify(scenario)}\n`)
    writeFileSync(join(folder.path, 'run.json'), `${JSON.stringify(result, null, 2)}\n`)
    await folder.commit()
    return result
  } catch (error) {
    await folder.abort()
    throw error
  }
}

/**
 * The concrete scenario of a run folder: running it again gives the same states.
 * @throws UserError when `dir` is no finished run.
 */
export const scenarioOfRun = (dir: string): ConcreteScenario => {
  try {
    return JSON.parse(readFileSync(join(dir, SCENARIO), 'utf8')) as ConcreteScenario
  } catch (error) {
    throw new UserError(
      `'${dir}' is no run folder: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
}
