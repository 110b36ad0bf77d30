/** `nearmiss compare FILE` or `--all`: the same seeds with other drivers; which hazard is avoidable by whom. */
import { availableParallelism } from 'node:os'
import { extname } from 'node:path'
import type { Command } from 'commander'
import { replaceFile } from '../export/index.ts'
import {
  ASSISTANCES,
  compare,
  comparisonCsv,
  comparisonMarkdown,
  isComparable,
  type Assistance,
  type Compared,
  type Comparison,
} from '../run/index.ts'
import { scenarioPath } from '../scenario/files.ts'
import { closest, didYouMean, UserError } from '../scenario/index.ts'
import { countOption, libraryOf, listOption, loadOrExplain, seedOption, setOption } from './options.ts'
import { cancellable, startProgress } from './progress.ts'

interface Options {
  readonly all?: boolean
  readonly only?: readonly string[]
  readonly drivers: readonly string[]
  readonly samples: number
  readonly seed: number
  readonly workers: number
  readonly set?: Record<string, string>
  readonly out?: string
  readonly json?: boolean
}

const FORMATS: Readonly<Record<string, (comparisons: readonly Comparison[]) => string>> = {
  '.json': (comparisons) => `${JSON.stringify({ comparisons }, null, 2)}\n`,
  '.csv': comparisonCsv,
  '.md': comparisonMarkdown,
}

const isAssistance = (name: string): name is Assistance => (ASSISTANCES as readonly string[]).includes(name)

const driversOf = (names: readonly string[]): readonly Assistance[] => {
  for (const name of names.filter((n) => !isAssistance(n)))
    throw new UserError(
      `no driver '${name}' to compare; there are ${ASSISTANCES.join(', ')}${didYouMean(closest(name, ASSISTANCES))}`,
    )
  return names.filter(isAssistance)
}

/** The library's scenarios that load, or those of it that are named. */
const library = (only: readonly string[] | undefined): Compared[] =>
  libraryOf(only).flatMap(({ file, scenario }) => (scenario ? [{ path: file, scenario, overrides: {} }] : []))

const chosen = (file: string | undefined, { only, set = {} }: Options): Compared[] => {
  if (file === undefined) return library(only)
  const scenario = loadOrExplain(file, set)
  return scenario ? [{ path: scenarioPath(file), scenario, overrides: set }] : []
}

export const register = (program: Command): void => {
  program
    .command('compare')
    .description('run the same seeds with other drivers: which hazard is avoidable by whom')
    .argument('[file]', 'scenario file, or the name of one of the library')
    .option('--all', 'every scenario of the library whose subject has a driver who sees')
    .option('--only <names>', 'with --all: only these, as black-ice-queue,highway-cut-in', listOption)
    .option('--drivers <names>', `which, the first to compare with: ${ASSISTANCES.join(',')}`, listOption, [
      ...ASSISTANCES,
    ])
    .option('--samples <n>', 'seeds of each', countOption, 200)
    .option('--seed <n>', 'the first seed', seedOption, 1)
    .option('--workers <n>', 'how many run side by side', countOption, availableParallelism())
    .option('--set <name=value>', 'give a parameter a value; may be repeated', setOption)
    .option('--out <file>', 'write the table: x.md, x.csv or x.json')
    .option('--json', 'print one JSON object')
    .action(async (file: string | undefined, options: Options) => {
      const { all = false, out, json, samples, seed, workers } = options
      if (all === (file !== undefined)) throw new UserError("name one scenario, or say '--all'")
      if (!all && options.only) throw new UserError("'--only' goes with '--all'")
      if (all && options.set) throw new UserError("'--set' goes with one scenario")
      if (out !== undefined && !Object.hasOwn(FORMATS, extname(out)))
        throw new UserError(`a comparison is written as ${Object.keys(FORMATS).join(', ')}, not '${out}'`)
      const drivers = driversOf(options.drivers)
      const scenarios = chosen(file, options)
      if (scenarios.length === 0) return
      const comparable = scenarios.filter(isComparable)
      for (const { scenario } of scenarios.filter((s) => !comparable.includes(s)))
        process.stderr.write(`nearmiss: ${scenario.name} is left out: nobody who sees drives its subject\n`)
      if (comparable.length === 0) throw new UserError('there is nothing to compare')

      const progress = startProgress('comparing', comparable.length * drivers.length * samples, 'runs')
      const comparisons = await cancellable((signal) =>
        compare(comparable, {
          ...{ drivers, samples, first: seed, workers, signal },
          onProgress: (n) => progress.update(n),
        }),
      )
      progress.stop()
      if (!comparisons) return
      if (out !== undefined) await replaceFile(out, FORMATS[extname(out)](comparisons))
      process.stdout.write(json ? `${JSON.stringify({ comparisons })}\n` : comparisonMarkdown(comparisons))
    })
}
