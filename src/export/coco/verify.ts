/** COCO documents against their own rules. */
import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join, parse } from 'node:path'
import { decodeRgb, pictureSize } from '../codec.ts'
import type { Split } from '../exporter.ts'
import { readMembers } from '../json-read.ts'
import { annotationProblems, createTrackRules, type Annotation } from './rules.ts'
import type { Segment } from './panoptic.ts'

interface ImageEntry {
  readonly id: number
  readonly file_name: string
  readonly width: number
  readonly height: number
  readonly clip: string
  readonly split: Split
}

interface Entry extends Annotation {
  readonly id: number
  readonly image_id: number
  readonly category_id: number
  readonly keypoints?: readonly number[]
  readonly num_keypoints?: number
}

interface PanopticEntry {
  readonly image_id: number
  readonly file_name: string
  readonly segments_info: readonly (Omit<Segment, 'category'> & { readonly category_id: number })[]
}

interface Document {
  /** By id: names of keypoints, if it has any. */
  readonly categories: Map<number, readonly string[]>
  readonly images: Map<number, ImageEntry>
}

export async function* verifyCoco(folder: string): AsyncGenerator<string, void, void> {
  const labels = join(folder, 'annotations')
  const tracksOf = createTrackRules()
  for (const name of (await readdir(labels, { recursive: true })).filter(isDocument).sort()) {
    const file = `annotations/${name}`
    try {
      for await (const problem of verifyDocument(folder, name, tracksOf)) yield `${file}: ${problem}`
    } catch (error) {
      yield `${file}: cannot be read: ${error instanceof Error ? error.message : String(error)}`
    }
  }
}

const isDocument = (file: string): boolean => file.endsWith('.json')

async function* verifyDocument(
  folder: string,
  name: string,
  tracksOf: ReturnType<typeof createTrackRules>,
): AsyncGenerator<string, void, void> {
  const document: Document = { categories: new Map(), images: new Map() }
  const ids = new Set<number>()
  const shown = new Set<string>()
  for await (const { name: member, value } of readMembers(join(folder, 'annotations', name))) {
    if (member === 'categories') {
      const { id, keypoints } = value as { id: number; keypoints?: readonly string[] }
      if (document.categories.has(id)) yield `category ${id} is there twice`
      document.categories.set(id, keypoints ?? [])
    } else if (member === 'images') {
      const image = value as ImageEntry
      if (document.images.has(image.id)) yield `image ${image.id} is there twice`
      document.images.set(image.id, image)
      yield* tracksOf(image, [])
      yield* verifyPicture(folder, image)
    } else if (member === 'annotations') {
      if ('segments_info' in (value as object)) {
        yield* verifyPanoptic(folder, name, value as PanopticEntry, document)
        continue
      }
      const entry = value as Entry
      const { id, image_id, category_id, track_id } = entry
      const image = document.images.get(image_id)
      if (id === 0) yield 'an annotation has the number 0, which evaluation takes for none'
      if (ids.has(id)) yield `annotation ${id} is there twice`
      ids.add(id)
      if (!document.categories.has(category_id)) yield `annotation ${id}: no category ${category_id}`
      if (image === undefined) {
        yield `annotation ${id}: no image ${image_id}`
        continue
      }
      if (shown.has(`${image_id}/${track_id}`))
        yield `annotation ${id}: track ${track_id} is in image ${image_id} twice`
      shown.add(`${image_id}/${track_id}`)
      for (const problem of annotationProblems(entry, image.width, image.height))
        yield `annotation ${id}: ${problem}`
      for (const problem of keypointProblems(entry, image, document)) yield `annotation ${id}: ${problem}`
      yield* tracksOf(image, [{ ...entry, category: category_id }])
    }
  }
}

async function* verifyPicture(
  folder: string,
  { file_name, width, height }: ImageEntry,
): AsyncGenerator<string, void, void> {
  const path = join(folder, 'images', file_name)
  if (!existsSync(path)) {
    yield `images/${file_name} is missing`
    return
  }
  const size = await pictureSize(path)
  if (size === null) yield `images/${file_name} is no picture`
  else if (size.width !== width || size.height !== height)
    yield `images/${file_name} is ${size.width} x ${size.height}, not ${width} x ${height}`
}

const keypointProblems = (
  { keypoints, num_keypoints, category_id }: Entry,
  { width, height }: ImageEntry,
  { categories }: Document,
): string[] => {
  if (keypoints === undefined) return []
  const names = categories.get(category_id) ?? []
  if (keypoints.length !== 3 * names.length)
    return [`it has ${keypoints.length / 3} keypoints, its category ${names.length}`]
  const labelled = names.filter((_, i) => keypoints[3 * i + 2] > 0).length
  const outside = names.filter((_, i) => {
    const [x, y, visibility] = keypoints.slice(3 * i, 3 * i + 3)
    return visibility > 0 && !(x >= 0 && y >= 0 && x <= width && y <= height)
  })
  return [
    ...(labelled === num_keypoints ? [] : [`num_keypoints is ${num_keypoints}, and ${labelled} are there`]),
    ...outside.map((point) => `keypoint '${point}' is not in the picture`),
  ]
}

async function* verifyPanoptic(
  folder: string,
  name: string,
  { image_id, file_name, segments_info }: PanopticEntry,
  { images, categories }: Document,
): AsyncGenerator<string, void, void> {
  const image = images.get(image_id)
  if (image === undefined) {
    yield `${file_name}: no image ${image_id}`
    return
  }
  const path = join(folder, 'annotations', parse(name).name, file_name)
  const picture = existsSync(path) ? await decodeRgb(path) : null
  if (picture === null) {
    yield `${file_name} is missing, or no picture`
    return
  }
  if (picture.width !== image.width || picture.height !== image.height)
    yield `${file_name} is ${picture.width} x ${picture.height}, not ${image.width} x ${image.height}`
  const areas = new Map<number, number>()
  for (let i = 0; i < picture.rgb.length; i += 3) {
    const id = picture.rgb[i] + 256 * picture.rgb[i + 1] + 65536 * picture.rgb[i + 2]
    areas.set(id, (areas.get(id) ?? 0) + 1)
  }
  const listed = new Set<number>()
  for (const { id, area, category_id } of segments_info) {
    if (listed.has(id)) yield `${file_name}: segment ${id} is there twice`
    listed.add(id)
    if (!categories.has(category_id)) yield `${file_name}: segment ${id}: no category ${category_id}`
    if (areas.get(id) !== area)
      yield `${file_name}: segment ${id}: its area is ${area}, the picture has ${areas.get(id) ?? 0} pixels of it`
  }
  for (const id of areas.keys())
    if (id !== 0 && !listed.has(id)) yield `${file_name}: segment ${id} is in the picture alone`
}
