/** Turns of a lidar, readings of a radar and of an event camera as raw files. */
import type { EchoLabel, EventCameraFrame, LidarFrame, RadarFrame } from '../../labels/index.ts'
import { eventRows, lidarColumns, measuredPlaces, placesAtStart, radarRows } from '../columns.ts'
import { toJson } from '../json-list.ts'
import { box3dRecord, poseRecord } from '../records.ts'
import { encodePcd, encodePly, encodeRecords } from './clouds.ts'
import { frameFile, readingRecord, whoRecord, type FileOfFrame } from './frame-file.ts'
import { motionRecord } from './further.ts'

/** A turn that met nothing has labels alone: no reader takes an empty cloud. */
export const turnFiles = (frame: LidarFrame): FileOfFrame[] => {
  const { points } = frame
  const rows = {
    count: points.count,
    columns: [
      ...measuredPlaces(points),
      ...lidarColumns(points),
      ...placesAtStart(points, ['x_start', 'y_start', 'z_start']),
    ],
  }
  return [
    ...(points.count === 0
      ? []
      : ([
          [frameFile(frame, 'points', 'pcd'), encodePcd(rows)],
          [frameFile(frame, 'points', 'ply'), encodePly(rows)],
        ] as const)),
    labelFile(frame, { points: points.count }),
  ]
}

export const detectionFiles = (frame: RadarFrame): FileOfFrame[] => [
  [frameFile(frame, 'detections', 'npy'), encodeRecords(radarRows(frame.detections))],
  labelFile(frame, { detections: frame.detections.length, sensor_velocity_mps: frame.velocity }),
]

export const eventFiles = (frame: EventCameraFrame): FileOfFrame[] => [
  [frameFile(frame, 'events', 'npy'), encodeRecords(eventRows(frame))],
]

const labelFile = (frame: LidarFrame | RadarFrame, counts: object): FileOfFrame => [
  frameFile(frame, 'labels', 'json'),
  toJson({
    ...readingRecord(frame),
    sensor_to_world: poseRecord(frame.pose),
    ...counts,
    objects: frame.objects.map(echoRecord),
  }),
]

const echoRecord = (object: EchoLabel) => ({
  ...whoRecord(object),
  returns: object.returns,
  box3d: box3dRecord(object.box3d),
  distance_m: object.distance,
  ...motionRecord(object),
})
