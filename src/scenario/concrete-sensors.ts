/** The sensors of a run as they are set up: what language, library and seed have made of `sensors`. */

/** Where a sensor sits: in the body frame of what carries it (ISO 8855), m and rad. */
export interface Mount {
  readonly position: readonly [number, number, number]
  /** To the left. */
  readonly yaw: number
  /** Nose down. */
  readonly pitch: number
  /** Right side down. */
  readonly roll: number
}

/** What all kinds have. */
interface Mounted {
  /** Unique over the run: `<actor>.<name>`, e.g. 'ego.front'. */
  readonly id: string
  /** Who carries it. */
  readonly actor: string
  readonly name: string
  readonly mount: Mount
  /** Readings a second, Hz. */
  readonly rate: number
  /** From the reading to when it is there to be used, s. */
  readonly latency: number
}

export type LabelKind = 'box2d' | 'box3d' | 'instance' | 'semantic' | 'depth'

export interface CameraSpec extends Mounted {
  readonly kind: 'camera'
  readonly width: number
  readonly height: number
  /** Horizontal field of view, rad. */
  readonly horizontalFov: number
  readonly labels: readonly LabelKind[]
}

/** A spinning lidar. */
export interface LidarSpec extends Mounted {
  readonly kind: 'lidar'
  /** The preset it came from, e.g. 'hdl-64e'. */
  readonly model: string
  /** Elevation of each beam, rad, by ring from the lowest to the highest. */
  readonly elevations: readonly number[]
  /** Azimuth of each beam against the head's, rad, left positive. */
  readonly azimuths: readonly number[]
  /** Firings a turn. `rate` is turns a second. */
  readonly columns: number
  /** Of the device, m. */
  readonly range: readonly [min: number, max: number]
  /** Standard deviation of a range, m. */
  readonly rangeNoise: number
  /** Echoes a beam at most: the strongest, and the last when there are two. */
  readonly returns: 1 | 2
  /** Full angle by which a beam widens, rad. */
  readonly divergence: number
  /** Reflectance (Lambertian, 0..1) that is still found at the farthest range in clear air. */
  readonly faintest: number
}

/** An automotive radar: frequency-modulated, one detection a resolution cell. */
export interface RadarSpec extends Mounted {
  readonly kind: 'radar'
  readonly model: string
  /** Hz. */
  readonly frequency: number
  readonly range: readonly [min: number, max: number]
  /** Full angles, rad. */
  readonly horizontalFov: number
  readonly verticalFov: number
  /** Size of a resolution cell: m, rad, m/s. */
  readonly resolution: { readonly range: number; readonly azimuth: number; readonly speed: number }
  /** Standard deviations of a detection: m, rad, m/s. */
  readonly accuracy: { readonly range: number; readonly azimuth: number; readonly speed: number }
  /** Speeds beyond +- this fold over, m/s. */
  readonly ambiguousSpeed: number
  /** Radar cross-section that is found half of the time at the farthest range, dBsm. */
  readonly faintest: number
  /** False alarms a reading. */
  readonly clutter: number
}

/** White noise (per root hertz) and bias walk (per root second and root hertz) of three axes. */
export interface InertialNoise {
  readonly white: number
  readonly walk: number
}

export interface ImuSpec extends Mounted {
  readonly kind: 'imu'
  readonly model: string
  /** rad/s. */
  readonly gyro: InertialNoise
  /** m/s^2. */
  readonly accelerometer: InertialNoise
}

export interface GnssSpec extends Mounted {
  readonly kind: 'gnss'
  readonly model: string
  /** Standard deviation, m, horizontal and vertical. */
  readonly noise: readonly [horizontal: number, vertical: number]
  /** Slowly wandering error: standard deviation, m, and correlation time, s. */
  readonly wander: readonly [deviation: number, correlation: number]
  /** m/s. */
  readonly speedNoise: number
}

export interface WheelSpeedSpec extends Mounted {
  readonly kind: 'wheel-speed'
  readonly model: string
  /** Pulses a turn of the wheel. */
  readonly teeth: number
}

export interface UltrasonicSpec extends Mounted {
  readonly kind: 'ultrasonic'
  readonly model: string
  readonly range: readonly [min: number, max: number]
  /** Full angle of its cone, rad. */
  readonly cone: number
  /** Standard deviation, m. */
  readonly rangeNoise: number
}

export type SensorSpec =
  CameraSpec | LidarSpec | RadarSpec | ImuSpec | GnssSpec | WheelSpeedSpec | UltrasonicSpec

export type SensorKind = SensorSpec['kind']
export type SpecOf<K extends SensorKind> = Extract<SensorSpec, { readonly kind: K }>

export const isCamera = (sensor: SensorSpec): sensor is CameraSpec => sensor.kind === 'camera'
