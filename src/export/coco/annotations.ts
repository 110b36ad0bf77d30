/** Pictures and annotations as COCO has them, with our own truth in further members. */
import {
  encodeRuns,
  maskRuns,
  type CameraFrame,
  type KeypointLabel,
  type ObjectLabel,
} from '../../labels/index.ts'
import type { Clip } from '../exporter.ts'
import { box3dRecord, calibrationRecord, categoryOf, looksRecord, xywh } from '../records.ts'

/** Unique over runs, so that data sets of several seeds can be poured together. */
const imageName = (frame: CameraFrame, clip: Clip): string =>
  `${clip.name}-${frame.sensor.id}-${String(frame.index).padStart(6, '0')}.jpg`

export const imageRecord = (frame: CameraFrame, clip: Clip) => ({
  file_name: imageName(frame, clip),
  width: frame.width,
  height: frame.height,
  clip: clip.name,
  split: clip.split,
  scenario: clip.scenario.name,
  seed: clip.scenario.seed,
  ...looksRecord(clip.scenario),
  sensor: frame.sensor.id,
  frame: frame.index,
  tick: frame.tick,
  time_s: frame.time,
  calibration: calibrationRecord(frame),
})

export const annotationRecord = (
  object: ObjectLabel,
  visible: NonNullable<ObjectLabel['visible']>,
  frame: CameraFrame,
) => ({
  category: categoryOf(object),
  bbox: xywh(visible),
  area: object.visiblePixels,
  segmentation: {
    size: [frame.height, frame.width],
    counts: encodeRuns(maskRuns(frame.instance, frame.width, frame.height, object.instance, visible)),
  },
  iscrowd: 0,
  amodal_bbox: xywh(object.amodal),
  occlusion: object.occlusion,
  truncation: object.truncation,
  track_id: object.instance,
  actor: object.actor,
  distance_m: object.distance,
  velocity_mps: object.velocity,
  box3d: box3dRecord(object.box3d),
})

/** What keypoint documents have over and above: x, y and visibility of each, all nought where it is not in the picture. */
export const keypointRecord = (points: readonly KeypointLabel[]) => ({
  keypoints: points.flatMap(({ pixel, visibility }) =>
    visibility === 0 || pixel === null ? [0, 0, 0] : [...pixel, visibility],
  ),
  num_keypoints: points.filter(({ pixel, visibility }) => visibility > 0 && pixel !== null).length,
})
