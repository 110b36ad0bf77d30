/**
 * Many runs of one scenario: seeds seed, seed + 1, ... with parameters by the seed or by a sampler (planSweep).
 * Each is a pure function of its seed and parameters, so the table is the same from one worker or from eight,
 * and any row can be run again by `nearmiss run --seed` (and `--set`).
 */
import { Piscina } from 'piscina'
import { wilson } from '../math/index.ts'
import type { Outcome } from '../criticality/index.ts'
import type { SweepRun } from '../scenario/index.ts'
import type { RunRecord } from './run.ts'

export interface SweepTask {
  readonly path: string
  readonly overrides: Readonly<Record<string, string>>
  readonly run: SweepRun
}

export interface SweepRow {
  readonly seed: number
  readonly parameters: RunRecord['parameters']
  readonly duration_s: number
  readonly class: Outcome
  readonly min_ttc_s: number | null
  readonly min_distance_m: number | null
  readonly max_delta_v_mps: number | null
  readonly loss_of_control: boolean
  readonly verdict: 'passed' | 'failed'
  readonly digest: string
}

export interface SweepOptions {
  readonly path: string
  readonly overrides?: Readonly<Record<string, string>>
  /** In the order of the table. */
  readonly runs: readonly SweepRun[]
  readonly workers: number
  readonly onProgress?: (done: number) => void
  readonly signal?: AbortSignal
}

// Sources end in .ts, the build in .js: the worker is whichever we are.
const WORKER = new URL(`./sweep-worker${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url)

/** Runs them all. Rows come in the order of the runs, whatever the number of workers. */
export const sweep = async ({
  path,
  overrides = {},
  runs,
  workers,
  onProgress,
  signal,
}: SweepOptions): Promise<SweepRow[]> => {
  const pool = new Piscina<SweepTask, SweepRow>({
    filename: WORKER.href,
    minThreads: workers,
    maxThreads: workers,
  })
  try {
    let done = 0
    const one = async (run: SweepRun): Promise<SweepRow> => {
      const row = await pool.run({ path, overrides, run }, { signal: signal ?? null })
      onProgress?.(++done)
      return row
    }
    return await Promise.all(runs.map(one))
  } finally {
    await pool.destroy()
  }
}

export interface OutcomeShare {
  readonly class: Outcome
  readonly count: number
  readonly share: number
  /** Wilson interval, 95 %. */
  readonly interval: readonly [number, number]
}

/** How the outcomes of a sweep spread. */
export const outcomeShares = (rows: readonly SweepRow[]): OutcomeShare[] =>
  (['collision', 'near-miss', 'harmless'] as const).map((outcome) => {
    const count = rows.filter((r) => r.class === outcome).length
    return {
      class: outcome,
      count,
      share: count / Math.max(1, rows.length),
      interval: wilson(count, rows.length),
    }
  })
