/**
 * One player for what happens and for what has happened. Both have a tape and a playhead; they differ in what
 * the playhead does by itself: live it follows the edge, replayed it runs to the end.
 */
import { computed, signal, type ReadonlySignal, type Signal } from '@preact/signals'
import { clamp } from '../../src/math/index.ts'
import { STEPS_PER_SECOND, type Tape } from './tape.ts'
import type { Transport } from './transport.ts'

export interface Player extends Transport {
  readonly kind: 'live' | 'replay'
  readonly tape: Tape
  /** The playhead is held at the live edge. */
  readonly following: ReadonlySignal<boolean>
  /** To the live edge, and stays there; replayed: to the end. */
  goLive(): void
  /** Lets `seconds` of the clock pass. */
  advance(seconds: number): void
}

/** Where one player takes over from another. */
export interface Playhead {
  readonly time: number
  readonly playing: boolean
  readonly speed: number
}

/** The playhead stays this far behind the edge, s: two pushes, so that there is always a next state to move to. */
const CUSHION = 0.08
/** Farther behind than this it jumps, s. */
const MOST_BEHIND = 0.6
/** Share of the distance to its place that it makes up in a second. */
const PULL = 4

interface Works extends Omit<Player, 'kind' | 'advance' | 'goLive'> {
  readonly time: Signal<number>
  readonly playing: Signal<boolean>
  readonly speed: Signal<number>
  readonly following: Signal<boolean>
}

const openWorks = (tape: Tape, { time: at, playing: on, speed: pace }: Playhead, follows: boolean): Works => {
  const time = signal(at)
  const playing = signal(on)
  const speed = signal(pace)
  const following = signal(follows)
  const edge = computed(() => Math.max(0, tape.steps.value - 1) / STEPS_PER_SECOND)
  const seek = (t: number): void => {
    following.value = false
    time.value = clamp(t, 0, edge.value)
  }
  return {
    tape,
    from: 0,
    time,
    edge,
    playing,
    speed,
    following,
    seek,
    play: () => {
      playing.value = true
    },
    pause: () => {
      following.value = false
      playing.value = false
    },
    step: (steps) => {
      playing.value = false
      // From the step that is shown, so that every press moves by whole steps.
      seek((Math.round(time.value * STEPS_PER_SECOND) + steps) / STEPS_PER_SECOND)
    },
    setSpeed: (value) => {
      // At the live edge time runs as it runs.
      if (value !== 1) following.value = false
      speed.value = value
    },
  }
}

/** Watches a run that is going on, from its edge. */
export const openLivePlayer = (tape: Tape): Player => {
  const works = openWorks(tape, { time: 0, playing: true, speed: 1 }, true)
  const { time, edge, playing, speed, following } = works
  const goLive = (): void => {
    time.value = Math.max(0, edge.value - CUSHION)
    speed.value = 1
    following.value = true
    playing.value = true
  }
  return {
    ...works,
    kind: 'live',
    goLive,
    advance: (seconds) => {
      if (!playing.value) return
      const target = Math.max(0, edge.value - CUSHION)
      if (!following.value) {
        const next = time.value + seconds * speed.value
        if (next < target) time.value = next
        else goLive()
        return
      }
      const behind = target - time.value - seconds
      if (Math.abs(behind) > MOST_BEHIND) time.value = target
      // Never back, and past the edge there is nothing: a simulation that stalls holds the picture.
      else
        time.value = clamp(
          time.value + seconds + behind * Math.min(1, PULL * seconds),
          time.value,
          Math.max(time.value, edge.value),
        )
    },
  }
}

/** Watches a run that is over. */
export const openReplayPlayer = (
  tape: Tape,
  from: Playhead = { time: 0, playing: true, speed: 1 },
): Player => {
  const works = openWorks(tape, from, false)
  const { time, edge, playing, speed } = works
  return {
    ...works,
    kind: 'replay',
    play: () => {
      if (time.value >= edge.value) time.value = 0
      playing.value = true
    },
    goLive: () => {
      time.value = edge.value
    },
    advance: (seconds) => {
      if (!playing.value) return
      time.value = Math.min(edge.value, time.value + seconds * speed.value)
      if (time.value >= edge.value) playing.value = false
    },
  }
}
