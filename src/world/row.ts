/**
 * A WorldState as one row of numbers, for the state log, its digest and the live stream. One layout for
 * all three: what is written is what is watched. Events travel apart.
 */
import { LIGHT_STATES, SURFACE_KINDS, type SurfaceKind } from '../scenario/index.ts'
import {
  TICKS_PER_SECOND,
  type ActorState,
  type LightNow,
  type Surroundings,
  type WheelState,
  type WorldState,
} from './state.ts'

const ACTOR_FIELDS = [
  'present',
  ...[
    'x',
    'y',
    'z',
    'qx',
    'qy',
    'qz',
    'qw',
    'vx',
    'vy',
    'vz',
    'roll_rate',
    'pitch_rate',
    'yaw_rate',
    'ax',
    'ay',
    'az',
  ],
  ...['s', 't', 'throttle', 'brake', 'steer', 'flags'],
] as const
/** On a network of roads: the index of the actor's. */
const ROAD_FIELD = 'road'
const WHEEL_FIELDS = [
  ...['travel', 'steer', 'spin', 'spin_rate', 'slip_ratio', 'slip_angle', 'load', 'force_x', 'force_y'],
  ...['force_available', 'surface', 'mu'],
] as const

/** Who stands in a row and where; stored at the head of a log so that it explains itself. */
export interface RowLayout {
  readonly actors: readonly { readonly id: string; readonly instance: number; readonly wheels: number }[]
  /** Names of an actor's and of a wheel's numbers, in order. */
  readonly actorFields: readonly string[]
  readonly wheelFields: readonly string[]
  /** Of `surface`, by number. */
  readonly surfaces: readonly string[]
  /**
   * Numbers a row: the tick, each actor's fields and its wheels', then what of the surroundings may change, then
   * what each traffic light shows.
   */
  readonly size: number
  /** Ids of the traffic lights; left out: there are none. Their numbers are places in LIGHT_STATES. */
  readonly lights?: readonly string[]
  /** The surroundings at the start, of a run whose story changes them. */
  readonly surroundings?: Surroundings
}

/** Of the weather that may change, and the film of its rain; of a patch: kind, mu and depth (NaN: the kind's own); of a fault: level, since. */
const WEATHER_NUMBERS = 10
const PATCH_NUMBERS = 3
const FAULT_NUMBERS = 2

const surroundingsSize = ({ surroundings }: Pick<WorldState, 'surroundings'>): number =>
  surroundings === undefined
    ? 0
    : WEATHER_NUMBERS +
      PATCH_NUMBERS * surroundings.surface.length +
      FAULT_NUMBERS * surroundings.faults.length

const surroundingsRow = ({ weather, surface, faults, film }: Surroundings): number[] => [
  ...[weather.visibility, weather.snowfall, weather.wind.speed, weather.wind.from],
  ...[weather.rainfall, weather.temperature, weather.cloudCover, weather.sun.elevation, weather.sun.azimuth],
  film,
  ...surface.flatMap(({ kind, mu, depth }) => [SURFACE_KINDS.indexOf(kind), mu ?? NaN, depth ?? NaN]),
  ...faults.flatMap(({ level, since }) => [level, since]),
]

const readSurroundings = (base: Surroundings, next: () => number): Surroundings => {
  const known = (): number | null => {
    const x = next()
    return Number.isNaN(x) ? null : x
  }
  const [visibility, snowfall, speed, from] = [next(), next(), next(), next()]
  const [rainfall, temperature, cloudCover, elevation, azimuth] = [next(), next(), next(), next(), next()]
  const wind = { ...base.weather.wind, speed, from }
  const sun = { elevation, azimuth }
  const film = next()
  return {
    weather: { ...base.weather, visibility, snowfall, wind, rainfall, temperature, cloudCover, sun },
    film,
    surface: base.surface.map((patch) => ({
      ...patch,
      kind: SURFACE_KINDS[next()],
      mu: known(),
      depth: known(),
    })),
    faults: base.faults.map((fault) => ({ ...fault, level: next(), since: next() })),
  }
}

export const rowLayout = (state: WorldState): RowLayout => {
  const { actors, surroundings, lights } = state
  const onNetwork = actors.some((a) => a.road !== undefined)
  const actorFields = onNetwork ? [...ACTOR_FIELDS, ROAD_FIELD] : ACTOR_FIELDS
  return {
    actors: actors.map((a) => ({ id: a.id, instance: a.instance, wheels: a.wheels.length })),
    actorFields,
    wheelFields: WHEEL_FIELDS,
    surfaces: SURFACE_KINDS,
    size:
      actors.reduce((n, a) => n + actorFields.length + a.wheels.length * WHEEL_FIELDS.length, 1) +
      surroundingsSize(state) +
      (lights?.length ?? 0),
    ...(surroundings === undefined ? {} : { surroundings }),
    ...(lights === undefined ? {} : { lights: lights.map(({ signal }) => signal) }),
  }
}

const flagsOf = (a: ActorState): number =>
  (a.absActive ? 1 : 0) |
  (a.escActive ? 2 : 0) |
  (a.aebActive ? 4 : 0) |
  (a.lights.brake ? 8 : 0) |
  (a.lights.indicatorLeft ? 16 : 0) |
  (a.lights.indicatorRight ? 32 : 0) |
  (a.lights.headlights ? 64 : 0) |
  (a.lights.highBeam ? 128 : 0) |
  (a.lights.beacon ? 256 : 0) |
  (a.lights.siren ? 512 : 0)

/** Writes `state` into `out` from `offset` on; `out` must hold layout.size numbers there. */
export const writeRow = (state: WorldState, out: Float64Array, offset = 0): void => {
  let i = offset
  out[i++] = state.tick
  for (const a of state.actors) {
    out[i++] = a.present ? 1 : 0
    for (const v of [a.position, a.orientation, a.velocity, a.angularVelocity, a.acceleration])
      for (const x of v) out[i++] = x
    out[i++] = a.s
    out[i++] = a.t
    out[i++] = a.throttle
    out[i++] = a.brake
    out[i++] = a.steer
    out[i++] = flagsOf(a)
    if (a.road !== undefined) out[i++] = a.road
    for (const w of a.wheels) {
      out[i++] = w.travel
      out[i++] = w.steer
      out[i++] = w.spin
      out[i++] = w.spinRate
      out[i++] = w.slipRatio
      out[i++] = w.slipAngle
      out[i++] = w.load
      out[i++] = w.forceX
      out[i++] = w.forceY
      out[i++] = w.forceAvailable
      out[i++] = SURFACE_KINDS.indexOf(w.surface)
      out[i++] = w.mu
    }
  }
  if (state.surroundings !== undefined) {
    out.set(surroundingsRow(state.surroundings), i)
    i += surroundingsSize(state)
  }
  for (const { shows } of state.lights ?? []) out[i++] = LIGHT_STATES.indexOf(shows)
}

/** The state that a row holds (its events are not in it). Exact: readRow(writeRow(state)) equals state. */
export const readRow = (layout: RowLayout, row: ArrayLike<number>, offset = 0): WorldState => {
  let i = offset
  const next = (): number => row[i++]
  const onNetwork = layout.actorFields.includes(ROAD_FIELD)
  const tick = next()
  const actors = layout.actors.map(({ id, instance, wheels }): ActorState => {
    const present = next() === 1
    const position = [next(), next(), next()] as const
    const orientation = [next(), next(), next(), next()] as const
    const velocity = [next(), next(), next()] as const
    const angularVelocity = [next(), next(), next()] as const
    const acceleration = [next(), next(), next()] as const
    const s = next()
    const t = next()
    const throttle = next()
    const brake = next()
    const steer = next()
    const flags = next()
    const road = onNetwork ? { road: next() } : {}
    return {
      id,
      instance,
      present,
      position,
      orientation,
      velocity,
      angularVelocity,
      acceleration,
      s,
      t,
      ...road,
      throttle,
      brake,
      steer,
      absActive: (flags & 1) !== 0,
      escActive: (flags & 2) !== 0,
      aebActive: (flags & 4) !== 0,
      lights: {
        brake: (flags & 8) !== 0,
        indicatorLeft: (flags & 16) !== 0,
        indicatorRight: (flags & 32) !== 0,
        headlights: (flags & 64) !== 0,
        highBeam: (flags & 128) !== 0,
        beacon: (flags & 256) !== 0,
        siren: (flags & 512) !== 0,
      },
      wheels: Array.from({ length: wheels }, (): WheelState => ({
        travel: next(),
        steer: next(),
        spin: next(),
        spinRate: next(),
        slipRatio: next(),
        slipAngle: next(),
        load: next(),
        forceX: next(),
        forceY: next(),
        forceAvailable: next(),
        surface: layout.surfaces[next()] as SurfaceKind,
        mu: next(),
      })),
    }
  })
  const now = { tick, time: tick / TICKS_PER_SECOND, actors, events: [] }
  const { surroundings, lights } = layout
  return {
    ...now,
    ...(surroundings === undefined ? {} : { surroundings: readSurroundings(surroundings, next) }),
    ...(lights === undefined
      ? {}
      : { lights: lights.map((signal): LightNow => ({ signal, shows: LIGHT_STATES[next()] })) }),
  }
}
