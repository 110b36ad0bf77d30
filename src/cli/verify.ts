/** `nearmiss verify DIR`: whether a data set is as it was written, and keeps its own rules. */
import type { Command } from 'commander'
import { EXPORTERS, verifyDataSet } from '../export/index.ts'
import { UserError } from '../scenario/index.ts'
import { isFolder } from './options.ts'

export const register = (program: Command): void => {
  program
    .command('verify')
    .description('check a data set against its manifest and the rules of its formats; names every problem')
    .argument('<dir>', 'what nearmiss export wrote')
    .option('--json', 'print one JSON object')
    .action(async (dir: string, { json }: { json?: boolean }) => {
      if (!isFolder(dir)) throw new UserError(`there is no folder '${dir}'`)
      const problems: string[] = []
      for await (const problem of verifyDataSet(dir, EXPORTERS)) {
        if (json) problems.push(problem)
        else process.stderr.write(`${problem}\n`)
        process.exitCode = 1
      }
      if (json) process.stdout.write(`${JSON.stringify({ ok: problems.length === 0, problems })}\n`)
      else if (process.exitCode !== 1) process.stdout.write(`${dir}: ok\n`)
    })
}
