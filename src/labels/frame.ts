/** A frame: one sensor's reading at one tick with the labels that belong to it. */
import type { CameraView, Pose, Quat, Vec3 } from '../math/index.ts'
import type { SensorKind, SpecOf } from '../scenario/index.ts'
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
  readonly box3d: Box3d
  /** From the sensor to the box centre, m. */
  readonly distance: number
  /** World frame, m/s. */
  readonly velocity: Vec3
}

/** An object in a picture. */
export interface ObjectLabel extends ObjectTruth {
  /** Tight box of the visible pixels; null: no pixel visible. */
  readonly visible: Box2d | null
  readonly visiblePixels: number
  /** Tight box of the object drawn alone, going on past the image's edges. */
  readonly amodal: Box2d
  /** 1 - visible pixels / pixels in the image if nothing stood before it, 0..1. */
  readonly occlusion: number
  /** Share of the amodal box's area outside the image, 0..1. */
  readonly truncation: number
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
  /** When it was taken, s; it is there to be used `sensor.latency` later. */
  readonly time: number
  readonly sensor: SpecOf<K>
  readonly state: WorldState
}

export interface CameraFrame extends Reading<'camera'> {
  readonly view: CameraView
  readonly width: number
  readonly height: number
  /** RGBA, sRGB. After the sensor's own noise and faults; the labels below never feel them. */
  readonly rgba: Uint8Array
  /** z along the optical axis, m; Infinity: sky. */
  readonly depth: Float32Array
  /** Semantic class number a pixel (SEMANTIC_CLASSES). */
  readonly semantic: Uint8Array
  /** Instance a pixel; 0: no actor. */
  readonly instance: Uint16Array
  /** Everyone who could show in the picture, but for the vehicle that carries the camera. */
  readonly objects: readonly ObjectLabel[]
}

/** One turn of a lidar, as n points by time; the turn begins at `time` and takes 1 / rate. */
export interface LidarFrame extends Reading<'lidar'> {
  /** Sensor -> world at `time`. */
  readonly pose: Pose
  readonly points: {
    readonly count: number
    /** x, y, z a point, m, in the sensor's frame at the moment of that point: as the device gives them. */
    readonly positions: Float32Array
    /** The same hit in the sensor's frame at `time`: motion taken out. */
    readonly compensated: Float32Array
    /** 0..1. */
    readonly intensity: Float32Array
    readonly ring: Uint16Array
    /** After `time`, s. */
    readonly offset: Float32Array
    /** 0: the strongest echo, 1: a further one. */
    readonly echo: Uint8Array
    /** 0: no actor. */
    readonly instance: Uint16Array
    readonly semantic: Uint8Array
    /** 1: a flake, a drop, fog or spray, of no class and no instance. */
    readonly weather: Uint8Array
  }
  readonly objects: readonly EchoLabel[]
}

export interface RadarDetection {
  /** m. */
  readonly range: number
  /** In the sensor's frame, rad: to the left, and up. */
  readonly azimuth: number
  readonly elevation: number
  /** Along the line of sight, away positive, m/s, folded into the device's unambiguous span. */
  readonly radialSpeed: number
  /** dBsm. */
  readonly rcs: number
  /** dB. */
  readonly snr: number
  /** 0: no actor. */
  readonly instance: number
  /** What it truly is an echo of. */
  readonly origin: 'object' | 'scenery' | 'clutter' | 'ghost'
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

/** A point on the WGS 84 ellipsoid. */
export interface Geodetic {
  /** rad, north positive. */
  readonly latitude: number
  /** rad, east positive. */
  readonly longitude: number
  /** m. */
  readonly height: number
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

export type Frame =
  CameraFrame | LidarFrame | RadarFrame | ImuFrame | GnssFrame | WheelSpeedFrame | UltrasonicFrame
