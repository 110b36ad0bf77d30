/**
 * What a camera frame costs, as CPU time of the whole process (rasteriser threads included), best of several
 * rounds taken in turns. The baseline is the plain street (render-street.ts), colour alone, in the same run.
 */
import { pinholeFromFov, type CameraView } from '../src/math/index.ts'
import type { Renderer } from '../src/render/index.ts'
import { createNodeRenderer, type Stage } from '../src/render/node/index.ts'
import { simulate } from '../src/run/index.ts'
import { isCamera, sampleScenario } from '../src/scenario/index.ts'
import { loadScenario } from '../src/scenario/files.ts'
import { cameraView } from '../src/sensors/index.ts'
import type { WorldState } from '../src/world/index.ts'
import { PLAIN_SCENARIO, PLAIN_SHAPES, PLAIN_STATE } from './render-street.ts'
import type { Bench } from './index.ts'

const SCENARIO = 'snow-skid-near-collision'
const SEED = 7
const TIME = 3
const ROUNDS = 5

const cpuMilliseconds = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

const at720p = (view: CameraView): CameraView => ({ ...view, pinhole: pinholeFromFov(1280, 720, 1.1) })
const at360p = (view: CameraView): CameraView => ({ ...view, pinhole: pinholeFromFov(640, 360, 1.1) })

const STREET_VIEW: CameraView = {
  pose: { position: [-2, -1.75, 1.4], orientation: [0, 0, 0, 1] },
  ...{ pinhole: pinholeFromFov(1280, 720, 1.1), near: 0.2, far: 1000 },
}

interface Contestant {
  readonly renderer: Renderer
  readonly view: CameraView
  readonly state: WorldState
}

/** Best CPU time of one frame of each, in turns so that a busy machine is unfair to all alike. */
const race = async <Name extends string>(
  contestants: Readonly<Record<Name, Contestant>>,
): Promise<Record<Name, number>> => {
  const names = Object.keys(contestants) as Name[]
  const best = Object.fromEntries(names.map((n) => [n, Infinity])) as Record<Name, number>
  // The first of each compiles its shaders.
  for (let round = -1; round < ROUNDS; round++) {
    for (const name of names) {
      const { renderer, view, state } = contestants[name]
      const before = cpuMilliseconds()
      await renderer.draw(view, state)
      if (round >= 0) best[name] = Math.min(best[name], cpuMilliseconds() - before)
    }
  }
  return best
}

/** `nearmiss bench render`. */
export const bench = async (): Promise<Bench> => {
  const { scenario: source } = loadScenario(SCENARIO)
  if (source === null) throw new Error(`${SCENARIO} of the library does not load`)
  const scenario = sampleScenario(source, SEED)
  const state = [...takeUntil(simulate(scenario), TIME)].at(-1)!
  const view = cameraView(scenario.sensors.find(isCamera)!, state)

  const spent: Record<Stage, number> = { draw: 0, read: 0, measure: 0, done: 0 }
  let stage: Stage = 'done'
  let since = cpuMilliseconds()
  const onStage = (next: Stage): void => {
    const now = cpuMilliseconds()
    spent[stage] += now - since
    stage = next
    since = now
  }

  const labelled = await createNodeRenderer(scenario)
  const plain = { renderer: await createNodeRenderer(scenario, { labels: false }), state }
  const street = await createNodeRenderer(PLAIN_SCENARIO, { shapes: PLAIN_SHAPES, labels: false })
  const best = await race({
    frame360: { renderer: labelled, view: at360p(view), state },
    frame720: { renderer: labelled, view: at720p(view), state },
    colour720: { ...plain, view: at720p(view) },
    street720: { renderer: street, view: STREET_VIEW, state: PLAIN_STATE },
  })
  const watched = await createNodeRenderer(scenario, { onStage })
  await race({ watched: { renderer: watched, view: at720p(view), state } })
  const total = spent.draw + spent.read + spent.measure

  return {
    name: `render (${labelled.driver})`,
    figures: {
      frame_cpu_ms_640x360: { value: best.frame360, unit: 'ms' },
      frame_cpu_ms_1280x720: { value: best.frame720, unit: 'ms' },
      labels_over_rgb: { value: best.frame720 / best.colour720, unit: 'ratio' },
      plain_street_cpu_ms: { value: best.street720, unit: 'ms' },
      frame_over_plain_street: { value: best.frame720 / best.street720, unit: 'ratio' },
      readback_share: { value: spent.read / total, unit: 'share' },
      silhouettes_share: { value: spent.measure / total, unit: 'share' },
    },
  }
}

function* takeUntil(states: Iterable<WorldState>, time: number): Generator<WorldState> {
  for (const state of states) {
    yield state
    if (state.time >= time) return
  }
}
