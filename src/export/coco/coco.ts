/**
 * COCO as pycocotools and panopticapi read it: images/*.jpg and, below annotations/, one document a split for instances
 * with their keypoints, for panoptic pictures, and below annotations/keypoints/ for the keypoints of people, riders and
 * vehicles each by themselves, as evaluation by one skeleton wants them. Our own truth (amodal box, occlusion,
 * truncation, track, 3-D box, calibration) rides along in extra members.
 * An object without a visible pixel has no mask and therefore no annotation.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { join, parse } from 'node:path'
import { encodeJpeg, encodeRgbPng } from '../codec.ts'
import {
  SPLITS,
  type Clip,
  type DataSetContext,
  type Exporter,
  type FinishedPiece,
  type PieceContext,
  type PieceWriter,
  type Split,
} from '../exporter.ts'
import { openJsonList, writeJsonDocument, type JsonList } from '../json-list.ts'
import { openLines, readLines } from '../lines.ts'
import { place, placeAll } from '../place.ts'
import { CONVENTIONS } from '../records.ts'
import { annotationRecord, imageRecord, keypointRecord } from './annotations.ts'
import { categoriesOf, skeletonWith, type SkeletonName } from './categories.ts'
import { panopticOf, type Segment } from './panoptic.ts'
import { withRiders } from './riders.ts'
import { verifyCoco } from './verify.ts'

const JPEG_QUALITY = 92

export const coco: Exporter = {
  name: 'coco',
  summary: 'COCO: annotations/ with instances, keypoints and panoptic segments; images/',
  labels: ['instance', 'semantic', 'panoptic', 'keypoints', 'parts'],
  piece,
  assemble,
  verify: verifyCoco,
}

interface AnnotationLine extends ReturnType<typeof annotationRecord> {
  readonly skeleton?: SkeletonName
  readonly points?: ReturnType<typeof keypointRecord>
}

/** A picture and its annotations, still without the numbers that only the whole data set can give. */
interface ImageLine {
  readonly image: ReturnType<typeof imageRecord>
  readonly annotations: readonly AnnotationLine[]
  /** Where the sensor's labels ask for them. */
  readonly segments?: readonly Segment[]
  readonly hasKeypoints: boolean
}

const LINES = 'images.jsonl'
const IMAGES = 'images'
const PANOPTIC = 'panoptic'
const KEYPOINTS = 'keypoints'

const pngName = (image: string): string => `${parse(image).name}.png`

async function piece(folder: string, { clip, selection }: PieceContext): Promise<PieceWriter> {
  await mkdir(join(folder, IMAGES))
  await mkdir(join(folder, PANOPTIC))
  const lines = await openLines<ImageLine>(join(folder, LINES))
  return {
    async write(reading) {
      if (reading.kind !== 'camera') return
      const frame = withRiders(reading, selection)
      const { width, height, sensor } = frame
      const image = imageRecord(frame, clip)
      await writeFile(
        join(folder, IMAGES, image.file_name),
        await encodeJpeg(frame.rgba, width, height, JPEG_QUALITY),
      )
      const annotations = frame.objects.flatMap((object): AnnotationLine[] => {
        if (object.visible === null) return []
        const record = annotationRecord(object, object.visible, frame)
        const skeleton = object.keypoints && skeletonWith(object.keypoints)
        return [
          object.keypoints && skeleton
            ? { ...record, skeleton, points: keypointRecord(object.keypoints) }
            : record,
        ]
      })
      const panoptic = sensor.labels.includes('panoptic') ? panopticOf(frame) : null
      if (panoptic)
        await writeFile(
          join(folder, PANOPTIC, pngName(image.file_name)),
          await encodeRgbPng(panoptic.rgba, width, height),
        )
      await lines.push({
        ...{ image, annotations, hasKeypoints: sensor.labels.includes('keypoints') },
        ...(panoptic ? { segments: panoptic.segments } : {}),
      })
    },
    close: () => lines.close(),
  }
}

/** A document that grows. */
interface Document {
  readonly images: JsonList
  readonly annotations: JsonList
  readonly categories: readonly object[]
}

async function assemble(
  folder: string,
  pieces: Iterable<FinishedPiece>,
  context: DataSetContext,
): Promise<void> {
  const labels = join(folder, 'annotations')
  await mkdir(labels)
  await mkdir(join(folder, IMAGES))
  const categories = categoriesOf(context.classes)
  const splits = splitsOf(context.clips)
  const nameOf = (kind: string, split: Split): string => (splits.length > 1 ? `${kind}_${split}` : kind)
  const documents = new Map<string, Document>()
  const documentOf = async (kind: string, split: Split, of: readonly object[]): Promise<Document> => {
    const name = nameOf(kind, split)
    const known = documents.get(name)
    if (known) return known
    const { dir, base } = parse(name)
    await mkdir(join(labels, dir), { recursive: true })
    const made = {
      images: await openJsonList(join(labels, dir, `.${base}.images`)),
      annotations: await openJsonList(join(labels, dir, `.${base}.annotations`)),
      categories: of,
    }
    documents.set(name, made)
    return made
  }
  for (const split of splits) await documentOf('instances', split, categories.instances)

  // Numbers go on from split to split, so that documents can be poured together. COCOeval takes an annotation id of 0
  // for "unmatched", so both count from 1.
  let imageId = 0
  let annotationId = 0
  for (const { clip, folder: from } of pieces) {
    const { split } = clip
    const instances = await documentOf('instances', split, categories.instances)
    for await (const line of readLines<ImageLine>(join(from, LINES))) {
      const image = { id: ++imageId, ...line.image }
      await instances.images.push(image)
      if (line.hasKeypoints)
        for (const skeleton of Object.keys(categories.keypoints) as SkeletonName[]) {
          const document = await documentOf(join(KEYPOINTS, skeleton), split, categories.keypoints[skeleton])
          await document.images.push(image)
        }
      for (const { category, skeleton, points, ...rest } of line.annotations) {
        const numbers = {
          id: ++annotationId,
          image_id: imageId,
          category_id: categories.idOf(category),
        }
        const isAlone = categories.instances.some((c) => c.id === numbers.category_id && c.keypoints)
        await instances.annotations.push({ ...numbers, ...(isAlone ? points : {}), ...rest })
        if (skeleton)
          await (
            await documentOf(join(KEYPOINTS, skeleton), split, categories.keypoints[skeleton])
          ).annotations.push({ ...numbers, ...points, ...rest })
      }
      if (line.segments) {
        const document = await documentOf(PANOPTIC, split, categories.panoptic)
        const file_name = pngName(image.file_name)
        await document.images.push(image)
        await document.annotations.push({
          ...{ image_id: imageId, file_name },
          segments_info: line.segments.map(({ category, ...segment }) => ({
            ...segment,
            category_id: categories.idOf(category),
          })),
        })
        await place(join(from, PANOPTIC, file_name), join(labels, nameOf(PANOPTIC, split), file_name))
      }
    }
    await placeAll(join(from, IMAGES), join(folder, IMAGES))
  }
  for (const [name, { images, annotations, categories: of }] of documents)
    await writeJsonDocument(
      join(labels, `${name}.json`),
      { ...header(context), categories: of },
      { images, annotations },
    )
}

/** Those that clips stand in; of no clips the first. */
const splitsOf = (clips: Iterable<Clip>): readonly Split[] => {
  const found = new Set<Split>()
  for (const { split } of clips) found.add(split)
  return found.size === 0 ? [SPLITS[0]] : SPLITS.filter((split) => found.has(split))
}

const header = ({ version }: DataSetContext) => ({
  info: {
    description: `generated by Nearmiss ${version}; no person, plate or place is real`,
    version,
    conventions: CONVENTIONS,
  },
  licenses: [],
})
