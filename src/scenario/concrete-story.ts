/** The story of a concrete scenario: phases, their conditions, and what actions do. SI. */
import type { SurfaceKind } from './concrete-ground.ts'
import type { Mount } from './concrete-sensors.ts'
import type { BeamState, IndicatorState, SystemState } from './concrete.ts'
import type { Expression, Position } from './expression/expression.ts'
import type { Gust } from './story/gusts.ts'
import type { LightState } from './roads/road-network.ts'

/** How somebody on foot goes where they are sent: `after` is the way from the start, m. */
export interface WalkManner {
  /** Wait at the kerb until no vehicle comes within this, s; null: they do not look. */
  readonly gap: number | null
  /** Other paces from there on, m/s, by rising distance. */
  readonly profile: readonly { readonly after: number; readonly speed: number }[]
  readonly hesitates: { readonly after: number; readonly duration: number } | null
  readonly turnsBack: number | null
}

/** What an action does to one actor. */
export type Action =
  | { readonly kind: 'speed'; readonly target: number; readonly acceleration: number }
  /** Brake so as to slow by this much (m/s^2, positive) if the tyres allow. */
  | { readonly kind: 'brake'; readonly deceleration: number }
  | { readonly kind: 'accelerate'; readonly acceleration: number }
  /** Move to another lane in `duration` seconds along a quintic offset. */
  | { readonly kind: 'lane-change'; readonly lane: number; readonly duration: number }
  | { readonly kind: 'lane-offset'; readonly offset: number; readonly duration: number }
  /** Road-wheel angle reached over `over` seconds; then held, or given back to the driver. */
  | { readonly kind: 'steer'; readonly angle: number; readonly over: number; readonly release: boolean }
  | { readonly kind: 'throttle'; readonly level: number }
  | { readonly kind: 'lights'; readonly indicator: IndicatorState }
  | { readonly kind: 'headlights'; readonly beam: BeamState }
  /** Blue lights, and the siren with them. */
  | { readonly kind: 'beacon'; readonly lit: boolean; readonly siren: boolean }
  /** Look off the road for so long, s: the driver takes it that all goes on as he saw it last. */
  | { readonly kind: 'look-away'; readonly duration: number }
  /** Follow points, smooth in between, as far as the tyres allow. */
  | { readonly kind: 'follow'; readonly points: readonly FollowPoint[] }
  /**
   * Be at `s` when another actor is at its `otherS`, changing speed no harder than `acceleration`. Roads (ids) left
   * out: each its own, the one that it starts on.
   */
  | {
      readonly kind: 'synchronise'
      readonly s: number
      readonly road?: string
      readonly other: string
      readonly otherS: number
      readonly otherRoad?: string
      readonly acceleration: number
    }
  /** On foot: go to a place (`offset` left of the lane's centre as its traffic sees it), m; speed null: as usual. */
  | {
      readonly kind: 'walk'
      /** Id; left out: the road that they start on. */
      readonly road?: string
      readonly lane: number
      readonly s: number
      readonly offset: number
      readonly speed: number | null
      readonly manner?: WalkManner
    }
  /** On foot: go across the road to the side that the traffic of the own lane calls so. */
  | {
      readonly kind: 'cross'
      readonly side: 'left' | 'right'
      readonly speed: number | null
      readonly manner?: WalkManner
    }
  /** What is carried comes off, at a speed in the carrier's body frame, m/s. */
  | { readonly kind: 'drop'; readonly velocity: readonly [vx: number, vy: number] }
  /** On foot: as fast as they run. */
  | { readonly kind: 'run' }
  /** A door turns about its hinge to an angle, rad, positive outwards, at a rate, rad/s. */
  | { readonly kind: 'swing'; readonly angle: number; readonly rate: number }
  | { readonly kind: 'appear' }
  | { readonly kind: 'remove' }
  | FailureAction
  /** Wind that hits this actor alone, from a compass bearing, over and above the weather's. */
  | ({ readonly kind: 'gust' } & Omit<Gust, 'start'>)

/**
 * A point of a path: road coordinates (id of the road; left out: the one that the actor starts on), and the time
 * since the action began or the speed to have there. All points of a path have the one or the other.
 */
export type FollowPoint = { readonly road?: string; readonly s: number; readonly t: number } & (
  { readonly at: number } | { readonly speed: number }
)

/** What a story may break on a vehicle. Broken, it stays so until the action ends. */
export type FailureAction =
  /** The air leaves a tyre within `over` seconds. */
  | { readonly kind: 'blow-tyre'; readonly wheel: WheelName; readonly over: number }
  /** A brake circuit keeps only this share of its torque, 0..1. */
  | { readonly kind: 'fail-brakes'; readonly circuit: BrakeCircuit; readonly left: number }
  | { readonly kind: 'fail-steering'; readonly fault: SteeringFault }
  | { readonly kind: 'fail-system'; readonly system: 'abs' | 'esc' | 'tc'; readonly state: SystemState }

/** Wheels by name; `rear` is the last axle. */
export const WHEEL_NAMES = ['front-left', 'front-right', 'rear-left', 'rear-right'] as const
export type WheelName = (typeof WHEEL_NAMES)[number]

/** Wheels that one circuit brakes; the diagonals are named by their front wheel. */
export const BRAKE_CIRCUITS = ['all', 'front', 'rear', 'diagonal-left', 'diagonal-right'] as const
export type BrakeCircuit = (typeof BRAKE_CIRCUITS)[number]

export type SteeringFault =
  /** The road wheels stay where they are. */
  | { readonly kind: 'frozen' }
  /** The road wheels follow only what goes beyond this much play, rad in all. */
  | { readonly kind: 'play'; readonly angle: number }
  /** Without its servo the driver turns the road wheels no faster than this, rad/s. */
  | { readonly kind: 'heavy'; readonly rate: number }

/** Ways in which a camera can fail. The picture feels them; the labels, which are the truth, never do. */
export const CAMERA_FAULTS = ['snow-cover', 'mud', 'dropout', 'freeze'] as const
export type CameraFault = (typeof CAMERA_FAULTS)[number]
/** Ways in which any sensor can fail; `ghosts` are of radars, and of systems that make objects of what a sensor shows. */
export const SENSOR_FAULTS = [
  ...CAMERA_FAULTS,
  ...(['latency', 'ghosts', 'blockage', 'noise', 'misalignment'] as const),
] as const
export type SensorFaultKind = (typeof SENSOR_FAULTS)[number]

/** What of the weather a story may change while the run goes on, SI; undefined: it stays. */
export interface WeatherChange {
  readonly visibility?: number | undefined
  readonly snowfall?: number | undefined
  readonly rainfall?: number | undefined
  readonly temperature?: number | undefined
  readonly cloudCover?: number | undefined
  readonly sun?:
    { readonly elevation?: number | undefined; readonly azimuth?: number | undefined } | undefined
  readonly wind?: { readonly speed?: number | undefined; readonly from?: number | undefined } | undefined
}

/** What an action does to what surrounds the actors. */
export type SurroundingsAction =
  /** Reached evenly within `over` seconds. */
  | { readonly kind: 'weather'; readonly to: WeatherChange; readonly over: number }
  /** A patch (index in `surface`) turns into something else; `mu` and `depth` null: they stay. */
  | {
      readonly kind: 'surface'
      readonly patch: number
      readonly becomes: SurfaceKind | null
      readonly mu: number | null
      readonly depth: number | null
      readonly over: number
    }
  /**
   * `level` 0..1: how much of the lens is covered, or the share that is lost; of latency s, of ghosts 1/s, of noise the
   * factor on the standard deviations, of a misalignment 1.
   */
  | {
      readonly kind: 'sensor-fault'
      readonly sensor: string
      readonly fault: SensorFaultKind
      readonly level: number
      /** Of a misalignment: how far it is moved and turned out of its mount, in the mount's own frame. */
      readonly shift?: Mount
    }

/** What an action does to the world instead of to an actor. */
export type WorldAction =
  | SurroundingsAction
  /** Takes lights out of their programme, as long as it lasts; `signals` null: all of them. */
  | {
      readonly kind: 'traffic-light'
      readonly signals: readonly string[] | null
      readonly shows: LightState
    }

/** Ends an action before its time; null: it ends by itself. */
interface Ending {
  readonly until: Expression | null
  readonly position: Position
}

/** An action of one actor; `until` gives control back to its driver. */
export interface ActorAction extends Ending {
  readonly actor: string
  readonly action: Action
}

/** An action of the world. */
export interface WorldStoryAction extends Ending {
  readonly actor: null
  readonly action: WorldAction
}

export type StoryAction = ActorAction | WorldStoryAction

/** Which moment of a condition counts: while it is true, or when it turns true or false. */
export type Edge = 'level' | 'rising' | 'falling'

/** Actions that begin together or in turn, once `when` holds and `after` seconds have passed since. */
export interface StoryGroup {
  /** null: at once. */
  readonly when: Expression | null
  /** Left out: 'level'. */
  readonly edge?: Edge
  readonly after: number
  /** Ends everything that is at work in the group, and all that is still to come. */
  readonly until?: Expression | null
  readonly order: 'parallel' | 'serial'
  /** Indices into the phase's actions, and groups of their own. Left out: all actions of the phase. */
  readonly parts?: readonly (number | StoryGroup)[]
}

/** One entry of the story; it begins once. */
export interface Phase extends StoryGroup {
  readonly id: string
  /** All actions of the phase and of the groups in it, in the order of the file. */
  readonly actions: readonly StoryAction[]
  readonly position: Position
}
