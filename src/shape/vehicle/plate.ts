/** Number plates with invented text. */
import type { Random, Vec3 } from '../../math/index.ts'
import { LETTERS, textQuads } from '../lettering.ts'
import { MeshBuilder, box, merged, type Rgb } from '../mesh/index.ts'
import type { Mesh, Thin } from '../shape.ts'

/** Two letters, a gap, two letters and three figures: no country's series, so nobody's plate. */
export const plateText = (random: Random): string => {
  const letter = (): string => LETTERS[random.integer(LETTERS.length)]
  return `${letter()}${letter()} ${letter()}${letter()}${String(100 + random.integer(900))}`
}

export const PLATE_GROUND: Rgb = [0.75, 0.75, 0.72]
/** Strokes of the text. */
export const PLATE_TEXT: Thin = { width: 0.0105, on: PLATE_GROUND }

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
  const dots = textQuads(text, 0.0105, (u, v) => at(u + 0.02, v, 0.004))
  const band = new MeshBuilder()
  rect(band, -w + 0.004, -h + 0.004, -w + 0.04, h - 0.004, 0.004)
  return { ground, text: dots, band: merged([band.build()]) }
}
