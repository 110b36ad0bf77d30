/**
 * Loads a command that was made one file, with the machine code that V8 kept of it when it was built: to read
 * and compile a megabyte anew takes longer than to check a scenario. V8 itself refuses code of another version
 * of it or of other flags, and then compiles as ever.
 *
 * As a programme (`node bin/quick.js FILE ARGUMENTS...`) it runs the command once and keeps that code.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { setFlagsFromString } from 'node:v8'
import { Script } from 'node:vm'

const load = (file) => {
  // Such a command is over before optimised code would have paid for its making.
  setFlagsFromString('--interrupt-budget=1000000')
  const url = pathToFileURL(file).href
  const text = `(function (require, module, importMetaUrl) {${readFileSync(file, 'utf8')}\n})`
  const script = new Script(text, { filename: file, cachedData: codeOf(file) })
  const module = { exports: {} }
  script.runInThisContext()(createRequire(url), module, url)
  return { script, command: module.exports }
}

const codeOf = (file) => {
  try {
    return readFileSync(`${file}.code`)
  } catch {
    return undefined
  }
}

/** The exports of a command's file, of CommonJS. */
export const loadQuick = (url) => load(fileURLToPath(url)).command

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , file, ...args] = process.argv
  const { Command } = await import('commander')
  const { script, command } = load(file)
  const program = new Command()
  command.register(program)
  await program.parseAsync(args, { from: 'user' })
  writeFileSync(`${file}.code`, script.createCachedData())
}
