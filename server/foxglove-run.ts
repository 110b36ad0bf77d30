/** One run for those who watch it with Foxglove or Lichtblick: a process makes the messages, which go to all of them. */
import type { ConcreteScenario } from '../src/scenario/index.ts'
import type { WorldState } from '../src/world/index.ts'
import type { RunRecord } from './record.ts'
import type { Run } from './run.ts'
import { startWorkerProcess, type WorkerProcess } from './worker-process.ts'

export type ToFoxglove =
  | { readonly kind: 'scenario'; readonly scenario: ConcreteScenario }
  | { readonly kind: 'state'; readonly state: WorldState }
  /** Topics that somebody has subscribed to. */
  | { readonly kind: 'wanted'; readonly ids: readonly number[] }

export interface Topic {
  readonly id: number
  readonly topic: string
  readonly schemaName: string
  /** JSON Schema. */
  readonly schema: string
  /** Its last message holds until the next. */
  readonly lasts: boolean
}

export interface Message {
  readonly id: number
  /** Simulated, ns. */
  readonly nanos: bigint
  readonly json: string
}

export type FromFoxglove =
  ({ readonly kind: 'topic' } & Topic) | ({ readonly kind: 'message' } & Message) | { readonly kind: 'told' }

/** A state every so many control steps: 20 a second, as many as a person's eye needs. */
const STRIDE = 5

export interface FoxgloveListener {
  topic(topic: Topic): void
  message(message: Message): void
}

export class FoxgloveRun {
  readonly run: Run
  readonly #record: RunRecord
  readonly #worker: WorkerProcess
  readonly #stopListening: () => void
  #topics: Topic[] = []
  #last = new Map<number, Message>()
  #listeners = new Map<FoxgloveListener, ReadonlySet<number>>()
  #next: number
  /** The last step that was handed over; -1: none. */
  #told = -1
  #busy = false

  /** @param over called when its process has ended, however it has. */
  constructor(run: Run, record: RunRecord, module: URL, over: (why: string) => void) {
    this.run = run
    this.#record = record
    // From here on; a run that is over shows how it ended.
    this.#next = Math.max(0, record.steps - 1)
    this.#worker = startWorkerProcess(module, {
      message: (message) => this.#hear(message as FromFoxglove),
      exit: (_, lastWords) => over(lastWords.slice(-400)),
    })
    this.#worker.send({ kind: 'scenario', scenario: run.scenario } satisfies ToFoxglove)
    this.#stopListening = record.onChange(() => this.#tell())
    this.#tell()
  }

  get watchers(): number {
    return this.#listeners.size
  }

  /** Tells of every topic, those that come later too. */
  join(listener: FoxgloveListener): void {
    this.#listeners.set(listener, new Set())
    for (const topic of this.#topics) listener.topic(topic)
  }

  /** What of it the listener wants; what lasts is told again to whom it is new. */
  want(listener: FoxgloveListener, ids: ReadonlySet<number>): void {
    const before = this.#listeners.get(listener)
    if (before === undefined) return
    this.#listeners.set(listener, ids)
    this.#worker.send({
      kind: 'wanted',
      ids: [...new Set([...this.#listeners.values()].flatMap((s) => [...s]))],
    } satisfies ToFoxglove)
    for (const [id, message] of this.#last) if (ids.has(id) && !before.has(id)) listener.message(message)
    // Of a run that stands still or is over no other state would come to tell the rest by.
    this.#next = Math.min(this.#next, Math.max(0, this.#record.steps - 1))
    this.#tell()
  }

  leave(listener: FoxgloveListener): void {
    this.#listeners.delete(listener)
  }

  close(): void {
    this.#stopListening()
    this.#worker.kill()
  }

  /** Hands over the newest state that is due, one at a time: a slow machine gives fewer, none late. */
  #tell(): void {
    const newest = this.#record.steps - 1
    if (this.#busy || newest < this.#next) return
    this.#busy = true
    const events = this.#eventsBefore(newest)
    this.#next = newest + STRIDE
    this.#worker.send({
      kind: 'state',
      state: { ...this.#record.state(newest), events },
    } satisfies ToFoxglove)
    this.#told = newest
  }

  /** What happened since the state that was handed over last: none is left out. */
  #eventsBefore(newest: number): WorldState['events'] {
    const from = this.#told < 0 ? newest : this.#told + 1
    const steps = Array.from({ length: newest - from + 1 }, (_, i) => from + i)
    return steps.flatMap((step) => this.#record.eventsAt(step))
  }

  #hear(message: FromFoxglove): void {
    if (message.kind === 'told') {
      this.#busy = false
      this.#tell()
    } else if (message.kind === 'topic') {
      const { id, topic, schemaName, schema, lasts } = message
      this.#topics.push({ id, topic, schemaName, schema, lasts })
      for (const listener of this.#listeners.keys()) listener.topic(this.#topics[this.#topics.length - 1])
    } else {
      const { id, nanos, json } = message
      if (this.#topics.find((t) => t.id === id)?.lasts === true) this.#last.set(id, { id, nanos, json })
      for (const [listener, ids] of this.#listeners) if (ids.has(id)) listener.message({ id, nanos, json })
    }
  }
}
