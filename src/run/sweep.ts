/**
 * Many runs of scenarios, side by side. Each is a pure function of its scenario, seed and parameters (planSweep),
 * and rows are kept by their places in the plan, so the table is the same from one worker or from eight, in one
 * go or in several, and any row can be run again (`nearmiss replay`).
 */
import { Piscina } from 'piscina'
import { UserError, type SweepRun } from '../scenario/index.ts'
import type { Assistance } from './assistance.ts'
import type { DoneRun, Journal } from './sweep-journal.ts'

/** What a worker is asked for. */
export interface SweepTask {
  readonly path: string
  readonly overrides: Readonly<Record<string, string>>
  readonly run: SweepRun
  /** Who drives the subject; left out: as the file says. */
  readonly assistance?: Assistance
}
/** ... and what it answers: the run, or a mistake of the user's. */
export type SweepAnswer = DoneRun | { readonly mistake: string }

/** One scenario of a sweep. */
export interface SweepJob {
  readonly path: string
  readonly overrides?: Readonly<Record<string, string>>
  /** In the order of the table. */
  readonly runs: readonly SweepRun[]
  /** Who drives the subject; left out: as the file says. */
  readonly assistance?: Assistance
  /** Takes the rows; runs that are in it already are not made again. */
  readonly journal: Journal
}

export interface SweepOptions {
  readonly workers: number
  /** Called after every run with the number of all that are done. */
  readonly onProgress?: (done: number) => void
  readonly signal?: AbortSignal
}

/** Runs that wait at each worker, so that none is idle. */
const AHEAD = 2

// Sources end in .ts, the build in .js: the worker is whichever we are.
const WORKER = new URL(`./sweep-worker${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url)

/**
 * Makes all runs that are not in the journals yet.
 * @throws UserError naming what a user can mend in a scenario
 */
export const sweep = async (
  jobs: readonly SweepJob[],
  { workers, onProgress, signal }: SweepOptions,
): Promise<void> => {
  const pool = new Piscina<SweepTask, SweepAnswer>({
    filename: WORKER.href,
    minThreads: workers,
    maxThreads: workers,
  })
  const todo = openRuns(jobs)
  let done = jobs.reduce((n, { journal }) => n + journal.done, 0)
  const oneAfterAnother = async (): Promise<void> => {
    for (const { job, index } of todo) {
      const { path, overrides = {}, runs, journal, assistance } = job
      const driven = assistance === undefined ? {} : { assistance }
      const answer = await pool.run(
        { path, overrides, run: runs[index], ...driven },
        { signal: signal ?? null },
      )
      if ('mistake' in answer) throw new UserError(`seed ${runs[index].seed}: ${answer.mistake}`)
      journal.put(index, answer)
      onProgress?.(++done)
    }
  }
  try {
    await Promise.all(Array.from({ length: workers * AHEAD }, oneAfterAnother))
  } finally {
    await pool.destroy()
  }
}

/** What is not done yet, scenario by scenario. */
function* openRuns(
  jobs: readonly SweepJob[],
): Generator<{ readonly job: SweepJob; readonly index: number }, void, void> {
  for (const job of jobs)
    for (let index = 0; index < job.runs.length; index++) if (!job.journal.has(index)) yield { job, index }
}
