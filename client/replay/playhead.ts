/** What plays a replay: a playhead over its tape. */
import { signal, type ReadonlySignal } from '@preact/signals'
import { clamp } from '../../src/math/index.ts'
import type { Transport } from '../player/transport.ts'
import type { ReplayTape } from './tape.ts'

export interface ReplayPlayhead extends Transport {
  /** Lets `seconds` of the clock pass. */
  advance(seconds: number): void
  /** Moves the playhead and lets it run on, or stand, as it did; s. */
  show(time: number): void
}

export const openPlayhead = (tape: ReplayTape): ReplayPlayhead => {
  const { from, to } = tape
  const time = signal(from)
  const playing = signal(true)
  const speed = signal(1)
  const edge: ReadonlySignal<number> = signal(to)
  return {
    ...{ from, time, edge, playing, speed },
    play: () => {
      if (time.value >= to) time.value = from
      playing.value = true
    },
    pause: () => {
      playing.value = false
    },
    seek: (t) => {
      playing.value = false
      time.value = clamp(t, from, to)
    },
    step: (steps) => {
      playing.value = false
      time.value = tape.step(time.value, steps)
    },
    setSpeed: (value) => {
      speed.value = value
    },
    advance: (seconds) => {
      if (!playing.value) return
      time.value = Math.min(to, time.value + seconds * speed.value)
      if (time.value >= to) playing.value = false
    },
    show: (t) => {
      time.value = clamp(t, from, to)
    },
  }
}
