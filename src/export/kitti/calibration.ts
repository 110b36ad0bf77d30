/** The calibration files of KITTI: how points get from one sensor's frame into another's, and into the pictures. */
import { compose, conjugate, inverseTransformPoint, rotate, type Pose, type Vec3 } from '../../math/index.ts'
import type { SensorSpec } from '../../scenario/index.ts'
import { intrinsicsOf, mountOf, OPTICAL } from '../optics.ts'
import type { Devices } from './devices.ts'

/** Row by row. */
export type Matrix = readonly number[]

export interface Calibration {
  /** 3 x 4: from the rectified frame of the left camera into each of the four pictures. */
  readonly projections: readonly [Matrix, Matrix, Matrix, Matrix]
  /** 3 x 3 */
  readonly rectification: Matrix
  /** 3 x 4 */
  readonly veloToCamera: Matrix
  readonly imuToVelo: Matrix
}

const BODY: Pose = { position: [0, 0, 0], orientation: [0, 0, 0, 1] }
const frameOf = (sensor: SensorSpec | null): Pose => (sensor === null ? BODY : mountOf(sensor))

/** The left camera's frame as KITTI has it, x right, y down, z ahead, in the body frame. */
const cameraFrame = ({ left }: Devices): Pose =>
  compose(mountOf(left), { position: [0, 0, 0], orientation: OPTICAL })

/** 3 x 4 matrix that takes points of one frame into another; both in the body frame. */
const fromTo = (from: Pose, to: Pose): Matrix => {
  const turned = (axis: Vec3): Vec3 => rotate(conjugate(to.orientation), rotate(from.orientation, axis))
  const [x, y, z] = [turned([1, 0, 0]), turned([0, 1, 0]), turned([0, 0, 1])]
  const at = inverseTransformPoint(to, from.position)
  return [0, 1, 2].flatMap((i) => [x[i], y[i], z[i], at[i]])
}

/**
 * The grey cameras stand where the coloured ones do. Without a lidar the body's frame is the laser scanner's; the
 * pictures are rectified as they are.
 */
export const calibrationOf = (devices: Devices): Calibration => {
  const { left, right, lidar, imu } = devices
  const { fx, fy, cx, cy } = intrinsicsOf(left)
  const [, toLeft] = inverseTransformPoint(mountOf(left), (right ?? left).mount.position)
  const projection = (baseline: number): Matrix => [fx, 0, cx, -fx * baseline, 0, fy, cy, 0, 0, 0, 1, 0]
  const [first, second] = [projection(0), projection(-toLeft)]
  return {
    projections: [first, second, first, second],
    rectification: [1, 0, 0, 0, 1, 0, 0, 0, 1],
    veloToCamera: fromTo(frameOf(lidar), cameraFrame(devices)),
    imuToVelo: fromTo(frameOf(imu), frameOf(lidar)),
  }
}

/** As KITTI writes them; no minus sign before a nought. */
const numbers = (matrix: Matrix): string => matrix.map((x) => (x + 0).toExponential(12)).join(' ')

const projectionLines = ({ projections }: Calibration): string =>
  projections.map((p, i) => `P${i}: ${numbers(p)}\n`).join('')

/** The file of one frame of the object benchmark. */
export const objectCalibration = (calibration: Calibration): string =>
  projectionLines(calibration) +
  `R0_rect: ${numbers(calibration.rectification)}\n` +
  `Tr_velo_to_cam: ${numbers(calibration.veloToCamera)}\n` +
  `Tr_imu_to_velo: ${numbers(calibration.imuToVelo)}\n`

/** The file of one sequence of the tracking benchmark, which has other names, and no colon behind them. */
export const trackingCalibration = (calibration: Calibration): string =>
  projectionLines(calibration) +
  `R_rect ${numbers(calibration.rectification)}\n` +
  `Tr_velo_cam ${numbers(calibration.veloToCamera)}\n` +
  `Tr_imu_velo ${numbers(calibration.imuToVelo)}\n`
