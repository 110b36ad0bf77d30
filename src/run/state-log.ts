/**
 * The state log: every control step's WorldState as one row of float64, streamed to disk or only hashed.
 *
 * File (little-endian): the 8 bytes "NMSTATE1", uint32 length of the header, the header as JSON (RowLayout),
 * zeros up to a multiple of 8, then rows. The digest of a run is the sha256 of exactly these bytes, so
 * `sha256sum states.bin` proves a run.
 */
import { createHash } from 'node:crypto'
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs'
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

/**
 * Reads a whole log back.
 * @throws Error when the file is no state log or ends within a row.
 */
export const readStateLog = (path: string): WorldState[] => {
  const bytes = readFileSync(path)
  if (bytes.toString('latin1', 0, MAGIC.length) !== MAGIC) throw new Error(`${path} is not a state log`)
  const length = bytes.readUInt32LE(MAGIC.length)
  const layout = JSON.parse(bytes.toString('utf8', MAGIC.length + 4, MAGIC.length + 4 + length)) as RowLayout
  const start = Math.ceil((MAGIC.length + 4 + length) / 8) * 8
  if ((bytes.length - start) % (layout.size * 8) !== 0) throw new Error(`${path} ends within a row`)
  const rows = new Float64Array(bytes.buffer.slice(bytes.byteOffset + start, bytes.byteOffset + bytes.length))
  return Array.from({ length: rows.length / layout.size }, (_, i) => readRow(layout, rows, i * layout.size))
}
