/** A replay: the run in 3-D, its time line, and what there is to know of it. */
import { useSignal } from '@preact/signals'
import { useMemo } from 'preact/hooks'
import type { ReplayRecord } from '../../src/export/index.ts'
import { Timeline } from '../panes/timeline.tsx'
import { jump, toggle } from '../player/transport.ts'
import type { ViewMode } from '../view/cameras.ts'
import { openWebGl } from '../view/engine.ts'
import { WorldPane } from '../view/pane.tsx'
import { Status } from '../view/status.tsx'
import { openView, type View } from '../view/world.ts'
import { openPlayhead, type ReplayPlayhead } from './playhead.ts'
import type { ReplayTape } from './tape.ts'
import { gravityOfClipEvent, wordsOfClipEvent } from './words.ts'

/** An event is shown from so long before it, s. */
const LEAD = 0.5

const OUTCOME_KINDS: Readonly<Record<string, string>> = { collision: 'danger', 'near-miss': 'warning' }

/** WebGPU would fetch its compiler from the network for some shaders. */
const openWorld = (canvas: HTMLCanvasElement): Promise<View> => openView(canvas, openWebGl)

/** Keys of the whole page, but for what the focused element needs itself. */
const onKey = (head: ReplayPlayhead, times: readonly number[], event: KeyboardEvent): void => {
  if ((event.target as HTMLElement).closest('button, select') !== null) return
  const acts: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => head.step(-1),
    ArrowRight: () => head.step(1),
    ' ': () => toggle(head),
    Home: () => head.seek(head.from),
    End: () => head.seek(head.edge.value),
    '[': () => jump(head, times, -1),
    ']': () => jump(head, times, 1),
  }
  if (!Object.hasOwn(acts, event.key)) return
  acts[event.key]()
  event.preventDefault()
}

export const App = ({ record, tape }: { record: ReplayRecord; tape: ReplayTape }) => {
  const head = useMemo(() => openPlayhead(tape), [tape])
  const ready = useSignal(false)
  const { scenario } = record
  const followed = useSignal(scenario.actors.find(({ id }) => id === 'ego')?.id ?? scenario.actors[0].id)
  const mode = useSignal<ViewMode>('chase')
  const events = record.events.filter((e) => e.time >= tape.from && e.time <= tape.to)
  const moments = events.map((e) => ({
    time: e.time,
    gravity: gravityOfClipEvent(e),
    words: wordsOfClipEvent(e),
  }))
  const times = moments.map((m) => m.time)
  const onFrame = (listener: () => void): (() => void) => {
    let over = false
    let last: number | null = null
    const frame = (now: number): void => {
      if (over) return
      requestAnimationFrame(frame)
      // Time stands until there is something to see.
      if (ready.peek() && last !== null) head.advance((now - last) / 1000)
      last = now
      listener()
    }
    requestAnimationFrame(frame)
    return () => {
      over = true
    }
  }
  return (
    <div class="replay" onKeyDown={(event) => onKey(head, times, event)}>
      <header>
        <h1>{scenario.title}</h1>
        <span class={`chip ${OUTCOME_KINDS[record.outcome] ?? 'plain'}`}>{record.outcome}</span>
        {record.minTtc !== null && <span class="chip plain">least TTC {record.minTtc.toFixed(2)} s</span>}
        <span class="muted">
          {scenario.name} · seed {scenario.seed}
        </span>
      </header>
      <main>
        <WorldPane
          scenario={scenario}
          open={openWorld}
          onFrame={onFrame}
          scene={() => ({ state: tape.at(head.time.peek()) })}
          {...{ mode, followed, ready }}
        >
          <Status scenario={scenario} at={(t) => tape.at(t)} time={head.time} followed={followed} />
        </WorldPane>
      </main>
      <aside>
        <p class="told">{record.caption}</p>
        <p class="muted">{scenario.description}</p>
        <h2>Events</h2>
        {moments.length === 0 && <p class="muted">None.</p>}
        <ol class="events">
          {moments.map(({ time, gravity, words }, i) => (
            <li key={i}>
              <button type="button" onClick={() => head.show(time - LEAD)} class={gravity}>
                <b>{time.toFixed(2)} s</b> {words}
              </button>
            </li>
          ))}
        </ol>
        <h2>Parameters</h2>
        <dl>
          {Object.entries(scenario.parameters).map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{typeof value === 'number' ? Number(value.toPrecision(4)) : value}</dd>
            </div>
          ))}
        </dl>
        <p class="muted made">Made by {record.generator}. Simulated: no person, plate or place is real.</p>
      </aside>
      <footer>
        <Timeline transport={head} to={head.edge} moments={moments} />
      </footer>
    </div>
  )
}
