/** How calibrations, labels and events read in files: units in the names, frames stated. Shared by formats. */
import { depthKindOf, type Pose, type Vec3 } from '../math/index.ts'
import type { Box2d, Box3d, CameraFrame, ObjectTruth } from '../labels/index.ts'
import type { ConcreteScenario, SensorSpec } from '../scenario/index.ts'
import type { WorldEvent } from '../world/index.ts'
import { mountOf } from './optics.ts'

/** Said once in every data set that holds poses. */
export const CONVENTIONS = {
  world: 'right-handed, x east, y north, z up, metres',
  body: 'ISO 8855: x forward, y left, z up; origin on the ground under the rear axle',
  camera: 'x along the optical axis, y left, z up; pixel (0, 0) is the outer corner of the top left pixel',
  projection:
    'u = cx - fx y / x, v = cy - fy z / x, for a point (x, y, z) of the camera frame; with a distortion: as OpenCV, whose frame is (-y, -z, x)',
  quaternion: '[x, y, z, w], child frame to parent frame',
} as const

/** What an object is called in the data set. */
export const categoryOf = ({ category, semantic }: Pick<ObjectTruth, 'category' | 'semantic'>): string =>
  category ?? semantic

/** [left, top, right, bottom) -> COCO's [x, y, width, height]. */
export const xywh = ([left, top, right, bottom]: Box2d): readonly [number, number, number, number] => [
  left,
  top,
  right - left,
  bottom - top,
]

export const poseRecord = (pose: Pose): { position_m: Vec3; orientation_xyzw: Pose['orientation'] } => ({
  position_m: pose.position,
  orientation_xyzw: pose.orientation,
})

/** Where a sensor sits on its vehicle, how often it reads, and its picture's size if it has one. */
export const mountRecord = (sensor: SensorSpec) => ({
  ...{ id: sensor.id, kind: sensor.kind, actor: sensor.actor },
  ...('width' in sensor ? { width: sensor.width, height: sensor.height } : {}),
  rate_hz: sensor.rate,
  latency_s: sensor.latency,
  sensor_to_body: poseRecord(mountOf(sensor)),
})

/**
 * A frame's camera: 3 x 3 intrinsic matrix, row by row, its lens's coefficients where it bends (as OpenCV has
 * them), and the camera's pose in the world at that instant.
 */
export const calibrationRecord = ({ view }: CameraFrame) => {
  const { fx, fy, cx, cy, lens } = view.pinhole
  return {
    model: lens?.kind ?? 'pinhole',
    ...(lens === undefined ? {} : { distortion: lens, depth: depthKindOf(view.pinhole) }),
    intrinsic: [
      [fx, 0, cx],
      [0, fy, cy],
      [0, 0, 1],
    ],
    camera_to_world: poseRecord(view.pose),
  }
}

export const box3dRecord = (box: Box3d) => ({
  center_m: box.center,
  size_m: box.size,
  orientation_xyzw: box.orientation,
})

/** One sentence for a log. */
export const eventSentence = (event: WorldEvent, scenario: ConcreteScenario): string => {
  switch (event.kind) {
    case 'collision':
      return `${event.actors.join(' and ')} collide, closing at ${event.closingSpeed.toFixed(1)} m/s`
    case 'phase':
      return `phase '${event.phase}' begins`
    case 'expectation':
      // 'eventually' can only come true in the middle of a run, the other rules can only be broken.
      return scenario.expect.some((e) => e.id === event.expectation && e.rule === 'eventually')
        ? `expectation '${event.expectation}' is met`
        : `expectation '${event.expectation}' is broken`
    case 'skid-start':
      return `${event.actors[0]} begins to skid`
    case 'skid-end':
      return `${event.actors[0]} grips again`
    case 'aeb':
      return `${event.actors[0]}: automatic emergency braking`
    case 'off-road':
      return `${event.actors[0]} leaves the road`
  }
}

/** What `randomise` chose, for the record of each frame; nothing where it chose nothing. */
export const looksRecord = ({ looks }: Pick<ConcreteScenario, 'looks'>) =>
  looks === undefined ? {} : { looks }
