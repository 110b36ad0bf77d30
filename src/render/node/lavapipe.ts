/** lavapipe, Mesa's Vulkan driver for the processor, in the user's cache: four to seven times faster than SwiftShader. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { cacheFolder, libraryPath } from './cache.ts'

const ICD = 'lavapipe.json'

/** Where installLavapipe() puts it. */
export const lavapipeFolder = (): string => join(cacheFolder(), 'lavapipe')

/** The environment that makes Vulkan use the lavapipe that lies in `folder`. */
export const environmentOf = (folder: string): Record<string, string> => {
  const icd = join(folder, ICD)
  return { LD_LIBRARY_PATH: libraryPath(join(folder, 'lib')), VK_ICD_FILENAMES: icd, VK_DRIVER_FILES: icd }
}

/** The ICD manifest of a lavapipe whose libraries lie in `folder`/lib. */
export const manifest = (folder: string): { readonly name: string; readonly text: string } => ({
  name: ICD,
  // Absolute: the loader looks up a bare name in the system's folders only.
  text: JSON.stringify({
    file_format_version: '1.0.0',
    ICD: { library_path: join(folder, 'lib', 'libvulkan_lvp.so'), api_version: '1.4.0' },
  }),
})

/** The environment for the lavapipe in the user's cache; null: not installed. */
export const lavapipeEnvironment = async (): Promise<Record<string, string> | null> => {
  const folder = lavapipeFolder()
  return Promise.resolve(existsSync(join(folder, ICD)) ? environmentOf(folder) : null)
}
