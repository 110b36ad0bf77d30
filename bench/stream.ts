/**
 * Many viewers of one run: how late a state reaches those that keep up while others stall, and what it costs the
 * server's memory. From the tick in the simulation's process to its receipt, through the server, over loopback.
 */
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { io, type Socket } from 'socket.io-client'
import { besides } from '../server/worker-process.ts'
import {
  API_ROOT,
  PROTOCOL_VERSION,
  type ClientToServer,
  type RunSummary,
  type ServerToClient,
} from '../src/protocol/index.ts'
import type { Bench } from './index.ts'

const VIEWERS = 50
const STALLED = 5
/** Until everyone watches and buffers have their size, then measured; ms. */
const WARM_UP_MS = 3000
const MEASURED_MS = 12_000
const SCENARIO = 'snow-skid-near-collision'

type Viewer = Socket<ServerToClient, ClientToServer>

const now = (): number => performance.timeOrigin + performance.now()

const told = async (child: ChildProcess): Promise<Record<string, number>> => {
  const [message] = (await once(child, 'message')) as [Record<string, number>]
  return message
}

const memoryOf = async (child: ChildProcess): Promise<number> => {
  child.send('memory')
  return (await told(child))['rss']
}

/** Watches the run, and tells of each push how late its newest state is. */
const watch = async (
  base: string,
  run: string,
  stalls: boolean,
  late: (ms: number) => void,
): Promise<Viewer> => {
  const socket: Viewer = io(base, {
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    auth: { protocol: PROTOCOL_VERSION, run },
  })
  socket.on('rows', ({ rows }, ack) => {
    const bytes = ArrayBuffer.isView(rows) ? rows : new Uint8Array(rows)
    const stamp = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    if (stalls) return
    late(now() - stamp.getFloat64(bytes.byteLength - 8, true))
    ack()
  })
  for (const push of ['runs', 'notes', 'progress'] as const)
    socket.on(push, (_: unknown, ack: () => void) => ack())
  const answer = await socket.emitWithAck('watch', { run, lastSeq: -1 })
  if ('error' in answer) throw new Error(answer.error)
  return socket
}

const quantile = (values: readonly number[], q: number): number =>
  [...values].sort((a, b) => a - b)[Math.floor(q * (values.length - 1))]

const measure = async (server: ChildProcess): Promise<Bench> => {
  const base = `http://127.0.0.1:${(await told(server))['port']}`
  const response = await fetch(`${base}${API_ROOT}/runs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ scenario: SCENARIO }),
  })
  const run = (await response.json()) as RunSummary
  const delays: number[] = []
  let measuring = false
  const viewers = await Promise.all(
    Array.from({ length: VIEWERS }, (_, i) =>
      watch(base, run.id, i < STALLED, (ms) => {
        if (measuring) delays.push(ms)
      }),
    ),
  )
  try {
    await new Promise((r) => setTimeout(r, WARM_UP_MS))
    const before = await memoryOf(server)
    measuring = true
    await new Promise((r) => setTimeout(r, MEASURED_MS))
    measuring = false
    const growth = ((await memoryOf(server)) - before) / 1e6
    if (delays.length === 0) throw new Error('no viewer got a state')
    const figure = (value: number, unit: string) => ({ value, unit })
    return {
      name: 'stream',
      figures: {
        p95_ms: figure(quantile(delays, 0.95), 'ms'),
        median_ms: figure(quantile(delays, 0.5), 'ms'),
        rss_growth_mb: figure(growth, 'MB'),
        viewers: figure(VIEWERS, ''),
        stalled: figure(STALLED, ''),
        pushes_per_s: figure(delays.length / (MEASURED_MS / 1000), '1/s'),
      },
    }
  } finally {
    for (const viewer of viewers) viewer.disconnect()
  }
}

/** `nearmiss bench stream`. */
export const bench = async (): Promise<Bench> => {
  const module = fileURLToPath(besides('stream-server-worker', import.meta.url))
  const server = fork(module, [], { execArgv: [...process.execArgv, '--expose-gc'] })
  try {
    return await measure(server)
  } finally {
    server.kill('SIGKILL')
  }
}
