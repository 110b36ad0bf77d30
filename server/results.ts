/** What sweeps and exports have left, to be looked through. */
import type {
  DataSet,
  DataSetList,
  Frames,
  FramesQuery,
  SweepList,
  SweepTable,
} from '../src/protocol/index.ts'
import type { ConcreteScenario } from '../src/scenario/index.ts'
import { openDataSets } from './data-sets.ts'
import { openSweeps } from './sweeps.ts'

export interface ResultFolders {
  /** Sweeps, and data sets, are direct subfolders of these; null: there are none. Nothing else is ever read. */
  readonly sweeps: string | null
  readonly dataSets: string | null
}

/** Every method rejects with a LibraryRefusal when it is the asker's fault. */
export interface Results {
  sweeps(): Promise<SweepList>
  sweep(name: string): Promise<SweepTable>
  /** What the run of a row simulated; rows count from 1. */
  sweepRun(name: string, row: number): Promise<ConcreteScenario>
  dataSets(): Promise<DataSetList>
  dataSet(name: string): Promise<DataSet>
  frames(name: string, query: FramesQuery): Promise<Frames>
  close(): void
}

export const openResults = (folders: ResultFolders): Results => {
  const sweeps = openSweeps(folders.sweeps)
  const sets = openDataSets(folders.dataSets)
  return {
    sweeps: async () => Promise.resolve(sweeps.list()),
    sweep: async (name) => Promise.resolve(sweeps.table(name)),
    sweepRun: async (name, row) => Promise.resolve(sweeps.run(name, row)),
    dataSets: async () => Promise.resolve(sets.list()),
    dataSet: (name) => sets.about(name),
    frames: (name, query) => sets.frames(name, query),
    close: () => undefined,
  }
}
