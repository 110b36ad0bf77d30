/** The thirteen tables of a version, and what stands in them whatever the scenes. */
import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openAppender } from '../append.ts'
import { openJsonList, toJson, type JsonList } from '../json-list.ts'
import type { Modality } from './channels.ts'
import type { Version } from './scene-names.ts'
import { ATTRIBUTES, VISIBILITIES } from './taxonomy.ts'

export const TABLES = [
  ...([
    'category',
    'attribute',
    'visibility',
    'instance',
    'sensor',
    'calibrated_sensor',
    'ego_pose',
  ] as const),
  ...(['log', 'scene', 'sample', 'sample_data', 'sample_annotation', 'map'] as const),
] as const
export type Table = (typeof TABLES)[number]

/** 32 hexadecimal digits that follow from what a record is about, so that they are the same whoever writes it. */
export const tokenOf = (...about: readonly (string | number)[]): string =>
  createHash('sha256').update(about.join('\0')).digest('hex').slice(0, 32)

export interface Tables {
  push(table: Table, record: Readonly<Record<string, unknown>>): Promise<void>
  /** Makes sure that a channel is in the table of sensors. @returns its token */
  sensor(channel: string, modality: Modality): Promise<string>
  /** Notes the scene down for splits.json. */
  note(split: string, scene: string): void
  /** Puts the files together. */
  finish(): Promise<void>
  close(): Promise<void>
}

/** @param folder of the data set */
export const openTables = async (
  folder: string,
  version: Version,
  categories: readonly string[],
): Promise<Tables> => {
  const root = join(folder, version)
  await mkdir(root, { recursive: true })
  const lists = new Map<Table, JsonList>()
  for (const table of TABLES) lists.set(table, await openJsonList(join(root, `.${table}`)))
  const push: Tables['push'] = (table, record) => lists.get(table)!.push(record)
  const sensors = new Set<string>()
  const splits: Record<string, string[]> = {}
  for (const [index, name] of categories.entries())
    await push('category', { token: tokenOf('category', name), name, description: name, index: index + 1 })
  for (const [name, description] of Object.entries(ATTRIBUTES))
    await push('attribute', { token: tokenOf('attribute', name), name, description })
  for (const [token, { level, description }] of Object.entries(VISIBILITIES))
    await push('visibility', { token, level, description })
  return {
    push,
    async sensor(channel, modality) {
      const token = tokenOf('sensor', channel)
      if (!sensors.has(channel)) await push('sensor', { token, channel, modality })
      sensors.add(channel)
      return token
    },
    note: (split, scene) => void (splits[split] ??= []).push(scene),
    async finish() {
      for (const [table, list] of lists) {
        const file = await openAppender(join(root, `${table}.json`))
        await list.moveInto(file)
        await file.close()
      }
      await writeFile(join(root, 'splits.json'), toJson(splits))
    },
    async close() {
      for (const list of lists.values()) await list.close()
    },
  }
}
