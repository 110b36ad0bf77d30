/** The programme's own version: part of what a run is a function of. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '../scenario/package-root.ts'

export const VERSION = (
  JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as { version: string }
).version
