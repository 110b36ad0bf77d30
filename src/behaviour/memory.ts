/** Everything that drivers and story remember between control steps: plain data, so it can be saved. */
import { standing, type Leg, type Road } from '../road/index.ts'
import type {
  ActorSpec,
  BeamState,
  ConcreteScenario,
  FailureAction,
  Gust,
  IndicatorState,
  Phase,
  StoryGroup,
} from '../scenario/index.ts'
import { steady, type Course, type TimedPoint } from './lane/course.ts'
import type { Errand } from './story/errand.ts'
import { freshRoute } from './network/fresh-route.ts'
import type { EmergencyBrake } from './speed/emergency-brake.ts'
import type { LightOrder } from './network/light.ts'
import { freshPerception, perceptionOf, type PerceptionMemory } from './sight/perception.ts'
import type { Sighting } from './speed/reaction.ts'
import type { SteeringTrim } from './lane/steering.ts'
import { freshSurroundings, type SurroundingsMemory } from './story/surroundings.ts'

/** What the story has taken out of a driver's hands, and which action did; null: it is the driver's. */
export interface Order<T> {
  readonly by: ActionId
  readonly what: T
}

/** An action of the story: index of its phase, and its index in the phase. */
export type ActionId = readonly [phase: number, action: number]

export type PedalOrder =
  | { readonly kind: 'speed'; readonly target: number; readonly acceleration: number }
  | { readonly kind: 'acceleration'; readonly acceleration: number }
  | { readonly kind: 'throttle'; readonly level: number }

/** From one road-wheel angle to another in `over` seconds, then held. */
export interface WheelOrder {
  readonly from: number
  readonly to: number
  readonly start: number
  readonly over: number
}

/** A vehicle's way through a network, and where it is on it. */
export interface RouteMemory {
  readonly legs: readonly Leg[]
  /** Of the vehicle's origin along the way, and to its left, m. */
  distance: number
  offset: number
  /** Posted where it began, m/s. */
  readonly limit: number
  /** What it waits for or comes to a stop for, and since when it has stood there, s. */
  waits: 'light' | 'sign' | 'traffic' | 'walker' | null
  since: number | null
  /** Distance of the stop sign that it has stood at, and of the junction that it enters out of its turn, m. */
  stood: number
  claimed: number
}

/** Of one actor. */
export interface ActorMemory {
  present: boolean
  /** On a network: the way it follows; its course and direction are then along that. */
  route: RouteMemory | null
  /** Which way along the road it drives: +1 with s, -1 against it. */
  direction: 1 | -1
  /** The lane it keeps or is changing to (0: none), and the line it holds. */
  lane: number
  course: Course
  /** It has noticed an emergency vehicle, since when, s, and the line that it has left for it, t in m; null: not yet. */
  room: { readonly since: number; readonly back: number | null } | null
  /** The lane that it means to change to (0: past somebody), and since when it has shown that, s; null: none. */
  intent: { readonly lane: number; readonly side: 'left' | 'right'; readonly since: number } | null
  /** It passes somebody by the opposite lane: the last (instance) of those, and the line to go back to, t in m. */
  passing: { readonly last: number; readonly back: number } | null
  desiredSpeed: number
  sightings: Sighting[]
  /** It has been in a collision: its driver brings it to a stop and switches the hazard lights on. */
  crashed: boolean
  steerTrim: SteeringTrim
  pedalTrim: number
  /** The last acceleration wanted, m/s^2, and since when there has been a danger, s. */
  demand: number
  danger: number | null
  emergency: EmergencyBrake
  emergencyBraking: boolean
  pedals: Order<PedalOrder> | null
  wheel: Order<WheelOrder> | null
  indicator: Order<IndicatorState> | null
  /** Of somebody on foot: where the story sends them, world, m, and how fast they usually walk, m/s. */
  destination: Order<Errand> | null
  distracted: boolean
  pace: number
  /** Points [time since it began, s] of the path that the story has it follow; null: none. */
  path: readonly TimedPoint[] | null
  /** Switched by the story; null: as at the start, by the weather and by the driver. */
  headlights: Order<BeamState> | null
  beacon: Order<{ readonly lit: boolean; readonly siren: boolean }> | null
  /** Until when the story has him look off the road, s. */
  awayUntil: number
  /** Of a door: how far it is to stand open, rad, and how fast it turns, rad/s; null: nobody has touched it. */
  swing: { readonly angle: number; readonly rate: number } | null
  /** Of an assistance system that has a sensor of its own; null: of one that has none. */
  perception: PerceptionMemory | null
  /** Of what a vehicle carries: how it has come off, in that vehicle's body frame, m/s; null: it has not. */
  dropped: readonly [vx: number, vy: number] | null
  /** What the story has broken on the vehicle, and the gusts that it has let loose on it. */
  failures: readonly Order<FailureAction>[]
  gusts: readonly Gust[]
}

/** Of a group of actions. */
export interface GroupMemory {
  /** Whether its condition held when it was last looked at; null: it has not been. */
  held: boolean | null
  /** When its condition turned true, s. */
  armed: number | null
  begun: boolean
  over: boolean
}

/** Of one action. */
export interface ActionMemory {
  /** When it began, s; null: it has not. */
  start: number | null
  over: boolean
  /** What a cancelled change of lane goes back to, t in m. */
  before: number
}

/** Of one phase of the story. */
export interface PhaseMemory {
  /** In the order of groupsOf(). */
  readonly groups: readonly GroupMemory[]
  readonly actions: readonly ActionMemory[]
}

export interface BehaviourMemory {
  readonly actors: ActorMemory[]
  readonly phases: PhaseMemory[]
  /** null: the story changes nothing of the surroundings. */
  readonly surroundings: SurroundingsMemory | null
  /** Traffic lights that the story has set, the latest last. */
  lightOrders: readonly LightOrder[]
}

/** The groups of a phase, itself first, every group before those in it. */
export const groupsOf = (group: StoryGroup): StoryGroup[] => [
  group,
  ...(group.parts ?? []).flatMap((part) => (typeof part === 'number' ? [] : groupsOf(part))),
]

const phaseMemory = (phase: Phase): PhaseMemory => ({
  groups: groupsOf(phase).map(() => ({ held: null, armed: null, begun: false, over: false })),
  actions: phase.actions.map(() => ({ start: null, over: false, before: 0 })),
})

const actorMemory = (spec: ActorSpec, road: Road, duration: number): ActorMemory => {
  const { t, direction } = standing(road, spec.at)
  const route = freshRoute(spec, road, duration)
  return {
    present: spec.present,
    route,
    direction: route === null ? direction : 1,
    lane: spec.at.lane,
    course: steady(route === null ? t : route.offset),
    room: null,
    intent: null,
    passing: null,
    desiredSpeed: 'desiredSpeed' in spec.driver ? spec.driver.desiredSpeed : spec.speed,
    sightings: [],
    crashed: false,
    steerTrim: { understeer: 0, lean: 0 },
    pedalTrim: 0,
    demand: 0,
    danger: null,
    emergency: null,
    emergencyBraking: false,
    pedals: null,
    wheel: null,
    indicator: null,
    destination: null,
    distracted: 'distracted' in spec.driver,
    pace: 'pace' in spec.driver ? spec.driver.pace : 0,
    path: null,
    headlights: null,
    beacon: null,
    awayUntil: 0,
    perception: perceptionOf(spec.driver) === null ? null : freshPerception(),
    dropped: null,
    swing: null,
    failures: [],
    gusts: [],
  }
}

/** The memory before the first step. */
export const freshMemory = (scenario: ConcreteScenario, road: Road): BehaviourMemory => ({
  actors: scenario.actors.map((a) => actorMemory(a, road, scenario.stop.after)),
  phases: scenario.story.map(phaseMemory),
  surroundings: freshSurroundings(scenario),
  lightOrders: [],
})
