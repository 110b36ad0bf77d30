/** A server on a free port with synthetic runs, and viewers that speak to it through real sockets. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { io, type Socket } from 'socket.io-client'
import { startServer, type RunningServer, type ServerOptions } from '../../server/index.ts'
import { LibraryRefusal, type Library } from '../../server/library.ts'
import {
  decodeRows,
  PROTOCOL_VERSION,
  type ClientToServer,
  type Note,
  type RunHead,
  type RunSummary,
  type ServerToClient,
} from '../../src/protocol/index.ts'
import { SYNTHETIC } from './synthetic.ts'

const library: Library = {
  list: () => Promise.resolve([]),
  text: (name) =>
    name === 'synthetic'
      ? Promise.resolve({ name, text: 'scenario: synthetic\n', version: '0'.repeat(16) })
      : Promise.reject(new LibraryRefusal(404, 'no such scenario')),
  check: () => Promise.resolve({ diagnostics: [], facts: null }),
  save: () => Promise.reject(new LibraryRefusal(403, 'nothing is saved here')),
  language: () => Promise.reject(new Error('there is no language here')),
  close: () => undefined,
  resolve: ({ scenario, text, seed }) => {
    if (scenario === 'synthetic') return Promise.resolve({ ...SYNTHETIC, seed: seed ?? SYNTHETIC.seed })
    const mistake = { length: 1, severity: 'error', code: 'bad-value', suggestion: null } as const
    const where = { file: 'text', line: 1, column: 1, message: text ?? 'no such scenario', ...mistake }
    return Promise.reject(new LibraryRefusal(422, 'The scenario has mistakes.', [where]))
  },
}

export interface TestServer extends RunningServer {
  readonly base: string
  readonly logged: string[]
}

const closing: (() => Promise<void> | void)[] = []

/** Ends every server and viewer that a test opened. */
export const closeAll = async (): Promise<void> => {
  for (const close of closing.splice(0).reverse()) await close()
}

export const openServer = async (options: Partial<ServerOptions> = {}): Promise<TestServer> => {
  const clientDir = mkdtempSync(join(tmpdir(), 'nearmiss-client-'))
  writeFileSync(join(clientDir, 'index.html'), '<!doctype html><title>page</title>')
  writeFileSync(join(clientDir, '..', 'nearmiss-outside.txt'), 'outside')
  const logged: string[] = []
  const server = await startServer({
    port: 0,
    host: '127.0.0.1',
    library,
    clientDir,
    version: '0.0.0',
    firstScenario: null,
    runsFolder: null,
    exportsFolder: null,
    sweepsFolder: null,
    log: (text) => logged.push(text),
    runModule: new URL('./synthetic-run.ts', import.meta.url),
    camera: {
      module: new URL('./synthetic-camera.ts', import.meta.url),
      environment: () => Promise.resolve({}),
    },
    ...options,
  })
  closing.push(async () => {
    await server.close()
    rmSync(clientDir, { recursive: true })
  })
  return { ...server, base: `http://127.0.0.1:${server.port}`, logged }
}

export const startRun = async (server: TestServer, seed = 5): Promise<RunSummary> => {
  const response = await fetch(`${server.base}/api/v1/runs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ scenario: 'synthetic', seed }),
  })
  return (await response.json()) as RunSummary
}

export interface TestViewer {
  readonly socket: Socket<ServerToClient, ClientToServer>
  /** Everything that came, in order. */
  readonly notes: Note[]
  readonly steps: number[]
  readonly rows: Map<number, Float64Array>
  readonly pictures: { step: number; text: string }[]
  readonly refusals: string[]
  /** While true, nothing is acknowledged. */
  stalled: boolean
  watch(run: string, lastSeq?: number): Promise<RunHead>
}

export const openViewer = async (
  server: TestServer,
  {
    auth = { protocol: PROTOCOL_VERSION },
    ...options
  }: { auth?: Record<string, unknown>; extraHeaders?: Record<string, string> } = {},
): Promise<TestViewer> => {
  const socket: Socket<ServerToClient, ClientToServer> = io(server.base, {
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    auth,
    ...options,
  })
  closing.push(() => void socket.disconnect())
  let size = 1
  const viewer: TestViewer = {
    socket,
    notes: [],
    steps: [],
    rows: new Map(),
    pictures: [],
    refusals: [],
    stalled: false,
    watch: (run, lastSeq = -1) =>
      new Promise((resolve, reject) => {
        socket.emit('watch', { run, lastSeq }, (head) => {
          if ('error' in head) {
            reject(new Error(head.error))
            return
          }
          size = head.layout.size
          resolve(head)
        })
      }),
  }
  socket.on('rows', ({ rows }, ack) => {
    const { first, count, rows: values } = decodeRows({ size }, rows)
    for (let i = 0; i < count; i++) {
      viewer.steps.push(first + i)
      viewer.rows.set(first + i, values.slice(i * size, (i + 1) * size))
    }
    if (!viewer.stalled) ack()
  })
  socket.on('notes', ({ notes }, ack) => {
    viewer.notes.push(...notes)
    if (!viewer.stalled) ack()
  })
  socket.on('picture', ({ step, data }, ack) => {
    viewer.pictures.push({ step, text: new TextDecoder().decode(data) })
    if (!viewer.stalled) ack()
  })
  socket.on('runs', (_, ack) => ack())
  socket.on('refused', ({ error }) => viewer.refusals.push(error))
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('connect_error', reject)
  })
  return viewer
}

/** Waits until `done` is true, at most `ms`. */
export const until = async (done: () => boolean, ms = 20_000): Promise<void> => {
  const end = performance.now() + ms
  while (!done()) {
    if (performance.now() > end) throw new Error(`waited ${ms} ms for: ${done.toString()}`)
    await new Promise((r) => setTimeout(r, 10))
  }
}

export const ended = (viewer: TestViewer): boolean => viewer.notes.some((n) => n.kind === 'status')
