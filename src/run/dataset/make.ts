/** Makes a data set: simulates its clips, draws and writes their pieces, puts them together. */
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { demandFree, explained, EXPORTERS, settle, writeCard, writeManifest } from '../../export/index.ts'
import { isDrawn } from '../observe.ts'
import { createBoard } from './board.ts'
import { hire } from './crew.ts'
import { expectedPieces, framesWithin, pieceOf, piecesOf, type DataSetPlan } from './plan.ts'
import {
  CARD,
  clipFolder,
  clipsOf,
  factsOf,
  finishedPieces,
  isPieceDone,
  openWorkshop,
  STATES,
} from './workshop.ts'

export interface MakeOptions {
  /** Cores to use: as many processes, or fewer where there is too little to share. */
  readonly workers: number
  /** Whether to go on with what an export of the same plan has left. */
  readonly resume: boolean
  readonly signal?: AbortSignal
  /** Called after every frame with the number of those that are made, earlier work counted in. */
  readonly onProgress?: (done: number) => void
}

export interface Made {
  readonly frames: number
  readonly clips: number
}

/**
 * The data set appears at `target`, whole or not at all; until then what is done lies in `<target>.unfinished`,
 * and stays there when the work is cut off.
 * @throws UserError for what a user can mend: the place, the disk, a scenario
 */
export const makeDataSet = async (target: string, plan: DataSetPlan, options: MakeOptions): Promise<Made> => {
  await demandFree(target)
  let root: string
  try {
    root = openWorkshop(target, plan, options.resume)
  } catch (error) {
    throw explained(`cannot write beside '${target}'`, error)
  }
  const made = await makePieces(root, plan, options)
  options.signal?.throwIfAborted()
  try {
    await assemble(root, plan, target)
  } catch (error) {
    throw explained(`cannot write '${target}'`, error)
  }
  return made
}

const makePieces = async (
  root: string,
  plan: DataSetPlan,
  { workers, signal, onProgress }: MakeOptions,
): Promise<Made> => {
  const { excerpt, formats, selection, version } = plan
  const clips = plan.clips.map(({ name }) => ({ name, facts: factsOf(root, name) }))
  const board = createBoard(clips, (clip, index) => isPieceDone(root, clip, index))
  const byName = new Map(plan.clips.map((clip) => [clip.name, clip]))

  let frames = framesDone(root, plan)
  const onFrame = (): void => {
    frames++
    onProgress?.(frames)
  }
  const draws = plan.clips.some(({ scenario }) => scenario.sensors.some(isDrawn))
  const driver = draws ? await (await import('../../render/node/index.ts')).renderEnvironment() : {}
  const wanted = Math.max(1, Math.min(workers, expectedPieces(plan)))
  const env = { ...driver, [RASTERISER_THREADS]: String(Math.floor(workers / wanted)) }
  const hands = Array.from({ length: wanted }, () => hire(env))
  const killAll = (): void => hands.forEach((hand) => hand.kill())
  signal?.addEventListener('abort', killAll)
  /** Those that wait for something to do. */
  const waiting: (() => void)[] = []
  const wake = (): void => {
    for (const go of waiting.splice(0)) go()
  }
  const work = async (worker: number): Promise<void> => {
    for (;;) {
      const step = board.next(worker)
      if (step.kind === 'over') return
      if (step.kind === 'wait') {
        await new Promise<void>((go) => waiting.push(go))
        continue
      }
      const { clip } = step
      if (step.kind === 'simulate') {
        const { split } = byName.get(clip)!
        const answer = await hands[worker].do({ kind: 'simulate', root, clip, split, excerpt }, onFrame)
        if (answer.kind !== 'simulated') throw new Error(`a worker answered '${answer.kind}'`)
        board.simulated(clip, answer.facts)
      } else {
        await hands[worker].do(
          { kind: 'piece', root, clip, index: step.index, formats, excerpt, selection, version },
          onFrame,
        )
        if (board.made(clip)) rmSync(join(clipFolder(root, clip), STATES), { force: true })
      }
      wake()
    }
  }
  try {
    await Promise.all(hands.map((_, worker) => work(worker)))
  } catch (error) {
    signal?.throwIfAborted()
    throw error
  } finally {
    signal?.removeEventListener('abort', killAll)
    killAll()
  }
  return { frames, clips: plan.clips.length }
}

/**
 * Lavapipe's. Left alone it takes every core for each worker; so N workers take N cores, and share them out where
 * there are fewer pieces than workers.
 */
const RASTERISER_THREADS = 'LP_NUM_THREADS'

/** Frames of the pieces that are whole already. */
const framesDone = (root: string, { clips, excerpt }: DataSetPlan): number => {
  let frames = 0
  for (const { name, scenario } of clips) {
    const range = factsOf(root, name)?.range
    if (!range) continue
    for (let index = 0; index < piecesOf(range); index++)
      if (isPieceDone(root, name, index))
        frames += framesWithin(scenario.sensors, excerpt, pieceOf(range, index))
  }
  return frames
}

const WHOLE = 'whole'

const assemble = async (root: string, plan: DataSetPlan, target: string): Promise<void> => {
  const whole = join(root, WHOLE)
  rmSync(whole, { recursive: true, force: true })
  mkdirSync(whole)
  const { formats, version, selection, licence, shardBytes } = plan
  const context = {
    ...{ clips: clipsOf(root, plan), version, classes: selection.classes },
    ...(shardBytes === null ? {} : { shardBytes }),
  }
  for (const format of formats) {
    // One format is the data set itself; several have a folder each.
    const folder = formats.length === 1 ? whole : join(whole, format)
    mkdirSync(folder, { recursive: true })
    await EXPORTERS[format].assemble(folder, finishedPieces(root, plan, format), context)
  }
  const facts = { ...context, formats, selection, licence }
  await writeCard(whole, finishedPieces(root, plan, CARD), facts)
  await writeManifest(whole, version)
  await settle(whole, target)
  rmSync(root, { recursive: true, force: true })
}
