/** What a worker of an export does: simulates a clip, and makes pieces of those that are simulated. */
import { mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import {
  cardPiece,
  createSelector,
  EXPORTERS,
  explained,
  type Clip,
  type Selection,
  type Split,
} from '../../export/index.ts'
import { createEventWatch, type Frame } from '../../labels/index.ts'
import type { ConcreteScenario } from '../../scenario/index.ts'
import { readingAt, tickOfReading } from '../../sensors/index.ts'
import { surroundingsOf, TICKS_PER_SECOND } from '../../world/index.ts'
import { createObserver, type Observer } from '../observe.ts'
import { run } from '../run.ts'
import { isControlStep, stageOf } from '../simulate.ts'
import { openStateLog, openStateReader, type StateReader } from '../state-log.ts'
import { pieceOf, rangeOf, takenReading, type Excerpt } from './plan.ts'
import {
  beginPiece,
  CARD,
  clipFolder,
  clipOf,
  factsOf,
  scenarioOf,
  STATES,
  writeFacts,
  type ClipFacts,
} from './workshop.ts'

export interface ClipTask {
  readonly root: string
  readonly clip: string
  readonly split: Split
  readonly excerpt: Excerpt
}

export interface PieceTask {
  readonly root: string
  readonly clip: string
  readonly index: number
  readonly formats: readonly string[]
  readonly excerpt: Excerpt
  readonly selection: Selection
  readonly version: string
}

/** Simulates a clip unless it was: its states and what came of it are left in the workshop. */
export const simulateClip = async (task: ClipTask): Promise<ClipFacts> => {
  const known = factsOf(task.root, task.clip)
  if (known !== null) return known
  try {
    return await simulated(task)
  } catch (error) {
    throw explained(`cannot write '${clipFolder(task.root, task.clip)}'`, error)
  }
}

const simulated = async ({ root, clip, split, excerpt }: ClipTask): Promise<ClipFacts> => {
  const scenario = scenarioOf(root, clip)
  const states = join(clipFolder(root, clip), STATES)
  rmSync(`${states}.partial`, { force: true })
  const log = openStateLog(`${states}.partial`)
  // All readings, the neighbours of those that are taken too.
  const due = (tick: number): boolean => scenario.sensors.some((s) => readingAt(s.rate, tick) !== null)
  const stage = stageOf(scenario)
  const watch = createEventWatch(scenario, stage.road)
  const { outcome, duration_s } = await run(scenario, {
    stage,
    also: due,
    onState: (state) => {
      log.write(state)
      if (isControlStep(state)) watch.observe(state)
    },
  })
  log.close()
  renameSync(`${states}.partial`, states)
  const facts: ClipFacts = {
    split,
    outcome: outcome.class,
    events: outcome.events,
    labels: watch.events(),
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

const longestPeriod = ({ sensors }: ConcreteScenario): number =>
  Math.max(0, ...sensors.map(({ rate }) => Math.ceil(TICKS_PER_SECOND / rate)))

/** The last reading of a sensor before a moment, s. */
const readingBefore = (rate: number, time: number): number =>
  tickOfReading(rate, Math.max(0, Math.ceil(time * rate - 1e-9) - 1))

/**
 * Lets the observer know of the past what a piece that begins on this tick depends on: the readings just before,
 * and of sensors that hang the last one that they gave. So it makes no difference who made the piece before.
 */
const recall = async (
  observer: Observer,
  scenario: ConcreteScenario,
  states: StateReader,
  from: number,
): Promise<void> => {
  observer.forget()
  const first = states.at(from)
  const frozen = (first === null ? [] : surroundingsOf(scenario, first).faults).flatMap(
    ({ fault, sensor, level, since }) => {
      const rate = scenario.sensors.find(({ id }) => id === sensor)?.rate
      return fault === 'freeze' && level > 0 && rate !== undefined ? [readingBefore(rate, since)] : []
    },
  )
  const seen = new Set(frozen.filter((tick) => tick < from))
  const past = from - longestPeriod(scenario)
  for (const tick of [...seen].sort((a, b) => a - b)) {
    const state = tick < past ? states.at(tick) : null
    if (state !== null) await observer.observe(state)
  }
  for (const state of states.between(past, from - 1))
    if (seen.has(state.tick)) await observer.observe(state)
    else await observer.skip(state)
}

/** Makes a piece of a clip that is simulated. It appears whole or not at all. */
export const makePiece = async (
  { root, clip: name, index, formats, excerpt, selection, version }: PieceTask,
  onFrame: () => void,
): Promise<void> => {
  const { clip, states, observer } = await opened(root, name)
  const { folder, commit } = beginPiece(root, name, index)
  try {
    const writers = await Promise.all(
      [...formats, CARD].map(async (format) => {
        const own = join(folder, format)
        mkdirSync(own)
        const context = { clip, index, version, selection }
        return format === CARD ? cardPiece(own, context) : EXPORTERS[format].piece(own, context)
      }),
    )
    const select = createSelector(selection)
    const { from, to } = pieceOf(clip, index)
    const take = async (frames: readonly Frame[]): Promise<void> => {
      for (const frame of frames) {
        if (frame.tick < from || takenReading(frame.sensor, frame.tick, excerpt) === null) continue
        const kept = select(frame)
        for (const writer of writers) await writer.write(kept)
        onFrame()
      }
    }
    await recall(observer, clip.scenario, states, from)
    for (const state of states.between(from, to)) {
      if (isControlStep(state)) for (const writer of writers) await writer.state?.(state)
      await take(await observer.observe(state))
    }
    // What waits for its next reading gets it, or learns that there is none.
    for (const state of states.between(to + 1, to + longestPeriod(clip.scenario)))
      await take(await observer.skip(state))
    await take(await observer.finish())
    for (const writer of writers) await writer.close()
    commit()
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    throw explained(`cannot write '${folder}'`, error)
  }
}
