/** What a time line and the keys need of whatever plays a run: the dashboard's players and the replay's have it. */
import type { ReadonlySignal } from '@preact/signals'

export interface Transport {
  /** The first instant, s. */
  readonly from: number
  /** The playhead, s. */
  readonly time: ReadonlySignal<number>
  /** The last recorded instant, s. */
  readonly edge: ReadonlySignal<number>
  readonly playing: ReadonlySignal<boolean>
  /** Simulated seconds a second. */
  readonly speed: ReadonlySignal<number>
  play(): void
  pause(): void
  /** Moves the playhead, s; leaves the live edge. */
  seek(time: number): void
  /** Pauses, and moves by whole recorded states. */
  step(steps: number): void
  setSpeed(speed: number): void
}

/** An instant at which the playhead is there to the eye, s. */
const HERE = 0.005

export const toggle = (transport: Transport): void => {
  if (transport.playing.peek()) transport.pause()
  else transport.play()
}

/** Moves the playhead to the last of these instants (s, in order) before it, or to the first one after it. */
export const jump = (transport: Transport, times: readonly number[], direction: 1 | -1): void => {
  const here = transport.time.peek()
  const target =
    direction === 1 ? times.find((t) => t > here + HERE) : times.filter((t) => t < here - HERE).at(-1)
  if (target !== undefined) transport.seek(target)
}
