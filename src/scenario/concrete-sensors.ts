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
  /** Unique over the run: `<actor>.<name>`, e.g. 'ego.front', 'ego.lidar-roof'. */
  readonly id: string
  /** Who carries it. */
  readonly actor: string
  /** Unique over the actor: a camera's own name, and of the other kinds with the kind before it: 'radar-front'. */
  readonly name: string
  readonly mount: Mount
  /** Readings a second, Hz. */
  readonly rate: number
  /** From the reading to when it is there to be used, s. */
  readonly latency: number
}

/** What may be written for each picture. */
export const LABEL_KINDS = [
  ...(['box2d', 'box3d', 'instance', 'semantic', 'depth', 'panoptic', 'parts', 'normals', 'flow'] as const),
  ...(['keypoints', 'lanes', 'drivable', 'surface', 'traffic-lights'] as const),
] as const
export type LabelKind = (typeof LABEL_KINDS)[number]

/** How a lens bends a picture; coefficients as OpenCV has them, of no unit. */
export type LensSpec =
  | { readonly kind: 'pinhole' }
  /** Radial k1, k2, k3 and tangential p1, p2 (Brown 1971). */
  | ({ readonly kind: 'brown-conrady' } & Readonly<Record<'k1' | 'k2' | 'p1' | 'p2' | 'k3', number>>)
  /** r = f (a + k1 a^3 + k2 a^5 + k3 a^7 + k4 a^9), a: from the optical axis (Kannala and Brandt 2006). */
  | ({ readonly kind: 'fisheye' } & Readonly<Record<'k1' | 'k2' | 'k3' | 'k4', number>>)

/** The image sensor after EMVA Standard 1288. */
export interface ImageSensorSpec {
  /** Electrons that fill a pixel's well. */
  readonly saturation: number
  /** Standard deviation of the read noise, electrons. */
  readonly readNoise: number
  /** Photo response non-uniformity: standard deviation of a pixel's own gain. */
  readonly prnu: number
  readonly bits: number
  /** Electrons a photon, 0..1. */
  readonly quantumEfficiency: number
  /** Light lost in the picture's corners, share of the centre's. */
  readonly vignetting: number
}

/** What a lens does to strong light, as shares of it. */
export interface Scatter {
  /** Into a halo round it. */
  readonly bloom: number
  /** Over all of the picture, the less the farther off. */
  readonly veil: number
}

/** What lies on the lens from the start, as shares of it, 0..1. */
export interface Soiling {
  readonly drops: number
  readonly dirt: number
  readonly snow: number
}

/** How much is drawn of a picture (src/render/quality.ts): quickly, as usual, or all there is. */
export const QUALITIES = ['draft', 'standard', 'high'] as const
export type Quality = (typeof QUALITIES)[number]

export interface CameraSpec extends Mounted {
  readonly kind: 'camera'
  /** The preset it came from, e.g. 'automotive-2mp'. */
  readonly model?: string
  readonly width: number
  readonly height: number
  /** Horizontal field of view, rad, of the picture as it comes out of the lens. */
  readonly horizontalFov: number
  /** Left out: a pinhole. */
  readonly lens?: LensSpec
  /** Left out: automatic. Time, s; gain: factor on the signal. */
  readonly exposure?: { readonly time: number; readonly gain: number }
  /** Rolling shutter: from one line to the next, s. Left out: a global shutter. */
  readonly lineTime?: number
  /** Left out: an automotive sensor of no particular make. */
  readonly imageSensor?: ImageSensorSpec
  /** Left out: none. */
  readonly scatter?: Scatter
  /** Left out: a clean lens behind a wiper. With it the lens stands in the open: rain and snow add to it. */
  readonly soiling?: Soiling
  /** Left out: standard. */
  readonly quality?: Quality
  readonly labels: readonly LabelKind[]
}

/** A camera whose pixels tell each by itself when their light has changed (Lichtsteiner et al. 2008). */
export interface EventCameraSpec extends Mounted {
  readonly kind: 'event-camera'
  readonly model: string
  readonly width: number
  readonly height: number
  readonly horizontalFov: number
  /** Left out: a pinhole. */
  readonly lens?: LensSpec
  /** Change of the logarithm of the light that makes an event: of more light, and of less. */
  readonly threshold: readonly [on: number, off: number]
  /** Standard deviation of a pixel's own threshold. */
  readonly thresholdNoise: number
  /** After an event a pixel is silent so long, s. */
  readonly refractory: number
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
  /** How much later than its column each beam fires, s; left out: all at once. */
  readonly firing?: readonly number[]
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
  readonly accuracy: {
    readonly range: number
    readonly azimuth: number
    readonly speed: number
    /** Left out: it measures no elevation. */
    readonly elevation?: number
  }
  /** Speeds beyond +- this fold over, m/s. */
  readonly ambiguousSpeed: number
  /** Radar cross-section that is found half of the time at the farthest range, dBsm. */
  readonly faintest: number
  /** False alarms a reading. */
  readonly clutter: number
}

/** Errors of three axes, in the unit of what is measured. */
export interface InertialNoise {
  /** White noise, per root hertz. */
  readonly white: number
  /** Walk of the bias, per root second. */
  readonly walk: number
  /** Standard deviation of the bias that it wakes up with. */
  readonly bias: number
  /** Nothing beyond +- this is told. */
  readonly range: number
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
  /** Standard deviation of where a pulse comes, share of a tooth's pitch. */
  readonly jitter: number
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
  CameraSpec | EventCameraSpec | LidarSpec | RadarSpec | ImuSpec | GnssSpec | WheelSpeedSpec | UltrasonicSpec

export const SENSOR_KINDS = [
  ...(['camera', 'event-camera', 'lidar', 'radar', 'imu', 'gnss', 'wheel-speed', 'ultrasonic'] as const),
] as const satisfies readonly SensorSpec['kind'][]
export type SensorKind = SensorSpec['kind']
export type SpecOf<K extends SensorKind> = Extract<SensorSpec, { readonly kind: K }>

export const isCamera = (sensor: SensorSpec): sensor is CameraSpec => sensor.kind === 'camera'
