/** `nearmiss sweep FILE` or `--all`: many runs, one table of outcomes, and what of the scenario's `cover` they leave out. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { dirname, join } from 'node:path'
import { Option, type Command } from 'commander'
import { replaceFile } from '../export/index.ts'
import {
  entryOf,
  hazardPage,
  openJournal,
  runsOf,
  shortcomings,
  sweep,
  writeSweep,
  type SweptEntry,
  type SweptScenario,
} from '../run/index.ts'
import { scenarioPath } from '../scenario/files.ts'
import {
  asSettings,
  formatDiagnostics,
  planSweep,
  sampleScenario,
  SAMPLERS,
  UserError,
  type Sampler,
  type Scenario,
  type SweepPlan,
} from '../scenario/index.ts'
import {
  countOption,
  isFolder,
  libraryOf,
  listOption,
  loadOrExplain,
  seedOption,
  setOption,
} from './options.ts'
import { cancellable, startProgress } from './progress.ts'
import { coverageText, familiesText, runsText, summaryText } from './sweep-text.ts'

interface Options {
  readonly all?: boolean
  readonly only?: readonly string[]
  readonly samples?: number
  readonly sampler?: Sampler
  readonly levels?: Readonly<Record<string, number>>
  readonly strength?: number
  readonly seed?: number
  readonly workers: number
  readonly set?: Record<string, string>
  readonly out?: string
  readonly page?: string
  readonly drivers?: string
  readonly json?: boolean
}

/** What is to be swept. */
interface Chosen {
  readonly path: string
  readonly scenario: Scenario
}

/** Seed of each scenario's first run in a sweep of all. */
const FIRST_OF_ALL = 1

const chosenFile = (file: string, { set }: Options): Chosen[] | null => {
  const scenario = loadOrExplain(file, set)
  return scenario && [{ path: scenarioPath(file), scenario }]
}

/** The library, or those of it that are named. Null: some have mistakes, which are told. */
const chosenLibrary = ({ only }: Options): Chosen[] | null => {
  const wanted = libraryOf(only)
  const wrong = wanted.flatMap(({ diagnostics }) => diagnostics.filter((d) => d.severity === 'error'))
  if (wrong.length > 0) {
    process.stderr.write(`${formatDiagnostics(wrong)}\n`)
    process.exitCode = 1
    return null
  }
  return wanted.flatMap(({ file, scenario }) => (scenario ? [{ path: file, scenario }] : []))
}

/** The library is swept by seeds unless told otherwise: what its files would sweep by themselves is their own matter. */
const planOf = (
  { sweep: own, material }: Scenario,
  { all, sampler, samples, levels = {}, strength }: Options,
): SweepPlan => {
  const { '*': ofAll, ...named } = levels
  const drawn = material.parameters.filter(({ draw }) => draw.kind !== 'fixed').map(({ name }) => name)
  for (const name of Object.keys(named))
    if (!drawn.includes(name))
      throw new UserError(`no parameter '${name}' is drawn; there are ${drawn.join(', ')}`)
  const everywhere = !Object.hasOwn(levels, '*') ? {} : Object.fromEntries(drawn.map((name) => [name, ofAll]))
  return {
    ...own,
    sampler: sampler ?? (all ? 'uniform' : own.sampler),
    runs: samples ?? own.runs,
    levels: { ...own.levels, ...everywhere, ...named },
    ...(strength === undefined ? {} : { strength }),
  }
}

const prepare = ({ path, scenario }: Chosen, options: Options): SweptScenario => {
  if (sampleScenario(scenario).actors.some(({ driver }) => driver.kind === 'external'))
    throw new UserError('an external driver cannot be swept: each run would need a client of its own')
  const plan = planOf(scenario, options)
  const first = options.seed ?? (options.all ? FIRST_OF_ALL : scenario.seed)
  const journal = openJournal(options.out, { scenario, plan, first }, () =>
    process.stderr.write(`nearmiss: ${scenario.name} is another one than before; it begins anew\n`),
  )
  return {
    path,
    scenario,
    overrides: options.set ?? {},
    plan,
    first,
    ...planSweep(scenario, plan, first),
    journal,
  }
}

/** Something finished at the target is told before hours of work, not after. */
const checkTarget = (out: string | undefined): void => {
  if (out !== undefined && existsSync(out) && !(isFolder(out) && readdirSync(out).length === 0))
    throw new UserError(`'${out}' exists already; remove it or choose another place`)
}

const text = (
  entries: readonly SweptEntry[],
  swept: readonly SweptScenario[],
  { all, out }: Options,
): string => {
  if (all) return familiesText(entries.map(({ summary }) => summary))
  const [{ summary, rejected, plan, coverage }] = entries
  // Rows that go to a file may be more than anybody reads.
  const rows = out === undefined ? `${runsText([...runsOf(swept[0])].map(({ row }) => row))}\n` : ''
  return [
    ...[rows, summaryText(summary)],
    ...(rejected > 0 ? [`${rejected} points of the ${plan.sampler} sampler break the constraints\n`] : []),
    ...(coverage.length > 0 ? ['\n', coverageText(coverage)] : []),
  ].join('')
}

const json = (entries: readonly SweptEntry[], swept: readonly SweptScenario[], all: boolean): object => {
  if (all)
    return {
      families: entries.map((e) => ({
        ...e.summary,
        coverage: e.coverage,
        shortcomings: shortcomings(e.summary),
      })),
    }
  const [{ summary, rejected, plan, coverage }] = entries
  const [{ scenario, runs }] = swept
  const rows = [...runsOf(swept[0])].map(({ row }, i) => {
    const { parameters } = runs[i]
    return parameters === null ? row : { ...row, set: asSettings(scenario, parameters) }
  })
  return { ...summary, sampler: plan.sampler, rejected, coverage, runs: rows }
}

/** `--levels 4` for every parameter (kept under '*'), `--levels v_ego=5` for one. */
const levelsOption = (
  text: string,
  before: Readonly<Record<string, number>> = {},
): Readonly<Record<string, number>> => {
  const at = text.indexOf('=')
  return { ...before, [at < 0 ? '*' : text.slice(0, at).trim()]: countOption(text.slice(at + 1)) }
}

/** Where `nearmiss picture` puts a hazard's picture, seen from the page. */
const pictureOf = (page: string, name: string): string | null => {
  const picture = join('images', 'hazards', `${name}.jpg`)
  return existsSync(join(dirname(page), picture)) ? picture : null
}

const renewPage = (
  page: string,
  swept: readonly SweptScenario[],
  entries: readonly SweptEntry[],
  drivers: string | undefined,
): Promise<void> => {
  const text = hazardPage(
    existsSync(page) ? readFileSync(page, 'utf8') : null,
    swept.map(({ scenario }, i) => ({
      scenario,
      summary: entries[i].summary,
      picture: pictureOf(page, scenario.name),
    })),
    drivers === undefined ? null : readFileSync(drivers, 'utf8'),
  )
  return replaceFile(page, text)
}

const samplerOption = new Option(
  '--sampler <name>',
  "how parameters are chosen, instead of the file's own",
).choices(SAMPLERS)

export const register = (program: Command): void => {
  program
    .command('sweep')
    .description('sample the distributions; a table of outcomes, the same from any number of workers')
    .argument('[file]', 'scenario file, or the name of one of the library')
    .option(
      '--all',
      'every scenario of the library: one line each, exit code 1 when one falls short of its promises',
    )
    .option('--only <names>', 'with --all: only these, as black-ice-queue,highway-cut-in', listOption)
    .option('--samples <n>', "how many runs of each (default: the file's own sweep)", countOption)
    .addOption(samplerOption)
    .option(
      '--levels <n|name=n>',
      'of grid and t-wise: values of every parameter, or of one; may be repeated',
      levelsOption,
    )
    .option('--strength <t>', 'of t-wise: how many parameters are combined (default 2)', countOption)
    .option(
      '--seed <n>',
      "the first seed; the others follow it (default: the scenario's own; with --all 1)",
      seedOption,
    )
    .option('--workers <n>', 'how many run side by side', countOption, availableParallelism())
    .option('--set <name=value>', 'give a parameter a value; may be repeated', setOption)
    .option(
      '--out <path>',
      'write a folder (table as CSV, Parquet and JSON, and what replay needs), or one table: x.csv, x.parquet, x.json',
    )
    .option(
      '--page <file>',
      'with --all: renew the table of hazards in this Markdown page, as docs/hazards.md',
    )
    .option(
      '--drivers <file>',
      "with --page: the table of drivers, as 'nearmiss compare --all --out x.md' writes it",
    )
    .option('--json', 'print one JSON object')
    .action(async (file: string | undefined, options: Options) => {
      const { all = false, out } = options
      if (all === (file !== undefined)) throw new UserError("name one scenario, or say '--all'")
      if (!all && options.only) throw new UserError("'--only' goes with '--all'")
      if (!all && options.page) throw new UserError("'--page' goes with '--all'")
      if (all && options.set) throw new UserError("'--set' goes with one scenario")
      checkTarget(out)
      if (options.drivers !== undefined && !existsSync(options.drivers))
        throw new UserError(`there is no file '${options.drivers}'`)
      const chosen = file === undefined ? chosenLibrary(options) : chosenFile(file, options)
      if (!chosen) return

      const swept = chosen.map((one) => prepare(one, options))
      const total = swept.reduce((n, { runs }) => n + runs.length, 0)
      const before = swept.reduce((n, { journal }) => n + journal.done, 0)
      if (before > 0) process.stderr.write(`nearmiss: ${before} of ${total} runs are done already\n`)
      const progress = startProgress('sweeping', total, 'runs', before)
      const done = await cancellable(
        async (signal) => {
          const workers = Math.max(1, Math.min(options.workers, total - before))
          await sweep(swept, { workers, onProgress: (n) => progress.update(n), signal })
          return true
        },
        out === undefined
          ? undefined
          : 'the runs that are done are kept, and the same command goes on from there',
      )
      progress.stop()
      if (done === null) return

      const entries = swept.map(entryOf)
      const shown = options.json
        ? `${JSON.stringify(json(entries, swept, all))}\n`
        : text(entries, swept, options)
      if (out !== undefined) await writeSweep(out, swept, entries)
      if (options.page !== undefined) await renewPage(options.page, swept, entries, options.drivers)
      process.stdout.write(shown)
      if (all && entries.some(({ summary }) => shortcomings(summary).length > 0)) process.exitCode = 1
    })
}
