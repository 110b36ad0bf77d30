/** `nearmiss serve`: the dashboard and live runs. */
import { accessSync, constants, existsSync, mkdirSync, readdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { InvalidArgumentError, type Command } from 'commander'
import { VERSION } from '../run/index.ts'
import { scenarioFolder, vehicleFolder } from '../scenario/files.ts'
import { packageRoot } from '../scenario/package-root.ts'
import { UserError } from '../scenario/index.ts'

interface Options {
  readonly port: number
  readonly host: string
  readonly scenarios: string
  readonly runs?: string
  readonly exports: string
  readonly sweeps: string
  readonly foxgloveOrigin: readonly string[]
}

/** What a newcomer sees first. */
const FIRST_SCENARIO = 'snow-skid-near-collision'

const portOption = (text: string): number => {
  const port = Number(text)
  if (!/^\d+$/.test(text) || port > 65535)
    throw new InvalidArgumentError(`A port is 0 to 65535, not '${text}'.`)
  return port
}

/** The scenario that a page without a link starts with: the library's best known, else the folder's first. */
const firstOf = (folder: string): string | null => {
  const names = readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => file.slice(0, -'.yaml'.length))
    .sort()
  return names.includes(FIRST_SCENARIO) ? FIRST_SCENARIO : (names[0] ?? null)
}

/** The user's folder for what programmes keep: XDG_STATE_HOME, else HOME/.local/state. */
const stateFolder = (): string => {
  const xdg = process.env['XDG_STATE_HOME']
  const base = xdg !== undefined && xdg !== '' ? xdg : join(homedir(), '.local', 'state')
  return join(base, 'nearmiss', 'runs')
}

const log = (text: string): void => void process.stderr.write(`nearmiss: ${text}\n`)

/** A folder to keep runs in; null, and a word about it: none can be made. */
const runsFolder = (wanted: string | undefined): string | null => {
  const folder = resolve(wanted ?? stateFolder())
  try {
    mkdirSync(folder, { recursive: true })
    accessSync(folder, constants.W_OK)
    return folder
  } catch {
    if (wanted !== undefined)
      throw new UserError(`runs cannot be kept in '${wanted}': it cannot be written to`)
    log(`runs are not kept: ${folder} cannot be written to; --runs names another folder`)
    return null
  }
}

const serve = async (options: Options): Promise<void> => {
  const { port, host, scenarios: folder, runs, exports, sweeps } = options
  const scenarios = resolve(folder)
  if (!existsSync(scenarios)) throw new UserError(`there is no folder '${folder}' with scenarios`)
  // Loaded only here: no other command needs the server.
  const { openLibraryProcess, startServer } = await import('../../server/index.ts')
  const server = await startServer({
    port,
    host,
    library: openLibraryProcess({ scenarios, vehicles: vehicleFolder(), library: scenarioFolder() }),
    clientDir: join(packageRoot(), 'dist', 'client'),
    version: VERSION,
    firstScenario: firstOf(scenarios),
    runsFolder: runsFolder(runs),
    exportsFolder: resolve(exports),
    sweepsFolder: resolve(sweeps),
    foxgloveOrigins: options.foxgloveOrigin,
    log,
  }).catch((error: unknown) => {
    throw explained(error, port, host)
  })
  process.stdout.write(`nearmiss ${VERSION}: open ${server.url}\n(Ctrl-C ends it)\n`)
  await new Promise<void>((stop) => {
    process.once('SIGINT', stop)
    process.once('SIGTERM', stop)
  })
  await server.close()
}

const explained = (error: unknown, port: number, host: string): unknown => {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'EADDRINUSE')
    return new UserError(`port ${port} is taken; give another one, as --port ${port + 1}`)
  if (code === 'EACCES') return new UserError(`port ${port} may not be opened by you; give one above 1023`)
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new UserError(`this machine has no address '${host}'`)
  return error
}

export const register = (program: Command): void => {
  program
    .command('serve')
    .description('serve the dashboard and its live runs')
    .option('--port <n>', 'port to listen on; 0: any free one', portOption, 8080)
    .option(
      '--host <address>',
      'address to listen on; any but loopback asks every viewer for a token',
      'localhost',
    )
    .option(
      '--scenarios <folder>',
      'folder whose scenarios are listed, edited and saved; by default the library',
      scenarioFolder(),
    )
    .option('--runs <folder>', "folder to keep runs in; by default nearmiss/runs of the user's state folder")
    .option('--exports <folder>', 'folder that data sets are written to and looked through in', 'exports')
    .option(
      '--sweeps <folder>',
      'folder whose subfolders are finished sweeps, to be looked through',
      'sweeps',
    )
    .option(
      '--foxglove-origin <origin...>',
      'pages of other addresses that may watch at /foxglove, as https://app.foxglove.dev',
      [],
    )
    .action(serve)
}
