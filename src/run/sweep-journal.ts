/**
 * The rows of a sweep while it runs. On disk each finished run is one line at once, so that whatever ends the
 * process, the same command goes on where it stopped; rows are read back one by one, so that a sweep of a million
 * runs needs no more memory than its plan.
 */
import { closeSync, fstatSync, ftruncateSync, mkdirSync, openSync, readSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import type { SweepRow } from './sweep-row.ts'

/** A run of the plan that is done. */
export interface DoneRun {
  readonly row: SweepRow
  /** CPU time that it took, s: no part of the row, for it is never the same twice. */
  readonly cpu: number
}

/** The runs of one scenario's plan that are done, by their places in it. */
export interface Journal {
  readonly done: number
  has(index: number): boolean
  put(index: number, run: DoneRun): void
  /** @throws RangeError when that run is not done. */
  get(index: number): DoneRun
  /** Closes it; what is on disk stays. */
  close(): void
}

const missing = (index: number): never => {
  throw new RangeError(`run ${index} of the sweep is not done`)
}

/** Kept in memory, gone with the process. */
export const memoryJournal = (): Journal => {
  const runs = new Map<number, DoneRun>()
  return {
    get done() {
      return runs.size
    },
    has: (index) => runs.has(index),
    put: (index, run) => void runs.set(index, run),
    get: (index) => runs.get(index) ?? missing(index),
    close: () => undefined,
  }
}

interface Line extends DoneRun {
  readonly index: number
}

/** Where a run's line lies in the file. */
interface Extent {
  readonly offset: number
  readonly length: number
}

const CHUNK = 1 << 20
const NEWLINE = 10

/**
 * The journal at `path`, gone on with if it is of the same sweep (`identity` is its first line), begun anew
 * otherwise. A line that was cut off is dropped.
 * @returns the journal, and whether runs of another sweep had to be thrown away for it
 */
export const diskJournal = (path: string, identity: string): { journal: Journal; discarded: boolean } => {
  mkdirSync(dirname(path), { recursive: true })
  const fd = openSync(path, 'a+')
  const extents = new Map<number, Extent>()
  const head = `${JSON.stringify({ sweep: identity })}\n`
  let end = 0
  let same = false
  let first = true
  for (const { line, offset, length } of linesOf(fd)) {
    if (first) {
      same = `${line}\n` === head
      if (!same) break
    } else extents.set((JSON.parse(line) as Line).index, { offset, length })
    first = false
    end = offset + length + 1
  }
  const discarded = !same && fstatSync(fd).size > 0
  ftruncateSync(fd, end)
  const write = (text: string): Extent => {
    const bytes = Buffer.from(text)
    writeSync(fd, bytes)
    const extent = { offset: end, length: bytes.length - 1 }
    end += bytes.length
    return extent
  }
  if (!same) write(head)

  const journal: Journal = {
    get done() {
      return extents.size
    },
    has: (index) => extents.has(index),
    put: (index, { row, cpu }) => {
      extents.set(index, write(`${JSON.stringify({ index, cpu, row })}\n`))
    },
    get: (index) => {
      const { offset, length } = extents.get(index) ?? missing(index)
      const bytes = Buffer.alloc(length)
      readSync(fd, bytes, 0, length, offset)
      return JSON.parse(bytes.toString('utf8')) as Line
    },
    close: () => closeSync(fd),
  }
  return { journal, discarded }
}

/** Whole lines of a file with their places; one that no newline ends is left out. */
function* linesOf(fd: number): Generator<Extent & { readonly line: string }> {
  const { size } = fstatSync(fd)
  let rest = Buffer.alloc(0)
  let start = 0
  for (let at = 0; at < size;) {
    const chunk = Buffer.alloc(Math.min(CHUNK, size - at))
    const got = readSync(fd, chunk, 0, chunk.length, at)
    if (got === 0) return
    at += got
    rest = Buffer.concat([rest, chunk.subarray(0, got)])
    for (let to = rest.indexOf(NEWLINE); to >= 0; to = rest.indexOf(NEWLINE)) {
      yield { line: rest.toString('utf8', 0, to), offset: start, length: to }
      rest = rest.subarray(to + 1)
      start += to + 1
    }
  }
}
