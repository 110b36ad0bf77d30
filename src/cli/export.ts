/** `nearmiss export SOURCE --format F[,F] --out DIR`: labelled frames in the formats that training tools read. */
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { Option, type Command } from 'commander'
import { subjectIndex } from '../criticality/index.ts'
import { EVERYTHING, EXPORTERS, SPLITS, type ClassMap, type Split } from '../export/index.ts'
import {
  framesOf,
  isSweepFolder,
  makeDataSet,
  planDataSet,
  scenarioOfRun,
  sensorsOf,
  sweptRuns,
  type DataSetPlan,
  type SplitShares,
} from '../run/index.ts'
import { listScenarios, rigSensors } from '../scenario/files.ts'
import {
  QUALITIES,
  type Quality,
  isCamera,
  sampleScenario,
  UserError,
  type ConcreteScenario,
  type LabelKind,
} from '../scenario/index.ts'
import { classMapOption } from './class-map.ts'
import {
  countOption,
  isFolder,
  listOption,
  loadOrExplain,
  pixelsOption,
  secondsOption,
  seedOption,
  setOption,
  shareOption,
  sizeOption,
  unitShareOption,
} from './options.ts'
import { cancellable, startProgress, type Progress } from './progress.ts'

interface Options {
  readonly format: readonly string[]
  readonly out: string
  readonly seed?: number
  readonly samples: number
  readonly set?: Record<string, string>
  readonly frames?: number
  readonly from: number
  readonly size?: { width: number; height: number }
  readonly quality?: Quality
  readonly sensors?: readonly string[]
  readonly split: SplitShares
  readonly minBox: number
  readonly minVisibility: number
  readonly classes: ClassMap
  readonly shardSize?: number
  readonly licence: string
  readonly workers: number
  readonly resume: boolean
}

/** What a source stands for; null: explained already. */
const concreteOf = (source: string, options: Options): readonly ConcreteScenario[] | null => {
  if (!isFolder(source)) return samplesOf(source, options)
  const files = listScenarios(source).map(({ file }) => file)
  if (files.length > 0) {
    const sampled = files.map((file) => samplesOf(file, options))
    return sampled.includes(null) ? null : sampled.flatMap((scenarios) => scenarios ?? [])
  }
  if (options.seed !== undefined || options.set)
    throw new UserError(
      'a finished run has its seed and parameters already; --seed and --set go with a scenario file',
    )
  const past = isSweepFolder(source) ? [...sweptRuns(source)] : [scenarioOfRun(source)]
  return past.map((scenario) => withRig(scenario, options))
}

const samplesOf = (file: string, options: Options): readonly ConcreteScenario[] | null => {
  const { seed, samples, set } = options
  const scenario = loadOrExplain(file, set)
  const first = seed ?? scenario?.seed ?? 0
  return (
    scenario &&
    Array.from({ length: samples }, (_, i) => withRig(sampleScenario(scenario, first + i), options))
  )
}

/**
 * A scenario with sensors that its carrier has and that it does not switch on itself: those that the formats are made
 * of, or that the user names.
 */
const withRig = (concrete: ConcreteScenario, { format, sensors }: Options): ConcreteScenario => {
  const { actors } = concrete
  const carrier =
    actors.find(({ id }) => id === concrete.sensors.at(0)?.actor) ?? actors[subjectIndex(actors)]
  const wanted = format.flatMap((name) => EXPORTERS[name].rig ?? [])
  if (wanted.length === 0 && sensors === undefined) return concrete
  const added = rigSensors(carrier, RIG_LABELS).filter(
    ({ id, name }) =>
      (sensors?.includes(id) ?? wanted.includes(name)) && concrete.sensors.every((own) => own.id !== id),
  )
  return { ...concrete, sensors: [...concrete.sensors, ...added] }
}

/** Of cameras that the scenario does not switch on. */
const RIG_LABELS: readonly LabelKind[] = ['box2d', 'box3d', 'instance', 'semantic']

const checkFormats = (formats: readonly string[]): void => {
  const unknown = formats.filter((f) => !Object.hasOwn(EXPORTERS, f))
  if (unknown.length > 0 || formats.length === 0)
    throw new UserError(
      `${unknown.length > 0 ? `no format is called '${unknown.join("', '")}'` : 'no format is named'}; there are ${Object.keys(EXPORTERS).join(', ')}`,
    )
}

/** A scenario with the sensors that are wanted, as they are wanted. */
const equipped = (scenario: ConcreteScenario, options: Options): ConcreteScenario => {
  const { name, sensors } = scenario
  if (options.format.every((format) => EXPORTERS[format].statesOnly)) return { ...scenario, sensors: [] }
  const { sensors: wanted } = options
  if (sensors.length === 0) throw new UserError(`${name} has no sensor, so there is nothing to export`)
  const unknown = wanted?.filter((id) => !sensors.some((s) => s.id === id)) ?? []
  if (unknown.length > 0)
    throw new UserError(
      `no sensor of ${name} is called '${unknown.join("', '")}'; there are ${sensors.map((s) => s.id).join(', ')}`,
    )
  const labels = options.format.flatMap((format) => EXPORTERS[format].labels ?? [])
  return {
    ...scenario,
    sensors: sensorsOf(scenario, options).map((sensor) =>
      isCamera(sensor) ? { ...sensor, labels: [...new Set([...sensor.labels, ...labels])] } : sensor,
    ),
  }
}

const planOf = (scenarios: readonly ConcreteScenario[], options: Options): DataSetPlan =>
  planDataSet(
    scenarios.map((scenario) => equipped(scenario, options)),
    {
      formats: options.format,
      excerpt: { from: options.from, frames: options.frames ?? null },
      selection: {
        minBox: options.minBox,
        minVisibility: options.minVisibility,
        classes: options.classes,
      },
      licence: options.licence,
      shardBytes: options.shardSize === undefined ? null : options.shardSize * MEGABYTE,
      shares: options.split,
    },
  )

const MEGABYTE = 1e6

/** Frames that the runs will give if nothing ends them early. */
const expectedFrames = ({ clips, excerpt }: DataSetPlan): number =>
  clips.reduce((sum, { scenario }) => sum + framesOf(scenario.sensors, excerpt, scenario.stop.after), 0)

const sharesOption = (text: string): SplitShares => {
  const shares = text.split(',').map(shareOption)
  if (shares.length !== SPLITS.length || shares.every((x) => x === 0))
    throw new UserError(`--split takes three shares, of train, val and test, as 80,10,10, not '${text}'`)
  return Object.fromEntries(SPLITS.map((split, i) => [split, shares[i]])) as Record<Split, number>
}

const placeOf = (format: string, { out, format: formats }: Options): string =>
  formats.length === 1 ? out : join(out, format)

export const register = (program: Command): void => {
  program
    .command('export')
    .description('write labelled frames')
    .argument(
      '<source>',
      'scenario file, name of one of the library, folder of scenario files, sweep folder or run folder',
    )
    .requiredOption(
      '--format <names>',
      `one or more of ${Object.keys(EXPORTERS).join(', ')}, with commas`,
      listOption,
    )
    .requiredOption('--out <dir>', 'where the data set shall appear; it must not exist, or be empty')
    .option('--frames <n>', 'frames of each sensor (default: all)', countOption)
    .option('--from <seconds>', 'leave out frames before this time', secondsOption, 0)
    .option('--size <WxH>', "picture size instead of the sensors' own", sizeOption)
    .addOption(
      new Option('--quality <name>', "how much pictures show, instead of the cameras' own").choices(
        QUALITIES,
      ),
    )
    .option('--sensors <ids>', 'only these sensors, as ego.front,ego.rear', listOption)
    .option('--seed <n>', "first seed instead of the scenario's own", seedOption)
    .option('--samples <n>', 'runs of each scenario, seed after seed', countOption, 1)
    .option('--set <name=value>', 'give a parameter a value; may be repeated', setOption)
    .option('--split <shares>', 'shares of runs for train, val and test, as 80,10,10', sharesOption, {
      train: 1,
      val: 0,
      test: 0,
    })
    .option('--min-box <px>', 'leave out objects whose visible box is narrower or lower', pixelsOption, 0)
    .option('--min-visibility <share>', 'leave out objects of which less is to be seen', unitShareOption, 0)
    .option(
      '--classes <map>',
      'what classes are called, as car=vehicle,animal= (left out)',
      classMapOption,
      EVERYTHING.classes,
    )
    .option('--shard-size <MB>', 'size of the archives of webdataset (default: 256)', countOption)
    .option('--licence <name>', 'what the data card says of its use', 'CC0-1.0')
    .option(
      '--workers <n>',
      'cores to use, each by a process of its own',
      countOption,
      availableParallelism(),
    )
    .option('--resume', 'go on with an export that was cut off', false)
    .action(async (source: string, options: Options) => {
      checkFormats(options.format)
      const scenarios = concreteOf(source, options)
      if (!scenarios) return
      const plan = planOf(scenarios, options)
      let progress: Progress | null = null
      const made = await cancellable(
        (signal) =>
          makeDataSet(options.out, plan, {
            ...options,
            signal,
            onProgress: (done) => {
              // How fast it goes is told from the first frame on: before it, worlds are built.
              progress ??= startProgress('exporting', expectedFrames(plan), 'frames', done)
              progress.update(done)
            },
          }),
        `what is done stays in '${options.out}.unfinished'; the same command with --resume goes on`,
      )
      ;(progress as Progress | null)?.stop()
      if (made === null) return
      const what = plan.clips.every(({ scenario }) => scenario.sensors.length === 0)
        ? 'states'
        : `${made.frames} frames`
      process.stdout.write(
        `${what} of ${made.clips === 1 ? plan.clips[0].name : `${made.clips} runs`}\n` +
          options.format.map((name) => `  ${name.padEnd(10)} ${placeOf(name, options)}\n`).join(''),
      )
    })
}
