/**
 * The states of a piece, for formats that are made of them alone: uint32 length of the layout, the layout as JSON
 * (RowLayout), then rows of float64 as src/world/row.ts lays them out, little-endian.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readRow, rowLayout, writeRow, type RowLayout, type WorldState } from '../world/index.ts'
import { openAppender } from './append.ts'
import type { PieceWriter } from './exporter.ts'

const FILE = 'states.bin'

/** A writer that keeps every state of its piece and nothing else. */
export const keepStates = async (folder: string): Promise<PieceWriter> => {
  const file = await openAppender(join(folder, FILE))
  let layout: RowLayout | null = null
  return {
    async state(state) {
      if (layout === null) {
        layout = rowLayout(state)
        const head = Buffer.from(JSON.stringify(layout))
        const length = Buffer.alloc(4)
        length.writeUInt32LE(head.length)
        await file.write(Buffer.concat([length, head]))
      }
      const row = new Float64Array(layout.size)
      writeRow(state, row)
      await file.write(new Uint8Array(row.buffer))
    },
    write: () => Promise.resolve(),
    close: () => file.close(),
  }
}

/** What keepStates() kept, in order: one piece is in memory at a time. */
export function* keptStates(folder: string): Generator<WorldState, void, void> {
  const bytes = readFileSync(join(folder, FILE))
  if (bytes.length === 0) return
  const start = 4 + bytes.readUInt32LE(0)
  const layout = JSON.parse(bytes.toString('utf8', 4, start)) as RowLayout
  // Rows need not begin where a float64 may.
  const rows = new Float64Array(new Uint8Array(bytes.subarray(start)).buffer)
  for (let at = 0; at < rows.length; at += layout.size) yield readRow(layout, rows, at)
}
