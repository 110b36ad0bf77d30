/**
 * Rows of states (row.ts) made small, for a file that only shows them: every number rounded to a step that no eye can
 * see, and of each column what its second differences leave. What changes of the surroundings is kept to the bit.
 */
import type { RowLayout } from './row.ts'

/** Steps by the name of a number: m, rad, s and N. */
const STEPS: Readonly<Record<string, number>> = {
  ...Object.fromEntries(['present', 'flags', 'road', 'surface'].map((name) => [name, 1])),
  ...Object.fromEntries(
    ['x', 'y', 'z', 's', 't', 'vx', 'vy', 'vz', 'throttle', 'brake'].map((name) => [name, 1e-3]),
  ),
  ...Object.fromEntries(['qx', 'qy', 'qz', 'qw'].map((name) => [name, 1e-5])),
  ...Object.fromEntries(['roll_rate', 'pitch_rate', 'yaw_rate', 'spin'].map((name) => [name, 1e-3])),
  ...Object.fromEntries(['ax', 'ay', 'az', 'spin_rate'].map((name) => [name, 1e-2])),
  ...Object.fromEntries(['steer', 'travel'].map((name) => [name, 1e-4])),
  ...Object.fromEntries(['slip_ratio', 'slip_angle', 'mu'].map((name) => [name, 1e-3])),
  ...Object.fromEntries(['load', 'force_x', 'force_y', 'force_available'].map((name) => [name, 10])),
}

/** Of each column; 0: kept to the bit. */
const stepsOf = ({ actors, actorFields, wheelFields, size, lights }: RowLayout): number[] => {
  const ofField = (name: string): number => {
    if (!Object.hasOwn(STEPS, name)) throw new Error(`no step is known for '${name}'`)
    return STEPS[name]
  }
  const known = [
    1,
    ...actors.flatMap(({ wheels }) => [
      ...actorFields.map(ofField),
      ...Array.from({ length: wheels }, () => wheelFields.map(ofField)).flat(),
    ]),
  ]
  const signals = lights?.length ?? 0
  return [
    ...known,
    ...new Array<number>(size - known.length - signals).fill(0),
    ...new Array<number>(signals).fill(1),
  ]
}

/** @param rows one after the other, layout.size numbers each; of columns that are rounded, none is NaN or infinite */
export const packRows = (layout: RowLayout, rows: Float64Array): Uint8Array => {
  const { size } = layout
  const count = rows.length / size
  const bytes: number[] = []
  const put = (value: number): void => {
    // Zigzag: small numbers of either sign are short.
    let rest = value < 0 ? -2 * value - 1 : 2 * value
    while (rest >= 128) {
      bytes.push((rest % 128) + 128)
      rest = Math.floor(rest / 128)
    }
    bytes.push(rest)
  }
  const raw = new Uint8Array(8)
  const view = new DataView(raw.buffer)
  put(count)
  for (const [column, step] of stepsOf(layout).entries()) {
    let [last, change] = [0, 0]
    for (let i = 0; i < count; i++) {
      const value = rows[i * size + column]
      if (step === 0) {
        view.setFloat64(0, value, true)
        bytes.push(...raw)
        continue
      }
      const rounded = Math.round(value / step)
      put(rounded - last - change)
      change = i === 0 ? 0 : rounded - last
      last = rounded
    }
  }
  return Uint8Array.from(bytes)
}

/** The rows that packRows() has packed, rounded. */
export const unpackRows = (layout: RowLayout, bytes: Uint8Array): Float64Array => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let at = 0
  const take = (): number => {
    let [value, weight] = [0, 1]
    for (;;) {
      const byte = bytes[at++]
      value += (byte & 127) * weight
      if (byte < 128) return value % 2 === 0 ? value / 2 : -(value + 1) / 2
      weight *= 128
    }
  }
  const count = take()
  const rows = new Float64Array(count * layout.size)
  for (const [column, step] of stepsOf(layout).entries()) {
    let [last, change] = [0, 0]
    for (let i = 0; i < count; i++) {
      const where = i * layout.size + column
      if (step === 0) {
        rows[where] = view.getFloat64(at, true)
        at += 8
        continue
      }
      const next = last + change + take()
      change = i === 0 ? 0 : next - last
      last = next
      rows[where] = next * step
    }
  }
  return rows
}
