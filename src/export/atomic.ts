/**
 * Whole or not at all, for any format. What is being written stands beside the target as
 * `<target>.partial-<process>-<n>`; only `commit` gives it the target's name, in one rename. So a killed
 * export leaves a folder or file that says by its name that it is not finished, and nothing else.
 */
import type { Stats } from 'node:fs'
import { mkdir, open, readdir, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { UserError } from '../scenario/index.ts'
import { codeOf, explained } from './disk-errors.ts'

export interface Unfinished {
  /** Where to write meanwhile. */
  readonly path: string
  /** Gives it the target's name. Every file in it must be closed. */
  commit(): Promise<void>
  /** Removes it. After `commit` it does nothing. */
  abort(): Promise<void>
}

/**
 * A folder that shall appear at `target`. The target may be an empty folder; parents are made.
 * @throws UserError when something stands at the target already, or nothing can be written there.
 */
export const beginFolder = (target: string): Promise<Unfinished> =>
  begin(target, {
    make: async (path) => {
      await mkdir(path)
    },
    clear: clearForFolder,
  })

/**
 * Sees to it that a folder can appear at `target` later.
 * @throws UserError when something stands there already.
 */
export const demandFree = async (target: string): Promise<void> => {
  const found = await stat(target).catch(ignoreAbsence)
  if (found) await refuseUnlessEmpty(target, found)
}

/** Gives a finished folder its place. Both must be on one file system. */
export const settle = async (folder: string, target: string): Promise<void> => {
  await clearForFolder(target)
  await rename(folder, target)
}

/**
 * A file that shall appear at `target`; parents are made.
 * @throws UserError when something stands at the target already, or nothing can be written there.
 */
export const beginFile = (target: string): Promise<Unfinished> =>
  begin(target, { make: makeFile, clear: clearForFile })

/**
 * Writes a file in place of the one that stands at `target`, if there is one; parents are made.
 * @throws UserError when nothing can be written there.
 */
export const replaceFile = async (target: string, data: string | Uint8Array): Promise<void> => {
  const file = await begin(target, { make: makeFile, clear: () => Promise.resolve() })
  try {
    await writeFile(file.path, data)
    await file.commit()
  } catch (error) {
    await file.abort()
    throw explained(`cannot write '${target}'`, error)
  }
}

const makeFile = async (path: string): Promise<void> => {
  await (await open(path, 'wx')).close()
}

/** What a folder and a file do differently. */
interface Kind {
  /** Makes it anew; fails with EEXIST when something is there. */
  make(path: string): Promise<void>
  /** Sees to it that nothing stands at the target; throws UserError when something does. */
  clear(target: string): Promise<void>
}

const begin = async (target: string, kind: Kind): Promise<Unfinished> => {
  const final = resolve(target)
  await mkdir(dirname(final), { recursive: true }).catch((error: unknown) => {
    throw explained(`cannot make the folder '${dirname(final)}'`, error)
  })
  await kind.clear(final)
  const path = await makeBeside(final, kind)
  let over = false
  return {
    path,
    async commit() {
      if (over) throw new Error(`'${target}' was finished or given up before`)
      await kind.clear(final)
      await rename(path, final)
      over = true
    },
    async abort() {
      if (over) return
      over = true
      await rm(path, { recursive: true, force: true })
    },
  }
}

/** Numbers the unfinished thing past the leftovers of killed runs that had the same process id. */
const makeBeside = async (final: string, kind: Kind): Promise<string> => {
  for (let n = 1; ; n++) {
    const path = `${final}.partial-${process.pid}-${n}`
    try {
      await kind.make(path)
      return path
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw explained(`cannot write '${path}'`, error)
    }
  }
}

/** An empty folder gives way: a rename over it works on Linux alone. */
const clearForFolder = async (target: string): Promise<void> => {
  const found = await stat(target).catch(ignoreAbsence)
  if (!found) return
  await refuseUnlessEmpty(target, found)
  await rmdir(target)
}

const refuseUnlessEmpty = async (target: string, found: Stats): Promise<void> => {
  if (!found.isDirectory()) throw taken(target)
  if ((await readdir(target)).length > 0)
    throw new UserError(`the folder '${target}' is not empty; remove it or choose another place`)
}

const clearForFile = async (target: string): Promise<void> => {
  if (await stat(target).catch(ignoreAbsence)) throw taken(target)
}

const taken = (target: string): UserError =>
  new UserError(`'${target}' exists already; remove it or choose another place`)

const ignoreAbsence = (error: unknown): undefined => {
  if (codeOf(error) !== 'ENOENT') throw error
}
