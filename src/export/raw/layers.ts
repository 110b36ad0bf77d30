/** Layers of a picture that are numbers: how their files hold them. */
import type { CameraFrame } from '../../labels/index.ts'
import { decodeDirection, NO_DIRECTION } from '../../math/index.ts'

/**
 * What panopticapi reads as segment numbers (red + 256 green + 65536 blue): 65536 class + track id. RGBA; things are
 * one segment each, of what has no track id all of a class is one.
 */
export const panopticPicture = ({ instance, semantic }: CameraFrame): Uint8Array => {
  const rgba = new Uint8Array(4 * instance.length)
  for (let i = 0; i < instance.length; i++) {
    rgba[4 * i] = instance[i] & 0xff
    rgba[4 * i + 1] = instance[i] >>> 8
    rgba[4 * i + 2] = semantic[i]
    rgba[4 * i + 3] = 255
  }
  return rgba
}

/** Normals as 3 numbers a pixel: component n in -1..1 as round(32767.5 (n + 1)); all 0 where there is none. */
export const wideNormals = (normals: Int16Array): Uint16Array => {
  const wide = new Uint16Array((normals.length / 2) * 3)
  let last = NaN
  let [x, y, z] = [0, 0, 0]
  for (let i = 0, o = 0; i < normals.length; i += 2, o += 3) {
    // Flat surfaces are most of a picture.
    const here = normals[i] * 65536 + normals[i + 1]
    if (here !== last) {
      last = here
      if (normals[i] === NO_DIRECTION) [x, y, z] = [0, 0, 0]
      else {
        const [a, b, c] = decodeDirection(normals[i], normals[i + 1])
        x = 32767.5 * (a + 1) + 0.5
        y = 32767.5 * (b + 1) + 0.5
        z = 32767.5 * (c + 1) + 0.5
      }
    }
    wide[o] = x
    wide[o + 1] = y
    wide[o + 2] = z
  }
  return wide
}

/** Middlebury: 'PIEH', width, height, then u and v of each pixel by rows, all in 4 little-endian bytes. */
const FLO_MAGIC = 202021.25
const FLO_HEADER = 12
/** What Middlebury's readers take as unknown: anything above 1e9. */
export const UNKNOWN_FLOW = 1e10

export const encodeFlo = (flow: Float32Array, width: number, height: number): Uint8Array => {
  const bytes = new Uint8Array(FLO_HEADER + 4 * flow.length)
  const header = new DataView(bytes.buffer)
  header.setFloat32(0, FLO_MAGIC, true)
  header.setInt32(4, width, true)
  header.setInt32(8, height, true)
  const values = new Float32Array(bytes.buffer, FLO_HEADER)
  for (let i = 0; i < flow.length; i++) values[i] = Number.isNaN(flow[i]) ? UNKNOWN_FLOW : flow[i]
  return bytes
}
