/** The same seeds under different drivers: which hazard is avoidable by whom. */
import { sampleScenario, planSweep, type Scenario } from '../scenario/index.ts'
import { canBeAssisted, type Assistance } from './assistance.ts'
import { sweep, type SweepJob } from './sweep.ts'
import { memoryJournal } from './sweep-journal.ts'
import type { SweepRow } from './sweep-row.ts'
import { shareOf, summarise, type Share, type SweepSummary } from './sweep-summary.ts'

/** A scenario of the comparison. */
export interface Compared {
  readonly path: string
  readonly scenario: Scenario
  readonly overrides: Readonly<Record<string, string>>
}

export interface CompareOptions {
  readonly drivers: readonly Assistance[]
  /** Seeds of each, from `first` on. */
  readonly samples: number
  readonly first: number
  readonly workers: number
  readonly onProgress?: (done: number) => void
  readonly signal?: AbortSignal
}

/** What one driver made of a scenario's seeds. */
export interface DriverResult {
  readonly driver: Assistance
  readonly summary: SweepSummary
  readonly critical: Share
  readonly collision: Share
  /** Of the seeds that were critical for the first driver, those that were not for this one. */
  readonly avoided: Share
  /** Seeds that were critical only for this one. */
  readonly worse: number
}

export interface Comparison {
  readonly scenario: string
  readonly title: string
  readonly drivers: readonly DriverResult[]
  /** Drivers after the first for whom at least half of its critical seeds were not critical. */
  readonly avoidableBy: readonly Assistance[]
  /** Drivers after the first who collide at most half as often. */
  readonly crashAvoidedBy: readonly Assistance[]
}

/** A hazard is avoidable by a driver who avoids this share of what was critical for the first. */
export const AVOIDABLE_SHARE = 0.5

interface Job extends SweepJob {
  readonly of: Compared
  readonly driver: Assistance
}

/** Whether a scenario's subject has a driver who can be changed for another. */
export const isComparable = ({ scenario }: Compared): boolean => canBeAssisted(sampleScenario(scenario))

/** Runs the same seeds of every scenario with every driver; the same table for any number of workers. */
export const compare = async (
  compared: readonly Compared[],
  { drivers, samples, first, workers, onProgress, signal }: CompareOptions,
): Promise<Comparison[]> => {
  const jobs = compared.flatMap((of): Job[] => {
    const plan = { ...of.scenario.sweep, sampler: 'uniform' as const, runs: samples }
    const { runs } = planSweep(of.scenario, plan, first)
    const { path, overrides } = of
    return drivers.map((driver) => ({
      ...{ of, driver, path, overrides, runs },
      ...{ assistance: driver, journal: memoryJournal() },
    }))
  })
  await sweep(jobs, {
    workers,
    ...(onProgress ? { onProgress } : {}),
    ...(signal ? { signal } : {}),
  })
  return compared.map((of) =>
    comparisonOf(
      of,
      jobs.filter((job) => job.of === of),
    ),
  )
}

const rowsOf = ({ runs, journal }: Job): readonly SweepRow[] => runs.map((_, i) => journal.get(i).row)

const comparisonOf = ({ scenario }: Compared, jobs: readonly Job[]): Comparison => {
  const base = rowsOf(jobs[0])
  const bad = base.filter((row) => row.critical).length
  const drivers = jobs.map((job): DriverResult => {
    const rows = rowsOf(job)
    const summary = summarise(
      scenario,
      job.runs.map((_, i) => job.journal.get(i)),
    )
    return {
      driver: job.driver,
      summary,
      critical: summary.critical,
      collision: shareOf(rows.filter((row) => row.collision).length, rows.length),
      avoided: shareOf(rows.filter((row, i) => base[i].critical && !row.critical).length, bad),
      worse: rows.filter((row, i) => !base[i].critical && row.critical).length,
    }
  })
  return {
    scenario: scenario.name,
    title: scenario.title,
    drivers,
    avoidableBy: drivers
      .slice(1)
      .filter(({ avoided }) => bad > 0 && avoided.share >= AVOIDABLE_SHARE)
      .map(({ driver }) => driver),
    crashAvoidedBy: drivers
      .slice(1)
      .filter(({ collision }) => isAvoided(collision.share, drivers[0].collision.share))
      .map(({ driver }) => driver),
  }
}

/** Whether a driver collides so much more seldom than the first one that the crash is his to avoid. */
const isAvoided = (share: number, first: number): boolean =>
  first > 0 && share <= (1 - AVOIDABLE_SHARE) * first

const percent = (x: number): string => `${(100 * x).toFixed(1)} %`
const interval = ({ share, interval: [low, high] }: Share): string =>
  `${percent(share)} (${(100 * low).toFixed(0)}-${(100 * high).toFixed(0)})`

/** As a table in Markdown: critical runs (collisions) of each driver, 95 % Wilson intervals, and who avoids it. */
export const comparisonMarkdown = (comparisons: readonly Comparison[]): string => {
  const drivers = comparisons.flatMap((c) => c.drivers).map(({ driver }) => driver)
  const names = [...new Set(drivers)]
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [
    line([
      'hazard',
      ...names.map((n) => `${n}: critical`),
      ...names.map((n) => `${n}: collision`),
      'crash avoidable by',
      'danger avoidable by',
    ]),
    line(['---', ...names.flatMap(() => ['---', '---']), '---', '---']),
    ...comparisons.map((c) =>
      line([
        c.scenario,
        ...c.drivers.map((d) => interval(d.critical)),
        ...c.drivers.map((d) => interval(d.collision)),
        ...[c.crashAvoidedBy, c.avoidableBy].map((who) => who.join(', ') || 'nobody'),
      ]),
    ),
    '',
  ].join('\n')
}

/** As CSV: one line for every scenario and driver. */
export const comparisonCsv = (comparisons: readonly Comparison[]): string => {
  const columns = [
    ...[
      'scenario',
      'driver',
      'runs',
      'critical',
      'critical_low',
      'critical_high',
      'collision',
      'collision_low',
    ],
    ...['collision_high', 'avoided', 'avoided_low', 'avoided_high', 'worse', 'avoidable', 'crash_avoidable'],
  ]
  const cells = ({ share, interval: [low, high] }: Share): string[] =>
    [share, low, high].map((x) => x.toFixed(6))
  const lines = comparisons.flatMap((c) =>
    c.drivers.map((d) =>
      [
        ...[c.scenario, d.driver, String(d.summary.runs)],
        ...[...cells(d.critical), ...cells(d.collision), ...cells(d.avoided)],
        String(d.worse),
        ...[c.avoidableBy, c.crashAvoidedBy].map((who) => String(who.includes(d.driver))),
      ].join(','),
    ),
  )
  return `${[columns.join(','), ...lines].join('\n')}\n`
}
