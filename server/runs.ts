/** All runs of this server: started, listed, and forgotten when memory is due, oldest first. */
import { randomBytes } from 'node:crypto'
import type { RunSummary } from '../src/protocol/index.ts'
import type { ConcreteScenario } from '../src/scenario/index.ts'
import { Run } from './run.ts'

export interface RunLimits {
  /** Runs that may be simulated at once. */
  readonly running: number
  /** Runs in the list, and bytes of their states together. */
  readonly kept: number
  readonly bytes: number
}

/** Two cores carry two paced runs with ease; 300 MB are four hours of one car or eight minutes of thirty. */
export const RUN_LIMITS: RunLimits = { running: 4, kept: 40, bytes: 300e6 }

/** Refused because the server has as many runs going as it may. */
export class TooManyRuns extends Error {
  override name = 'TooManyRuns'
}

export class Runs {
  #runs = new Map<string, Run>()
  #listeners = new Set<() => void>()
  #module: URL
  #limits: RunLimits

  constructor(module: URL, limits: RunLimits = RUN_LIMITS) {
    this.#module = module
    this.#limits = limits
  }

  /** @throws TooManyRuns */
  start(scenario: ConcreteScenario): Run {
    const running = [...this.#runs.values()].filter((r) => r.status === 'running').length
    if (running >= this.#limits.running)
      throw new TooManyRuns(`${running} runs are going already, which is the most at once; stop one first.`)
    const now = new Date()
    const id = `${now.toISOString().slice(0, 19).replace(/\D/g, '')}-${randomBytes(3).toString('hex')}`
    const run = new Run(id, scenario, now.toISOString(), this.#module, () => this.#changed())
    this.#runs.set(id, run)
    this.#forget()
    this.#changed()
    return run
  }

  get(id: string): Run | undefined {
    return this.#runs.get(id)
  }

  anyRunning(): boolean {
    return [...this.#runs.values()].some((r) => r.status === 'running')
  }

  /** Newest first. */
  list(): RunSummary[] {
    return [...this.#runs.values()].map((r) => r.summary()).reverse()
  }

  /** Called when a run starts or ends. @returns a function that ends it. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  stopAll(): void {
    for (const run of this.#runs.values()) run.stop()
  }

  #forget(): void {
    const over = (): boolean =>
      this.#runs.size > this.#limits.kept ||
      [...this.#runs.values()].reduce((sum, r) => sum + r.bytes, 0) > this.#limits.bytes
    for (const [id, run] of this.#runs) {
      if (!over()) return
      if (run.status !== 'running') this.#runs.delete(id)
    }
  }

  #changed(): void {
    for (const listener of this.#listeners) listener()
  }
}
