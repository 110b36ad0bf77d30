/**
 * One socket: it watches at most one run. Every request is checked against its schema; what does not fit is
 * answered with `refused` and changes nothing.
 */
import type { Server, Socket } from 'socket.io'
import {
  cameraSchema,
  IN_FLIGHT,
  MAX_LIVE_ROWS,
  MAX_NOTES,
  encodeRows,
  pictureSchema,
  statesSchema,
  unwatchSchema,
  watchSchema,
  type ClientToServer,
  type Look,
  type PicturePush,
  type Refusal,
  type ServerToClient,
} from '../src/protocol/index.ts'
import { openChannel, type Channel } from './channel.ts'
import type { CameraFeed } from './camera.ts'
import type { RunRecord } from './record.ts'
import type { Run } from './run.ts'
import type { Runs } from './runs.ts'

export type ViewerServer = Server<ClientToServer, ServerToClient>
type ViewerSocket = Socket<ClientToServer, ServerToClient>

/** Requests a second that a viewer may make in the long run, and at once. */
const REQUESTS_PER_SECOND = 60
const REQUEST_BURST = 240
/** Requests beyond that after which the viewer is put out. */
const FLOOD = 500

/** What a viewer may be told of its request's failure. */
class Refused extends Error {}

export interface ViewerContext {
  readonly runs: Runs
  /** The camera feed of a run: one for all its viewers. */
  readonly camera: (run: Run, record: RunRecord) => CameraFeed
  /** Says once that something was refused. */
  readonly log: (text: string) => void
}

interface Watching {
  readonly run: Run
  readonly record: RunRecord
  readonly feed: CameraFeed
  readonly close: () => void
  looks: readonly Look[]
  readonly pictures: Channel
}

interface Parser<T> {
  safeParse(
    value: unknown,
  ):
    | { success: true; data: T }
    | { success: false; error: { issues: readonly { message: string; path: PropertyKey[] }[] } }
}

/** Serves one socket until it closes. */
export const serveViewer = (socket: ViewerSocket, { runs, camera, log }: ViewerContext): void => {
  let watching: Watching | null = null
  const takeToken = bucket(REQUESTS_PER_SECOND, REQUEST_BURST)

  const refuse = (error: string, answer?: unknown): void => {
    log(`refused a message of ${socket.handshake.address}: ${error}`)
    socket.emit('refused', { error })
    if (typeof answer === 'function') (answer as (refusal: Refusal) => void)({ error })
  }
  let flood = 0
  const mayAsk = (answer?: unknown): boolean => {
    if (takeToken()) return true
    if (++flood > FLOOD) socket.disconnect(true)
    else refuse('too many requests', answer)
    return false
  }

  /** Registers a request: limited, checked, then handled; its answer goes to the callback. */
  const on = <T>(name: keyof ClientToServer, parser: Parser<T>, handle: (request: T) => unknown): void => {
    socket.on(name, (...args: unknown[]) => {
      const answer = args.at(-1)
      if (!mayAsk(answer)) return
      if (args.length !== 2 || typeof answer !== 'function') {
        refuse(`'${name}' takes one request and a callback`, answer)
        return
      }
      const parsed = parser.safeParse(args[0])
      if (!parsed.success) {
        const [issue] = parsed.error.issues
        refuse(`'${name}': ${issue.path.map(String).join('.')} ${issue.message}`.replace(/ +/g, ' '), answer)
        return
      }
      void Promise.resolve()
        .then(() => handle(parsed.data))
        .catch((error: unknown) => ({ error: error instanceof Error ? error.message : String(error) }))
        .then((result) => (answer as (result: unknown) => void)(result))
    })
  }
  socket.onAny((name: string, ...args: unknown[]) => {
    if (!REQUESTS.has(name) && mayAsk()) refuse(`there is no request '${name.slice(0, 40)}'`, args.at(-1))
  })

  const find = (id: string): Run => {
    if (watching?.run.id === id) return watching.run
    const run = runs.get(id)
    if (!run) throw new Refused(`There is no run ${id} (any more).`)
    return run
  }
  const watched = (id: string): Watching => {
    if (watching?.run.id !== id) throw new Refused(`Watch run ${id} first.`)
    return watching
  }

  on('watch', watchSchema, async ({ run: id, lastSeq }) => {
    const run = find(id)
    const record = await run.record()
    watching?.close()
    watching = socket.connected ? watchRun(socket, run, record, camera(run, record), lastSeq) : null
    return { summary: run.summary(), scenario: run.scenario, layout: record.layout }
  })
  on('unwatch', unwatchSchema, () => {
    watching?.close()
    watching = null
    return { done: true }
  })
  on('states', statesSchema, async ({ run, first, count }) => {
    const record = await find(run).record()
    return { rows: encodeRows(first, record.rows(first, count)) }
  })
  on('camera', cameraSchema, ({ run, looks }) => {
    const mine = watched(run)
    mine.feed.watch(socket, looks)
    mine.looks = looks
    mine.pictures.pump()
    return { done: true }
  })
  on('picture', pictureSchema, ({ run, sensor, layer, step }) =>
    watched(run).feed.picture(socket, { sensor, layer }, step),
  )

  const list = runList(socket, runs)
  socket.on('disconnect', () => {
    list()
    watching?.close()
    watching = null
  })
}

const REQUESTS: ReadonlySet<string> = new Set<keyof ClientToServer>([
  'watch',
  'unwatch',
  'states',
  'camera',
  'picture',
])

/** Opens the three channels of a run to one viewer. */
const watchRun = (
  socket: ViewerSocket,
  run: Run,
  record: RunRecord,
  feed: CameraFeed,
  lastSeq: number,
): Watching => {
  let seq = lastSeq
  // A viewer that comes late starts at the live edge; it fetches the past as it needs it.
  let sent = Math.max(0, record.steps - 1)
  /** The newest picture of each look that was sent. */
  const pictured = new Map<string, PicturePush>()
  let turn = 0

  const notes = openChannel(
    (message: Parameters<ServerToClient['notes']>[0], ack) => socket.emit('notes', message, ack),
    () => {
      const next = record.notesAfter(seq, MAX_NOTES)
      if (next.length === 0) return null
      seq = next[next.length - 1].seq
      return { run: run.id, notes: [...next] }
    },
    IN_FLIGHT,
  )
  const rows = openChannel(
    (message: Parameters<ServerToClient['rows']>[0], ack) => socket.emit('rows', message, ack),
    () => {
      if (record.steps <= sent) return null
      const first = Math.max(sent, record.steps - MAX_LIVE_ROWS)
      sent = record.steps
      return { run: run.id, rows: encodeRows(first, record.rows(first, MAX_LIVE_ROWS)) }
    },
    IN_FLIGHT,
  )
  const pictures = openChannel(
    (message: PicturePush, ack) => socket.emit('picture', message, ack),
    () => {
      // Looks take turns, so that none waits for the others' next pictures.
      const { looks } = watching
      for (let i = 0; i < looks.length; i++) {
        const look = looks[turn++ % looks.length]
        const name = `${look.sensor}/${look.layer}`
        const newest = feed.latest(look)
        if (newest === null || newest === pictured.get(name)) continue
        pictured.set(name, newest)
        return newest
      }
      return null
    },
    IN_FLIGHT,
  )
  const stops = [
    record.onChange(() => {
      notes.pump()
      rows.pump()
    }),
    feed.onChange(() => pictures.pump()),
  ]
  const watching: Watching = {
    run,
    record,
    feed,
    looks: [],
    pictures,
    close: () => {
      for (const stop of stops) stop()
      for (const channel of [notes, rows, pictures]) channel.close()
      feed.leave(socket)
    },
  }
  // After the answer to `watch`, which goes first: the viewer must know the layout before it gets a row.
  setImmediate(() => {
    notes.pump()
    rows.pump()
  })
  return watching
}

/** Pushes how far the runs are this often, ms. */
const PROGRESS_MS = 1000

/** Keeps the viewer's list of runs fresh, and how far they are: the newest only. @returns a function that ends it. */
const runList = (socket: ViewerSocket, runs: Runs): (() => void) => {
  let stale = true
  const channel = openChannel(
    (message: Parameters<ServerToClient['runs']>[0], ack) => socket.emit('runs', message, ack),
    () => {
      if (!stale) return null
      stale = false
      return { runs: runs.list() }
    },
    IN_FLIGHT,
  )
  let due = false
  const progress = openChannel(
    (message: Parameters<ServerToClient['progress']>[0], ack) => socket.emit('progress', message, ack),
    () => {
      if (!due) return null
      due = false
      return { runs: runs.progress() }
    },
    IN_FLIGHT,
  )
  const stop = runs.onChange(() => {
    stale = true
    channel.pump()
  })
  const timer = setInterval(() => {
    due = runs.anyRunning()
    progress.pump()
  }, PROGRESS_MS)
  channel.pump()
  return () => {
    stop()
    clearInterval(timer)
    channel.close()
    progress.close()
  }
}

/** A token bucket. @returns a function that takes one token, false when there is none. */
const bucket = (perSecond: number, burst: number): (() => boolean) => {
  let tokens = burst
  let at = performance.now()
  return () => {
    const now = performance.now()
    tokens = Math.min(burst, tokens + ((now - at) / 1000) * perSecond)
    at = now
    if (tokens < 1) return false
    tokens--
    return true
  }
}
