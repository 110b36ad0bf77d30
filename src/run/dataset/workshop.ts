/**
 * The folder in which a data set is made, beside its target: `<target>.unfinished/`
 *
 *   plan.json                       identity of the plan: what is here is of no use to any other
 *   clips/<name>/scenario.json      the concrete scenario, written with the plan
 *   clips/<name>/clip.json          what its run came to; there when it has been simulated
 *   clips/<name>/states.bin         its states; gone when all its pieces are there
 *   pieces/<name>/<n>/<format>/     a piece that is whole
 *   pieces/<name>/<n>/.card/        what the data card counts of it
 *   whole/                          the data set while it is put together
 *
 * Folders that are being written end in `.partial`; whatever kills a worker, they are begun anew.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Clip, FinishedPiece, Split } from '../../export/index.ts'
import { UserError, type ConcreteScenario } from '../../scenario/index.ts'
import type { ClipEvent } from '../../labels/index.ts'
import type { WorldEvent } from '../../world/index.ts'
import { identityOf, piecesOf, type DataSetPlan } from './plan.ts'

/** clip.json. */
export interface ClipFacts {
  readonly split: Split
  readonly outcome: string
  readonly events: readonly WorldEvent[]
  readonly labels: readonly ClipEvent[]
  /** Ticks of which frames are taken; null: the run was over before. */
  readonly range: { readonly from: number; readonly to: number } | null
  readonly duration: number
  readonly minTtc: number | null
}

export const unfinished = (target: string): string => `${target}.unfinished`

const PLAN = 'plan.json'
const SCENARIO = 'scenario.json'
const FACTS = 'clip.json'
export const STATES = 'states.bin'
/** Beside the formats of a piece: what the data card counts. */
export const CARD = '.card'
const PARTIAL = '.partial'

export const clipFolder = (root: string, name: string): string => join(root, 'clips', name)
export const pieceFolder = (root: string, name: string, index: number): string =>
  join(root, 'pieces', name, String(index).padStart(6, '0'))

const writeWhole = (path: string, text: string): void => {
  writeFileSync(path + PARTIAL, text)
  renameSync(path + PARTIAL, path)
}

/**
 * Makes the folder for a plan, or goes on with the one that is there.
 * @throws UserError when one is there and `resume` is false, or it is of another plan
 */
export const openWorkshop = (target: string, plan: DataSetPlan, resume: boolean): string => {
  const root = unfinished(target)
  const identity = identityOf(plan)
  if (existsSync(join(root, PLAN))) {
    const { identity: found } = JSON.parse(readFileSync(join(root, PLAN), 'utf8')) as { identity: string }
    if (!resume)
      throw new UserError(
        `'${root}' holds an export that was not finished; say --resume to go on with it, or remove it`,
      )
    if (found !== identity)
      throw new UserError(
        `'${root}' holds an unfinished export of other scenarios, formats or options, or by another version; remove it, or choose another place`,
      )
    return root
  }
  rmSync(root, { recursive: true, force: true })
  for (const { name, scenario } of plan.clips) {
    mkdirSync(clipFolder(root, name), { recursive: true })
    writeFileSync(join(clipFolder(root, name), SCENARIO), JSON.stringify(scenario))
  }
  // Written last: a folder without it is of nobody.
  writeWhole(join(root, PLAN), JSON.stringify({ identity }))
  return root
}

export const scenarioOf = (root: string, name: string): ConcreteScenario =>
  JSON.parse(readFileSync(join(clipFolder(root, name), SCENARIO), 'utf8')) as ConcreteScenario

/** What a clip's run came to; null: it has not been simulated. */
export const factsOf = (root: string, name: string): ClipFacts | null => {
  const path = join(clipFolder(root, name), FACTS)
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as ClipFacts) : null
}

export const writeFacts = (root: string, name: string, facts: ClipFacts): void =>
  writeWhole(join(clipFolder(root, name), FACTS), JSON.stringify(facts))

/** A clip as exporters know it; null: nothing of it is taken. */
export const clipOf = (root: string, name: string): Clip | null => {
  const facts = factsOf(root, name)
  if (facts === null) throw new Error(`clip ${name} has not been simulated`)
  const { split, outcome, events, labels, minTtc, range } = facts
  return range === null
    ? null
    : { ...{ name, split, outcome, events, labels, minTtc }, ...range, scenario: scenarioOf(root, name) }
}

export const isPieceDone = (root: string, name: string, index: number): boolean =>
  existsSync(pieceFolder(root, name, index))

/** Begins a piece anew. @returns where to write it, and what gives it its name when it is whole. */
export const beginPiece = (
  root: string,
  name: string,
  index: number,
): { readonly folder: string; readonly commit: () => void } => {
  const final = pieceFolder(root, name, index)
  const folder = final + PARTIAL
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  return { folder, commit: () => renameSync(folder, final) }
}

/** The clips of a plan of which something is taken, one at a time; may be gone through again. */
export const clipsOf = (root: string, plan: DataSetPlan): Iterable<Clip> => ({
  *[Symbol.iterator]() {
    for (const { name } of plan.clips) {
      const clip = clipOf(root, name)
      if (clip !== null) yield clip
    }
  },
})

/** Their pieces in order, as one format left them. */
export const finishedPieces = (root: string, plan: DataSetPlan, format: string): Iterable<FinishedPiece> => ({
  *[Symbol.iterator]() {
    for (const clip of clipsOf(root, plan)) {
      const count = piecesOf(clip)
      for (let index = 0; index < count; index++)
        yield {
          clip,
          index,
          last: index === count - 1,
          folder: join(pieceFolder(root, clip.name, index), format),
        }
    }
  },
})
