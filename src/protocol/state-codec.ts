/**
 * A stretch of the state record on the wire: the number of its first control step, then whole rows as
 * src/world/row.ts lays them out. All float64, so that a watched state equals the recorded one bit for bit.
 *
 * Little-endian, as every machine that runs Node or a browser today is.
 */
import type { RowLayout } from '../world/index.ts'

/** Consecutive control steps: `rows` holds `count * layout.size` numbers, step `first` leading. */
export interface StateRows {
  readonly first: number
  readonly count: number
  readonly rows: Float64Array
}

/** @returns 8 bytes with the number of the first step, then the rows. */
export const encodeRows = (first: number, rows: Float64Array): Uint8Array => {
  const out = new Float64Array(rows.length + 1)
  out[0] = first
  out.set(rows, 1)
  return new Uint8Array(out.buffer)
}

/**
 * Reads what `encodeRows` wrote, out of any byte view (socket libraries hand out unaligned ones).
 * @throws RangeError when the bytes are no whole number of rows or the first step is no step number.
 */
export const decodeRows = (
  layout: Pick<RowLayout, 'size'>,
  bytes: ArrayBuffer | ArrayBufferView,
): StateRows => {
  const view = ArrayBuffer.isView(bytes) ? bytes : new Uint8Array(bytes)
  const numbers = view.byteLength / 8 - 1
  if (numbers < 0 || numbers % layout.size !== 0)
    throw new RangeError(`${view.byteLength} bytes are no whole number of rows of ${layout.size} numbers`)
  const copy = new Uint8Array(view.byteLength)
  copy.set(new Uint8Array(view.buffer, view.byteOffset, view.byteLength))
  const values = new Float64Array(copy.buffer)
  const first = values[0]
  if (!Number.isSafeInteger(first) || first < 0)
    throw new RangeError(`${first} is no number of a control step`)
  return { first, count: numbers / layout.size, rows: values.subarray(1) }
}
