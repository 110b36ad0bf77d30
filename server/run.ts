/** One run: a process that simulates it, the record it fills, and what is said of it in the list. */
import type { RunSummary } from '../src/protocol/index.ts'
import type { ConcreteScenario } from '../src/scenario/index.ts'
import { TICKS_PER_CONTROL, TICKS_PER_SECOND } from '../src/world/index.ts'
import { RunRecord } from './record.ts'
import type { FromWorker, Outcome, ToWorker } from './worker-messages.ts'
import { startWorkerProcess, type WorkerProcess } from './worker-process.ts'

const STEP_SECONDS = TICKS_PER_CONTROL / TICKS_PER_SECOND

/** A run of the server's list, whether it waits, goes on, or is over. */
export interface Run {
  readonly id: string
  readonly scenario: ConcreteScenario
  readonly status: RunSummary['status']
  /** Memory that its record takes. */
  readonly bytes: number
  /** The record once its first state is known. Rejects when the run fails before. */
  record(): Promise<RunRecord>
  summary(): RunSummary
  /** Ends the run where it is. What is recorded stays. */
  stop(): void
}

/** A run that this server simulates. */
export class LiveRun implements Run {
  readonly id: string
  readonly scenario: ConcreteScenario
  readonly #started: string
  readonly #module: URL
  #status: RunSummary['status'] = 'queued'
  #error: string | null = null
  #outcome: Outcome | null = null
  #record: RunRecord | null = null
  #worker: WorkerProcess | null = null
  #ready: Promise<RunRecord>
  #settle!: { resolve: (record: RunRecord) => void; reject: (reason: Error) => void }
  #onStatus: (run: LiveRun) => void

  /**
   * A run that waits for `begin`.
   * @param module what the process runs; @param onStatus called when the run ends, however it ends.
   */
  constructor(
    id: string,
    scenario: ConcreteScenario,
    started: string,
    module: URL,
    onStatus: (run: LiveRun) => void,
  ) {
    this.id = id
    this.scenario = scenario
    this.#started = started
    this.#module = module
    this.#onStatus = onStatus
    this.#ready = new Promise((resolve, reject) => {
      this.#settle = { resolve, reject }
    })
    // A run that nobody watches may fail before its first state; that is no unhandled rejection.
    this.#ready.catch(() => undefined)
  }

  /** Starts to simulate. */
  begin(): void {
    if (this.#status !== 'queued') return
    this.#status = 'running'
    this.#worker = startWorkerProcess(this.#module, {
      message: (message) => this.#hear(message as FromWorker),
      exit: (code, lastWords) => {
        if (this.#status === 'running')
          this.#end(
            'failed',
            `The simulation's process ended with ${code ?? 'a signal'}. ${lastWords.slice(-400)}`.trim(),
          )
      },
    })
    this.#worker.send({ kind: 'start', scenario: this.scenario, pace: 1 } satisfies ToWorker)
  }

  get status(): RunSummary['status'] {
    return this.#status
  }

  record(): Promise<RunRecord> {
    if (this.#status === 'queued')
      return Promise.reject(new Error('This run waits until another one has come to its end.'))
    return this.#ready
  }

  get bytes(): number {
    return this.#record?.bytes ?? 0
  }

  summary(): RunSummary {
    const steps = this.#record?.steps ?? 0
    return {
      id: this.id,
      scenario: this.scenario.name,
      title: this.scenario.title,
      hazard: Object.hasOwn(this.scenario.tags, 'hazard') ? String(this.scenario.tags['hazard'][0]) : '',
      seed: this.scenario.seed,
      parameters: { ...this.scenario.parameters },
      status: this.#status,
      steps,
      time: Math.max(0, steps - 1) * STEP_SECONDS,
      duration: this.scenario.stop.after,
      started: this.#started,
      error: this.#error,
      outcome: this.#outcome,
    }
  }

  stop(): void {
    if (this.#status === 'running' || this.#status === 'queued') this.#end('stopped', null)
  }

  #hear(message: FromWorker): void {
    if (this.#status !== 'running') return
    switch (message.kind) {
      case 'layout':
        this.#record = new RunRecord(message.layout)
        this.#settle.resolve(this.#record)
        return
      case 'rows':
        this.#record?.append(message.rows, message.events)
        return
      case 'done':
        this.#outcome = message.outcome
        this.#end('ended', null)
        return
      case 'fault':
        this.#end('failed', message.message)
    }
  }

  #end(status: RunSummary['status'], error: string | null): void {
    this.#status = status
    this.#error = error
    this.#settle.reject(new Error(error ?? 'The run was stopped before its first state.'))
    this.#worker?.kill()
    const step = Math.max(0, (this.#record?.steps ?? 0) - 1)
    this.#record?.note({ kind: 'status', step, summary: this.summary() })
    this.#onStatus(this)
  }
}
