/**
 * A concrete scenario: what one seed makes of a scenario file. Every number is SI, every reference is
 * checked, every relative placement is resolved; the rest of the house reads this and never YAML.
 *
 * Frames: world x east, y north, z up (OpenDRIVE). Road: s along the reference line, t to its left.
 * Lanes as OpenDRIVE: 1, 2, ... left of the reference line, -1, -2, ... right of it. Traffic keeps right:
 * negative lanes run with s, positive lanes against it (on a one-way road every lane runs with s).
 */
import type { DriverSpec } from './concrete-driver.ts'
import type { RoadSpec, SurfacePatch, Weather } from './concrete-ground.ts'
import type { Looks } from './concrete-looks.ts'
import type { SensorSpec } from './concrete-sensors.ts'
import type { Phase } from './concrete-story.ts'
import type { Expression, Position } from './expression/expression.ts'
import type { RoadUserSpec, VehicleSpec, WalkerSpec } from './vehicle.ts'
export * from './concrete-ground.ts'
export * from './concrete-driver.ts'
export type { Looks } from './concrete-looks.ts'
export * from './concrete-sensors.ts'
export * from './concrete-story.ts'

/** Absolute placement of an actor's origin (ground under the rear axle). */
export interface Placement {
  /** Id of the road; without it, the first. */
  readonly road?: string
  readonly lane: number
  readonly s: number
  /** Sideways from the lane's centre, left of the lane's own direction of travel positive, m. */
  readonly offset: number
  /** Turned from the lane's direction of travel, anticlockwise, rad. */
  readonly heading: number
  /** Above the ground, m, for what falls; default 0: it stands. */
  readonly height?: number
  /** What carries it, and where its origin lies in that vehicle's body frame, m; left out: nothing. */
  readonly carried?: { readonly by: string; readonly position: readonly [number, number, number] }
}

/** Roads (ids) to take, in this order, or a place to come to; past them it goes straight on. */
export type RouteSpec =
  | { readonly through: readonly string[] }
  | { readonly to: { readonly road?: string; readonly lane: number; readonly s: number } }

export type SystemState = 'on' | 'off' | 'faulty'

export type IndicatorState = 'left' | 'right' | 'hazard' | 'off'
/** Of the headlights: `on` is the dipped beam. */
export type BeamState = 'off' | 'on' | 'high'

/** What of an actor's lights is switched on or off at the start, whatever the weather and its driver would. */
export interface LightsAtStart {
  readonly headlights?: BeamState | undefined
  readonly indicator?: IndicatorState | undefined
  readonly beacon?: boolean | undefined
  readonly siren?: boolean | undefined
}

export interface ActorSpec {
  readonly id: string
  /** Name of the vehicle file, e.g. 'sedan'. */
  readonly model: string
  readonly spec: RoadUserSpec
  readonly at: Placement
  /** Initial speed along the body's x axis, m/s. */
  readonly speed: number
  /** Where it drives on a network; left out: straight on. */
  readonly route?: RouteSpec
  readonly driver: DriverSpec
  readonly abs: SystemState
  readonly esc: SystemState
  /** Traction control. Left out: on. */
  readonly tc?: SystemState
  /** Left out: its driver sees to all of them. */
  readonly lights?: LightsAtStart
  /** Linear-light sRGB paint colour 0..1, or null: chosen by seed. */
  readonly paint: readonly [number, number, number] | null
  /** In place of the run's seed for trim, plate, clothes and build (looks.ts); left out: the run's. */
  readonly look?: number
  /** False: not in the world until the story makes it appear. */
  readonly present: boolean
  /** Of a trailer: the actor that tows it. It comes, brakes and lights up with that one. */
  readonly towedBy?: string
}

/** An actor with one kind of body. */
export type ActorOf<S extends RoadUserSpec> = ActorSpec & { readonly spec: S }
export const isVehicle = (actor: ActorSpec): actor is ActorOf<VehicleSpec> => actor.spec.kind === 'vehicle'
export const isWalker = (actor: ActorSpec): actor is ActorOf<WalkerSpec> => actor.spec.kind === 'walker'

export interface Expectation {
  readonly id: string
  readonly rule: 'never' | 'always' | 'eventually'
  readonly condition: Expression
  /** 'verdict': a broken one fails the run; 'label': only reported (a near miss is a label, not a failure). */
  readonly as: 'verdict' | 'label'
  readonly position: Position
}

export interface ConcreteScenario {
  readonly name: string
  readonly title: string
  readonly description: string
  readonly tags: Readonly<Record<string, readonly (string | number)[]>>
  readonly seed: number
  /** Every parameter's sampled value in SI. */
  readonly parameters: Readonly<Record<string, number | string>>
  /** Sets of parameters that were drawn until this one met every constraint. */
  readonly draws?: number
  readonly stop: { readonly after: number; readonly when: Expression | null }
  readonly road: RoadSpec
  readonly surface: readonly SurfacePatch[]
  readonly weather: Weather
  /** In file order; an actor's index + 1 is its instance id in every mask. */
  readonly actors: readonly ActorSpec[]
  readonly sensors: readonly SensorSpec[]
  readonly story: readonly Phase[]
  /** What `randomise` chose; left out: nothing. */
  readonly looks?: Looks
  readonly expect: readonly Expectation[]
  /** What may come of it, worst first (outcomes.ts). Left out: the usual ones. */
  readonly outcomes?: readonly string[]
}
