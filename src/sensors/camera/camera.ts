/** The camera: a lens on a vehicle, and the image sensor behind it. */
import { pinholeFromFov, type CameraView } from '../../math/index.ts'
import type { CameraSpec, EventCameraSpec, Weather } from '../../scenario/index.ts'
import type { WorldState } from '../../world/index.ts'
import { mountPose } from '../mounted.ts'
import type { Sensor } from '../sensor.ts'
import { bloom } from './bloom.ts'
import { exposureOf, exposureTime, whiteLuminance } from './exposure.ts'
import { veil, type Glare } from './glare.ts'
import { lightOf, type Picture } from './light.ts'
import { AUTOMOTIVE_CMOS, expose } from './noise.ts'
import type { Shutter } from './shutter.ts'
import { soil, type OnLens } from './soiling.ts'

/** What reaches a camera. */
export interface CameraTruth extends Picture {
  /** What its shutter lets in, 3 a pixel; left out: the picture's own light. Not changed. */
  readonly light?: Float32Array
  /** packId() of each pixel; empty: which of them are lamps is not known. */
  readonly ids: Uint32Array
  readonly view: CameraView
  readonly weather: Weather
  readonly glare: readonly Glare[]
  readonly onLens: OnLens
  /** Factor on the noise of the image sensor. */
  readonly noise: number
}

/** Nothing nearer is drawn: a lens behind the windscreen must not see its own car's bonnet cut open. */
const NEAR = 0.1
const FAR = 2000

export const camera: Sensor<CameraSpec, CameraTruth, Uint8Array> = {
  kind: 'camera',
  rate: (spec) => spec.rate,
  pose: mountPose,
  develop: (spec, truth, key) => {
    const { width, height, view, ids, weather, glare, onLens, noise } = truth
    const chip = spec.imageSensor ?? AUTOMOTIVE_CMOS
    const white = whiteLuminance(weather)
    const light = roomFor(3 * width * height)
    if (truth.light === undefined) lightOf(truth, light)
    else light.set(truth.light)
    if (spec.scatter !== undefined) {
      bloom(light, width, height, spec.scatter.bloom, ids, white)
      veil(light, view, spec.scatter.veil, glare, white)
    }
    soil(light, width, height, onLens, key.seed, spec.id)
    const exposure = { ...exposureOf(spec, chip, white, light), noise }
    return expose(light, width, height, chip, exposure, spec.id, key)
  },
}

/** Of the last picture: at 30 MB a picture of two million pixels, memory of its own for each would be let go too late. */
let room = new Float32Array(0)

const roomFor = (numbers: number): Float32Array => {
  if (room.length !== numbers) room = new Float32Array(numbers)
  return room
}

/** How long a camera takes to take a picture in this weather; null: its spec asks for no more than an instant. */
export const shutterOf = (spec: CameraSpec, weather: Weather): Shutter | null => {
  if (spec.exposure === undefined && spec.lineTime === undefined) return null
  const time = exposureTime(spec, spec.imageSensor ?? AUTOMOTIVE_CMOS, whiteLuminance(weather))
  return { time, lineTime: spec.lineTime ?? 0 }
}

/** The camera as it stands in the world at this instant: what the renderer draws and labels project with. */
export const cameraView = (spec: CameraSpec | EventCameraSpec, state: WorldState): CameraView => ({
  pose: mountPose(spec, state),
  pinhole: pinholeFromFov(
    spec.width,
    spec.height,
    spec.horizontalFov,
    spec.lens?.kind === 'pinhole' ? undefined : spec.lens,
  ),
  near: NEAR,
  far: FAR,
})
