/**
 * From states to frames: every sensor that is due looks at the one snapshot, and its labels are made from the
 * very same. Needs a process with the driver's environment (ensureDrawingProcess).
 */
import { createFurtherLabels, labelCamera, OpticalFlow, type CameraFrame, type Frame } from '../labels/index.ts'
import type { Layer } from '../render/index.ts'
import { buildRoad } from '../road/index.ts'
import {
  isCamera,
  type CameraSpec,
  type ConcreteScenario,
  type LabelKind,
  type SensorSpec,
} from '../scenario/index.ts'
import { camera, cameraView, readingAt, withFaults } from '../sensors/index.ts'
import { actorShape, type Shape } from '../shape/index.ts'
import { surroundingsOf, type WorldState } from '../world/index.ts'

export interface Observer {
  /** What draws. */
  readonly driver: string
  readonly sensors: readonly SensorSpec[]
  /** True when some sensor reads on this tick. */
  readonly isDue: (tick: number) => boolean
  /**
   * The frames of all sensors that read on this state's tick. A camera with optical flow gives its frame one reading
   * later, when it is known where things went.
   */
  observe(state: WorldState): Promise<Frame[]>
  /** Passes a state by of which no frame is wanted; it still is the one before the next. */
  skip(state: WorldState): void
  /** After the last state: the frames that still wait for a next one. */
  finish(): Promise<Frame[]>
  /** One picture of one sensor now, whether due or not (the live pane). */
  look(sensor: CameraSpec, state: WorldState, index: number): Promise<CameraFrame>
  close(): void
}

export interface ObserverOptions {
  /** Ids of the sensors to use; left out: all. */
  readonly sensors?: readonly string[]
  /** Picture size instead of the sensors' own; the horizontal field of view stays. */
  readonly size?: { readonly width: number; readonly height: number }
}

/** Labels that need no more than which pixel shows what. */
const FLAT: readonly LabelKind[] = ['box2d', 'box3d', 'instance', 'semantic', 'panoptic', 'parts', 'normals']

/** What has to be read back for a sensor's labels. */
const layersOf = ({ labels }: CameraSpec): readonly Layer[] => [
  ...(labels.every((l) => FLAT.includes(l)) ? [] : (['depth'] as const)),
  ...(labels.includes('normals') ? (['normals'] as const) : []),
]

const wantsFlow = ({ labels }: CameraSpec): boolean => labels.includes('flow')

/** A reading of a camera with optical flow, until the next one is known. */
interface Waiting {
  readonly state: WorldState
  readonly index: number
  readonly before: WorldState | null
  readonly isWanted: boolean
}

/** A sensor's readings before and after one; null: there is none. */
interface Neighbours {
  readonly before: WorldState | null
  readonly after: WorldState | null
}
const ALONE: Neighbours = { before: null, after: null }

export const createObserver = async (
  scenario: ConcreteScenario,
  { sensors: wanted, size }: ObserverOptions = {},
): Promise<Observer> => {
  const sensors = scenario.sensors
    .filter((s) => wanted?.includes(s.id) ?? true)
    .map((s): SensorSpec => (size && isCamera(s) ? { ...s, ...size } : s))
  const shapes = new Map<string, Shape>(scenario.actors.map((a) => [a.id, actorShape(a, scenario.seed)]))
  // Loaded only by who draws: Babylon takes a second of a command's start.
  const { createNodeRenderer } = await import('../render/node/index.ts')
  const renderer = await createNodeRenderer(scenario)

  /** What each camera gave last: a frozen one gives it again. */
  const last = new Map<string, Uint8Array>()

  const waiting = new Map<string, Waiting>()
  const flow = new OpticalFlow(shapes)
  const labelFurther = createFurtherLabels(scenario, buildRoad(scenario.road, scenario.surface), shapes)

  const look = async (
    sensor: CameraSpec,
    state: WorldState,
    index: number,
    { before, after } = ALONE,
  ): Promise<CameraFrame> => {
    const view = cameraView(sensor, state)
    const raster = await renderer.draw(view, state, layersOf(sensor))
    const flowTo = (other: WorldState): Float32Array =>
      flow.between(raster, { view, state }, { view: cameraView(sensor, other), state: other })
    const frame = {
      ...labelFurther(labelCamera(raster, view, sensor, state, index, shapes)),
      ...(after === null ? {} : { flowForward: flowTo(after) }),
      ...(before === null ? {} : { flowBackward: flowTo(before) }),
    }
    const key = { seed: scenario.seed, index }
    const developed = { ...raster, rgba: camera.develop(sensor, raster, key) }
    const { faults } = surroundingsOf(scenario, state)
    const rgba = withFaults(developed, faults, sensor.id, key, last.get(sensor.id) ?? null)
    last.set(sensor.id, rgba)
    return { ...frame, rgba }
  }
  /** Sets the reading on this tick waiting, if there is one, and gives that of before its frame. */
  const turn = async (sensor: CameraSpec, state: WorldState): Promise<CameraFrame[]> => {
    const due = waiting.get(sensor.id)
    if (!keep(sensor, state, true) || !due?.isWanted) return []
    return [await look(sensor, due.state, due.index, { before: due.before, after: state })]
  }
  const keep = (sensor: CameraSpec, state: WorldState, isWanted: boolean): boolean => {
    const index = readingAt(sensor.rate, state.tick)
    if (index === null) return false
    waiting.set(sensor.id, { state, index, isWanted, before: waiting.get(sensor.id)?.state ?? null })
    return true
  }
  const flowing = sensors.filter(isCamera).filter(wantsFlow)

  return {
    driver: renderer.driver,
    sensors,
    isDue: (tick) => sensors.some((s) => readingAt(s.rate, tick) !== null),
    look: (sensor, state, index) => look(sensor, state, index),
    async observe(state) {
      const frames: Frame[] = []
      for (const sensor of sensors) {
        if (!isCamera(sensor)) continue
        if (flowing.includes(sensor)) {
          frames.push(...(await turn(sensor, state)))
          continue
        }
        const index = readingAt(sensor.rate, state.tick)
        if (index !== null) frames.push(await look(sensor, state, index))
      }
      return frames
    },
    skip(state) {
      for (const sensor of flowing) keep(sensor, state, false)
    },
    async finish() {
      const frames: Frame[] = []
      for (const sensor of flowing) {
        const due = waiting.get(sensor.id)
        if (due?.isWanted) frames.push(await look(sensor, due.state, due.index, { ...due, after: null }))
      }
      waiting.clear()
      return frames
    },
    close: () => renderer.dispose(),
  }
}
