/** `nearmiss sweep FILE`: many runs, one table of outcomes, and what of the scenario's `cover` they leave out. */
import { availableParallelism } from 'node:os'
import { Option, type Command } from 'commander'
import { coverageOf, outcomeShares, sweep, type Coverage, type SweepRow } from '../run/index.ts'
import { scenarioPath } from '../scenario/files.ts'
import {
  asSettings,
  planSweep,
  sampleScenario,
  SAMPLERS,
  UserError,
  type Sampler,
  type SweepRun,
} from '../scenario/index.ts'
import { countOption, loadOrExplain, seedOption, setOption } from './options.ts'
import { cancellable, startProgress } from './progress.ts'

interface Options {
  readonly samples?: number
  readonly sampler?: Sampler
  readonly seed?: number
  readonly workers: number
  readonly set?: Record<string, string>
  readonly json?: boolean
}

const percent = (x: number): string => `${(100 * x).toFixed(1)} %`

const cell = (x: number | string | boolean | null): string =>
  x === null
    ? '-'
    : typeof x === 'number'
      ? String(Number(x.toPrecision(4)))
      : typeof x === 'boolean'
        ? x
          ? 'yes'
          : 'no'
        : x

/** Aligned columns: one row a seed, then how the outcomes spread. */
const table = (rows: readonly SweepRow[]): string => {
  const names = Object.keys(rows[0].parameters)
  const head = [
    'seed',
    ...names,
    'outcome',
    'min_ttc_s',
    'min_distance_m',
    'delta_v_mps',
    'lost_control',
    'verdict',
    'digest',
  ]
  const body = rows.map((r) => [
    ...[
      String(r.seed),
      ...names.map((n) => cell(r.parameters[n])),
      r.class,
      cell(r.min_ttc_s),
      cell(r.min_distance_m),
    ],
    ...[cell(r.max_delta_v_mps), cell(r.loss_of_control), r.verdict, r.digest.slice(0, 12)],
  ])
  const width = head.map((h, i) => Math.max(h.length, ...body.map((b) => b[i].length)))
  const line = (cells: readonly string[]): string =>
    cells
      .map((c, i) => c.padEnd(width[i]))
      .join('  ')
      .trimEnd()
  const shares = outcomeShares(rows).map(
    (s) =>
      `  ${s.class.padEnd(10)} ${String(s.count).padStart(6)}  ${percent(s.share).padStart(7)}  (95 %: ${percent(s.interval[0])} to ${percent(s.interval[1])})`,
  )
  return [line(head), ...body.map(line), '', `${rows.length} runs`, ...shares, ''].join('\n')
}

/** Each bin with its count; the empty ones named. */
const coverageTable = (coverage: readonly Coverage[]): string =>
  coverage
    .map(({ name, bins, outside, uncovered }) => {
      const width = Math.max(...bins.map((b) => b.label.length))
      return [
        `coverage of ${name}: ${bins.length - uncovered.length} of ${bins.length} bins${outside === 0 ? '' : `, ${outside} runs outside`}`,
        ...bins.map((b) => `  ${b.label.padEnd(width)} ${String(b.count).padStart(6)}`),
        ...(uncovered.length === 0 ? [] : [`  uncovered: ${uncovered.join(', ')}`]),
        '',
      ].join('\n')
    })
    .join('\n')

const samplerOption = new Option(
  '--sampler <name>',
  "how parameters are chosen, instead of the file's own",
).choices(SAMPLERS)

export const register = (program: Command): void => {
  program
    .command('sweep')
    .description('sample the distributions; a table of outcomes, the same from any number of workers')
    .argument('<file>', 'scenario file, or the name of one of the library')
    .option('--samples <n>', "how many runs (default: the file's own sweep)", countOption)
    .addOption(samplerOption)
    .option('--seed <n>', "the first seed; the others follow it (default: the scenario's own)", seedOption)
    .option('--workers <n>', 'how many run side by side', countOption, availableParallelism())
    .option('--set <name=value>', 'give a parameter a value; may be repeated', setOption)
    .option('--json', 'print one JSON object')
    .action(async (file: string, options: Options) => {
      const scenario = loadOrExplain(file, options.set)
      if (!scenario) return
      if (sampleScenario(scenario).actors.some(({ driver }) => driver.kind === 'external'))
        throw new UserError('an external driver cannot be swept: each run would need a client of its own')
      const plan = {
        ...scenario.sweep,
        sampler: options.sampler ?? scenario.sweep.sampler,
        runs: options.samples ?? scenario.sweep.runs,
      }
      const { runs, rejected } = planSweep(scenario, plan, options.seed ?? scenario.seed)
      const progress = startProgress('sweeping', runs.length, 'runs')
      const rows = await cancellable((signal) =>
        sweep({
          path: scenarioPath(file),
          overrides: options.set ?? {},
          runs,
          workers: Math.min(options.workers, runs.length),
          onProgress: (n) => progress.update(n),
          signal,
        }),
      )
      progress.stop()
      if (!rows) return
      const coverage = coverageOf(scenario.cover, rows)
      if (options.json) {
        const settings = ({ parameters }: SweepRun) =>
          parameters === null ? {} : { set: asSettings(scenario, parameters) }
        const report = {
          scenario: scenario.name,
          sampler: plan.sampler,
          rejected,
          outcomes: outcomeShares(rows),
          coverage,
          runs: rows.map((row, i) => ({ ...row, ...settings(runs[i]) })),
        }
        process.stdout.write(`${JSON.stringify(report)}\n`)
        return
      }
      process.stdout.write(table(rows))
      if (rejected > 0)
        process.stdout.write(`${rejected} points of the ${plan.sampler} sampler break the constraints\n`)
      if (coverage.length > 0) process.stdout.write(`\n${coverageTable(coverage)}`)
    })
}
