/** nuScenes' tables against their own rules: every token found, chains that hold together, files that can be read. */
import { existsSync } from 'node:fs'
import { open, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pictureSize } from '../codec.ts'
import { readMembers } from '../json-read.ts'
import { LIDAR_POINT_BYTES } from './clouds.ts'
import { TABLES, type Table } from './tables.ts'

type TableRecord = Readonly<Record<string, unknown>> & { readonly token: string }

/** Of each table, the members that are tokens of another's records; '' is none. */
const REFERENCES: Partial<Readonly<Record<Table, Readonly<Record<string, Table>>>>> = {
  scene: { log_token: 'log', first_sample_token: 'sample', last_sample_token: 'sample' },
  sample: { scene_token: 'scene', prev: 'sample', next: 'sample' },
  calibrated_sensor: { sensor_token: 'sensor' },
  instance: {
    category_token: 'category',
    first_annotation_token: 'sample_annotation',
    last_annotation_token: 'sample_annotation',
  },
  sample_annotation: {
    ...{ sample_token: 'sample', instance_token: 'instance', visibility_token: 'visibility' },
    ...{ prev: 'sample_annotation', next: 'sample_annotation' },
  },
  sample_data: {
    ...{ sample_token: 'sample', ego_pose_token: 'ego_pose' },
    ...{ calibrated_sensor_token: 'calibrated_sensor', prev: 'sample_data', next: 'sample_data' },
  },
}
/** Links that may lead nowhere. */
const MAY_BE_NONE = ['prev', 'next', 'visibility_token']

export async function* verifyNuscenes(folder: string): AsyncGenerator<string, void, void> {
  const scenes = new Map<string, string>()
  for (const version of (await readdir(folder)).filter((name) => name.startsWith('v1.0-')).sort())
    yield* verifyVersion(folder, version, scenes)
}

async function* verifyVersion(
  folder: string,
  version: string,
  scenes: Map<string, string>,
): AsyncGenerator<string, void, void> {
  const tokens = new Map<Table, Set<string>>()
  for (const table of TABLES) {
    const own = new Set<string>()
    tokens.set(table, own)
    for await (const { token } of recordsOf(folder, version, table)) {
      if (own.has(token)) yield `${version}/${table}.json: token ${token} is there twice`
      own.add(token)
    }
  }
  for (const table of TABLES) {
    const links = createLinkRules()
    for await (const record of recordsOf(folder, version, table)) {
      const at = `${version}/${table}.json: ${record.token}:`
      for (const [member, other] of Object.entries(REFERENCES[table] ?? {})) {
        const token = record[member] as string
        if (token === '' ? !MAY_BE_NONE.includes(member) : !tokens.get(other)?.has(token))
          yield `${at} its ${member} is no ${other}`
      }
      for (const problem of ownProblems(table, record)) yield `${at} ${problem}`
      if ('prev' in record) links.add(record.token, record.prev as string, record.next as string)
      if (table === 'sample_data') yield* verifyMedia(folder, record, at)
      if (table === 'map' && (await pictureSize(join(folder, String(record.filename)))) === null)
        yield `${at} ${String(record.filename)} is missing, or no picture`
      if (table === 'scene') {
        const name = String(record.name)
        const before = scenes.get(name)
        if (before !== undefined) yield `${at} scene ${name} stands in ${before} too`
        scenes.set(name, version)
      }
    }
    for (const problem of links.problems()) yield `${version}/${table}.json: ${problem}`
  }
  yield* verifyCounts(folder, version)
}

async function* recordsOf(
  folder: string,
  version: string,
  table: Table,
): AsyncGenerator<TableRecord, void, void> {
  for await (const { value } of readMembers(join(folder, version, `${table}.json`)))
    yield value as TableRecord
}

const isUnit = (values: unknown): boolean =>
  Array.isArray(values) && values.length === 4 && Math.abs(Math.hypot(...(values as number[])) - 1) < 1e-4

function* ownProblems(table: Table, record: TableRecord): Generator<string, void, void> {
  if ('rotation' in record && !isUnit(record.rotation)) yield 'its rotation is none'
  if (table !== 'sample_annotation') return
  const { size, num_lidar_pts: lidar, num_radar_pts: radar } = record
  if (!(size as number[]).every((length) => length > 0)) yield 'its box is empty'
  for (const points of [lidar, radar])
    if (!(Number.isInteger(points) && (points as number) >= 0)) yield `it has ${String(points)} points`
}

/** Whoever names a next one is named by that as the one before. */
const createLinkRules = () => {
  /** By token of the one before, who names it so; and the other way round. */
  const [before, after] = [new Map<string, string>(), new Map<string, string>()]
  return {
    add(token: string, prev: string, next: string): void {
      if (prev !== '') before.set(token, prev)
      if (next !== '') after.set(token, next)
    },
    *problems(): Generator<string, void, void> {
      for (const [token, next] of after)
        if (before.get(next) !== token) yield `${token}: its next one does not name it as the one before`
      for (const [token, prev] of before)
        if (after.get(prev) !== token) yield `${token}: the one before does not name it as its next`
    },
  }
}

const RADAR_HEADER = 1024

async function* verifyMedia(
  folder: string,
  { filename, fileformat, width, height, is_key_frame }: TableRecord,
  at: string,
): AsyncGenerator<string, void, void> {
  const name = String(filename)
  const path = join(folder, name)
  if (!existsSync(path)) {
    yield `${at} ${name} is missing`
    return
  }
  if (name.startsWith('samples/') !== is_key_frame)
    yield `${at} ${name} is in the wrong place for is_key_frame ${String(is_key_frame)}`
  if (fileformat === 'jpg') {
    const size = await pictureSize(path)
    if (size?.width !== width || size?.height !== height)
      yield `${at} ${name} is no picture of ${String(width)} x ${String(height)}`
  } else if (name.endsWith('.pcd.bin')) {
    const { size } = await stat(path)
    if (size === 0 || size % LIDAR_POINT_BYTES !== 0) yield `${at} ${name} is not of whole points`
  } else if (!(await hasPoints(path))) yield `${at} ${name} has no points`
}

const hasPoints = async (path: string): Promise<boolean> => {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(RADAR_HEADER), 0, RADAR_HEADER, 0)
    return /^POINTS [1-9]/m.test(buffer.toString('latin1', 0, bytesRead))
  } finally {
    await file.close()
  }
}

/** How many samples a scene and annotations an object are said to have, and how many there are. */
async function* verifyCounts(folder: string, version: string): AsyncGenerator<string, void, void> {
  for (const [table, member, parts, of] of [
    ['scene', 'nbr_samples', 'sample', 'scene_token'],
    ['instance', 'nbr_annotations', 'sample_annotation', 'instance_token'],
  ] as const) {
    const counts = new Map<string, number>()
    for await (const record of recordsOf(folder, version, parts)) {
      const token = record[of] as string
      counts.set(token, (counts.get(token) ?? 0) + 1)
    }
    for await (const record of recordsOf(folder, version, table)) {
      const [said, found] = [record[member], counts.get(record.token) ?? 0]
      if (said !== found)
        yield `${version}/${table}.json: ${record.token}: its ${member} is ${String(said)}, and ${found} are there`
    }
  }
}
