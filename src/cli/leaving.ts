/** Runs of one concrete scenario from the command line: into a run folder, a CSV file or nothing, and told in words. */
import type { Command } from 'commander'
import {
  createObserver,
  ensureDrawingProcess,
  isControlStep,
  openCsv,
  openSeries,
  record,
  run,
  type CsvFile,
  type Observer,
  type RunRecord,
} from '../run/index.ts'
import { isCamera, UserError, type ConcreteScenario } from '../scenario/index.ts'
import { sizeOption } from './options.ts'
import { cancellable, startProgress } from './progress.ts'

/** What is left of a run. */
export interface Leaving {
  readonly out?: string
  readonly csv?: string
  readonly series?: string
  readonly size: { width: number; height: number }
  readonly camera: boolean
}

/** The options that say what is left of a run. */
export const leavingOptions = (command: Command): Command =>
  command
    .option('--out <dir>', 'write a run folder: run.json, scenario.json, states.bin, run.mcap')
    .option('--csv <file>', 'write the actors every 10 ms as CSV')
    .option('--series <file>', 'write how critical it was between each two of them, every 10 ms, as CSV')
    .option('--size <WxH>', 'camera picture size in run.mcap', sizeOption, { width: 640, height: 360 })
    .option('--no-camera', 'leave the cameras out of run.mcap')

/** Runs it and leaves what is asked for. Null: another process did (cameras are drawn in one of their own), or it was cancelled. */
export const runAndLeave = async (
  scenario: ConcreteScenario,
  options: Leaving,
): Promise<RunRecord | null> => {
  const { out, csv, series } = options
  const draws = out !== undefined && options.camera && scenario.sensors.some(isCamera)
  if (draws && !(await ensureDrawingProcess())) return null
  const result = out === undefined ? null : await intoFolder(scenario, out, options)
  if (out !== undefined && !result) return null
  const tables = csv !== undefined || series !== undefined
  return tables ? await intoTables(scenario, options) : (result ?? (await run(scenario)))
}

const seconds = (x: number | null): string => (x === null ? 'none' : `${x.toFixed(2)} s`)

/** A run in words. */
export const describe = (r: RunRecord): string => {
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
    ...outcome.extremes.map(extremeText),
    ...outcome.events.map((e) => `  ${e.time.toFixed(2).padStart(6)} s  ${eventText(e)}`),
    `  digest        ${r.digest}`,
  ]
  return `${lines.join('\n')}\n`
}

const extremeText = ({
  metric,
  unit,
  value,
  time,
  actors,
}: RunRecord['outcome']['extremes'][number]): string =>
  `  worst ${metric.padEnd(8)} ${Number(value.toPrecision(4))} ${unit} at ${time.toFixed(2)} s, ${actors.join(' and ')}`

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
  { camera, size }: Leaving,
): Promise<Observer | null> => {
  const cameras = scenario.sensors.filter(isCamera)
  if (!camera || cameras.length === 0) return null
  try {
    return await createObserver(scenario, { size, sensors: cameras.map(({ id }) => id) })
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
  options: Leaving,
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

/** Runs it with the tables that are asked for: all of them appear, or none. */
const intoTables = async (scenario: ConcreteScenario, { csv, series }: Leaving): Promise<RunRecord> => {
  const tables: CsvFile[] = []
  try {
    if (csv !== undefined) tables.push(opened(csv, openCsv))
    if (series !== undefined) tables.push(opened(series, (path) => openSeries(path, scenario)))
    const result = await run(scenario, {
      onState: (state) => {
        if (isControlStep(state)) for (const table of tables) table.write(state)
      },
    })
    for (const table of tables) table.close()
    return result
  } catch (error) {
    for (const table of tables) table.abort()
    throw error
  }
}

const opened = (path: string, open: (path: string) => CsvFile): CsvFile => {
  try {
    return open(path)
  } catch (error) {
    throw new UserError(`cannot write '${path}': ${error instanceof Error ? error.message : String(error)}`)
  }
}
