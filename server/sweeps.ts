/** Finished sweeps in one folder: their tables, and any row's run made ready to be watched. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { MAX_SWEEP_ROWS, type SweepList, type SweepTable } from '../src/protocol/index.ts'
import { isSweepFolder, pastRow, readManifest } from '../src/run/index.ts'
import { UserError, type ConcreteScenario } from '../src/scenario/index.ts'
import { LibraryRefusal } from './library.ts'
import { resultsIn } from './result-folders.ts'

const notThere = (name: string): LibraryRefusal => new LibraryRefusal(404, `There is no sweep '${name}'.`)

type TableRow = Readonly<Record<string, string | number | boolean | null>>

/** What a reader of the folder could mend is said as such. */
const mended = <T>(read: () => T): T => {
  try {
    return read()
  } catch (error) {
    if (error instanceof UserError || error instanceof SyntaxError)
      throw new LibraryRefusal(422, error.message)
    throw error
  }
}

export interface Sweeps {
  list(): SweepList
  /** @throws LibraryRefusal */
  table(name: string): SweepTable
  /** What the run of a row simulated; rows count from 1. @throws LibraryRefusal */
  run(name: string, row: number): ConcreteScenario
}

/** @param folder whose direct subfolders are sweeps; null, or not there: there are none. Nothing else is read. */
export const openSweeps = (folder: string | null): Sweeps => {
  const names = (): string[] => resultsIn(folder, isSweepFolder)
  const place = (name: string): string => {
    if (folder === null || !names().includes(name)) throw notThere(name)
    return join(folder, name)
  }
  return {
    list: () => ({
      sweeps: names().flatMap((name) => {
        try {
          const { scenarios } = readManifest(join(folder!, name))
          const runs = scenarios.reduce((n, { summary }) => n + summary.runs, 0)
          return [{ name, scenarios: scenarios.map((s) => s.name), runs }]
        } catch {
          // A folder that only looks like a sweep's.
          return []
        }
      }),
    }),
    table: (name) => {
      const dir = place(name)
      return mended(() => {
        const all = JSON.parse(readFileSync(join(dir, 'runs.json'), 'utf8')) as readonly TableRow[]
        const columns = Object.keys(all.at(0) ?? {})
        const stride = Math.max(1, Math.ceil(all.length / MAX_SWEEP_ROWS))
        const numbers = all.flatMap((_, i) => (i % stride === 0 ? [i + 1] : []))
        const rows = numbers.map((n) => columns.map((column) => all[n - 1][column]))
        return { name, columns, total: all.length, numbers, rows }
      })
    },
    run: (name, row) => {
      const dir = place(name)
      return mended(() => pastRow(dir, `#${row}`).scenario)
    },
  }
}
