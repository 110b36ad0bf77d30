/** How close it came: measured state by state over a run, for live plots and for the run's record. */
import { norm } from '../math/index.ts'
import type { Road } from '../road/index.ts'
import type { ActorSpec, ConcreteScenario } from '../scenario/index.ts'
import type { WorldEvent, WorldState } from '../world/index.ts'
import { boxDistance, type Box } from './box.ts'
import { inPath, pairDeceleration, pairGap, pairHeadway, pairTtc, type Placed } from './pair.ts'
import { slipAngleOf } from './signal.ts'
import { createSituation, joined } from './situation.ts'
import { createTracks } from './tracks.ts'

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
  /** Of the one behind the other in its path, s and m/s^2; Infinity and 0: neither ever was. */
  readonly minThw: number
  readonly minThwTime: number | null
  readonly maxDrac: number
  readonly maxDracTime: number | null
  /** Who was behind then: 0 or 1 of `actors`. */
  readonly thwOf: 0 | 1
  readonly dracOf: 0 | 1
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
  readonly pairs: readonly PairRecord[]
}

export interface Monitor {
  /** Measures one state. Feed every control step's, in order. */
  observe(state: WorldState): Instant
  /** The run so far. */
  summary(): Criticality
  /**
   * The subject's worst values so far, with times and actors: TTC, THW, DRAC, distance, PET, Delta-v. One that never had a value
   * is left out. Goes through all that has been observed (for the PET), so ask at the end.
   */
  extremes(): readonly Extreme[]
}

/** A pair as it is being measured. */
interface Measured extends Mutable<PairRecord> {
  /** Indices of its actors in the scenario's list. */
  readonly i: number
  readonly j: number
  /** Sum of the radii of the circles round them, m. */
  readonly radii: number
  /** The control step at which it is looked at again. */
  next: number
  /** A step at which they were nearer than ever, but still nearing. */
  waitingA: Box | null
  waitingB: Box | null
  waitingTime: number
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
  const self = ids.indexOf(subject)
  const situationOf = createSituation(scenario, road)
  const pairs = actors.flatMap((a, i) =>
    actors.slice(i + 1).flatMap((b, k): Measured[] => (joined(a, b) ? [] : [newPair(a, b, i, i + 1 + k)])),
  )
  const tracks = createTracks(actors.length)
  const collisions: Extract<WorldEvent, { kind: 'collision' }>[] = []
  const lost = new Map<string, number>()
  let step = -1

  return {
    observe: (state) => {
      const situation = situationOf(state)
      const { time } = state
      step++
      let ttc = Infinity
      let mostCritical: string | null = null
      let gap = Infinity
      let thw = Infinity

      for (const event of state.events) if (event.kind === 'collision') collisions.push(event)
      for (const actor of state.actors)
        if (actor.present && !lost.has(actor.id) && Math.abs(slipAngleOf(actor)) > LOSS_OF_CONTROL_SLIP)
          lost.set(actor.id, time)

      for (let i = 0; i < actors.length; i++) {
        const outline = situation.footprintAt(i)
        if (outline !== null) tracks.note(i, time, outline)
      }

      for (const pair of pairs) {
        if (pair.next > step) continue
        const placed = situation.pairAt(pair.i, pair.j)
        if (placed === null) continue
        const [a, b] = placed
        const now = pairTtc(a, b)
        const apart = circlesApart(pair, a.world, b.world)
        const watched = pair.i === self || pair.j === self || now < SOON || apart < NEAR
        pair.next = step + (watched ? 1 : SELDOM)
        if (now < pair.minTtc) {
          pair.minTtc = now
          pair.minTtcTime = time
        }
        noteDistance(pair, a.world, b.world, apart, time)
        const mine = pair.i === self || pair.j === self
        if (mine && now < ttc) {
          ttc = now
          mostCritical = pair.actors[pair.i === self ? 1 : 0]
        }
        if (!inPath(a, b)) continue
        noteFollowing(pair, a, b, time)
        if (!mine) continue
        const [me, other] = pair.i === self ? [a, b] : [b, a]
        const ahead = pairGap(me, other)
        if (ahead < 0 || ahead >= gap) continue
        gap = ahead
        thw = pairHeadway(me, other)
      }
      const slipAngle = slipAngleOf(situation.actor(subject))
      return { time, ttc, mostCritical, gap, thw, slipAngle }
    },

    summary: () => {
      pairs.forEach(settle)
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
        pairs: pairs.map(recordOf),
      }
    },

    extremes: () => {
      pairs.forEach(settle)
      const mine = pairs.filter((p) => p.i === self || p.j === self)
      const worst = (
        metric: string,
        unit: string,
        found: readonly (Found | null)[],
        sign: 1 | -1,
      ): Extreme[] => {
        const least = found.reduce((x, f) => (f && (!x || sign * f.value < sign * x.value) ? f : x), null)
        return least ? [{ metric, unit, ...least }] : []
      }
      const at = (value: number, time: number | null, named: readonly string[]): Found | null =>
        time === null ? null : { value, time, actors: named }
      const behindFirst = (p: PairRecord, behind: 0 | 1): readonly string[] => [
        p.actors[behind],
        p.actors[1 - behind],
      ]
      const met = mine.map((p): Found | null => {
        const found = p.minDistanceTime === null ? null : tracks.encroachment(p.i, p.j)
        return found && { value: found.value, time: found.time, actors: behindFirst(p, found.first) }
      })
      const blows = collisions.flatMap((c) =>
        c.actors.flatMap((a, i) =>
          a === subject ? [{ value: norm(c.deltaV[i]), time: c.time, actors: [a, c.actors[1 - i]] }] : [],
        ),
      )
      return [
        ...worst(
          'TTC',
          's',
          mine.map((p) => at(p.minTtc, p.minTtcTime, p.actors)),
          1,
        ),
        ...worst(
          'THW',
          's',
          mine.map((p) => at(p.minThw, p.minThwTime, behindFirst(p, p.thwOf))),
          1,
        ),
        ...worst(
          'DRAC',
          'm/s^2',
          mine.map((p) => at(p.maxDrac, p.maxDracTime, behindFirst(p, p.dracOf))),
          -1,
        ),
        ...worst('PET', 's', met, 1),
        ...worst(
          'distance',
          'm',
          mine.map((p) => at(p.minDistance, p.minDistanceTime, p.actors)),
          1,
        ),
        ...worst('Delta-v', 'm/s', blows, -1),
      ]
    },
  }
}

/** A pair before anything has been seen of it. Written out: an object put together of others is slow to work with. */
const newPair = (a: ActorSpec, b: ActorSpec, i: number, j: number): Measured => ({
  i,
  j,
  actors: [a.id, b.id],
  radii: radiusOf(a) + radiusOf(b),
  next: 0,
  minTtc: Infinity,
  minTtcTime: null,
  minDistance: Infinity,
  minDistanceTime: null,
  minThw: Infinity,
  minThwTime: null,
  thwOf: 0,
  maxDrac: 0,
  maxDracTime: null,
  dracOf: 0,
  waitingA: null,
  waitingB: null,
  waitingTime: 0,
})

/** Of the circle round an actor's outline, m. */
const radiusOf = ({ spec: { length, width } }: ActorSpec): number =>
  Math.sqrt(length * length + width * width) / 2

type Found = Omit<Extreme, 'metric' | 'unit'>

/** Headway and deceleration needed of whichever of the two has the other ahead in its path. */
const noteFollowing = (pair: Mutable<PairRecord>, a: Placed, b: Placed, time: number): void => {
  for (const one of [0, 1] as const) {
    const [behind, ahead] = one === 0 ? [a, b] : [b, a]
    if (pairGap(behind, ahead) < 0) continue
    const thw = pairHeadway(behind, ahead)
    if (thw < pair.minThw) {
      pair.minThw = thw
      pair.minThwTime = time
      pair.thwOf = one
    }
    const drac = pairDeceleration(behind, ahead)
    // In contact it is infinite, and says no more than the collision does.
    if (drac > pair.maxDrac && drac < Infinity) {
      pair.maxDrac = drac
      pair.maxDracTime = time
      pair.dracOf = one
    }
  }
}

/**
 * Pairs without the subject that would not meet sooner than this, s, and are farther apart than this, m, are looked
 * at only every so many control steps: of a crowd nearly all.
 */
const SOON = 5
const NEAR = 10
const SELDOM = 10

/** Pairs farther apart than this, m, are measured only when their centres are nearest: not at every step till then. */
const FAR = 5

/** A lower bound of the distance of two boxes, m: between the circles round them. */
const circlesApart = ({ radii }: Measured, a: Box, b: Box): number => {
  const dx = b.x - a.x
  const dy = b.y - a.y
  return Math.sqrt(dx * dx + dy * dy) - radii
}

/** Keeps the least distance of a pair. */
const noteDistance = (pair: Measured, a: Box, b: Box, apart: number, time: number): void => {
  if (apart >= pair.minDistance) {
    settle(pair)
    return
  }
  if (apart > FAR && (b.x - a.x) * (b.vx - a.vx) + (b.y - a.y) * (b.vy - a.vy) < 0) {
    pair.waitingA = a
    pair.waitingB = b
    pair.waitingTime = time
    return
  }
  settle(pair)
  takeDistance(pair, a, b, time)
}

const recordOf = (pair: Measured): PairRecord => {
  const { i: _i, j: _j, radii: _r, next: _n, waitingA: _a, waitingB: _b, waitingTime: _t, ...record } = pair
  return record
}

/** Measures the step that was put off, if there is one. */
const settle = (pair: Measured): void => {
  const { waitingA, waitingB } = pair
  if (waitingA === null || waitingB === null) return
  pair.waitingA = pair.waitingB = null
  takeDistance(pair, waitingA, waitingB, pair.waitingTime)
}

const takeDistance = (pair: Measured, a: Box, b: Box, time: number): void => {
  const distance = boxDistance(a, b)
  if (distance >= pair.minDistance) return
  pair.minDistance = distance
  pair.minDistanceTime = time
}
