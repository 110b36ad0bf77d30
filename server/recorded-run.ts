/** A run that is over, as the history has it: read when somebody watches it. */
import type { RunSummary } from '../src/protocol/index.ts'
import type { ConcreteScenario } from '../src/scenario/index.ts'
import type { History, Recorded } from './history.ts'
import type { RunRecord } from './record.ts'
import type { Run } from './run.ts'

export class RecordedRun implements Run {
  readonly #summary: RunSummary
  readonly #history: History
  #recorded: Recorded | null = null

  constructor(summary: RunSummary, history: History) {
    this.#summary = summary
    this.#history = history
  }

  get id(): string {
    return this.#summary.id
  }

  get status(): RunSummary['status'] {
    return this.#summary.status
  }

  get scenario(): ConcreteScenario {
    return this.#read().scenario
  }

  get bytes(): number {
    return this.#recorded?.record.bytes ?? 0
  }

  record(): Promise<RunRecord> {
    return new Promise((resolve) => {
      resolve(this.#read().record)
    })
  }

  summary(): RunSummary {
    return this.#summary
  }

  stop(): void {
    // It is over.
  }

  #read(): Recorded {
    this.#recorded ??= this.#history.load(this.id)
    return this.#recorded
  }
}
