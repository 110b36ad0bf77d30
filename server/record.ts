/**
 * What one run has been so far: every control step's state as a row, and the numbered notes. Viewers read
 * it, live or long after; nobody has a copy of his own.
 */
import type { NewNote, Note } from '../src/protocol/index.ts'
import { readRow, type RowLayout, type WorldEvent, type WorldState } from '../src/world/index.ts'

/** Rows that are stored together: one allocation in five seconds. */
const ROWS_PER_BLOCK = 512

export class RunRecord {
  readonly layout: RowLayout
  #blocks: Float64Array[] = []
  #steps = 0
  #notes: Note[] = []
  #events = new Map<number, WorldEvent[]>()
  #listeners = new Set<() => void>()

  constructor(layout: RowLayout) {
    this.layout = layout
  }

  /** Control steps recorded; step 0 is the start. */
  get steps(): number {
    return this.#steps
  }

  get notes(): number {
    return this.#notes.length
  }

  /** Memory that the rows take. */
  get bytes(): number {
    return this.#blocks.length * ROWS_PER_BLOCK * this.layout.size * 8
  }

  /** Called after anything was added. @returns a function that ends it. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Appends whole rows and what happened in them, as one change. */
  append(rows: Float64Array, events: readonly (readonly [step: number, event: WorldEvent])[]): void {
    const { size } = this.layout
    for (let at = 0; at < rows.length; at += size) {
      const inBlock = this.#steps % ROWS_PER_BLOCK
      if (inBlock === 0) this.#blocks.push(new Float64Array(ROWS_PER_BLOCK * size))
      this.#blocks[this.#blocks.length - 1].set(rows.subarray(at, at + size), inBlock * size)
      this.#steps++
    }
    for (const [step, event] of events) {
      this.#remember(step, event)
      this.#number({ kind: 'event', step, event })
    }
    this.#changed()
  }

  /** Takes the notes of a record that was kept; its rows are here already. */
  restore(notes: readonly Note[]): void {
    for (const note of notes) {
      if (note.kind === 'event') this.#remember(note.step, note.event)
      this.#number(note)
    }
    this.#changed()
  }

  note(note: NewNote): void {
    this.#number(note)
    this.#changed()
  }

  /** Rows first ... first + count - 1, as many of them as there are. */
  rows(first: number, count: number): Float64Array {
    const { size } = this.layout
    const end = Math.min(first + count, this.#steps)
    const out = new Float64Array(Math.max(0, end - first) * size)
    for (let step = first; step < end; step++) {
      const at = (step % ROWS_PER_BLOCK) * size
      const block = this.#blocks[Math.floor(step / ROWS_PER_BLOCK)]
      out.set(block.subarray(at, at + size), (step - first) * size)
    }
    return out
  }

  /** The state of one step with its events. @throws RangeError when it is not recorded. */
  state(step: number): WorldState {
    if (step < 0 || step >= this.#steps) throw new RangeError(`step ${step} is not recorded`)
    return { ...readRow(this.layout, this.rows(step, 1)), events: this.eventsAt(step) }
  }

  eventsAt(step: number): readonly WorldEvent[] {
    return this.#events.get(step) ?? []
  }

  /** At most `limit` notes after number `seq`, in order. */
  notesAfter(seq: number, limit: number): readonly Note[] {
    return this.#notes.slice(seq + 1, seq + 1 + limit)
  }

  #remember(step: number, event: WorldEvent): void {
    this.#events.set(step, [...(this.#events.get(step) ?? []), event])
  }

  #number(note: NewNote): void {
    this.#notes.push({ ...note, seq: this.#notes.length })
  }

  #changed(): void {
    for (const listener of this.#listeners) listener()
  }
}
