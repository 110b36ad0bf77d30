/** What the runs of one scenario came to: shares of outcomes with intervals, and whether the promises are kept. */
import { wilson } from '../math/index.ts'
import { outcomeClasses } from '../scenario/index.ts'
import type { DoneRun } from './sweep-journal.ts'

/** How many of the runs, with the Wilson interval of the share, 95 %. */
export interface Share {
  readonly count: number
  readonly share: number
  readonly interval: readonly [number, number]
}

export interface SweepSummary {
  readonly scenario: string
  readonly title: string
  readonly runs: number
  /** The share of each class among the runs' worst outcomes, worst first; they add up to 1. */
  readonly outcomes: readonly (Share & {
    readonly class: string
    /** Runs in which the class held, though a worse one may have held too. */
    readonly held: number
    readonly promised: boolean
  })[]
  readonly critical: Share
  /** Classes that the scenario promises and that no run came to. */
  readonly absent: readonly string[]
  readonly failed: number
  readonly simulated_s: number
  readonly cpu_s: number
  readonly sim_s_per_cpu_s: number
}

export const shareOf = (count: number, runs: number): Share => ({
  count,
  share: count / Math.max(1, runs),
  interval: wilson(count, runs),
})

/** Of these runs; they are looked at one by one. */
export const summarise = (
  {
    name,
    title,
    outcomes,
  }: { readonly name: string; readonly title: string; readonly outcomes: readonly string[] },
  runs: Iterable<DoneRun>,
): SweepSummary => {
  const classes = outcomeClasses(outcomes)
  const worst = new Map<string, number>()
  const held = new Map<string, number>()
  const count = (map: Map<string, number>, key: string): void => void map.set(key, (map.get(key) ?? 0) + 1)
  let [total, critical, failed, simulated, cpu] = [0, 0, 0, 0, 0]
  for (const { row, cpu: spent } of runs) {
    total++
    count(worst, row.class)
    for (const name of row.classes) count(held, name)
    if (row.critical) critical++
    if (row.verdict === 'failed') failed++
    simulated += row.duration_s
    cpu += spent
  }
  return {
    scenario: name,
    title,
    runs: total,
    outcomes: classes.map((c) => ({
      class: c,
      ...shareOf(worst.get(c) ?? 0, total),
      held: held.get(c) ?? 0,
      promised: outcomes.includes(c),
    })),
    critical: shareOf(critical, total),
    absent: outcomes.filter((c) => !held.has(c)),
    failed,
    simulated_s: simulated,
    cpu_s: cpu,
    sim_s_per_cpu_s: cpu > 0 ? simulated / cpu : 0,
  }
}

/** A hazard is worth its place in the library when this share of its runs is critical. */
export const CRITICAL_SHARE: readonly [number, number] = [0.05, 0.95]

/**
 * From so many runs on a class that never came up counts as absent: one of 5 % would be missed by chance in
 * fewer than one sweep of twenty (0.95^59 < 0.05).
 */
export const ENOUGH_RUNS = 59

/** What is wrong with a hazard, in words; [] when nothing is, or too few runs were made to tell. */
export const shortcomings = ({ runs, critical, absent }: SweepSummary): string[] => {
  if (runs < ENOUGH_RUNS) return []
  const [least, most] = CRITICAL_SHARE
  const percent = `${Number((100 * critical.share).toFixed(1))} % of its runs are critical`
  return [
    ...(critical.share < least ? [`only ${percent}, fewer than ${100 * least} %`] : []),
    ...(critical.share > most ? [`${percent}, more than ${100 * most} %`] : []),
    ...absent.map((name) => `it promises '${name}', and no run came to that`),
  ]
}
