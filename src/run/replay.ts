/** One row of a finished sweep, or a finished run, made ready to be run again. */
import { closeSync, existsSync, openSync, readFileSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { loadScenario } from '../scenario/files.ts'
import {
  asSettings,
  planSweep,
  resolvedText,
  sampleScenario,
  UserError,
  type ConcreteScenario,
  type Scenario,
} from '../scenario/index.ts'
import { scenarioOfRun } from './record.ts'
import type { RunRecord } from './run.ts'
import { readManifest, SWEEP_MANIFEST, type SweptEntry } from './sweep-folder.ts'

/** A run that was made before. */
export interface PastRun {
  readonly scenario: ConcreteScenario
  /** The digest that it had. */
  readonly digest: string
  /** The version of Nearmiss that made it. */
  readonly version: string
}

/** ... as a row of a sweep, with the scenario that it is a sample of. */
export interface PastRow extends PastRun {
  readonly logical: Scenario
  readonly file: string
  /** Parameters as `--set` takes them. */
  readonly settings: readonly string[]
}

/** Whether a folder is of a sweep; else it is of a run. */
export const isSweepFolder = (dir: string): boolean => existsSync(join(dir, SWEEP_MANIFEST))

/**
 * The run of a run's folder.
 * @throws UserError when `dir` is no finished run
 */
export const pastRun = (dir: string): PastRun => {
  const scenario = scenarioOfRun(dir)
  const { digest, versions } = JSON.parse(readFileSync(join(dir, 'run.json'), 'utf8')) as RunRecord
  return { scenario, digest, version: versions.nearmiss }
}

/**
 * A row of a sweep's folder.
 * @param at a seed; `NAME/SEED` where several scenarios were swept; or `#N`, the N-th row of the table from 1 on
 * @throws UserError when there is no such row, or the scenario cannot be loaded any more
 */
export const pastRow = (dir: string, at: string): PastRow => {
  const { versions, scenarios } = readManifest(dir)
  const { entry, index, row } = rowAt(scenarios, at)
  const { scenario: logical, file } = sweptScenario(dir, entry)
  const { seed, parameters } = planSweep(logical, entry.plan, entry.first).runs[index]
  const scenario = sampleScenario(logical, seed, parameters)
  return {
    ...{ logical, file, scenario, version: versions.nearmiss },
    settings: [
      ...Object.entries(entry.set).map(([name, value]) => `${name}=${value}`),
      ...(parameters === null ? [] : asSettings(logical, parameters)),
    ],
    digest: digestAt(join(dir, 'runs.csv'), row),
  }
}

/**
 * Every run of a sweep's folder as a concrete scenario, in the order of its table.
 * @throws UserError when a scenario cannot be loaded any more
 */
export function* sweptRuns(dir: string): Generator<ConcreteScenario, void, void> {
  for (const entry of readManifest(dir).scenarios) {
    const { scenario } = sweptScenario(dir, entry)
    for (const { seed, parameters } of planSweep(scenario, entry.plan, entry.first).runs)
      yield sampleScenario(scenario, seed, parameters)
  }
}

/** Which scenario's how many-th run is meant, and its line in the table. */
const rowAt = (
  scenarios: readonly SweptEntry[],
  at: string,
): { entry: SweptEntry; index: number; row: number } => {
  const starts: number[] = []
  let total = 0
  for (const { summary } of scenarios) {
    starts.push(total)
    total += summary.runs
  }
  const found = /^#(\d+)$/.exec(at)
  if (found) {
    const row = Number(found[1]) - 1
    if (row < 0 || row >= total) throw new UserError(`this sweep has rows #1 to #${total}, not ${at}`)
    const i = starts.findLastIndex((start) => start <= row)
    return { entry: scenarios[i], index: row - starts[i], row }
  }
  const named = /^(?:(.+)\/)?(\d+)$/.exec(at)
  if (!named) throw new UserError(`'${at}' names no row: a seed, NAME/SEED or #ROW`)
  const [, name, text] = named as unknown as [string, string | undefined, string]
  const wanted = scenarios.flatMap((entry, i) => {
    const index = indexOfSeed(entry, Number(text))
    const fits = (name === undefined || entry.name === name) && index !== null
    return fits ? [{ entry, index, row: starts[i] + index }] : []
  })
  if (wanted.length === 1) return wanted[0]
  throw new UserError(
    wanted.length === 0
      ? `no row of this sweep is ${at}`
      : `${wanted.length} scenarios have a run with seed ${text}; say which, as ${wanted[0].entry.name}/${text}`,
  )
}

/** Place of a seed in a scenario's plan: seeds rise one by one, except where a grid leaves out points. */
const indexOfSeed = ({ first, summary, plan }: SweptEntry, seed: number): number | null => {
  if (plan.sampler === 'grid') throw new UserError('the rows of a grid are named by their numbers, as #1')
  const index = seed - first
  return index >= 0 && index < summary.runs ? index : null
}

/** The scenario as it was swept: from its own file while that says the same, else from the folder's copy. */
const sweptScenario = (
  dir: string,
  { file, kept, set }: SweptEntry,
): { scenario: Scenario; file: string } => {
  const copy = join(dir, kept)
  const own = existsSync(file) ? loadScenario(file, { overrides: set }).scenario : null
  if (own !== null && resolvedText(own) === readFileSync(copy, 'utf8')) return { scenario: own, file }
  const { scenario } = loadScenario(copy, { overrides: set })
  if (scenario === null) throw new UserError(`${file} has changed, and ${copy} no longer loads`)
  return { scenario, file: copy }
}

const CHUNK = 1 << 16

/** The last cell of a line of the table, found without reading all of a large one into memory. */
const digestAt = (path: string, row: number): string => {
  const fd = openSync(path, 'r')
  const chunk = Buffer.alloc(CHUNK)
  try {
    let text = ''
    // The head is a line too.
    let before = row + 1
    for (;;) {
      const got = readSync(fd, chunk, 0, CHUNK, null)
      if (got === 0) throw new UserError(`${path} has no row ${row + 1}`)
      const lines = (text + chunk.toString('latin1', 0, got)).split('\n')
      if (lines.length - 1 > before) return lines[before].slice(lines[before].lastIndexOf(',') + 1)
      before -= lines.length - 1
      text = lines[lines.length - 1]
    }
  } finally {
    closeSync(fd)
  }
}
