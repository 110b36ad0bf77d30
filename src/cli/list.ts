/** `nearmiss list`: the scenario library with its tags. */
import type { Command } from 'commander'
import { listScenarios } from '../scenario/files.ts'
import { formatDiagnostics } from '../scenario/index.ts'

export const register = (program: Command): void => {
  program
    .command('list')
    .description('list the scenario library with its tags')
    .option('--json', 'print one JSON object')
    .action((options: { readonly json?: boolean }) => {
      const entries = listScenarios()
      if (options.json) {
        const scenarios = entries.map((entry) => ({ ...entry, scenario: undefined }))
        process.stdout.write(`${JSON.stringify({ scenarios })}\n`)
        return
      }
      for (const { name, title, tags, parameters, diagnostics } of entries) {
        process.stderr.write(formatDiagnostics(diagnostics))
        const words = Object.entries(tags).map(([tag, values]) => `${tag}: ${values.join(', ')}`)
        const names = parameters.map((p) => p.name).join(', ')
        process.stdout.write(
          `${name}\n  ${title}\n  ${words.join('; ')}\n${names === '' ? '' : `  parameters: ${names}\n`}`,
        )
      }
    })
}
