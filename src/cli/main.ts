/**
 * cli: one file a command. This one only gathers them and turns what goes wrong into the right exit code:
 * 1 for a user's mistake (already explained), 70 for a fault of the programme.
 */
import { Command, CommanderError } from 'commander'
import { VERSION } from '../run/version.ts'

/**
 * Commands are loaded only when called, so that `check` does not pay for the simulator. Each module exports
 * `register(program)`.
 */
const COMMANDS: Readonly<Record<string, () => Promise<{ register: (program: Command) => void }>>> = {
  check: () => import('./check.ts'),
  run: () => import('./run.ts'),
  export: () => import('./export.ts'),
  verify: () => import('./verify.ts'),
  serve: () => import('./serve.ts'),
  sweep: () => import('./sweep.ts'),
  replay: () => import('./replay.ts'),
  minimise: () => import('./minimise.ts'),
  compare: () => import('./compare.ts'),
  metric: () => import('./metric.ts'),
  picture: () => import('./picture.ts'),
  gallery: () => import('./gallery.ts'),
  list: () => import('./list.ts'),
  schema: () => import('./schema.ts'),
  doctor: () => import('./doctor.ts'),
  bench: () => import('./bench.ts'),
}

const EXIT_MISTAKE = 1
const EXIT_FAULT = 70

/** Runs the command line. Sets process.exitCode; exits itself only where something would keep it alive. */
export const main = async (argv: readonly string[]): Promise<void> => {
  const program = new Command('nearmiss')
    .description('Autonomous-driving rare-event scenario simulator')
    .version(VERSION)
    .showSuggestionAfterError()
    .exitOverride()
  const wanted = argv[2]
  const names = Object.hasOwn(COMMANDS, wanted) ? [wanted] : Object.keys(COMMANDS)
  for (const name of names) (await COMMANDS[name]()).register(program)
  for (const command of program.commands) command.exitOverride().showSuggestionAfterError()
  try {
    await program.parseAsync([...argv])
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : EXIT_MISTAKE
    else if (isUserError(error)) {
      process.stderr.write(`nearmiss: ${error.message}\n`)
      process.exitCode = EXIT_MISTAKE
    } else {
      process.stderr.write(`nearmiss: a fault of the programme, not of yours. Please report it.\n`)
      process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
      process.exitCode = EXIT_FAULT
    }
  }
}

/** By its name: the class is the language's, and to load it all for this would cost more than `--version` does. */
const isUserError = (error: unknown): error is Error => error instanceof Error && error.name === 'UserError'
