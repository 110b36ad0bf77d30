/** The rules of trajectories: every table is there and whole, from its mark at the head to its footer's at the end. */
import { open } from 'node:fs/promises'
import { join } from 'node:path'

const TABLES = ['moving_object', 'wheel_data', 'scenario', 'event']
const MARK = 'PAR1'

export async function* verifyTrajectories(folder: string): AsyncGenerator<string, void, void> {
  for (const table of TABLES) {
    const name = `${table}.parquet`
    try {
      if (!(await isWhole(join(folder, name)))) yield `${name}: it is no whole Parquet file`
    } catch (error) {
      yield `${name}: it cannot be read: ${error instanceof Error ? error.message : String(error)}`
    }
  }
}

/** Head: the mark. End: the footer, its length (4 bytes, little-endian) and the mark again. */
const isWhole = async (path: string): Promise<boolean> => {
  const file = await open(path)
  try {
    const { size } = await file.stat()
    const [head, end] = [Buffer.alloc(4), Buffer.alloc(8)]
    await file.read(head, 0, 4, 0)
    await file.read(end, 0, 8, Math.max(0, size - 8))
    const footer = end.readUInt32LE(0)
    return head.toString('latin1') === MARK && end.toString('latin1', 4) === MARK && footer + 12 <= size
  } finally {
    await file.close()
  }
}
