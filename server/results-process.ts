/** Results behind a process of their own: reading a large data set takes seconds in which nobody would get a state. */
import { openRemote } from './remote.ts'
import type { ResultFolders, Results } from './results.ts'
import { besides } from './worker-process.ts'

export const openResultsProcess = (folders: ResultFolders): Results => {
  const { ask, close } = openRemote('results', besides('results-worker', import.meta.url), folders)
  return {
    sweeps: () => ask('sweeps'),
    sweep: (name) => ask('sweep', name),
    sweepRun: (name, row) => ask('sweepRun', name, row),
    dataSets: () => ask('dataSets'),
    dataSet: (name) => ask('dataSet', name),
    frames: (name, query) => ask('frames', name, query),
    close,
  }
}
