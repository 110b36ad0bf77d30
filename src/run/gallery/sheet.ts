/** Pictures side by side on one sheet, each with its caption, group under group. */
import { dotsOf } from '../../shape/index.ts'

/** One picture of a sheet. */
export interface Tile {
  readonly caption: string
  readonly width: number
  readonly height: number
  /** 4 bytes a pixel, rows from the top. */
  readonly rgba: Uint8Array
}

export interface SheetGroup {
  readonly title: string
  readonly tiles: readonly Tile[]
}

export interface Sheet {
  readonly width: number
  readonly height: number
  readonly rgba: Uint8Array
}

const PAPER = [24, 25, 27] as const
const INK = [226, 226, 222] as const
/** px: between pictures, and side of a letter's dot in captions and in titles. */
const GAP = 8
const DOT = { caption: 2, title: 3 } as const
/** Dots: a letter with the space behind it, and a line with the space round it. */
const ADVANCE = 6
const LINE = 11

/** Where everything stands on a sheet, px. */
export interface Layout {
  readonly width: number
  readonly height: number
  readonly titles: readonly (readonly [x: number, y: number])[]
  /** Of each picture's upper left corner, group by group; its caption stands below. */
  readonly tiles: readonly (readonly (readonly [x: number, y: number])[])[]
}

/**
 * @param counts pictures of each group @param size of a picture, px @param columns at most
 * @param lines of a caption, left out: one
 */
export const layoutOf = (
  counts: readonly number[],
  size: { readonly width: number; readonly height: number },
  columns: number,
  lines = 1,
): Layout => {
  const wide = Math.max(1, Math.min(columns, Math.max(0, ...counts)))
  const [stepX, stepY] = [size.width + GAP, size.height + lines * LINE * DOT.caption + GAP]
  let top = GAP
  const titles: (readonly [number, number])[] = []
  const tiles = counts.map((count) => {
    titles.push([GAP, top])
    top += LINE * DOT.title
    const own = Array.from({ length: count }, (_, i): readonly [number, number] => [
      GAP + (i % wide) * stepX,
      top + Math.floor(i / wide) * stepY,
    ])
    top += Math.ceil(count / wide) * stepY
    return own
  })
  const even = (n: number): number => n + (n % 2)
  return { width: even(GAP + wide * stepX), height: even(top + GAP), titles, tiles }
}

/** Draws a sheet. All pictures must be of one size. */
export const sheetOf = (groups: readonly SheetGroup[], columns: number): Sheet => {
  const size = groups.flatMap(({ tiles }) => tiles).at(0) ?? { width: 16, height: 16 }
  const room = lettersIn(size.width, DOT.caption)
  const captions = groups.map(({ tiles }) => tiles.map(({ caption }) => wrapped(caption, room)))
  const layout = layoutOf(
    groups.map(({ tiles }) => tiles.length),
    size,
    columns,
    Math.max(1, ...captions.flat().map((lines) => lines.length)),
  )
  const { width, height } = layout
  const rgba = new Uint8Array(width * height * 4)
  for (let i = 0; i < rgba.length; i += 4) rgba.set([...PAPER, 255], i)
  const sheet = { width, height, rgba }
  for (const [g, { title, tiles }] of groups.entries()) {
    write(sheet, title.slice(0, lettersIn(width, DOT.title)), layout.titles[g], DOT.title)
    for (const [i, tile] of tiles.entries()) {
      const [x, y] = layout.tiles[g][i]
      for (let row = 0; row < tile.height; row++)
        rgba.set(
          tile.rgba.subarray(row * tile.width * 4, (row + 1) * tile.width * 4),
          ((y + row) * width + x) * 4,
        )
      for (const [line, text] of captions[g][i].entries())
        write(sheet, text, [x, y + tile.height + (2 + line * LINE) * DOT.caption], DOT.caption)
    }
  }
  return sheet
}

/** Letters that fit side by side into so many px. */
const lettersIn = (width: number, dot: number): number => Math.max(1, Math.floor(width / (ADVANCE * dot)))

/** Lines of at most `room` letters, broken behind a space or a hyphen where there is one. */
export const wrapped = (text: string, room: number): string[] => {
  const lines: string[] = []
  let rest = text
  while (rest.length > room) {
    const behind = Math.max(rest.lastIndexOf(' ', room), rest.lastIndexOf('-', room - 1)) + 1
    const end = behind > 0 ? behind : room
    lines.push(rest.slice(0, end).trimEnd())
    rest = rest.slice(end)
  }
  return [...lines, rest]
}

/** A line of capitals. */
const write = (
  { width, rgba }: Sheet,
  text: string,
  [x, y]: readonly [number, number],
  dot: number,
): void => {
  const letters = text.toUpperCase()
  for (let i = 0; i < letters.length; i++)
    for (const [row, bits] of dotsOf(letters[i]).entries())
      for (let column = 0; column < 5; column++) {
        if (((bits >> (4 - column)) & 1) === 0) continue
        for (let v = 0; v < dot; v++)
          for (let u = 0; u < dot; u++) {
            const px = x + (i * ADVANCE + column) * dot + u
            rgba.set(INK, ((y + row * dot + v) * width + px) * 4)
          }
      }
}

/** The same picture half as wide and half as high: means of four pixels. */
export const halved = ({ caption, width, height, rgba }: Tile): Tile => {
  const [w, h] = [Math.floor(width / 2), Math.floor(height / 2)]
  const small = new Uint8Array(w * h * 4)
  for (let y = 0; y < h; y++)
    for (let x = 0; x < w; x++)
      for (let c = 0; c < 4; c++) {
        const at = (2 * y * width + 2 * x) * 4 + c
        small[(y * w + x) * 4 + c] =
          (rgba[at] + rgba[at + 4] + rgba[at + 4 * width] + rgba[at + 4 * width + 4] + 2) >> 2
      }
  return { caption, width: w, height: h, rgba: small }
}
