/** The camera: a pinhole on a vehicle, and the image sensor behind it. */
import { compose, pinholeFromFov, quatFromEuler, type CameraView } from '../../math/index.ts'
import type { CameraSpec } from '../../scenario/index.ts'
import type { WorldState } from '../../world/index.ts'
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
  pose: (spec, state) => {
    const carrier = state.actors.find((a) => a.id === spec.actor)
    if (!carrier)
      throw new RangeError(`camera '${spec.id}' is mounted on '${spec.actor}', which is not in the world`)
    return compose(carrier, { position: spec.mount.position, orientation: quatFromEuler(spec.mount) })
  },
  develop: (spec, truth, key) => expose(truth, AUTOMOTIVE_CMOS, spec.id, key),
}

/** The camera as it stands in the world at this instant: what the renderer draws and labels project with. */
export const cameraView = (spec: CameraSpec, state: WorldState): CameraView => ({
  pose: camera.pose(spec, state),
  pinhole: pinholeFromFov(spec.width, spec.height, spec.horizontalFov),
  near: NEAR,
  far: FAR,
})
