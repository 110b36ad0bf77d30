/** Tables of numbers as files that other tools open: PCD and PLY (Open3D, PCL), npy (numpy). */
import { packRows, sizeOf, type NumberKind, type Rows } from '../columns.ts'

const header = (lines: readonly string[]): Uint8Array => Buffer.from(`${lines.join('\n')}\n`)

/** PCD 0.7, binary. @param rows one at least: readers take no empty cloud */
export const encodePcd = (rows: Rows): Uint8Array => {
  const { count, columns } = rows
  const each = (of: (kind: NumberKind, name: string) => string | number): string =>
    columns.map(({ kind, name }) => of(kind, name)).join(' ')
  const head = [
    '# .PCD v0.7 - Point Cloud Data file format',
    'VERSION 0.7',
    `FIELDS ${each((_, name) => name)}`,
    `SIZE ${each(sizeOf)}`,
    `TYPE ${each((kind) => kind[0].toUpperCase())}`,
    `COUNT ${each(() => 1)}`,
    `WIDTH ${count}`,
    'HEIGHT 1',
    'VIEWPOINT 0 0 0 1 0 0 0',
    `POINTS ${count}`,
    'DATA binary',
  ]
  return packRows(rows, header(head))
}

const PLY_TYPES: Readonly<Record<NumberKind, string>> = {
  f8: 'double',
  f4: 'float',
  u2: 'ushort',
  u1: 'uchar',
}

/** PLY 1.0, binary, vertices alone. */
export const encodePly = (rows: Rows): Uint8Array =>
  packRows(
    rows,
    header([
      'ply',
      'format binary_little_endian 1.0',
      `element vertex ${rows.count}`,
      ...rows.columns.map(({ name, kind }) => `property ${PLY_TYPES[kind]} ${name}`),
      'end_header',
    ]),
  )

/** Magic number of NPY 1.0; after it two bytes tell how long the header is. */
const NPY_MAGIC = Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0)
/** Where the numbers begin is a multiple of this. */
const NPY_ALIGNED = 64

const npyHeader = (type: string, shape: readonly number[]): Uint8Array => {
  const text = `{'descr': ${type}, 'fortran_order': False, 'shape': (${shape.map((n) => `${n},`).join(' ')}), }`
  const length = NPY_MAGIC.length + 2
  const padded = Math.ceil((length + text.length + 1) / NPY_ALIGNED) * NPY_ALIGNED - length
  const size = Buffer.alloc(2)
  size.writeUInt16LE(padded)
  return Buffer.concat([NPY_MAGIC, size, Buffer.from(`${text.padEnd(padded - 1)}\n`)])
}

/** A one-dimensional array of records, by numpy's `dtype.names`. */
export const encodeRecords = (rows: Rows): Uint8Array => {
  // Of one byte there is no order.
  const types = rows.columns.map(({ name, kind }) => `('${name}', '${kind === 'u1' ? '|' : '<'}${kind}')`)
  return packRows(rows, npyHeader(`[${types.join(', ')}]`, [rows.count]))
}

/** A picture of one 32-bit number a pixel: array of height x width. */
export const encodeLayer = (values: Float32Array, width: number, height: number): Uint8Array => {
  const head = npyHeader("'<f4'", [height, width])
  return Buffer.concat([head, new Uint8Array(values.buffer, values.byteOffset, values.byteLength)])
}
