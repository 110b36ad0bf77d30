/**
 * What an exported frame costs end to end in one process, as CPU time with the rasteriser's threads: simulation, drawing,
 * labels, the camera's electronics, files of COCO and raw. And how much of it is not drawing: the very same frames are
 * drawn once more alone, with a clock on the renderer's stages.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { EXPORTERS, type Clip } from '../src/export/index.ts'
import { createNodeRenderer, type Stage } from '../src/render/node/index.ts'
import { createObserver, simulate, VERSION } from '../src/run/index.ts'
import { isCamera, sampleScenario, type CameraSpec, type ConcreteScenario } from '../src/scenario/index.ts'
import { loadScenario } from '../src/scenario/files.ts'
import { cameraView } from '../src/sensors/index.ts'
import { TICKS_PER_SECOND, type WorldState } from '../src/world/index.ts'
import { twoWorkers } from './export-workers.ts'
import type { Bench } from './index.ts'

const SCENARIO = 'snow-skid-near-collision'
const SEED = 7
const SIZE = { width: 1280, height: 720 }
const FORMATS = ['coco', 'raw']
/** The first frames compile shaders and code; they are not counted. */
const WARM_UP = 3
const FRAMES = 12

const cpuMilliseconds = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

const oneCamera = (): ConcreteScenario & { readonly sensors: readonly [CameraSpec] } => {
  const { scenario: source } = loadScenario(SCENARIO)
  if (source === null) throw new Error(`${SCENARIO} of the library does not load`)
  const scenario = sampleScenario(source, SEED)
  return { ...scenario, sensors: [{ ...scenario.sensors.find(isCamera)!, ...SIZE }] }
}

const clipOf = (scenario: ConcreteScenario): Clip => ({
  ...{ name: `${scenario.name}-${SEED}`, scenario, split: 'train', from: 0, outcome: 'none' },
  ...{ events: [], labels: [], minTtc: null },
  to: scenario.stop.after * TICKS_PER_SECOND,
})

/** CPU time of the frames that count, ms, and the states that they are of. */
const exported = async (
  scenario: ConcreteScenario,
): Promise<{ readonly spent: number; readonly states: readonly WorldState[] }> => {
  const root = mkdtempSync(join(tmpdir(), 'nearmiss-bench-'))
  const observer = await createObserver(scenario)
  try {
    const context = { clip: clipOf(scenario), index: 0, version: VERSION }
    const writers = await Promise.all(
      FORMATS.map((name) => EXPORTERS[name].piece(mkdtempSync(join(root, name)), context)),
    )
    const states: WorldState[] = []
    let start = 0
    for (const state of simulate(scenario, { also: observer.isDue })) {
      for (const frame of await observer.observe(state)) {
        for (const writer of writers) await writer.write(frame)
        states.push(frame.state)
        if (states.length === WARM_UP) start = cpuMilliseconds()
      }
      if (states.length === WARM_UP + FRAMES) break
    }
    const spent = cpuMilliseconds() - start
    for (const writer of writers) await writer.close()
    return { spent, states }
  } finally {
    observer.close()
    rmSync(root, { recursive: true, force: true })
  }
}

/** CPU time of drawing these states and reading the pictures back, ms; the first ones are not counted. */
const drawn = async (
  scenario: ConcreteScenario,
  camera: CameraSpec,
  states: readonly WorldState[],
): Promise<number> => {
  let stage: Stage = 'done'
  let since = 0
  let spent = 0
  const renderer = await createNodeRenderer(scenario, {
    onStage: (next) => {
      const now = cpuMilliseconds()
      if (stage === 'draw' || stage === 'read') spent += now - since
      stage = next
      since = now
    },
  })
  for (const [i, state] of states.entries()) {
    if (i === WARM_UP) spent = 0
    await renderer.draw(cameraView(camera, state), state, ['depth'])
  }
  renderer.dispose()
  return spent
}

/** `nearmiss bench export`. */
export const bench = async (): Promise<Bench> => {
  const scenario = oneCamera()
  const { spent, states } = await exported(scenario)
  const drawing = await drawn(scenario, scenario.sensors[0], states)
  return {
    name: 'export',
    figures: {
      frames_per_cpu_s: { value: (1000 * FRAMES) / spent, unit: '1/s' },
      outside_drawing_share: { value: 1 - drawing / spent, unit: 'share' },
      two_workers: { value: await twoWorkers(), unit: 'times one' },
    },
  }
}
