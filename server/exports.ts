/** Exports of recorded runs: each a process of its own, a few at once, to a folder of the server's. */
import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { ExportJob, StartExport } from '../src/protocol/index.ts'
import type { ConcreteScenario } from '../src/scenario/index.ts'
import type { Run } from './run.ts'
import { startWorkerProcess, type WorkerProcess } from './worker-process.ts'

export type ToExport =
  | {
      readonly kind: 'start'
      readonly scenario: ConcreteScenario
      readonly format: string
      readonly frames: number | null
      readonly folder: string
    }
  | { readonly kind: 'cancel' }

export type FromExport =
  | { readonly kind: 'progress'; readonly frames: number; readonly expected: number }
  | { readonly kind: 'done'; readonly frames: number }
  | { readonly kind: 'fault'; readonly message: string }

/** Refused: it cannot be done, or not now. */
export class ExportRefusal extends Error {
  readonly status: 403 | 409 | 422 | 429

  constructor(status: ExportRefusal['status'], message: string) {
    super(message)
    this.status = status
  }
}

/** Each draws on all cores by itself. */
const MOST_AT_ONCE = 2
const MOST_KEPT = 50
/** A cancelled export may tidy up this long, ms. */
const GRACE_MS = 5000

interface Kept {
  job: ExportJob
  worker: WorkerProcess | null
}

export class Exports {
  #jobs = new Map<string, Kept>()
  #folder: string | null
  #module: URL

  /** @param folder null: nothing is exported from here */
  constructor(module: URL, folder: string | null) {
    this.#module = module
    this.#folder = folder
  }

  /** Newest first. */
  list(): ExportJob[] {
    return [...this.#jobs.values()].map(({ job }) => job).reverse()
  }

  get(id: string): ExportJob | undefined {
    return this.#jobs.get(id)?.job
  }

  /** @throws ExportRefusal */
  start(run: Run, { format, frames, sensors }: StartExport): ExportJob {
    if (this.#folder === null)
      throw new ExportRefusal(403, 'This server exports nothing: it has no folder that it could write to.')
    if (run.status === 'queued' || run.status === 'running')
      throw new ExportRefusal(409, 'A run is exported when it has come to its end.')
    if (this.list().filter((j) => j.status === 'running').length >= MOST_AT_ONCE)
      throw new ExportRefusal(429, `${MOST_AT_ONCE} exports are going already; wait for one, or cancel it.`)
    const { scenario } = run
    const unknown = sensors.filter((id) => scenario.sensors.every((s) => s.id !== id))
    if (unknown.length > 0) throw new ExportRefusal(422, `This run has no sensor '${unknown.join("', '")}'.`)
    const id = `${format}-${randomBytes(4).toString('hex')}`
    const folder = join(this.#folder, `${scenario.name}-${scenario.seed}-${id}`)
    mkdirSync(this.#folder, { recursive: true })
    const job: ExportJob = {
      ...{ id, run: run.id, title: scenario.title, seed: scenario.seed, format, folder },
      ...{ status: 'running', frames: 0, expected: null, error: null },
    }
    const kept: Kept = { job, worker: null }
    this.#jobs.set(id, kept)
    this.#forget()
    const end = (change: Partial<ExportJob>): void => {
      if (kept.job.status === 'running') kept.job = { ...kept.job, ...change }
      kept.worker?.kill()
      kept.worker = null
    }
    kept.worker = startWorkerProcess(this.#module, {
      message: (message) => {
        const said = message as FromExport
        if (said.kind === 'progress') kept.job = { ...kept.job, frames: said.frames, expected: said.expected }
        else if (said.kind === 'done') end({ status: 'ended', frames: said.frames })
        else end({ status: 'failed', error: said.message })
      },
      exit: (code, lastWords) =>
        end({
          status: 'failed',
          error: `The export's process ended with ${code ?? 'a signal'}. ${lastWords.slice(-400)}`.trim(),
        }),
    })
    const chosen =
      sensors.length === 0 ? scenario.sensors : scenario.sensors.filter((s) => sensors.includes(s.id))
    kept.worker.send({
      ...{ kind: 'start', scenario: { ...scenario, sensors: chosen } },
      ...{ format, frames, folder },
    } satisfies ToExport)
    return job
  }

  /** Ends an export; what it has done so far stays in `<folder>.unfinished`. */
  cancel(id: string): void {
    const kept = this.#jobs.get(id)
    if (kept?.job.status !== 'running') return
    kept.job = { ...kept.job, status: 'stopped' }
    // It ends its own workers first.
    kept.worker?.send({ kind: 'cancel' } satisfies ToExport)
    setTimeout(() => kept.worker?.kill(), GRACE_MS).unref()
  }

  close(): void {
    for (const id of this.#jobs.keys()) this.cancel(id)
  }

  #forget(): void {
    for (const [id, { job }] of this.#jobs) {
      if (this.#jobs.size <= MOST_KEPT) return
      if (job.status !== 'running') this.#jobs.delete(id)
    }
  }
}
