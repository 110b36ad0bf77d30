/** How close it came: measured state by state over a run, for live plots and for the run's record. */
import type { Road } from '../road/index.ts'
import type { ConcreteScenario } from '../scenario/index.ts'
import type { WorldEvent, WorldState } from '../world/index.ts'
import { boxDistance, distanceAtLeast } from './box.ts'
import { inPath, pairGap, pairHeadway, pairTtc } from './pair.ts'
import { slipAngleOf } from './signal.ts'
import { createSituation, joined } from './situation.ts'

/** A near miss: the time to collision fell below this, s. */
export const NEAR_MISS_TTC = 1.5

/** Control is lost when the body slips sideways by more than this above walking pace, rad. */
export const LOSS_OF_CONTROL_SLIP = (10 * Math.PI) / 180

/** The subject's situation at one instant. */
export interface Instant {
  readonly time: number
  /** Least time to collision with anybody, s, and with whom; Infinity, null: no conflict. */
  readonly ttc: number
  readonly mostCritical: string | null
  /** Net gap (m) and time headway (s) to the nearest ahead in the subject's path; Infinity: nobody. */
  readonly gap: number
  readonly thw: number
  /** Body side-slip angle, rad. */
  readonly slipAngle: number
}

/** What one pair of actors came to. */
export interface PairRecord {
  readonly actors: readonly [string, string]
  /** s; Infinity when they never were on a course to meet. */
  readonly minTtc: number
  readonly minTtcTime: number | null
  /** Between their footprints, m; Infinity when never in the world together. */
  readonly minDistance: number
  readonly minDistanceTime: number | null
}

export type Outcome = 'collision' | 'near-miss' | 'harmless'

export interface Criticality {
  /** Whom the run is about: the actor called ego, or else the first. */
  readonly subject: string
  readonly outcome: Outcome
  /** The subject's least time to collision, s, when, and with whom. */
  readonly minTtc: number
  readonly minTtcTime: number | null
  readonly minTtcWith: string | null
  /** The subject's least distance to anybody, m. */
  readonly minDistance: number
  readonly collisions: readonly Extract<WorldEvent, { kind: 'collision' }>[]
  /** Actors that lost control, with the time at which they first did. */
  readonly lossOfControl: readonly { readonly actor: string; readonly time: number }[]
  readonly pairs: readonly PairRecord[]
}

export interface Monitor {
  /** Measures one state. Feed every control step's, in order. */
  observe(state: WorldState): Instant
  /** The run so far. */
  summary(): Criticality
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

/** Watches one run. */
export const createMonitor = (
  scenario: Pick<ConcreteScenario, 'actors' | 'weather' | 'stop'>,
  road: Road,
): Monitor => {
  const ids = scenario.actors.map((a) => a.id)
  const { actors } = scenario
  const subject = ids.includes('ego') ? 'ego' : ids[0]
  const situationOf = createSituation(scenario, road)
  const pairs = actors.flatMap((a, i) =>
    actors
      .slice(i + 1)
      .filter((b) => !joined(a, b))
      .map((b): Mutable<PairRecord> => ({
        actors: [a.id, b.id],
        minTtc: Infinity,
        minTtcTime: null,
        minDistance: Infinity,
        minDistanceTime: null,
      })),
  )
  const collisions: Extract<WorldEvent, { kind: 'collision' }>[] = []
  const lost = new Map<string, number>()

  return {
    observe: (state) => {
      const situation = situationOf(state)
      const { time } = state
      let ttc = Infinity
      let mostCritical: string | null = null
      let gap = Infinity
      let thw = Infinity

      for (const event of state.events) if (event.kind === 'collision') collisions.push(event)
      for (const actor of state.actors)
        if (actor.present && !lost.has(actor.id) && Math.abs(slipAngleOf(actor)) > LOSS_OF_CONTROL_SLIP)
          lost.set(actor.id, time)

      for (const pair of pairs) {
        const placed = situation.pair(...pair.actors)
        if (placed === null) continue
        const [a, b] = placed
        const now = pairTtc(a, b)
        if (now < pair.minTtc) {
          pair.minTtc = now
          pair.minTtcTime = time
        }
        if (distanceAtLeast(a.world, b.world) < pair.minDistance) {
          const distance = boxDistance(a.world, b.world)
          if (distance < pair.minDistance) {
            pair.minDistance = distance
            pair.minDistanceTime = time
          }
        }
        const place = pair.actors.indexOf(subject)
        if (place < 0) continue
        if (now < ttc) {
          ttc = now
          mostCritical = pair.actors[1 - place]
        }
        const [me, other] = place === 0 ? [a, b] : [b, a]
        const ahead = pairGap(me, other)
        if (ahead < 0 || ahead >= gap || !inPath(me, other)) continue
        gap = ahead
        thw = pairHeadway(me, other)
      }
      const slipAngle = slipAngleOf(situation.actor(subject))
      return { time, ttc, mostCritical, gap, thw, slipAngle }
    },

    summary: () => {
      const mine = pairs.filter((p) => p.actors.includes(subject))
      const closest = mine.reduce<PairRecord | null>(
        (x, p) => (p.minTtc < (x?.minTtc ?? Infinity) ? p : x),
        null,
      )
      const minTtc = closest?.minTtc ?? Infinity
      return {
        subject,
        outcome: collisions.length > 0 ? 'collision' : minTtc < NEAR_MISS_TTC ? 'near-miss' : 'harmless',
        minTtc,
        minTtcTime: closest?.minTtcTime ?? null,
        minTtcWith: closest?.actors.find((id) => id !== subject) ?? null,
        minDistance: Math.min(Infinity, ...mine.map((p) => p.minDistance)),
        collisions: [...collisions],
        lossOfControl: [...lost].map(([actor, time]) => ({ actor, time })),
        pairs: pairs.map((p) => ({ ...p })),
      }
    },
  }
}
