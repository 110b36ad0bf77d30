/** The plates of a lens resampled to its own picture: colours interpolated, labels taken from one plate pixel. */
import { decodeDirection, encodeDirection, NO_DIRECTION, rotate, type Quat } from '../math/index.ts'
import type { Raster } from './renderer.ts'
import { NOWHERE, type Warp } from './warp.ts'

/** No light falls there: black, of no class, nothing at any distance. */
const NO_ID = 0

/**
 * Colours, ids, depths and normals of the lens's picture. Where the lens lets nothing through: black, id 0, depth
 * Infinity, no normal.
 */
export const resample = (
  { plate, at, depth: stretch, plates: drawn }: Warp,
  plates: readonly Raster[],
): Omit<Raster, 'width' | 'height' | 'alone'> => {
  const n = plate.length
  const rgba = new Uint8Array(4 * n)
  const ids = new Uint32Array(plates[0].ids.length > 0 ? n : 0).fill(NO_ID)
  const depth = new Float32Array(plates[0].depth.length > 0 ? n : 0).fill(Infinity)
  const normals = plates[0].normals && new Int16Array(2 * n).fill(NO_DIRECTION)
  for (let i = 0; i < n; i++) {
    rgba[4 * i + 3] = 255
    const number = plate[i]
    if (number === NOWHERE) continue
    const from = plates[number]
    const u = at[2 * i]
    const v = at[2 * i + 1]
    blend(from, u, v, rgba, 4 * i)
    const pixel = Math.floor(v) * from.width + Math.floor(u)
    if (ids.length > 0) ids[i] = from.ids[pixel]
    if (depth.length > 0) depth[i] = depthAt(from, pixel, u, v) * stretch[i]
    if (normals && from.normals) turn(from.normals, 2 * pixel, drawn[number].orientation, normals, 2 * i)
  }
  return { rgba, ids, depth, ...(normals && { normals }) }
}

/** A normal of a plate in the camera's frame. */
const turn = (from: Int16Array, at: number, plate: Quat, to: Int16Array, into: number): void => {
  const [u, v] = [from[at], from[at + 1]]
  // One component is enough to tell: no direction has it in either.
  const [p, q] =
    u === NO_DIRECTION || plate[3] === 1 ? [u, v] : encodeDirection(rotate(plate, decodeDirection(u, v)))
  to[into] = p
  to[into + 1] = q
}

/** Bilinear between the four nearest pixel centres. */
const blend = ({ rgba, width }: Raster, u: number, v: number, out: Uint8Array, to: number): void => {
  const x = Math.floor(u - 0.5)
  const y = Math.floor(v - 0.5)
  const right = u - 0.5 - x
  const down = v - 0.5 - y
  const a = 4 * (y * width + x)
  const b = a + 4 * width
  for (let c = 0; c < 3; c++) {
    const top = rgba[a + c] + right * (rgba[a + 4 + c] - rgba[a + c])
    const bottom = rgba[b + c] + right * (rgba[b + 4 + c] - rgba[b + c])
    out[to + c] = top + down * (bottom - top) + 0.5
  }
}

/**
 * The depth of a plate pixel's surface where a ray meets it that passes beside the pixel's centre: on a plane 1 / z
 * is linear in the picture, so the surface is continued by its slope towards the smoother neighbour of the same
 * id. Nothing of another surface enters.
 */
const depthAt = ({ depth, ids, width }: Raster, pixel: number, u: number, v: number): number => {
  const z = depth[pixel]
  if (z === Infinity) return z
  const inverse = 1 / z
  const slope = (step: number): number => {
    const before = ids[pixel - step] === ids[pixel] ? inverse - 1 / depth[pixel - step] : NaN
    const after = ids[pixel + step] === ids[pixel] ? 1 / depth[pixel + step] - inverse : NaN
    if (Number.isNaN(before)) return Number.isNaN(after) ? 0 : after
    return Math.abs(before) < Math.abs(after) || Number.isNaN(after) ? before : after
  }
  const du = u - Math.floor(u) - 0.5
  const dv = v - Math.floor(v) - 0.5
  const there = inverse + du * slope(1) + dv * slope(width)
  // A surface that turns away at its edge may have no point there: then the pixel's own.
  return there > 0.5 * inverse && there < 2 * inverse ? 1 / there : z
}
