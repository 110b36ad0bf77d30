/**
 * WebDataset: <split>-000000.tar, ..., each a tar archive of samples. A sample is a picture: files of one key, of which
 * .jpg is the picture, .json its labels as COCO has them, and .depth.png, .semantic.png and .instance.png are there
 * where the sensor's labels name them. A key has no dot, for readers take all after the first one as the kind of file.
 */
import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import type { CameraFrame } from '../../labels/index.ts'
import { openAppender, type Appender } from '../append.ts'
import { encodeGreyPng, encodeJpeg } from '../codec.ts'
import { annotationRecord, imageRecord } from '../coco/annotations.ts'
import { withRiders } from '../coco/riders.ts'
import { centimetres } from '../depth.ts'
import type {
  Clip,
  DataSetContext,
  Exporter,
  FinishedPiece,
  PieceContext,
  PieceWriter,
  Split,
} from '../exporter.ts'
import { toJson } from '../json-list.ts'
import { openLines, readLines } from '../lines.ts'
import { TAR_END, tarFile } from './tar.ts'
import { verifyWebdataset } from './verify.ts'

const JPEG_QUALITY = 92
/** What WebDataset's makers advise is 256 MB to 1 GB. */
const SHARD_BYTES = 256e6

export const webdataset: Exporter = {
  name: 'webdataset',
  summary: 'WebDataset: shards <split>-000000.tar of pictures with their labels',
  labels: ['parts'],
  piece,
  assemble,
  verify: verifyWebdataset,
}

/** A sample's place in its piece's archive. */
interface SampleLine {
  readonly bytes: number
}

const SAMPLES = 'samples.tar'
const LINES = 'samples.jsonl'

async function piece(folder: string, { clip, selection }: PieceContext): Promise<PieceWriter> {
  // An archive without its end: samples are cut out of it as they are.
  const archive = await openAppender(join(folder, SAMPLES))
  const lines = await openLines<SampleLine>(join(folder, LINES))
  return {
    async write(frame) {
      if (frame.kind !== 'camera') return
      const key = keyOf(frame, clip)
      const before = archive.length
      for (const [ending, content] of await sampleFiles(frame, clip, selection))
        await archive.write(tarFile(`${key}.${ending}`, content))
      await lines.push({ bytes: archive.length - before })
    },
    async close() {
      await archive.close()
      await lines.close()
    },
  }
}

/** Unique over runs. */
const keyOf = ({ sensor, index }: CameraFrame, clip: Clip): string =>
  `${clip.name}-${sensor.id}-${String(index).padStart(6, '0')}`.replaceAll('.', '_')

const sampleFiles = async (
  frame: CameraFrame,
  clip: Clip,
  selection: PieceContext['selection'],
): Promise<readonly (readonly [ending: string, content: Uint8Array])[]> => {
  const { rgba, width, height, depth, semantic, instance, sensor } = frame
  const grey = (values: Uint8Array | Uint16Array): Promise<Uint8Array> => encodeGreyPng(values, width, height)
  const files: [string, Promise<Uint8Array>][] = [['jpg', encodeJpeg(rgba, width, height, JPEG_QUALITY)]]
  if (sensor.labels.includes('depth')) files.push(['depth.png', grey(centimetres(depth))])
  if (sensor.labels.includes('semantic')) files.push(['semantic.png', grey(semantic)])
  if (sensor.labels.includes('instance')) files.push(['instance.png', grey(instance)])
  return [
    ['json', Buffer.from(toJson(sampleRecord(withRiders(frame, selection), clip)))],
    ...(await Promise.all(files.map(async ([ending, content]) => [ending, await content] as const))),
  ]
}

const sampleRecord = (frame: CameraFrame, clip: Clip) => ({
  ...imageRecord(frame, clip),
  // Its key says it.
  file_name: undefined,
  outcome: clip.outcome,
  tags: clip.scenario.tags,
  annotations: frame.objects.flatMap((object) =>
    object.visible ? [annotationRecord(object, object.visible, frame)] : [],
  ),
})

async function assemble(
  folder: string,
  pieces: Iterable<FinishedPiece>,
  { shardBytes = SHARD_BYTES }: DataSetContext,
): Promise<void> {
  const shards = new Map<Split, { file: Appender; count: number }>()
  const finish = async (file: Appender): Promise<void> => {
    await file.write(TAR_END)
    await file.close()
  }
  /** The archive that takes the next sample of a split. */
  const shardFor = async (split: Split, bytes: number): Promise<Appender> => {
    const open = shards.get(split)
    if (open && open.file.length + bytes + TAR_END.length <= shardBytes) return open.file
    if (open) await finish(open.file)
    const count = open ? open.count + 1 : 0
    const file = await openAppender(join(folder, `${split}-${String(count).padStart(6, '0')}.tar`))
    shards.set(split, { file, count })
    return file
  }
  for (const { clip, folder: from } of pieces) {
    let at = 0
    for await (const { bytes } of readLines<SampleLine>(join(from, LINES))) {
      const shard = await shardFor(clip.split, bytes)
      const sample = createReadStream(join(from, SAMPLES), { start: at, end: at + bytes - 1 })
      for await (const part of sample) await shard.write(part as Buffer)
      at += bytes
    }
  }
  for (const { file } of shards.values()) await finish(file)
}
