/**
 * server: the dashboard's other half. Serves the page, keeps the runs, and streams them to any number of
 * viewers (docs/protocol.md). Simulating and drawing happen in processes of their own.
 */
import { randomBytes } from 'node:crypto'
import { createServer, type Server as HttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Server } from 'socket.io'
import { helloSchema, PROTOCOL_VERSION } from '../src/protocol/index.ts'
import { CameraFeed, type CameraProcess } from './camera.ts'
import { findDriverEnvironment } from './driver.ts'
import { Exports } from './exports.ts'
import { isLoopback, openGuard, type Guard } from './guard.ts'
import { serveFoxglove } from './foxglove.ts'
import { createHttp } from './http.ts'
import { openHistory } from './history.ts'
import type { Library } from './library.ts'
import type { RunRecord } from './record.ts'
import { openResultsProcess } from './results-process.ts'
import type { Results } from './results.ts'
import type { Run } from './run.ts'
import { Runs, type RunLimits } from './runs.ts'
import { serveViewer, type ViewerServer } from './viewer.ts'
import { besides } from './worker-process.ts'

export { openLibraryProcess } from './library-process.ts'

export interface ServerOptions {
  /** 0: any free one. */
  readonly port: number
  /** Address to listen on. On any but loopback a token is due for everything. */
  readonly host: string
  readonly library: Library
  /** The built page. */
  readonly clientDir: string
  readonly version: string
  /** Scenario that is started when a viewer comes and nothing is running; null: none. */
  readonly firstScenario: string | null
  /** Where runs are kept that are over; null: nowhere. */
  readonly runsFolder: string | null
  /** Where data sets are written, and looked through; null: nowhere. */
  readonly exportsFolder: string | null
  /** Whose subfolders are finished sweeps; null: there are none. */
  readonly sweepsFolder: string | null
  /** Who reads these two folders; left out: a process. */
  readonly results?: Results
  /** Origins of foreign pages that may watch at /foxglove, e.g. 'https://app.foxglove.dev'; left out: none. */
  readonly foxgloveOrigins?: readonly string[]
  readonly log: (text: string) => void
  /** Modules of the processes; left out: the simulation, the exports and the camera. */
  readonly runModule?: URL
  readonly exportModule?: URL
  readonly camera?: CameraProcess
  readonly limits?: RunLimits
}

export interface RunningServer {
  /** Where the page is, with its token if one is due. */
  readonly url: string
  readonly port: number
  readonly token: string | null
  close(): Promise<void>
}

/** Longest message of a viewer, bytes; the largest honest one is a hundred. */
const LONGEST_MESSAGE = 16 * 1024
const MOST_VIEWERS = 200
/** Refusals of viewers that are written to the log; after that only the fact. */
const REFUSALS_LOGGED = 50

/** @throws Error with code EADDRINUSE when the port is taken. */
export const startServer = async (options: ServerOptions): Promise<RunningServer> => {
  const { port, host, library, log, firstScenario } = options
  const token = isLoopback(host) ? null : randomBytes(18).toString('base64url')
  const guard = openGuard(host, token)
  const history = options.runsFolder === null ? null : openHistory(options.runsFolder, log)
  const runs = new Runs(options.runModule ?? besides('run-worker', import.meta.url), history, options.limits)
  const exports = new Exports(
    options.exportModule ?? besides('export-worker', import.meta.url),
    options.exportsFolder,
  )
  const results =
    options.results ?? openResultsProcess({ sweeps: options.sweepsFolder, dataSets: options.exportsFolder })
  const http = createServer(createHttp({ ...options, results, runs, exports, guard }))
  const sockets: ViewerServer = new Server(http, {
    serveClient: false,
    maxHttpBufferSize: LONGEST_MESSAGE,
    allowRequest: (request, answer) => answer(null, guard.refusal(request.headers) === null),
  })
  admit(sockets, guard)

  const feeds = new Map<Run, CameraFeed>()
  const cameraProcess = options.camera ?? {
    module: besides('camera-worker', import.meta.url),
    environment: findDriverEnvironment,
  }
  // Looked for while the first run starts, so that the first picture need not wait for it.
  cameraProcess.environment().catch((error: unknown) => log(`the camera pane stays empty: ${String(error)}`))
  const camera = (run: Run, record: RunRecord): CameraFeed => {
    const feed = feeds.get(run) ?? new CameraFeed(run.id, run.scenario, record, cameraProcess)
    feeds.set(run, feed)
    return feed
  }
  runs.onChange(() => {
    for (const [run, feed] of feeds)
      if (runs.get(run.id) !== run) {
        feed.close()
        feeds.delete(run)
      }
  })

  let startingFirst = false
  const startFirst = async (): Promise<void> => {
    if (firstScenario === null || startingFirst || runs.anyRunning()) return
    startingFirst = true
    try {
      runs.start(await library.resolve({ scenario: firstScenario }))
    } catch (error) {
      log(`the first scenario could not be started: ${String(error)}`)
    } finally {
      startingFirst = false
    }
  }
  const logRefusal = limited(log, REFUSALS_LOGGED)
  const foxglove = serveFoxglove(http, {
    ...{ runs, guard, log: logRefusal, origins: options.foxgloveOrigins ?? [] },
  })
  sockets.on('connection', (socket) => {
    serveViewer(socket, { runs, camera, log: logRefusal })
    const hello = helloSchema.parse(socket.handshake.auth)
    if (hello.run === undefined) void startFirst()
  })

  await listen(http, port, host)
  const bound = (http.address() as AddressInfo).port
  const name = host.includes(':') ? `[${host}]` : isLoopback(host) ? 'localhost' : host
  return {
    url: `http://${name}:${bound}/${token === null ? '' : `?token=${token}`}`,
    port: bound,
    token,
    close: async () => {
      runs.stopAll()
      exports.close()
      library.close()
      results.close()
      for (const feed of feeds.values()) feed.close()
      foxglove.close()
      await sockets.close()
      http.closeAllConnections()
    },
  }
}

/** Lets in only viewers of this protocol that have the token. */
const admit = (sockets: ViewerServer, guard: Guard): void => {
  sockets.use((socket, next) => {
    const hello = helloSchema.safeParse(socket.handshake.auth)
    if (!hello.success) {
      next(new Error('The handshake says no protocol version; see docs/protocol.md.'))
      return
    }
    if (!guard.admits(hello.data.token)) {
      next(new Error('token'))
      return
    }
    if (hello.data.protocol !== PROTOCOL_VERSION) {
      next(
        new Error(
          `This server speaks protocol ${PROTOCOL_VERSION}, the page ${hello.data.protocol}: reload it.`,
        ),
      )
      return
    }
    if (sockets.engine.clientsCount > MOST_VIEWERS) {
      next(new Error(`${MOST_VIEWERS} viewers are the most.`))
      return
    }
    next()
  })
}

const listen = (http: HttpServer, port: number, host: string): Promise<void> =>
  new Promise((resolve, reject) => {
    http.once('error', reject)
    http.listen(port, host, () => {
      http.off('error', reject)
      resolve()
    })
  })

/** Each text once, and not more than `most` of them. */
const limited = (log: (text: string) => void, most: number): ((text: string) => void) => {
  const said = new Set<string>()
  return (text) => {
    if (said.has(text) || said.size > most) return
    said.add(text)
    log(said.size > most ? 'more refusals follow, and are not logged' : text)
  }
}
