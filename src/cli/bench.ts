/** `nearmiss bench [NAME] [--json]`: how fast, as ratios against a baseline in the same run. */
import type { Command } from 'commander'
import { BENCHES, type Bench } from '../../bench/index.ts'
import { UserError } from '../scenario/index.ts'
import { ensureDrawingProcess } from '../run/index.ts'

const table = ({ name, figures }: Bench): string => {
  const width = Math.max(...Object.keys(figures).map((k) => k.length))
  const rows = Object.entries(figures).map(
    ([key, { value, unit }]) => `  ${key.padEnd(width)}  ${Number(value.toPrecision(4))} ${unit}`,
  )
  return `${name}\n${rows.join('\n')}\n`
}

export const register = (program: Command): void => {
  program
    .command('bench')
    .description('measure speed (CPU time, ratios against a baseline in the same run)')
    .argument('[name]', `one of ${Object.keys(BENCHES).join(', ')}; all when left out`)
    .option('--json', 'print one JSON object')
    .action(async (name: string | undefined, options: { json?: boolean }) => {
      if (name !== undefined && !Object.hasOwn(BENCHES, name))
        throw new UserError(`no benchmark is called '${name}'; there are ${Object.keys(BENCHES).join(', ')}`)
      const chosen = name === undefined ? Object.keys(BENCHES) : [name]
      if (chosen.some((n) => BENCHES[n].draws) && !(await ensureDrawingProcess())) return
      const results: Bench[] = []
      for (const n of chosen) {
        const result = await BENCHES[n].run()
        results.push(result)
        if (!options.json) process.stdout.write(table(result))
      }
      if (options.json)
        process.stdout.write(`${JSON.stringify(name === undefined ? { benches: results } : results[0])}\n`)
    })
}
