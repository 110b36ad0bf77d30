/**
 * The driver ladder: a GPU, else lavapipe (Mesa 25 or newer, of the system or in the user's cache), else
 * SwiftShader from npm. What a render process uses is decided by its environment before it starts, so this
 * file only finds out which environment that is.
 */
import { spawn } from 'node:child_process'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { lavapipeEnvironment } from './lavapipe.ts'
import { swiftshaderEnvironment } from './swiftshader.ts'

export type DriverKind = 'gpu' | 'lavapipe' | 'swiftshader'

export interface Driver {
  /** As the driver calls itself, e.g. 'llvmpipe (LLVM 15.0.6, 256 bits)'. */
  readonly name: string
  readonly kind: DriverKind
  /** Variables to set for the render process, over the current ones. */
  readonly env: Readonly<Record<string, string>>
}

interface AdapterInfo {
  readonly vendor: string
  readonly device: string
  readonly description: string
}

const KINDS: readonly DriverKind[] = ['gpu', 'lavapipe', 'swiftshader']
const PROBE_MILLISECONDS = 90_000

/** The device that Dawn gets with `env` set; null: none that it accepts. */
export const probe = async (env: Readonly<Record<string, string>>): Promise<AdapterInfo | null> => {
  // Beside this file, and as it is: a .ts in a checkout under tsx, a .js in the build.
  const script = fileURLToPath(new URL('./probe.ts', import.meta.url)).replace(
    /\.ts$/,
    extname(import.meta.url),
  )
  const child = spawn(process.execPath, [...process.execArgv, script], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: PROBE_MILLISECONDS,
  })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (output += chunk))
  const code = await new Promise<number | null>((resolve) =>
    child.on('close', resolve).on('error', () => resolve(null)),
  )
  if (code !== 0) return null
  const line = output.trim().split('\n').at(-1)
  return line === undefined || line === '' ? null : (JSON.parse(line) as AdapterInfo | null)
}

const kindOf = ({ description, device }: AdapterInfo): DriverKind => {
  const name = `${description} ${device}`
  if (/llvmpipe/i.test(name)) return 'lavapipe'
  return /swiftshader/i.test(name) ? 'swiftshader' : 'gpu'
}

/** The wish in NEARMISS_DRIVER; null: none. Throws when it names no kind of driver. */
const wish = (): DriverKind | null => {
  const name = process.env['NEARMISS_DRIVER']
  if (name === undefined || name === '') return null
  const kind = KINDS.find((k) => k === name)
  if (kind === undefined) throw new Error(`NEARMISS_DRIVER is '${name}', expected one of ${KINDS.join(', ')}`)
  return kind
}

const search = async (): Promise<Driver> => {
  const wished = wish()
  // The system's own comes first: it may be a GPU, or a lavapipe that is kept up to date.
  const environments = [async () => Promise.resolve({}), lavapipeEnvironment, swiftshaderEnvironment]
  for (const environment of environments) {
    const env = await environment()
    const info = env === null ? null : await probe(env)
    if (env === null || info === null) continue
    const kind = kindOf(info)
    if (wished === null || wished === kind) {
      return { name: info.description === '' ? info.device : info.description, kind, env }
    }
  }
  throw new Error(
    wished === null
      ? 'no renderer found: no GPU that Dawn accepts, no lavapipe of Mesa 25 or newer, and SwiftShader from npm does not run here'
      : `no ${wished} found here (NEARMISS_DRIVER=${wished})`,
  )
}

let found: Promise<Driver> | null = null

/**
 * The best driver on this machine, or the one that NEARMISS_DRIVER names. Looked for once per process;
 * unpacks SwiftShader into the user's cache when nothing better is there. Throws when nothing draws.
 */
export const findDriver = (): Promise<Driver> => (found ??= search())

/** The environment to fork a render process with: this one's, and what the driver needs. */
export const renderEnvironment = async (): Promise<NodeJS.ProcessEnv> => ({
  ...process.env,
  ...(await findDriver()).env,
})
