/** How a sweep's results read on a terminal. */
import { shortcomings, type Coverage, type SweepRow, type SweepSummary } from '../run/index.ts'

const percent = (x: number): string => `${(100 * x).toFixed(1)} %`
const between = ([low, high]: readonly [number, number]): string => `${percent(low)} to ${percent(high)}`

const cell = (x: number | string | boolean | null): string => {
  if (x === null) return '-'
  if (typeof x === 'number') return String(Number(x.toPrecision(4)))
  return typeof x === 'string' ? x : x ? 'yes' : 'no'
}

/** Aligned columns, the first row being the head. */
const aligned = (rows: readonly (readonly string[])[]): string[] => {
  const width = rows[0].map((_, i) => Math.max(...rows.map((row) => row[i].length)))
  return rows.map((row) =>
    row
      .map((text, i) => text.padEnd(width[i]))
      .join('  ')
      .trimEnd(),
  )
}

const OUTCOME_HEAD = [
  ...['outcome', 'min_ttc_s', 'min_distance_m', 'delta_v_mps', 'lost_control', 'verdict', 'digest'],
]

/** One line a run. */
export const runsText = (rows: readonly SweepRow[]): string => {
  const names = Object.keys(rows[0].parameters)
  const lines = aligned([
    ['seed', ...names, ...OUTCOME_HEAD],
    ...rows.map((r) => [
      ...[String(r.seed), ...names.map((n) => cell(r.parameters[n]))],
      ...[r.classes.join('+'), cell(r.min_ttc_s), cell(r.min_distance_m), cell(r.max_delta_v_mps)],
      ...[cell(r.loss_of_control), r.verdict, r.digest.slice(0, 12)],
    ]),
  ])
  return `${lines.join('\n')}\n`
}

/** How the outcomes of one scenario spread, and what it falls short of. */
export const summaryText = (summary: SweepSummary): string => {
  const { runs, outcomes, critical, sim_s_per_cpu_s } = summary
  const width = Math.max(...outcomes.map((o) => o.class.length), 'critical'.length)
  const share = (name: string, s: { count: number; share: number; interval: readonly [number, number] }) =>
    `  ${name.padEnd(width)} ${String(s.count).padStart(6)}  ${percent(s.share).padStart(7)}  (95 %: ${between(s.interval)})`
  return [
    `${runs} runs, ${Math.round(sim_s_per_cpu_s)} simulated seconds per CPU second`,
    ...outcomes.map((o) => share(o.class, o)),
    share('critical', critical),
    ...shortcomings(summary).map((text) => `  ! ${text}`),
    '',
  ].join('\n')
}

/** One line a scenario, with what it falls short of below. */
export const familiesText = (summaries: readonly SweepSummary[]): string => {
  const [head, ...lines] = aligned([
    ['scenario', 'runs', 'critical', '(95 %)', 'sim s/CPU s', 'outcomes'],
    ...summaries.map((s) => [
      ...[s.scenario, String(s.runs), percent(s.critical.share), between(s.critical.interval)],
      String(Math.round(s.sim_s_per_cpu_s)),
      s.outcomes.map((o) => `${o.class} ${percent(o.share)}`).join(', '),
    ]),
  ])
  const wrong = (summary: SweepSummary): string[] => shortcomings(summary).map((text) => `  ! ${text}`)
  return `${[head, ...lines.flatMap((line, i) => [line, ...wrong(summaries[i])])].join('\n')}\n`
}

/** Each bin with its count; the empty ones named. */
export const coverageText = (coverage: readonly Coverage[]): string =>
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
