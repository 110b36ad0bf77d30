/** The topics of each sensor, and what a reading puts on them: one table of all kinds. */
import type { CameraCalibration, ImageAnnotations, LocationFix, SceneUpdate, Time } from '@foxglove/schemas'
import * as foxglove from '@foxglove/schemas/jsonschema.js'
import type { Frame } from '../../labels/index.ts'
import type { SensorKind, SensorSpec } from '../../scenario/index.ts'
import { boxesMessage } from './boxes.ts'
import { detectionsMessage, eventsMessage, turnMessage, type JsonCloud } from './clouds.ts'
import type { McapFile, MessageSchema } from './file.ts'
import { annotationsMessage, calibrationMessage, imageMessage, type JsonImage } from './picture.ts'
import { nanosOf, timeOf } from './primitives.ts'
import * as readings from './readings.ts'

/** Publishes a reading of the sensor that it was made for. */
export type Publish = (frame: Frame) => Promise<void>

/** A degree of latitude is 111 km: a tenth of a millimetre. */
const DEGREE_DIGITS = 9

export const openTopics = async (file: Pick<McapFile, 'channel'>, sensor: SensorSpec): Promise<Publish> => {
  const topic = <Message>(name: string, schema: MessageSchema, digits?: number) =>
    file.channel<Message>(`/${sensor.kind}/${sensor.id}/${name}`, schema, digits)
  switch (sensor.kind) {
    case 'camera': {
      const calibration = await topic<CameraCalibration>('calibration', foxglove.CameraCalibration)
      const image = await topic<JsonImage>('image', foxglove.CompressedImage)
      const annotations = await topic<ImageAnnotations>('annotations', foxglove.ImageAnnotations)
      const boxes = await topic<SceneUpdate>('boxes', foxglove.SceneUpdate)
      return of('camera', async (frame, nanos, time) => {
        await calibration.publish(nanos, calibrationMessage(frame, time))
        await image.publish(nanos, await imageMessage(frame, time))
        await annotations.publish(nanos, annotationsMessage(frame, time))
        await boxes.publish(nanos, boxesMessage(frame, time))
      })
    }
    case 'lidar': {
      const points = await topic<JsonCloud>('points', foxglove.PointCloud)
      const boxes = await topic<SceneUpdate>('boxes', foxglove.SceneUpdate)
      return of('lidar', async (frame, nanos, time) => {
        await points.publish(nanos, turnMessage(frame, time))
        await boxes.publish(nanos, boxesMessage(frame, time))
      })
    }
    case 'radar': {
      const detections = await topic<JsonCloud>('detections', foxglove.PointCloud)
      const boxes = await topic<SceneUpdate>('boxes', foxglove.SceneUpdate)
      return of('radar', async (frame, nanos, time) => {
        await detections.publish(nanos, detectionsMessage(frame, time))
        await boxes.publish(nanos, boxesMessage(frame, time))
      })
    }
    case 'event-camera': {
      const image = await topic<JsonImage>('image', foxglove.CompressedImage)
      return of('event-camera', async (frame, nanos, time) =>
        image.publish(nanos, await eventsMessage(frame, time)),
      )
    }
    case 'gnss': {
      const fixes = await topic<LocationFix>('fix', foxglove.LocationFix, DEGREE_DIGITS)
      const places = await topic('reading', readings.GNSS_SCHEMA)
      return of('gnss', async (frame, nanos, time) => {
        const fix = readings.fixMessage(frame, time)
        if (fix !== null) await fixes.publish(nanos, fix)
        await places.publish(nanos, readings.gnssMessage(frame, time))
      })
    }
    case 'imu': {
      const reading = await topic('reading', readings.IMU_SCHEMA)
      return of('imu', (frame, nanos, time) => reading.publish(nanos, readings.imuMessage(frame, time)))
    }
    case 'wheel-speed': {
      const reading = await topic('reading', readings.WHEEL_SPEED_SCHEMA)
      return of('wheel-speed', (frame, nanos, time) =>
        reading.publish(nanos, readings.wheelSpeedMessage(frame, time)),
      )
    }
    case 'ultrasonic': {
      const reading = await topic('reading', readings.RANGE_SCHEMA)
      return of('ultrasonic', (frame, nanos, time) =>
        reading.publish(nanos, readings.rangeMessage(frame, time)),
      )
    }
  }
}

/** A publisher that is never given a frame of another kind. */
const of =
  <K extends SensorKind>(
    kind: K,
    publish: (frame: Extract<Frame, { readonly kind: K }>, nanos: bigint, time: Time) => Promise<void>,
  ): Publish =>
  async (frame) => {
    if (frame.kind !== kind) throw new RangeError(`'${frame.sensor.id}' is no ${kind}`)
    const nanos = nanosOf(frame.tick)
    await publish(frame as Extract<Frame, { readonly kind: K }>, nanos, timeOf(nanos))
  }
