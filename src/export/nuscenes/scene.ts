/** The records of one clip: its scene, what each channel gave, and who was about. */
import { add, type Quat, type Vec3 } from '../../math/index.ts'
import type { Clip } from '../exporter.ts'
import { channelsOf, frameOf, intrinsicOf, type Channel } from './channels.ts'
import { DAY, microseconds, type ObjectLine } from './piece.ts'
import type { Reading, Sample } from './samples.ts'
import { tokenOf, type Tables } from './tables.ts'

export interface SceneContext {
  readonly clip: Clip
  readonly name: string
  /** World -> global. */
  readonly shift: Vec3
  readonly tables: Tables
}

const wxyz = ([x, y, z, w]: Quat): readonly number[] => [w, x, y, z]

/** The links of the record at `i` of a chain to its neighbours. */
const linksAt = (tokens: readonly string[], i: number): { readonly prev: string; readonly next: string } => ({
  prev: i > 0 ? tokens[i - 1] : '',
  next: i + 1 < tokens.length ? tokens[i + 1] : '',
})

/** @param samples one at least */
export const writeScene = async (
  readings: readonly Reading[],
  samples: readonly Sample[],
  context: SceneContext,
): Promise<void> => {
  const { clip, name, tables } = context
  const { actors, sensors, title } = clip.scenario
  const [token, log] = [tokenOf('scene', clip.name), tokenOf('log', clip.name)]
  await tables.push('log', {
    token: log,
    logfile: clip.name,
    vehicle: actors.find(({ id }) => id === sensors[0].actor)?.spec.name,
    date_captured: DAY,
    location: `nearmiss-${clip.scenario.name}`,
  })
  const map = tokenOf('map', clip.name)
  await tables.push('map', {
    ...{ category: 'semantic_prior', token: map, filename: mapFile(clip), log_tokens: [log] },
  })
  const tokens = samples.map((sample) => sample.token)
  await tables.push('scene', {
    ...{ token, log_token: log, nbr_samples: samples.length },
    first_sample_token: tokens[0],
    last_sample_token: tokens[tokens.length - 1],
    ...{ name, description: title },
  })
  tables.note(clip.split, name)
  for (const [i, sample] of samples.entries())
    await tables.push('sample', {
      token: sample.token,
      timestamp: microseconds(sample.tick),
      ...linksAt(tokens, i),
      scene_token: token,
    })
  await writeObjects(samples, context)
  for (const channel of channelsOf(clip.scenario.sensors))
    await writeChannel(
      channel,
      readings.filter((reading) => reading.channel === channel.name),
      samples,
      context,
    )
}

export const mapFile = (clip: Clip): string => `maps/${tokenOf('map', clip.name)}.png`

/** Where a reading's file belongs in the data set. */
export const mediaFile = (reading: Reading, samples: readonly Sample[]): string =>
  `${isOf(reading, samples) ? 'samples' : 'sweeps'}/${reading.channel}/${reading.file}`

const isOf = (reading: Reading, samples: readonly Sample[]): boolean =>
  samples.some(({ readings }) => readings.get(reading.channel) === reading)

const writeChannel = async (
  channel: Channel,
  readings: readonly Reading[],
  samples: readonly Sample[],
  { clip, shift, tables }: SceneContext,
): Promise<void> => {
  if (readings.length === 0) return
  const calibrated = tokenOf('calibrated_sensor', clip.name, channel.name)
  const { position, orientation } = frameOf(channel)
  await tables.push('calibrated_sensor', {
    token: calibrated,
    sensor_token: await tables.sensor(channel.name, channel.modality),
    translation: position,
    rotation: wxyz(orientation),
    camera_intrinsic: intrinsicOf(channel),
  })
  const { sensor } = channel
  const size =
    sensor.kind === 'camera' ? { width: sensor.width, height: sensor.height } : { width: 0, height: 0 }
  const tokens = readings.map(({ tick }) => tokenOf('sample_data', clip.name, channel.name, tick))
  for (const [i, reading] of readings.entries()) {
    const timestamp = microseconds(reading.tick)
    await tables.push('ego_pose', {
      token: tokens[i],
      timestamp,
      rotation: wxyz(reading.ego.orientation),
      translation: add(reading.ego.position, shift),
    })
    await tables.push('sample_data', {
      token: tokens[i],
      sample_token: sampleOf(reading, samples).token,
      ego_pose_token: tokens[i],
      calibrated_sensor_token: calibrated,
      timestamp,
      fileformat: channel.modality === 'camera' ? 'jpg' : 'pcd',
      is_key_frame: isOf(reading, samples),
      ...size,
      filename: mediaFile(reading, samples),
      ...linksAt(tokens, i),
    })
  }
}

/** The sample that a reading is of, or else the first that follows on it, or the last. */
const sampleOf = (reading: Reading, samples: readonly Sample[]): Sample =>
  samples.find(({ readings }) => readings.get(reading.channel) === reading) ??
  samples.find(({ tick }) => tick >= reading.tick) ??
  samples[samples.length - 1]

/** An object in one sample. */
interface Sight {
  readonly sample: Sample
  readonly object: ObjectLine
  readonly lidarPoints: number
  readonly radarPoints: number
  /** nuScenes' level, of the camera that shows most of it; '' where no camera is. */
  readonly visibility: string
}

/** Everyone who gave a point or a pixel, in each sample, one after another by object. */
const writeObjects = async (
  samples: readonly Sample[],
  { clip, shift, tables }: SceneContext,
): Promise<void> => {
  const hasCameras = channelsOf(clip.scenario.sensors).some(({ modality }) => modality === 'camera')
  const byInstance = new Map<number, Sight[]>()
  for (const sample of samples)
    for (const object of sample.objects) {
      const sight = sightOf(sample, object, hasCameras)
      if (sight === null) continue
      const own = byInstance.get(object.instance) ?? []
      byInstance.set(object.instance, [...own, sight])
    }
  for (const [instance, sights] of [...byInstance].sort(([a], [b]) => a - b)) {
    const token = tokenOf('instance', clip.name, instance)
    const tokens = sights.map(({ sample }) => tokenOf('sample_annotation', clip.name, instance, sample.tick))
    await tables.push('instance', {
      token,
      category_token: tokenOf('category', sights[0].object.category),
      nbr_annotations: sights.length,
      first_annotation_token: tokens[0],
      last_annotation_token: tokens[tokens.length - 1],
    })
    for (const [i, { sample, object, lidarPoints, radarPoints, visibility }] of sights.entries()) {
      const [length, width, height] = object.size
      await tables.push('sample_annotation', {
        token: tokens[i],
        sample_token: sample.token,
        instance_token: token,
        visibility_token: visibility,
        attribute_tokens: object.attribute === null ? [] : [tokenOf('attribute', object.attribute)],
        translation: add(object.center, shift),
        size: [width, length, height],
        rotation: wxyz(object.orientation),
        ...linksAt(tokens, i),
        num_lidar_pts: lidarPoints,
        num_radar_pts: radarPoints,
      })
    }
  }
}

/** null: nothing met it. */
const sightOf = (sample: Sample, object: ObjectLine, hasCameras: boolean): Sight | null => {
  const of = (pairs: readonly (readonly [number, number])[]): number =>
    pairs.find(([instance]) => instance === object.instance)?.[1] ?? 0
  let [lidarPoints, radarPoints, level] = [0, 0, 0]
  for (const [channel, { points, seen }] of sample.readings) {
    if (channel.startsWith('LIDAR')) lidarPoints += of(points)
    else radarPoints += of(points)
    level = Math.max(level, of(seen))
  }
  if (lidarPoints + radarPoints + level === 0) return null
  const visibility = hasCameras ? String(Math.max(1, level)) : ''
  return { ...{ sample, object, lidarPoints, radarPoints }, visibility }
}
