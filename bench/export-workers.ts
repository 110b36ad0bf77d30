/**
 * What a second worker gives an export: frames a second of wall clock with two over with one, in one run, once everybody
 * has built his world. Worth looking at only where two cores are free.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeDataSet, planDataSet } from '../src/run/index.ts'
import { isCamera, sampleScenario, type ConcreteScenario } from '../src/scenario/index.ts'
import { loadScenario } from '../src/scenario/files.ts'

const SCENARIO = 'snow-skid-near-collision'
const SEEDS = [7, 8, 9, 10]
const SIZE = { width: 640, height: 360 }
/** Of each run; and of all of them, those while not everybody is at work yet. */
const [FRAMES, WARM_UP] = [12, 8]

const oneCamera = (seed: number): ConcreteScenario => {
  const { scenario: source } = loadScenario(SCENARIO)
  if (source === null) throw new Error(`${SCENARIO} of the library does not load`)
  const scenario = sampleScenario(source, seed)
  return { ...scenario, sensors: [{ ...scenario.sensors.find(isCamera)!, ...SIZE }] }
}

/** Frames a second, from the end of the warm-up to the last. */
const rateWith = async (workers: number): Promise<number> => {
  const root = mkdtempSync(join(tmpdir(), 'nearmiss-bench-'))
  try {
    const plan = planDataSet(SEEDS.map(oneCamera), {
      formats: ['coco', 'raw'],
      excerpt: { from: 0, frames: FRAMES },
      shares: { train: 1, val: 0, test: 0 },
    })
    let [warm, last] = [0, 0]
    await makeDataSet(join(root, 'set'), plan, {
      ...{ workers, resume: false },
      onProgress: (done) => {
        last = performance.now()
        if (done === WARM_UP) warm = last
      },
    })
    return (1000 * (SEEDS.length * FRAMES - WARM_UP)) / (last - warm)
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

/** Throughput of two workers over that of one. */
export const twoWorkers = async (): Promise<number> => {
  const one = await rateWith(1)
  return (await rateWith(2)) / one
}
