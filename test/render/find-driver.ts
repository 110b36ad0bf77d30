/** Child process of the driver tests: looks for a driver in the environment it was given. */
import { findDriver } from '../../src/render/node/index.ts'

const found = await findDriver().catch((error: unknown) => ({
  error: error instanceof Error ? error.message : String(error),
}))
process.send?.(found, () => process.exit(0))
