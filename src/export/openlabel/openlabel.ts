/**
 * ASAM OpenLABEL 1.0.0: one JSON a run, labels/<clip>.json (below a folder a split when there are several), pictures in
 * images/<clip>/<sensor>/, and ontology.json, which says what the types mean. A frame is an instant at which a camera,
 * a lidar or a radar has a reading.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { isCamera } from '../../scenario/index.ts'
import { openAppender } from '../append.ts'
import { encodeJpeg } from '../codec.ts'
import type { Clip, DataSetContext, Exporter, FinishedPiece, PieceContext, PieceWriter } from '../exporter.ts'
import { toJson } from '../json-list.ts'
import { openLines, readLines } from '../lines.ts'
import { placeAll } from '../place.ts'
import { happenings } from './happenings.ts'
import { frameRecord, mergedFrames, readingLine, type FrameLine } from './frames.ts'
import { ONTOLOGY, ontologyRecord } from './ontology.ts'
import { coordinateSystems, streamsOf, type Calibrated } from './streams.ts'
import { verifyOpenlabel } from './verify.ts'

const JPEG_QUALITY = 92

export const openlabel: Exporter = {
  name: 'openlabel',
  summary: 'ASAM OpenLABEL 1.0.0: labels/ with one JSON a run, images/',
  piece,
  assemble,
  verify: verifyOpenlabel,
}

const IMAGES = 'images'
const READINGS = 'readings.jsonl'
const CAMERAS = 'cameras.jsonl'

const imagePath = (clip: string, sensor: string, frame: number): string =>
  `${IMAGES}/${clip}/${sensor}/${String(frame).padStart(6, '0')}.jpg`

async function piece(folder: string, { clip }: PieceContext): Promise<PieceWriter> {
  const cameras = new Map<string, Calibrated>()
  const lines = await openLines<FrameLine>(join(folder, READINGS))
  return {
    async write(frame) {
      if (frame.kind !== 'camera' && frame.kind !== 'lidar' && frame.kind !== 'radar') return
      let uri: string | null = null
      if (frame.kind === 'camera') {
        uri = imagePath(clip.name, frame.sensor.id, frame.index)
        await mkdir(dirname(join(folder, uri)), { recursive: true })
        await writeFile(
          join(folder, uri),
          await encodeJpeg(frame.rgba, frame.width, frame.height, JPEG_QUALITY),
        )
        cameras.set(frame.sensor.id, { sensor: frame.sensor.id, pinhole: frame.view.pinhole })
      }
      await lines.push(readingLine(frame, uri, clip.scenario.actors))
    },
    async close() {
      await lines.close()
      const known = await openLines<Calibrated>(join(folder, CAMERAS))
      for (const camera of cameras.values()) await known.push(camera)
      await known.close()
    },
  }
}

async function assemble(
  folder: string,
  pieces: Iterable<FinishedPiece>,
  context: DataSetContext,
): Promise<void> {
  await mkdir(join(folder, 'labels'))
  await writeFile(join(folder, ONTOLOGY), toJson(ontologyRecord(context)))
  const splits = new Set<string>()
  for (const { split } of context.clips) splits.add(split)
  const clip: FinishedPiece[] = []
  for (const piece of pieces) {
    clip.push(piece)
    if (!piece.last) continue
    const below = splits.size > 1 ? ['labels', piece.clip.split] : ['labels']
    await writeClip(folder, below, clip.splice(0), context)
  }
}

/** The frames of a run, in order; those of one piece are in memory at a time, for sensors take turns in it. */
const framesOf = async function* (pieces: readonly FinishedPiece[]): AsyncGenerator<FrameLine, void, void> {
  for (const { folder } of pieces) {
    const lines: FrameLine[] = []
    for await (const line of readLines<FrameLine>(join(folder, READINGS))) lines.push(line)
    yield* mergedFrames(lines)
  }
}

interface Interval {
  readonly frame_start: number
  frame_end: number
}

/** What frames say of the whole: which they are, and where each object is in them. */
const survey = async (
  pieces: readonly FinishedPiece[],
): Promise<{ ticks: number[]; presence: Map<string, { category: string; intervals: Interval[] }> }> => {
  const ticks: number[] = []
  const presence = new Map<string, { category: string; intervals: Interval[] }>()
  for await (const { tick, objects } of framesOf(pieces)) {
    const n = ticks.push(tick) - 1
    for (const [uid, { category }] of Object.entries(objects)) {
      const known = presence.get(uid) ?? { category, intervals: [] }
      presence.set(uid, known)
      const last = known.intervals.at(-1)
      if (last?.frame_end === n - 1) last.frame_end = n
      else known.intervals.push({ frame_start: n, frame_end: n })
    }
  }
  return { ticks, presence }
}

const writeClip = async (
  folder: string,
  below: readonly string[],
  pieces: readonly FinishedPiece[],
  context: DataSetContext,
): Promise<void> => {
  const { clip } = pieces[0]
  for (const piece of pieces)
    await placeAll(join(piece.folder, IMAGES), join(folder, IMAGES)).catch(ignoreAbsence)
  const { ticks, presence } = await survey(pieces)
  const cameras = new Map<string, Calibrated>()
  for (const piece of pieces)
    for await (const camera of readLines<Calibrated>(join(piece.folder, CAMERAS)))
      cameras.set(camera.sensor, camera)
  const { actions, events, relations, inFrame } = happenings(clip, ticks)
  const up = '../'.repeat(below.length)

  const path = join(folder, ...below, `${clip.name}.json`)
  await mkdir(dirname(path), { recursive: true })
  const document = await openAppender(path)
  try {
    await document.write('{"openlabel": {')
    const head = {
      metadata: metadataOf(clip, context),
      ontologies: { 0: { uri: `${up}${ONTOLOGY}` } },
      coordinate_systems: coordinateSystems(clip.scenario),
      streams: streamsOf(clip, cameras, `${up}${IMAGES}/${clip.name}`),
      frame_intervals: ticks.length > 0 ? [{ frame_start: 0, frame_end: ticks.length - 1 }] : [],
      tags: tagsOf(clip),
      objects: objectsOf(clip, presence),
      actions,
      events,
      relations,
    }
    for (const [name, value] of Object.entries(head))
      await document.write(`\n${JSON.stringify(name)}: ${toJson(value)},`)
    await document.write('\n"frames": {')
    let n = 0
    for await (const line of framesOf(pieces)) {
      await document.write(`${n > 0 ? ',' : ''}\n"${n}": ${toJson(frameRecord(line, inFrame(n), up))}`)
      n++
    }
    await document.write('\n}}}\n')
  } finally {
    await document.close()
  }
}

const ignoreAbsence = (error: unknown): void => {
  if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
}

const metadataOf = ({ name, scenario, split, outcome }: Clip, { version }: DataSetContext) => ({
  schema_version: '1.0.0',
  name,
  file_version: '1',
  annotator: `Nearmiss ${version}: computed, not estimated`,
  comment: [
    'Generated; no person, plate or place is real. Metres, seconds, radians; quaternions x, y, z, w.',
    'Pixel (0, 0) is the outer corner of the top left pixel, in boxes and in camera matrices.',
  ].join(' '),
  scenario: scenario.name,
  seed: scenario.seed,
  parameters: scenario.parameters,
  split,
  outcome,
})

const tagsOf = ({ scenario, outcome }: Clip) =>
  Object.fromEntries(
    [...Object.entries(scenario.tags), ['outcome', [outcome]] as const].map(([type, values], i) => [
      i,
      {
        type,
        ontology_uid: '0',
        tag_data: { vec: [{ name: type, type: 'values', val: values }] },
      },
    ]),
  )

/** Everybody of the scenario, seen or not: events name them too. */
const objectsOf = (
  { scenario }: Clip,
  presence: ReadonlyMap<string, { readonly category: string; readonly intervals: readonly Interval[] }>,
) =>
  Object.fromEntries(
    scenario.actors.map(({ id, model, spec }, i) => {
      const known = presence.get(String(i + 1))
      return [
        String(i + 1),
        {
          name: id,
          type: known?.category ?? spec.class,
          ontology_uid: '0',
          coordinate_system: 'world',
          frame_intervals: known?.intervals ?? [],
          object_data: {
            text: [{ name: 'model', val: model }],
            boolean: [
              { name: 'carries_sensors', val: scenario.sensors.some((s) => isCamera(s) && s.actor === id) },
            ],
          },
        },
      ]
    }),
  )
