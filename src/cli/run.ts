/** `nearmiss run FILE`: simulate one seed; print what came of it, and on demand leave a run folder or a CSV. */
import type { Command } from 'commander'
import {
  createObserver,
  ensureDrawingProcess,
  isControlStep,
  openCsv,
  record,
  run,
  type CsvFile,
  type Observer,
  type RunRecord,
} from '../run/index.ts'
import { sampleScenario, UserError, type ConcreteScenario } from '../scenario/index.ts'
import { loadOrExplain, seedOption, setOption, sizeOption } from './options.ts'
import { cancellable, startProgress } from './progress.ts'

interface Options {
  readonly seed?: number
  readonly set?: Record<string, string>
  readonly out?: string
  readonly csv?: string
  readonly json?: boolean
  readonly size: { width: number; height: number }
  readonly camera: boolean
}

const seconds = (x: number | null): string => (x === null ? 'none' : `${x.toFixed(2)} s`)

const describe = (r: RunRecord): string => {
  const { outcome } = r
  const lines = [
    `${r.scenario}, seed ${r.seed}: ${outcome.class}`,
    `  simulated     ${r.duration_s} s`,
    `  least TTC     ${seconds(outcome.min_ttc_s)}${outcome.min_ttc_with === null ? '' : ` with ${outcome.min_ttc_with} at ${seconds(outcome.min_ttc_at_s)}`}`,
    `  expectations  ${outcome.verdict}`,
    ...outcome.expectations.map(
      (e) =>
        `    ${e.held ? 'held  ' : 'broken'} ${e.rule} ${e.id}${e.as === 'label' ? ' (label)' : ''}${e.time === null ? '' : `, at ${e.time.toFixed(2)} s`}`,
    ),
    ...outcome.events.map((e) => `  ${e.time.toFixed(2).padStart(6)} s  ${eventText(e)}`),
    `  digest        ${r.digest}`,
  ]
  return `${lines.join('\n')}\n`
}

const eventText = (e: RunRecord['outcome']['events'][number]): string => {
  switch (e.kind) {
    case 'collision':
      return `collision of ${e.actors.join(' and ')} at ${e.closingSpeed.toFixed(1)} m/s`
    case 'phase':
      return `story: ${e.phase}`
    case 'expectation':
      return `expectation ${e.expectation} settled`
    default:
      return `${e.kind} of ${e.actors.join(', ')}`
  }
}

/** The observer of a recorded run; null (and a warning) where no driver draws: the rest is worth having. */
const observerFor = async (
  scenario: ConcreteScenario,
  { camera, size }: Options,
): Promise<Observer | null> => {
  if (!camera || scenario.sensors.length === 0) return null
  try {
    return await createObserver(scenario, { size })
  } catch (error) {
    process.stderr.write(
      `nearmiss: cameras are left out, for nothing here can draw (${error instanceof Error ? error.message : String(error)}); see 'nearmiss doctor'\n`,
    )
    return null
  }
}

const intoFolder = async (
  scenario: ConcreteScenario,
  dir: string,
  options: Options,
): Promise<RunRecord | null> => {
  const observer = await observerFor(scenario, options)
  const progress = startProgress('running', scenario.stop.after, 's')
  try {
    return await cancellable((signal) =>
      record(scenario, dir, { observer, signal, onProgress: (t) => progress.update(t) }),
    )
  } finally {
    progress.stop()
    observer?.close()
  }
}

const intoCsv = async (scenario: ConcreteScenario, path: string): Promise<RunRecord> => {
  const csv = opened(path)
  try {
    const result = await run(scenario, {
      onState: (state) => (isControlStep(state) ? csv.write(state) : undefined),
    })
    csv.close()
    return result
  } catch (error) {
    csv.abort()
    throw error
  }
}

const opened = (path: string): CsvFile => {
  try {
    return openCsv(path)
  } catch (error) {
    throw new UserError(`cannot write '${path}': ${error instanceof Error ? error.message : String(error)}`)
  }
}

export const register = (program: Command): void => {
  program
    .command('run')
    .description('simulate one seed of a scenario')
    .argument('<file>', 'scenario file, or the name of one of the library')
    .option('--seed <n>', "seed instead of the scenario's own", seedOption)
    .option('--set <name=value>', 'give a parameter a value, as "v_ego=20 m/s"; may be repeated', setOption)
    .option('--out <dir>', 'write a run folder: run.json, scenario.json, states.bin, run.mcap')
    .option('--csv <file>', 'write the actors every 10 ms as CSV')
    .option('--size <WxH>', 'camera picture size in run.mcap', sizeOption, { width: 640, height: 360 })
    .option('--no-camera', 'leave the cameras out of run.mcap')
    .option('--json', 'print run.json on stdout and nothing else')
    .action(async (file: string, options: Options) => {
      const scenario = loadOrExplain(file, options.set)
      if (!scenario) return
      const concrete = sampleScenario(scenario, options.seed ?? scenario.seed)
      const draws = options.out !== undefined && options.camera && concrete.sensors.length > 0
      if (draws && !(await ensureDrawingProcess())) return
      const result = options.out === undefined ? null : await intoFolder(concrete, options.out, options)
      if (options.out !== undefined && !result) return
      const shown =
        options.csv === undefined ? (result ?? (await run(concrete))) : await intoCsv(concrete, options.csv)
      process.stdout.write(options.json ? `${JSON.stringify(shown)}\n` : describe(shown))
    })
}
