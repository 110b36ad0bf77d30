/**
 * What traffic lights show at a time: a pure function of the network and the clock. Lights of one junction
 * that one controller switches are green together; groups of different controllers never are.
 */
import type { LightCycle, LightState } from '../scenario/index.ts'
import type { PlacedSignal, Road } from './road.ts'

/** One light's turn in its cycle, s. */
export interface LightPhase {
  readonly period: number
  /** When its green begins, counted from time 0. */
  readonly start: number
  readonly green: number
  readonly amber: number
}

/** Green long enough for a dozen cars; amber as at 50 km/h (RiLSA); clearance for a car across two lanes. */
const CYCLE: LightCycle = { green: 20, amber: 3, clearance: 2, offset: 0 }
/** Red of a light that takes turns with nobody but people on foot, s. */
const WALKERS = 12

/** The phases of every light that traffic obeys, by the signal's id, in the order of the network's signals. */
export const lightPhases = (road: Road): ReadonlyMap<string, LightPhase> => {
  const phases = new Map<string, LightPhase>()
  const { junctions, controllers } = road.network
  const groupOf = (signal: string): string =>
    controllers.find((c) => c.signals.includes(signal))?.id ?? `signal ${signal}`
  /** Groups take turns in the order of their controllers, lights without one after them. */
  const rank = (group: string): number => {
    const i = controllers.findIndex((c) => c.id === group)
    return i < 0 ? controllers.length : i
  }
  for (const junction of [null, ...junctions.map((j) => j.id)]) {
    const signals = road.stopLines.flatMap((line) =>
      line.junction === junction && line.control === 'traffic-light' && line.signal !== null
        ? [line.signal.id]
        : [],
    )
    const { green, amber, clearance, offset } = junctions.find((j) => j.id === junction)?.cycle ?? CYCLE
    // Lights away from junctions have nobody to take turns with: each is a cycle of its own.
    const groups =
      junction === null ? [] : [...new Set(signals.map(groupOf))].sort((a, b) => rank(a) - rank(b))
    const turn = green + amber + clearance
    const period = groups.length > 1 ? groups.length * turn : turn + WALKERS
    for (const signal of signals) {
      const start = offset + Math.max(0, groups.indexOf(groupOf(signal))) * turn
      phases.set(signal, { period, start, green, amber })
    }
  }
  return new Map(
    road.signals.flatMap((signal) => {
      const phase = signal.kind === 'traffic-light' ? phaseOf(road, signal, phases) : undefined
      return phase === undefined ? [] : [[signal.id, phase] as const]
    }),
  )
}

/** A second light of an approach shows what the first one does: that of its controller, else of its road. */
const phaseOf = (
  { signals, network }: Road,
  signal: PlacedSignal,
  phases: ReadonlyMap<string, LightPhase>,
): LightPhase | undefined => {
  const own = phases.get(signal.id)
  if (own !== undefined) return own
  const group = network.controllers.find((c) => c.signals.includes(signal.id))?.signals ?? []
  const together = signals.find(
    (other) =>
      phases.has(other.id) &&
      (group.length > 0
        ? group.includes(other.id)
        : other.road === signal.road &&
          other.facing === signal.facing &&
          Math.abs(other.s - signal.s) < NEAR),
  )
  return together === undefined ? undefined : phases.get(together.id)
}

/** Lights of one road this near to each other are for the same line, m. */
const NEAR = 60

/** What a light shows at a time, s. */
export const lightAt = ({ period, start, green, amber }: LightPhase, time: number): LightState => {
  const since = (((time - start) % period) + period) % period
  if (since < green) return 'green'
  return since < green + amber ? 'amber' : 'red'
}
