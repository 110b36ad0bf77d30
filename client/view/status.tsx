/** What is so at the playhead: speed, grip of each wheel, and which system is at work. */
import { useComputed, type ReadonlySignal } from '@preact/signals'
import { useMemo } from 'preact/hooks'
import {
  createMonitor,
  LOSS_OF_CONTROL_SLIP,
  NEAR_MISS_TTC,
  slipAngleOf,
  speedOf,
} from '../../src/criticality/index.ts'
import { buildRoad } from '../../src/road/index.ts'
import type { ConcreteScenario } from '../../src/scenario/index.ts'
import type { ActorState, WheelState, WorldState } from '../../src/world/index.ts'
import { useReadable } from '../player/refresh.ts'

const WHEELS = ['front left', 'front right', 'rear left', 'rear right']

/** Share of the grip under a wheel that it uses, 0..1. */
const gripUsed = (w: WheelState): number =>
  w.forceAvailable > 0 ? Math.min(1, Math.hypot(w.forceX, w.forceY) / w.forceAvailable) : 0

/** What is at work in a car, in a word each. */
const chipsOf = (actor: ActorState): readonly { text: string; title: string; kind: string }[] => {
  const skids = Math.abs(slipAngleOf(actor)) > LOSS_OF_CONTROL_SLIP
  return [
    ...(skids ? [{ text: 'SKID', title: 'The body slides sideways by more than 10°', kind: 'danger' }] : []),
    ...(actor.aebActive ? [{ text: 'AEB', title: 'Emergency braking', kind: 'danger' }] : []),
    ...(actor.absActive ? [{ text: 'ABS', title: 'The anti-lock brakes are at work', kind: 'warning' }] : []),
    ...(actor.escActive ? [{ text: 'ESC', title: 'The stability control is at work', kind: 'warning' }] : []),
    ...(actor.brake > 0.02 ? [{ text: 'brake', title: 'The brakes are pressed', kind: 'plain' }] : []),
  ]
}

interface StatusProps {
  readonly scenario: ConcreteScenario
  /** The state at a time, s; null: not known (yet). */
  readonly at: (time: number) => WorldState | null
  readonly time: ReadonlySignal<number>
  /** Of whom it tells. */
  readonly followed: ReadonlySignal<string>
}

export const Status = ({ scenario, at, time, followed }: StatusProps) => {
  const monitor = useMemo(
    () => createMonitor(scenario, buildRoad(scenario.road, scenario.surface)),
    [scenario],
  )
  const now = useReadable(time)
  const view = useComputed(() => {
    const state = at(now.value)
    if (state === null) return null
    const actor = state.actors.find((a) => a.id === followed.value) ?? state.actors[0]
    return { actor, instant: monitor.observe(state) }
  })
  if (view.value === null) return null
  const { actor, instant } = view.value
  const surfaces = [...new Set(actor.wheels.map((w) => w.surface))]
  return (
    <div class="status" aria-label={`State of ${actor.id}`}>
      <div class="speed">
        <b>{(speedOf(actor) * 3.6).toFixed(0)}</b>
        <span>km/h</span>
      </div>
      <div
        class="grip"
        role="img"
        aria-label={actor.wheels.map((w, i) => `${WHEELS[i]} ${(gripUsed(w) * 100).toFixed(0)} %`).join(', ')}
      >
        {actor.wheels.map((w, i) => (
          <i
            key={WHEELS[i]}
            title={`${WHEELS[i]}: ${(gripUsed(w) * 100).toFixed(0)} % of the grip, μ ${w.mu.toFixed(2)}, slip ${(w.slipRatio * 100).toFixed(0)} %, ${((w.slipAngle * 180) / Math.PI).toFixed(1)}°`}
            style={{ '--used': gripUsed(w).toFixed(2) }}
          />
        ))}
      </div>
      <div class="facts">
        <div class="chips" aria-live="polite">
          {chipsOf(actor).map((chip) => (
            <span key={chip.text} class={`chip ${chip.kind}`} title={chip.title}>
              {chip.text}
            </span>
          ))}
        </div>
        <div class="line">
          {instant.ttc < 10 && (
            <span class={instant.ttc < NEAR_MISS_TTC ? 'alarm' : ''}>
              TTC {instant.ttc.toFixed(1)} s
              {instant.mostCritical === null ? '' : ` to ${instant.mostCritical}`}
            </span>
          )}
          <span>
            {surfaces.map((k) => k.replace('-', ' ')).join(' / ')} · μ{' '}
            {Math.min(...actor.wheels.map((w) => w.mu)).toFixed(2)}
          </span>
        </div>
      </div>
    </div>
  )
}
