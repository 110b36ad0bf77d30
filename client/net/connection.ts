/**
 * The socket to the server: watches one run at a time, and after every break goes on from the last note it
 * has. What arrives is checked, handed on and acknowledged; the acknowledgement is what lets the server send more.
 */
import { signal, type ReadonlySignal } from '@preact/signals'
import { io, type Socket } from 'socket.io-client'
import {
  decodeRows,
  isRefusal,
  notesPushSchema,
  picturePushSchema,
  progressPushSchema,
  PROTOCOL_VERSION,
  rowsPushSchema,
  runHeadSchema,
  runsPushSchema,
  type Answer,
  type CameraRequest,
  type ClientToServer,
  type Layer,
  type Look,
  type Note,
  type PicturePush,
  type RunHead,
  type RunSummary,
  type ServerToClient,
  type StateRows,
} from '../../src/protocol/index.ts'
import { token } from './token.ts'

export type Link = 'connecting' | 'open' | 'lost' | 'refused'

/** What a watched run tells. */
export interface RunListener {
  rows(rows: StateRows): void
  notes(notes: readonly Note[]): void
  picture(picture: PicturePush): void
  /** The last note that has arrived; -1: none. */
  lastSeq(): number
}

export interface Connection {
  readonly link: ReadonlySignal<Link>
  /** Why, when the link is refused. */
  readonly reason: ReadonlySignal<string>
  /** All runs of the server, newest first; null: not known yet. */
  readonly runs: ReadonlySignal<readonly RunSummary[] | null>
  /** How far the runs are that go on, simulated s, by id. */
  readonly progress: ReadonlySignal<ReadonlyMap<string, number>>
  /** Watches a run instead of the one before. @throws Error with the server's reason. */
  watch(run: string, listen: (head: RunHead) => RunListener): Promise<RunHead>
  /** Rows of the past of a run, as many as are recorded. */
  states(head: RunHead, first: number, count: number): Promise<StateRows>
  /** What of the watched run is to be seen from now on, also over the next links. */
  looks(run: string, looks: readonly Look[]): Promise<void>
  picture(run: string, sensor: string, layer: Layer, step: number): Promise<PicturePush>
}

/** The run that is to be watched, over as many links as it takes. */
interface Watching {
  readonly run: string
  readonly listen: (head: RunHead) => RunListener
  readonly resolve: (head: RunHead) => void
  readonly reject: (why: Error) => void
  /** How often it was asked for: only the last answer counts. */
  sent: number
  known: { readonly head: RunHead; readonly listener: RunListener } | null
  looks: CameraRequest | null
}

const ANSWER_MS = 30_000

/** @param run the run that the page's address names, if any. */
export const openConnection = (run: string | null): Connection => {
  const socket: Socket<ServerToClient, ClientToServer> = io({
    transports: ['websocket'],
    reconnectionDelay: 300,
    reconnectionDelayMax: 3000,
    auth: {
      protocol: PROTOCOL_VERSION,
      ...(token === null ? {} : { token }),
      ...(run === null ? {} : { run }),
    },
  })
  const link = signal<Link>('connecting')
  const reason = signal('')
  const runs = signal<readonly RunSummary[] | null>(null)
  const progress = signal<ReadonlyMap<string, number>>(new Map())
  let watching: Watching | null = null

  const ask = async <T>(send: () => Promise<unknown>): Promise<T> => {
    const answer = (await send()) as Answer<T>
    if (isRefusal(answer)) throw new Error(answer.error)
    return answer
  }
  const within = (): ReturnType<typeof socket.timeout> => socket.timeout(ANSWER_MS)

  /** Asks for the run that is to be watched, from the last note of it that is here. */
  const demand = (mine: Watching): void => {
    const sent = ++mine.sent
    const lastSeq = mine.known?.listener.lastSeq() ?? -1
    // By callback: it runs before the pushes that follow it, which a promise's continuation may not.
    within().emit('watch', { run: mine.run, lastSeq }, (error, answer) => {
      // What was asked over a link that broke is asked again over the next one.
      if (watching !== mine || mine.sent !== sent || !socket.connected) return
      const head = runHeadSchema.safeParse(answer)
      if (head.success) {
        mine.known ??= { head: head.data, listener: mine.listen(head.data) }
        mine.resolve(head.data)
        const { looks } = mine
        if (looks !== null) ask(() => within().emitWithAck('camera', looks)).catch(() => undefined)
        return
      }
      watching = null
      const why = isRefusal(answer)
        ? new Error(answer.error)
        : error instanceof Error
          ? error
          : new Error('The server answered in words that this page does not know.')
      reason.value = why.message
      mine.reject(why)
    })
  }
  /** Who listens to a run's pushes; null: it is not the one that is watched (any more). */
  const listenerOf = (run: string): Watching['known'] => (watching?.run === run ? watching.known : null)

  socket.on('connect', () => {
    link.value = 'open'
    if (watching !== null) demand(watching)
  })
  socket.on('disconnect', (why) => {
    link.value = why === 'io server disconnect' ? 'refused' : 'lost'
  })
  socket.on('connect_error', (error) => {
    // `active`: it will try again by itself.
    link.value = socket.active ? 'lost' : 'refused'
    reason.value =
      error.message === 'token'
        ? 'This server asks for its token: open the address that it printed when it started.'
        : error.message
  })

  socket.on('rows', (message, ack) => {
    const push = rowsPushSchema.parse(message)
    const known = listenerOf(push.run)
    known?.listener.rows(decodeRows(known.head.layout, push.rows))
    ack()
  })
  socket.on('notes', (message, ack) => {
    const push = notesPushSchema.parse(message)
    listenerOf(push.run)?.listener.notes(push.notes)
    ack()
  })
  socket.on('picture', (message, ack) => {
    const push = picturePushSchema.parse(message)
    listenerOf(push.run)?.listener.picture(push)
    ack()
  })
  socket.on('runs', (message, ack) => {
    runs.value = runsPushSchema.parse(message).runs
    ack()
  })
  socket.on('progress', (message, ack) => {
    progress.value = new Map(progressPushSchema.parse(message).runs.map(({ run, time }) => [run, time]))
    ack()
  })

  return {
    link,
    reason,
    runs,
    progress,
    watch: (run, listen) =>
      new Promise((resolve, reject) => {
        watching?.reject(new Error('Another run is watched.'))
        watching = { run, listen, resolve, reject, sent: 0, known: null, looks: null }
        // Without a link it is asked for when there is one.
        if (socket.connected) demand(watching)
      }),
    states: async ({ summary, layout }, first, count) => {
      const answer = await ask<{ rows: Uint8Array }>(() =>
        within().emitWithAck('states', { run: summary.id, first, count }),
      )
      return decodeRows(layout, answer.rows)
    },
    looks: async (run, looks) => {
      if (watching?.run === run) watching.looks = { run, looks: [...looks] }
      if (socket.connected) await ask(() => within().emitWithAck('camera', { run, looks: [...looks] }))
    },
    picture: async (id, sensor, layer, step) =>
      picturePushSchema.parse(
        await ask(() => within().emitWithAck('picture', { run: id, sensor, layer, step })),
      ),
  }
}
