/**
 * What nuScenes keeps of a piece: media under their final names, a line for each reading, and one for each control step.
 *
 *   CAM_FRONT/<clip>__CAM_FRONT__<microseconds>.jpg ...  readings.jsonl  steps.jsonl
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type {
  CameraFrame,
  Frame,
  LidarFrame,
  ObjectTruth,
  RadarFrame,
  VisibilityLevel,
} from '../../labels/index.ts'
import type { Pose, Quat, Vec3 } from '../../math/index.ts'
import { carrierOf } from '../../sensors/index.ts'
import { TICKS_PER_SECOND, type ActorState } from '../../world/index.ts'
import { annotatedBox } from '../annotated-box.ts'
import { encodeJpeg } from '../codec.ts'
import type { Clip, PieceContext, PieceWriter } from '../exporter.ts'
import { openLines } from '../lines.ts'
import { stepOf, type Step } from './can-bus.ts'
import { channelsOf, isKeyframe, referenceOf, type Channel } from './channels.ts'
import { lidarBytes, pointsIn, radarBytes, radarPlaces } from './clouds.ts'
import { attributeOf, categoryOf, type Attribute } from './taxonomy.ts'

/** An object at the time of a sample. */
export interface ObjectLine {
  readonly instance: number
  readonly category: string
  readonly attribute: Attribute | null
  /** World. */
  readonly center: Vec3
  /** Length, width, height, m. */
  readonly size: Vec3
  readonly orientation: Quat
}

/** What one channel has read at one time. */
export interface ReadingLine {
  readonly channel: string
  readonly tick: number
  readonly file: string
  /** The carrier's body in the world. */
  readonly ego: Pose
  /** By instance: points in its box. Of lidars only in readings that may be a sample's. */
  readonly points: readonly (readonly [instance: number, points: number])[]
  /** By instance: of what has a pixel to be seen. */
  readonly seen: readonly (readonly [instance: number, level: VisibilityLevel])[]
  /** Of the reference's samples: everyone about. */
  readonly objects: readonly ObjectLine[] | null
}

export const [READINGS, STEPS] = ['readings.jsonl', 'steps.jsonl']
const JPEG_QUALITY = 92
const ENDINGS = { camera: 'jpg', lidar: 'pcd.bin', radar: 'pcd' } as const

/** Simulated time begins at a round number of microseconds, on a day in September 2001. */
const EPOCH = 1e15
export const DAY = '2001-09-09'
export const microseconds = (tick: number): number => EPOCH + Math.round((tick * 1e6) / TICKS_PER_SECOND)

export const writePiece = async (folder: string, { clip }: PieceContext): Promise<PieceWriter> => {
  const channels = channelsOf(clip.scenario.sensors)
  const reference = referenceOf(channels)
  const readings = await openLines<ReadingLine>(join(folder, READINGS))
  const steps = await openLines<Step>(join(folder, STEPS))
  for (const { name } of channels) await mkdir(join(folder, name))
  return {
    async state(state) {
      if (reference !== null) await steps.push(stepOf(state, carrierOf(reference.sensor, state)))
    },
    async write(frame) {
      const channel = channels.find(({ sensor }) => sensor.id === frame.sensor.id)
      const media = channel && (await mediaOf(frame))
      if (!channel || !media) return
      const file = `${clip.name}__${channel.name}__${microseconds(frame.tick)}.${ENDINGS[channel.modality]}`
      await writeFile(join(folder, channel.name, file), media)
      await readings.push(lineOf(frame, clip, channel, channel === reference, file))
    },
    async close() {
      await readings.close()
      await steps.close()
    },
  }
}

/** null: there is nothing to write. A cloud without a point is none: no reader of the devkit takes it. */
const mediaOf = async (frame: Frame): Promise<Uint8Array | null> => {
  if (frame.kind === 'camera') return encodeJpeg(frame.rgba, frame.width, frame.height, JPEG_QUALITY)
  if (frame.kind === 'lidar') return frame.points.count > 0 ? lidarBytes(frame) : null
  return frame.kind === 'radar' && frame.detections.length > 0 ? radarBytes(frame) : null
}

const lineOf = (
  frame: Frame,
  clip: Clip,
  channel: Channel,
  isReference: boolean,
  file: string,
): ReadingLine => {
  const { position, orientation } = carrierOf(frame.sensor, frame.state)
  const isSample = isReference && isKeyframe(frame.sensor, frame.index, clip.from)
  const counts = frame.kind === 'radar' || (frame.kind === 'lidar' && isSample)
  return {
    ...{ channel: channel.name, tick: frame.tick, file, ego: { position, orientation } },
    points: counts ? pointsOf(frame, clip) : [],
    seen: frame.kind === 'camera' ? seenIn(frame) : [],
    objects: isSample && 'objects' in frame ? frame.objects.map((o) => objectOf(o, frame, clip)) : null,
  }
}

const pointsOf = (frame: LidarFrame | RadarFrame, { scenario }: Clip): [number, number][] => {
  const places = frame.kind === 'lidar' ? frame.points.compensated : radarPlaces(frame)
  return frame.objects.map(({ instance, box3d }) => [
    instance,
    pointsIn(places, frame.pose, annotatedBox(box3d, scenario.actors[instance - 1])),
  ])
}

const seenIn = ({ objects }: CameraFrame): [number, VisibilityLevel][] =>
  objects.flatMap(({ instance, visible, visibility }) => (visible === null ? [] : [[instance, visibility]]))

const objectOf = (truth: ObjectTruth, { state }: Frame, { scenario }: Clip): ObjectLine => {
  const spec = scenario.actors[truth.instance - 1]
  const actor: ActorState = state.actors[truth.instance - 1]
  const { center, size, orientation } = annotatedBox(truth.box3d, spec)
  return {
    instance: truth.instance,
    category: categoryOf(spec, truth),
    attribute: attributeOf(spec, actor),
    ...{ center, size, orientation },
  }
}
