/** For weather.test.ts: a wet street at night below a lamp, with and without what the air holds; by day with a draft. */
import { pinholeFromFov, type CameraView } from '../../src/math/index.ts'
import { createNodeRenderer } from '../../src/render/node/index.ts'
import type { Raster } from '../../src/render/index.ts'
import type { ConcreteScenario, Quality, Weather } from '../../src/scenario/index.ts'
import { loadScenario } from '../../src/scenario/files.ts'
import { sampleScenario } from '../../src/scenario/index.ts'
import type { WorldState } from '../../src/world/index.ts'
import { box, boxCar, CLEAR_NOON, emptyScenario, piece, stateAt } from './boxes.ts'

export const WIDTH = 240
export const HEIGHT = 160

export interface Skies {
  readonly driver: string
  /** A lamp and its street, nothing in the air. */
  readonly clear: Raster
  /** Rain, snow, the car ahead throws up spray, its exhaust steams. */
  readonly thick: Raster
  /** As `clear`, without the lamp. */
  readonly unlit: Raster
  /** As `clear`, without the car. */
  readonly alone: Raster
  /** As `thick`, as a draft. */
  readonly draft: Raster
}

const VIEW: CameraView = {
  pose: { position: [-9, -0.6, 1.5], orientation: [0, 0, 0, 1] },
  ...{ pinhole: pinholeFromFov(WIDTH, HEIGHT, 1), near: 0.2, far: 500 },
}

const NIGHT: Weather = { ...CLEAR_NOON, temperature: 266, sun: { elevation: -0.3, azimuth: 0 } }
const THICK: Weather = { ...NIGHT, rainfall: 20 / 3.6e6, snowfall: 3 / 3.6e6 }

const LAMP = { position: [3, 2, 7], candela: 900, color: [1, 1, 1] } as const
const PIECES = [
  { ...piece('road', box([-60, -6, -1], [200, 6, 0]), 'water', 'road', [0.05, 0.05, 0.05]), film: true },
  { ...piece('window', box([20, 5, 0], [21, 8, 4]), 'plaster', 'building'), dark: [1, 0.8, 0.5] as const },
]

export const draw = async (): Promise<Skies> => {
  const source = loadScenario('chain-collision').scenario
  if (source === null) throw new Error('chain-collision does not load')
  const [{ spec }] = sampleScenario(source, 1).actors
  const scenarioIn = (weather: Weather): ConcreteScenario => {
    const empty = emptyScenario(['a0'], weather)
    return {
      ...empty,
      road: { ...empty.road, surface: 'wet-asphalt' },
      actors: [{ id: 'a0', spec }] as unknown as ConcreteScenario['actors'],
    }
  }
  const still = stateAt([[0, 0, 0]], 1)
  const moving = (speed: number, present = true): WorldState => ({
    ...still,
    actors: still.actors.map((a) => ({
      ...{ ...a, present, velocity: [speed, 0, 0] as const, s: 100 },
      lights: { ...a.lights, headlights: true, brake: true },
    })),
  })
  const look = async (
    weather: Weather,
    state: WorldState,
    { quality, isLit = true }: { quality?: Quality; isLit?: boolean } = {},
  ): Promise<{ readonly driver: string; readonly raster: Raster }> => {
    const scenery = { pieces: PIECES, lamps: isLit ? [LAMP] : [] }
    const shapes = { actors: [boxCar([0.4, 0.05, 0.05])], scenery }
    const renderer = await createNodeRenderer(scenarioIn(weather), {
      ...{ shapes, shadowMap: 0 },
      ...(quality && { quality }),
    })
    const raster = await renderer.draw(VIEW, state)
    renderer.dispose()
    return { driver: renderer.driver, raster }
  }
  const { driver, raster: clear } = await look(NIGHT, moving(0))
  const { raster: alone } = await look(NIGHT, moving(0, false))
  const { raster: thick } = await look(THICK, moving(25))
  const { raster: draft } = await look(THICK, moving(25), { quality: 'draft' })
  const { raster: unlit } = await look(NIGHT, moving(0), { isLit: false })
  return { driver, clear, thick, unlit, alone, draft }
}
