/** One pass over the id picture finds everything that masks, boxes and areas need, for all instances at once. */
import { instanceOf, partOf, semanticOf } from '../world/index.ts'
import type { Box2d } from './frame.ts'

/** The visible pixels of one instance. */
export interface Visible {
  readonly box: Box2d
  readonly pixels: number
}

export interface Scan {
  /** Semantic class number a pixel. */
  readonly semantic: Uint8Array
  /** Instance a pixel; 0: no actor. */
  readonly instance: Uint16Array
  /** What is visible of an instance; undefined: nothing. */
  visible(instance: number): Visible | undefined
}

/** Part number a pixel. */
export const partsOf = (ids: Uint32Array): Uint8Array => {
  const parts = new Uint8Array(ids.length)
  for (let i = 0; i < ids.length; i++) parts[i] = partOf(ids[i])
  return parts
}

/**
 * @param ids packId() a pixel, row by row from the top.
 * @param instances how many actors there are; a pixel with a larger instance is a programme fault.
 * @throws RangeError on such a pixel, or when `ids` does not fill the picture.
 */
export const scanIds = (ids: Uint32Array, width: number, height: number, instances: number): Scan => {
  if (ids.length !== width * height)
    throw new RangeError(`${ids.length} ids do not fill a picture of ${width} x ${height}`)
  const semantic = new Uint8Array(ids.length)
  const instance = new Uint16Array(ids.length)
  const pixels = new Int32Array(instances + 1)
  const left = new Int32Array(instances + 1).fill(width)
  const right = new Int32Array(instances + 1)
  const top = new Int32Array(instances + 1).fill(height)
  const bottom = new Int32Array(instances + 1)

  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width;) {
      // Pictures are made of runs: the book-keeping is done once a run, not once a pixel.
      const id = ids[i]
      const start = x
      const cls = semanticOf(id)
      const who = instanceOf(id)
      do {
        semantic[i] = cls
        instance[i] = who
        x++
        i++
      } while (x < width && ids[i] === id)
      if (who === 0) continue
      if (who > instances)
        throw new RangeError(`pixel (${start}, ${y}) shows instance ${who} of ${instances}`)
      pixels[who] += x - start
      if (start < left[who]) left[who] = start
      if (x > right[who]) right[who] = x
      if (y < top[who]) top[who] = y
      bottom[who] = y + 1
    }
  }
  return {
    semantic,
    instance,
    visible: (who) =>
      pixels[who] > 0
        ? { box: [left[who], top[who], right[who], bottom[who]], pixels: pixels[who] }
        : undefined,
  }
}
