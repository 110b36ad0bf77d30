/** The spinning lidar: beams that each leave at their own time, and the receiver behind them. */
import type { LidarSpec } from '../../scenario/index.ts'
import { mountPose } from '../mounted.ts'
import type { Sensor } from '../sensor.ts'
import { CLEAR, listen, type Between } from './echoes.ts'
import type { LidarPoints } from './points.ts'
import type { LidarScan } from './scan.ts'

export interface LidarTruth {
  readonly scan: LidarScan
  readonly between: Between
}

export const lidar: Sensor<LidarSpec, LidarTruth, LidarPoints> = {
  kind: 'lidar',
  rate: (spec) => spec.rate,
  pose: mountPose,
  develop: (spec, { scan, between }, key) => listen(spec, scan, between, key),
}

/** The points of a device without noise in clear air: what labels are made of. */
export const clearPoints = (spec: LidarSpec, scan: LidarScan): LidarPoints => listen(spec, scan, CLEAR, null)
