/** The server of `bench stream`, in a process of its own so that its memory is its own: tells it whenever it is asked. */
import { tmpdir } from 'node:os'
import { openLibraryProcess, startServer } from '../server/index.ts'
import { besides } from '../server/worker-process.ts'
import { scenarioFolder, vehicleFolder } from '../src/scenario/files.ts'

const server = await startServer({
  port: 0,
  host: '127.0.0.1',
  library: openLibraryProcess({ scenarios: scenarioFolder(), vehicles: vehicleFolder() }),
  clientDir: tmpdir(),
  version: 'bench',
  firstScenario: null,
  runsFolder: null,
  exportsFolder: null,
  sweepsFolder: null,
  log: (text) => void process.stderr.write(`${text}\n`),
  runModule: besides('stream-run-worker', import.meta.url),
  // Nobody looks through a camera here.
  camera: { module: besides('stream-run-worker', import.meta.url), environment: () => Promise.resolve({}) },
})
process.on('message', () => {
  global.gc?.()
  process.send?.({ rss: process.memoryUsage().rss })
})
process.on('disconnect', () => process.exit())
process.send?.({ port: server.port })
