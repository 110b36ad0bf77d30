/** For night.test.ts: a night road with a wall to the right, a car ahead and one that casts a shadow; lamps on and off. */
import { pinholeFromFov } from '../../src/math/index.ts'
import { createNodeRenderer } from '../../src/render/node/index.ts'
import type { Raster } from '../../src/render/index.ts'
import { sampleScenario } from '../../src/scenario/index.ts'
import { loadScenario } from '../../src/scenario/files.ts'
import { simulate } from '../../src/run/index.ts'
import type { WorldState } from '../../src/world/index.ts'

export const WIDTH = 320
export const HEIGHT = 180

export interface Night {
  readonly driver: string
  readonly lit: Raster
  readonly dark: Raster
  readonly high: Raster
}

const withLamps = (state: WorldState, headlights: boolean, highBeam = false): WorldState => ({
  ...state,
  actors: state.actors.map((a) => ({ ...a, lights: { ...a.lights, headlights, highBeam } })),
})

export const draw = async (): Promise<Night> => {
  const { scenario: source } = loadScenario('pedestrian-along-the-road-night')
  if (source === null) throw new Error('the night does not load')
  const scenario = sampleScenario(source, 1)
  const [state] = simulate(scenario)
  const { position } = state.actors[0]
  const view = {
    pose: {
      position: [position[0] + 1, position[1], position[2] + 1.3] as const,
      orientation: state.actors[0].orientation,
    },
    ...{ pinhole: pinholeFromFov(WIDTH, HEIGHT, 1), near: 0.2, far: 1000 },
  }
  const renderer = await createNodeRenderer(scenario)
  const lit = await renderer.draw(view, withLamps(state, true))
  const dark = await renderer.draw(view, withLamps(state, false))
  const high = await renderer.draw(view, withLamps(state, true, true))
  renderer.dispose()
  return { driver: renderer.driver, lit, dark, high }
}
