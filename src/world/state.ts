/**
 * WorldState: everything that is so at one instant, as plain data without behaviour. Every sensor and
 * every label of a frame reads the same frozen one.
 */
import type { Quat, Vec3 } from '../math/index.ts'
import type {
  Mount,
  SensorFaultKind,
  ConcreteScenario,
  FailureAction,
  LightState,
  SurfaceKind,
  SurfacePatch,
  Weather,
} from '../scenario/index.ts'

/**
 * The clock's tick is 1/600 s: 10, 12, 20, 25, 30, 50, 60 and 100 Hz all fall on whole ticks, so no
 * sensor needs a rounded time. Physics steps once a tick.
 */
export const TICKS_PER_SECOND = 600
/** Drivers, story and the state log run at 100 Hz. */
export const TICKS_PER_CONTROL = 6

export interface WheelState {
  /** Suspension travel from the design position, m, up (bump) positive. */
  readonly travel: number
  /** Road-wheel angle about the body's z, left positive, rad. */
  readonly steer: number
  /** Angle rolled about the axle since the start, rad, forward positive. */
  readonly spin: number
  readonly spinRate: number
  /** Longitudinal slip ratio kappa (SAE: (omega R - vx)/|vx|; -1 locked). */
  readonly slipRatio: number
  /** Slip angle alpha, rad. ISO 8855: positive when the wheel moves towards its left. */
  readonly slipAngle: number
  /** Vertical tyre load, N; 0 when the wheel is off the ground. */
  readonly load: number
  /** Force the tyre gives in the wheel's own frame, N. */
  readonly forceX: number
  readonly forceY: number
  /** The most it could give here: peak friction times load, N. */
  readonly forceAvailable: number
  readonly surface: SurfaceKind
  /** Peak friction coefficient under this wheel for this tyre. */
  readonly mu: number
}

/** What a vehicle shows to others, and what it lets them hear. */
export interface Lights {
  readonly brake: boolean
  /** Lit at this instant: they flash. */
  readonly indicatorLeft: boolean
  readonly indicatorRight: boolean
  readonly headlights: boolean
  /** The headlights are on high beam. */
  readonly highBeam: boolean
  /** The blue lights are switched on, whatever their flashes show at this instant. */
  readonly beacon: boolean
  readonly siren: boolean
}

/** Nothing is lit and nothing sounds. */
export const LIGHTS_OFF: Lights = Object.freeze({
  brake: false,
  indicatorLeft: false,
  indicatorRight: false,
  headlights: false,
  highBeam: false,
  beacon: false,
  siren: false,
})

export interface ActorState {
  readonly id: string
  /** index + 1 in the scenario's actor list; the id in every mask. 0 is the background. */
  readonly instance: number
  /** False: not in the world at present. */
  readonly present: boolean
  /** Of the body frame's origin, world. */
  readonly position: Vec3
  /** Body -> world. */
  readonly orientation: Quat
  /** Of the body origin, in the world frame, m/s. */
  readonly velocity: Vec3
  /** In the body frame, rad/s: roll, pitch and yaw rate. */
  readonly angularVelocity: Vec3
  /** Of the body origin over the last control step, in the body frame, m/s^2 (without gravity). */
  readonly acceleration: Vec3
  /** Road coordinates of the origin. */
  readonly s: number
  readonly t: number
  /** Index of the road that they are of, in `Road.roads`; left out: the first, the only one of most scenarios. */
  readonly road?: number
  /** What the driver and the systems demand now. */
  readonly throttle: number
  readonly brake: number
  /** Road-wheel angle, front axle's mean, rad. */
  readonly steer: number
  readonly absActive: boolean
  readonly escActive: boolean
  /** Automatic emergency braking is acting. */
  readonly aebActive: boolean
  readonly lights: Lights
  /** Axle by axle from the front, left before right; a two-wheeler's front and rear. */
  readonly wheels: readonly WheelState[]
}

/** Something that happened: a contact, a phase of the story that began, an expectation met or broken. */
export type WorldEvent =
  | {
      readonly kind: 'collision'
      readonly time: number
      readonly actors: readonly [string, string]
      /** World point of contact, m. */
      readonly point: Vec3
      /** Speed of closing along the contact normal just before, m/s. */
      readonly closingSpeed: number
      /** Change of velocity of each (world, m/s). */
      readonly deltaV: readonly [Vec3, Vec3]
      /** Principal direction of force on each, rad in its body frame (0 = from the front, left positive). */
      readonly pdof: readonly [number, number]
      /** Kinetic energy lost, J. */
      readonly energy: number
    }
  | {
      readonly kind: 'phase'
      readonly time: number
      readonly phase: string
      readonly actors: readonly string[]
    }
  | {
      readonly kind: 'expectation'
      readonly time: number
      readonly expectation: string
      readonly actors: readonly string[]
    }
  | {
      readonly kind: 'skid-start' | 'skid-end' | 'aeb' | 'off-road'
      readonly time: number
      readonly actors: readonly [string]
    }

/** A fault that the story may give a sensor, as it is now. */
export interface SensorFault {
  readonly sensor: string
  readonly fault: SensorFaultKind
  /** 0..1, of latency s, of ghosts 1/s, of noise a factor; 0: it is not at work. */
  readonly level: number
  /** Of a misalignment: how far it is moved and turned out of its mount while it is at work. */
  readonly shift?: Mount
  /** When it began to work, s. */
  readonly since: number
}

/** What a traffic light shows now. */
export interface LightNow {
  /** Id of the signal. */
  readonly signal: string
  readonly shows: LightState
}

/** What surrounds the actors: weather, patches on the road and the sensors' faults as they are at this instant. */
export interface Surroundings {
  readonly weather: Weather
  /** In the scenario's order; always all of them. */
  readonly surface: readonly SurfacePatch[]
  /** Every fault of the story, in its order, at work or not. */
  readonly faults: readonly SensorFault[]
  /** Water that rain has left on dry asphalt since the start, m. */
  readonly film: number
}

export interface WorldState {
  /** Ticks since the start. */
  readonly tick: number
  /** tick / TICKS_PER_SECOND, s. */
  readonly time: number
  /** In the scenario's order; always all of them. */
  readonly actors: readonly ActorState[]
  /** What happened since the last control step (empty between control steps). */
  readonly events: readonly WorldEvent[]
  /** Left out: the story changes nothing of them, and all is as the scenario says (surroundingsOf). */
  readonly surroundings?: Surroundings
  /** Every traffic light, in the order of the network's signals; left out: there are none. */
  readonly lights?: readonly LightNow[]
}

/** The surroundings of a state, of a run whose story changes them or not. */
export const surroundingsOf = (
  { weather, surface }: Pick<ConcreteScenario, 'weather' | 'surface'>,
  { surroundings }: Pick<WorldState, 'surroundings'>,
): Surroundings => surroundings ?? { weather, surface, faults: [], film: 0 }

/**
 * A weather as pictures show it: with the sun and the clouds of the scenario's looks, unless the story has changed
 * them. Drivers, lights and everything else that moves go by the weather itself.
 */
export const shownWeather = (
  { weather: start, looks }: Pick<ConcreteScenario, 'weather' | 'looks'>,
  now: Weather,
): Weather => {
  if (looks === undefined) return now
  const { sun, cloudCover } = now
  const isAsAtStart = sun.elevation === start.sun.elevation && sun.azimuth === start.sun.azimuth
  return {
    ...now,
    sun: isAsAtStart ? (looks.sun ?? sun) : sun,
    cloudCover: cloudCover === start.cloudCover ? (looks.clouds ?? cloudCover) : cloudCover,
  }
}

/** What a driver, the story or a system demands of one vehicle until the next control step. */
export interface Controls {
  /** 0..1 of the engine's force. */
  readonly throttle: number
  /** 0..1 of the brake pedal. */
  readonly brake: number
  /** Road-wheel angle wanted, rad, left positive. */
  readonly steer: number
  readonly lights: Lights
  readonly aebActive: boolean
  readonly present: boolean
  /** Of somebody on foot: the speed wanted, m/s, and where to, as an angle in the world, rad. */
  readonly walk?: { readonly speed: number; readonly heading: number }
  /** Of a door: how far it is to stand open, rad, and how fast it turns, rad/s. Left out: it stays as it is. */
  readonly swing?: { readonly angle: number; readonly rate: number }
  /** Of what a vehicle carries: it comes off, at this speed in that vehicle's body frame, m/s. Left out: it stays on. */
  readonly drop?: readonly [vx: number, vy: number]
  /** What is broken on the vehicle; of two that concern the same part, the later one counts. Left out: nothing. */
  readonly failures?: readonly FailureAction[]
  /** Wind that hits this vehicle over and above the weather's: velocity in the world, m/s. Left out: none. */
  readonly gust?: readonly [vx: number, vy: number]
}
