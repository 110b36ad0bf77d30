/** What sensors have read at one instant, as one frame of OpenLABEL. */
import type {
  Box2d,
  CameraFrame,
  EchoLabel,
  LidarFrame,
  ObjectLabel,
  RadarFrame,
} from '../../labels/index.ts'
import type { ActorSpec } from '../../scenario/index.ts'
import { annotatedBox } from '../annotated-box.ts'
import { categoryOf } from '../records.ts'
import { streamPose, transformData, WORLD } from './streams.ts'

/** As a piece hands it on, one a reading; it has its number when all ticks are known. */
export interface FrameLine {
  readonly tick: number
  readonly time: number
  /** By sensor. */
  readonly streams: Record<string, { readonly frame: number; readonly uri: string | null }>
  readonly transforms: Record<string, object>
  /** By track id. */
  readonly objects: Record<string, ObjectLine>
}

interface ObjectLine {
  readonly category: string
  readonly cuboid: readonly Named[]
  readonly bbox: Named[]
  readonly num: Named[]
  readonly vec: readonly Named[]
}

interface Named {
  readonly name: string
  readonly val: number | readonly number[]
  readonly coordinate_system?: string
  readonly attributes?: object
}

/** One reading as a frame of its own. @param uri of its picture, from the data set's folder */
export const readingLine = (
  reading: CameraFrame | LidarFrame | RadarFrame,
  uri: string | null,
  actors: readonly ActorSpec[],
): FrameLine => {
  const { tick, time, sensor, state, index } = reading
  const { id } = sensor
  const carrier = state.actors.find((actor) => actor.id === sensor.actor)
  const pose = reading.kind === 'camera' ? reading.view.pose : reading.pose
  return {
    ...{ tick, time },
    streams: { [id]: { frame: index, uri } },
    transforms: {
      ...(carrier ? { [`${sensor.actor}_to_${WORLD}`]: toWorld(sensor.actor, carrier) } : {}),
      [`${id}_to_${WORLD}`]: toWorld(id, streamPose(sensor.kind, pose)),
    },
    objects: Object.fromEntries(
      reading.objects.map((object) => [
        String(object.instance),
        objectLine(object, id, actors[object.instance - 1]),
      ]),
    ),
  }
}

/** Readings of the same instants put together, in the order of time. */
export const mergedFrames = (lines: Iterable<FrameLine>): FrameLine[] => {
  const frames = new Map<number, FrameLine>()
  for (const line of lines) {
    const frame = frames.get(line.tick)
    if (!frame) {
      frames.set(line.tick, line)
      continue
    }
    Object.assign(frame.streams, line.streams)
    Object.assign(frame.transforms, line.transforms)
    for (const [uid, object] of Object.entries(line.objects)) {
      const known = (frame.objects[uid] ??= { ...object, bbox: [], num: [] })
      known.bbox.push(...object.bbox)
      known.num.push(...object.num)
    }
  }
  return [...frames.values()].sort((a, b) => a.tick - b.tick)
}

const toWorld = (src: string, pose: Parameters<typeof transformData>[0]) => ({
  ...{ src, dst: WORLD },
  transform_src_to_dst: transformData(pose),
})

/** @param id of the sensor */
const objectLine = (object: ObjectLabel | EchoLabel, id: string, actor: ActorSpec): ObjectLine => {
  const { velocity, acceleration, distance } = object
  const box3d = annotatedBox(object.box3d, actor)
  return {
    category: categoryOf(object),
    cuboid: [
      {
        ...{ name: 'box', coordinate_system: WORLD },
        val: [...box3d.center, ...box3d.orientation, ...box3d.size],
      },
    ],
    bbox: 'returns' in object ? [] : boxes(object, id),
    num: [
      { name: `${id}.distance_m`, val: distance, coordinate_system: id },
      ...('returns' in object ? [{ name: `${id}.returns`, val: object.returns }] : []),
    ],
    vec: [
      { name: 'velocity_mps', val: velocity, coordinate_system: WORLD },
      { name: 'acceleration_mps2', val: acceleration, coordinate_system: WORLD },
    ],
  }
}

const boxes = (
  { visible, amodal, occlusion, truncation, visiblePixels }: ObjectLabel,
  id: string,
): Named[] => {
  const numbers = { occlusion, truncation, visible_px: visiblePixels }
  const attributes = { num: Object.entries(numbers).map(([name, val]) => ({ name, val })) }
  const all = [
    ...(visible ? [{ name: `${id}.visible`, val: centred(visible) }] : []),
    { name: `${id}.amodal`, val: centred(amodal) },
  ]
  return all.map((box) => ({ ...box, coordinate_system: id, attributes }))
}

/** Centre, width and height. */
const centred = ([left, top, right, bottom]: Box2d): readonly number[] => [
  (left + right) / 2,
  (top + bottom) / 2,
  right - left,
  bottom - top,
]

/** @param up from the file's folder to the data set's */
export const frameRecord = (
  { time, streams, transforms, objects }: FrameLine,
  happening: { readonly actions: readonly string[]; readonly events: readonly string[] },
  up: string,
) => ({
  frame_properties: {
    timestamp: time,
    streams: Object.fromEntries(
      Object.entries(streams).map(([id, { frame, uri }]) => [
        id,
        {
          ...(uri === null ? {} : { uri: `${up}${uri}` }),
          stream_properties: { sync: { frame_stream: frame, timestamp: time } },
        },
      ]),
    ),
    transforms,
  },
  objects: Object.fromEntries(
    Object.entries(objects).map(([uid, { cuboid, bbox, num, vec }]) => [
      uid,
      { object_data: { cuboid, ...(bbox.length > 0 ? { bbox } : {}), num, vec } },
    ]),
  ),
  ...named('actions', happening.actions),
  ...named('events', happening.events),
})

const named = (kind: string, uids: readonly string[]): object =>
  uids.length === 0 ? {} : { [kind]: Object.fromEntries(uids.map((uid) => [uid, {}])) }
