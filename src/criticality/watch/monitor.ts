/** How close it came: measured state by state over a run, for live plots and for the run's record. */
import { norm } from '../../math/index.ts'
import type { Road } from '../../road/index.ts'
import type { ActorSpec, ConcreteScenario } from '../../scenario/index.ts'
import type { ActorState, WorldEvent, WorldState } from '../../world/index.ts'
import { createOutlines, createRolledOut, type Outlines } from './outlines.ts'
import { createPairRecords, type PairRecord, type PairRecords } from './pair-records.ts'
import { slipAngleOf } from '../signal.ts'
import { createSituation, type SituationOf } from '../situation.ts'
import { subjectIndex } from '../subject.ts'
import { createTracks } from './tracks.ts'
import { watchOnNetwork, watchOnRoad, type Encounter } from './watch-pairs.ts'

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

/** The worst value of one measure over the run, among the subject's pairs. */
export interface Extreme {
  /** Its name in METRICS, or 'distance'. */
  readonly metric: string
  readonly unit: string
  readonly value: number
  /** When, s. */
  readonly time: number
  /** Of whom, the one behind or the first one there first; two unless it is one actor's own. */
  readonly actors: readonly string[]
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
}

export interface Monitor {
  /** Measures one state. Feed every control step's, in order. */
  observe(state: WorldState): Instant
  /** The run so far. */
  summary(): Criticality
  /** What every pair has come to so far, in the scenario's order. */
  pairs(): readonly PairRecord[]
  /**
   * The subject's worst values so far, with times and actors: TTC, THW, DRAC, distance, PET, Delta-v. One that never had a value
   * is left out. Goes through all that has been observed (for the PET), so ask at the end.
   */
  extremes(): readonly Extreme[]
}

/** Watches one run. @param situationOf shared with others who look at it, if there are any */
export const createMonitor = (
  scenario: Pick<ConcreteScenario, 'actors' | 'weather' | 'stop'>,
  road: Road,
  situationOf: SituationOf = createSituation(scenario, road),
): Monitor => {
  const { actors } = scenario
  const ids = actors.map((a) => a.id)
  const self = subjectIndex(actors)
  const subject = ids[self]
  const records = createPairRecords(actors)
  const outlines = createOutlines(actors)
  const tracks = createTracks(actors)
  const watch =
    road.roads.length > 1 ? onNetwork(situationOf, records) : onRoad(actors, road, records, outlines)
  const collisions: Extract<WorldEvent, { kind: 'collision' }>[] = []
  const lost = new Map<string, number>()
  const pairs = actors.flatMap((_, i) =>
    actors.flatMap((__, j) =>
      i < j && records.areJoined[records.indexOf(i, j)] === 0 ? [[i, j] as const] : [],
    ),
  )
  const mine = pairs.filter((pair) => pair.includes(self))
  const recordsOf = (which: typeof pairs): PairRecord[] => which.map(([i, j]) => records.of(i, j, tracks))
  /** The subject's pairs as last asked for; null: something has been observed since. */
  let known: readonly PairRecord[] | null = null

  return {
    observe: (state) => {
      const { time } = state
      known = null
      outlines.fill(state.actors)
      tracks.note(time, state.actors, outlines)
      for (const event of state.events) if (event.kind === 'collision') collisions.push(event)
      for (let i = 0; i < actors.length; i++) {
        const actor = state.actors[i]
        if (actor.present && slips(actor) && !lost.has(actor.id)) lost.set(actor.id, time)
      }
      const { ttc, other, gap, thw } = watch(state, self)
      const slipAngle = slipAngleOf(state.actors[self])
      return { time, ttc, mostCritical: other < 0 ? null : ids[other], gap, thw, slipAngle }
    },

    summary: () => {
      const own = (known ??= recordsOf(mine))
      const closest = own.reduce<PairRecord | null>(
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
        minDistance: Math.min(Infinity, ...own.map((p) => p.minDistance)),
        collisions: [...collisions],
        lossOfControl: [...lost].map(([actor, time]) => ({ actor, time })),
      }
    },

    pairs: () => recordsOf(pairs),

    extremes: () => {
      const own = (known ??= recordsOf(mine))
      const found = {
        ttc: own.map((p) => at(p.minTtc, p.minTtcTime, p.actors)),
        thw: own.map((p) => at(p.minThw, p.minThwTime, firstOf(p, p.thwOf))),
        drac: own.map((p) => at(p.maxDrac, p.maxDracTime, firstOf(p, p.dracOf))),
        distance: own.map((p) => at(p.minDistance, p.minDistanceTime, p.actors)),
        pet: own.map((p, k) => {
          const met = tracks.encroachment(...mine[k])
          return met && at(met.value, met.time, firstOf(p, met.first))
        }),
        deltaV: collisions.flatMap((c) =>
          c.actors.flatMap((a, i) =>
            a === subject ? [at(norm(c.deltaV[i]), c.time, [a, c.actors[1 - i]])] : [],
          ),
        ),
      }
      return [
        ...worst('TTC', 's', found.ttc, 'least'),
        ...worst('THW', 's', found.thw, 'least'),
        ...worst('DRAC', 'm/s^2', found.drac, 'most'),
        ...worst('PET', 's', found.pet, 'least'),
        ...worst('distance', 'm', found.distance, 'least'),
        ...worst('Delta-v', 'm/s', found.deltaV, 'most'),
      ]
    },
  }
}

/** Measures all pairs of one step, for the subject (by its index). */
type Watch = (state: WorldState, subject: number) => Encounter

const nobody = (): Encounter => ({ ttc: Infinity, other: -1, gap: Infinity, thw: Infinity })

const onRoad = (
  actors: readonly ActorSpec[],
  road: Road,
  records: PairRecords,
  outlines: Outlines,
): Watch => {
  const rolledOut = createRolledOut(actors, outlines, road)
  return ({ time }, subject) => {
    const encounter = nobody()
    rolledOut.fill()
    watchOnRoad(records, outlines, rolledOut, subject, time, encounter)
    return encounter
  }
}

const onNetwork = (situationOf: SituationOf, records: PairRecords): Watch => {
  const next = new Int32Array(records.count)
  let step = 0
  return (state, subject) => {
    const encounter = nobody()
    watchOnNetwork(records, situationOf(state), subject, step++, next, encounter)
    return encounter
  }
}

/** Side slip with less than this share of the speed ahead is no loss of control, whatever its angle exactly is. */
const LITTLE_SLIP = 0.17

/** Whether an actor has lost control; asked of everybody at every step, and nearly always answered without an angle. */
const slips = (actor: ActorState): boolean => {
  const q = actor.orientation
  const x = q[0]
  const y = q[1]
  const z = q[2]
  const w = q[3]
  const vx = actor.velocity[0]
  const vy = actor.velocity[1]
  const vz = actor.velocity[2]
  const ahead = (1 - 2 * (y * y + z * z)) * vx + 2 * (x * y + w * z) * vy + 2 * (x * z - w * y) * vz
  const aside = 2 * (x * y - w * z) * vx + (1 - 2 * (x * x + z * z)) * vy + 2 * (y * z + w * x) * vz
  if (Math.abs(aside) <= LITTLE_SLIP * ahead) return false
  return Math.abs(slipAngleOf(actor)) > LOSS_OF_CONTROL_SLIP
}

type Found = Omit<Extreme, 'metric' | 'unit'>

const at = (value: number, time: number | null, actors: readonly string[]): Found | null =>
  time === null ? null : { value, time, actors }

/** The two of a pair, this one first. */
const firstOf = ({ actors }: PairRecord, one: 0 | 1): readonly string[] => [actors[one], actors[1 - one]]

const worst = (
  metric: string,
  unit: string,
  found: readonly (Found | null)[],
  which: 'least' | 'most',
): Extreme[] => {
  const sign = which === 'least' ? 1 : -1
  const one = found.reduce((x, f) => (f && (!x || sign * f.value < sign * x.value) ? f : x), null)
  return one ? [{ metric, unit, ...one }] : []
}
