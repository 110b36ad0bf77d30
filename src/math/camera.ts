/**
 * The pinhole camera, once. Camera frame = body convention: x forward (optical axis), y left, z up.
 * Pixels: u right, v down, (0, 0) the outer corner of the top left pixel, so pixel centres lie at .5.
 */
import { inverseTransformPoint, type Pose } from './pose.ts'
import type { Vec3 } from './vec.ts'

export interface Pinhole {
  readonly width: number
  readonly height: number
  /** Focal lengths and principal point, px. */
  readonly fx: number
  readonly fy: number
  readonly cx: number
  readonly cy: number
}

/** A pinhole camera somewhere in the world. */
export interface CameraView {
  readonly pose: Pose
  readonly pinhole: Pinhole
  /** Nothing nearer or farther (along the optical axis, m) is drawn. */
  readonly near: number
  readonly far: number
}

/** Square pixels, principal point in the middle. `horizontalFov` in rad. */
export const pinholeFromFov = (width: number, height: number, horizontalFov: number): Pinhole => {
  const f = width / 2 / Math.tan(horizontalFov / 2)
  return { width, height, fx: f, fy: f, cx: width / 2, cy: height / 2 }
}

/** Projects a point of the camera frame: [u px, v px, depth along the optical axis m]. Depth <= 0: behind. */
export const projectLocal = (k: Pinhole, [x, y, z]: Vec3): Vec3 => [
  k.cx - (k.fx * y) / x,
  k.cy - (k.fy * z) / x,
  x,
]

/** Projects a world point: [u px, v px, depth m]. */
export const project = (view: CameraView, point: Vec3): Vec3 =>
  projectLocal(view.pinhole, inverseTransformPoint(view.pose, point))

/** The camera-frame point seen at (u, v) with this depth along the optical axis. */
export const unproject = (k: Pinhole, u: number, v: number, depth: number): Vec3 => [
  depth,
  ((k.cx - u) / k.fx) * depth,
  ((k.cy - v) / k.fy) * depth,
]
