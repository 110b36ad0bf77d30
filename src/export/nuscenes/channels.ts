/** A scenario's sensors as channels of nuScenes. */
import { compose, quatFromYaw, type Pose, type Quat } from '../../math/index.ts'
import type { CameraSpec, LidarSpec, RadarSpec, SensorSpec } from '../../scenario/index.ts'
import { TICKS_PER_SECOND } from '../../world/index.ts'
import { intrinsicsOf, isStraight, mountOf, OPTICAL } from '../optics.ts'

export type Modality = 'camera' | 'lidar' | 'radar'

export interface Channel {
  readonly name: string
  readonly modality: Modality
  readonly sensor: CameraSpec | LidarSpec | RadarSpec
}

/** Names of a rig's sensors that nuScenes has. */
export const NUSCENES_RIG: readonly string[] = [
  ...['front', 'front-left', 'front-right', 'back', 'back-left', 'back-right'],
  'lidar-roof',
  ...['front', 'front-left', 'front-right', 'back-left', 'back-right'].map((place) => `radar-${place}`),
]

/**
 * Cameras that keep lines straight, lidars and radars of who carries the first sensor. A channel has its sensor's name
 * (CAM_FRONT_LEFT, RADAR_BACK_RIGHT); the first lidar is LIDAR_TOP, by which everything is dated and annotated.
 */
export const channelsOf = (sensors: readonly SensorSpec[]): Channel[] => {
  const carried = sensors.filter(({ actor }) => actor === sensors[0].actor)
  const first = carried.find((s) => s.kind === 'lidar')
  return carried.flatMap((sensor): Channel[] => {
    if (isStraight(sensor)) return [{ name: `CAM_${spelt(sensor.name)}`, modality: 'camera', sensor }]
    if (sensor.kind === 'lidar')
      return [{ name: sensor === first ? 'LIDAR_TOP' : spelt(sensor.name), modality: 'lidar', sensor }]
    return sensor.kind === 'radar' ? [{ name: spelt(sensor.name), modality: 'radar', sensor }] : []
  })
}

const spelt = (name: string): string => name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')

/** The channel whose readings are the samples: the first lidar, or the first camera where there is none. */
export const referenceOf = (channels: readonly Channel[]): Channel | null =>
  channels.find(({ modality }) => modality === 'lidar') ?? channels.find(isCameraChannel) ?? null

const isCameraChannel = ({ modality }: Channel): boolean => modality === 'camera'

/** Samples a second. */
const KEYFRAMES = 2

/**
 * Whether the reference's reading of this number is a sample: the first that is taken, and from there on the first of
 * every half second.
 * @param from tick of the clip's beginning
 */
export const isKeyframe = ({ rate }: SensorSpec, index: number, from: number): boolean => {
  const n = index - Math.ceil((from * rate) / TICKS_PER_SECOND - 1e-6)
  const half = (i: number): number => Math.floor((i * KEYFRAMES) / rate + 1e-9)
  return n === 0 || half(n) > half(n - 1)
}

/** nuScenes' lidar looks along its y axis: its frame -> ours. */
const LIDAR: Quat = quatFromYaw(-Math.PI / 2)
const FRAMES: Readonly<Record<Modality, Quat>> = { camera: OPTICAL, lidar: LIDAR, radar: [0, 0, 0, 1] }

/** Where a channel's frame is in the body frame, axes as nuScenes has them. */
export const frameOf = ({ sensor, modality }: Channel): Pose =>
  compose(mountOf(sensor), { position: [0, 0, 0], orientation: FRAMES[modality] })

/** 3 x 3, empty for what is no camera. */
export const intrinsicOf = ({ sensor }: Channel): number[][] => {
  if (sensor.kind !== 'camera') return []
  const { fx, fy, cx, cy } = intrinsicsOf(sensor)
  return [
    [fx, 0, cx],
    [0, fy, cy],
    [0, 0, 1],
  ]
}
