/** Frames of all kinds of sensors that draw no pictures. */
import { labelLidar, labelRadar, type Fix, type Frame } from '../../labels/index.ts'
import { geodetics } from '../../math/index.ts'
import type { SensorKind, SensorSpec, SpecOf } from '../../scenario/index.ts'
import {
  airOf,
  availableAt,
  carrierOf,
  cellsOfObjects,
  clearPoints,
  covered,
  givenWithFaults,
  gnss,
  gnssTruth,
  impaired,
  imu,
  imuTruth,
  lidar,
  mountVelocity,
  muffled,
  NO_POINTS,
  openShare,
  radar,
  radarTruth,
  scanTurn,
  spoilt,
  ultrasonic,
  ultrasonicTruth,
  wheelSpeed,
  wheelSpeedTruth,
  windowOf,
  type LidarScan,
  type RayWorld,
} from '../../sensors/index.ts'
import { plumesOf, type Shape } from '../../shape/index.ts'
import { surroundingsOf, type ActorState, type WorldState } from '../../world/index.ts'
import type { Stage } from './stage.ts'

/** One reading that is due. */
export interface Glance {
  readonly state: WorldState
  readonly index: number
  /** The control step before this state; null: there is none. */
  readonly before: WorldState | null
}

/** Kinds that need no renderer. */
export type BlindKind = Exclude<SensorKind, 'camera' | 'event-camera'>
type FrameOf<K extends SensorKind> = Extract<Frame, { readonly kind: K }>

/** A frame for each kind of sensor. */
export type Eyes = { readonly [K in BlindKind]: (sensor: SpecOf<K>, glance: Glance) => FrameOf<K> }

export const createEyes = (stage: Stage): Eyes => {
  const { scenario, shapes } = stage
  const { seed } = scenario
  const geodetic = geodetics(scenario.road.network?.reference ?? null)
  const fixOf = ({ position, velocity }: Pick<Fix, 'position' | 'velocity'>): Fix => ({
    ...{ position, velocity },
    geodetic: geodetic(position),
  })

  /** What each sensor gave last: a frozen one gives it again. */
  const last = new Map<string, { readonly given: unknown }>()
  const withFaults = <R>(sensor: SensorSpec, glance: Glance, reading: R, nothing: R): R => {
    const { faults } = surroundingsOf(scenario, glance.state)
    const before = last.get(sensor.id) as { given: R } | undefined
    const key = { seed, index: glance.index }
    const now = givenWithFaults({ given: reading }, faults, sensor.id, key, before ?? null, {
      given: nothing,
    })
    last.set(sensor.id, now)
    return now.given
  }

  /** The world of rays at this instant, which pass through the sensor's own carrier. */
  const raysFor = (sensor: SensorSpec, state: WorldState): RayWorld => {
    const world = stage.rays(state)
    world.place(state, 0, new Set([carrierOf(sensor, state).instance]))
    return world
  }

  return {
    lidar: (sensor, glance) => {
      const { state, index } = glance
      const { weather, film, faults } = surroundingsOf(scenario, state)
      const carrier = carrierOf(sensor, state)
      const felt = impaired(sensor, faults)
      const scanned = (by: SpecOf<'lidar'>): LidarScan =>
        scanTurn(by, state, stage.rays(state), shapeOf(carrier, shapes))
      const scan = scanned(felt)
      const between = {
        air: airOf(weather),
        plumes: plumesOf(scenario.actors, state, (x, y) => stage.roadAt(state).ground(x, y)),
        film,
        window: windowOf(sensor, faults, seed),
      }
      const reading = lidar.develop(felt, { scan, between }, { seed, index })
      const pose = lidar.pose(sensor, state)
      // Out of its mount, it meets other things than labels are made of.
      const clear = clearPoints(sensor, felt.mount === sensor.mount ? scan : scanned(sensor))
      return {
        ...readingOf(sensor, glance),
        pose,
        points: withFaults(sensor, glance, reading, NO_POINTS),
        objects: labelLidar(clear, sensor.range[1], pose, carrier, state, shapes),
      }
    },
    radar: (sensor, glance) => {
      const { state, index } = glance
      const { weather, faults } = surroundingsOf(scenario, state)
      const [key, felt] = [{ seed, index }, impaired(sensor, faults)]
      const scene = { world: raysFor(sensor, state), shapes, weather }
      const truth = radarTruth(sensor, state, scene)
      const met = felt.mount === sensor.mount ? truth : radarTruth(felt, state, scene)
      const reading = radar.develop(felt, spoilt(met, felt, faults, key), key)
      const pose = radar.pose(sensor, state)
      const carrier = carrierOf(sensor, state)
      return {
        ...readingOf(sensor, glance),
        pose,
        velocity: mountVelocity(sensor, state),
        detections: withFaults(sensor, glance, reading, []),
        objects: labelRadar(cellsOfObjects(sensor, truth), pose, carrier, state, shapes),
      }
    },
    ultrasonic: (sensor, glance) => {
      const { state, index } = glance
      const { faults } = surroundingsOf(scenario, state)
      const [world, felt] = [raysFor(sensor, state), impaired(sensor, faults)]
      const truth = ultrasonicTruth(sensor, state, world)
      const met = felt.mount === sensor.mount ? truth : ultrasonicTruth(felt, state, world)
      const heard = muffled(met, openShare(faults, sensor.id), felt)
      const reading = ultrasonic.develop(felt, heard, { seed, index })
      return {
        ...readingOf(sensor, glance),
        pose: ultrasonic.pose(sensor, state),
        measured: withFaults(sensor, glance, reading, null),
        truth: truth?.distance ?? null,
        instance: truth?.instance ?? 0,
      }
    },
    gnss: (sensor, glance) => {
      const { state, index } = glance
      const { faults } = surroundingsOf(scenario, state)
      const [key, world, felt] = [{ seed, index }, raysFor(sensor, state), impaired(sensor, faults)]
      const truth = gnssTruth(sensor, state, world, seed)
      const met = felt.mount === sensor.mount ? truth : gnssTruth(felt, state, world, seed)
      const under = covered(met, openShare(faults, sensor.id), felt, key)
      const reading = withFaults(sensor, glance, gnss.develop(felt, under, key), null)
      return {
        ...readingOf(sensor, glance),
        pose: gnss.pose(sensor, state),
        measured: reading && { ...fixOf(reading), satellites: reading.satellites },
        truth: fixOf(truth),
      }
    },
    imu: (sensor, glance) => {
      const { state, index, before } = glance
      const truth = imuTruth(sensor, state, before)
      const felt = impaired(sensor, surroundingsOf(scenario, state).faults)
      const reading = imu.develop(felt, imuTruth(felt, state, before), { seed, index })
      return {
        ...readingOf(sensor, glance),
        pose: imu.pose(sensor, state),
        measured: withFaults<typeof reading | null>(sensor, glance, reading, null),
        truth,
      }
    },
    'wheel-speed': (sensor, glance) => {
      const { state, index } = glance
      const truth = wheelSpeedTruth(sensor, state)
      const felt = impaired(sensor, surroundingsOf(scenario, state).faults)
      const reading = wheelSpeed.develop(felt, truth, { seed, index })
      return {
        ...readingOf(sensor, glance),
        measured: withFaults<typeof reading | null>(sensor, glance, reading, null),
        truth: truth.map(({ rate }) => rate),
      }
    },
  }
}

/** What all frames have. */
const readingOf = <K extends SensorKind>(
  sensor: SpecOf<K> & { readonly kind: K },
  { state, index }: Glance,
): {
  kind: K
  sensor: SpecOf<K>
  index: number
  tick: number
  time: number
  available: number
  state: WorldState
} => ({
  ...{ kind: sensor.kind, sensor, index, tick: state.tick, time: state.time, state },
  available: availableAt(sensor, state),
})

const shapeOf = ({ id }: ActorState, shapes: ReadonlyMap<string, Shape>): Shape => {
  const shape = shapes.get(id)
  if (shape === undefined) throw new RangeError(`'${id}' has no shape`)
  return shape
}
