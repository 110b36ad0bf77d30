/** `nearmiss doctor`: which renderer is in use here, what would be faster, and how to get it. */
import type { Command } from 'commander'
import { findDriver, InstallError, installLavapipe, type DriverKind } from '../render/node/index.ts'
import { UserError } from '../scenario/index.ts'

/** What to expect of each kind, relative to SwiftShader (docs/rendering.md). */
const ABOUT: Readonly<Record<DriverKind, string>> = {
  gpu: 'a graphics processor: nothing is faster',
  lavapipe: 'Mesa on the processor: several times faster than SwiftShader',
  swiftshader: 'the software renderer that comes with npm: it needs nothing, and is the slowest',
}

const COMMAND = 'npx nearmiss doctor --install'

/** What would be faster than this driver, and the command that gets it; null: nothing that we know of. */
const advice = (kind: DriverKind): { readonly faster: string; readonly command: string | null } | null => {
  if (kind === 'gpu') return null
  if (kind === 'swiftshader' && process.platform === 'linux') {
    return {
      faster: 'lavapipe: several times faster, about 100 MB in your cache folder, no root needed',
      command: COMMAND,
    }
  }
  return { faster: 'a graphics processor with a Vulkan, Metal or Direct3D 12 driver', command: null }
}

const install = async (isQuiet: boolean): Promise<string> => {
  const isTerminal = process.stderr.isTTY
  let percent = ''
  const report = (step: string): void => {
    if (isQuiet) return
    // Percentages over one another where there is a screen; one line a step elsewhere.
    const isPercent = step.startsWith(' ')
    if (!isPercent) process.stderr.write(`${percent === '' ? '' : '\n'}${step}\n`)
    else if (isTerminal && step !== percent) process.stderr.write(`\r${step}`)
    percent = isPercent && isTerminal ? step : ''
  }
  try {
    return await installLavapipe(report)
  } catch (error) {
    if (error instanceof InstallError) throw new UserError(`lavapipe was not installed: ${error.message}`)
    throw error
  }
}

export const register = (program: Command): void => {
  program
    .command('doctor')
    .description('say which renderer is in use, and what would be faster')
    .option('--install', 'fetch lavapipe into your cache folder (Debian and Ubuntu, without root)')
    .option('--json', 'print one JSON object')
    .action(async (options: { install?: boolean; json?: boolean }) => {
      const installed = options.install === true ? await install(options.json === true) : null
      const driver = await findDriver().catch((error: unknown) => {
        throw new UserError(error instanceof Error ? error.message : String(error))
      })
      const better = advice(driver.kind)
      if (options.json === true) {
        const found = { renderer: driver.name, kind: driver.kind, environment: driver.env, installed }
        process.stdout.write(
          `${JSON.stringify({ ...found, faster: better?.faster ?? null, command: better?.command ?? null })}\n`,
        )
        return
      }
      const lines = [`renderer  ${driver.name}`, `          ${ABOUT[driver.kind]}`]
      if (installed !== null) lines.push(`installed ${installed}`)
      if (better !== null) lines.push(`faster    ${better.faster}`)
      if (better?.command) lines.push(`          ${better.command}`)
      process.stdout.write(`${lines.join('\n')}\n`)
    })
}
