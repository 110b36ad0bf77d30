/** Number plates with invented text, drawn from a 5 x 7 dot font; one quad a run of dots. */
import type { Random, Vec3 } from '../../math/index.ts'
import { MeshBuilder, box, merged } from '../mesh/index.ts'
import type { Mesh } from '../shape.ts'

/** Rows from the top, five bits each. */
const GLYPHS: Readonly<Record<string, readonly number[]>> = {
  A: [14, 17, 17, 31, 17, 17, 17],
  B: [30, 17, 17, 30, 17, 17, 30],
  C: [14, 17, 16, 16, 16, 17, 14],
  D: [30, 17, 17, 17, 17, 17, 30],
  E: [31, 16, 16, 30, 16, 16, 31],
  F: [31, 16, 16, 30, 16, 16, 16],
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

/** Two letters, a gap, two letters and three figures: no country's series, so nobody's plate. */
export const plateText = (random: Random): string => {
  const letters = Object.keys(GLYPHS).filter((k) => k >= 'A')
  const letter = (): string => letters[random.integer(letters.length)]
  return `${letter()}${letter()} ${letter()}${letter()}${String(100 + random.integer(900))}`
}

export const PLATE_WIDTH = 0.52
export const PLATE_HEIGHT = 0.11

export interface Plate {
  readonly ground: Mesh
  readonly text: Mesh
  readonly band: Mesh
}

/**
 * A plate whose middle is at `centre`, standing across the car and facing along x.
 * @param facing +1: read from the front, -1: from behind
 */
export const plate = (text: string, centre: Vec3, facing: 1 | -1): Plate => {
  const [w, h] = [PLATE_WIDTH / 2, PLATE_HEIGHT / 2]
  // u runs to the reader's right, v up.
  const at = (u: number, v: number, out: number): Vec3 => [
    centre[0] + facing * out,
    centre[1] + facing * u,
    centre[2] + v,
  ]
  const rect = (builder: MeshBuilder, u: number, v: number, uu: number, vv: number, out: number): void => {
    builder.face([at(u, v, out), at(uu, v, out), at(uu, vv, out), at(u, vv, out)])
  }
  const [a, b] = [at(-w, -h, -0.006), at(w, h, 0)]
  const ground = box(
    [Math.min(a[0], b[0]), Math.min(a[1], b[1]), a[2]],
    [Math.max(a[0], b[0]), Math.max(a[1], b[1]), b[2]],
  )
  const dots = new MeshBuilder()
  const pitch = 0.0105
  const advance = 6 * pitch
  const left = -((text.length * advance) / 2) + 0.02
  ;[...text].forEach((letter, i) => {
    const glyph = GLYPHS[letter] as readonly number[] | undefined
    glyph?.forEach((bits, row) => {
      for (let col = 0; col < 5; col++) {
        if (!((bits >> (4 - col)) & 1)) continue
        let end = col
        while (end < 4 && (bits >> (3 - end)) & 1) end++
        const v = (3.5 - row) * pitch
        rect(
          dots,
          left + i * advance + col * pitch,
          v - pitch,
          left + i * advance + (end + 1) * pitch,
          v,
          0.0015,
        )
        col = end
      }
    })
  })
  const band = new MeshBuilder()
  rect(band, -w + 0.004, -h + 0.004, -w + 0.04, h - 0.004, 0.0015)
  return { ground, text: dots.build(), band: merged([band.build()]) }
}
