/**
 * What a sweep leaves: a folder with the table of all runs (runs.csv, runs.parquet, runs.json), sweep.json (what was
 * asked for and what came of it) and each scenario as it was (scenarios/NAME.yaml), from which any row can be made
 * again; or one table alone. Either appears whole or not at all. Until then `<target>.unfinished/` holds the runs
 * that are done, and the same command goes on from there.
 */
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { beginFolder, TABLE_ENDINGS, writeTable } from '../export/index.ts'
import {
  resolvedText,
  sampleScenario,
  UserError,
  type PlannedSweep,
  type Scenario,
  type SweepPlan,
} from '../scenario/index.ts'
import { coverageOf, type Coverage } from './coverage.ts'
import { diskJournal, memoryJournal, type DoneRun } from './sweep-journal.ts'
import { columnsOf, type SweepRow } from './sweep-row.ts'
import { summarise, type SweepSummary } from './sweep-summary.ts'
import type { SweepJob } from './sweep.ts'
import { VERSION } from './version.ts'

/** One scenario of a sweep with its plan and the runs that are done. */
export interface SweptScenario extends SweepJob, PlannedSweep {
  readonly scenario: Scenario
  readonly overrides: Readonly<Record<string, string>>
  readonly plan: SweepPlan
  /** The first run's seed. */
  readonly first: number
}

/** What sweep.json says of one scenario. */
export interface SweptEntry {
  readonly name: string
  /** Where it was, and where the folder keeps it. */
  readonly file: string
  readonly kept: string
  readonly set: Readonly<Record<string, string>>
  readonly plan: SweepPlan
  readonly first: number
  /** Points of the sampler that the scenario's constraints refused. */
  readonly rejected: number
  readonly summary: SweepSummary
  readonly coverage: readonly Coverage[]
}

/** sweep.json. */
export interface SweepManifest {
  readonly versions: { readonly nearmiss: string; readonly node: string }
  readonly scenarios: readonly SweptEntry[]
}

export const SWEEP_MANIFEST = 'sweep.json'
const TABLE = 'runs'

export const isTable = (target: string): boolean => TABLE_ENDINGS.includes(extname(target))

const unfinished = (target: string): string => `${target}.unfinished`

/** What a run is a function of, but for its place in the plan: a journal of anything else is of no use. */
const identityOf = (scenario: Scenario, plan: SweepPlan, first: number): string =>
  createHash('sha256')
    .update(JSON.stringify([VERSION, plan, first, sampleScenario(scenario)]))
    .digest('hex')

/**
 * Where the rows of a scenario's runs are gathered: beside the target, or in memory when there is none.
 * @param onDiscard told when runs of an earlier sweep had to go, because the scenario or the plan has changed
 */
export const openJournal = (
  target: string | undefined,
  { scenario, plan, first }: Pick<SweptScenario, 'scenario' | 'plan' | 'first'>,
  onDiscard: () => void,
): SweepJob['journal'] => {
  if (target === undefined) return memoryJournal()
  const path = join(unfinished(target), `${scenario.name}.jsonl`)
  const { journal, discarded } = diskJournal(path, identityOf(scenario, plan, first))
  if (discarded) onDiscard()
  return journal
}

/** The runs of a scenario that are done, in the order of the plan. */
export function* runsOf({ runs, journal }: SweepJob): Generator<DoneRun> {
  for (let index = 0; index < runs.length; index++) yield journal.get(index)
}

function* rowsOf(job: SweepJob): Generator<SweepRow> {
  for (const { row } of runsOf(job)) yield row
}

export const entryOf = (swept: SweptScenario): SweptEntry => ({
  name: swept.scenario.name,
  file: swept.path,
  kept: join('scenarios', `${swept.scenario.name}.yaml`),
  set: swept.overrides,
  plan: swept.plan,
  first: swept.first,
  rejected: swept.rejected,
  summary: summarise(swept.scenario, runsOf(swept)),
  coverage: coverageOf(swept.scenario.cover, rowsOf(swept)),
})

/**
 * Writes what all runs came to, and forgets the unfinished state.
 * @param target a folder, or a file that ends as a table does
 */
export const writeSweep = async (
  target: string,
  swept: readonly SweptScenario[],
  entries: readonly SweptEntry[],
): Promise<void> => {
  const columns = columnsOf(swept.map(({ scenario }) => scenario))
  function* cells() {
    for (const one of swept) for (const row of rowsOf(one)) yield columns.map(({ of }) => of(row))
  }
  if (isTable(target)) await writeTable(target, columns, cells())
  else {
    const folder = await beginFolder(target)
    try {
      for (const ending of TABLE_ENDINGS)
        await writeTable(join(folder.path, TABLE + ending), columns, cells())
      mkdirSync(join(folder.path, 'scenarios'))
      swept.forEach(({ scenario }, i) =>
        writeFileSync(join(folder.path, entries[i].kept), resolvedText(scenario)),
      )
      const manifest: SweepManifest = {
        versions: { nearmiss: VERSION, node: process.version },
        scenarios: entries,
      }
      writeFileSync(join(folder.path, SWEEP_MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`)
      await folder.commit()
    } catch (error) {
      await folder.abort()
      throw error
    }
  }
  for (const { journal } of swept) journal.close()
  rmSync(unfinished(target), { recursive: true, force: true })
}

/**
 * Reads what a sweep's folder says of itself.
 * @throws UserError when `dir` is no folder of a finished sweep
 */
export const readManifest = (dir: string): SweepManifest => {
  try {
    return JSON.parse(readFileSync(join(dir, SWEEP_MANIFEST), 'utf8')) as SweepManifest
  } catch (error) {
    throw new UserError(
      `'${dir}' is no folder of a finished sweep: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
}
