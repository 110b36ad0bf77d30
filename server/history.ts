/**
 * Runs that are over, on the disk: they outlive the server. A run is a folder that appears whole or not at all:
 *
 *   summary.json   what the list shows
 *   head.json      the concrete scenario, the layout of the rows, the notes
 *   states.f64     the rows, little-endian float64, as src/world/row.ts lays them out
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { headFileSchema, runSummarySchema, type RunSummary } from '../src/protocol/index.ts'
import type { ConcreteScenario } from '../src/scenario/index.ts'
import { RunRecord } from './record.ts'

/** What there is of a run beside its summary. */
export interface Recorded {
  readonly scenario: ConcreteScenario
  readonly record: RunRecord
}

export interface History {
  /** Oldest first; what cannot be read is left out. */
  list(): readonly RunSummary[]
  /** @throws Error when the files are broken. */
  load(id: string): Recorded
  save(summary: RunSummary, recorded: Recorded): void
  remove(id: string): void
}

/** Rows that are written at once. */
const ROWS_AT_ONCE = 4096

/** @throws Error when the folder cannot be made. */
export const openHistory = (folder: string, log: (text: string) => void): History => {
  mkdirSync(folder, { recursive: true })
  const read = (id: string, name: string): unknown =>
    JSON.parse(readFileSync(join(folder, id, name), 'utf8')) as unknown
  return {
    list: () =>
      readdirSync(folder)
        .filter((id) => existsSync(join(folder, id, 'summary.json')))
        .sort()
        .flatMap((id) => {
          try {
            const summary = runSummarySchema.parse(read(id, 'summary.json'))
            return summary.id === id ? [summary] : []
          } catch {
            log(`the recorded run ${join(folder, id)} cannot be read, and is left out`)
            return []
          }
        }),
    load: (id) => {
      const { scenario, layout, notes } = headFileSchema.parse(read(id, 'head.json'))
      const bytes = readFileSync(join(folder, id, 'states.f64'))
      const record = new RunRecord(layout)
      const rows = new Float64Array(bytes.length / 8)
      new Uint8Array(rows.buffer).set(bytes.subarray(0, rows.byteLength))
      record.append(rows.subarray(0, rows.length - (rows.length % layout.size)), [])
      record.restore(notes)
      return { scenario, record }
    },
    save: (summary, { scenario, record }) => {
      const partial = join(folder, `${summary.id}.partial`)
      try {
        mkdirSync(partial)
        const notes = record.notesAfter(-1, record.notes)
        writeFileSync(join(partial, 'head.json'), JSON.stringify({ scenario, layout: record.layout, notes }))
        for (let step = 0; step < record.steps; step += ROWS_AT_ONCE) {
          const { buffer } = record.rows(step, ROWS_AT_ONCE)
          writeFileSync(join(partial, 'states.f64'), new Uint8Array(buffer), { flag: 'a' })
        }
        writeFileSync(join(partial, 'summary.json'), JSON.stringify(summary))
        renameSync(partial, join(folder, summary.id))
      } catch (error) {
        rmSync(partial, { recursive: true, force: true })
        log(`run ${summary.id} could not be kept: ${error instanceof Error ? error.message : String(error)}`)
      }
    },
    remove: (id) => rmSync(join(folder, id), { recursive: true, force: true }),
  }
}
