/** `nearmiss replay RUN --at ROW`: runs one row of a sweep, or a finished run, again, and checks that it is the same. */
import type { Command } from 'commander'
import { isSweepFolder, pastRow, pastRun, VERSION, type PastRun } from '../run/index.ts'
import { UserError } from '../scenario/index.ts'
import { describe, leavingOptions, runAndLeave, type Leaving } from './leaving.ts'
import { isFolder } from './options.ts'

interface Options extends Leaving {
  readonly at?: string
  readonly json?: boolean
}

const find = (source: string, at: string | undefined): { past: PastRun; command: string | null } => {
  if (!isFolder(source)) throw new UserError(`'${source}' is no folder of a sweep or of a run`)
  if (!isSweepFolder(source)) {
    if (at !== undefined) throw new UserError("a run's folder holds one run; '--at' goes with a sweep's")
    return { past: pastRun(source), command: null }
  }
  if (at === undefined)
    throw new UserError("which row? Say so with '--at SEED', '--at NAME/SEED' or '--at #ROW'")
  const past = pastRow(source, at)
  const set = past.settings.map((s) => ` --set '${s}'`).join('')
  return { past, command: `nearmiss run ${past.file} --seed ${past.scenario.seed}${set}` }
}

export const register = (program: Command): void => {
  const command = program
    .command('replay')
    .description('run one row of a sweep, or a finished run, again and check that it comes out the same')
    .argument('<folder>', "a sweep's folder (sweep --out) or a run's (run --out)")
    .option('--at <row>', 'of a sweep: a seed, NAME/SEED where several scenarios were swept, or #ROW')
  leavingOptions(command)
    .option('--json', 'print run.json and whether it is the same on stdout, and nothing else')
    .action(async (folder: string, options: Options) => {
      const { past, command: line } = find(folder, options.at)
      const record = await runAndLeave(past.scenario, options)
      if (!record) return
      const same = record.digest === past.digest
      if (!same) process.exitCode = 1
      if (options.json) {
        process.stdout.write(`${JSON.stringify({ ...record, same, recorded_digest: past.digest })}\n`)
        return
      }
      const said = same
        ? 'the same as before, bit for bit'
        : `NOT the same: before it was ${past.digest} (made by ${past.version}, this is ${VERSION})`
      process.stdout.write(
        `${describe(record)}  replayed      ${said}\n${line === null ? '' : `  by itself     ${line}\n`}`,
      )
    })
}
