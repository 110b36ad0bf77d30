/** A finished data set against its manifest, its card and the rules of its formats. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { DATASET_JSON } from './card/card.ts'
import type { ClipRecord } from './card/totals.ts'
import type { Exporter } from './exporter.ts'
import { readMembers } from './json-read.ts'
import { fingerprint, MANIFEST, type ManifestFile } from './manifest.ts'
import { filesBelow } from './place.ts'

/** Everything that is wrong, a sentence each, with the file that it is about. Nothing: the data set is whole and right. */
export async function* verifyDataSet(
  folder: string,
  exporters: Readonly<Record<string, Exporter>>,
): AsyncGenerator<string, void, void> {
  yield* verifyFiles(folder)
  const formats: string[] = []
  const splits = new Map<string, ClipRecord>()
  const card = join(folder, DATASET_JSON)
  if (!existsSync(card)) {
    yield `${DATASET_JSON} is missing: what formats there are is not known`
    return
  }
  try {
    for await (const { name, value } of readMembers(card)) {
      if (name === 'formats') formats.push(value as string)
      if (name !== 'clips') continue
      const clip = value as ClipRecord
      const twin = splits.get(clip.scenario_sha256)
      if (twin !== undefined && twin.split !== clip.split)
        yield `${DATASET_JSON}: the same run stands in ${twin.split} (${twin.name}) and in ${clip.split} (${clip.name})`
      splits.set(clip.scenario_sha256, clip)
    }
  } catch (error) {
    yield `${DATASET_JSON}: cannot be read: ${error instanceof Error ? error.message : String(error)}`
  }
  for (const format of formats) {
    const below = formats.length === 1 ? '' : `${format}/`
    if (!Object.hasOwn(exporters, format)) {
      yield `${DATASET_JSON}: no format is called '${format}'`
      continue
    }
    try {
      for await (const problem of exporters[format].verify?.(join(folder, below)) ?? [])
        yield `${below}${problem}`
    } catch (error) {
      yield `${below === '' ? format : below}: cannot be read: ${error instanceof Error ? error.message : String(error)}`
    }
  }
}

async function* verifyFiles(folder: string): AsyncGenerator<string, void, void> {
  const path = join(folder, MANIFEST)
  if (!existsSync(path)) {
    yield `${MANIFEST} is missing`
    return
  }
  const listed = new Set<string>([MANIFEST])
  try {
    for await (const { name, value } of readMembers(path)) {
      if (name !== 'files') continue
      const known = value as ManifestFile
      listed.add(known.path)
      const file = join(folder, known.path)
      if (!existsSync(file)) {
        yield `${known.path} is missing`
        continue
      }
      const { bytes, sha256 } = await fingerprint(file)
      if (bytes !== known.bytes) yield `${known.path} has changed: ${bytes} bytes, not ${known.bytes}`
      else if (sha256 !== known.sha256) yield `${known.path} has changed`
    }
  } catch (error) {
    yield `${MANIFEST}: cannot be read: ${error instanceof Error ? error.message : String(error)}`
  }
  for await (const file of filesBelow(folder)) if (!listed.has(file)) yield `${file} is not in the manifest`
}
