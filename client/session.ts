/** What this page is showing: the library, the run that is watched, and how it is looked at. */
import { batch, computed, effect, signal, type ReadonlySignal, type Signal } from '@preact/signals'
import {
  MAX_ROWS,
  type LibraryEntry,
  type Look,
  type RunSummary,
  type StartRun,
} from '../src/protocol/index.ts'
import { readLink, writeLink, type Sheet } from './link.ts'
import { openDraft, type Draft } from './editor/draft.ts'
import { ApiFailure, getLibrary, getRun, startRow, startRun, stopRun } from './net/api.ts'
import { openConnection, type Connection } from './net/connection.ts'
import { fetchPast } from './player/fetch-past.ts'
import { openLivePlayer, openReplayPlayer, type Player } from './player/player.ts'
import { Tape } from './player/tape.ts'
import type { ViewMode } from './view/cameras.ts'
import type { Mark } from './view/marks.ts'

export const PANELS = ['library', 'editor', 'runs', 'results'] as const
export type Panel = (typeof PANELS)[number]

export interface Session {
  readonly connection: Connection
  readonly library: ReadonlySignal<readonly LibraryEntry[] | null>
  /** Scenario that the launch form shows. */
  readonly chosen: Signal<string | null>
  readonly player: ReadonlySignal<Player | null>
  /** What went wrong last, in words; null: nothing. */
  readonly problem: Signal<ApiFailure | null>
  readonly starting: ReadonlySignal<boolean>
  /** The run that the watched one is compared with, in step. */
  readonly rival: ReadonlySignal<Tape | null>
  readonly view: Signal<ViewMode>
  /** The actor that the view follows. */
  readonly followed: Signal<string>
  /** What is drawn over the world. */
  readonly marks: Signal<ReadonlySet<Mark>>
  /** The sensor panes in their order; null: as the run has them. */
  readonly panes: Signal<readonly Look[] | null>
  /** The sensors have more room. */
  readonly wide: Signal<boolean>
  readonly labels: Signal<boolean>
  /** While a key is held. */
  readonly labelsHidden: Signal<boolean>
  readonly help: Signal<boolean>
  /** The export dialog is open, for the watched run. */
  readonly exporting: Signal<boolean>
  readonly panel: Signal<Panel>
  /** What is looked at in the place of the run; null: the run. */
  readonly sheet: Signal<Sheet | null>
  /** The text that the editor shows; null: none has been chosen. */
  readonly draft: ReadonlySignal<Draft | null>
  loadLibrary(): Promise<void>
  /** Shows this scenario's text in the editor. */
  edit(name: string): void
  watch(run: string): Promise<void>
  start(request: StartRun): Promise<void>
  /** Makes the run of a sweep's row again, and watches it. */
  startRow(sweep: string, row: number): Promise<void>
  stop(run: string): Promise<void>
  /** Compares the watched run with this one; null: with none. */
  compare(run: string | null): Promise<void>
  /** Called once a drawn picture of the page, after the playhead has moved. @returns a function that ends it. */
  readonly onFrame: (listener: () => void) => () => void
}

/** A playhead that rests this long is written into the address, ms: browsers allow a hundred changes in 30 s. */
const LINK_REST_MS = 400

const failureOf = (error: unknown): ApiFailure =>
  error instanceof ApiFailure ? error : new ApiFailure(error instanceof Error ? error.message : String(error))

export const openSession = (): Session => {
  const link = readLink(location.hash)
  const linked = link.run
  const connection = openConnection(linked)
  const library = signal<readonly LibraryEntry[] | null>(null)
  const chosen = signal<string | null>(null)
  const player = signal<Player | null>(null)
  const problem = signal<ApiFailure | null>(null)
  const starting = signal(false)
  const followed = signal(link.follow ?? 'ego')
  const view = signal<ViewMode>(link.view ?? 'chase')
  const rival = signal<Tape | null>(null)
  /** Waits in the server's queue, to be watched when it begins. */
  const awaited = signal<string | null>(null)
  const panel = signal<Panel>('library')
  const sheet = signal<Sheet | null>(link.sheet)
  const panes = signal<readonly Look[] | null>(link.panes)
  const wide = signal(link.wide)
  const draft = signal<Draft | null>(null)
  // What was written in one scenario is there again when the editor comes back to it.
  const drafts = new Map<string, Draft>()
  const listeners = new Set<() => void>()
  let wanted: string | null = null
  let stopFetching = (): void => undefined

  const watch = async (run: string): Promise<void> => {
    if (wanted === run) return
    wanted = run
    try {
      let tape!: Tape
      const head = await connection.watch(run, (h) => {
        const opened = new Tape(h)
        tape = opened
        return {
          rows: (rows) => opened.add(rows),
          notes: (notes) => opened.addNotes(notes),
          picture: (picture) => opened.addPicture(picture, true),
          lastSeq: () => opened.lastSeq,
        }
      })
      if (wanted !== run) return
      stopFetching()
      batch(() => {
        const at = run === linked ? link.time : null
        player.value =
          head.summary.status === 'running'
            ? openLivePlayer(tape)
            : openReplayPlayer(tape, at === null ? undefined : { time: at, playing: false, speed: 1 })
        if (rival.peek()?.head.summary.id === run) rival.value = null
        chosen.value = library.peek()?.some((s) => s.name === head.summary.scenario)
          ? head.summary.scenario
          : chosen.peek()
        const ids = head.layout.actors.map((a) => a.id)
        if (!ids.includes(followed.peek())) followed.value = ids.includes('ego') ? 'ego' : ids[0]
      })
      stopFetching = fetchPast(() => player.value!, connection)
    } catch (error) {
      if (wanted !== run) return
      wanted = null
      problem.value = failureOf(error)
    }
  }

  // The first run to show: the one of the link, else the newest that is going on, else the newest.
  effect(() => {
    const runs = connection.runs.value
    if (wanted !== null || runs === null || runs.length === 0) return
    const first = runs.find((r) => r.id === linked) ?? runs.find((r) => r.status === 'running') ?? runs[0]
    void watch(first.id)
  })

  // A run that ends is over where it is watched.
  effect(() => {
    const live = player.value
    if (live?.kind !== 'live' || live.tape.summary.value.status === 'running') return
    const atEdge = live.following.peek()
    player.value = openReplayPlayer(live.tape, {
      time: live.time.peek(),
      playing: live.playing.peek(),
      speed: atEdge ? 1 : live.speed.peek(),
    })
  })

  // The address always leads back here: to this run, and where it stands still to this moment.
  effect(() => {
    const shown = player.value
    if (shown === null && sheet.value === null) return
    const run = shown?.tape.head.summary.id ?? linked
    const time = shown === null || shown.playing.value ? null : shown.time.value
    const address = writeLink({
      ...{ run, time, view: view.value, follow: followed.value, sheet: sheet.value },
      ...{ panes: panes.value, wide: wide.value },
    })
    const timer = setTimeout(() => history.replaceState(null, '', address), time === null ? 0 : LINK_REST_MS)
    return () => clearTimeout(timer)
  })

  // What waited is watched when its turn comes.
  effect(() => {
    const run = connection.runs.value?.find((r) => r.id === awaited.value)
    if (run === undefined || run.status === 'queued') return
    awaited.value = null
    if (run.status === 'running') void watch(run.id)
  })

  const loadLibrary = async (): Promise<void> => {
    try {
      library.value = await getLibrary()
      chosen.value ??= player.peek()?.tape.head.summary.scenario ?? library.value.at(0)?.name ?? null
    } catch (error) {
      problem.value = failureOf(error)
    }
  }

  const begin = async (ask: () => Promise<RunSummary>): Promise<void> => {
    if (starting.peek()) return
    starting.value = true
    problem.value = null
    try {
      const run = await ask()
      sheet.value = null
      if (run.status === 'queued') {
        awaited.value = run.id
        panel.value = 'runs'
      } else await watch(run.id)
    } catch (error) {
      problem.value = failureOf(error)
    } finally {
      starting.value = false
    }
  }

  let last = performance.now()
  const frame = (now: number): void => {
    player.peek()?.advance(Math.min(0.5, (now - last) / 1000))
    last = now
    for (const listener of listeners) listener()
    requestAnimationFrame(frame)
  }
  requestAnimationFrame(frame)

  return {
    connection,
    library,
    chosen,
    player,
    problem,
    starting: computed(() => starting.value),
    view,
    rival,
    followed,
    marks: signal<ReadonlySet<Mark>>(new Set<Mark>(['trails', 'grip'])),
    panes,
    wide,
    labels: signal(true),
    labelsHidden: signal(false),
    help: signal(false),
    exporting: signal(false),
    panel,
    sheet,
    draft,
    edit: (name) => {
      const known = drafts.get(name) ?? openDraft(name)
      drafts.set(name, known)
      draft.value = known
      panel.value = 'editor'
    },
    loadLibrary,
    watch: async (run) => {
      sheet.value = null
      await watch(run)
    },
    start: (request) => begin(() => startRun(request)),
    startRow: (sweep, row) => begin(() => startRow(sweep, row)),
    stop: async (run) => {
      try {
        await stopRun(run)
      } catch (error) {
        problem.value = failureOf(error)
      }
    },
    compare: async (run) => {
      rival.value = null
      if (run === null) return
      try {
        const tape = new Tape(await getRun(run))
        rival.value = tape
        for (let gap = tape.gap(0, MAX_ROWS); gap !== null; gap = tape.gap(0, MAX_ROWS))
          tape.add(await connection.states(tape.head, gap.first, gap.count))
      } catch (error) {
        rival.value = null
        problem.value = failureOf(error)
      }
    },
    onFrame: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
