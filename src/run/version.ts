/** The programme's own version: part of what a run is a function of. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

// Sources stand at src/run, the build at dist/src/run: the manifest is found by walking up.
const manifest = (from: URL): URL => {
  const here = new URL('package.json', from)
  try {
    readFileSync(here)
    return here
  } catch {
    return manifest(new URL('..', from))
  }
}
const path = manifest(new URL('..', import.meta.url))

/** The folder that holds scenarios/ and vehicles/ of this installation. */
export const ROOT = fileURLToPath(new URL('.', path))

export const VERSION = (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version
