/** The 3-D view with its controls: cameras, whom to follow, and what is so right now. */
import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import type { Player } from '../player/player.ts'
import { STEPS_PER_SECOND } from '../player/tape.ts'
import type { Session } from '../session.ts'
import { createEye, dragOrbit, FIRST_ORBIT, VIEW_MODES, zoomOrbit, type ViewMode } from './cameras.ts'
import { MARKS, type Mark } from './marks.ts'
import { Status } from './status.tsx'
import type { View } from './world.ts'

const FOV: Readonly<Record<ViewMode, number>> = { chase: 0.85, top: 0.7, driver: 0.75, free: 0.8 }
/** Pictures of the page before a world is built. */
const VEIL_FRAMES = 2
const MODE_TITLES: Readonly<Record<ViewMode, string>> = {
  chase: 'Behind the car (1)',
  top: 'From above (2)',
  driver: 'From the driver’s seat (3)',
  free: 'Free: drag to turn, wheel to zoom (4)',
}

const MARK_TITLES: Readonly<Record<Mark, string>> = {
  trails: 'trails of the last 6 s',
  speed: 'speed arrows',
  grip: 'grip of each wheel',
  patches: 'edges of surface patches',
}

const toggleMark = ({ marks }: Session, mark: Mark): void => {
  const others = [...marks.value].filter((m) => m !== mark)
  marks.value = new Set(marks.value.has(mark) ? others : [...others, mark])
}

export const Stage = ({ session, player }: { session: Session; player: Player }) => {
  const canvas = useRef<HTMLCanvasElement>(null)
  const failure = useSignal<string | null>(null)
  const ready = useSignal(false)
  const orbit = useRef(FIRST_ORBIT)
  const { scenario } = player.tape.head
  const current = useRef(player)
  current.current = player
  const view = useSignal<View | null>(null)

  useEffect(() => {
    const element = canvas.current!
    let opened: View | null = null
    let over = false
    const resize = new ResizeObserver(() => opened?.resize())
    resize.observe(element)
    import('./world.ts')
      .then(({ openView }) => openView(element))
      .then((made) => {
        if (over) {
          made.dispose()
          return
        }
        opened = made
        view.value = made
      })
      .catch((error: unknown) => {
        failure.value = error instanceof Error ? error.message : String(error)
      })
    return () => {
      over = true
      resize.disconnect()
      opened?.dispose()
    }
  }, [view, failure])

  useEffect(() => {
    const shown = view.value
    if (shown === null) return
    const eye = createEye(scenario)
    ready.value = false
    let waited = 0
    let built = false
    return session.onFrame(() => {
      const { tape, time } = current.current
      const state = tape.at(time.peek())
      if (state === null) return
      // Building takes seconds: the page is painted first, and says so.
      if (waited <= VEIL_FRAMES && waited++ < VEIL_FRAMES) return
      if (!built) shown.show(scenario)
      built = true
      const mode = session.view.peek()
      const followed = session.followed.peek()
      shown.draw(state, eye.pose(state, mode, followed, orbit.current), FOV[mode], {
        at: (t) => tape.state(Math.round(t * STEPS_PER_SECOND)),
        shown: session.marks.peek(),
        followed,
        rival: session.rival.peek()?.at(time.peek()) ?? null,
      })
      if (!ready.value && shown.isReady()) ready.value = true
    })
  }, [scenario, view.value])

  const drag = (event: PointerEvent): void => {
    if (event.type === 'pointerdown') canvas.current!.setPointerCapture(event.pointerId)
    if (event.type !== 'pointermove' || event.buttons === 0) return
    session.view.value = 'free'
    orbit.current = dragOrbit(orbit.current, event.movementX, event.movementY)
  }
  const zoom = (event: WheelEvent): void => {
    event.preventDefault()
    session.view.value = 'free'
    orbit.current = zoomOrbit(orbit.current, event.deltaY)
  }

  return (
    <section
      class="stage"
      aria-label="3-D view"
      data-ready={ready.value}
      data-backend={view.value?.backend ?? ''}
    >
      <canvas
        ref={canvas}
        onPointerDown={drag}
        onPointerMove={drag}
        onWheel={zoom}
        aria-label={`${scenario.title}, seen from outside`}
      />
      {failure.value !== null ? (
        <div class="veil" role="alert">
          <strong>The 3-D view cannot be drawn.</strong>
          <p>{failure.value}</p>
          <p>Signals, events and the camera pane work without it.</p>
        </div>
      ) : (
        !ready.value && (
          <div class="veil" role="status">
            <span class="spinner" />
            <p>Building the world…</p>
            {view.value?.isSoftware === true && (
              <p>This browser draws without a GPU: the first picture takes a while, the next ones less.</p>
            )}
          </div>
        )
      )}
      <div class="stage-bar" role="toolbar" aria-label="View">
        <div class="segments" role="group" aria-label="Camera">
          {VIEW_MODES.map((mode) => (
            <button
              key={mode}
              type="button"
              title={MODE_TITLES[mode]}
              aria-pressed={session.view.value === mode}
              onClick={() => (session.view.value = mode)}
            >
              {mode}
            </button>
          ))}
        </div>
        <details class="pick marks">
          <summary title="What is drawn over the world (M)">show</summary>
          <div>
            {MARKS.map((mark) => (
              <label key={mark}>
                <input
                  type="checkbox"
                  checked={session.marks.value.has(mark)}
                  onChange={() => toggleMark(session, mark)}
                />
                {MARK_TITLES[mark]}
              </label>
            ))}
          </div>
        </details>
        <label class="pick">
          <span>follow</span>
          <select
            value={session.followed.value}
            onChange={(event) => (session.followed.value = event.currentTarget.value)}
          >
            {scenario.actors.map((a) => (
              <option key={a.id} value={a.id}>
                {a.id} · {a.spec.title}
              </option>
            ))}
          </select>
        </label>
      </div>
      <Status session={session} player={player} />
    </section>
  )
}
