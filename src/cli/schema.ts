/** `nearmiss schema [KIND]`: the JSON Schema of the language, for editors. */
import { Argument, type Command } from 'commander'
import { FILE_KINDS, jsonSchema, type FileKind } from '../scenario/index.ts'

export const register = (program: Command): void => {
  program
    .command('schema')
    .description('print the JSON Schema of a kind of file, for completion and hover text in editors')
    .addArgument(new Argument('[kind]', 'what the file is').choices(FILE_KINDS).default('scenario'))
    .action((kind: FileKind) => {
      process.stdout.write(`${JSON.stringify(jsonSchema(kind), null, 2)}\n`)
    })
}
