/** A replay: the run in 3-D, its time line, and what there is to know of it. */
import { useSignal, type ReadonlySignal, type Signal } from '@preact/signals'
import { useEffect, useMemo, useRef } from 'preact/hooks'
import { createMonitor, NEAR_MISS_TTC, speedOf } from '../../src/criticality/index.ts'
import type { ReplayRecord } from '../../src/export/index.ts'
import { buildRoad } from '../../src/road/index.ts'
import { createEye, dragOrbit, FIRST_ORBIT, VIEW_MODES, zoomOrbit, type ViewMode } from '../view/cameras.ts'
import { openWebGl } from '../view/engine.ts'
import { chipsOf } from '../view/status.tsx'
import { openView, type View } from '../view/world.ts'
import type { ReplayTape } from './tape.ts'
import { Timeline } from './timeline.tsx'
import { gravityOfClipEvent, wordsOfClipEvent } from './words.ts'

const FOV: Readonly<Record<ViewMode, number>> = { chase: 0.85, top: 0.7, driver: 0.75, free: 0.8 }
/** Numbers that change faster than this cannot be read, ms. */
const REFRESH_MS = 100
/** An event is shown from so long before it, s. */
const LEAD = 0.5

/** How the run is looked at. */
export interface Playhead {
  readonly time: Signal<number>
  readonly playing: Signal<boolean>
  readonly speed: Signal<number>
}

export const App = ({ record, tape }: { record: ReplayRecord; tape: ReplayTape }) => {
  const time = useSignal(tape.from)
  const playing = useSignal(true)
  const speed = useSignal(1)
  const head = useMemo(() => ({ time, playing, speed }), [])
  const { scenario } = record
  const followed = useSignal(scenario.actors.find(({ id }) => id === 'ego')?.id ?? scenario.actors[0].id)
  const events = record.events.filter((e) => e.time >= tape.from && e.time <= tape.to)
  return (
    <div class="replay">
      <header>
        <h1>{scenario.title}</h1>
        <span class={`chip ${OUTCOME_KINDS[record.outcome] ?? 'plain'}`}>{record.outcome}</span>
        {record.minTtc !== null && <span class="chip plain">least TTC {record.minTtc.toFixed(2)} s</span>}
        <span class="muted">
          {scenario.name} · seed {scenario.seed}
        </span>
      </header>
      <Stage record={record} tape={tape} head={head} followed={followed} />
      <aside>
        <p class="told">{record.caption}</p>
        <p class="muted">{scenario.description}</p>
        <h2>Events</h2>
        {events.length === 0 && <p class="muted">None.</p>}
        <ol class="events">
          {events.map((event, i) => (
            <li key={i}>
              <button
                type="button"
                onClick={() => (time.value = Math.max(tape.from, event.time - LEAD))}
                class={gravityOfClipEvent(event)}
              >
                <b>{event.time.toFixed(2)} s</b> {wordsOfClipEvent(event)}
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
      <Timeline tape={tape} head={head} events={events} />
    </div>
  )
}

const OUTCOME_KINDS: Readonly<Record<string, string>> = { collision: 'danger', 'near-miss': 'warning' }

interface StageProps {
  readonly record: ReplayRecord
  readonly tape: ReplayTape
  readonly head: Playhead
  readonly followed: Signal<string>
}

const Stage = ({ record: { scenario }, tape, head, followed }: StageProps) => {
  const canvas = useRef<HTMLCanvasElement>(null)
  const mode = useSignal<ViewMode>('chase')
  const orbit = useRef(FIRST_ORBIT)
  const ready = useSignal(false)
  const failure = useSignal<string | null>(null)

  useEffect(() => {
    const element = canvas.current!
    let view: View | null = null
    let over = false
    const resize = new ResizeObserver(() => view?.resize())
    resize.observe(element)
    const eye = createEye(scenario)
    let last: number | null = null
    const draw = (now: number): void => {
      if (over || view === null) return
      requestAnimationFrame(draw)
      // Time stands until there is something to see.
      if (ready.value && head.playing.value && last !== null)
        head.time.value = Math.min(tape.to, head.time.value + ((now - last) / 1000) * head.speed.value)
      last = now
      if (head.time.value >= tape.to) head.playing.value = false
      const state = tape.at(head.time.value)
      view.draw(state, eye.pose(state, mode.value, followed.value, orbit.current), FOV[mode.value])
      ready.value ||= view.isReady()
    }
    // WebGPU would fetch its compiler from the network for some shaders.
    openView(element, openWebGl)
      .then((opened) => {
        view = opened
        view.show(scenario)
        requestAnimationFrame(draw)
      })
      .catch((error: unknown) => {
        failure.value = error instanceof Error ? error.message : String(error)
      })
    return () => {
      over = true
      resize.disconnect()
      view?.dispose()
    }
  }, [])

  const drag = (event: PointerEvent): void => {
    if (event.type === 'pointerdown') canvas.current!.setPointerCapture(event.pointerId)
    if (event.type !== 'pointermove' || event.buttons === 0) return
    mode.value = 'free'
    orbit.current = dragOrbit(orbit.current, event.movementX, event.movementY)
  }
  const zoom = (event: WheelEvent): void => {
    event.preventDefault()
    mode.value = 'free'
    orbit.current = zoomOrbit(orbit.current, event.deltaY)
  }
  return (
    <section class="stage" aria-label="3-D view" data-ready={ready.value}>
      <canvas
        ref={canvas}
        onPointerDown={drag}
        onPointerMove={drag}
        onWheel={zoom}
        aria-label={`${scenario.title}, seen from outside`}
      />
      {failure.value !== null ? (
        <div class="veil" role="alert">
          The 3-D view cannot be drawn: {failure.value}
        </div>
      ) : (
        !ready.value && (
          <div class="veil" role="status">
            Building the world…
          </div>
        )
      )}
      <div class="bar" role="toolbar" aria-label="View">
        <div class="segments" role="group" aria-label="Camera">
          {VIEW_MODES.map((name) => (
            <button
              key={name}
              type="button"
              aria-pressed={mode.value === name}
              onClick={() => (mode.value = name)}
            >
              {name}
            </button>
          ))}
        </div>
        <label>
          <span class="muted">follow </span>
          <select value={followed.value} onChange={(event) => (followed.value = event.currentTarget.value)}>
            {scenario.actors.map(({ id, spec }) => (
              <option key={id} value={id}>
                {id} · {spec.title}
              </option>
            ))}
          </select>
        </label>
      </div>
      <Now scenario={scenario} tape={tape} time={head.time} followed={followed} />
    </section>
  )
}

interface NowProps {
  readonly scenario: ReplayRecord['scenario']
  readonly tape: ReplayTape
  readonly time: ReadonlySignal<number>
  readonly followed: ReadonlySignal<string>
}

/** What is so at the playhead: speed, time to collision, and which system is at work. */
const Now = ({ scenario, tape, time, followed }: NowProps) => {
  const monitor = useMemo(() => createMonitor(scenario, buildRoad(scenario.road, scenario.surface)), [])
  const shown = useSignal(time.peek())
  useEffect(() => {
    const timer = setInterval(() => (shown.value = time.peek()), REFRESH_MS)
    return () => clearInterval(timer)
  }, [])
  const state = tape.at(shown.value)
  const actor = state.actors.find(({ id }) => id === followed.value) ?? state.actors[0]
  const { ttc, mostCritical } = monitor.observe(state)
  return (
    <div class="now" aria-label={`State of ${actor.id}`}>
      <span class="speed">
        <b>{(speedOf(actor) * 3.6).toFixed(0)}</b> km/h
      </span>
      <span class={`ttc ${ttc < NEAR_MISS_TTC ? 'alarm' : ''}`}>
        {ttc < 10
          ? `TTC ${ttc.toFixed(1)} s${mostCritical === null ? '' : ` to ${mostCritical}`}`
          : 'no conflict'}
      </span>
      {chipsOf(actor).map(({ text, title, kind }) => (
        <span key={text} class={`chip ${kind}`} title={title}>
          {text}
        </span>
      ))}
    </div>
  )
}
