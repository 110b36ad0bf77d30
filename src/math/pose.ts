/**
 * Orientation and pose. Angles follow ISO 8855: yaw about z (up), then pitch about y (left; positive =
 * nose down), then roll about x (forward; positive = right side down), intrinsic z-y'-x''. Radians.
 */
import { add, sub, type Vec3 } from './vec.ts'

/** Unit quaternion [x, y, z, w] (scalar last, as cannon-es, ROS and foxglove; nuScenes wants w first). */
export type Quat = readonly [number, number, number, number]

export const IDENTITY: Quat = [0, 0, 0, 1]

/** A rigid transform: `position` of the child's origin in the parent, `orientation` child -> parent. */
export interface Pose {
  readonly position: Vec3
  readonly orientation: Quat
}

/** Yaw, pitch, roll in radians (ISO 8855). */
export interface Euler {
  readonly yaw: number
  readonly pitch: number
  readonly roll: number
}

export const quatFromEuler = ({ yaw, pitch, roll }: Euler): Quat => {
  const cy = Math.cos(yaw / 2)
  const sy = Math.sin(yaw / 2)
  const cp = Math.cos(pitch / 2)
  const sp = Math.sin(pitch / 2)
  const cr = Math.cos(roll / 2)
  const sr = Math.sin(roll / 2)
  return [
    sr * cp * cy - cr * sp * sy,
    cr * sp * cy + sr * cp * sy,
    cr * cp * sy - sr * sp * cy,
    cr * cp * cy + sr * sp * sy,
  ]
}

export const quatFromYaw = (yaw: number): Quat => [0, 0, Math.sin(yaw / 2), Math.cos(yaw / 2)]

export const eulerFromQuat = ([x, y, z, w]: Quat): Euler => ({
  yaw: Math.atan2(2 * (w * z + x * y), 1 - 2 * (y * y + z * z)),
  pitch: Math.asin(Math.max(-1, Math.min(1, 2 * (w * y - z * x)))),
  roll: Math.atan2(2 * (w * x + y * z), 1 - 2 * (x * x + y * y)),
})

export const yawOf = ([x, y, z, w]: Quat): number => Math.atan2(2 * (w * z + x * y), 1 - 2 * (y * y + z * z))

/** Hamilton product: the rotation that applies `b` first, then `a`. */
export const quatMultiply = (a: Quat, b: Quat): Quat => [
  a[3] * b[0] + a[0] * b[3] + a[1] * b[2] - a[2] * b[1],
  a[3] * b[1] - a[0] * b[2] + a[1] * b[3] + a[2] * b[0],
  a[3] * b[2] + a[0] * b[1] - a[1] * b[0] + a[2] * b[3],
  a[3] * b[3] - a[0] * b[0] - a[1] * b[1] - a[2] * b[2],
]

export const conjugate = (q: Quat): Quat => [-q[0], -q[1], -q[2], q[3]]

/** Rotates `v` by `q`. */
export const rotate = (q: Quat, v: Vec3): Vec3 => {
  const [x, y, z, w] = q
  const tx = 2 * (y * v[2] - z * v[1])
  const ty = 2 * (z * v[0] - x * v[2])
  const tz = 2 * (x * v[1] - y * v[0])
  return [v[0] + w * tx + y * tz - z * ty, v[1] + w * ty + z * tx - x * tz, v[2] + w * tz + x * ty - y * tx]
}

/** Child coordinates -> parent coordinates. */
export const transformPoint = (pose: Pose, p: Vec3): Vec3 => add(pose.position, rotate(pose.orientation, p))

/** Parent coordinates -> child coordinates. */
export const inverseTransformPoint = (pose: Pose, p: Vec3): Vec3 =>
  rotate(conjugate(pose.orientation), sub(p, pose.position))

/** The pose of `child` (given in `parent`'s frame) in the frame that `parent` is given in. */
export const compose = (parent: Pose, child: Pose): Pose => ({
  position: transformPoint(parent, child.position),
  orientation: quatMultiply(parent.orientation, child.orientation),
})

/** Angle folded into (-pi, pi]. */
export const wrapAngle = (a: number): number => {
  const r = a - 2 * Math.PI * Math.floor((a + Math.PI) / (2 * Math.PI))
  return r <= -Math.PI ? Math.PI : r
}
