/** Sensors as OpenLABEL's streams, and where everything hangs. A camera's axes are x right, y down, z ahead. */
import { quatFromEuler, quatMultiply, type Pinhole, type Pose } from '../../math/index.ts'
import { isCamera, type ConcreteScenario, type SensorSpec } from '../../scenario/index.ts'
import type { Clip } from '../exporter.ts'
import { OPTICAL } from '../optics.ts'

/** What only frames know of a camera: its lens. */
export interface Calibrated {
  readonly sensor: string
  readonly pinhole: Pinhole
}

export const isStream = ({ kind }: SensorSpec): boolean =>
  kind === 'camera' || kind === 'lidar' || kind === 'radar'

export const WORLD = 'world'

export const transformData = ({ position, orientation }: Pose) => ({
  quaternion: orientation,
  translation: position,
})

/** A sensor's pose with the axes that its stream has. */
export const streamPose = (kind: SensorSpec['kind'], pose: Pose): Pose =>
  kind === 'camera' ? { ...pose, orientation: quatMultiply(pose.orientation, OPTICAL) } : pose

/** world <- carrier <- sensor. Where a carrier is, and a sensor that has been knocked, frames say. */
export const coordinateSystems = ({ sensors }: ConcreteScenario) => {
  const streams = sensors.filter(isStream)
  const carriers = [...new Set(streams.map(({ actor }) => actor))]
  const still = { quaternion: [0, 0, 0, 1], translation: [0, 0, 0] }
  return {
    [WORLD]: { type: 'scene_cs', parent: '', children: carriers },
    ...Object.fromEntries(
      carriers.map((actor) => [
        actor,
        {
          ...{ type: 'local_cs', parent: WORLD, pose_wrt_parent: still },
          children: streams.filter((s) => s.actor === actor).map(({ id }) => id),
        },
      ]),
    ),
    ...Object.fromEntries(
      streams.map(({ id, actor, kind, mount }) => [
        id,
        {
          ...{ type: 'sensor_cs', parent: actor, children: [] },
          pose_wrt_parent: transformData(
            streamPose(kind, { position: mount.position, orientation: quatFromEuler(mount) }),
          ),
        },
      ]),
    ),
  }
}

/** @param images where the run's pictures are, from the file that tells it */
export const streamsOf = (
  { scenario }: Clip,
  cameras: ReadonlyMap<string, Calibrated>,
  images: string,
): object =>
  Object.fromEntries(
    scenario.sensors.filter(isStream).map((sensor) => {
      const known = cameras.get(sensor.id)
      return [
        sensor.id,
        {
          type: sensor.kind,
          ...(isCamera(sensor) ? { uri: `${images}/${sensor.id}/` } : {}),
          stream_properties: {
            rate_hz: sensor.rate,
            ...(known && isCamera(sensor) ? intrinsics(known.pinhole, sensor) : {}),
          },
        },
      ]
    }),
  )

const intrinsics = (
  { fx, fy, cx, cy, lens }: Pinhole,
  { width, height }: { width: number; height: number },
) => {
  const size = { width_px: width, height_px: height }
  const camera_matrix = [fx, 0, cx, 0, 0, fy, cy, 0, 0, 0, 1, 0]
  if (lens?.kind === 'fisheye')
    return {
      intrinsics_fisheye: {
        ...size,
        ...{ center_x_px: cx, center_y_px: cy, focal_length_x: fx, focal_length_y: fy },
        lens_coeffs: [lens.k1, lens.k2, lens.k3, lens.k4],
      },
    }
  return {
    intrinsics_pinhole: {
      ...size,
      camera_matrix,
      distortion_coeffs:
        lens?.kind === 'brown-conrady' ? [lens.k1, lens.k2, lens.p1, lens.p2, lens.k3] : [0, 0, 0, 0, 0],
    },
  }
}
