/** The camera: a lens on a vehicle, and the image sensor behind it. */
import { pinholeFromFov, type CameraView } from '../../math/index.ts'
import type { CameraSpec, EventCameraSpec } from '../../scenario/index.ts'
import type { WorldState } from '../../world/index.ts'
import { mountPose } from '../mounted.ts'
import type { Sensor } from '../sensor.ts'
import { AUTOMOTIVE_CMOS, expose } from './noise.ts'

/** A picture without noise: RGBA, sRGB-encoded, 4 bytes a pixel, row 0 on top. */
export interface Picture {
  readonly width: number
  readonly height: number
  readonly rgba: Uint8Array
}

/** Nothing nearer is drawn: a lens behind the windscreen must not see its own car's bonnet cut open. */
const NEAR = 0.1
const FAR = 2000

export const camera: Sensor<CameraSpec, Picture, Uint8Array> = {
  kind: 'camera',
  rate: (spec) => spec.rate,
  pose: mountPose,
  develop: (spec, truth, key) => expose(truth, AUTOMOTIVE_CMOS, spec.id, key),
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
