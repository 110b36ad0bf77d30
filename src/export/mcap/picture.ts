/** A camera frame as messages: picture, calibration, and boxes drawn over it. */
import {
  PointsAnnotationType,
  type CameraCalibration,
  type CompressedImage,
  type ImageAnnotations,
  type KeyValuePair,
  type Point2,
  type PointsAnnotation,
  type Time,
} from '@foxglove/schemas'
import type { Lens } from '../../math/index.ts'
import { projectEdges, type Box2d, type CameraFrame, type ObjectLabel } from '../../labels/index.ts'
import { encodeJpeg } from '../codec.ts'
import { colorOfTrack } from './primitives.ts'
import { opticalFrame } from './transforms.ts'

const JPEG_QUALITY = 90
const THICKNESS = 2

/** In JSON, bytes are base64. */
export type JsonImage = Omit<CompressedImage, 'data'> & { data: string }

export const imageMessage = async (frame: CameraFrame, time: Time): Promise<JsonImage> => {
  const jpeg = await encodeJpeg(frame.rgba, frame.width, frame.height, JPEG_QUALITY)
  return {
    timestamp: time,
    frame_id: opticalFrame(frame.sensor),
    data: Buffer.from(jpeg).toString('base64'),
    format: 'jpeg',
  }
}

export const calibrationMessage = (frame: CameraFrame, time: Time): CameraCalibration => {
  const { width, height, fx, fy, cx, cy, lens } = frame.view.pinhole
  return {
    timestamp: time,
    frame_id: opticalFrame(frame.sensor),
    width,
    height,
    ...distortionOf(lens),
    K: [fx, 0, cx, 0, fy, cy, 0, 0, 1],
    R: [1, 0, 0, 0, 1, 0, 0, 0, 1],
    P: [fx, 0, cx, 0, 0, fy, cy, 0, 0, 0, 1, 0],
  }
}

/** As ROS and Foxglove name them, coefficients in OpenCV's order. */
const distortionOf = (lens: Lens | undefined): Pick<CameraCalibration, 'distortion_model' | 'D'> => {
  if (lens === undefined) return { distortion_model: 'plumb_bob', D: [0, 0, 0, 0, 0] }
  if (lens.kind === 'fisheye')
    return { distortion_model: 'kannala_brandt', D: [lens.k1, lens.k2, lens.k3, lens.k4] }
  return { distortion_model: 'plumb_bob', D: [lens.k1, lens.k2, lens.p1, lens.p2, lens.k3] }
}

/** The visible box and the 3-D box of every object with a visible pixel, and its name. */
export const annotationsMessage = (frame: CameraFrame, time: Time): ImageAnnotations => {
  const drawn = frame.objects.flatMap((object) =>
    object.visible ? [{ object, visible: object.visible }] : [],
  )
  return {
    timestamp: time,
    circles: [],
    points: drawn.flatMap(({ object, visible }) => [
      outline(time, object, visible),
      cuboid(time, object, frame),
    ]),
    texts: drawn.map(({ object, visible: [left, top] }) => ({
      timestamp: time,
      position: { x: left, y: top },
      text: caption(object),
      font_size: 12,
      text_color: { r: 1, g: 1, b: 1, a: 1 },
      background_color: { ...colorOfTrack(object.instance), a: 0.6 },
    })),
    metadata: [],
  }
}

const caption = (object: ObjectLabel): string => {
  const hidden = Math.round(object.occlusion * 100)
  return `${object.actor} (${object.semantic}) ${object.distance.toFixed(1)} m${hidden > 0 ? `, ${hidden} % hidden` : ''}`
}

const outline = (time: Time, object: ObjectLabel, [left, top, right, bottom]: Box2d): PointsAnnotation =>
  points(time, object, 'visible_box', PointsAnnotationType.LINE_LOOP, [
    { x: left, y: top },
    { x: right, y: top },
    { x: right, y: bottom },
    { x: left, y: bottom },
  ])

const cuboid = (time: Time, object: ObjectLabel, frame: CameraFrame): PointsAnnotation =>
  points(
    time,
    object,
    'box3d',
    PointsAnnotationType.LINE_LIST,
    projectEdges(frame.view, object.box3d).flatMap(([u1, v1, u2, v2]) => [
      { x: u1, y: v1 },
      { x: u2, y: v2 },
    ]),
  )

const points = (
  time: Time,
  object: ObjectLabel,
  label: string,
  type: PointsAnnotationType,
  at: Point2[],
): PointsAnnotation => ({
  timestamp: time,
  type,
  points: at,
  outline_color: colorOfTrack(object.instance),
  outline_colors: [],
  fill_color: { r: 0, g: 0, b: 0, a: 0 },
  thickness: label === 'box3d' ? THICKNESS / 2 : THICKNESS,
  metadata: pairs({ label, actor: object.actor, track_id: String(object.instance), class: object.semantic }),
})

const pairs = (values: Readonly<Record<string, string>>): KeyValuePair[] =>
  Object.entries(values).map(([key, value]) => ({ key, value }))
