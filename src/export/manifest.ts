/** manifest.json of a data set: every file with its size and checksum. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { openJsonList, writeJsonDocument } from './json-list.ts'
import { filesBelow } from './place.ts'

export const MANIFEST = 'manifest.json'

export interface ManifestFile {
  /** From the data set's folder, with `/`. */
  readonly path: string
  readonly bytes: number
  readonly sha256: string
}

/** Size and checksum of a file, read in pieces. */
export const fingerprint = async (path: string): Promise<{ bytes: number; sha256: string }> => {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const piece of createReadStream(path)) {
    hash.update(piece as Buffer)
    bytes += (piece as Buffer).length
  }
  return { bytes, sha256: hash.digest('hex') }
}

/** Writes the manifest of all that lies below a folder. Memory holds one entry at a time. */
export const writeManifest = async (folder: string, version: string): Promise<void> => {
  // Outside of what is listed until all is listed.
  const side = `${folder}.files`
  const files = await openJsonList(side)
  for await (const path of filesBelow(folder))
    await files.push({ path, ...(await fingerprint(join(folder, path))) } satisfies ManifestFile)
  await writeJsonDocument(join(folder, MANIFEST), { generator: `nearmiss ${version}` }, { files })
}
