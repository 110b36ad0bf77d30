/** For the test of flow of those who walk and ride: a pedestrian and a cyclist of a run, from the side, at three readings in a row. */
import { pinholeFromFov, quatFromEuler, type CameraView } from '../../src/math/index.ts'
import { createNodeRenderer } from '../../src/render/node/index.ts'
import type { Raster } from '../../src/render/index.ts'
import { simulate } from '../../src/run/simulate.ts'
import { sampleScenario } from '../../src/scenario/index.ts'
import { actorShape, type Shape } from '../../src/shape/index.ts'
import type { WorldState } from '../../src/world/index.ts'
import { box, piece } from '../render/boxes.ts'
import { load, scenario } from '../scenario/memory.ts'

export const WIDTH = 480
export const HEIGHT = 320

const loaded = load(
  scenario({
    run: '{stop: {after: 1 s}}',
    actors: `
      walker: {model: adult, at: {lane: -1, s: 20 m, offset: -1 m}, speed: 1.6 m/s, driver: walk}
      cyclist: {model: bicycle, at: {lane: -1, s: 17.4 m, offset: 0.6 m}, speed: 4.5 m/s}`,
  }),
).scenario!
export const WALK = sampleScenario(loaded, 1)

/** From one reading to the next, ticks: three control steps. */
const STEP = 18
const FIRST = 300

/** The states of three readings in a row. */
export const walkStates = (): WorldState[] => {
  const wanted = [0, 1, 2].map((k) => FIRST + k * STEP)
  const found: WorldState[] = []
  for (const state of simulate(WALK)) {
    if (wanted.includes(state.tick)) found.push(state)
    if (found.length === wanted.length) break
  }
  return found
}

export const walkShapes = (): ReadonlyMap<string, Shape> =>
  new Map(WALK.actors.map((actor) => [actor.id, actorShape(actor, WALK.seed)]))

/** From the right of the two, level with the walker. */
export const walkView = ([first]: readonly WorldState[]): CameraView => {
  const [x, y] = first.actors[0].position
  return {
    pose: {
      position: [x + 0.2, y - 3.6, first.actors[0].position[2] + 1],
      orientation: quatFromEuler({ yaw: Math.PI / 2, pitch: 0.02, roll: 0.05 }),
    },
    pinhole: pinholeFromFov(WIDTH, HEIGHT, 1),
    near: 0.1,
    far: 500,
  }
}

export interface Walk {
  readonly driver: string
  readonly rasters: readonly Raster[]
}

export const draw = async (): Promise<Walk> => {
  const ground = piece('ground', box([-60, -300, -1], [400, 300, 0]), 'grass', 'terrain', [0.12, 0.16, 0.06])
  const renderer = await createNodeRenderer(WALK, {
    shapes: { actors: [...walkShapes().values()], scenery: { pieces: [ground] } },
    shadowMap: 0,
  })
  const states = walkStates()
  const rasters: Raster[] = []
  for (const state of states) rasters.push(await renderer.draw(walkView(states), state))
  renderer.dispose()
  return { driver: renderer.driver, rasters }
}
