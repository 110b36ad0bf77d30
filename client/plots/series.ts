/**
 * The measured signals of a run over time, filled in as its rows arrive. Sampled at 25 Hz: a screen shows no
 * more, and the tape has every step.
 */
import { signal, type ReadonlySignal } from '@preact/signals'
import { createMonitor, speedOf, subjectIndex } from '../../src/criticality/index.ts'
import { buildRoad } from '../../src/road/index.ts'
import type { WorldState } from '../../src/world/index.ts'
import { STEPS_PER_SECOND, type Tape } from '../player/tape.ts'

const STRIDE = 4
export const SERIES_HZ = STEPS_PER_SECOND / STRIDE
/** A time to collision above this is no conflict and is not drawn, s. */
const LONGEST_TTC = 10
/** Whoever draws what was filled in is told at most this often, ms. */
const TELL_MS = 100
const DEGREES = 180 / Math.PI

/** One column; null: no value there (yet). */
export type Column = (number | null)[]

export interface Series {
  /** s; shared by all columns. */
  readonly times: number[]
  /** km/h, one an actor, in the scenario's order. */
  readonly speed: readonly Column[]
  /** Side-slip angle of the subject's body, degrees. */
  readonly slipAngle: Column
  /** Largest |slip ratio| of its wheels, %. */
  readonly slipRatio: Column
  /** Share of the available friction that its tyres use together, %. */
  readonly friction: Column
  /** Least time to collision with anybody, and headway to whoever is ahead, s. */
  readonly ttc: Column
  readonly thw: Column
  /** Grows soon after anything was filled in. */
  readonly version: ReadonlySignal<number>
  dispose(): void
}

/** Which actor the run is about: the one called ego, else the first. */
export const subjectOf = (tape: Tape): number => subjectIndex(tape.head.layout.actors)

export const openSeries = (tape: Tape): Series => {
  const { scenario, layout } = tape.head
  const monitor = createMonitor(scenario, buildRoad(scenario.road, scenario.surface))
  const subject = subjectOf(tape)
  const times: number[] = []
  const speed = layout.actors.map((): Column => [])
  const column = (): Column => []
  const [slipAngle, slipRatio, friction, ttc, thw] = [column(), column(), column(), column(), column()]
  const version = signal(0)

  let told: ReturnType<typeof setTimeout> | null = null
  /** Rows come fifty times a second; charts that were drawn as often would leave the page no time. */
  const tell = (): void => {
    told ??= setTimeout(() => {
      told = null
      version.value++
    }, TELL_MS)
  }
  const grow = (length: number): void => {
    while (times.length < length) {
      times.push((times.length * STRIDE) / STEPS_PER_SECOND)
      for (const c of [...speed, slipAngle, slipRatio, friction, ttc, thw]) c.push(null)
    }
  }
  const measure = (i: number, state: WorldState): void => {
    const { wheels } = state.actors[subject]
    const instant = monitor.observe(state)
    state.actors.forEach((a, k) => (speed[k][i] = a.present ? speedOf(a) * 3.6 : null))
    slipAngle[i] = instant.slipAngle * DEGREES
    slipRatio[i] = Math.max(0, ...wheels.map((w) => Math.abs(w.slipRatio))) * 100
    const available = wheels.reduce((sum, w) => sum + w.forceAvailable, 0)
    const used = wheels.reduce((sum, w) => sum + Math.hypot(w.forceX, w.forceY), 0)
    friction[i] = available > 0 ? (used / available) * 100 : null
    ttc[i] = instant.ttc <= LONGEST_TTC ? instant.ttc : null
    thw[i] = instant.thw <= LONGEST_TTC ? instant.thw : null
  }
  const fill = (first: number, count: number): void => {
    const last = Math.floor((first + count - 1) / STRIDE)
    grow(last + 1)
    for (let i = Math.ceil(first / STRIDE); i <= last; i++) {
      const state = speed[0][i] === null && slipRatio[i] === null ? tape.state(i * STRIDE) : null
      if (state !== null) measure(i, state)
    }
    tell()
  }
  fill(0, Math.max(1, tape.steps.peek()))
  const stop = tape.onRows(fill)
  const dispose = (): void => {
    stop()
    if (told !== null) clearTimeout(told)
  }
  return { times, speed, slipAngle, slipRatio, friction, ttc, thw, version, dispose }
}
