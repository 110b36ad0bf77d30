/** `nearmiss serve`: the dashboard and live runs. */
import { join } from 'node:path'
import { InvalidArgumentError, type Command } from 'commander'
import { VERSION } from '../run/index.ts'
import { scenarioFolder, vehicleFolder } from '../scenario/files.ts'
import { packageRoot } from '../scenario/package-root.ts'
import { UserError } from '../scenario/index.ts'

interface Options {
  readonly port: number
  readonly host: string
}

/** What a newcomer sees first. */
const FIRST_SCENARIO = 'snow-skid-near-collision'

const portOption = (text: string): number => {
  const port = Number(text)
  if (!/^\d+$/.test(text) || port > 65535)
    throw new InvalidArgumentError(`A port is 0 to 65535, not '${text}'.`)
  return port
}

const serve = async ({ port, host }: Options): Promise<void> => {
  // Loaded only here: no other command needs the server.
  const { openLibrary, startServer } = await import('../../server/index.ts')
  const server = await startServer({
    port,
    host,
    library: openLibrary({ scenarios: scenarioFolder(), vehicles: vehicleFolder() }),
    clientDir: join(packageRoot(), 'dist', 'client'),
    version: VERSION,
    firstScenario: FIRST_SCENARIO,
    log: (text) => void process.stderr.write(`nearmiss: ${text}\n`),
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
    .action(serve)
}
