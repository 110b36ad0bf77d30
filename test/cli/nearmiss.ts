/** Runs the built command as a user would. */
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const BIN = join(ROOT, 'bin/nearmiss.js')

export interface Finished {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

// The test runner's own loader must not leak into the built programme.
const environment = (): NodeJS.ProcessEnv => ({ ...process.env, NODE_OPTIONS: '' })

export const nearmiss = (...args: string[]): Finished => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, ...args], {
    cwd: ROOT,
    encoding: 'utf8',
    env: environment(),
    maxBuffer: 1 << 28,
  })
  return { code: status, stdout, stderr }
}

/** The same, going on while the test does something. */
export const startNearmiss = (...args: string[]): ReturnType<typeof spawn> =>
  spawn(process.execPath, [BIN, ...args], {
    cwd: ROOT,
    env: environment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  })

/** A folder of the test's own, removed after it. */
export const scratchFolder = (): string => {
  const dir = mkdtempSync(join(tmpdir(), 'nearmiss-test-'))
  after(() => rmSync(dir, { recursive: true, force: true }))
  return dir
}
