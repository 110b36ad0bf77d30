/**
 * From states to frames: every sensor that is due looks at the one snapshot, and its labels are made from the very same.
 * With cameras it needs a process with the driver's environment (ensureDrawingProcess); without them, nothing is drawn.
 */
import type { CameraFrame, Frame } from '../labels/index.ts'
import {
  isCamera,
  type CameraSpec,
  type ConcreteScenario,
  type Quality,
  type SensorSpec,
} from '../scenario/index.ts'
import { readingAt } from '../sensors/index.ts'
import type { WorldState } from '../world/index.ts'
import { createCameraFrames, type CameraFrames } from './observe/camera-frames.ts'
import { createEyes, type BlindKind, type Eyes, type Glance } from './observe/eyes.ts'
import { createStage } from './observe/stage.ts'
import { isControlStep } from './simulate.ts'

export interface Observer {
  /** What draws; null: nothing does, for there is no camera. */
  readonly driver: string | null
  readonly sensors: readonly SensorSpec[]
  /** True when some sensor reads on this tick. */
  readonly isDue: (tick: number) => boolean
  /**
   * The frames of all sensors that read on this state's tick. Wants every control step's state, due or not, here or by
   * `skip`. A camera with optical flow gives its frame one reading later, when it is known where things went.
   */
  observe(state: WorldState): Promise<Frame[]>
  /** Passes a state by of which no frame is wanted; it still is the one before the next. @returns what waited for it */
  skip(state: WorldState): Promise<Frame[]>
  /** After the last state: the frames that still wait for a next one. */
  finish(): Promise<Frame[]>
  /** One picture of one sensor now, whether due or not (the live pane). */
  look(sensor: CameraSpec, state: WorldState, index: number): Promise<CameraFrame>
  /** As if nothing had been seen yet: what comes next need not follow on what came before. */
  forget(): void
  close(): void
}

export interface ObserverOptions {
  /** Ids of the sensors to use; left out: all. */
  readonly sensors?: readonly string[]
  /** Picture size instead of the sensors' own; the horizontal field of view stays. */
  readonly size?: { readonly width: number; readonly height: number }
  /** Quality of the cameras' pictures; left out: their own. */
  readonly quality?: Quality
}

/** The sensors of a run that these options choose. */
export const sensorsOf = (
  scenario: ConcreteScenario,
  { sensors: wanted, size, quality }: ObserverOptions,
): SensorSpec[] =>
  scenario.sensors
    .filter((s) => wanted?.includes(s.id) ?? true)
    .map((s): SensorSpec => (isCamera(s) ? { ...s, ...size, ...(quality && { quality }) } : s))

export const createObserver = async (
  scenario: ConcreteScenario,
  options: ObserverOptions = {},
): Promise<Observer> => {
  const sensors = sensorsOf(scenario, options)
  const stage = createStage(scenario)
  let eyes = createEyes(stage)
  const sights = sensors.filter(isDrawn)
  const cameras = sights.length > 0 ? await createCameraFrames(scenario, stage, sights) : null
  const drawn = (): CameraFrames => {
    if (cameras === null) throw new Error('there is no camera among the sensors of this observer')
    return cameras
  }
  /** The control step before the present state, and the last one that was passed. */
  let [before, step]: (WorldState | null)[] = [null, null]
  const pass = (state: WorldState): void => {
    before = step
    if (isControlStep(state)) step = state
  }

  return {
    driver: cameras?.driver ?? null,
    sensors,
    isDue: (tick) => sensors.some((s) => readingAt(s.rate, tick) !== null),
    look: (sensor, state, index) => drawn().look(sensor, state, index),
    async observe(state) {
      pass(state)
      const frames: Frame[] = []
      for (const sensor of sensors) {
        if (isCamera(sensor)) {
          frames.push(...(await drawn().observe(sensor, state)))
          continue
        }
        const index = readingAt(sensor.rate, state.tick)
        if (index === null) continue
        if (isDrawn(sensor)) frames.push(await drawn().events(sensor, state, index))
        else frames.push(frameOf(eyes, sensor, { state, index, before }))
      }
      return frames
    },
    async skip(state) {
      pass(state)
      const frames: Frame[] = []
      for (const sensor of sensors.filter(isCamera)) frames.push(...(await drawn().skip(sensor, state)))
      return frames
    },
    async finish() {
      const frames: Frame[] = []
      for (const sensor of sensors.filter(isCamera)) frames.push(...(await drawn().finish(sensor)))
      return frames
    },
    forget: () => {
      ;[before, step] = [null, null]
      eyes = createEyes(stage)
      cameras?.forget()
    },
    close: () => cameras?.close(),
  }
}

type BlindSpec = Extract<SensorSpec, { readonly kind: BlindKind }>

/** Whether a sensor sees by pictures, and so needs a renderer. */
export const isDrawn = (sensor: SensorSpec): sensor is Exclude<SensorSpec, BlindSpec> =>
  sensor.kind === 'camera' || sensor.kind === 'event-camera'

const frameOf = (eyes: Eyes, sensor: BlindSpec, glance: Glance): Frame => {
  // The table has for each kind the function that takes it, which no type can say of a kind not yet known.
  const eye = eyes[sensor.kind] as (sensor: BlindSpec, glance: Glance) => Frame
  return eye(sensor, glance)
}
