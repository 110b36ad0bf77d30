/** Frames of cameras: drawn, labelled, developed. Needs a process with the driver's environment (ensureDrawingProcess). */
import { createFurtherLabels, labelCamera, OpticalFlow, type CameraFrame } from '../../labels/index.ts'
import type { Layer, Renderer } from '../../render/index.ts'
import type {
  CameraSpec,
  ConcreteScenario,
  EventCameraSpec,
  LabelKind,
  Quality,
} from '../../scenario/index.ts'
import { camera, cameraView, givenWithFaults, noPicture, readingAt } from '../../sensors/index.ts'
import { surroundingsOf, type WorldState } from '../../world/index.ts'
import { createEventFrames, type EventFrames } from './event-frames.ts'
import { exposed } from './exposures.ts'
import type { Stage } from './stage.ts'

/** Labels that need no more than which pixel shows what. */
const FLAT: readonly LabelKind[] = ['box2d', 'box3d', 'instance', 'semantic', 'panoptic', 'parts', 'normals']

/** What has to be read back for a sensor's labels. */
const layersOf = ({ labels }: CameraSpec): readonly Layer[] => [
  ...(labels.every((l) => FLAT.includes(l)) ? [] : (['depth'] as const)),
  ...(labels.includes('normals') ? (['normals'] as const) : []),
]

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

export interface CameraFrames {
  /** What draws. */
  readonly driver: string
  /** One picture now, whether due or not. */
  look(sensor: CameraSpec, state: WorldState, index: number): Promise<CameraFrame>
  /** The frames that are known once this state is: those that are due, or due one reading ago. */
  observe(sensor: CameraSpec, state: WorldState): Promise<CameraFrame[]>
  /** Passes a state by of which no frame is wanted. @returns the frame that waited for it. */
  skip(sensor: CameraSpec, state: WorldState): Promise<CameraFrame[]>
  /** The events of one reading that is due. */
  readonly events: EventFrames
  /** The frame that still waits for a next state. */
  finish(sensor: CameraSpec): Promise<CameraFrame[]>
  /** As if nothing had been seen yet. */
  forget(): void
  close(): void
}

/** @param drawn the sensors that pictures are drawn for, at least one */
export const createCameraFrames = async (
  scenario: ConcreteScenario,
  stage: Stage,
  drawn: readonly (CameraSpec | EventCameraSpec)[],
): Promise<CameraFrames> => {
  // Loaded only by who draws: Babylon takes a second of a command's start.
  const { createNodeRenderer } = await import('../../render/node/index.ts')
  /** One a quality: each has a world of its own. */
  const renderers = new Map<Quality, Promise<Renderer>>()
  const rendererOf = (quality: Quality = 'standard'): Promise<Renderer> => {
    const renderer = renderers.get(quality) ?? createNodeRenderer(scenario, { quality })
    renderers.set(quality, renderer)
    return renderer
  }
  const [first] = drawn
  const { driver } = await rendererOf(first.kind === 'camera' ? first.quality : undefined)
  const { shapes } = stage
  /** What each camera gave last: a frozen one gives it again. */
  const last = new Map<string, Uint8Array>()
  const waiting = new Map<string, Waiting>()
  const flow = new OpticalFlow(shapes)
  const labelFurther = createFurtherLabels(scenario, stage.road(), shapes)

  const look = async (
    sensor: CameraSpec,
    state: WorldState,
    index: number,
    { before, after } = ALONE,
  ): Promise<CameraFrame> => {
    const view = cameraView(sensor, state)
    const renderer = await rendererOf(sensor.quality)
    const raster = await renderer.draw(view, state, layersOf(sensor))
    const flowTo = (other: WorldState): Float32Array =>
      flow.between(raster, { view, state }, { view: cameraView(sensor, other), state: other })
    const frame = {
      ...labelFurther(labelCamera(raster, view, sensor, state, index, shapes)),
      ...(after === null ? {} : { flowForward: flowTo(after) }),
      ...(before === null ? {} : { flowBackward: flowTo(before) }),
    }
    const key = { seed: scenario.seed, index }
    const developed = camera.develop(sensor, await exposed(renderer, stage, sensor, view, state, raster), key)
    const { faults } = surroundingsOf(scenario, state)
    const lost = noPicture(raster.width, raster.height)
    const rgba = givenWithFaults(developed, faults, sensor.id, key, last.get(sensor.id) ?? null, lost)
    last.set(sensor.id, rgba)
    return { ...frame, rgba }
  }

  const wantsFlow = ({ labels }: CameraSpec): boolean => labels.includes('flow')
  const keep = (sensor: CameraSpec, state: WorldState, isWanted: boolean): boolean => {
    const index = readingAt(sensor.rate, state.tick)
    if (index === null) return false
    waiting.set(sensor.id, { state, index, isWanted, before: waiting.get(sensor.id)?.state ?? null })
    return true
  }
  /** Sets the reading on this tick waiting, if there is one, and gives that of before its frame. */
  const turn = async (sensor: CameraSpec, state: WorldState, isWanted: boolean): Promise<CameraFrame[]> => {
    const due = waiting.get(sensor.id)
    if (!keep(sensor, state, isWanted) || !due?.isWanted) return []
    return [await look(sensor, due.state, due.index, { before: due.before, after: state })]
  }

  return {
    driver,
    look: (sensor, state, index) => look(sensor, state, index),
    events: createEventFrames(() => rendererOf(), stage),
    async observe(sensor, state) {
      if (wantsFlow(sensor)) return turn(sensor, state, true)
      const index = readingAt(sensor.rate, state.tick)
      return index === null ? [] : [await look(sensor, state, index)]
    },
    skip: (sensor, state) => (wantsFlow(sensor) ? turn(sensor, state, false) : Promise.resolve([])),
    async finish(sensor) {
      const due = waiting.get(sensor.id)
      waiting.delete(sensor.id)
      return due?.isWanted ? [await look(sensor, due.state, due.index, { ...due, after: null })] : []
    },
    forget: () => {
      last.clear()
      waiting.clear()
    },
    close: () => {
      for (const renderer of renderers.values()) void renderer.then((r) => r.dispose())
    },
  }
}
