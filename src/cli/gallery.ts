/** `nearmiss gallery`: everything that scenarios can show as one contact sheet, and group by group as a page. */
import { join } from 'node:path'
import { InvalidArgumentError, type Command } from 'commander'
import { encodeJpeg, replaceFile } from '../export/index.ts'
import {
  drawScene,
  ensureDrawingProcess,
  GALLERY_GROUPS,
  galleryPage,
  groupOf,
  halved,
  sheetOf,
  type GalleryGroup,
  type Group,
  type SheetGroup,
} from '../run/index.ts'
import { closest, didYouMean } from '../scenario/index.ts'
import { listOption, seedOption, sizeOption } from './options.ts'
import { cancellable, startProgress } from './progress.ts'

interface Options {
  readonly only?: readonly GalleryGroup[]
  readonly size: { readonly width: number; readonly height: number }
  readonly seed: number
  readonly out: string
}

const QUALITY = 84
/** Columns of a group's picture and of the contact sheet, whose pictures are half as wide and high. */
const COLUMNS = { group: 4, sheet: 10 } as const
/** Where pictures lie below the page. */
const PICTURES = 'images/gallery'

const groupsOption = (text: string): GalleryGroup[] =>
  listOption(text).map((word) => {
    const found = GALLERY_GROUPS.find((name) => name === word)
    if (found === undefined)
      throw new InvalidArgumentError(
        `There is no group '${word}'${didYouMean(closest(word, GALLERY_GROUPS))}; there are ${GALLERY_GROUPS.join(', ')}.`,
      )
    return found
  })

export const register = (program: Command): void => {
  program
    .command('gallery')
    .description(
      'draw every vehicle, person, animal, thing, place, road, surface and weather, with their names',
    )
    .option(
      '--only <groups>',
      `these groups alone, without page and sheet: ${GALLERY_GROUPS.join(', ')}`,
      groupsOption,
    )
    .option('--size <WxH>', 'of a picture, in pixels', sizeOption, { width: 360, height: 240 })
    .option('--seed <n>', 'paints, clothes and land by this seed', seedOption, 1)
    .option('--out <dir>', `the folder of gallery.md and ${PICTURES}; files there are written anew`, 'docs')
    .action(async (options: Options) => {
      if (!(await ensureDrawingProcess())) return
      await cancellable(async (signal) => {
        const groups = (options.only ?? GALLERY_GROUPS).map(groupOf)
        const drawn = await drawAll(groups, options, signal)
        for (const [path, data] of await filesOf(groups, drawn, options)) {
          await replaceFile(path, data)
          process.stdout.write(`${path}\n`)
        }
      })
    })
}

/** The pictures of all groups: nothing is written before the last one is there. */
const drawAll = async (
  groups: readonly Group[],
  { seed, size }: Options,
  signal: AbortSignal,
): Promise<SheetGroup[]> => {
  const scenes = groups.flatMap((group) => group.scenes)
  const progress = startProgress(
    'gallery',
    scenes.reduce((n, { cards }) => n + cards.length, 0),
    'pictures',
  )
  const drawn: SheetGroup[] = []
  let done = 0
  try {
    for (const { title, scenes: own } of groups) {
      const tiles = []
      for (const scene of own) {
        signal.throwIfAborted()
        tiles.push(...(await drawScene(scene, seed, size)))
        progress.update((done += scene.cards.length))
      }
      drawn.push({ title, tiles })
    }
  } finally {
    progress.stop()
  }
  return drawn
}

/** Pictures of the groups and, where all are there, the contact sheet and the page. */
const filesOf = async (
  groups: readonly Group[],
  drawn: readonly SheetGroup[],
  { only, out }: Options,
): Promise<(readonly [path: string, data: string | Uint8Array])[]> => {
  const jpeg = async (sheet: readonly SheetGroup[], columns: number): Promise<Uint8Array> => {
    const { rgba, width, height } = sheetOf(sheet, columns)
    return encodeJpeg(rgba, width, height, QUALITY)
  }
  const files: (readonly [string, string | Uint8Array])[] = []
  for (const [i, { name }] of groups.entries())
    files.push([join(out, PICTURES, `${name}.jpg`), await jpeg([drawn[i]], COLUMNS.group)])
  if (only !== undefined) return files
  const small = drawn.map(({ title, tiles }) => ({ title, tiles: tiles.map(halved) }))
  return [
    ...files,
    [join(out, PICTURES, 'all.jpg'), await jpeg(small, COLUMNS.sheet)],
    [
      join(out, 'gallery.md'),
      galleryPage(groups, `${PICTURES}/all.jpg`, (name) => `${PICTURES}/${name}.jpg`),
    ],
  ]
}
