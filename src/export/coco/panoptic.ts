/** A picture cut into segments, as panopticapi reads it: each pixel's number is red + 256 green + 65536 blue. */
import type { CameraFrame } from '../../labels/index.ts'
import { SEMANTIC_CLASSES } from '../../world/index.ts'
import { categoryOf } from '../records.ts'
import { isThing } from './categories.ts'

export interface Segment {
  readonly id: number
  readonly category: string
  readonly area: number
  readonly bbox: readonly [x: number, y: number, width: number, height: number]
  /** 1: things of one category that are nobody's own. */
  readonly iscrowd: 0 | 1
}

/** Extent of a segment, as it is found. */
interface Extent {
  pixels: number
  left: number
  top: number
  right: number
  bottom: number
}

/**
 * RGBA with segment numbers, and what the segments are: an object's is 65536 class + track id, everything else of one
 * class is one. Pixels of nobody who is labelled (the carrier's bonnet, what filters leave out) are 0: void.
 */
export const panopticOf = (frame: CameraFrame): { rgba: Uint8Array; segments: Segment[] } => {
  const { width, height, semantic, instance, objects } = frame
  const labelled = new Map(objects.map((object) => [object.instance, object]))
  const rgba = new Uint8Array(4 * width * height)
  const found = new Map<number, Extent>()
  let id = -1
  let last = -1
  let extent: Extent | null = null
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++, i++) {
      const here = semantic[i] * 65536 + instance[i]
      if (here !== last) {
        last = here
        id = instance[i] === 0 || labelled.has(instance[i]) ? here : 0
        extent = id === 0 ? null : extentOf(found, id)
      }
      rgba[4 * i] = id & 0xff
      rgba[4 * i + 1] = (id >>> 8) & 0xff
      rgba[4 * i + 2] = id >>> 16
      rgba[4 * i + 3] = 255
      if (extent === null) continue
      extent.pixels++
      if (x < extent.left) extent.left = x
      if (x > extent.right) extent.right = x
      if (y < extent.top) extent.top = y
      if (y > extent.bottom) extent.bottom = y
    }
  const segments = [...found]
    .sort(([a], [b]) => a - b)
    .map(([number, { pixels, left, top, right, bottom }]): Segment => {
      const kind = SEMANTIC_CLASSES[number >>> 16]
      const object = labelled.get(number & 0xffff)
      return {
        id: number,
        category: object ? categoryOf(object) : kind,
        area: pixels,
        bbox: [left, top, right - left + 1, bottom - top + 1],
        iscrowd: !object && isThing(kind) ? 1 : 0,
      }
    })
  return { rgba, segments }
}

const extentOf = (found: Map<number, Extent>, id: number): Extent => {
  const known = found.get(id)
  if (known) return known
  const made: Extent = { pixels: 0, left: Infinity, top: Infinity, right: -1, bottom: -1 }
  found.set(id, made)
  return made
}
