/** `nearmiss schema`: the JSON Schema of the language, for editors. */
import type { Command } from 'commander'
import { jsonSchema } from '../scenario/index.ts'

export const register = (program: Command): void => {
  program
    .command('schema')
    .description('print the JSON Schema of scenario files, for completion and hover text in editors')
    .action(() => {
      process.stdout.write(`${JSON.stringify(jsonSchema(), null, 2)}\n`)
    })
}
