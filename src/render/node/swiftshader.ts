/** SwiftShader from npm: a Vulkan driver that needs no system package. It lies inside @sparticuz/chromium. */
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import { appearWhole, cacheFolder, libraryPath } from './cache.ts'
import { readTar } from './tar.ts'

const FILES = ['libvk_swiftshader.so', 'libvulkan.so.1', 'vk_swiftshader_icd.json']

/** The archive in the installed package; null where the package has no binary for this machine. */
const archivePath = (): string | null => {
  if (process.platform !== 'linux' || process.arch !== 'x64') return null
  const main = createRequire(import.meta.url).resolve('@sparticuz/chromium')
  return join(dirname(main), '..', '..', 'bin', 'swiftshader.tar.br')
}

/**
 * The environment that makes Vulkan use SwiftShader, after unpacking it into the user's cache folder the
 * first time. Null on a machine that it is not built for.
 */
export const swiftshaderEnvironment = async (): Promise<Record<string, string> | null> => {
  const archive = archivePath()
  if (archive === null) return null
  // Named by the archive's size: another version of the package gets a folder of its own.
  const folder = join(cacheFolder(), `swiftshader-${statSync(archive).size}`)
  await appearWhole(folder, (partial) => {
    for (const entry of readTar(brotliDecompressSync(readFileSync(archive)))) {
      const name = basename(entry.path)
      if (FILES.includes(name)) writeFileSync(join(partial, name), entry.data, { mode: 0o755 })
    }
  })
  const icd = join(folder, 'vk_swiftshader_icd.json')
  return { LD_LIBRARY_PATH: libraryPath(folder), VK_ICD_FILENAMES: icd, VK_DRIVER_FILES: icd }
}
