/** A picture as raw files: the passes that its sensor asks for, and the labels. */
import type { CameraFrame, ObjectLabel } from '../../labels/index.ts'
import type { LabelKind } from '../../scenario/index.ts'
import { encodeGreyPng, encodeRgb16Png, encodeRgbPng } from '../codec.ts'
import { centimetres } from '../depth.ts'
import type { Clip } from '../exporter.ts'
import { toJson } from '../json-list.ts'
import { box3dRecord, calibrationRecord, looksRecord } from '../records.ts'
import { encodeLayer } from './clouds.ts'
import { frameFile, readingRecord, whoRecord, type FileOfFrame } from './frame-file.ts'
import { groundMasks, keypointRecord, lineRecord, motionRecord, trafficLightRecord } from './further.ts'
import { encodeFlo, panopticPicture, wideNormals } from './layers.ts'

/** Everything that a picture and its labels are written as: those passes that the sensor's `labels` name. */
export const pictureFiles = (frame: CameraFrame, scenario: Clip['scenario']): Promise<FileOfFrame>[] => {
  const { sensor, width, height, depth } = frame
  const wants = (kind: LabelKind): boolean => sensor.labels.includes(kind)
  const at = async (
    pass: string,
    ending: string,
    content: string | Uint8Array | Promise<Uint8Array>,
  ): Promise<FileOfFrame> => [frameFile(frame, pass, ending), await content]
  return [
    at('rgb', 'png', encodeRgbPng(frame.rgba, width, height)),
    ...(wants('depth')
      ? [
          at('depth', 'png', encodeGreyPng(centimetres(depth), width, height)),
          at('depth', 'npy', encodeLayer(depth, width, height)),
        ]
      : []),
    ...(wants('semantic') ? [at('semantic', 'png', encodeGreyPng(frame.semantic, width, height))] : []),
    ...(wants('instance') ? [at('instance', 'png', encodeGreyPng(frame.instance, width, height))] : []),
    ...(wants('panoptic')
      ? [at('panoptic', 'png', encodeRgbPng(panopticPicture(frame), width, height))]
      : []),
    ...(frame.part ? [at('parts', 'png', encodeGreyPng(frame.part, width, height))] : []),
    ...(frame.normals
      ? [at('normals', 'png', encodeRgb16Png(wideNormals(frame.normals), width, height))]
      : []),
    ...(['Forward', 'Backward'] as const).flatMap((way) => {
      const { [`flow${way}` as const]: flow } = frame
      return flow ? [at(`flow-${way.toLowerCase()}`, 'flo', encodeFlo(flow, width, height))] : []
    }),
    ...(frame.ground
      ? groundMasks(frame.ground, sensor).map(([name, mask]) =>
          at(name, 'png', encodeGreyPng(mask, width, height)),
        )
      : []),
    at('labels', 'json', toJson({ ...labelsRecord(frame, wants), ...looksRecord(scenario) })),
  ]
}

const labelsRecord = (frame: CameraFrame, wants: (kind: LabelKind) => boolean) => ({
  ...readingRecord(frame),
  width: frame.width,
  height: frame.height,
  calibration: calibrationRecord(frame),
  objects: frame.objects.map((object) => objectRecord(object, wants)),
  ...(frame.lines ? { lanes: frame.lines.map(lineRecord) } : {}),
  // What the numbers of the lane mask are, from 1.
  ...(frame.ground ? { lane_numbers: frame.ground.lanes } : {}),
  ...(frame.trafficLights ? { lights_in_view: frame.trafficLights.map(trafficLightRecord) } : {}),
  ...(frame.state.lights === undefined ? {} : { traffic_lights: frame.state.lights }),
})

const objectRecord = (object: ObjectLabel, wants: (kind: LabelKind) => boolean) => ({
  ...whoRecord(object),
  ...(wants('box2d')
    ? {
        visible_box_px: object.visible,
        visible_pixels: object.visiblePixels,
        amodal_box_px: object.amodal,
        occlusion: object.occlusion,
        truncation: object.truncation,
        visibility: object.visibility,
      }
    : {}),
  ...(wants('box3d') ? { box3d: box3dRecord(object.box3d) } : {}),
  distance_m: object.distance,
  ...motionRecord(object),
  ...(object.keypoints ? { keypoints: object.keypoints.map(keypointRecord) } : {}),
})
