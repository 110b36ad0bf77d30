/**
 * From states to frames: every sensor that is due looks at the one snapshot, and its labels are made from the
 * very same. Needs a process with the driver's environment (ensureDrawingProcess).
 */
import { labelCamera, type CameraFrame, type Frame } from '../labels/index.ts'
import { isCamera, type CameraSpec, type ConcreteScenario, type SensorSpec } from '../scenario/index.ts'
import { camera, cameraView, readingAt, withFaults } from '../sensors/index.ts'
import { actorShape, type Shape } from '../shape/index.ts'
import { surroundingsOf, type WorldState } from '../world/index.ts'

export interface Observer {
  /** What draws. */
  readonly driver: string
  readonly sensors: readonly SensorSpec[]
  /** True when some sensor reads on this tick. */
  readonly isDue: (tick: number) => boolean
  /** The frames of all sensors that read on this state's tick. */
  observe(state: WorldState): Promise<Frame[]>
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

  const look = async (sensor: CameraSpec, state: WorldState, index: number): Promise<CameraFrame> => {
    const view = cameraView(sensor, state)
    const raster = await renderer.draw(view, state)
    const frame = labelCamera(raster, view, sensor, state, index, shapes)
    const key = { seed: scenario.seed, index }
    const developed = { ...raster, rgba: camera.develop(sensor, raster, key) }
    const { faults } = surroundingsOf(scenario, state)
    const rgba = withFaults(developed, faults, sensor.id, key, last.get(sensor.id) ?? null)
    last.set(sensor.id, rgba)
    return { ...frame, rgba }
  }
  return {
    driver: renderer.driver,
    sensors,
    isDue: (tick) => sensors.some((s) => readingAt(s.rate, tick) !== null),
    look,
    async observe(state) {
      const frames: Frame[] = []
      for (const sensor of sensors) {
        if (!isCamera(sensor)) continue
        const index = readingAt(sensor.rate, state.tick)
        if (index !== null) frames.push(await look(sensor, state, index))
      }
      return frames
    },
    close: () => renderer.dispose(),
  }
}
