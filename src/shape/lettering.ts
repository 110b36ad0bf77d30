/** Letters and figures as quads, from a 5 x 7 dot font; one quad a run of dots. */
import type { Vec3 } from '../math/index.ts'
import { MeshBuilder } from './mesh/index.ts'
import type { Mesh } from './shape.ts'

/** Rows from the top, five bits each. */
const GLYPHS: Readonly<Record<string, readonly number[]>> = {
  A: [14, 17, 17, 31, 17, 17, 17],
  B: [30, 17, 17, 30, 17, 17, 30],
  C: [14, 17, 16, 16, 16, 17, 14],
  D: [30, 17, 17, 17, 17, 17, 30],
  E: [31, 16, 16, 30, 16, 16, 31],
  F: [31, 16, 16, 30, 16, 16, 16],
  G: [14, 17, 16, 23, 17, 17, 15],
  I: [14, 4, 4, 4, 4, 4, 14],
  H: [17, 17, 17, 31, 17, 17, 17],
  K: [17, 18, 20, 24, 20, 18, 17],
  L: [16, 16, 16, 16, 16, 16, 31],
  M: [17, 27, 21, 21, 17, 17, 17],
  N: [17, 25, 21, 19, 17, 17, 17],
  P: [30, 17, 17, 30, 16, 16, 16],
  R: [30, 17, 17, 30, 20, 18, 17],
  S: [15, 16, 16, 14, 1, 1, 30],
  T: [31, 4, 4, 4, 4, 4, 4],
  X: [17, 17, 10, 4, 10, 17, 17],
  Z: [31, 1, 2, 4, 8, 16, 31],
  0: [14, 17, 19, 21, 25, 17, 14],
  1: [4, 12, 4, 4, 4, 4, 14],
  2: [14, 17, 1, 6, 8, 16, 31],
  3: [30, 1, 1, 14, 1, 1, 30],
  4: [2, 6, 10, 18, 31, 2, 2],
  5: [31, 16, 30, 1, 1, 17, 14],
  6: [14, 16, 30, 17, 17, 17, 14],
  7: [31, 1, 2, 4, 8, 8, 8],
  8: [14, 17, 17, 14, 17, 17, 14],
  9: [14, 17, 17, 15, 1, 1, 14],
}

/** The letters that plates have. */
export const LETTERS: readonly string[] = Object.keys(GLYPHS).filter((k) => k >= 'A')

/** What other text has beside them. */
const MORE: Readonly<Record<string, readonly number[]>> = {
  J: [7, 2, 2, 2, 2, 18, 12],
  O: [14, 17, 17, 17, 17, 17, 14],
  Q: [14, 17, 17, 17, 21, 18, 13],
  U: [17, 17, 17, 17, 17, 17, 14],
  V: [17, 17, 17, 17, 17, 10, 4],
  W: [17, 17, 17, 21, 21, 27, 17],
  Y: [17, 17, 10, 4, 4, 4, 4],
  '-': [0, 0, 0, 14, 0, 0, 0],
  '+': [0, 4, 4, 31, 4, 4, 0],
  ':': [0, 4, 4, 0, 4, 4, 0],
  ',': [0, 0, 0, 0, 4, 4, 8],
  '.': [0, 0, 0, 0, 0, 4, 4],
  '%': [25, 26, 2, 4, 8, 11, 19],
  '/': [1, 1, 2, 4, 8, 16, 16],
}

const BLANK = [0, 0, 0, 0, 0, 0, 0]

/** The seven rows of a letter from the top, five dots each, the left one 16; capitals, figures and a few signs. */
export const dotsOf = (letter: string): readonly number[] => {
  const glyphs = Object.hasOwn(GLYPHS, letter) ? GLYPHS : MORE
  return Object.hasOwn(glyphs, letter) ? glyphs[letter] : BLANK
}

/**
 * A line of text centred on the origin of a plane.
 * @param dot side of one dot, m: a letter is 7 dots high @param at (u to the reader's right, v up) -> point
 */
export const textQuads = (text: string, dot: number, at: (u: number, v: number) => Vec3): Mesh => {
  const builder = new MeshBuilder()
  const advance = 6 * dot
  const left = -(text.length * advance - dot) / 2
  text.split('').forEach((letter, i) => {
    const glyph = GLYPHS[letter] as readonly number[] | undefined
    glyph?.forEach((bits, row) => {
      const v = (3.5 - row) * dot
      for (const [from, to] of runs(bits)) {
        const [u, uu] = [left + i * advance + from * dot, left + i * advance + to * dot]
        builder.face([at(u, v - dot), at(uu, v - dot), at(uu, v), at(u, v)])
      }
    })
  })
  return builder.build()
}

/** Runs of set bits in a row of five, [from, to) from the left. */
const runs = (bits: number): (readonly [number, number])[] => {
  const found: (readonly [number, number])[] = []
  let start = -1
  for (let col = 0; col <= 5; col++) {
    const set = col < 5 && ((bits >> (4 - col)) & 1) === 1
    if (set && start < 0) start = col
    if (!set && start >= 0) {
      found.push([start, col])
      start = -1
    }
  }
  return found
}
