/** Transport and time line of whatever plays a run, live, recorded or in a replay file. */
import { useComputed, type ReadonlySignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { useRef } from 'preact/hooks'
import { clamp } from '../../src/math/index.ts'
import { jump, toggle, type Transport } from '../player/transport.ts'
import type { Gravity } from './event-words.ts'
import { BackIcon, ForwardIcon, NextIcon, PauseIcon, PlayIcon, PreviousIcon } from './icons.tsx'

/** An instant with a mark on the line. */
export interface Moment {
  /** s */
  readonly time: number
  readonly gravity: Gravity
  readonly words: string
}

const SPEEDS = [0.1, 0.25, 0.5, 1, 2, 4, 8]

const clock = (seconds: number): string =>
  `${String(Math.floor(seconds / 60))}:${(seconds % 60).toFixed(2).padStart(5, '0')}`

interface TimelineProps {
  readonly transport: Transport
  /** Where the line ends, s: a run that goes on may come to lie there. */
  readonly to: ReadonlySignal<number>
  readonly moments: readonly Moment[]
  readonly children?: ComponentChildren
}

export const Timeline = ({ transport, to, moments, children }: TimelineProps) => {
  const bar = useRef<HTMLDivElement>(null)
  const { from, time, edge, playing, speed } = transport
  const span = useComputed(() => Math.max(0.01, to.value - from))
  const share = (t: number): string => `${(clamp((t - from) / span.value, 0, 1) * 100).toFixed(3)}%`
  const times = moments.map((m) => m.time)
  const scrub = (event: PointerEvent): void => {
    if (event.type === 'pointerdown') bar.current!.setPointerCapture(event.pointerId)
    else if (event.buttons === 0) return
    const { left, width } = bar.current!.getBoundingClientRect()
    transport.seek(from + ((event.clientX - left) / width) * span.value)
  }
  // Signals as attributes: the playhead moves without a rendering of the component.
  const head = useComputed(() => `left: ${share(time.value)}`)
  const filled = useComputed(() => `width: ${share(edge.value)}`)
  const shown = useComputed(() => clock(time.value))
  const valueMax = useComputed(() => Number(edge.value.toFixed(2)))
  const valueNow = useComputed(() => Number(time.value.toFixed(2)))
  const valueText = useComputed(() => `${time.value.toFixed(2)} seconds`)
  return (
    <div class="timeline">
      <div class="transport" role="toolbar" aria-label="Play">
        <button
          type="button"
          class="icon"
          title="Event before ([)"
          aria-label="Event before"
          onClick={() => jump(transport, times, -1)}
        >
          <PreviousIcon />
        </button>
        <button
          type="button"
          class="icon"
          title="One step back (←)"
          aria-label="One step back"
          onClick={() => transport.step(-1)}
        >
          <BackIcon />
        </button>
        <button
          type="button"
          class="icon play"
          title={playing.value ? 'Pause (space)' : 'Play (space)'}
          aria-label={playing.value ? 'Pause' : 'Play'}
          onClick={() => toggle(transport)}
        >
          {playing.value ? <PauseIcon /> : <PlayIcon />}
        </button>
        <button
          type="button"
          class="icon"
          title="One step on (→)"
          aria-label="One step on"
          onClick={() => transport.step(1)}
        >
          <ForwardIcon />
        </button>
        <button
          type="button"
          class="icon"
          title="Next event (])"
          aria-label="Next event"
          onClick={() => jump(transport, times, 1)}
        >
          <NextIcon />
        </button>
        <select
          class="pace"
          aria-label="Speed"
          title="Speed of time"
          value={String(speed.value)}
          onChange={(event) => transport.setSpeed(Number(event.currentTarget.value))}
        >
          {SPEEDS.map((s) => (
            <option key={s} value={String(s)}>
              {s}×
            </option>
          ))}
        </select>
        <output class="clock" aria-label="Time">
          {shown}
        </output>
      </div>
      <div ref={bar} class="track" onPointerDown={scrub} onPointerMove={scrub}>
        <div
          class="slider"
          role="slider"
          tabIndex={0}
          aria-label="Time of the run"
          aria-valuemin={from}
          aria-valuemax={valueMax}
          aria-valuenow={valueNow}
          aria-valuetext={valueText}
        >
          <div class="rail" />
          <div class="recorded" style={filled} />
        </div>
        {moments.map((moment, i) => (
          <button
            key={i}
            type="button"
            class={`marker ${moment.gravity}`}
            style={{ left: share(moment.time) }}
            title={`${moment.time.toFixed(2)} s: ${moment.words}`}
            aria-label={`${moment.time.toFixed(2)} s: ${moment.words}`}
            tabIndex={-1}
            onPointerDown={(event) => {
              event.stopPropagation()
              transport.seek(moment.time)
            }}
          />
        ))}
        <div class="head" style={head} />
      </div>
      {children}
    </div>
  )
}
