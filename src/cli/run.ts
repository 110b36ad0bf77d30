/** `nearmiss run FILE`: simulate one seed; print what came of it, and on demand leave a run folder or a CSV. */
import type { Command } from 'commander'
import { sampleScenario } from '../scenario/index.ts'
import { describe, leavingOptions, runAndLeave, type Leaving } from './leaving.ts'
import { loadOrExplain, seedOption, setOption } from './options.ts'

interface Options extends Leaving {
  readonly seed?: number
  readonly set?: Record<string, string>
  readonly json?: boolean
}

export const register = (program: Command): void => {
  const command = program
    .command('run')
    .description('simulate one seed of a scenario')
    .argument('<file>', 'scenario file, or the name of one of the library')
    .option('--seed <n>', "seed instead of the scenario's own", seedOption)
    .option('--set <name=value>', 'give a parameter a value, as "v_ego=20 m/s"; may be repeated', setOption)
  leavingOptions(command)
    .option('--json', 'print run.json on stdout and nothing else')
    .action(async (file: string, options: Options) => {
      const scenario = loadOrExplain(file, options.set)
      if (!scenario) return
      const record = await runAndLeave(sampleScenario(scenario, options.seed ?? scenario.seed), options)
      if (record) process.stdout.write(options.json ? `${JSON.stringify(record)}\n` : describe(record))
    })
}
