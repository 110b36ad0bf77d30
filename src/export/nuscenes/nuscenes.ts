/**
 * nuScenes v1.0, as nuscenes-devkit reads it. Every clip is a scene, with a log and a map of its own.
 *
 *   v1.0-mini or v1.0-trainval, v1.0-test/*.json     the 13 tables, and splits.json
 *   samples/<CHANNEL>/*, sweeps/<CHANNEL>/*          readings of annotated moments, and those between them
 *   maps/<token>.png                                 where one can drive and walk
 *   can_bus/<scene>_<message>.json                   what the carrier's own bus tells
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { add, type Vec3 } from '../../math/index.ts'
import { buildRoad, type Road } from '../../road/index.ts'
import type { Clip, DataSetContext, Exporter, FinishedPiece, Split } from '../exporter.ts'
import { toJson } from '../json-list.ts'
import { readLines } from '../lines.ts'
import { place } from '../place.ts'
import { messagesOf, metaOf, type Step } from './can-bus.ts'
import { NUSCENES_RIG } from './channels.ts'
import { writeMapMask, type Area } from './map-mask.ts'
import { microseconds, READINGS, STEPS, writePiece, type ReadingLine } from './piece.ts'
import { samplesOf, type Reading } from './samples.ts'
import { mapFile, mediaFile, writeScene } from './scene.ts'
import { sceneNamer, versionsOf, type Version } from './scene-names.ts'
import { openTables, type Tables } from './tables.ts'
import { categoriesOf } from './taxonomy.ts'
import { verifyNuscenes } from './verify.ts'

export const nuscenes: Exporter = {
  name: 'nuscenes',
  summary: 'nuScenes v1.0: six cameras, lidar, radars, all tables, map, CAN bus',
  rig: NUSCENES_RIG,
  labels: ['box2d', 'box3d'],
  piece: writePiece,
  assemble,
  verify: verifyNuscenes,
}

async function assemble(
  folder: string,
  pieces: Iterable<FinishedPiece>,
  { clips, classes = {} }: DataSetContext,
): Promise<void> {
  for (const part of ['samples', 'sweeps', 'maps', 'can_bus']) await mkdir(join(folder, part))
  const versions = versionsOf(countOf(clips))
  const nameNext = sceneNamer(versions)
  const opened = new Map<Version, Tables>()
  const tablesOf = async (version: Version): Promise<Tables> => {
    const tables = opened.get(version) ?? (await openTables(folder, version, categoriesOf(classes)))
    opened.set(version, tables)
    return tables
  }
  try {
    await tablesOf(versions.train)
    for await (const { clip, readings, steps } of clipsOf(pieces)) {
      const samples = samplesOf(clip, readings)
      if (samples.length === 0) continue
      const name = nameNext(clip.split)
      const road = buildRoad(clip.scenario.road, clip.scenario.surface)
      const area = areaOf(readings)
      const shift: Vec3 = [-area.left, -area.bottom, 0]
      const tables = await tablesOf(versions[clip.split])
      await writeScene(readings, samples, { clip, name, shift, tables })
      for (const reading of readings) await place(reading.path, join(folder, mediaFile(reading, samples)))
      await writeMapMask(join(folder, mapFile(clip)), road, area)
      await writeCanBus(join(folder, 'can_bus'), name, steps, road, shift)
    }
    for (const tables of opened.values()) await tables.finish()
  } finally {
    for (const tables of opened.values()) await tables.close()
  }
}

const countOf = (clips: Iterable<Clip>): Record<Split, number> => {
  const count = { train: 0, val: 0, test: 0 }
  for (const { split } of clips) count[split]++
  return count
}

/** What the pieces of one clip have left; one clip's is in memory at a time. */
interface ClipLines {
  readonly clip: Clip
  readonly readings: Reading[]
  readonly steps: Step[]
}

async function* clipsOf(pieces: Iterable<FinishedPiece>): AsyncGenerator<ClipLines, void, void> {
  let lines: ClipLines | null = null
  for (const { clip, folder, last } of pieces) {
    lines ??= { clip, readings: [], steps: [] }
    for await (const reading of readLines<ReadingLine>(join(folder, READINGS)))
      lines.readings.push({ ...reading, path: join(folder, reading.channel, reading.file) })
    for await (const step of readLines<Step>(join(folder, STEPS))) lines.steps.push(step)
    if (!last) continue
    yield lines
    lines = null
  }
}

/** So far round the carrier's way reaches the map, m: farther than its lidar. */
const MARGIN = 150

const areaOf = (readings: readonly Reading[]): Area => {
  const [xs, ys] = [0, 1].map((axis) => readings.map(({ ego }) => ego.position[axis]))
  const least = (all: readonly number[]): number => all.reduce((a, b) => Math.min(a, b))
  const most = (all: readonly number[]): number => all.reduce((a, b) => Math.max(a, b))
  return {
    left: Math.floor(least(xs) - MARGIN),
    bottom: Math.floor(least(ys) - MARGIN),
    right: Math.ceil(most(xs) + MARGIN),
    top: Math.ceil(most(ys) + MARGIN),
  }
}

const writeCanBus = async (
  folder: string,
  scene: string,
  steps: readonly Step[],
  road: Road,
  shift: Vec3,
): Promise<void> => {
  const write = (message: string, content: unknown): Promise<void> =>
    writeFile(join(folder, `${scene}_${message}.json`), toJson(content))
  const messages = messagesOf(steps, (p) => add(p, shift), microseconds)
  for (const [kind, all] of Object.entries(messages)) await write(kind, all)
  await write('meta', metaOf(messages))
  await write(
    'route',
    steps.filter((_, i) => i % 2 === 0).map((step) => routePoint(step, road, shift)),
  )
}

/** The middle of the lane that the carrier is in, beside it; off all lanes, where it is. */
const routePoint = ({ position, road: [s, t, on] }: Step, road: Road, shift: Vec3): readonly number[] => {
  const lane = road.laneAt(t, s, on)
  const { x, y } = lane === undefined ? { x: position[0], y: position[1] } : road.toWorld(s, lane.t, on)
  return [x + shift[0], y + shift[1]]
}
