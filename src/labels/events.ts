/**
 * What happened in a clip, with when, to whom, and what was measured at that instant: for the subject of the run and
 * those it has to do with. Contacts, skids, emergency braking and leaving the road are told by physics and the systems
 * themselves; the rest is watched here, state by state.
 */
import {
  createOutlines,
  createSituation,
  createTracks,
  inPath,
  leavesLane,
  LOSS_OF_CONTROL_SLIP,
  NEAR_MISS_TTC,
  pairDeceleration,
  pairGap,
  pairHeadway,
  pairTtc,
  boxDistance,
  slipAngleOf,
  speedOf,
  subjectIndex,
  WALKING_PACE,
  type Placed,
  type Situation,
} from '../criticality/index.ts'
import { norm } from '../math/index.ts'
import type { Road } from '../road/index.ts'
import { isVehicle, type ActorSpec, type ConcreteScenario } from '../scenario/index.ts'
import type { ActorState, WorldEvent, WorldState } from '../world/index.ts'

export type ClipEventKind =
  | ('contact' | 'near-miss' | 'loss-of-control' | 'skid-start' | 'skid-end' | 'lane-departure')
  | ('off-road' | 'cut-in' | 'last-moment-to-brake' | 'aeb' | 'first-visible' | 'encroachment')

export interface ClipEvent {
  readonly kind: ClipEventKind
  /** s. */
  readonly time: number
  /** Whose event it is comes first. A surface patch that is seen is no actor: none. */
  readonly actors: readonly string[]
  /** What held at that time; each name ends in its unit, SI. */
  readonly metrics: Readonly<Record<string, number>>
  /** Of 'first-visible': through which sensor, in which of its frames, and which patch if it is one. */
  readonly sensor?: string
  readonly frame?: number
  readonly patch?: string
}

export interface EventWatch {
  /** Feed every control step's state, in order. */
  observe(state: WorldState): void
  /** All that has happened so far, by time. */
  events(): readonly ClipEvent[]
}

/** A cut-in is one when it leaves the one behind less headway than this, s. */
const CUT_IN_HEADWAY = 4
/** Who moves sideways slower than this stays in the lane, m/s. */
const SIDEWAYS = 0.1
/** Indicators flash: one is on until it has been dark for so long, s. */
const INDICATED = 1
/** One who comes later than this to where another has been has nothing to do with him any more, s. */
const LATE = 5
/** Control has been regained when it was kept for so long, s. */
const REGAINED = 0.5

/** Watches one run for the subject of the scenario. */
export const createEventWatch = (scenario: ConcreteScenario, road: Road): EventWatch => {
  const situationOf = createSituation(scenario, road)
  const { actors } = scenario
  const self = subjectIndex(actors)
  const found: ClipEvent[] = []
  const encounters = actors.map((other, i) => (i === self ? null : createEncounter(actors[self], other)))
  const lanes = actors.map((actor) => (isVehicle(actor) ? createLaneWatch(actor, road) : null))
  const controls = actors.map((actor) => (isVehicle(actor) ? createControlWatch() : null))
  const [outlines, tracks] = [createOutlines(actors), createTracks(actors)]

  /** Who came where the other one of two, the subject among them, had just been. */
  const encroachments = (): ClipEvent[] =>
    actors.flatMap((_, i): ClipEvent[] => {
      const met = i === self ? null : tracks.encroachment(self, i)
      if (met === null || met.value > LATE) return []
      const [comes, was] = met.first === 0 ? [i, self] : [self, i]
      const both = [actors[comes].id, actors[was].id]
      if (found.some(({ kind, actors: ids }) => kind === 'contact' && both.every((id) => ids.includes(id))))
        return []
      return [{ kind: 'encroachment', time: met.time, actors: both, metrics: { pet_s: met.value } }]
    })

  return {
    observe: (state) => {
      const situation = situationOf(state)
      outlines.fill(state.actors)
      tracks.note(state.time, state.actors, outlines)
      for (const event of state.events) {
        const told = tell(event, scenario, state)
        if (told) found.push(told)
        if (event.kind === 'collision')
          for (const [i, encounter] of encounters.entries())
            if (event.actors.includes(actors[self].id) && event.actors.includes(actors[i].id))
              encounter?.touch()
      }
      for (let i = 0; i < actors.length; i++) {
        const actor = state.actors[i]
        if (!actor.present) continue
        found.push(...(lanes[i]?.(state.time, actor) ?? []), ...(controls[i]?.(state.time, actor) ?? []))
        encounters[i]?.observe(situation, self, i, found)
      }
    },
    events: () =>
      [...found, ...encounters.flatMap((encounter) => encounter?.outcome() ?? []), ...encroachments()].sort(
        (a, b) => a.time - b.time,
      ),
  }
}

/** What physics and the systems tell; the phases of the story and its expectations are no events of the road. */
const tell = (event: WorldEvent, { actors }: ConcreteScenario, state: WorldState): ClipEvent | null => {
  const { time } = event
  switch (event.kind) {
    case 'collision':
      return {
        ...{ kind: 'contact', time, actors: event.actors },
        metrics: {
          closing_speed_mps: event.closingSpeed,
          ...Object.fromEntries(event.actors.map((id, i) => [`delta_v_of_${id}_mps`, norm(event.deltaV[i])])),
          energy_j: event.energy,
        },
      }
    case 'phase':
    case 'expectation':
      return null
    default: {
      const i = actors.findIndex(({ id }) => id === event.actors[0])
      return { kind: event.kind, time, actors: event.actors, metrics: motionOf(state.actors[i]) }
    }
  }
}

const motionOf = (actor: ActorState): Record<string, number> => ({
  speed_mps: speedOf(actor),
  slip_angle_rad: slipAngleOf(actor),
  ...(actor.wheels.length > 0 ? { least_friction: Math.min(...actor.wheels.map((w) => w.mu)) } : {}),
})

/** Tells when a vehicle's body slips sideways by more than LOSS_OF_CONTROL_SLIP; once until it was regained. */
const createControlWatch = (): ((time: number, actor: ActorState) => ClipEvent[]) => {
  let lostAt: number | null = null
  return (time, actor) => {
    if (Math.abs(slipAngleOf(actor)) <= LOSS_OF_CONTROL_SLIP) {
      if (lostAt !== null && time - lostAt > REGAINED) lostAt = null
      return []
    }
    const isNew = lostAt === null
    lostAt = time
    return isNew ? [{ kind: 'loss-of-control', time, actors: [actor.id], metrics: motionOf(actor) }] : []
  }
}

/** Tells when a vehicle's body leaves the lane under it, and whether it indicates that (1) or not (0). */
const createLaneWatch = (
  { spec }: ActorSpec,
  road: Road,
): ((time: number, actor: ActorState) => ClipEvent[]) => {
  let isOut: boolean | null = null
  let indicated = -Infinity
  return (time, actor) => {
    const { indicatorLeft, indicatorRight } = actor.lights
    if (indicatorLeft || indicatorRight) indicated = time
    const was = isOut
    isOut = leavesLane(spec, actor, road)
    const isDeparture = was === false && isOut && speedOf(actor) > WALKING_PACE
    const metrics = { ...motionOf(actor), indicating: time - indicated < INDICATED ? 1 : 0 }
    return isDeparture ? [{ kind: 'lane-departure', time, actors: [actor.id], metrics }] : []
  }
}

/** What passes between the subject and one other. */
interface Encounter {
  observe(situation: Situation, subject: number, other: number, found: ClipEvent[]): void
  /** The two have collided: what follows is no encounter any more. */
  touch(): void
  /** What can only be told at the end. */
  outcome(): ClipEvent[]
}

type Moment = Pick<ClipEvent, 'time' | 'metrics'>

const createEncounter = (subject: ActorSpec, other: ActorSpec): Encounter => {
  const both = [subject.id, other.id] as const
  let touched = false
  let leastTtc = NEAR_MISS_TTC
  let nearest: Moment | null = null
  /** The last instant at which braking would have done, once it no longer does. */
  let late: Moment | null = null
  let inTime: Moment | null = null
  /** Since when the other has been moving sideways towards the subject's path. */
  let sideways: Moment | null = null
  let wasInPath: boolean | null = null

  const noteBraking = (moment: Moment, needed: number, available: number): void => {
    if (needed <= available) {
      inTime = needed > 0 ? moment : null
      late = null
    } else if (late === null && inTime !== null) late = inTime
  }

  return {
    observe: (situation, self, i, found) => {
      if (touched || situation.joined(...both)) return
      const pair = situation.pairAt(self, i)
      const { state } = situation
      if (pair === null) return
      const metrics = measure(pair, state.actors[self])
      const moment = { time: state.time, metrics: metrics.named }
      if (metrics.ttc < leastTtc) [leastTtc, nearest] = [metrics.ttc, moment]
      noteBraking(moment, metrics.needed, metrics.available)

      const isIn = inPath(...pair)
      if (isVehicle(other) && isOnComing(pair)) {
        const [a, b] = pair
        const towards = Math.sign(a.t - b.t) * b.across
        if (towards > SIDEWAYS) sideways ??= moment
        else if (!isIn) sideways = null
        if (isIn && wasInPath === false && sideways !== null && metrics.headway < CUT_IN_HEADWAY)
          found.push({
            ...{ kind: 'cut-in', time: sideways.time, actors: [other.id, subject.id] },
            metrics: { ...sideways.metrics, enters_path_at_s: state.time },
          })
        if (isIn) sideways = null
      }
      wasInPath = isIn
    },
    touch: () => {
      touched = true
    },
    outcome: () => [
      ...(nearest !== null && !touched ? [{ kind: 'near-miss' as const, actors: both, ...nearest }] : []),
      ...(late !== null && (touched || nearest !== null)
        ? [{ kind: 'last-moment-to-brake' as const, actors: both, ...late }]
        : []),
    ],
  }
}

/** Both go the same way, the other ahead of the subject. */
const isOnComing = ([a, b]: readonly [Placed, Placed]): boolean =>
  a.along * b.along > 0 && pairGap(a, b) >= 0 && pairGap(a, b) < Infinity

interface Measured {
  readonly ttc: number
  readonly headway: number
  /** Deceleration that keeps the subject out of the other's way, and the most that its tyres give now, m/s^2. */
  readonly needed: number
  readonly available: number
  readonly named: Readonly<Record<string, number>>
}

const measure = ([a, b]: readonly [Placed, Placed], actor: ActorState): Measured => {
  const ttc = pairTtc(a, b)
  const speed = speedOf(actor)
  const follows = inPath(a, b) && pairGap(a, b) >= 0
  const headway = pairHeadway(a, b)
  // Who crosses is let past by stopping where the two would meet: v^2 / (2 v TTC).
  const needed = follows ? pairDeceleration(a, b) : ttc < Infinity ? speed / (2 * ttc) : 0
  const available = grip(actor)
  const finite = Object.entries({
    ttc_s: ttc,
    thw_s: follows ? headway : Infinity,
    distance_m: boxDistance(a.world, b.world),
    speed_mps: speed,
    needed_deceleration_mps2: needed,
    available_deceleration_mps2: available,
  }).filter(([, value]) => Number.isFinite(value))
  return { ttc, headway, needed, available, named: Object.fromEntries(finite) }
}

/** What a vehicle's tyres could brake with now, m/s^2: friction under each, weighed by its load. */
const GRAVITY = 9.81
const grip = ({ wheels }: ActorState): number => {
  const load = wheels.reduce((sum, w) => sum + w.load, 0)
  return load > 0 ? (GRAVITY * wheels.reduce((sum, w) => sum + w.forceAvailable, 0)) / load : 0
}
