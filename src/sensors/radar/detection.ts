/** What goes into a radar's receiver, and what comes out. */

/** What truly gave an echo. */
export type EchoOrigin = 'object' | 'scenery' | 'clutter' | 'ghost'

/** A wave that comes back to the antenna. */
export interface RadarEcho {
  /** Half of its whole way, m. */
  readonly range: number
  /** Where it comes in from, in the sensor's frame, rad: to the left, and up. */
  readonly azimuth: number
  readonly elevation: number
  /** How fast `range` grows, m/s. */
  readonly radialSpeed: number
  /** Mean radar cross-section, m^2. */
  readonly rcs: number
  /** Share of its power that is left by mirrors and detours; air, rain and antenna not counted. */
  readonly left: number
  /** 0: no actor. */
  readonly instance: number
  readonly origin: EchoOrigin
}

/** What a radar tells of one resolution cell. */
export interface RadarDetection {
  /** m. */
  readonly range: number
  /** In the sensor's frame, rad: to the left, and up. */
  readonly azimuth: number
  /** 0 where the device measures none. */
  readonly elevation: number
  /** Along the line of sight, away positive, m/s, folded into the device's unambiguous span. */
  readonly radialSpeed: number
  /** dBsm, as the device works it out from what it receives. */
  readonly rcs: number
  /** dB. */
  readonly snr: number
  /** 0: no actor. */
  readonly instance: number
  /** What it truly is an echo of. */
  readonly origin: EchoOrigin
}
