/**
 * What this page knows of a run: the rows and notes that have arrived. There may be gaps in the rows while
 * the live edge runs ahead of what is fetched; `firstGap` names the next one to fill.
 */
import { signal, type ReadonlySignal } from '@preact/signals'
import type {
  Layer,
  Note,
  PicturePush,
  RunHead,
  RunSummary,
  StateRows,
  StreamedObject,
} from '../../src/protocol/index.ts'
import {
  readRow,
  TICKS_PER_CONTROL,
  TICKS_PER_SECOND,
  type WorldEvent,
  type WorldState,
} from '../../src/world/index.ts'
import { between } from './between.ts'

export const STEPS_PER_SECOND = TICKS_PER_SECOND / TICKS_PER_CONTROL

/** Pictures that are kept, about 60 kB each. */
const PICTURES_KEPT = 120

export interface TapeEvent {
  readonly step: number
  readonly time: number
  readonly event: WorldEvent
}

export class Tape {
  readonly head: RunHead
  /** Steps that the server is known to have recorded. */
  readonly #steps = signal(0)
  readonly #events = signal<readonly TapeEvent[]>([])
  readonly #summary
  readonly #cameraFault = signal<string | null>(null)
  readonly #noteCount = signal(0)
  readonly #rowCount = signal(0)
  readonly #newest = signal<PicturePush | null>(null)
  #rows: (Float64Array | undefined)[] = []
  #seq = -1
  #labels = new Map<string, readonly StreamedObject[]>()
  #pictures = new Map<string, PicturePush>()
  #decoded: { step: number; state: WorldState }[] = []
  #listeners = new Set<(first: number, count: number) => void>()
  /** Every step before this one is here. */
  #whole = 0

  constructor(head: RunHead) {
    this.head = head
    this.#summary = signal<RunSummary>(head.summary)
    this.#steps.value = head.summary.steps
  }

  get steps(): ReadonlySignal<number> {
    return this.#steps
  }

  get events(): ReadonlySignal<readonly TapeEvent[]> {
    return this.#events
  }

  get summary(): ReadonlySignal<RunSummary> {
    return this.#summary
  }

  get cameraFault(): ReadonlySignal<string | null> {
    return this.#cameraFault
  }

  /** How many notes have arrived: changes when labels do. */
  get notes(): ReadonlySignal<number> {
    return this.#noteCount
  }

  /** How many rows have arrived: changes when a state may be known that was not. */
  get rows(): ReadonlySignal<number> {
    return this.#rowCount
  }

  /** The last live picture of any sensor. */
  get newestPicture(): ReadonlySignal<PicturePush | null> {
    return this.#newest
  }

  get lastSeq(): number {
    return this.#seq
  }

  /** Called with every stretch of rows that arrives. @returns a function that ends it. */
  onRows(listener: (first: number, count: number) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  add({ first, count, rows }: StateRows): void {
    const { size } = this.head.layout
    for (let i = 0; i < count; i++) this.#rows[first + i] ??= rows.subarray(i * size, (i + 1) * size)
    while (this.#rows[this.#whole] !== undefined) this.#whole++
    this.#steps.value = Math.max(this.#steps.value, first + count)
    this.#rowCount.value += count
    for (const listener of this.#listeners) listener(first, count)
  }

  addNotes(notes: readonly Note[]): void {
    // After a reconnect a push may come twice; numbers tell.
    const fresh = notes.filter((n) => n.seq > this.#seq)
    if (fresh.length === 0) return
    this.#seq = fresh[fresh.length - 1].seq
    const events: TapeEvent[] = []
    for (const note of fresh) {
      if (note.kind === 'event') events.push({ step: note.step, time: note.event.time, event: note.event })
      else if (note.kind === 'labels') this.#labels.set(key(note.sensor, note.step), note.objects)
      else if (note.kind === 'status') this.#summary.value = note.summary
      else this.#cameraFault.value = note.message
    }
    this.#noteCount.value += fresh.length
    if (events.length > 0) this.#events.value = [...this.#events.value, ...events]
  }

  addPicture(picture: PicturePush, live: boolean): void {
    this.#pictures.set(key(`${picture.sensor}/${picture.layer}`, picture.step), picture)
    for (const oldest of this.#pictures.keys()) {
      if (this.#pictures.size <= PICTURES_KEPT) break
      this.#pictures.delete(oldest)
    }
    if (live) this.#newest.value = picture
  }

  picture(sensor: string, layer: Layer, step: number): PicturePush | undefined {
    return this.#pictures.get(key(`${sensor}/${layer}`, step))
  }

  labels(sensor: string, step: number): readonly StreamedObject[] | undefined {
    return this.#labels.get(key(sensor, step))
  }

  has(step: number): boolean {
    return this.#rows[step] !== undefined
  }

  /** The first missing stretch at or after `from`, of at most `most` steps; null: nothing is missing there. */
  gap(from: number, most: number): { first: number; count: number } | null {
    const steps = this.#steps.value
    let first = Math.max(from, this.#whole)
    while (first < steps && this.#rows[first] !== undefined) first++
    if (first >= steps) return null
    let end = first
    while (end < steps && end - first < most && this.#rows[end] === undefined) end++
    return { first, count: end - first }
  }

  /** The state of a step, without its events; null: not here yet. */
  state(step: number): WorldState | null {
    const row = this.#rows[step]
    if (row === undefined) return null
    const known = this.#decoded.find((d) => d.step === step)
    if (known) return known.state
    const state = readRow(this.head.layout, row)
    // The two states round the playhead are asked for at every picture.
    this.#decoded = [{ step, state }, ...this.#decoded.slice(0, 3)]
    return state
  }

  /** The state at a time (s), between two steps where both are here; null: nothing near is here. */
  at(time: number): WorldState | null {
    const exact = Math.max(0, time * STEPS_PER_SECOND)
    const step = Math.floor(exact)
    const before = this.state(step)
    const share = exact - step
    if (before === null) return this.state(step + 1)
    const after = share > 1e-6 ? this.state(step + 1) : null
    return after === null ? before : between(before, after, share)
  }
}

const key = (sensor: string, step: number): string => `${sensor}@${step}`
