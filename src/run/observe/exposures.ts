/** What reaches a camera while its shutter is open: the reading's own picture, and others of the moments round it. */
import type { CameraView } from '../../math/index.ts'
import type { Raster, Renderer } from '../../render/index.ts'
import type { CameraSpec } from '../../scenario/index.ts'
import {
  cameraView,
  extrapolate,
  faultLevel,
  gather,
  glareIn,
  impaired,
  instantsOf,
  lightOf,
  onLens,
  shutterOf,
  type CameraTruth,
} from '../../sensors/index.ts'
import { shownWeather, surroundingsOf, type WorldState } from '../../world/index.ts'
import type { Stage } from './stage.ts'

/**
 * Draws what the shutter wants beside the reading's own picture: nothing unless exposure or line time are set.
 * @param raster drawn of `view` and `state`
 */
export const exposed = async (
  renderer: Renderer,
  { scenario, shapes }: Stage,
  sensor: CameraSpec,
  view: CameraView,
  state: WorldState,
  raster: Raster,
): Promise<CameraTruth> => {
  const { weather: given, faults } = surroundingsOf(scenario, state)
  const weather = shownWeather(scenario, given)
  // Out of its mount it sees something else than its labels say.
  const device = impaired(sensor, faults)
  const isMoved = device.mount !== sensor.mount
  const drawn = (moment: WorldState): Promise<Raster> => renderer.draw(cameraView(device, moment), moment, [])
  const { width, height, rgba, ids } = isMoved ? await drawn(state) : raster
  const seen = isMoved ? cameraView(device, state) : view
  const truth: CameraTruth = {
    ...{ width, height, rgba, ids, view: seen, weather },
    glare: sensor.scatter === undefined ? [] : glareIn(seen, state, weather, shapes, ids),
    onLens: onLens(sensor, weather, state.time, faults),
    noise: Math.max(1, faultLevel(faults, sensor.id, 'noise')),
  }
  const shutter = shutterOf(sensor, weather)
  if (shutter === null) return truth
  const instants = instantsOf(shutter, height)
  if (instants.length === 1) return truth
  const lights: Float32Array[] = []
  for (const instant of instants) {
    lights.push(lightOf(instant === 0 ? truth : await drawn(extrapolate(state, instant))))
  }
  return { ...truth, light: gather(shutter, width, height, instants, lights) }
}
