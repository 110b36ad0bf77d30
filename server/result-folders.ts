/** Results lie as direct subfolders of one folder; nothing else is ever read. */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { resultName } from '../src/protocol/index.ts'

/**
 * Names of those that hold a result, sorted.
 * @param folder null, or not there: there are none
 * @param holds whether a subfolder (its path) is one
 */
export const resultsIn = (folder: string | null, holds: (path: string) => boolean): string[] =>
  folder === null || !existsSync(folder)
    ? []
    : readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isDirectory() && resultName.safeParse(entry.name).success)
        .map(({ name }) => name)
        .filter((name) => holds(join(folder, name)))
        .sort()
