/**
 * For the tests of whole rigs: a car at 40 m/s in a bend on a slope, with a camera, a lidar and a radar, among others who are turned and hide one
 * another; as it is, standing still in the same places, and with everything at work that spoils a reading. Frames come as
 * `createObserver` gives them.
 */
import { createHash } from 'node:crypto'
import type { CameraFrame, Frame, LidarFrame, RadarFrame } from '../../src/labels/index.ts'
import { add, quatFromEuler, quatMultiply, rotate, type Euler, type Vec3 } from '../../src/math/index.ts'
import { createObserver, type ObserverOptions } from '../../src/run/index.ts'
import { simulate } from '../../src/run/simulate.ts'
import { isCamera, LABEL_KINDS, sampleScenario, type ConcreteScenario } from '../../src/scenario/index.ts'
import {
  TICKS_PER_SECOND,
  type ActorState,
  type SensorFault,
  type Surroundings,
  type WorldState,
} from '../../src/world/index.ts'
import { load, scenario } from '../scenario/memory.ts'

const SIZE = { width: 240, height: 150 }

const rig = (camera: string): string =>
  `{ego: [{camera: front, fps: 30, ${camera}}, {lidar: roof, model: vlp-16, hz: 30, columns: 600}, {radar: front, hz: 30}]}`

const WORLD = {
  road: '{pieces: [{straight: 60 m}, {curve: 80 m, radius: 90 m, turn: left}], lanes: [-1, 1], grade: 6 %}',
  surface: '[{id: glaze, s: [38 m, 52 m], lanes: [-1], kind: ice}]',
  actors: `
  ego: {model: sedan, at: {lane: -1, s: 24 m}, speed: 14 m/s}
  van: {model: van, at: {lane: 1, s: 38 m}, driver: none, speed: 0 m/s}
  hidden: {model: compact, at: {lane: 1, s: 46 m}, driver: none, speed: 0 m/s}
  truck: {model: truck, at: {lane: -1, s: 62 m}, driver: none, speed: 0 m/s}
  walker: {model: adult, at: {lane: -1, s: 33 m, offset: -2.4 m}, speed: 1.4 m/s, driver: walk}
  cyclist: {model: bicycle, at: {lane: -1, s: 40 m}, speed: 4 m/s}
  beside: {model: bus, at: {lane: 1, s: 25 m}, driver: none, speed: 0 m/s}`,
}

const SPOILT_CAMERA =
  'exposure: {time: 4 ms, gain: 3}, shutter: {line-time: 12 us}, scatter: {bloom: 20 %, veil: 10 %}, soiling: {drops: 20 %, dirt: 20 %, snow: 10 %}, ' +
  'image-sensor: {saturation: 2000, read-noise: 20, prnu: 2 %, bits: 10, quantum-efficiency: 50 %, vignetting: 40 %}'

const sampled = (camera: string): ConcreteScenario => {
  const { scenario: loaded, diagnostics } = load(scenario({ ...WORLD, sensors: rig(camera) }))
  if (loaded === null) throw new Error(diagnostics.map((d) => d.message).join('; '))
  const concrete = sampleScenario(loaded, 3)
  return {
    ...concrete,
    sensors: concrete.sensors.map((s) => (isCamera(s) ? { ...s, labels: LABEL_KINDS } : s)),
  }
}

/** How each moves: m/s ahead, rad/s to the left, and how it is turned beyond its lane's direction. */
const MOTION: Readonly<Record<string, readonly [speed: number, turning: number, turned: Partial<Euler>]>> = {
  ego: [40, 0.6, { yaw: 0.04, pitch: 0.03, roll: -0.04 }],
  van: [25, -0.5, { yaw: 0.6, roll: 0.05 }],
  hidden: [10, 0.3, { yaw: -0.4 }],
  truck: [5, 0.1, { yaw: 0.3, pitch: -0.03 }],
  walker: [1.4, 0, { yaw: 1.3 }],
  cyclist: [6, 0.4, { yaw: -0.5, roll: 0.1 }],
  beside: [30, 0, { yaw: -0.05 }],
}
const SPINNING = 3

/** The first state of the run, `tick` ticks later, everyone going on as MOTION says; `isStill`: in the same place, at rest. */
const stateAt = (first: WorldState, tick: number, isStill: boolean): WorldState => ({
  ...first,
  tick,
  time: tick / TICKS_PER_SECOND,
  actors: first.actors.map((actor): ActorState => {
    const [speed, turning, turned] = MOTION[actor.id]
    const t = tick / TICKS_PER_SECOND
    const start = quatMultiply(actor.orientation, quatFromEuler({ yaw: 0, pitch: 0, roll: 0, ...turned }))
    const orientation = quatMultiply(start, quatFromEuler({ yaw: turning * t, pitch: 0, roll: 0 }))
    const velocity: Vec3 = rotate(start, [speed, 0, 0])
    return {
      ...actor,
      orientation,
      position: add(actor.position, [velocity[0] * t, velocity[1] * t, velocity[2] * t]),
      velocity: isStill ? [0, 0, 0] : velocity,
      acceleration: [0, 0, 0],
      angularVelocity: isStill ? [0, 0, 0] : [0, 0, turning],
      wheels: actor.wheels.map((w) => ({
        ...w,
        ...{ spin: SPINNING * speed * t, spinRate: isStill ? 0 : SPINNING * speed },
      })),
    }
  }),
})

/** All that is known of how a frame was taken left out: what is true of it. */
const truthOf = (frame: CameraFrame | LidarFrame | RadarFrame): object => {
  const { index, tick, time, objects } = frame
  if (frame.kind !== 'camera') return { index, tick, time, objects, pose: frame.pose }
  const {
    depth,
    semantic,
    instance,
    part,
    normals,
    flowForward,
    flowBackward,
    lines,
    ground,
    trafficLights,
    view,
  } = frame
  return {
    ...{ index, tick, time, objects, view, depth, semantic, instance, part, normals },
    ...{ flowForward, flowBackward, lines, ground, trafficLights },
  }
}
/** A hash of each member: of rasters by their bytes, of the rest by what it says in JSON. */
const hashesOf = (value: object): Record<string, string> =>
  Object.fromEntries(
    Object.entries(value).map(([name, of]: [string, unknown]) => [
      name,
      createHash('sha256')
        .update(ArrayBuffer.isView(of) ? new Uint8Array(of.buffer) : JSON.stringify([of]))
        .digest('hex'),
    ]),
  )
/** What was measured. */
const measuredOf = (frame: CameraFrame | LidarFrame | RadarFrame): object => {
  if (frame.kind === 'camera') return { rgba: frame.rgba }
  return frame.kind === 'lidar' ? frame.points : frame.detections
}

/** One frame, told apart by what is true and what is measured. */
export interface Taken {
  readonly sensor: string
  readonly index: number
  /** A hash by member. */
  readonly truth: Readonly<Record<string, string>>
  readonly measured: Readonly<Record<string, string>>
  /** Instances that it names, and those of them of which it has a pixel, a point or a detection. */
  readonly named: readonly number[]
  readonly shown: readonly number[]
}

const isLabelled = (frame: Frame): frame is CameraFrame | LidarFrame | RadarFrame =>
  frame.kind === 'camera' || frame.kind === 'lidar' || frame.kind === 'radar'

const taken = (frame: CameraFrame | LidarFrame | RadarFrame): Taken => ({
  ...{ sensor: frame.sensor.id, index: frame.index },
  ...{ truth: hashesOf(truthOf(frame)), measured: hashesOf(measuredOf(frame)) },
  named: frame.objects.map((o) => o.instance),
  shown: frame.objects
    .filter((o) => ('returns' in o ? o.returns : o.visiblePixels) > 0)
    .map((o) => o.instance),
})

/** Box and amodal box of an object in a picture: what rule 1 compares. */
export interface Outline {
  readonly actor: string
  readonly box3d: CameraFrame['objects'][number]['box3d']
  readonly amodal: CameraFrame['objects'][number]['amodal']
  readonly visible: CameraFrame['objects'][number]['visible']
  readonly truncation: number
}

/** Who moves his limbs stands otherwise when he stands still. */
const JOINTED = ['walker', 'cyclist']

const outlinesOf = ({ objects, view }: CameraFrame): { view: CameraFrame['view']; outlines: Outline[] } => ({
  view,
  outlines: objects
    .filter(({ actor }) => !JOINTED.includes(actor))
    .map(({ actor, box3d, amodal, visible, truncation }) => ({
      ...{ actor, box3d, amodal, visible, truncation },
    })),
})

export interface Rigs {
  readonly driver: string
  readonly clean: readonly Taken[]
  readonly spoilt: readonly Taken[]
  /** The front camera's pictures in motion, reading by reading, and the same drawn standing still by who has seen nothing before. */
  readonly moving: readonly ReturnType<typeof outlinesOf>[]
  readonly still: readonly ReturnType<typeof outlinesOf>[]
}

const TICKS = [0, 20]

/** Misaligned cameras show another picture, and their labels are of what it shows: that is no noise. */
const faultsOf = ({ sensors }: ConcreteScenario): SensorFault[] =>
  sensors.flatMap(({ id, kind }): SensorFault[] => [
    { sensor: id, fault: 'noise', level: 3, since: 0 },
    { sensor: id, fault: 'mud', level: 0.3, since: 0 },
    ...(kind === 'camera'
      ? []
      : [
          {
            ...{ sensor: id, fault: 'misalignment' as const, level: 1, since: 0 },
            shift: { position: [0, 0.02, 0.01] as const, yaw: 0.04, pitch: 0.02, roll: 0.01 },
          },
        ]),
  ])

export const draw = async (): Promise<Rigs> => {
  const clean = sampled('exposure: auto')
  const spoilt = sampled(SPOILT_CAMERA)
  const [first] = simulate(clean)
  const options: ObserverOptions = { size: SIZE }
  const observer = await createObserver(clean, options)
  const frames: Frame[] = []
  for (const tick of TICKS) frames.push(...(await observer.observe(stateAt(first, tick, false))))
  frames.push(...(await observer.finish()))
  const front = clean.sensors.find(isCamera)!
  const still: CameraFrame[] = []
  for (const [index, tick] of TICKS.entries()) {
    observer.forget()
    still.push(await observer.look({ ...front, ...SIZE }, stateAt(first, tick, true), index))
  }
  observer.close()

  const { weather } = clean
  // What stands farther than 2.5 of the visibility is not drawn: here all is nearer than the camera's limit of 1000 m.
  const surroundings: Surroundings = {
    weather: { ...weather, visibility: 400, snowfall: 1.5 / 3.6e6, rainfall: 4 / 3.6e6 },
    ...{ surface: clean.surface, film: 0, faults: faultsOf(spoilt) },
  }
  const dim = await createObserver(spoilt, options)
  const foul: Frame[] = []
  for (const tick of TICKS)
    foul.push(...(await dim.observe({ ...stateAt(first, tick, false), surroundings })))
  foul.push(...(await dim.finish()))
  dim.close()
  return {
    driver: observer.driver ?? '',
    clean: frames.filter(isLabelled).map(taken),
    spoilt: foul.filter(isLabelled).map(taken),
    moving: frames
      .filter((f): f is CameraFrame => f.kind === 'camera' && f.sensor.id === front.id)
      .map(outlinesOf),
    still: still.map(outlinesOf),
  }
}
