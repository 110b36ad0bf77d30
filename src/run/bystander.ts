/** A camera that somebody beside the road holds: upright, an ideal pinhole, not of any scenario. */
import { pinholeFromFov, quatFromEuler, type CameraView, type Vec3 } from '../math/index.ts'

export interface PictureSize {
  readonly width: number
  readonly height: number
}

/** m; a bystander sees as far as there is land. */
const NEAR = 0.1
const FAR = 3000

/** From `eye` towards `at` (world, m), without roll. @param fov horizontal, rad */
export const bystanderView = (
  eye: Vec3,
  at: Vec3,
  fov: number,
  { width, height }: PictureSize,
): CameraView => {
  const [dx, dy, dz] = [at[0] - eye[0], at[1] - eye[1], at[2] - eye[2]]
  return {
    pose: {
      position: eye,
      orientation: quatFromEuler({
        yaw: Math.atan2(dy, dx),
        pitch: Math.atan2(-dz, Math.hypot(dx, dy)),
        roll: 0,
      }),
    },
    pinhole: pinholeFromFov(width, height, fov),
    near: NEAR,
    far: FAR,
  }
}
