/** `nearmiss export FILE|RUN --format F[,F] --out DIR`: labelled frames in the formats that training tools read. */
import { join } from 'node:path'
import type { Command } from 'commander'
import { EXPORTERS, type Sink } from '../export/index.ts'
import {
  createObserver,
  ensureDrawingProcess,
  exportFrames,
  giveUp,
  scenarioOfRun,
  sensorsOf,
  VERSION,
} from '../run/index.ts'
import { isCamera, sampleScenario, UserError, type ConcreteScenario } from '../scenario/index.ts'
import {
  countOption,
  isFolder,
  listOption,
  loadOrExplain,
  secondsOption,
  seedOption,
  setOption,
  sizeOption,
} from './options.ts'
import { cancellable, startProgress, type Progress } from './progress.ts'

interface Options {
  readonly format: readonly string[]
  readonly out: string
  readonly seed?: number
  readonly set?: Record<string, string>
  readonly frames?: number
  readonly from: number
  readonly size?: { width: number; height: number }
  readonly sensors?: readonly string[]
}

/** A run folder brings its own concrete scenario; a file is loaded and sampled. Null: explained already. */
const concreteOf = (source: string, { seed, set }: Options): ConcreteScenario | null => {
  if (isFolder(source)) {
    if (seed !== undefined || set)
      throw new UserError(
        'a finished run has its seed and parameters already; --seed and --set go with a scenario file',
      )
    return scenarioOfRun(source)
  }
  const scenario = loadOrExplain(source, set)
  return scenario && sampleScenario(scenario, seed ?? scenario.seed)
}

const checkFormats = (formats: readonly string[]): void => {
  const unknown = formats.filter((f) => !Object.hasOwn(EXPORTERS, f))
  if (unknown.length > 0 || formats.length === 0)
    throw new UserError(
      `${unknown.length > 0 ? `no format is called '${unknown.join("', '")}'` : 'no format is named'}; there are ${Object.keys(EXPORTERS).join(', ')}`,
    )
}

const checkSensors = (wanted: readonly string[] | undefined, { sensors }: ConcreteScenario): void => {
  if (sensors.length === 0) throw new UserError('this scenario has no sensor, so there is nothing to export')
  const unknown = wanted?.filter((id) => !sensors.some((s) => s.id === id)) ?? []
  if (unknown.length > 0)
    throw new UserError(
      `no sensor is called '${unknown.join("', '")}'; there are ${sensors.map((s) => s.id).join(', ')}`,
    )
}

/** One format goes to `out` itself; several go to folders of their own below it. */
const targetOf = (name: string, { out, format }: Options): string => {
  const base = format.length === 1 ? out : join(out, name)
  return name === 'mcap' && !base.endsWith('.mcap') ? join(base, 'run.mcap') : base
}

/** Opens every format's sink; when one cannot be opened, those before it are given up. */
const openSinks = async (scenario: ConcreteScenario, options: Options): Promise<Sink[]> => {
  const sinks: Sink[] = []
  try {
    for (const name of options.format)
      sinks.push(await EXPORTERS[name].open(targetOf(name, options), { scenario, version: VERSION }))
    return sinks
  } catch (error) {
    await giveUp(sinks)
    throw error
  }
}

/** Targets first: a place that cannot be written is told before the world is built. */
const writeFrames = async (
  scenario: ConcreteScenario,
  options: Options,
  signal: AbortSignal,
  progress: Progress,
): Promise<{ frames: number; driver: string | null }> => {
  const sinks = await openSinks(scenario, options)
  const observer = await createObserver(scenario, options).catch(async (error: unknown) => {
    await giveUp(sinks)
    throw error
  })
  try {
    let done = 0
    const frames = await exportFrames(scenario, observer, sinks, {
      from: options.from,
      signal,
      onFrame: () => progress.update(++done),
      ...(options.frames === undefined ? {} : { frames: options.frames }),
    })
    return { frames, driver: observer.driver }
  } finally {
    progress.stop()
    observer.close()
  }
}

/** Frames that the run will give if nothing ends it early; for the progress bar. */
const expectedFrames = (scenario: ConcreteScenario, { frames = Infinity, from, sensors }: Options): number =>
  scenario.sensors
    .filter((s) => sensors?.includes(s.id) ?? true)
    .reduce((n, s) => n + Math.min(frames, Math.floor((scenario.stop.after - from) * s.rate) + 1), 0)

export const register = (program: Command): void => {
  program
    .command('export')
    .description('write labelled frames')
    .argument('<source>', 'scenario file, name of one of the library, or a run folder')
    .requiredOption(
      '--format <names>',
      `one or more of ${Object.keys(EXPORTERS).join(', ')}, with commas`,
      listOption,
    )
    .requiredOption('--out <dir>', 'where the data set shall appear; it must not exist, or be empty')
    .option('--frames <n>', 'frames of each sensor (default: all)', countOption)
    .option('--from <seconds>', 'leave out frames before this time', secondsOption, 0)
    .option('--size <WxH>', "picture size instead of the sensors' own", sizeOption)
    .option('--sensors <ids>', 'only these sensors, as ego.front,ego.rear', listOption)
    .option('--seed <n>', "seed instead of the scenario's own", seedOption)
    .option('--set <name=value>', 'give a parameter a value; may be repeated', setOption)
    .action(async (source: string, options: Options) => {
      checkFormats(options.format)
      const scenario = concreteOf(source, options)
      if (!scenario) return
      checkSensors(options.sensors, scenario)
      if (sensorsOf(scenario, options).some(isCamera) && !(await ensureDrawingProcess())) return

      const progress = startProgress('exporting', expectedFrames(scenario, options), 'frames')
      const done = await cancellable((signal) => writeFrames(scenario, options, signal, progress))
      progress.stop()
      if (done === null) return
      process.stdout.write(
        `${done.frames} frames of ${scenario.name}, seed ${scenario.seed}${done.driver === null ? '' : `, drawn by ${done.driver}`}\n` +
          options.format.map((name) => `  ${name.padEnd(6)} ${targetOf(name, options)}\n`).join(''),
      )
    })
}
