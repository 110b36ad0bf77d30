/**
 * Clips: one MP4 a run and camera, in folders of what happens in them: clips/<split>/<label>/*.mp4. That is Kinetics'
 * layout; labels.csv has what is to be known of each, <split>.csv what mmaction and SlowFast read.
 */
import { createReadStream } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describeClip, firstSights, gravestEvent } from '../../labels/index.ts'
import { isCamera } from '../../scenario/index.ts'
import { openAppender, type Appender } from '../append.ts'
import { SPLITS, type Clip, type Exporter, type FinishedPiece, type Split } from '../exporter.ts'
import { toJson } from '../json-list.ts'
import { evenSize } from './i420.ts'
import { LABEL_COLUMNS, labelOf, LABELS, type LabelRow } from './labels.ts'
import { momentsOf } from './moments.ts'
import { writeMp4, type VideoTrack } from './mp4.ts'
import { clipsPiece, mediaPath, readNotes, type PieceNotes } from './piece.ts'
import { verifyClips } from './verify.ts'

export const clips: Exporter = {
  name: 'clips',
  summary: 'an MP4 (H.264) a run and camera, labelled by what happens in it; captions, questions, events',
  piece: clipsPiece,
  assemble,
  verify: verifyClips,
}

interface Lists {
  readonly labels: Appender
  readonly splits: Readonly<Record<Split, Appender>>
  readonly captions: Appender
  readonly events: Appender
}

async function assemble(folder: string, pieces: Iterable<FinishedPiece>): Promise<void> {
  await writeFile(join(folder, 'classes.txt'), LABELS.map((label) => `${label}\n`).join(''))
  const list = (name: string): Promise<Appender> => openAppender(join(folder, name))
  const lists: Lists = {
    labels: await list('labels.csv'),
    splits: { train: await list('train.csv'), val: await list('val.csv'), test: await list('test.csv') },
    captions: await list('captions.jsonl'),
    events: await list('events.jsonl'),
  }
  try {
    await lists.labels.write(`${LABEL_COLUMNS.join()}\n`)
    let parts: Part[] = []
    for (const { clip, folder: from, last } of pieces) {
      parts.push({ folder: from, notes: await readNotes(from) })
      if (!last) continue
      for (const { id, rate } of clip.scenario.sensors.filter(isCamera))
        await writeVideo(folder, { clip, sensor: id, rate, parts }, lists)
      parts = []
    }
  } finally {
    for (const file of [lists.labels, ...SPLITS.map((s) => lists.splits[s]), lists.captions, lists.events])
      await file.close()
  }
}

/** A piece of the clip at hand. */
interface Part {
  readonly folder: string
  readonly notes: PieceNotes
}

interface Video {
  readonly clip: Clip
  readonly sensor: string
  readonly rate: number
  /** In order. */
  readonly parts: readonly Part[]
}

const writeVideo = async (
  root: string,
  { clip, sensor, rate, parts }: Video,
  lists: Lists,
): Promise<void> => {
  const shots = parts.flatMap(({ folder, notes }) =>
    notes.shots.filter((shot) => shot.sensor === sensor).map((shot) => ({ folder, shot })),
  )
  if (shots.length === 0) return
  const { shot: first } = shots[0]
  const track: VideoTrack = {
    ...{ rate, width: evenSize(first.width), height: evenSize(first.height) },
    sizes: shots.flatMap(({ shot }) => shot.sizes),
    keys: shots.flatMap(({ shot }, i) => {
      const before = shots.slice(0, i).reduce((n, s) => n + s.shot.sizes.length, 0)
      return shot.keys.map((n) => before + n)
    }),
    sps: Buffer.from(first.sps, 'hex'),
    pps: Buffer.from(first.pps, 'hex'),
  }
  const { scenario, split } = clip
  const sights = firstSights(
    scenario,
    clip.labels,
    parts.flatMap(({ notes }) => notes.sights),
  )
  const events = [...clip.labels, ...sights].sort((a, b) => a.time - b.time)
  const frames = track.sizes.length
  const moments = momentsOf(events, { from: first.from, rate, frames })
  const gravest = gravestEvent(scenario, moments)
  const label = labelOf(gravest)
  const path = `clips/${split}/${label}/${clip.name}-${sensor}.mp4`

  await mkdir(join(root, dirname(path)), { recursive: true })
  await writeMp4(join(root, path), track, mediaOfShots(shots.map(({ folder }) => mediaPath(folder, sensor))))
  const span = moments.find((moment) => moment === gravest)?.frames
  const row: LabelRow = {
    ...{ clip: path, label, fps: String(rate), frames: String(frames) },
    ...{ event_start: String(span?.[0] ?? ''), event_end: String(span?.[1] ?? '') },
    ...{ split, run: clip.name, scenario: scenario.name, seed: String(scenario.seed), sensor },
    ...{ start_s: toJson(first.from), width: String(track.width), height: String(track.height) },
    ...{ outcome: clip.outcome, min_ttc_s: clip.minTtc === null ? '' : toJson(clip.minTtc) },
  }
  await lists.labels.write(`${LABEL_COLUMNS.map((name) => row[name]).join()}\n`)
  await lists.splits[split].write(`${path} ${LABELS.indexOf(label)}\n`)
  await lists.events.write(`${toJson({ clip: path, events: moments })}\n`)
  // As they are: every number that is said can be found in the events, to its last digit.
  const captions = describeClip(scenario, moments, 'the clip')
  await lists.captions.write(`${JSON.stringify({ clip: path, ...captions })}\n`)
}

async function* mediaOfShots(paths: readonly string[]): AsyncGenerator<Uint8Array, void, void> {
  for (const path of paths) for await (const part of createReadStream(path)) yield part as Buffer
}
