/** Labels of a picture beyond boxes, as raw files have them: keypoints, lanes, ground, traffic lights, motion. */
import type {
  CameraFrame,
  GroundLabels,
  KeypointLabel,
  LineLabel,
  ObjectTruth,
  TrafficLightLabel,
} from '../../labels/index.ts'
import { poseRecord, box3dRecord } from '../records.ts'

/** How an object moves, in the world and along the axes of the camera's carrier. */
export const motionRecord = ({ velocity, acceleration, angularVelocity, relative }: ObjectTruth) => ({
  velocity_mps: velocity,
  acceleration_mps2: acceleration,
  angular_velocity_radps: angularVelocity,
  in_carrier: {
    pose: poseRecord(relative.pose),
    velocity_mps: relative.velocity,
    acceleration_mps2: relative.acceleration,
    approach_mps: relative.approach,
  },
})

/** COCO's visibility: 0 not in the picture, 1 hidden, 2 to be seen. */
export const keypointRecord = ({ name, point, pixel, visibility }: KeypointLabel) => ({
  name,
  pixel_px: pixel,
  visibility,
  point_m: point,
})

/** Of each point [u, v, 1 if nothing stands before it, 1 if paint is to be seen there], and the same in the world. */
export const lineRecord = ({ road, lanes, marking, color, edge, points }: LineLabel) => ({
  ...{ road, right_lane: lanes[0], left_lane: lanes[1], marking, color, edge },
  image: points.map(({ pixel, visible, painted }) => [...pixel, Number(visible), Number(painted)]),
  world_m: points.map(({ point }) => point),
})

export const trafficLightRecord = (light: TrafficLightLabel) => ({
  ...{ signal: light.signal, shows: light.shows, facing: light.facing },
  visible_box_px: light.visible,
  visible_pixels: light.visiblePixels,
  amodal_box_px: light.amodal,
  box3d: box3dRecord(light.box3d),
  distance_m: light.distance,
})

/** The masks of the ground that a sensor asks for: name and values. */
export const groundMasks = (
  { drivable, lane, surface, patch }: GroundLabels,
  { labels }: CameraFrame['sensor'],
): readonly (readonly [string, Uint8Array | Uint16Array])[] => [
  ...(labels.includes('drivable')
    ? ([
        ['drivable', drivable],
        ['lane', lane],
      ] as const)
    : []),
  ...(labels.includes('surface')
    ? ([
        ['surface', surface],
        ['patch', patch],
      ] as const)
    : []),
]
