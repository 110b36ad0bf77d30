/** Every pair of road users at one instant: the lines of a run's series. */
import type { Road } from '../../road/index.ts'
import type { ConcreteScenario } from '../../scenario/index.ts'
import type { WorldState } from '../../world/index.ts'
import { requiredBraking } from '../metrics/avoidance.ts'
import { boxDistance } from '../box.ts'
import { pathsEncroachment } from '../metrics/crossing.ts'
import { inPath, pairDeceleration, pairGap, pairHeadway, pairTtc } from '../pair.ts'
import { createSituation } from '../situation.ts'

/** A pair at one instant, SI; Infinity: no conflict of this kind. */
export interface PairInstant {
  readonly time: number
  /** The one behind, where one is in the path of the other; or else in the scenario's order. */
  readonly actors: readonly [string, string]
  readonly ttc: number
  /** Between their outlines. */
  readonly distance: number
  /** Of the one behind, on their common way; Infinity: neither is in the other's path. */
  readonly gap: number
  readonly thw: number
  /** Deceleration that it needs, leader at constant speed (DRAC) ... */
  readonly drac: number
  /** ... and acceleration, leader braking on as it does now (a_long,req). */
  readonly required: number
  /** Post-encroachment time that straight paths foretell. */
  readonly pet: number
}

/** Measures all pairs that are in the world, state by state. */
export const createPairSeries = (
  scenario: Pick<ConcreteScenario, 'actors' | 'weather' | 'stop'>,
  road: Road,
): ((state: WorldState) => readonly PairInstant[]) => {
  const situationOf = createSituation(scenario, road)
  return (state) => {
    const situation = situationOf(state)
    const { actors, time } = state
    return actors.flatMap((first, i) =>
      actors.slice(i + 1).flatMap((second, k): PairInstant[] => {
        const pair = situation.pairAt(i, i + 1 + k)
        if (pair === null || situation.joined(first.id, second.id)) return []
        const [a, b] = pair
        const follows = inPath(a, b)
        const swapped = follows && pairGap(a, b) < 0
        const [behind, ahead] = swapped ? [b, a] : [a, b]
        const [own, other] = swapped ? [second, first] : [first, second]
        const gap = follows ? pairGap(behind, ahead) : Infinity
        const way = Math.cos(behind.heading) >= 0 ? 1 : -1
        return [
          {
            time,
            actors: [own.id, other.id],
            ttc: pairTtc(a, b),
            distance: boxDistance(a.world, b.world),
            gap,
            thw: follows ? pairHeadway(behind, ahead) : Infinity,
            drac: follows ? pairDeceleration(behind, ahead) : 0,
            required: follows
              ? requiredBraking(
                  gap,
                  way * behind.along,
                  way * ahead.along,
                  other.acceleration[0] * Math.cos(ahead.heading) * way,
                )
              : 0,
            pet: pathsEncroachment(a.world, b.world),
          },
        ]
      }),
    )
  }
}
