/** The 3-D view with its controls, wherever a run is shown: the canvas, the plan until there is a picture, and the bar. */
import { useSignal, type Signal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { ConcreteScenario } from '../../src/scenario/index.ts'
import type { WorldState } from '../../src/world/index.ts'
import {
  createEye,
  dragOrbit,
  FIELD_OF_VIEW,
  FIRST_ORBIT,
  VIEW_MODES,
  zoomOrbit,
  type ViewMode,
} from './cameras.ts'
import { Plan } from './plan.tsx'
import type { Marking, View } from './world.ts'

/** Pictures of the page, with the plan in it, before a world is built. */
const PLAN_FRAMES = 2
const MODE_TITLES: Readonly<Record<ViewMode, string>> = {
  chase: 'Behind the car (1)',
  top: 'From above (2)',
  driver: 'From the driver’s seat (3)',
  free: 'Free: drag to turn, wheel to zoom (4)',
}

interface WorldPaneProps {
  readonly scenario: ConcreteScenario
  /** Loads what draws. Asked once. */
  readonly open: (canvas: HTMLCanvasElement) => Promise<View>
  /** Calls once a drawn picture of the page. @returns a function that ends it. */
  readonly onFrame: (listener: () => void) => () => void
  /** What is to be drawn now, with what lies over it; null: nothing is known yet. */
  readonly scene: () => { readonly state: WorldState; readonly marking?: Marking } | null
  readonly mode: Signal<ViewMode>
  /** The actor that the view follows. */
  readonly followed: Signal<string>
  /** Becomes true when the world is on the screen. */
  readonly ready: Signal<boolean>
  /** What works without this view, for when it cannot be drawn. */
  readonly without?: string
  /** More of the bar. */
  readonly tools?: ComponentChildren
  readonly children?: ComponentChildren
}

export const WorldPane = (props: WorldPaneProps) => {
  const { scenario, open, onFrame, mode, followed, ready, without, tools, children } = props
  const canvas = useRef<HTMLCanvasElement>(null)
  const orbit = useRef(FIRST_ORBIT)
  const scene = useRef(props.scene)
  scene.current = props.scene
  const failure = useSignal<string | null>(null)
  const view = useSignal<View | null>(null)
  const tick = useSignal<number | undefined>(undefined)

  useEffect(() => {
    const element = canvas.current!
    let opened: View | null = null
    let over = false
    const resize = new ResizeObserver(() => opened?.resize())
    resize.observe(element)
    open(element)
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
    return onFrame(() => {
      const now = scene.current()
      if (now === null) return
      // Building takes seconds: the page is painted first, and says so.
      if (waited <= PLAN_FRAMES && waited++ < PLAN_FRAMES) return
      if (!built) shown.show(scenario)
      built = true
      const seenAs = mode.peek()
      const pose = eye.pose(now.state, seenAs, followed.peek(), orbit.current)
      shown.draw(now.state, pose, FIELD_OF_VIEW[seenAs], now.marking)
      tick.value = shown.onScreen() ?? undefined
      if (!ready.value && tick.value !== undefined) ready.value = true
    })
  }, [scenario, view.value])

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
    <section
      class="stage"
      aria-label="3-D view"
      data-ready={ready.value}
      data-tick={tick}
      data-backend={view.value?.backend ?? ''}
    >
      <canvas
        ref={canvas}
        onPointerDown={drag}
        onPointerMove={drag}
        onWheel={zoom}
        aria-label={`${scenario.title}, seen from outside`}
      />
      {(failure.value !== null || !ready.value) && (
        <div class="meanwhile">
          <Plan
            {...{ scenario, onFrame }}
            state={() => scene.current()?.state ?? null}
            followed={followed.value}
          />
          {failure.value !== null ? (
            <div class="note" role="alert">
              <strong>The 3-D view cannot be drawn.</strong>
              <p>{failure.value}</p>
              {without !== undefined && <p>{without}</p>}
            </div>
          ) : (
            <div class="note" role="status">
              <span class="spinner" />
              <p>Building the world…</p>
              {view.value?.isSoftware === true && (
                <p>This browser draws without a GPU: the first picture takes a while, the next ones less.</p>
              )}
            </div>
          )}
        </div>
      )}
      <div class="stage-bar" role="toolbar" aria-label="View">
        <div class="segments" role="group" aria-label="Camera">
          {VIEW_MODES.map((name) => (
            <button
              key={name}
              type="button"
              title={MODE_TITLES[name]}
              aria-pressed={mode.value === name}
              onClick={() => (mode.value = name)}
            >
              {name}
            </button>
          ))}
        </div>
        {tools}
        <label class="pick">
          <span>follow</span>
          <select value={followed.value} onChange={(event) => (followed.value = event.currentTarget.value)}>
            {scenario.actors.map(({ id, spec }) => (
              <option key={id} value={id}>
                {id} · {spec.title}
              </option>
            ))}
          </select>
        </label>
      </div>
      {children}
    </section>
  )
}
