/** `nearmiss minimise FILE|RUN`: moves a failing sample towards the medians while it still fails. */
import { existsSync, writeFileSync } from 'node:fs'
import { basename, extname } from 'node:path'
import type { Command } from 'commander'
import { isSweepFolder, minimise, pastRow, run, type Minimised, type RunRecord } from '../run/index.ts'
import {
  asSettings,
  outcomeClasses,
  sampleScenario,
  sampleText,
  UserError,
  type Scenario,
} from '../scenario/index.ts'
import { isFolder, loadOrExplain, seedOption, setOption } from './options.ts'
import { cancellable } from './progress.ts'

interface Options {
  readonly at?: string
  readonly seed?: number
  readonly set?: Record<string, string>
  readonly while?: string
  readonly out?: string
  readonly json?: boolean
}

/** A sample of a scenario. */
interface Sample {
  readonly file: string
  readonly scenario: Scenario
  readonly seed: number
  readonly parameters: RunRecord['parameters']
}

const sampleOf = (source: string, { at, seed, set }: Options): Sample | null => {
  if (isFolder(source)) {
    if (!isSweepFolder(source)) throw new UserError(`'${source}' is no folder of a sweep`)
    if (at === undefined || seed !== undefined || set)
      throw new UserError("a row of a sweep is named by '--at' alone, as --at 42")
    const { logical, file, scenario } = pastRow(source, at)
    return { file, scenario: logical, seed: scenario.seed, parameters: scenario.parameters }
  }
  if (at !== undefined) throw new UserError("'--at' goes with a sweep's folder; a scenario file has '--seed'")
  const scenario = loadOrExplain(source, set)
  if (!scenario) return null
  const concrete = sampleScenario(scenario, seed ?? scenario.seed)
  return { file: source, scenario, seed: concrete.seed, parameters: concrete.parameters }
}

/** The word for a run whose expectations are broken. */
const FAILED = 'failed'

/** What shall stay true: as told, or the worst that the sample itself came to. */
const kindOf = async (sample: Sample, { while: told }: Options): Promise<string> => {
  const kinds = [FAILED, ...outcomeClasses(sample.scenario.outcomes)]
  if (told !== undefined) {
    if (!kinds.includes(told))
      throw new UserError(`'${told}' is no outcome of this scenario: ${kinds.join(', ')}`)
    return told
  }
  const { outcome } = await run(sampleScenario(sample.scenario, sample.seed, sample.parameters))
  if (outcome.critical) return outcome.class
  if (outcome.verdict === 'failed') return FAILED
  throw new UserError('this sample is harmless and breaks no expectation: there is nothing to keep')
}

const isOfKind = (kind: string) => (record: RunRecord) =>
  kind === FAILED ? record.outcome.verdict === 'failed' : record.outcome.classes.includes(kind)

const cell = (x: number | string): string => (typeof x === 'number' ? String(Number(x.toPrecision(5))) : x)

const table = ({ parameters }: Minimised): string => {
  const rows = [
    ['parameter', 'from', 'to', 'median'],
    ...parameters.map(({ name, from, to, median }) => [
      ...[name, cell(from)],
      ...[to === from ? 'stays' : to === median ? 'median' : cell(to), cell(median)],
    ]),
  ]
  const width = rows[0].map((_, i) => Math.max(...rows.map((row) => row[i].length)))
  return rows
    .map(
      (row) =>
        `  ${row
          .map((text, i) => text.padEnd(width[i]))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('')
}

export const register = (program: Command): void => {
  program
    .command('minimise')
    .description('move a failing sample towards the medians of its parameters while it still fails')
    .argument('<source>', "scenario file, name of one of the library, or a sweep's folder")
    .option('--at <row>', 'of a sweep: a seed, NAME/SEED or #ROW')
    .option('--seed <n>', "of a scenario file: seed instead of the scenario's own", seedOption)
    .option('--set <name=value>', 'give a parameter a value, which then stays; may be repeated', setOption)
    .option(
      '--while <outcome>',
      "what must stay true: an outcome class, or 'failed' (default: the sample's own)",
    )
    .option('--out <file>', 'write what is left as a scenario file that stands alone')
    .option('--json', 'print one JSON object')
    .action(async (source: string, options: Options) => {
      const { out } = options
      if (out !== undefined && (existsSync(out) || extname(out) !== '.yaml'))
        throw new UserError(existsSync(out) ? `'${out}' exists already` : "a scenario's file ends in .yaml")
      const sample = sampleOf(source, options)
      if (!sample) return
      const kind = await kindOf(sample, options)
      const found = await cancellable((signal) =>
        minimise(sample.scenario, sample.seed, sample.parameters, {
          fails: isOfKind(kind),
          onRun: (n) => n % 10 === 0 && process.stderr.write(`minimising, ${n} runs\n`),
          signal,
        }),
      )
      if (found === null) {
        if (process.exitCode === undefined) throw new UserError(`this sample does not come to '${kind}'`)
        return
      }
      const settings = asSettings(sample.scenario, found.values)
      if (out !== undefined)
        writeFileSync(
          out,
          sampleText(sample.scenario, { name: basename(out, '.yaml'), seed: sample.seed, settings }),
          { flag: 'wx' },
        )
      const fixed = Object.entries(options.set ?? {}).map(([name, value]) => `${name}=${value}`)
      const command = `nearmiss run ${sample.file} --seed ${sample.seed}${[...fixed, ...settings].map((s) => ` --set '${s}'`).join('')}`
      if (options.json) {
        const { parameters, runs, record } = found
        process.stdout.write(
          `${JSON.stringify({ kind, seed: sample.seed, runs, parameters, command, record })}\n`,
        )
        return
      }
      process.stdout.write(
        `${sample.scenario.name}, seed ${sample.seed}: still ${kind} after ${found.runs} runs\n${table(found)}${command}\n${out === undefined ? '' : `written: ${out}\n`}`,
      )
    })
}
