/** Where things that are fetched or unpacked once per user live, and how they appear there whole or not at all. */
import { accessSync, constants, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { homedir, tmpdir, userInfo } from 'node:os'
import { dirname, join } from 'node:path'

/** True when this folder can be made (or is there) and written to. */
const isWritable = (folder: string): boolean => {
  try {
    mkdirSync(folder, { recursive: true })
    accessSync(folder, constants.W_OK)
    return true
  } catch {
    return false
  }
}

/**
 * The user's cache folder for nearmiss: XDG_CACHE_HOME/nearmiss, else HOME/.cache/nearmiss, else (HOME
 * missing or read-only) a folder of this user's own under the temporary folder.
 */
export const cacheFolder = (): string => {
  const xdg = process.env['XDG_CACHE_HOME']
  const base = xdg !== undefined && xdg !== '' ? xdg : join(homedir(), '.cache')
  const wanted = join(base, 'nearmiss')
  if (isWritable(wanted)) return wanted
  const fallback = join(tmpdir(), `nearmiss-${userInfo().uid}`)
  if (isWritable(fallback)) return fallback
  throw new Error(
    `no folder to keep the renderer's files in: neither ${wanted} nor ${fallback} can be written to`,
  )
}

/**
 * Fills a folder by `fill` and gives it its name only when it is complete. Two processes at once are both
 * right: the second finds the name taken and throws its own copy away.
 */
export const appearWhole = async (
  folder: string,
  fill: (partial: string) => void | Promise<void>,
): Promise<void> => {
  if (existsSync(folder)) return
  mkdirSync(dirname(folder), { recursive: true })
  const partial = mkdtempSync(`${folder}.partial-`)
  try {
    await fill(partial)
    try {
      renameSync(partial, folder)
    } catch (error) {
      if (!existsSync(folder)) throw error
    }
  } finally {
    rmSync(partial, { recursive: true, force: true })
  }
}

/** LD_LIBRARY_PATH with `folder` before whatever it has been told already. */
export const libraryPath = (folder: string): string => {
  const before = (process.env['LD_LIBRARY_PATH'] ?? '').split(':').filter((p) => p !== '' && p !== folder)
  return [folder, ...before].join(':')
}
