/** `nearmiss check FILE...`: says everything that is wrong with scenario files, each mistake at its place. */
import type { Command } from 'commander'
import { loadScenario } from '../scenario/files.ts'
import {
  acceptance,
  formatDiagnostics,
  resolvedText,
  type Diagnostic,
  type Scenario,
} from '../scenario/index.ts'

interface Options {
  readonly json?: boolean
  readonly resolved?: boolean
}

interface Checked {
  readonly file: string
  readonly ok: boolean
  readonly diagnostics: readonly Diagnostic[]
  readonly scenario: Scenario | null
}

export const register = (program: Command): void => {
  program
    .command('check')
    .description('check scenario files; mistakes go to stderr as file:line:column')
    .argument('<file...>', 'scenario files, or names of the library')
    .option('--json', 'print one JSON object')
    .option('--resolved', 'print each file merged with those that it extends')
    .action((files: string[], options: Options) => {
      const checked = files.map(check)
      if (checked.some((c) => !c.ok)) process.exitCode = 1
      process.stderr.write(formatDiagnostics(checked.flatMap((c) => c.diagnostics)))
      if (options.json) {
        const entries = checked.map(({ scenario, ...rest }) =>
          options.resolved && scenario ? { ...rest, resolved: resolvedText(scenario) } : rest,
        )
        process.stdout.write(`${JSON.stringify({ files: entries })}\n`)
        return
      }
      for (const { file, scenario } of checked) {
        if (scenario)
          process.stdout.write(
            options.resolved ? resolvedText(scenario) : `${file}: ok${drawing(scenario)}\n`,
          )
      }
    })
}

const check = (file: string): Checked => {
  const { scenario, diagnostics } = loadScenario(file)
  return { file, ok: scenario !== null, diagnostics, scenario }
}

/** How many draws the constraints reject, where there is something to draw. */
const drawing = (scenario: Scenario): string => {
  const { draws, accepted, rejections } = acceptance(scenario, 100)
  if (accepted === draws) return ''
  const share = Math.round((1 - accepted / draws) * 100)
  return `; ${share === 0 ? 'less than 1' : share} % of draws are rejected, most by '${rejections[0].rule}'`
}
