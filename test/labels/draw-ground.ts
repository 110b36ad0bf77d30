/**
 * For the tests of further labels: draws a bend with patches and road users on it, and a junction with
 * traffic lights, with all their labels.
 */
import { createFurtherLabels, labelCamera, type CameraFrame } from '../../src/labels/index.ts'
import { createNodeRenderer } from '../../src/render/node/index.ts'
import { buildRoad } from '../../src/road/index.ts'
import { simulate } from '../../src/run/simulate.ts'
import { loadScenario } from '../../src/scenario/files.ts'
import { isCamera, sampleScenario, type CameraSpec, type ConcreteScenario } from '../../src/scenario/index.ts'
import { cameraView } from '../../src/sensors/index.ts'
import { actorShape } from '../../src/shape/index.ts'
import type { WorldState } from '../../src/world/index.ts'
import { load, scenario } from '../scenario/memory.ts'

export const WIDTH = 640
export const HEIGHT = 400

/** Overlapping patches, one of them off the lanes; a car askew, somebody on foot, riders, a bus, a lorry. */
const BEND = scenario({
  road: '{pieces: [{straight: 40 m}, {curve: 160 m, radius: 150 m, turn: left}], lanes: [-2, -1, 1], shoulder: 1 m}',
  surface: `
    - {id: glaze, s: [50 m, 62 m], lanes: [-1], kind: ice}
    - {id: snow, s: [58 m, 75 m], lanes: [1], kind: packed-snow}
    - {id: pool, s: [60 m, 66 m], lanes: [-1], kind: standing-water}
    - {id: grit, s: [48 m, 90 m], lanes: [-2], kind: gravel}`,
  weather: '{visibility: 8 km, sun: {elevation: 40 deg, azimuth: 140 deg}}',
  actors: `
    ego: {model: sedan, at: {lane: -1, s: 36 m}, speed: 14 m/s}
    askew: {model: estate, at: {lane: 1, s: 52 m, heading: 25 deg}, driver: none, speed: 0 m/s}
    walker: {model: adult, at: {lane: -2, s: 50 m, offset: 0.6 m}, speed: 1.4 m/s, driver: walk}
    cyclist: {model: bicycle, at: {lane: -2, s: 56 m}, speed: 4 m/s}
    biker: {model: motorcycle, at: {lane: -1, s: 57 m}, speed: 12 m/s}
    bus: {model: bus, at: {lane: 1, s: 80 m}, speed: 10 m/s}`,
  sensors: '{ego: [{camera: front, fps: 10}]}',
})

export const bend = (): ConcreteScenario => {
  const { scenario: loaded, diagnostics } = load(BEND)
  if (loaded === null) throw new Error(diagnostics.map((d) => d.message).join('; '))
  return sampleScenario(loaded)
}

export const crossroads = (): ConcreteScenario => sampleScenario(loadScenario('red-light-runner').scenario!)

export const cameraOf = ({ sensors }: ConcreteScenario): CameraSpec => ({
  ...sensors.find(isCamera)!,
  ...{ width: WIDTH, height: HEIGHT },
  labels: ['depth', 'instance', 'semantic', 'keypoints', 'lanes', 'drivable', 'surface', 'traffic-lights'],
})

/** The first state, or the first at or after a time. */
export const stateOf = (of: ConcreteScenario, time = 0): WorldState => {
  for (const state of simulate(of)) if (state.time >= time) return state
  throw new Error('the run is over by then')
}

export interface Ground {
  readonly driver: string
  readonly bend: CameraFrame
  readonly crossroads: CameraFrame
}

const frameOf = async (
  of: ConcreteScenario,
  time: number,
): Promise<{ driver: string; frame: CameraFrame }> => {
  const shapes = new Map(of.actors.map((actor) => [actor.id, actorShape(actor, of.seed)]))
  const renderer = await createNodeRenderer(of)
  const state = stateOf(of, time)
  const sensor = cameraOf(of)
  const view = cameraView(sensor, state)
  const frame = labelCamera(await renderer.draw(view, state), view, sensor, state, 0, shapes)
  const further = createFurtherLabels(of, buildRoad(of.road, of.surface), shapes)
  const { driver } = renderer
  renderer.dispose()
  return { driver, frame: further(frame) }
}

export const draw = async (): Promise<Ground> => {
  const { driver, frame } = await frameOf(bend(), 0)
  return { driver, bend: frame, crossroads: (await frameOf(crossroads(), 2.5)).frame }
}
