/** Options that several commands share, and how a scenario named on the command line is loaded. */
import { statSync } from 'node:fs'
import { InvalidArgumentError } from 'commander'
import { listScenarios, loadScenario } from '../scenario/files.ts'
import { closest, didYouMean, formatDiagnostics, UserError, type Scenario } from '../scenario/index.ts'

const wholeNumber =
  (what: string, least: number) =>
  (text: string): number => {
    const n = Number(text)
    if (!/^\d+$/.test(text.trim()) || !Number.isSafeInteger(n) || n < least)
      throw new InvalidArgumentError(`${what} is a whole number from ${least} up, not '${text}'.`)
    return n
  }

export const seedOption = wholeNumber('A seed', 0)
export const countOption = wholeNumber('It', 1)

export const secondsOption = (text: string): number => {
  const n = Number(text)
  if (text.trim() === '' || !Number.isFinite(n) || n < 0)
    throw new InvalidArgumentError(`A time is a number of seconds from 0 up, not '${text}'.`)
  return n
}

/** A number from 0 up, of a share. */
export const shareOption = (text: string): number => {
  const n = Number(text)
  if (text.trim() === '' || !Number.isFinite(n) || n < 0)
    throw new InvalidArgumentError(`A share is a number from 0 up, not '${text}'.`)
  return n
}

/** A share of a whole. */
export const unitShareOption = (text: string): number => {
  const n = Number(text)
  if (text.trim() === '' || !(n >= 0 && n <= 1))
    throw new InvalidArgumentError(`It is a share from 0 to 1, as 0.25, not '${text}'.`)
  return n
}

export const pixelsOption = wholeNumber('A size in pixels', 0)

/** Words with commas between them. */
export const listOption = (text: string): string[] =>
  text
    .split(',')
    .map((x) => x.trim())
    .filter((x) => x !== '')

/**
 * The library's scenarios, or those of `only`.
 * @throws UserError for a name that the library does not have
 */
export const libraryOf = (only: readonly string[] | undefined): ReturnType<typeof listScenarios> => {
  const library = listScenarios()
  const names = library.map(({ name }) => name)
  for (const name of only ?? [])
    if (!names.includes(name))
      throw new UserError(`the library has no scenario '${name}'${didYouMean(closest(name, names))}`)
  return library.filter(({ name }) => only?.includes(name) ?? true)
}

export const isFolder = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false

/** WxH in px. Even sizes only, so that video encoders take them later. */
export const sizeOption = (text: string): { width: number; height: number } => {
  const match = /^(\d+)x(\d+)$/.exec(text.trim())
  const [width, height] = match ? [Number(match[1]), Number(match[2])] : [0, 0]
  if (width < 16 || height < 16 || width > 8192 || height > 8192)
    throw new InvalidArgumentError(`A size is WIDTHxHEIGHT, 16 to 8192 px, as 1280x720, not '${text}'.`)
  return { width, height }
}

/** `--set name=value`, repeatable. */
export const setOption = (
  text: string,
  before: Readonly<Record<string, string>> = {},
): Record<string, string> => {
  const at = text.indexOf('=')
  if (at < 1)
    throw new InvalidArgumentError(`It is written name=value, as --set "v_ego=20 m/s", not '${text}'.`)
  return { ...before, [text.slice(0, at).trim()]: text.slice(at + 1).trim() }
}

/** Loads a scenario; its diagnostics go to stderr. Null: it had errors, and the exit code is set. */
export const loadOrExplain = (
  text: string,
  overrides: Readonly<Record<string, string>> = {},
): Scenario | null => {
  const { scenario, diagnostics } = loadScenario(text, { overrides })
  if (diagnostics.length > 0) process.stderr.write(`${formatDiagnostics(diagnostics)}\n`)
  if (!scenario) process.exitCode = 1
  return scenario
}
