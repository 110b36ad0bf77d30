/** Play, pause, speed, and the run's time with its events, to be dragged through. */
import { useRef } from 'preact/hooks'
import type { ClipEvent } from '../../src/labels/index.ts'
import { clamp } from '../../src/math/index.ts'
import { BackIcon, ForwardIcon, PauseIcon, PlayIcon } from '../panes/icons.tsx'
import type { Playhead } from './app.tsx'
import type { ReplayTape } from './tape.ts'
import { gravityOfClipEvent, wordsOfClipEvent } from './words.ts'

const SPEEDS = [0.1, 0.25, 0.5, 1, 2]

interface TimelineProps {
  readonly tape: ReplayTape
  readonly head: Playhead
  readonly events: readonly ClipEvent[]
}

export const Timeline = ({ tape, head: { time, playing, speed }, events }: TimelineProps) => {
  const bar = useRef<HTMLDivElement>(null)
  const { from, to } = tape
  const share = (t: number): string =>
    `${(clamp((t - from) / Math.max(0.01, to - from), 0, 1) * 100).toFixed(3)}%`
  const seek = (t: number): void => {
    time.value = clamp(t, from, to)
  }
  const toggle = (): void => {
    if (!playing.value && time.value >= to) time.value = from
    playing.value = !playing.value
  }
  const step = (steps: number): void => {
    playing.value = false
    time.value = tape.step(time.value, steps)
  }
  const scrub = (event: PointerEvent): void => {
    if (event.type === 'pointerdown') bar.current!.setPointerCapture(event.pointerId)
    else if (event.buttons === 0) return
    playing.value = false
    const { left, width } = bar.current!.getBoundingClientRect()
    seek(from + ((event.clientX - left) / width) * (to - from))
  }
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') step(event.key === 'ArrowLeft' ? -1 : 1)
    else if (event.key === ' ') toggle()
    else if (event.key === 'Home' || event.key === 'End') seek(event.key === 'Home' ? from : to)
    else return
    event.preventDefault()
  }
  return (
    <div class="timeline">
      <div class="transport" role="toolbar" aria-label="Play">
        <button
          type="button"
          class="icon"
          aria-label="One step back"
          title="One step back"
          onClick={() => step(-1)}
        >
          <BackIcon />
        </button>
        <button
          type="button"
          class="icon play"
          aria-label={playing.value ? 'Pause' : 'Play'}
          title={playing.value ? 'Pause' : 'Play'}
          onClick={toggle}
        >
          {playing.value ? <PauseIcon /> : <PlayIcon />}
        </button>
        <button
          type="button"
          class="icon"
          aria-label="One step on"
          title="One step on"
          onClick={() => step(1)}
        >
          <ForwardIcon />
        </button>
        <select
          aria-label="Speed"
          value={String(speed.value)}
          onChange={(event) => (speed.value = Number(event.currentTarget.value))}
        >
          {SPEEDS.map((s) => (
            <option key={s} value={String(s)}>
              {s}×
            </option>
          ))}
        </select>
        <output class="clock" aria-label="Time">
          {time.value.toFixed(2)} s
        </output>
      </div>
      <div
        ref={bar}
        class="track"
        role="slider"
        tabIndex={0}
        aria-label="Time of the run"
        aria-valuemin={from}
        aria-valuemax={to}
        aria-valuenow={Number(time.value.toFixed(2))}
        aria-valuetext={`${time.value.toFixed(2)} seconds`}
        onPointerDown={scrub}
        onPointerMove={scrub}
        onKeyDown={onKey}
      >
        <div class="rail" />
        {events.map((event, i) => (
          <button
            key={i}
            type="button"
            class={`marker ${gravityOfClipEvent(event)}`}
            style={{ left: share(event.time) }}
            title={`${event.time.toFixed(2)} s: ${wordsOfClipEvent(event)}`}
            aria-label={`${event.time.toFixed(2)} s: ${wordsOfClipEvent(event)}`}
            tabIndex={-1}
            onPointerDown={(press) => {
              press.stopPropagation()
              playing.value = false
              seek(event.time)
            }}
          />
        ))}
        <div class="head" style={{ left: share(time.value) }} />
      </div>
    </div>
  )
}
