/**
 * Data sets that were exported into one folder, to be looked through: an index of each is made once from its COCO
 * documents (the one part that tells pictures, labels and clips apart in a single place) and kept while they stay.
 */
import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { join, sep } from 'node:path'
import { encodeThumbnail, readMembers } from '../src/export/index.ts'
import type { DataSet, DataSetList, Frames, FramesQuery } from '../src/protocol/index.ts'
import { LibraryRefusal } from './library.ts'
import { resultsIn } from './result-folders.ts'

/** As wide as a tile of the page on a dense screen, px. */
const THUMBNAIL_WIDTH = 320

type Indexed = Omit<Frames['frames'][number], 'thumbnail'>

interface Clip {
  readonly conditions: readonly string[]
  readonly events: readonly string[]
}

interface Index {
  readonly stamp: string
  /** Where the pictures lie. */
  readonly pictures: string
  readonly frames: readonly Indexed[]
  readonly clips: ReadonlyMap<string, Clip>
}

export interface DataSets {
  list(): DataSetList
  /** @throws LibraryRefusal */
  about(name: string): Promise<DataSet>
  /** @throws LibraryRefusal */
  frames(name: string, query: FramesQuery): Promise<Frames>
}

/** @param folder whose direct subfolders are data sets; null, or not there: there are none. Nothing else is read. */
export const openDataSets = (folder: string | null): DataSets => {
  const indices = new Map<string, Promise<Index>>()
  const names = (): string[] => resultsIn(folder, (path) => existsSync(join(path, 'dataset.json')))
  const index = async (name: string): Promise<Index> => {
    if (folder === null || !names().includes(name))
      throw new LibraryRefusal(404, `There is no data set '${name}'.`)
    const dir = join(folder, name)
    const coco = cocoOf(dir)
    if (coco === null)
      throw new LibraryRefusal(
        422,
        `'${name}' has no part in COCO's format, by which data sets are browsed; export with --format coco,...`,
      )
    const stamp = documentsOf(coco)
      .map((path) => `${path} ${statSync(path).size} ${statSync(path).mtimeMs}`)
      .join()
    const known = await indices.get(name)?.catch(() => null)
    if (known?.stamp === stamp) return known
    const made = readIndex(dir, coco, stamp)
    indices.set(name, made)
    return made
  }
  return {
    list: () => ({
      sets: names().map((name) => {
        const dir = join(folder!, name)
        return { name, formats: formatsOf(dir), browsable: cocoOf(dir) !== null }
      }),
    }),
    about: async (name) => {
      const { frames, clips } = await index(name)
      const of = (words: (frame: Indexed) => readonly string[]): DataSet['classes'] => counted(frames, words)
      return {
        name,
        frames: frames.length,
        labels: frames.reduce((n, f) => n + f.objects.length, 0),
        classes: of((f) => f.objects.map((o) => o.class)),
        sensors: of((f) => [f.sensor]),
        conditions: of((f) => clips.get(f.clip)?.conditions ?? []),
        events: of((f) => clips.get(f.clip)?.events ?? []),
      }
    },
    frames: async (name, query) => {
      const { frames, clips, pictures } = await index(name)
      const found = frames.filter((frame) => fits(frame, clips.get(frame.clip), query))
      const shown = found.slice(query.first, query.first + query.count)
      return {
        total: found.length,
        frames: await Promise.all(
          shown.map(async (frame) => ({ ...frame, thumbnail: await thumbnail(pictures, frame.file) })),
        ),
      }
    },
  }
}

const fits = (frame: Indexed, clip: Clip | undefined, query: FramesQuery): boolean => {
  if (query.sensor !== undefined && frame.sensor !== query.sensor) return false
  if (query.condition !== undefined && clip?.conditions.includes(query.condition) !== true) return false
  if (query.event !== undefined && clip?.events.includes(query.event) !== true) return false
  if (query.class === undefined && query.occlusion === undefined) return true
  return frame.objects.some(
    (o) => (query.class === undefined || o.class === query.class) && o.occlusion >= (query.occlusion ?? 0),
  )
}

/** How many frames have each word, most first. */
const counted = (
  frames: readonly Indexed[],
  words: (frame: Indexed) => readonly string[],
): { name: string; frames: number }[] => {
  const counts = new Map<string, number>()
  for (const frame of frames)
    for (const word of new Set(words(frame))) counts.set(word, (counts.get(word) ?? 0) + 1)
  return [...counts].map(([name, n]) => ({ name, frames: n })).sort((a, b) => b.frames - a.frames)
}

/** The folder of the COCO part: the data set itself, or one of several formats; null: there is none. */
const cocoOf = (dir: string): string | null =>
  [join(dir, 'coco'), dir].find((place) => documentsOf(place).length > 0) ?? null

const documentsOf = (coco: string): string[] => {
  const annotations = join(coco, 'annotations')
  if (!existsSync(annotations)) return []
  return readdirSync(annotations)
    .filter((file) => /^instances(_[a-z]+)?\.json$/.test(file))
    .sort()
    .map((file) => join(annotations, file))
}

interface Card {
  readonly formats?: readonly string[]
  readonly clips?: readonly {
    readonly name: string
    readonly outcome: string
    readonly tags: Readonly<Record<string, readonly unknown[]>>
  }[]
}

const cardOf = (dir: string): Card => JSON.parse(readFileSync(join(dir, 'dataset.json'), 'utf8')) as Card

const formatsOf = (dir: string): string[] => {
  try {
    return [...(cardOf(dir).formats ?? [])]
  } catch {
    return []
  }
}

interface CocoImage {
  readonly id: number
  readonly file_name: string
  readonly width: number
  readonly height: number
  readonly clip: string
  readonly sensor: string
  readonly frame: number
}

interface CocoAnnotation {
  readonly image_id: number
  readonly category_id: number
  readonly bbox: readonly [number, number, number, number]
  readonly occlusion: number
  readonly actor: string
}

const readIndex = async (dir: string, coco: string, stamp: string): Promise<Index> => {
  const frames = new Map<number, Indexed>()
  try {
    for (const document of documentsOf(coco)) {
      const categories = new Map<number, string>()
      for await (const { name, value } of readMembers(document))
        if (name === 'categories') {
          const { id, name: word } = value as { id: number; name: string }
          categories.set(id, word)
        } else if (name === 'images') {
          const { id, file_name: file, width, height, clip, sensor, frame } = value as CocoImage
          frames.set(id, { id, file, width, height, clip, sensor, frame, objects: [] })
        } else if (name === 'annotations') {
          const { image_id, category_id, bbox, occlusion, actor } = value as CocoAnnotation
          const word = categories.get(category_id) ?? String(category_id)
          frames.get(image_id)?.objects.push({ class: word, actor, box: [...bbox], occlusion })
        }
    }
    const clips = (cardOf(dir).clips ?? []).map(({ name, outcome, tags }): [string, Clip] => {
      const words = (tag: string): string[] => (Object.hasOwn(tags, tag) ? tags[tag].map(String) : [])
      return [name, { conditions: words('odd'), events: [...words('hazard'), outcome] }]
    })
    return { stamp, pictures: join(coco, 'images'), frames: [...frames.values()], clips: new Map(clips) }
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof TypeError)) throw error
    throw new LibraryRefusal(422, `The data set's own documents cannot be read: ${error.message}`)
  }
}

/** A small picture, base64; null: it is not there, or lies outside the pictures' folder. */
const thumbnail = async (pictures: string, file: string): Promise<string | null> => {
  try {
    const path = realpathSync(join(pictures, file))
    if (!path.startsWith(realpathSync(pictures) + sep)) return null
    return Buffer.from(await encodeThumbnail(path, THUMBNAIL_WIDTH)).toString('base64')
  } catch {
    return null
  }
}
