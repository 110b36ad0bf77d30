/**
 * The state log: every control step's WorldState as one row of float64, streamed to disk or only hashed.
 *
 * File (little-endian): the 8 bytes "NMSTATE1", uint32 length of the header, the header as JSON (RowLayout),
 * zeros up to a multiple of 8, then rows. The digest of a run is the sha256 of exactly these bytes, so
 * `sha256sum states.bin` proves a run.
 */
import { createHash } from 'node:crypto'
import { closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs'
import { readRow, rowLayout, writeRow, type RowLayout, type WorldState } from '../world/index.ts'

const MAGIC = 'NMSTATE1'
/** Rows gathered before one write: a few hundred kB. */
const ROWS_PER_WRITE = 100

export interface StateLog {
  write(state: WorldState): void
  /** Flushes, closes and gives the sha256 (hex) of all bytes. */
  close(): string
}

const encodeHeader = (layout: RowLayout): Buffer => {
  const json = Buffer.from(JSON.stringify(layout), 'utf8')
  const head = Buffer.alloc(Math.ceil((MAGIC.length + 4 + json.length) / 8) * 8)
  head.write(MAGIC, 'latin1')
  head.writeUInt32LE(json.length, MAGIC.length)
  json.copy(head, MAGIC.length + 4)
  return head
}

/** Opens a log. `path` null: nothing is written, only the digest is made. */
export const openStateLog = (path: string | null): StateLog => {
  const fd = path === null ? null : openSync(path, 'wx')
  const hash = createHash('sha256')
  let layout: RowLayout | null = null
  let rows = new Float64Array(0)
  let count = 0

  const put = (bytes: Uint8Array): void => {
    hash.update(bytes)
    if (fd !== null) writeSync(fd, bytes)
  }
  const flush = (): void => {
    if (layout && count > 0) put(new Uint8Array(rows.buffer, 0, count * layout.size * 8))
    count = 0
  }
  return {
    write(state) {
      if (!layout) {
        layout = rowLayout(state)
        rows = new Float64Array(layout.size * ROWS_PER_WRITE)
        put(encodeHeader(layout))
      }
      writeRow(state, rows, count * layout.size)
      if (++count === ROWS_PER_WRITE) flush()
    },
    close() {
      flush()
      if (fd !== null) closeSync(fd)
      return hash.digest('hex')
    },
  }
}

export interface StateReader {
  readonly count: number
  /** The state of this tick; null: the log has none. */
  at(tick: number): WorldState | null
  /** Those of a range of ticks, both ends included, in order. */
  between(from: number, to: number): Generator<WorldState, void, void>
  close(): void
}

/**
 * Opens a log to read: one row is in memory at a time.
 * @throws Error when the file is no state log or ends within a row.
 */
export const openStateReader = (path: string): StateReader => {
  const fd = openSync(path, 'r')
  try {
    return reader(fd, path)
  } catch (error) {
    closeSync(fd)
    throw error
  }
}

const reader = (fd: number, path: string): StateReader => {
  const read = (offset: number, length: number): Buffer => {
    const bytes = Buffer.alloc(length)
    return bytes.subarray(0, readSync(fd, bytes, 0, length, offset))
  }
  const head = read(0, MAGIC.length + 4)
  if (head.toString('latin1', 0, MAGIC.length) !== MAGIC) throw new Error(`${path} is not a state log`)
  const length = head.readUInt32LE(MAGIC.length)
  const layout = JSON.parse(read(MAGIC.length + 4, length).toString('utf8')) as RowLayout
  const start = Math.ceil((MAGIC.length + 4 + length) / 8) * 8
  const size = layout.size * 8
  const count = (fstatSync(fd).size - start) / size
  if (!Number.isInteger(count)) throw new Error(`${path} ends within a row`)

  const tickOf = (row: number): number => read(start + row * size, 8).readDoubleLE()
  const stateOf = (row: number): WorldState => {
    const bytes = read(start + row * size, size)
    return readRow(layout, new Float64Array(bytes.buffer, bytes.byteOffset, layout.size))
  }
  /** The first row of this tick or a later one. */
  const rowFrom = (tick: number): number => {
    let [low, high] = [0, count]
    while (low < high) {
      const middle = (low + high) >> 1
      if (tickOf(middle) < tick) low = middle + 1
      else high = middle
    }
    return low
  }
  return {
    count,
    at: (tick) => {
      const row = rowFrom(tick)
      return row < count && tickOf(row) === tick ? stateOf(row) : null
    },
    *between(from, to) {
      for (let row = rowFrom(from); row < count && tickOf(row) <= to; row++) yield stateOf(row)
    },
    close: () => closeSync(fd),
  }
}
