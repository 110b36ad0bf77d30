/** Both benchmarks' files against KITTI's own rules: grammar of labels and calibrations, media, geometry, lists. */
import { existsSync } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join, parse } from 'node:path'
import { wrapAngle } from '../../math/index.ts'
import { pictureSize } from '../codec.ts'
import { overlapOf, projectedBox, type PlacedBox } from './geometry.ts'
import { KITTI_TYPES } from './labels.ts'

const SETS = ['training', 'testing'] as const

/** The object benchmark. */
export async function* verifyObject(folder: string): AsyncGenerator<string, void, void> {
  const frames = new Set<string>()
  for (const under of SETS) {
    for (const name of await namesIn(join(folder, under, 'label_2'))) {
      if (under === 'training') frames.add(name)
      const at = (part: string, ending: string): string => `${under}/${part}/${name}.${ending}`
      const picture = yield* verifyPicture(folder, at('image_2', 'png'))
      if (existsSync(join(folder, under, 'image_3')))
        yield* verifyPicture(folder, at('image_3', 'png'), picture)
      if (existsSync(join(folder, under, 'velodyne'))) yield* verifyCloud(folder, at('velodyne', 'bin'))
      const calibration = yield* verifyCalibration(folder, at('calib', 'txt'), OBJECT_MATRICES)
      const labels = at('label_2', 'txt')
      for (const [i, line] of linesOf(await readFile(join(folder, labels), 'utf8')).entries())
        for (const problem of labelProblems(line.split(' '), 15, { picture, calibration }))
          yield `${labels}: line ${i + 1}: ${problem}`
    }
  }
  yield* verifyLists(folder, frames)
}

/** The tracking benchmark. */
export async function* verifyTracking(folder: string): AsyncGenerator<string, void, void> {
  for (const under of SETS)
    for (const name of await namesIn(join(folder, under, 'label_02')))
      yield* verifySequence(folder, under, name)
}

async function* verifySequence(
  folder: string,
  under: string,
  name: string,
): AsyncGenerator<string, void, void> {
  const frames = await namesIn(join(folder, under, 'image_02', name))
  let picture: Size | null = null
  for (const frame of frames) {
    picture = yield* verifyPicture(folder, `${under}/image_02/${name}/${frame}.png`, picture)
    if (existsSync(join(folder, under, 'image_03')))
      yield* verifyPicture(folder, `${under}/image_03/${name}/${frame}.png`, picture)
    if (existsSync(join(folder, under, 'velodyne')))
      yield* verifyCloud(folder, `${under}/velodyne/${name}/${frame}.bin`)
  }
  const calibration = yield* verifyCalibration(folder, `${under}/calib/${name}.txt`, TRACKING_MATRICES)
  const oxts = `${under}/oxts/${name}.txt`
  const told = linesOf(await readFile(join(folder, oxts), 'utf8')).length
  if (told !== frames.length) yield `${oxts}: ${told} lines for ${frames.length} pictures`

  const labels = `${under}/label_02/${name}.txt`
  const types = new Map<string, string>()
  const shown = new Set<string>()
  for (const [i, line] of linesOf(await readFile(join(folder, labels), 'utf8')).entries()) {
    const [frame, track, ...fields] = line.split(' ')
    const at = `${labels}: line ${i + 1}:`
    if (!(Number(frame) < frames.length)) yield `${at} there is no picture ${frame}`
    if (track !== '-1') {
      if (shown.has(`${frame} ${track}`)) yield `${at} track ${track} is in picture ${frame} twice`
      shown.add(`${frame} ${track}`)
      const before = types.get(track) ?? fields[0]
      if (before !== fields[0]) yield `${at} track ${track} is a ${fields[0]}, and was a ${before}`
      types.set(track, before)
    }
    for (const problem of labelProblems(fields, 15, { picture, calibration })) yield `${at} ${problem}`
  }
}

const namesIn = async (folder: string): Promise<string[]> =>
  existsSync(folder) ? (await readdir(folder)).map((file) => parse(file).name).sort() : []

const linesOf = (text: string): string[] => text.split('\n').filter((line) => line !== '')

interface Size {
  readonly width: number
  readonly height: number
}

/** @param like the size that it must have */
async function* verifyPicture(
  folder: string,
  path: string,
  like: Size | null = null,
): AsyncGenerator<string, Size | null, void> {
  const size = await pictureSize(join(folder, path))
  if (size === null) yield `${path} is missing, or no picture`
  else if (like !== null && (size.width !== like.width || size.height !== like.height))
    yield `${path} is ${size.width} x ${size.height}, its like ${like.width} x ${like.height}`
  return size ?? like
}

/** x, y, z and intensity of 4 bytes each. */
const POINT_BYTES = 16

async function* verifyCloud(folder: string, path: string): AsyncGenerator<string, void, void> {
  const size = existsSync(join(folder, path)) ? (await stat(join(folder, path))).size : 0
  if (size === 0) yield `${path} is missing, or empty`
  else if (size % POINT_BYTES !== 0) yield `${path} ends amid a point`
}

const [PROJECTION, ROTATION] = [12, 9]
const PROJECTIONS = { P0: PROJECTION, P1: PROJECTION, P2: PROJECTION, P3: PROJECTION }
const OBJECT_MATRICES = { ...PROJECTIONS, R0_rect: ROTATION, Tr_velo_to_cam: 12, Tr_imu_to_velo: 12 }
const TRACKING_MATRICES = { ...PROJECTIONS, R_rect: ROTATION, Tr_velo_cam: 12, Tr_imu_velo: 12 }

/** @returns the left colour camera's 3 x 4 projection, row by row; null: there is none */
async function* verifyCalibration(
  folder: string,
  path: string,
  matrices: Readonly<Record<string, number>>,
): AsyncGenerator<string, readonly number[] | null, void> {
  if (!existsSync(join(folder, path))) {
    yield `${path} is missing`
    return null
  }
  const found = new Map<string, readonly number[]>()
  for (const line of linesOf(await readFile(join(folder, path), 'utf8'))) {
    const [name, ...values] = line.split(/:? +/)
    found.set(name, values.map(Number))
  }
  for (const [name, length] of Object.entries(matrices)) {
    const values = found.get(name)
    if (values?.length !== length || !values.every(Number.isFinite))
      yield `${path}: ${name} is not of ${length} numbers`
    else if (!name.startsWith('P') && !isRotation(values)) yield `${path}: ${name} is no rotation`
  }
  return found.get('P2') ?? null
}

/** 3 x 3, or 3 x 4 with a translation. */
const isRotation = (values: readonly number[]): boolean => {
  const columns = values.length / 3
  const rows = [0, 1, 2].map((i) => values.slice(i * columns, i * columns + 3))
  return rows.every((a, i) =>
    rows.every((b, j) => {
      const product = a.reduce((sum, x, k) => sum + x * b[k], 0)
      return Math.abs(product - (i === j ? 1 : 0)) < 1e-6
    }),
  )
}

/** rad: alpha follows from rotation and place, which are written to 4 digits. */
const ALPHA_TOLERANCE = 2e-3
/** Less of an object that is not cut off: its 3-D box is somewhere else. */
const LEAST_OVERLAP = 0.5
/** Share outside of the picture up to which an object is not cut off. */
const CUT = 0.02

function* labelProblems(
  fields: readonly string[],
  count: number,
  { picture, calibration }: { picture: Size | null; calibration: readonly number[] | null },
): Generator<string, void, void> {
  if (fields.length !== count) {
    yield `it has ${fields.length} fields, not ${count}`
    return
  }
  const [type, ...texts] = fields
  if (type === 'DontCare') return
  if (!(KITTI_TYPES as readonly string[]).includes(type)) yield `there is no type ${type}`
  const values = texts.map(Number)
  if (!values.every(Number.isFinite)) {
    yield 'it has fields that are no numbers'
    return
  }
  const [truncation, occlusion, alpha, left, top, right, bottom, height, width, length, x, y, z, rotation] =
    values
  // Tracking has levels of truncation.
  if (!(truncation >= 0 && truncation <= 2)) yield `its truncation is ${truncation}`
  if (![0, 1, 2, 3].includes(occlusion)) yield `its occlusion is ${occlusion}`
  if (!(left < right && top < bottom)) yield 'its box is empty'
  if (left < 0 || top < 0 || (picture && (right > picture.width || bottom > picture.height)))
    yield 'its box goes past the picture'
  if (!(height > 0 && width > 0 && length > 0)) yield 'its 3-D box is empty'
  if (!(z > 0)) yield 'it is behind the camera'
  if (Math.abs(wrapAngle(rotation - Math.atan2(x, z) - alpha)) > ALPHA_TOLERANCE)
    yield 'its alpha does not follow from its rotation and place'
  if (calibration === null || picture === null || truncation > CUT || z <= length) return
  const box: PlacedBox = { size: [height, width, length], location: [x, y, z], rotation }
  const overlap = overlapOf(projectedBox(box, calibration, picture), [left, top, right, bottom])
  if (overlap < LEAST_OVERLAP) yield `its 3-D box covers its box by ${overlap.toFixed(2)} only`
}

/** ImageSets: who is in train and val is in training, and in one of them alone. */
async function* verifyLists(folder: string, frames: ReadonlySet<string>): AsyncGenerator<string, void, void> {
  const listed = async (name: string): Promise<string[]> =>
    linesOf(await readFile(join(folder, 'ImageSets', `${name}.txt`), 'utf8'))
  const seen = new Set<string>()
  for (const name of ['train', 'val'])
    for (const frame of await listed(name)) {
      if (!frames.has(frame)) yield `ImageSets/${name}.txt: there is no frame ${frame}`
      if (seen.has(frame)) yield `ImageSets/${name}.txt: frame ${frame} is listed before`
      seen.add(frame)
    }
  const both = new Set(await listed('trainval'))
  for (const frame of frames) {
    if (!seen.has(frame)) yield `ImageSets: frame ${frame} is in none of the lists`
    if (!both.has(frame)) yield `ImageSets/trainval.txt: frame ${frame} is not there`
  }
}
