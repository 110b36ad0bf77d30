/** One worker of a sweep: loads a scenario once, then makes the runs that it is given. */
import { readFileSync } from 'node:fs'
import { loadScenario } from '../scenario/files.ts'
import { sampleScenario, UserError, type Scenario } from '../scenario/index.ts'
import { withAssistance } from './assistance.ts'
import { run } from './run.ts'
import type { SweepAnswer, SweepTask } from './sweep.ts'
import { rowOf } from './sweep-row.ts'

/** The scenario of the last task: runs come scenario by scenario, so one is enough. */
let loaded: { readonly key: string; readonly scenario: Scenario } | null = null

const scenarioOf = ({ path, overrides }: SweepTask): Scenario => {
  const key = JSON.stringify([path, overrides])
  if (loaded?.key === key) return loaded.scenario
  const { scenario } = loadScenario(path, { overrides })
  // The command has checked the file before it started us; it must have changed since.
  if (!scenario) throw new UserError(`${path} no longer loads`)
  loaded = { key, scenario }
  return scenario
}

/** CPU time of this thread, s; where the system does not tell, time on the clock. */
const threadTime = (): number => {
  try {
    return Number(readFileSync('/proc/thread-self/schedstat', 'utf8').split(' ', 1)[0]) / 1e9
  } catch {
    return performance.now() / 1000
  }
}

export default async (task: SweepTask): Promise<SweepAnswer> => {
  const { seed, parameters } = task.run
  try {
    const scenario = scenarioOf(task)
    const before = threadTime()
    const sampled = sampleScenario(scenario, seed, parameters)
    const { assistance } = task
    const record = await run(assistance === undefined ? sampled : withAssistance(sampled, assistance))
    return { row: rowOf(record), cpu: threadTime() - before }
  } catch (error) {
    // What a user can mend keeps its words on the way to the command; the rest is a fault, with its place.
    if (error instanceof UserError) return { mistake: error.message }
    throw new Error(`${task.path}, seed ${seed}`, { cause: error })
  }
}
