/** Transport and time line: one for live and replay. */
import { useComputed } from '@preact/signals'
import { useRef } from 'preact/hooks'
import type { Player } from '../player/player.ts'
import { gravityOf, wordsOf } from './event-words.ts'
import { BackIcon, ForwardIcon, NextIcon, PauseIcon, PlayIcon, PreviousIcon } from './icons.tsx'

const SPEEDS = [0.1, 0.25, 0.5, 1, 2, 4, 8]

/** Moves the playhead to the event before or after it. */
export const jump = (player: Player, direction: 1 | -1): void => {
  const here = player.time.peek()
  const times = player.tape.events.peek().map((e) => e.time)
  const target =
    direction === 1 ? times.find((t) => t > here + 0.005) : times.filter((t) => t < here - 0.005).at(-1)
  if (target !== undefined) player.seek(target)
}

export const toggle = (player: Player): void => {
  if (player.playing.peek()) player.pause()
  else player.play()
}

const clock = (seconds: number): string =>
  `${String(Math.floor(seconds / 60))}:${(seconds % 60).toFixed(2).padStart(5, '0')}`

export const Timeline = ({ player }: { player: Player }) => {
  const bar = useRef<HTMLDivElement>(null)
  const { tape, time, edge, playing, following, speed } = player
  const running = player.kind === 'live'
  const span = useComputed(() =>
    Math.max(0.01, running ? Math.max(tape.summary.value.duration, edge.value) : edge.value),
  )
  const share = (t: number): string => `${Math.min(100, (t / span.value) * 100).toFixed(3)}%`
  const scrub = (event: PointerEvent): void => {
    if (event.type === 'pointerdown') bar.current!.setPointerCapture(event.pointerId)
    else if (event.buttons === 0) return
    const { left, width } = bar.current!.getBoundingClientRect()
    player.seek(((event.clientX - left) / width) * span.value)
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
          onClick={() => jump(player, -1)}
        >
          <PreviousIcon />
        </button>
        <button
          type="button"
          class="icon"
          title="One step back (←)"
          aria-label="One step back"
          onClick={() => player.step(-1)}
        >
          <BackIcon />
        </button>
        <button
          type="button"
          class="icon play"
          title={playing.value ? 'Pause (space)' : 'Play (space)'}
          aria-label={playing.value ? 'Pause' : 'Play'}
          onClick={() => toggle(player)}
        >
          {playing.value ? <PauseIcon /> : <PlayIcon />}
        </button>
        <button
          type="button"
          class="icon"
          title="One step on (→)"
          aria-label="One step on"
          onClick={() => player.step(1)}
        >
          <ForwardIcon />
        </button>
        <button
          type="button"
          class="icon"
          title="Next event (])"
          aria-label="Next event"
          onClick={() => jump(player, 1)}
        >
          <NextIcon />
        </button>
        <select
          class="pace"
          aria-label="Speed"
          title="Speed of time"
          value={String(speed.value)}
          onChange={(event) => player.setSpeed(Number(event.currentTarget.value))}
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
          aria-valuemin={0}
          aria-valuemax={valueMax}
          aria-valuenow={valueNow}
          aria-valuetext={valueText}
        >
          <div class="rail" />
          <div class="recorded" style={filled} />
        </div>
        {tape.events.value.map((e, i) => (
          <button
            key={i}
            type="button"
            class={`marker ${gravityOf(e.event)}`}
            style={{ left: share(e.time) }}
            title={`${e.time.toFixed(2)} s: ${wordsOf(e.event)}`}
            aria-label={`${e.time.toFixed(2)} s: ${wordsOf(e.event)}`}
            tabIndex={-1}
            onPointerDown={(event) => {
              event.stopPropagation()
              player.seek(e.time)
            }}
          />
        ))}
        <div class="head" style={head} />
      </div>
      {running ? (
        <button
          type="button"
          class={following.value ? 'live on' : 'live'}
          title="To the live edge (L)"
          aria-pressed={following.value}
          onClick={() => player.goLive()}
        >
          <i /> Live
        </button>
      ) : (
        <span class="live over" title="This run is over; this is its record">
          Recorded
        </span>
      )}
    </div>
  )
}
