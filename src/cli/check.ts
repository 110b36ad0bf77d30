/** `nearmiss check FILE...`: says everything that is wrong with files, each mistake at its place. */
import type { Command } from 'commander'
import { checkFile } from '../scenario/files.ts'
import { acceptance, formatDiagnostics, type Scenario } from '../scenario/index.ts'

interface Options {
  readonly json?: boolean
  readonly resolved?: boolean
}

export const register = (program: Command): void => {
  program
    .command('check')
    .description('check scenario and vehicle files; mistakes go to stderr as file:line:column')
    .argument('<file...>', 'scenarios (or their names in the library), vehicles, tyres, people, objects')
    .option('--json', 'print one JSON object')
    .option('--resolved', 'print each file merged with those that it extends')
    .action((files: string[], options: Options) => {
      const checked = files.map((file) => ({ file, ...checkFile(file) }))
      if (checked.some((c) => !c.ok)) process.exitCode = 1
      process.stderr.write(formatDiagnostics(checked.flatMap((c) => c.diagnostics)))
      if (options.json) {
        const entries = checked.map(({ file, ok, diagnostics, resolved }) => ({
          ...{ file, ok, diagnostics },
          ...(options.resolved && ok ? { resolved: resolved() } : {}),
        }))
        process.stdout.write(`${JSON.stringify({ files: entries })}\n`)
        return
      }
      for (const { file, ok, scenario, resolved } of checked) {
        if (ok && options.resolved) process.stdout.write(resolved() ?? '')
        else if (ok) process.stdout.write(`${file}: ok${scenario === null ? '' : drawing(scenario)}\n`)
      }
    })
}

/** How many draws the constraints reject, where there is something to draw. */
const drawing = (scenario: Scenario): string => {
  const { draws, accepted, rejections } = acceptance(scenario, 100)
  if (accepted === draws) return ''
  const share = Math.round((1 - accepted / draws) * 100)
  return `; ${share === 0 ? 'less than 1' : share} % of draws are rejected, most by '${rejections[0].rule}'`
}
