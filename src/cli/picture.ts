/** `nearmiss picture NAME...`: a picture of each hazard at the instant that it is about. */
import { join } from 'node:path'
import { Option, type Command } from 'commander'
import { replaceFile } from '../export/index.ts'
import {
  drawPicture,
  ensureDrawingProcess,
  PICTURE_VIEWS,
  run,
  type PictureView,
  type RunRecord,
} from '../run/index.ts'
import { listScenarios } from '../scenario/files.ts'
import {
  QUALITIES,
  sampleScenario,
  UserError,
  type ConcreteScenario,
  type Quality,
  type Scenario,
} from '../scenario/index.ts'
import { loadOrExplain, secondsOption, seedOption, sizeOption } from './options.ts'

interface Options {
  readonly all?: boolean
  readonly seed?: number
  readonly at?: number
  readonly view: PictureView
  readonly size: { width: number; height: number }
  readonly quality: Quality
  readonly out: string
}

/** Seeds that are looked through for a run in which the hazard bites. */
const SEEDS = 40
/** A picture of a contact is taken just before it: afterwards there is less to see. */
const BEFORE_CONTACT = 0.12

/** The run to be drawn: of the seed that is told, or the first from the file's own on that is critical. */
const chosenRun = async (
  scenario: Scenario,
  told: number | undefined,
): Promise<{ concrete: ConcreteScenario; record: RunRecord }> => {
  const first = told ?? scenario.seed
  for (let seed = first; ; seed++) {
    const concrete = sampleScenario(scenario, seed)
    const record = await run(concrete)
    if (record.outcome.critical || told !== undefined || seed === first + SEEDS) return { concrete, record }
  }
}

/** When it is worth looking, s, and at whom. */
const momentOf = ({ outcome, duration_s }: RunRecord): { time: number; other: string | null } => {
  const contact = outcome.events.find((e) => e.kind === 'collision')
  const partner = contact?.actors.find((a) => a !== 'ego') ?? null
  const other = partner ?? outcome.min_ttc_with
  const time = outcome.class_at_s ?? outcome.min_ttc_at_s ?? duration_s / 2
  return { time: outcome.class === 'collision' ? Math.max(0, time - BEFORE_CONTACT) : time, other }
}

export const register = (program: Command): void => {
  program
    .command('picture')
    .description('draw each hazard at its most critical instant, as JPEG')
    .argument('[names...]', 'scenario files, or names of the library')
    .option('--all', 'every scenario of the library')
    .option(
      '--seed <n>',
      "this run (default: the first critical one from the file's own seed on)",
      seedOption,
    )
    .option('--at <seconds>', 'this instant (default: the most critical one)', secondsOption)
    .addOption(
      new Option('--view <name>', 'behind the ego, or through its first camera')
        .choices(PICTURE_VIEWS)
        .default('chase'),
    )
    .option('--size <WxH>', 'in pixels', sizeOption, { width: 640, height: 360 })
    .addOption(new Option('--quality <name>', 'how much it shows').choices(QUALITIES).default('standard'))
    .option('--out <dir>', 'the folder; files there are written anew', 'docs/images/hazards')
    .action(async (names: readonly string[], options: Options) => {
      if ((options.all === true) === names.length > 0) throw new UserError("name scenarios, or say '--all'")
      if (!(await ensureDrawingProcess())) return
      const wanted = options.all ? listScenarios().map(({ name }) => name) : names
      for (const name of wanted) {
        const scenario = loadOrExplain(name)
        if (!scenario) continue
        const { concrete, record } = await chosenRun(scenario, options.seed)
        const { time, other } = momentOf(record)
        const { view, size, quality } = options
        const at = options.at ?? time
        const path = join(options.out, `${scenario.name}.jpg`)
        await replaceFile(path, await drawPicture(concrete, { time: at, view, other, size, quality }))
        process.stdout.write(
          `${path}: seed ${concrete.seed}, ${record.outcome.class}, at ${at.toFixed(2)} s\n`,
        )
      }
    })
}
