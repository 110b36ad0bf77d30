/**
 * What a whole run costs: simulated seconds per CPU second of a hazard with three actors and no sensors on one core,
 * from the sampled scenario to its record: drivers, story, physics, measures, verdict and the digest of the states.
 * Rounds in turn of which the best counts, as in every benchmark here: what else runs on the machine slows the others.
 */
import { run } from '../src/run/index.ts'
import { loadScenario } from '../src/scenario/files.ts'
import { sampleScenario } from '../src/scenario/index.ts'
import type { Bench } from './index.ts'

/** A car behind a van that brakes on snow, and a truck that comes the other way. */
const FAMILY = 'snow-skid-near-collision'
const ROUNDS = 12
/** Runs before the measurement: the code is compiled, then optimised. */
const WARM_UP = 4

/** `nearmiss bench scenario`. */
export const bench = async (): Promise<Bench> => {
  const { scenario } = loadScenario(FAMILY)
  if (scenario === null) throw new Error(`${FAMILY} does not load`)
  let best = 0
  let [simulated, spent] = [0, 0]
  for (let round = -WARM_UP; round < ROUNDS; round++) {
    const concrete = { ...sampleScenario(scenario, scenario.seed + Math.max(0, round)), sensors: [] }
    const before = process.cpuUsage()
    const { duration_s } = await run(concrete)
    const { user, system } = process.cpuUsage(before)
    if (round < 0) continue
    const cpu = (user + system) / 1e6
    simulated += duration_s
    spent += cpu
    best = Math.max(best, duration_s / cpu)
  }
  return {
    name: 'scenario',
    figures: {
      sim_s_per_cpu_s: { value: best, unit: 'simulated s / CPU s' },
      mean_sim_s_per_cpu_s: { value: simulated / spent, unit: 'simulated s / CPU s' },
    },
  }
}
