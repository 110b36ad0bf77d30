/** Files of pieces in their places of the data set. */
import { copyFile, link, mkdir, readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { codeOf } from './disk-errors.ts'

/** File systems without hard links, or a data set on another one than its pieces. */
const CANNOT_LINK = new Set(['EXDEV', 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'EMLINK', 'ENOSYS'])

/** Lets a file of a piece stand in the data set too, without a copy where the file system can; folders are made. */
export const place = async (file: string, target: string): Promise<void> => {
  await mkdir(dirname(target), { recursive: true })
  try {
    await link(file, target)
  } catch (error) {
    if (!CANNOT_LINK.has(codeOf(error))) throw error
    await copyFile(file, target)
  }
}

/** Every file below a folder, as paths from there with `/`, sorted. One folder's names in memory at a time. */
export async function* filesBelow(folder: string, under = ''): AsyncGenerator<string, void, void> {
  const entries = await readdir(join(folder, under), { withFileTypes: true })
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = under === '' ? entry.name : `${under}/${entry.name}`
    if (entry.isDirectory()) yield* filesBelow(folder, path)
    else yield path
  }
}

/** Places every file below a piece's folder. */
export const placeAll = async (folder: string, target: string): Promise<void> => {
  for await (const path of filesBelow(folder)) await place(join(folder, path), join(target, path))
}
