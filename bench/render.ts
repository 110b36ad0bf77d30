/**
 * What a camera frame costs, as CPU time of the whole process (rasteriser threads included), best of several
 * rounds taken in turns. A frame is the picture with all that its pixels can tell: depth, ids and parts, normals,
 * optical flow to both sides, boxes and silhouettes. The baselines are the same picture in colour alone, the same with
 * every shape in full, and the plain street (render-street.ts) in two passes: its colours, and its labels without light.
 * All in the same run.
 */
import { labelCamera, OpticalFlow } from '../src/labels/index.ts'
import { pinholeFromFov, type CameraView } from '../src/math/index.ts'
import type { Layer, Renderer } from '../src/render/index.ts'
import { createNodeRenderer, type Stage } from '../src/render/node/index.ts'
import { simulate } from '../src/run/index.ts'
import { isCamera, sampleScenario } from '../src/scenario/index.ts'
import { loadScenario } from '../src/scenario/files.ts'
import { cameraView } from '../src/sensors/index.ts'
import { actorShape } from '../src/shape/index.ts'
import type { WorldState } from '../src/world/index.ts'
import { PLAIN_SCENARIO, PLAIN_SHAPES, PLAIN_STATE } from './render-street.ts'
import type { Bench } from './index.ts'

const SCENARIO = 'snow-skid-near-collision'
const SEED = 7
const TIME = 3
/** From one reading to the next, s: optical flow goes to both sides. */
const STEP = 0.1
const ROUNDS = 5

const cpuMilliseconds = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

const sized = (view: CameraView, width: number, height: number): CameraView => ({
  ...view,
  pinhole: pinholeFromFov(width, height, 1.1),
})

const STREET_VIEW: CameraView = {
  pose: { position: [-2, -1.75, 1.4], orientation: [0, 0, 0, 1] },
  ...{ pinhole: pinholeFromFov(1280, 720, 1.1), near: 0.2, far: 1000 },
}

/** Best CPU time of each, in turns so that a busy machine is unfair to all alike. */
const race = async <Name extends string>(
  contestants: Readonly<Record<Name, () => Promise<unknown>>>,
): Promise<Record<Name, number>> => {
  const names = Object.keys(contestants) as Name[]
  const best = Object.fromEntries(names.map((n) => [n, Infinity])) as Record<Name, number>
  // The first of each compiles its shaders.
  for (let round = -1; round < ROUNDS; round++) {
    for (const name of names) {
      const before = cpuMilliseconds()
      await contestants[name]()
      if (round >= 0) best[name] = Math.min(best[name], cpuMilliseconds() - before)
    }
  }
  return best
}

const SIZES = [
  [640, 360],
  [1280, 720],
  [1920, 1080],
] as const

/** `nearmiss bench render`. */
export const bench = async (): Promise<Bench> => {
  const { scenario: source } = loadScenario(SCENARIO)
  if (source === null) throw new Error(`${SCENARIO} of the library does not load`)
  const scenario = sampleScenario(source, SEED)
  const sensor = scenario.sensors.find(isCamera)!
  const states = [...takeUntil(simulate(scenario), TIME + STEP)]
  const [before, state, after] = [-STEP, 0, STEP].map((shift) =>
    states.find(({ time }) => time >= TIME + shift - 1e-9)!,
  )
  const shapes = new Map(scenario.actors.map((actor) => [actor.id, actorShape(actor, scenario.seed)]))
  const flow = new OpticalFlow(shapes)
  /** A picture with boxes and these layers. */
  const labelled = async (
    renderer: Renderer,
    [width, height]: (typeof SIZES)[number],
    layers: readonly Layer[],
    others: readonly WorldState[],
  ): Promise<void> => {
    const viewAt = (at: WorldState): CameraView => sized(cameraView(sensor, at), width, height)
    const view = viewAt(state)
    const raster = await renderer.draw(view, state, layers)
    labelCamera(raster, view, sensor, state, 0, shapes)
    for (const other of others) flow.between(raster, { view, state }, { view: viewAt(other), state: other })
  }

  const spent: Record<Stage, number> = { draw: 0, read: 0, measure: 0, done: 0 }
  let stage: Stage = 'done'
  let since = cpuMilliseconds()
  const onStage = (next: Stage): void => {
    const now = cpuMilliseconds()
    spent[stage] += now - since
    stage = next
    since = now
  }

  const full = await createNodeRenderer(scenario)
  const plain = await createNodeRenderer(scenario, { labels: false })
  const whole = await createNodeRenderer(scenario, { whole: true })
  const street = await createNodeRenderer(PLAIN_SCENARIO, { shapes: PLAIN_SHAPES, labels: false })
  const streetLabels = await createNodeRenderer(PLAIN_SCENARIO, {
    ...{ shapes: PLAIN_SHAPES, shadowMap: 0, unlit: true },
  })
  const everything =
    (size: (typeof SIZES)[number], renderer = full) =>
    () =>
      labelled(renderer, size, ['depth', 'normals'], [before, after])
  const best = await race({
    all360: everything(SIZES[0]),
    all720: everything(SIZES[1]),
    all1080: everything(SIZES[2]),
    whole720: everything(SIZES[1], whole),
    boxes720: () => labelled(full, SIZES[1], [], []),
    colour720: () => plain.draw(sized(cameraView(sensor, state), ...SIZES[1]), state),
    street720: () => street.draw(STREET_VIEW, PLAIN_STATE),
    streetLabels720: () => streetLabels.draw(STREET_VIEW, PLAIN_STATE),
  })
  const watched = await createNodeRenderer(scenario, { onStage })
  const look = everything(SIZES[1], watched)
  await look()
  Object.assign(spent, { draw: 0, read: 0, measure: 0, done: 0 })
  const start = cpuMilliseconds()
  for (let round = 0; round < ROUNDS; round++) await look()
  const total = cpuMilliseconds() - start

  return {
    name: `render (${full.driver})`,
    figures: {
      frame_cpu_ms_640x360: { value: best.all360, unit: 'ms' },
      frame_cpu_ms_1280x720: { value: best.all720, unit: 'ms' },
      frame_cpu_ms_1920x1080: { value: best.all1080, unit: 'ms' },
      rgb_cpu_ms_1280x720: { value: best.colour720, unit: 'ms' },
      labels_over_rgb: { value: best.all720 / best.colour720, unit: 'ratio' },
      boxes_over_rgb: { value: best.boxes720 / best.colour720, unit: 'ratio' },
      levels_over_whole: { value: best.all720 / best.whole720, unit: 'ratio' },
      plain_street_cpu_ms: { value: best.street720, unit: 'ms' },
      plain_street_two_passes_cpu_ms: { value: best.street720 + best.streetLabels720, unit: 'ms' },
      standard_720p_cpu_ms: { value: best.all720, unit: 'ms' },
      standard_over_plain: { value: best.all720 / (best.street720 + best.streetLabels720), unit: 'ratio' },
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
