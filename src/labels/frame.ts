/** A frame: one sensor's reading at one tick with the labels that belong to it. */
import type { CameraView, Geodetic, Pose, Quat, Vec3 } from '../math/index.ts'
import type { LaneLine, LaneType, LightState, SensorKind, SpecOf } from '../scenario/index.ts'
import type { Events, LidarPoints, RadarDetection } from '../sensors/index.ts'
import type { SemanticClass, WorldState } from '../world/index.ts'

/** [left, top, right, bottom) in px; pixel (u, v) covers [u, u+1) x [v, v+1). */
export type Box2d = readonly [number, number, number, number]

export interface Box3d {
  /** Centre in the world, m. */
  readonly center: Vec3
  /** Box -> world; x along the length. */
  readonly orientation: Quat
  /** Length (x), width (y), height (z), m: tight round every vertex, wheels and mirrors included. */
  readonly size: Vec3
}

/** What is true of an object, whoever looks. */
export interface ObjectTruth {
  readonly actor: string
  /** The id in the instance mask and the track id: the same object has the same one in every frame. */
  readonly instance: number
  readonly semantic: SemanticClass
  /** What a data set's user calls it; left out: by its class. */
  readonly category?: string
  readonly box3d: Box3d
  /** From the sensor to the box centre, m. */
  readonly distance: number
  /** Of the body's origin, world frame, m/s and m/s^2. */
  readonly velocity: Vec3
  readonly acceleration: Vec3
  /** World frame, rad/s. */
  readonly angularVelocity: Vec3
  /** The same as who carries the sensor has it. */
  readonly relative: Relative
}

/** An object along the axes of the sensor's carrier (its body frame, ISO 8855). */
export interface Relative {
  /** The object's body -> the carrier's body. */
  readonly pose: Pose
  /** Over ground, m/s and m/s^2. */
  readonly velocity: Vec3
  readonly acceleration: Vec3
  /** What `pose.position` changes by, m/s: the carrier's own motion and turning taken out. */
  readonly approach: Vec3
}

/** nuScenes' levels of what is visible of an object: 1 up to 40 %, 2 up to 60 %, 3 up to 80 %, 4 more. */
export type VisibilityLevel = 1 | 2 | 3 | 4

/** A named point of an object's shape in a picture. */
export interface KeypointLabel {
  readonly name: string
  /** World, m. */
  readonly point: Vec3
  /** px; null: behind the camera. */
  readonly pixel: readonly [u: number, v: number] | null
  /** As COCO has it: 0 not in the picture, 1 in it but hidden, 2 to be seen. */
  readonly visibility: 0 | 1 | 2
}

/** What of an object, or of a part of it, is to be seen. */
export interface VisibleLabel {
  /** Tight box of the pixels. */
  readonly visible: Box2d
  readonly visiblePixels: number
}

/** Who sits on a two-wheeler, told from it: annotators of photographs have riders as people of their own. */
export interface RiderLabel extends VisibleLabel {
  /** What is to be seen of the vehicle without its rider; null: nothing. */
  readonly vehicle: VisibleLabel | null
  /** Round the rider's meshes, as ObjectLabel.amodal and ObjectTruth.box3d are round all of the object. */
  readonly amodal: Box2d
  readonly box3d: Box3d
}

/** An object in a picture. */
export interface ObjectLabel extends ObjectTruth {
  /** Tight box of the visible pixels; null: no pixel visible. */
  readonly visible: Box2d | null
  readonly visiblePixels: number
  /** Tight box of the object drawn alone, going on past the image's edges. */
  readonly amodal: Box2d
  /** The same round the shape rather than its pixels, to fractions of a pixel; in a bent picture `amodal` again. */
  readonly outline: Box2d
  /** 1 - visible pixels / pixels in the image if nothing stood before it, 0..1. */
  readonly occlusion: number
  /** Share of the amodal box's area outside the image, 0..1. */
  readonly truncation: number
  /** Of the part inside the image (1 - occlusion). */
  readonly visibility: VisibilityLevel
  /** In the order of its skeleton (SKELETONS); only where the sensor's labels ask for them. */
  readonly keypoints?: readonly KeypointLabel[]
  /** Only where the sensor's labels ask for parts, and a pixel of the rider is to be seen. */
  readonly rider?: RiderLabel
}

/** A piece of a line along the road in a picture: between two lanes, or at the pavement's edge. */
export interface LineLabel {
  readonly road: string
  /** Ids of the lanes on its right and left as s runs; null: none there. */
  readonly lanes: readonly [right: number | null, left: number | null]
  /** How it is painted; 'none': not at all. */
  readonly marking: LaneLine['kind']
  readonly color: LaneLine['color'] | null
  /** The pavement ends here. */
  readonly edge: boolean
  /** Along s, in order; cut off at the picture's edges and where the range ends. */
  readonly points: readonly LinePoint[]
}

export interface LinePoint {
  /** World, m. */
  readonly point: Vec3
  readonly pixel: readonly [u: number, v: number]
  /** Nothing stands before it. */
  readonly visible: boolean
  /** Paint is to be seen there: no gap of a broken line, no snow on it. */
  readonly painted: boolean
}

/** What the pavement in a picture is, pixel by pixel, as physics finds it under a tyre there. */
export interface GroundLabels {
  /** 0: no pavement, 1: a lane for vehicles, 2: other pavement that one can drive on, 3: for people on foot. */
  readonly drivable: Uint8Array
  /** 1 + index in `lanes`; 0: none. */
  readonly lane: Uint16Array
  /** 1 + index in SURFACE_KINDS; 0: no pavement. */
  readonly surface: Uint8Array
  /** 1 + index in `Surroundings.surface`; 0: no patch. */
  readonly patch: Uint8Array
  /** All lanes that the run has shown so far: numbers stay the same from frame to frame. */
  readonly lanes: readonly { readonly road: string; readonly lane: number; readonly type: LaneType }[]
}

/** A traffic light in a picture. */
export interface TrafficLightLabel {
  readonly signal: string
  readonly shows: LightState
  /** Its lenses face the camera, so that what it shows can be seen. */
  readonly facing: boolean
  /** Housing and lenses. */
  readonly box3d: Box3d
  /** Tight box of the visible pixels; null: no pixel visible. */
  readonly visible: Box2d | null
  readonly visiblePixels: number
  /** Round the projected box3d, cut off at the picture's edges. */
  readonly amodal: Box2d
  readonly distance: number
}

/** An object that a lidar or a radar could meet. */
export interface EchoLabel extends ObjectTruth {
  /** Points or detections of it in this reading, weather and ghosts not counted. */
  readonly returns: number
}

/** What all readings have. */
interface Reading<K extends SensorKind> {
  readonly kind: K
  /** 0, 1, 2, ... per sensor. */
  readonly index: number
  readonly tick: number
  /** When it was taken, s. */
  readonly time: number
  /** When it is there to be used, s: later by the sensor's latency, and by what a fault adds to that. */
  readonly available: number
  readonly sensor: SpecOf<K>
  readonly state: WorldState
}

export interface CameraFrame extends Reading<'camera'> {
  readonly view: CameraView
  readonly width: number
  readonly height: number
  /** RGBA, sRGB. After the sensor's own noise and faults; the labels below never feel them. */
  readonly rgba: Uint8Array
  /** m: z along the optical axis, of a fisheye the range (depthKindOf); Infinity: sky. Empty where no label of the sensor needs it. */
  readonly depth: Float32Array
  /** Semantic class number a pixel (SEMANTIC_CLASSES). */
  readonly semantic: Uint8Array
  /** Instance a pixel; 0: no actor. */
  readonly instance: Uint16Array
  /** What of it a pixel shows (PARTS); where the sensor's labels ask for parts. */
  readonly part?: Uint8Array
  /** Of surfaces, in the camera's frame: two numbers a pixel for decodeDirection(), NO_DIRECTION in the sky. */
  readonly normals?: Int16Array
  /**
   * Optical flow, right and down in px, 2 a pixel: where the pixel's point lies in the sensor's next picture, and in
   * the one before, less where it lies in this one (OpticalFlow). NaN: not before the camera, or not in the world
   * then. Left out: not asked for, or there is no such picture.
   */
  readonly flowForward?: Float32Array
  readonly flowBackward?: Float32Array
  /** Everyone who could show in the picture, but for the vehicle that carries the camera. */
  readonly objects: readonly ObjectLabel[]
  /** Only where the sensor's labels ask for them. */
  readonly lines?: readonly LineLabel[]
  readonly ground?: GroundLabels
  readonly trafficLights?: readonly TrafficLightLabel[]
}

/** One turn of a lidar, as n points by time; the turn begins at `time` and takes 1 / rate. */
export interface LidarFrame extends Reading<'lidar'> {
  /** Sensor -> world at `time`. */
  readonly pose: Pose
  readonly points: LidarPoints
  readonly objects: readonly EchoLabel[]
}

export interface RadarFrame extends Reading<'radar'> {
  readonly pose: Pose
  /** Velocity of the sensor over ground, world frame, m/s. */
  readonly velocity: Vec3
  /** By range. */
  readonly detections: readonly RadarDetection[]
  readonly objects: readonly EchoLabel[]
}

export interface ImuFrame extends Reading<'imu'> {
  readonly pose: Pose
  /** Sensor frame: specific force, m/s^2 (at rest +g up), and rate of turn, rad/s; null: the reading is lost. */
  readonly measured: { readonly force: Vec3; readonly turn: Vec3 } | null
  readonly truth: { readonly force: Vec3; readonly turn: Vec3 }
}

/** Where an antenna is. */
export interface Fix {
  /** World frame, m and m/s. */
  readonly position: Vec3
  readonly velocity: Vec3
  /** By the map's geo reference; a road without one lies at the origin that docs/sensors.md names. */
  readonly geodetic: Geodetic
}

export interface GnssFrame extends Reading<'gnss'> {
  readonly pose: Pose
  /** null: no fix. */
  readonly measured: (Fix & { readonly satellites: number }) | null
  readonly truth: Fix
}

export interface WheelSpeedFrame extends Reading<'wheel-speed'> {
  /** rad/s, in the order of ActorState.wheels; null: the reading is lost. */
  readonly measured: readonly number[] | null
  readonly truth: readonly number[]
}

export interface UltrasonicFrame extends Reading<'ultrasonic'> {
  readonly pose: Pose
  /** m; null: no echo. */
  readonly measured: number | null
  readonly truth: number | null
  /** Who gave the echo; 0: no actor. */
  readonly instance: number
}

/** All events of an event camera since its reading before. */
export interface EventCameraFrame extends Reading<'event-camera'> {
  readonly view: CameraView
  readonly width: number
  readonly height: number
  readonly events: Events
  /** Of each event: whom its pixel shows (0: no actor), and what. */
  readonly instance: Uint16Array
  readonly semantic: Uint8Array
}

export type Frame =
  | EventCameraFrame
  | CameraFrame
  | LidarFrame
  | RadarFrame
  | ImuFrame
  | GnssFrame
  | WheelSpeedFrame
  | UltrasonicFrame
