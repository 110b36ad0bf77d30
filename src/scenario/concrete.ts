/**
 * A concrete scenario: what one seed makes of a scenario file. Every number is SI, every reference is
 * checked, every relative placement is resolved; the rest of the house reads this and never YAML.
 *
 * Frames: world x east, y north, z up (OpenDRIVE). Road: s along the reference line, t to its left.
 * Lanes as OpenDRIVE: 1, 2, ... left of the reference line, -1, -2, ... right of it. Traffic keeps right:
 * negative lanes run with s, positive lanes against it (on a one-way road every lane runs with s).
 */
import type { Expression, Position } from './expression.ts'
import type { LightState, NetworkSpec } from './road-network.ts'
import type { Gust } from './gusts.ts'
import type { RoadUserSpec, VehicleSpec, WalkerSpec } from './vehicle.ts'

/** Kinds of ground. Their places in this list are written into files: never reorder, append only. */
export const SURFACE_KINDS = [
  'dry-asphalt',
  'wet-asphalt',
  'standing-water',
  'packed-snow',
  'loose-snow',
  'slush',
  'ice',
  'black-ice',
  'gravel',
  'grass',
] as const
export type SurfaceKind = (typeof SURFACE_KINDS)[number]

/** One piece of the reference line. `curvature` in 1/m, positive to the left; constant along the piece. */
export interface RoadPiece {
  readonly length: number
  readonly curvature: number
}

export interface RoadSpec {
  /**
   * The whole network: a map, a junction, a road with hills or lanes of different kinds. Where it is there,
   * `pieces`, `lanes` and the widths are not read; without it they describe the one road there is.
   */
  readonly network?: NetworkSpec
  readonly pieces: readonly RoadPiece[]
  /** Lane ids from right to left, e.g. [-2, -1, 1]; every lane has `laneWidth` metres. */
  readonly lanes: readonly number[]
  readonly laneWidth: number
  /** Paved shoulder outside the outermost lane on each side, m. */
  readonly shoulderWidth: number
  readonly oneWay: boolean
  readonly speedLimit: number
  /** What the road is made of where no patch lies, and what lies beside it. */
  readonly surface: SurfaceKind
  readonly verge: SurfaceKind
  readonly place: 'rural' | 'motorway'
  /** World pose of s = 0. */
  readonly origin: { readonly x: number; readonly y: number; readonly heading: number }
}

/** A patch of road with its own surface. Where patches overlap, the later one in the file wins. */
export interface SurfacePatch {
  readonly id: string
  readonly kind: SurfaceKind
  /** Id of the road it lies on; without it, the first. */
  readonly road?: string
  /** [from, to] along the reference line, m. */
  readonly s: readonly [number, number]
  /** [right edge, left edge] across, m; resolved from lanes and side. */
  readonly t: readonly [number, number]
  /** Peak friction coefficient for the fitted tyre; null: the tyre's own value for this kind. */
  readonly mu: number | null
  /** Depth of snow or water, m; null: the kind's default. */
  readonly depth: number | null
}

export interface Weather {
  /** Water equivalent, m/s (the YAML says mm/h). */
  readonly snowfall: number
  readonly rainfall: number
  /** Meteorological optical range, m (Koschmieder: extinction = ln 20 / MOR... see render and sensors). */
  readonly visibility: number
  /** Wind blows FROM this compass bearing (0 = north, pi/2 = east), rad. */
  readonly wind: {
    readonly speed: number
    readonly from: number
    /** In the order of their beginnings; left out: none. */
    readonly gusts?: readonly Gust[]
  }
  /** Kelvin. */
  readonly temperature: number
  /** 0 clear ... 1 overcast. */
  readonly cloudCover: number
  /** Sun: elevation above the horizon and compass bearing, rad. */
  readonly sun: { readonly elevation: number; readonly azimuth: number }
}

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

/** A column of an open-loop driver: value over time, linear in between, held outside. */
export type TimeTable = readonly (readonly [time: number, value: number])[]

export type DriverSpec =
  /** Intelligent Driver Model (Treiber, Hennecke, Helbing 2000) with lane keeping. */
  | (SeeingDriver & { readonly kind: 'idm' })
  /** Adaptive cruise control within ISO 15622, with lane keeping. */
  | (SeeingDriver & { readonly kind: 'acc'; readonly perception?: PerceptionSpec })
  /** The competent and careful human of UN R157. */
  | (SeeingDriver & { readonly kind: 'careful' })
  /** Responsibility-Sensitive Safety over the following model: r = rear, own; SI. */
  | (SeeingDriver & {
      readonly kind: 'rss'
      readonly response: number
      readonly responseAcceleration: number
      readonly leastBraking: number
      readonly leadBraking: number
    })
  /** The first driver with automatic emergency braking over it. */
  | (SeeingDriver & {
      readonly kind: 'aeb'
      /** Brakes fully when time to collision falls below this, s. */
      readonly ttcBrake: number
      /** System delay from trigger to brake demand, s. */
      readonly delay: number
      readonly deceleration: number
      /** Left out: it sees all that the driver could. */
      readonly perception?: PerceptionSpec
    })
  /** Tables of steer (road wheel, rad), throttle and brake (0..1) over time. */
  | {
      readonly kind: 'open-loop'
      readonly steer: TimeTable
      readonly throttle: TimeTable
      readonly brake: TimeTable
    }
  /** A client over TCP answers every state (docs/external-driver.md); Nearmiss listens at host:port. */
  | {
      readonly kind: 'external'
      readonly host: string
      readonly port: number
      /** How long it is waited for, s: at first, and for every answer. */
      readonly connect: number
      readonly timeout: number
    }
  /** Somebody on foot: straight on at this speed until the story says otherwise; `pace`: usual, m/s. */
  | {
      readonly kind: 'walk'
      readonly desiredSpeed: number
      readonly pace: number
      readonly distracted?: true
    }
  /** Nobody drives: no throttle, no brake, steering straight. */
  | { readonly kind: 'none' }

/** The sensor by which an assistance system sees, and how well. */
export interface PerceptionSpec {
  readonly kind: 'camera' | 'radar' | 'lidar'
  /** `<actor>.<name>`, as the story's faults call it. */
  readonly sensor: string
  /** m, looks a second, and s. */
  readonly range: number
  readonly rate: number
  readonly latency: number
}

/** What a driver's attention is worth. */
export interface AttentionSpec {
  /** Mean time between glances off the road, s (0: none), and how long one lasts at the median, s. */
  readonly glanceEvery: number
  readonly glance: number
  /** Standard deviation of his weaving about his line, m. */
  readonly weave: number
}

/** What a driver may not heed: lights, stop signs, who has priority, people on crossings. */
export const IGNORED_RULES = ['lights', 'stop-signs', 'priority', 'crossings'] as const
export type IgnoredRule = (typeof IGNORED_RULES)[number]

/** When a driver changes lane of himself (MOBIL): m/s^2, and politeness 0..1. */
export interface MobilSpec {
  readonly politeness: number
  readonly threshold: number
  readonly safeBraking: number
  /** For the slow lane. */
  readonly bias: number
}

/** How a driver passes who is slower by the opposite lane. */
export interface OvertakingSpec {
  /** Distance to the side of bicycles and people on foot, m; null: by the limit. */
  readonly clearance: number | null
  /** Time that he wants to spare before oncoming traffic, s; negative: he misjudges. */
  readonly spare: number
}

/** Every driver who sees the road: he follows by the Intelligent Driver Model and keeps his lane. */
export interface SeeingDriver {
  /** Desired speed, m/s. */
  readonly desiredSpeed: number
  /** Desired time headway, s. */
  readonly headway: number
  /** Standstill gap, m. */
  readonly minGap: number
  readonly maxAcceleration: number
  /** Comfortable deceleration, positive, m/s^2. */
  readonly comfortDeceleration: number
  /** Hardest braking the driver will ask for, positive, m/s^2. */
  readonly maxDeceleration: number
  /** Reaction time, s: the driver sees the world this much late. */
  readonly reaction: number
  /** Lateral acceleration that he slows down to before a curve, m/s^2. */
  readonly curveAcceleration: number
  readonly attention: AttentionSpec
  /** Stray light of his windscreen, cd/m^2 for one lux, 5 degrees from the source. */
  readonly haze: number
  /** Rules that he does not keep. */
  readonly ignores: readonly IgnoredRule[]
  /** Time that he wants to spare when he goes before one who has priority, s; negative: he misjudges. */
  readonly crossingMargin: number
  /** On an emergency call: beacon, siren, past red lights and others with care. Left out: he is on none. */
  readonly emergency?: true
  /** Time until he makes room for an emergency vehicle, s; null: he never does. Left out: 2 s. */
  readonly givesWay?: number | null
  /** Null: he stays in his lane until the story says otherwise. */
  readonly laneChanges: MobilSpec | null
  /** Left out: he stays behind. */
  readonly overtaking?: OvertakingSpec
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
  /** False: not in the world until the story makes it appear. */
  readonly present: boolean
  /** Of a trailer: the actor that tows it. It comes, brakes and lights up with that one. */
  readonly towedBy?: string
}

/** An actor with one kind of body. */
export type ActorOf<S extends RoadUserSpec> = ActorSpec & { readonly spec: S }
export const isVehicle = (actor: ActorSpec): actor is ActorOf<VehicleSpec> => actor.spec.kind === 'vehicle'
export const isWalker = (actor: ActorSpec): actor is ActorOf<WalkerSpec> => actor.spec.kind === 'walker'

export type LabelKind = 'box2d' | 'box3d' | 'instance' | 'semantic' | 'depth'

/** A camera on a vehicle. Mount in the body frame (ISO 8855, origin on the ground under the rear axle). */
export interface CameraSpec {
  readonly kind: 'camera'
  /** Unique over the run: `<actor>.<name>`, e.g. 'ego.front'. */
  readonly id: string
  readonly actor: string
  readonly name: string
  readonly mount: {
    readonly position: readonly [number, number, number]
    readonly yaw: number
    readonly pitch: number
    readonly roll: number
  }
  readonly width: number
  readonly height: number
  /** Horizontal field of view, rad. */
  readonly horizontalFov: number
  readonly fps: number
  readonly labels: readonly LabelKind[]
}

export type SensorSpec = CameraSpec

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
/** Ways in which any sensor can fail; the last two are of systems that make objects of what it shows. */
export const SENSOR_FAULTS = [...CAMERA_FAULTS, 'latency', 'ghosts'] as const
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
  /** `level` 0..1: how much of the lens is covered, or the share that is lost; of latency s, of ghosts 1/s. */
  | {
      readonly kind: 'sensor-fault'
      readonly sensor: string
      readonly fault: SensorFaultKind
      readonly level: number
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
  readonly expect: readonly Expectation[]
  /** What may come of it, worst first (outcomes.ts). Left out: the usual ones. */
  readonly outcomes?: readonly string[]
}
