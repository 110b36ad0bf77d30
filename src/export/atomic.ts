/**
 * Whole or not at all, for any format. What is being written stands beside the target as
 * `<target>.partial-<process>-<n>`; only `commit` gives it the target's name, in one rename. So a killed
 * export leaves a folder or file that says by its name that it is not finished, and nothing else.
 */
import { mkdir, open, readdir, rename, rm, rmdir, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'

/** The user asked for something that cannot be written; the message is for the user. */
export class ExportError extends Error {
  override readonly name = 'ExportError'
}

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
 * @throws ExportError when something stands at the target already.
 */
export const beginFolder = (target: string): Promise<Unfinished> =>
  begin(target, (path) => mkdir(path))

/**
 * A file that shall appear at `target`; parents are made.
 * @throws ExportError when something stands at the target already.
 */
export const beginFile = (target: string): Promise<Unfinished> =>
  begin(target, async (path) => (await open(path, 'wx')).close())

const begin = async (target: string, make: (path: string) => Promise<void>): Promise<Unfinished> => {
  const final = resolve(target)
  await refuseTaken(final)
  await explained(`cannot make the folder '${dirname(final)}'`, mkdir(dirname(final), { recursive: true }))
  const path = await makeBeside(final, make)
  let done = false
  return {
    path,
    async commit() {
      if (done) throw new Error(`'${target}' was finished or given up before`)
      await refuseTaken(final)
      // Rename over an empty folder works on Linux alone.
      await rmdir(final).catch(ignore('ENOENT'))
      await rename(path, final)
      done = true
    },
    async abort() {
      if (done) return
      done = true
      await rm(path, { recursive: true, force: true })
    },
  }
}

/** Numbers the unfinished thing past the leftovers of killed runs that had the same process id. */
const makeBeside = async (final: string, make: (path: string) => Promise<void>): Promise<string> => {
  for (let n = 1; ; n++) {
    const path = `${final}.partial-${process.pid}-${n}`
    try {
      await make(path)
      return path
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw new ExportError(`cannot write '${path}': ${reasonOf(error)}`)
    }
  }
}

const refuseTaken = async (final: string): Promise<void> => {
  const found = await stat(final).catch(ignore('ENOENT', 'ENOTDIR'))
  if (!found) return
  if (!found.isDirectory())
    throw new ExportError(`'${final}' exists already; remove it or choose another place`)
  if ((await readdir(final)).length > 0)
    throw new ExportError(`the folder '${final}' is not empty; remove it or choose another place`)
}

const explained = async <T>(what: string, promise: Promise<T>): Promise<T> => {
  try {
    return await promise
  } catch (error) {
    throw new ExportError(`${what}: ${reasonOf(error)}`)
  }
}

const ignore =
  (...codes: string[]) =>
  (error: unknown): undefined => {
    if (!codes.includes(codeOf(error))) throw error
  }

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'no permission',
  EPERM: 'no permission',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a file stands where a folder is needed',
  EEXIST: 'a file stands where a folder is needed',
  ENAMETOOLONG: 'the name is too long',
}

const reasonOf = (error: unknown): string =>
  REASONS[codeOf(error)] ?? (error instanceof Error ? error.message : String(error))
