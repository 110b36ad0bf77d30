/**
 * All runs of this server: some simulated now, the next ones waiting, and those that are over. What is over lies
 * in the history on the disk, if there is one; memory holds as much of it as it may, oldest out first.
 */
import { randomBytes } from 'node:crypto'
import type { RunSummary } from '../src/protocol/index.ts'
import type { ConcreteScenario } from '../src/scenario/index.ts'
import type { History } from './history.ts'
import { RecordedRun } from './recorded-run.ts'
import { LiveRun, type Run } from './run.ts'

export interface RunLimits {
  /** Runs that are simulated at once, and that may wait. */
  readonly running: number
  readonly queued: number
  /** Runs in the list. */
  readonly kept: number
  /** Bytes of states in memory. */
  readonly bytes: number
}

/** Two cores carry two paced runs with ease; 300 MB are four hours of one car or eight minutes of thirty. */
export const RUN_LIMITS: RunLimits = { running: 3, queued: 50, kept: 200, bytes: 300e6 }

/** Refused because as many runs wait as may. */
export class TooManyRuns extends Error {
  override name = 'TooManyRuns'
}

const isOver = (run: Run): boolean => run.status !== 'running' && run.status !== 'queued'

export class Runs {
  #runs = new Map<string, Run>()
  #listeners = new Set<() => void>()
  #module: URL
  #limits: RunLimits
  #history: History | null

  /** @param history null: what is over is forgotten with the server */
  constructor(module: URL, history: History | null, limits: RunLimits = RUN_LIMITS) {
    this.#module = module
    this.#limits = limits
    this.#history = history
    if (history !== null)
      for (const summary of history.list()) this.#runs.set(summary.id, new RecordedRun(summary, history))
    this.#forget()
  }

  /** Starts a run, or puts it behind those that wait. @throws TooManyRuns */
  start(scenario: ConcreteScenario): Run {
    const waiting = this.#having('queued').length
    if (waiting >= this.#limits.queued)
      throw new TooManyRuns(`${waiting} runs wait already, which is the most; stop one first.`)
    const now = new Date()
    const id = `${now.toISOString().slice(0, 23).replace(/\D/g, '')}-${randomBytes(3).toString('hex')}`
    const run = new LiveRun(id, scenario, now.toISOString(), this.#module, (ended) => this.#keep(ended))
    this.#runs.set(id, run)
    this.#next()
    this.#forget()
    this.#changed()
    return run
  }

  get(id: string): Run | undefined {
    return this.#runs.get(id)
  }

  anyRunning(): boolean {
    return this.#having('running').length > 0
  }

  /** Newest first. */
  list(): RunSummary[] {
    return [...this.#runs.values()].map((r) => r.summary()).reverse()
  }

  /** How far those are that go on, simulated s. */
  progress(): { run: string; time: number }[] {
    return this.#having('running').map((r) => ({ run: r.id, time: r.summary().time }))
  }

  /** Takes a run that is over out of the list and off the disk. */
  remove(id: string): void {
    const run = this.#runs.get(id)
    if (run === undefined || !isOver(run)) return
    this.#runs.delete(id)
    this.#history?.remove(id)
    this.#changed()
  }

  /** Called when a run comes, starts, ends or goes. @returns a function that ends it. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Ends what goes on, its record kept; what waits is dropped. */
  stopAll(): void {
    for (const run of this.#having('queued')) this.#runs.delete(run.id)
    for (const run of this.#having('running')) run.stop()
  }

  #having(status: RunSummary['status']): Run[] {
    return [...this.#runs.values()].filter((r) => r.status === status)
  }

  /** Begins what waits, in its order, as far as it may. */
  #next(): void {
    for (const run of this.#having('queued')) {
      if (this.#having('running').length >= this.#limits.running) return
      if (run instanceof LiveRun) run.begin()
    }
  }

  #keep(run: LiveRun): void {
    const history = this.#history
    // A run without a single state has nothing to be kept.
    run.record().then(
      (record) => {
        if (this.#runs.has(run.id)) history?.save(run.summary(), { scenario: run.scenario, record })
      },
      () => undefined,
    )
    this.#next()
    this.#forget()
    this.#changed()
  }

  #forget(): void {
    for (const [id, run] of this.#runs) {
      if (this.#runs.size <= this.#limits.kept) break
      if (!isOver(run)) continue
      this.#runs.delete(id)
      this.#history?.remove(id)
    }
    let bytes = [...this.#runs.values()].reduce((sum, r) => sum + r.bytes, 0)
    for (const [id, run] of this.#runs) {
      if (bytes <= this.#limits.bytes) return
      if (!isOver(run) || run.bytes === 0) continue
      bytes -= run.bytes
      if (this.#history === null) this.#runs.delete(id)
      else this.#runs.set(id, new RecordedRun(run.summary(), this.#history))
    }
  }

  #changed(): void {
    for (const listener of this.#listeners) listener()
  }
}
