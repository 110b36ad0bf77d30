/** One worker of a sweep: loads the scenario once, then runs the seeds it is given. */
import { loadScenario } from '../scenario/files.ts'
import { sampleScenario, type Scenario } from '../scenario/index.ts'
import { run } from './run.ts'
import type { SweepRow, SweepTask } from './sweep.ts'

const loaded = new Map<string, Scenario>()

const scenarioOf = ({ path, overrides }: SweepTask): Scenario => {
  const key = JSON.stringify([path, overrides])
  const known = loaded.get(key)
  if (known) return known
  const { scenario } = loadScenario(path, { overrides })
  // The command has checked the file before it started us; it must have changed since.
  if (!scenario) throw new Error(`${path} no longer loads`)
  loaded.set(key, scenario)
  return scenario
}

export default async (task: SweepTask): Promise<SweepRow> => {
  const record = await run(sampleScenario(scenarioOf(task), task.run.seed, task.run.parameters))
  const { outcome } = record
  return {
    seed: record.seed,
    parameters: record.parameters,
    duration_s: record.duration_s,
    class: outcome.class,
    min_ttc_s: outcome.min_ttc_s,
    min_distance_m: outcome.min_distance_m,
    max_delta_v_mps: outcome.max_delta_v_mps,
    loss_of_control: outcome.loss_of_control.length > 0,
    verdict: outcome.verdict,
    digest: record.digest,
  }
}
