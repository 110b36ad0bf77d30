/**
 * One worker of an export, a process of its own: simulates clips, and makes pieces of those that are simulated.
 * Born with the driver's environment when there is a camera (docs/decisions/0004).
 */
import { mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { EXPORTERS, explained } from '../../export/index.ts'
import { UserError } from '../../scenario/index.ts'
import { TICKS_PER_SECOND } from '../../world/index.ts'
import { createObserver, type Observer } from '../observe.ts'
import { run } from '../run.ts'
import { isControlStep } from '../simulate.ts'
import { openStateLog, openStateReader, type StateReader } from '../state-log.ts'
import { PIECE_TICKS, rangeOf, takenReading, type Excerpt } from './plan.ts'
import {
  beginPiece,
  clipFolder,
  clipOf,
  factsOf,
  scenarioOf,
  STATES,
  writeFacts,
  type ClipFacts,
} from './workshop.ts'
import type { Split } from '../../export/index.ts'
import type { Clip } from '../../export/index.ts'

export type ExportTask =
  | {
      readonly kind: 'simulate'
      readonly root: string
      readonly clip: string
      readonly split: Split
      readonly excerpt: Excerpt
    }
  | {
      readonly kind: 'piece'
      readonly root: string
      readonly clip: string
      readonly index: number
      readonly formats: readonly string[]
      readonly excerpt: Excerpt
      readonly version: string
    }

export type ExportAnswer =
  | { readonly kind: 'frame' }
  | { readonly kind: 'simulated'; readonly facts: ClipFacts }
  | { readonly kind: 'made' }
  /** What a user can mend. */
  | { readonly kind: 'mistake'; readonly message: string }
  | { readonly kind: 'fault'; readonly message: string }

const simulate = async ({
  root,
  clip,
  split,
  excerpt,
}: ExportTask & { kind: 'simulate' }): Promise<ClipFacts> => {
  const scenario = scenarioOf(root, clip)
  const states = join(clipFolder(root, clip), STATES)
  rmSync(`${states}.partial`, { force: true })
  const log = openStateLog(`${states}.partial`)
  const due = (tick: number): boolean => scenario.sensors.some((s) => takenReading(s, tick, excerpt) !== null)
  const { outcome, duration_s } = await run(scenario, { also: due, onState: (state) => log.write(state) })
  log.close()
  renameSync(`${states}.partial`, states)
  const facts: ClipFacts = {
    split,
    outcome: outcome.class,
    events: outcome.events,
    range: rangeOf(scenario.sensors, excerpt, Math.round(duration_s * TICKS_PER_SECOND)),
    duration: duration_s,
    minTtc: outcome.min_ttc_s,
  }
  writeFacts(root, clip, facts)
  return facts
}

/** The clip of the last piece: its world is built, its states are open. */
let open: {
  readonly key: string
  readonly clip: Clip
  readonly states: StateReader
  readonly observer: Observer
} | null = null

const shut = (): void => {
  open?.observer.close()
  open?.states.close()
  open = null
}

const opened = async (root: string, name: string): Promise<NonNullable<typeof open>> => {
  const key = `${root}/${name}`
  if (open?.key === key) return open
  shut()
  const clip = clipOf(root, name)
  if (clip === null) throw new Error(`nothing is taken of clip ${name}`)
  open = {
    key,
    clip,
    states: openStateReader(join(clipFolder(root, name), STATES)),
    observer: await createObserver(clip.scenario),
  }
  return open
}

const makePiece = async (
  { root, clip: name, index, formats, excerpt, version }: ExportTask & { kind: 'piece' },
  onFrame: () => void,
): Promise<void> => {
  const { clip, states, observer } = await opened(root, name)
  const { folder, commit } = beginPiece(root, name, index)
  try {
    const writers = await Promise.all(
      formats.map(async (format) => {
        const own = join(folder, format)
        mkdirSync(own)
        return EXPORTERS[format].piece(own, { clip, index, version })
      }),
    )
    const from = clip.from + index * PIECE_TICKS
    for (const state of states.between(from, Math.min(clip.to, from + PIECE_TICKS - 1))) {
      if (isControlStep(state)) for (const writer of writers) await writer.state?.(state)
      for (const frame of await observer.observe(state)) {
        if (takenReading(frame.sensor, state.tick, excerpt) === null) continue
        for (const writer of writers) await writer.write(frame)
        onFrame()
      }
    }
    for (const writer of writers) await writer.close()
    commit()
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    throw explained(`cannot write '${folder}'`, error)
  }
}

const tell = (answer: ExportAnswer): void => void process.send?.(answer)

const answer = async (task: ExportTask): Promise<ExportAnswer> => {
  if (task.kind === 'simulate')
    return { kind: 'simulated', facts: factsOf(task.root, task.clip) ?? (await simulate(task)) }
  await makePiece(task, () => tell({ kind: 'frame' }))
  return { kind: 'made' }
}

process.on('message', (task: ExportTask) => {
  answer(task)
    .catch((error: unknown): ExportAnswer => {
      if (error instanceof UserError) return { kind: 'mistake', message: error.message }
      return {
        kind: 'fault',
        message: error instanceof Error ? (error.stack ?? error.message) : String(error),
      }
    })
    .then(tell)
    .catch(() => process.exit(70))
})
// Should the command be killed outright, nobody is left to stop us: the broken channel tells.
process.on('disconnect', () => process.exit(143))
