/** The 3-D boxes of a reading's objects in the 3-D view. */
import type { SceneEntity, SceneUpdate, Time } from '@foxglove/schemas'
import type { CameraFrame, LidarFrame, ObjectTruth, RadarFrame } from '../../labels/index.ts'
import { categoryOf } from '../records.ts'
import { colorOfTrack, entity, quaternion, vector, WORLD } from './primitives.ts'

const [FACE_ALPHA, TEXT_HEIGHT] = [0.25, 14]

/** Boxes that stay until the next reading. */
export const boxesMessage = (
  { sensor, objects }: CameraFrame | LidarFrame | RadarFrame,
  time: Time,
): SceneUpdate => ({
  deletions: [],
  entities: objects.map((object) => ({
    ...boxEntity(sensor.id, object, time),
    lifetime: { sec: Math.floor(1 / sensor.rate), nsec: Math.round(1e9 / sensor.rate) % 1e9 },
  })),
})

const boxEntity = (sensor: string, object: ObjectTruth, time: Time): SceneEntity => {
  const { center, size, orientation } = object.box3d
  const pose = { position: vector(center), orientation: quaternion(orientation) }
  const color = colorOfTrack(object.instance)
  const [x, y, z] = center
  const above = { position: vector([x, y, z + size[2] / 2 + 0.5]), orientation: quaternion([0, 0, 0, 1]) }
  return {
    ...entity(WORLD, `${sensor} ${object.actor}`, time, {
      cubes: [{ pose, size: vector(size), color: { ...color, a: FACE_ALPHA } }],
      texts: [
        {
          ...{ pose: above, billboard: true, scale_invariant: true, font_size: TEXT_HEIGHT, color },
          text: `${object.actor} (${categoryOf(object)})`,
        },
      ],
    }),
    frame_locked: false,
    metadata: Object.entries({
      actor: object.actor,
      track_id: String(object.instance),
      class: categoryOf(object),
      ...('returns' in object ? { returns: String(object.returns) } : {}),
    }).map(([key, value]) => ({ key, value })),
  }
}
