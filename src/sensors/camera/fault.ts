/**
 * Faults of a camera: a lens that snow or mud covers, pictures that are lost, pictures that stand still. They
 * come behind the developed picture; the truth that labels are made from never feels them.
 */
import { hashNames, smoothstep, stream } from '../../math/index.ts'
import type { CameraFault } from '../../scenario/index.ts'
import type { SensorFault } from '../../world/index.ts'
import type { ReadingKey } from '../sensor.ts'
import type { Picture } from './camera.ts'

/**
 * What comes out of a camera with these faults: RGBA in memory of its own, or the picture itself when none
 * is at work.
 * @param developed what the camera would have given
 * @param before what it gave last; null: nothing yet
 */
export const withFaults = (
  developed: Picture,
  faults: readonly SensorFault[],
  id: string,
  key: ReadingKey,
  before: Uint8Array | null,
): Uint8Array => {
  const levelOf = (fault: CameraFault): number =>
    Math.max(0, ...faults.filter((f) => f.sensor === id && f.fault === fault).map((f) => f.level))
  const lost = (fault: CameraFault): boolean => {
    const level = levelOf(fault)
    return level > 0 && hashNames(key.seed, ['camera', id, fault, key.index]) < level * 4294967296
  }
  if (lost('freeze') && before !== null && before.length === developed.rgba.length) return before.slice()
  if (lost('dropout')) return black(developed.rgba.length)
  const covers = (['snow-cover', 'mud'] as const).filter((fault) => levelOf(fault) > 0)
  if (covers.length === 0) return developed.rgba
  const rgba = developed.rgba.slice()
  for (const fault of covers) cover({ ...developed, rgba }, fault, levelOf(fault), key.seed, id)
  return rgba
}

const black = (length: number): Uint8Array => {
  const rgba = new Uint8Array(length)
  for (let at = 3; at < length; at += 4) rgba[at] = 255
  return rgba
}

/** sRGB of mud in daylight. */
const MUD = [58, 44, 31] as const
/** Width of the blurred edge of what lies on the lens, in steps of the field's 0..1: far out of focus. */
const SOFT = 0.06
/** Lumps across the picture's width. */
const LUMPS = 5

/**
 * Lays `level` of the picture's area under what lies on the lens. Snow lets light through: it takes the mean
 * colour of the scene, brighter; mud is opaque.
 */
const cover = (
  picture: Picture & { readonly rgba: Uint8Array },
  fault: 'snow-cover' | 'mud',
  level: number,
  seed: number,
  id: string,
): void => {
  const { width, height, rgba } = picture
  const field = lumps(width, height, hashNames(seed, ['camera', id, fault]))
  // The field's own quantile, so that just this share of the pixels is covered.
  const limit = Float32Array.from(field).sort()[Math.min(field.length - 1, Math.floor(level * field.length))]
  const edge = level >= 1 ? Infinity : limit
  const [r, g, b] = fault === 'mud' ? MUD : scattered(rgba)
  for (let i = 0, at = 0; i < field.length; i++, at += 4) {
    const a = edge === Infinity ? 1 : 1 - smoothstep(edge - SOFT, edge + SOFT, field[i])
    if (a === 0) continue
    // Thick snow and thick mud are darker where they lie deepest.
    const shade = 1 - 0.1 * Math.min(1, Math.max(0, (limit - field[i]) * 2))
    rgba[at] += a * (r * shade - rgba[at])
    rgba[at + 1] += a * (g * shade - rgba[at + 1])
    rgba[at + 2] += a * (b * shade - rgba[at + 2])
  }
}

/** The light of the whole scene, scattered by snow on the lens: its mean, half way to white. */
const scattered = (rgba: Uint8Array): readonly [number, number, number] => {
  const sum = [0, 0, 0]
  for (let at = 0; at < rgba.length; at += 4) for (let c = 0; c < 3; c++) sum[c] += rgba[at + c]
  const mean = (c: number): number => sum[c] / (rgba.length / 4)
  const white = (c: number): number => mean(c) + 0.5 * (255 - mean(c))
  return [white(0), white(1), white(2)]
}

/** Smooth value noise of three octaves, 0..1, in rows. */
const lumps = (width: number, height: number, seed: number): Float32Array => {
  const field = new Float32Array(width * height)
  for (let octave = 0; octave < 3; octave++) {
    const size = width / (LUMPS * (1 << octave))
    const [columns, rows] = [Math.ceil(width / size) + 2, Math.ceil(height / size) + 2]
    const random = stream(seed, 'lumps', octave)
    const grid = Float32Array.from({ length: columns * rows }, () => random.next())
    const weight = 4 / 7 / (1 << octave)
    for (let y = 0, i = 0; y < height; y++) {
      const row = Math.floor(y / size)
      const v = smoothstep(0, 1, y / size - row)
      for (let x = 0; x < width; x++, i++) {
        const column = Math.floor(x / size)
        const u = smoothstep(0, 1, x / size - column)
        const at = row * columns + column
        const top = grid[at] + u * (grid[at + 1] - grid[at])
        const bottom = grid[at + columns] + u * (grid[at + columns + 1] - grid[at + columns])
        field[i] += weight * (top + v * (bottom - top))
      }
    }
  }
  return field
}
