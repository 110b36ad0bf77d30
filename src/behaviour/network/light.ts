/** Traffic lights: what a driver makes of one, and those that the story has set. */
import { lightPhases, type Road } from '../../road/index.ts'
import type { LightState, WorldAction } from '../../scenario/index.ts'
import type { ActionId } from '../memory.ts'

/** Amber is driven through when stopping would take more than this, m/s^2. */
const AMBER_BRAKING = 3

/** @param way to the line, m. */
export const lightSays = (shown: LightState, way: number, speed: number): 'stop' | 'go' => {
  if (shown === 'red') return 'stop'
  if (shown !== 'amber') return 'go'
  return speed * speed > 2 * AMBER_BRAKING * Math.max(way, 0.1) ? 'go' : 'stop'
}

/** A light that shows nothing, or nothing but a warning, leaves it to those who come. */
export const isOut = (shown: LightState | undefined): boolean => shown === 'off' || shown === 'flashing'

/** The story has taken lights out of their programme. */
export interface LightOrder {
  readonly by: ActionId
  readonly signals: readonly string[]
  readonly shows: LightState
}

/** Makes orders of the story's actions: the lights of one approach hang together, whichever is named. */
export const lightOrders = (
  road: Road,
): ((by: ActionId, action: WorldAction & { kind: 'traffic-light' }) => LightOrder) => {
  const phases = lightPhases(road)
  const all = road.signals.flatMap(({ kind, id }) => (kind === 'traffic-light' ? [id] : []))
  const besides = (id: string): readonly string[] => {
    const phase = phases.get(id)
    return phase === undefined ? [id] : all.filter((other) => phases.get(other) === phase)
  }
  return (by, { signals, shows }) => ({ by, signals: signals?.flatMap(besides) ?? all, shows })
}

/** What the lights show that the story has set: of two orders the later one counts. */
export const lightsSet = (orders: readonly LightOrder[]): ReadonlyMap<string, LightState> =>
  new Map(orders.flatMap(({ signals, shows }) => signals.map((signal) => [signal, shows] as const)))
