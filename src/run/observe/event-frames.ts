/** Frames of event cameras: pictures of the time since the last reading, and what changes between them. */
import { labelEvents, type EventCameraFrame } from '../../labels/index.ts'
import type { Renderer } from '../../render/index.ts'
import type { EventCameraSpec } from '../../scenario/index.ts'
import {
  availableAt,
  cameraView,
  eventCamera,
  extrapolate,
  flickerInstants,
  givenWithFaults,
  impaired,
  lightOf,
  luminanceOf,
  NO_EVENTS,
  onLens,
  soil,
} from '../../sensors/index.ts'
import { surroundingsOf, type WorldState } from '../../world/index.ts'
import type { Stage } from './stage.ts'

type Given = Pick<EventCameraFrame, 'events' | 'instance' | 'semantic'>
const NOTHING: Given = { events: NO_EVENTS, instance: new Uint16Array(0), semantic: new Uint8Array(0) }

/** What makes a reading of an event camera. */
export type EventFrames = (
  sensor: EventCameraSpec,
  state: WorldState,
  index: number,
) => Promise<EventCameraFrame>

export const createEventFrames = (rendererOf: () => Promise<Renderer>, { scenario }: Stage): EventFrames => {
  const { seed } = scenario
  /** What each gave last: a frozen one gives it again. */
  const last = new Map<string, Given>()
  return async (sensor, state, index) => {
    const { width, height } = sensor
    const { weather, faults } = surroundingsOf(scenario, state)
    const device = impaired(sensor, faults)
    const dirt = onLens(sensor, weather, state.time, faults)
    const instants = flickerInstants(Math.min(1 / sensor.rate, state.time))
    const renderer = await rendererOf()
    const lights: Float32Array[] = []
    const ids: Uint32Array[] = []
    for (const instant of instants) {
      const moment = instant === 0 ? state : extrapolate(state, instant)
      const raster = await renderer.draw(cameraView(device, moment), moment, [])
      const light = lightOf(raster)
      soil(light, width, height, dirt, seed, sensor.id)
      lights.push(luminanceOf(light))
      ids.push(raster.ids)
    }
    const key = { seed, index }
    const events = eventCamera.develop(device, { width, height, instants, lights }, key)
    const reading: Given = { events, ...labelEvents(events, width, instants, ids) }
    const given = givenWithFaults(reading, faults, sensor.id, key, last.get(sensor.id) ?? null, NOTHING)
    last.set(sensor.id, given)
    return {
      ...{ kind: sensor.kind, sensor, index, tick: state.tick, time: state.time, state, width, height },
      available: availableAt(sensor, state),
      view: cameraView(sensor, state),
      ...given,
    }
  }
}
