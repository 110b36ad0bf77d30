/**
 * What traffic lights show at a time: a pure function of the network and the clock. Lights of one junction
 * that one controller switches are green together; groups of different controllers never are.
 */
import type { LightCycle } from '../scenario/index.ts'
import type { Road } from './road.ts'

export type LightState = 'green' | 'amber' | 'red'

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

/** The phases of every light that stands at a stop line, by the signal's id. */
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
  return phases
}

/** What a light shows at a time, s. */
export const lightAt = ({ period, start, green, amber }: LightPhase, time: number): LightState => {
  const since = (((time - start) % period) + period) % period
  if (since < green) return 'green'
  return since < green + amber ? 'amber' : 'red'
}
