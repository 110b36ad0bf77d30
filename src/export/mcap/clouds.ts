/** Turns of a lidar and readings of a radar as point clouds, and of an event camera as a picture. */
import { NumericType, type PackedElementField, type PointCloud, type Time } from '@foxglove/schemas'
import type { EventCameraFrame, LidarFrame, RadarFrame } from '../../labels/index.ts'
import { encodeRgbPng } from '../codec.ts'
import {
  lidarColumns,
  packRows,
  placesAtStart,
  radarRows,
  sizeOf,
  strideOf,
  type NumberKind,
  type Rows,
} from '../columns.ts'
import type { JsonImage } from './picture.ts'
import { ORIGIN } from './primitives.ts'
import { opticalFrame } from './transforms.ts'

/** In JSON, bytes are base64. */
export type JsonCloud = Omit<PointCloud, 'data'> & { data: string }

const TYPES: Readonly<Record<NumberKind, NumericType>> = {
  f8: NumericType.FLOAT64,
  f4: NumericType.FLOAT32,
  u2: NumericType.UINT16,
  u1: NumericType.UINT8,
}

const cloud = (frame: string, time: Time, rows: Rows): JsonCloud => {
  const fields: PackedElementField[] = []
  let offset = 0
  for (const { name, kind } of rows.columns) {
    fields.push({ name, offset, type: TYPES[kind] })
    offset += sizeOf(kind)
  }
  return {
    timestamp: time,
    frame_id: frame,
    pose: ORIGIN,
    point_stride: strideOf(rows.columns),
    fields,
    data: Buffer.from(packRows(rows)).toString('base64'),
  }
}

/** Points where they were when the turn began, which is the message's time: so they lie in the boxes of that moment. */
export const turnMessage = ({ sensor, points }: LidarFrame, time: Time): JsonCloud =>
  cloud(sensor.id, time, {
    count: points.count,
    columns: [...placesAtStart(points), ...lidarColumns(points)],
  })

export const detectionsMessage = ({ sensor, detections }: RadarFrame, time: Time): JsonCloud =>
  cloud(sensor.id, time, radarRows(detections))

/** More light, less light, nothing. */
const [BRIGHTER, DARKER, STILL] = [
  [255, 120, 60, 255],
  [60, 140, 255, 255],
  [24, 24, 28, 255],
] as const

/** The events since the reading before, the last of each pixel. */
export const eventsMessage = async (
  { sensor, width, height, events }: EventCameraFrame,
  time: Time,
): Promise<JsonImage> => {
  const rgba = new Uint8Array(4 * width * height)
  for (let i = 0; i < rgba.length; i += 4) rgba.set(STILL, i)
  for (let i = 0; i < events.count; i++)
    rgba.set(events.polarity[i] === 1 ? BRIGHTER : DARKER, 4 * (events.y[i] * width + events.x[i]))
  const png = await encodeRgbPng(rgba, width, height)
  return {
    timestamp: time,
    frame_id: opticalFrame(sensor),
    data: Buffer.from(png).toString('base64'),
    format: 'png',
  }
}
