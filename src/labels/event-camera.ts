/** What the events of a reading are of: truth of each, from the pictures that they were made of. */
import type { Events } from '../sensors/index.ts'
import { instanceOf, semanticOf } from '../world/index.ts'

/**
 * Instance and semantic class of each event: what its pixel shows in the nearer of the two pictures round it.
 * @param instants of the pictures, s from the reading's time, evenly spaced
 * @param ids packId() of each pixel of each picture
 */
export const labelEvents = (
  { count, x, y, offset }: Events,
  width: number,
  instants: readonly number[],
  ids: readonly Uint32Array[],
): { readonly instance: Uint16Array; readonly semantic: Uint8Array } => {
  const step = instants.length > 1 ? instants[1] - instants[0] : 1
  const instance = new Uint16Array(count)
  const semantic = new Uint8Array(count)
  for (let i = 0; i < count; i++) {
    const id = ids[Math.round((offset[i] - instants[0]) / step)][y[i] * width + x[i]]
    instance[i] = instanceOf(id)
    semantic[i] = semanticOf(id)
  }
  return { instance, semantic }
}
