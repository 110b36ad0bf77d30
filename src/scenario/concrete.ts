/**
 * A concrete scenario: what one seed makes of a scenario file. Every number is SI, every reference is
 * checked, every relative placement is resolved; the rest of the house reads this and never YAML.
 *
 * Frames: world x east, y north, z up (OpenDRIVE). Road: s along the reference line, t to its left.
 * Lanes as OpenDRIVE: 1, 2, ... left of the reference line, -1, -2, ... right of it. Traffic keeps right:
 * negative lanes run with s, positive lanes against it (on a one-way road every lane runs with s).
 */
import type { Expression, Position } from './expression.ts'
import type { RoadUserSpec } from './vehicle.ts'

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
  readonly wind: { readonly speed: number; readonly from: number }
  /** Kelvin. */
  readonly temperature: number
  /** 0 clear ... 1 overcast. */
  readonly cloudCover: number
  /** Sun: elevation above the horizon and compass bearing, rad. */
  readonly sun: { readonly elevation: number; readonly azimuth: number }
}

/** Absolute placement of an actor's origin (ground under the rear axle). */
export interface Placement {
  readonly lane: number
  readonly s: number
  /** Sideways from the lane's centre, left of the lane's own direction of travel positive, m. */
  readonly offset: number
  /** Turned from the lane's direction of travel, anticlockwise, rad. */
  readonly heading: number
}

/** A column of an open-loop driver: value over time, linear in between, held outside. */
export type TimeTable = readonly (readonly [time: number, value: number])[]

export type DriverSpec =
  /** Intelligent Driver Model (Treiber, Hennecke, Helbing 2000) with lane keeping. */
  | IdmDriver
  /** The same driver with automatic emergency braking over it. */
  | (Omit<IdmDriver, 'kind'> & {
      readonly kind: 'aeb'
      /** Brakes fully when time to collision falls below this, s. */
      readonly ttcBrake: number
      /** System delay from trigger to brake demand, s. */
      readonly delay: number
      readonly deceleration: number
    })
  /** Tables of steer (road wheel, rad), throttle and brake (0..1) over time. */
  | {
      readonly kind: 'open-loop'
      readonly steer: TimeTable
      readonly throttle: TimeTable
      readonly brake: TimeTable
    }
  /** Nobody drives: no throttle, no brake, steering straight. */
  | { readonly kind: 'none' }

export interface IdmDriver {
  readonly kind: 'idm'
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
}

export type SystemState = 'on' | 'off' | 'faulty'

export interface ActorSpec {
  readonly id: string
  /** Name of the vehicle file, e.g. 'sedan'. */
  readonly model: string
  readonly spec: RoadUserSpec
  readonly at: Placement
  /** Initial speed along the body's x axis, m/s. */
  readonly speed: number
  readonly driver: DriverSpec
  readonly abs: SystemState
  readonly esc: SystemState
  /** Linear-light sRGB paint colour 0..1, or null: chosen by seed. */
  readonly paint: readonly [number, number, number] | null
  /** False: not in the world until the story makes it appear. */
  readonly present: boolean
}

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
  | { readonly kind: 'lights'; readonly indicator: 'left' | 'right' | 'hazard' | 'off' }
  | { readonly kind: 'appear' }
  | { readonly kind: 'remove' }

export interface StoryAction {
  readonly actor: string
  readonly action: Action
  /** Ends the action and gives control back to the driver; null: until the action is done of itself. */
  readonly until: Expression | null
  readonly position: Position
}

/** One entry of the story: starts once when `when` turns true (and `after` seconds have passed since). */
export interface Phase {
  readonly id: string
  readonly when: Expression
  readonly after: number
  readonly order: 'parallel' | 'serial'
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
}
