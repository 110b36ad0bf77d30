/** `nearmiss sweep FILE --samples N`: many seeds, one table of outcomes. */
import { availableParallelism } from 'node:os'
import type { Command } from 'commander'
import { outcomeShares, sweep, type SweepRow } from '../run/index.ts'
import { scenarioPath } from '../scenario/files.ts'
import { countOption, loadOrExplain, seedOption, setOption } from './options.ts'
import { cancellable, startProgress } from './progress.ts'

interface Options {
  readonly samples: number
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

export const register = (program: Command): void => {
  program
    .command('sweep')
    .description('sample the distributions; a table of outcomes, the same from any number of workers')
    .argument('<file>', 'scenario file, or the name of one of the library')
    .requiredOption('--samples <n>', 'how many seeds', countOption)
    .option('--seed <n>', "the first seed; the others follow it (default: the scenario's own)", seedOption)
    .option('--workers <n>', 'how many run side by side', countOption, availableParallelism())
    .option('--set <name=value>', 'give a parameter a value; may be repeated', setOption)
    .option('--json', 'print one JSON object')
    .action(async (file: string, options: Options) => {
      const scenario = loadOrExplain(file, options.set)
      if (!scenario) return
      const progress = startProgress('sweeping', options.samples, 'runs')
      const rows = await cancellable((signal) =>
        sweep({
          path: scenarioPath(file),
          overrides: options.set ?? {},
          seed: options.seed ?? scenario.seed,
          samples: options.samples,
          workers: Math.min(options.workers, options.samples),
          onProgress: (n) => progress.update(n),
          signal,
        }),
      )
      progress.stop()
      if (!rows) return
      if (options.json)
        process.stdout.write(
          `${JSON.stringify({ scenario: scenario.name, outcomes: outcomeShares(rows), runs: rows })}\n`,
        )
      else process.stdout.write(table(rows))
    })
}
