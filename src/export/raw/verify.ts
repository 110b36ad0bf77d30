/** Raw runs against their own rules: labels against masks, every pass there, clouds and tables whole. */
import { createReadStream, existsSync } from 'node:fs'
import { open, readdir, readFile, stat } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { join, parse } from 'node:path'
import type { Box2d } from '../../labels/index.ts'
import { decodeGrey, pictureSize } from '../codec.ts'

interface RunRecord {
  readonly instances: readonly { readonly track_id: number; readonly actor: string | null }[]
}

interface Labels {
  readonly frame: number
  readonly width?: number
  readonly height?: number
  /** Of a lidar. */
  readonly points?: number
  readonly objects: readonly LabelledObject[]
}

interface LabelledObject {
  readonly actor: string
  readonly track_id: number
  readonly visible_box_px?: Box2d | null
  readonly visible_pixels?: number
  readonly amodal_box_px?: Box2d
  readonly occlusion?: number
  readonly truncation?: number
}

export async function* verifyRaw(folder: string): AsyncGenerator<string, void, void> {
  for (const clip of (await readdir(folder)).sort())
    if (existsSync(join(folder, clip, 'run.json')))
      for await (const problem of verifyRun(join(folder, clip))) yield `${clip}/${problem}`
}

const readJson = async <T>(path: string): Promise<T> => JSON.parse(await readFile(path, 'utf8')) as T

async function* verifyRun(folder: string): AsyncGenerator<string, void, void> {
  const { instances } = await readJson<RunRecord>(join(folder, 'run.json'))
  const actors = new Map(instances.map(({ track_id, actor }) => [track_id, actor]))
  const { sensors } = await readJson<{ sensors: { id: string }[] }>(join(folder, 'calibration.json'))
  yield* verifyTable(folder, 'tracks.csv')
  for (const { id } of sensors) {
    // A sensor of which nothing was taken has no folder.
    for (const pass of existsSync(join(folder, id)) ? (await readdir(join(folder, id))).sort() : []) {
      if (pass === 'readings.csv') yield* verifyTable(folder, `${id}/readings.csv`)
      else
        for (const name of (await readdir(join(folder, id, pass))).sort())
          yield* pass === 'labels'
            ? verifyLabels(folder, id, name, actors)
            : verifyNumbers(folder, `${id}/${pass}/${name}`)
    }
  }
}

async function* verifyLabels(
  folder: string,
  sensor: string,
  name: string,
  actors: ReadonlyMap<number, string | null>,
): AsyncGenerator<string, void, void> {
  const path = `${sensor}/labels/${name}`
  const labels = await readJson<Labels>(join(folder, path))
  const number = parse(name).name
  if (labels.frame !== Number(number)) yield `${path}: it is of frame ${labels.frame}`
  const mask = await decodeGrey(join(folder, sensor, 'instance', `${number}.png`))
  const shown = new Map<number, Extent>(mask === null ? [] : extentsOf(mask.values, mask.width))
  for (const object of labels.objects) {
    const at = `${path}: track ${object.track_id}:`
    if (actors.get(object.track_id) !== object.actor) yield `${at} it is not '${object.actor}' in run.json`
    for (const problem of objectProblems(object, labels)) yield `${at} ${problem}`
    if (mask !== null && object.visible_pixels !== undefined)
      for (const problem of maskProblems(object, shown.get(object.track_id))) yield `${at} ${problem}`
  }
  for (const id of shown.keys())
    if (id !== 0 && !actors.has(id)) yield `${path}: its mask shows ${id}, who is nobody`
  if (labels.width !== undefined) yield* verifyPictures(folder, sensor, number, labels)
  if (labels.points !== undefined)
    for (const ending of ['pcd', 'ply'])
      if (labels.points > 0 && !existsSync(join(folder, sensor, 'points', `${number}.${ending}`)))
        yield `${sensor}/points/${number}.${ending} is missing`
}

function* objectProblems(
  { visible_box_px: visible, amodal_box_px: amodal, occlusion = 0, truncation = 0 }: LabelledObject,
  { width = 0, height = 0 }: Labels,
): Generator<string, void, void> {
  for (const [name, share] of Object.entries({ occlusion, truncation }))
    if (!(share >= 0 && share <= 1)) yield `its ${name} is ${share}`
  if (!visible) return
  const [left, top, right, bottom] = visible
  if (!(left < right && top < bottom)) yield 'its box is empty'
  if (left < 0 || top < 0 || right > width || bottom > height) yield 'its box goes past the picture'
  if (amodal && (left < amodal[0] || top < amodal[1] || right > amodal[2] || bottom > amodal[3]))
    yield 'its visible box goes past the amodal one'
}

interface Extent {
  pixels: number
  box: [left: number, top: number, right: number, bottom: number]
}

/** Of every number in a mask: its pixels and the box round them. */
const extentsOf = (values: Uint16Array, width: number): Map<number, Extent> => {
  const found = new Map<number, Extent>()
  for (let i = 0; i < values.length; i++) {
    const [x, y] = [i % width, Math.floor(i / width)]
    const extent = found.get(values[i])
    if (extent === undefined) found.set(values[i], { pixels: 1, box: [x, y, x + 1, y + 1] })
    else {
      const { box } = extent
      extent.pixels++
      extent.box = [Math.min(box[0], x), box[1], Math.max(box[2], x + 1), y + 1]
    }
  }
  return found
}

function* maskProblems(
  { visible_box_px: visible, visible_pixels: pixels = 0 }: LabelledObject,
  shown: Extent | undefined,
): Generator<string, void, void> {
  if ((shown?.pixels ?? 0) !== pixels) yield `it has ${pixels} visible pixels, its mask ${shown?.pixels ?? 0}`
  else if (shown && String(visible) !== String(shown.box))
    yield `its box is ${String(visible)}, round its mask lies ${shown.box.join()}`
}

/** Every pass that the sensor has in this folder is there for this frame, in its size. */
async function* verifyPictures(
  folder: string,
  sensor: string,
  number: string,
  { width, height }: Labels,
): AsyncGenerator<string, void, void> {
  for (const pass of (await readdir(join(folder, sensor))).sort()) {
    // The first reading has no flow to the one before, the last none to the next.
    if (pass === 'labels' || pass.startsWith('flow-')) continue
    const path = `${sensor}/${pass}/${number}.png`
    const size = await pictureSize(join(folder, path))
    if (size === null) yield `${path} is missing, or no picture`
    else if (size.width !== width || size.height !== height)
      yield `${path} is ${size.width} x ${size.height}, not ${width} x ${height}`
  }
}

const HEAD_BYTES = 4096
const PLY_SIZES: Readonly<Record<string, number>> = { double: 8, float: 4, ushort: 2, uchar: 1 }

/** A file of numbers is as long as its head says. */
async function* verifyNumbers(folder: string, path: string): AsyncGenerator<string, void, void> {
  const { ext } = parse(path)
  const length = LENGTHS[ext]
  if (length === undefined) return
  const file = await open(join(folder, path))
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0)
    const said = length(buffer.subarray(0, bytesRead))
    const { size } = await stat(join(folder, path))
    if (said !== size) yield `${path}: it is ${size} bytes long, by its head ${said}`
  } finally {
    await file.close()
  }
}

/** Where the numbers begin, and the head before them. NaN: it is no such head. */
const headOf = (bytes: Buffer, end: string): { text: string; start: number } => {
  const at = bytes.indexOf(end)
  return { text: bytes.toString('latin1', 0, Math.max(0, at)), start: at < 0 ? NaN : at + end.length }
}

const product = (numbers: readonly string[]): number => numbers.reduce((all, n) => all * Number(n), 1)

/** Of a whole file, by what its head says. */
const LENGTHS: Readonly<Partial<Record<string, (bytes: Buffer) => number>>> = {
  '.pcd': (bytes) => {
    const { text, start } = headOf(bytes, 'DATA binary\n')
    const stride = (/^SIZE (.*)$/m.exec(text)?.[1] ?? '').split(' ').reduce((sum, n) => sum + Number(n), 0)
    return start + stride * Number(/^POINTS (\d+)$/m.exec(text)?.[1])
  },
  '.ply': (bytes) => {
    const { text, start } = headOf(bytes, 'end_header\n')
    const stride = [...text.matchAll(/^property (\w+) /gm)].reduce(
      (sum, [, type]) => sum + PLY_SIZES[type],
      0,
    )
    return start + stride * Number(/^element vertex (\d+)$/m.exec(text)?.[1])
  },
  '.npy': (bytes) => {
    const start = 10 + bytes.readUInt16LE(8)
    const head = bytes.toString('latin1', 10, start)
    const stride = [...head.matchAll(/'[<|]\w(\d)'/g)].reduce((sum, [, size]) => sum + Number(size), 0)
    return start + stride * product(/'shape': \(([\d, ]+)\)/.exec(head)?.[1].match(/\d+/g) ?? ['NaN'])
  },
  '.flo': (bytes) => 12 + 8 * bytes.readInt32LE(4) * bytes.readInt32LE(8),
}

/** Rows as long as their head, numbers of frames and times that do not run back. */
async function* verifyTable(folder: string, path: string): AsyncGenerator<string, void, void> {
  if (!existsSync(join(folder, path))) {
    yield `${path} is missing`
    return
  }
  let [cells, n, last] = [0, 0, -Infinity]
  for await (const line of createInterface({
    input: createReadStream(join(folder, path)),
    crlfDelay: Infinity,
  })) {
    const row = line.split(',')
    n++
    if (n === 1) {
      cells = row.length
      continue
    }
    const first = Number(row[0])
    if (row.length !== cells) yield `${path}: line ${n} has ${row.length} cells, not ${cells}`
    if (!(first >= last)) yield `${path}: line ${n} comes before the one above`
    last = first
  }
}
