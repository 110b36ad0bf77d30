/**
 * The endpoint for Foxglove and Lichtblick: `ws://.../foxglove`, with `?run=ID` a certain run, else the newest one
 * that goes on, and the next one after it. They watch and change nothing.
 */
import { randomBytes } from 'node:crypto'
import type { IncomingMessage, Server as HttpServer } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type WebSocket } from 'ws'
import {
  FOXGLOVE_PROTOCOLS,
  foxgloveData,
  foxgloveRequestSchema,
  foxgloveTime,
  type FoxgloveNotice,
} from '../src/protocol/index.ts'
import { FoxgloveRun, type FoxgloveListener, type Message, type Topic } from './foxglove-run.ts'
import type { Guard } from './guard.ts'
import type { Run } from './run.ts'
import type { Runs } from './runs.ts'
import { besides } from './worker-process.ts'

const PATH = '/foxglove'
const MOST_VIEWERS = 20
const LONGEST_MESSAGE = 64 * 1024
/** Messages of a viewer in all; an honest one subscribes a few dozen times. */
const MOST_MESSAGES = 10_000
/** A viewer with more than this on its way gets nothing but what lasts, until it has caught up, bytes. */
const MOST_BUFFERED = 8e6

export interface FoxgloveOptions {
  readonly runs: Runs
  readonly guard: Guard
  /** Origins of pages that may watch beside the server's own, e.g. 'https://app.foxglove.dev'. */
  readonly origins: readonly string[]
  readonly log: (text: string) => void
  readonly module?: URL
}

export interface FoxgloveEndpoint {
  close(): void
}

/** Lichtblick's and Foxglove's own programmes are pages of a file. */
const OWN_PROGRAMMES = new Set(['file://', 'null'])

export const serveFoxglove = (http: HttpServer, options: FoxgloveOptions): FoxgloveEndpoint => {
  const { runs, guard, log } = options
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: LONGEST_MESSAGE,
    handleProtocols: (offered) => FOXGLOVE_PROTOCOLS.find((p) => offered.has(p)) ?? false,
  })
  const feeds = new Map<string, FoxgloveRun>()
  const viewers = new Set<Viewer>()
  const module = options.module ?? besides('foxglove-worker', import.meta.url)

  const feedOf = async (run: Run): Promise<FoxgloveRun> => {
    const record = await run.record()
    const known = feeds.get(run.id)
    if (known !== undefined) return known
    const made = new FoxgloveRun(run, record, module, (why) => {
      if (feeds.get(run.id) !== made) return
      feeds.delete(run.id)
      log(`the messages for Foxglove of run ${run.id} came to an end: ${why}`)
    })
    feeds.set(run.id, made)
    return made
  }
  /** Gives processes back that nobody watches. */
  const tidy = (): void => {
    for (const [id, feed] of feeds) {
      if (feed.watchers > 0) continue
      feeds.delete(id)
      feed.close()
    }
  }
  const show = (viewer: Viewer): void => {
    const newest = runs
      .list()
      .find((r) => (viewer.run === null ? r.status === 'running' : r.id === viewer.run))
    const run = newest === undefined ? undefined : runs.get(newest.id)
    if (run === undefined || run.status === 'queued' || viewer.watches === run.id) return
    viewer.watches = run.id
    feedOf(run)
      .then((feed) => {
        if (viewer.watches === run.id) viewer.watch(feed)
        tidy()
      })
      .catch((error: unknown) => log(`a run cannot be shown to Foxglove: ${String(error)}`))
  }

  const refusal = (request: IncomingMessage, token: string | null): string | null => {
    const { origin, ...rest } = request.headers
    const known = origin === undefined || OWN_PROGRAMMES.has(origin) || options.origins.includes(origin)
    const why = guard.refusal(known ? rest : request.headers)
    if (why !== null) return why
    if (!guard.admits(token ?? undefined)) return 'the token is missing or wrong: /foxglove?token=...'
    return viewers.size >= MOST_VIEWERS ? `${MOST_VIEWERS} viewers are the most` : null
  }
  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
    if (pathname !== PATH) return
    const why = refusal(request, searchParams.get('token'))
    if (why !== null) {
      log(`refused a viewer of ${request.socket.remoteAddress ?? '?'} at ${PATH}: ${why}`)
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n')
      return
    }
    sockets.handleUpgrade(request, socket, head, (connected) => {
      if (connected.protocol === '') {
        connected.close(1002, `speak ${FOXGLOVE_PROTOCOLS.join(' or ')}`)
        return
      }
      const viewer = new Viewer(connected, searchParams.get('run'), log)
      viewers.add(viewer)
      connected.on('close', () => {
        viewers.delete(viewer)
        viewer.leave()
        tidy()
      })
      show(viewer)
    })
  }
  http.on('upgrade', upgrade)
  const stop = runs.onChange(() => {
    for (const viewer of viewers) show(viewer)
  })
  return {
    close: () => {
      stop()
      http.off('upgrade', upgrade)
      for (const connected of sockets.clients) connected.terminate()
      sockets.close()
      for (const feed of feeds.values()) feed.close()
      feeds.clear()
    },
  }
}

/** One who watches. */
class Viewer implements FoxgloveListener {
  /** The run that it has asked for; null: whichever goes on. */
  readonly run: string | null
  /** The run that it is shown, or is about to be. */
  watches: string | null = null
  readonly #socket: WebSocket
  #feed: FoxgloveRun | null = null
  #topics = new Set<number>()
  /** Subscriptions by their numbers: to which topic. */
  #subscriptions = new Map<number, number>()
  #heard = 0
  #clock = -1n

  constructor(socket: WebSocket, run: string | null, log: (text: string) => void) {
    this.#socket = socket
    this.run = run
    this.#greet()
    socket.on('error', () => undefined)
    socket.on('message', (data, isBinary) => {
      if (++this.#heard > MOST_MESSAGES) socket.terminate()
      else if (isBinary) this.#refuse('binary messages are not taken here', log)
      else this.#hear((data as Buffer).toString('utf8'), log)
    })
  }

  /** Shows this run instead of the one before. */
  watch(feed: FoxgloveRun): void {
    this.leave()
    if (this.#topics.size > 0) this.#say({ op: 'unadvertise', channelIds: [...this.#topics] })
    this.#topics.clear()
    this.#subscriptions.clear()
    // Another session: what was shown before is forgotten.
    this.#greet()
    this.#feed = feed
    feed.join(this)
  }

  leave(): void {
    this.#feed?.leave(this)
    this.#feed = null
  }

  topic({ id, topic, schemaName, schema }: Topic): void {
    this.#topics.add(id)
    const encoding = { encoding: 'json', schemaEncoding: 'jsonschema' } as const
    this.#say({ op: 'advertise', channels: [{ id, topic, schemaName, schema, ...encoding }] })
  }

  message({ id, nanos, json }: Message): void {
    if (this.#socket.bufferedAmount > MOST_BUFFERED) return
    if (nanos !== this.#clock) this.#socket.send(foxgloveTime(nanos))
    this.#clock = nanos
    for (const [subscription, topic] of this.#subscriptions)
      if (topic === id) this.#socket.send(foxgloveData(subscription, nanos, json))
  }

  #greet(): void {
    this.#say({
      ...{ op: 'serverInfo', name: 'nearmiss', capabilities: ['time'], supportedEncodings: [], metadata: {} },
      sessionId: randomBytes(8).toString('hex'),
    })
  }

  #hear(text: string, log: (text: string) => void): void {
    const parsed = foxgloveRequestSchema.safeParse(jsonOf(text))
    if (!parsed.success) {
      this.#refuse('only subscribe and unsubscribe are taken here', log)
      return
    }
    const request = parsed.data
    if (request.op === 'unsubscribe') for (const id of request.subscriptionIds) this.#subscriptions.delete(id)
    else
      for (const { id, channelId } of request.subscriptions)
        if (this.#topics.has(channelId)) this.#subscriptions.set(id, channelId)
        else this.#refuse(`there is no channel ${channelId}`, log)
    this.#feed?.want(this, new Set(this.#subscriptions.values()))
  }

  #refuse(why: string, log: (text: string) => void): void {
    log(`refused a message at ${PATH}: ${why}`)
    this.#say({ op: 'status', level: 1, message: why })
  }

  #say(notice: FoxgloveNotice): void {
    this.#socket.send(JSON.stringify(notice))
  }
}

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
