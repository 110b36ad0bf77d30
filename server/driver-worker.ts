/**
 * Finds the best graphics driver of this machine and says what a process must be born with to use it. Looking
 * takes a second and loads the renderer, which the server itself never needs.
 */
import { findDriver } from '../src/render/node/index.ts'

export interface DriverFound {
  readonly env: Readonly<Record<string, string>>
}

findDriver()
  .then(
    ({ env }) => ({ env }) satisfies DriverFound,
    (error: unknown) => ({ error: error instanceof Error ? error.message : String(error) }),
  )
  .then((answer) => process.send?.(answer, () => process.exit()))
  .catch(() => process.exit(70))
