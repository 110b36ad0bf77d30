/** What the files of all readings have in common. */
import type { Frame, ObjectTruth } from '../../labels/index.ts'
import { categoryOf } from '../records.ts'

/** Path in the clip's folder, and content. */
export type FileOfFrame = readonly [path: string, content: string | Uint8Array]

/** Where a frame's file of one pass belongs in the clip's folder. */
export const frameFile = ({ sensor, index }: Frame, pass: string, ending: string): string =>
  `${sensor.id}/${pass}/${String(index).padStart(6, '0')}.${ending}`

export const readingRecord = ({ sensor, index, tick, time, available }: Frame) => ({
  ...{ sensor: sensor.id, frame: index, tick, time_s: time, available_s: available },
})

export const whoRecord = (object: ObjectTruth) => ({
  ...{ actor: object.actor, track_id: object.instance, class: categoryOf(object) },
})
