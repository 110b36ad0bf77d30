/** Which of a scenario's sensors take the places of KITTI's recording platform. */
import { inverseTransformPoint } from '../../math/index.ts'
import type { CameraSpec, ImuSpec, LidarSpec, SensorSpec } from '../../scenario/index.ts'
import { isStraight, mountOf } from '../optics.ts'

export interface Devices {
  /** image_2: its frame is the reference camera's too. */
  readonly left: CameraSpec
  /** image_3: a camera that differs from the left one only by standing to its right; null: there is none. */
  readonly right: CameraSpec | null
  readonly lidar: LidarSpec | null
  /** null: there is none, and the body's own frame stands for it. */
  readonly imu: ImuSpec | null
}

/** Names of a rig's sensors that make up the platform. */
export const KITTI_RIG = ['left', 'right', 'lidar-roof', 'imu-body'] as const

/**
 * The first stereo pair of the sensors, or else the first camera that does not bend straight lines; with it lidar and
 * inertial unit of the same carrier. null: there is no such camera.
 */
export const devicesOf = (sensors: readonly SensorSpec[]): Devices | null => {
  const cameras = sensors.filter(isStraight)
  const pairs = cameras.flatMap((left) =>
    cameras.flatMap((right) => (isPair(left, right) ? [{ left, right }] : [])),
  )
  const pair = pairs.at(0) ?? (cameras.length > 0 ? { left: cameras[0], right: null } : null)
  if (pair === null) return null
  const carried = sensors.filter(({ actor }) => actor === pair.left.actor)
  return {
    ...pair,
    lidar: carried.find((s) => s.kind === 'lidar') ?? null,
    imu: carried.find((s) => s.kind === 'imu') ?? null,
  }
}

/** Of one rectified pair: pictures whose lines are each other's epipolar lines. */
const isPair = (left: CameraSpec, right: CameraSpec): boolean => {
  const [a, b] = [left.mount, right.mount]
  return (
    left.actor === right.actor &&
    left.rate === right.rate &&
    left.width === right.width &&
    left.height === right.height &&
    left.horizontalFov === right.horizontalFov &&
    a.yaw === b.yaw &&
    a.pitch === b.pitch &&
    a.roll === b.roll &&
    isBeside(left, right)
  )
}

/** How far a right camera may stand before or above the left one, m. */
const ALIGNED = 1e-6

const isBeside = (left: CameraSpec, right: CameraSpec): boolean => {
  const [ahead, toLeft, above] = inverseTransformPoint(mountOf(left), right.mount.position)
  return toLeft < 0 && Math.abs(ahead) < ALIGNED && Math.abs(above) < ALIGNED
}
