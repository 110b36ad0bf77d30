/** For weather.test.ts: a wet street at night below a lamp, with and without what the air holds; and as a draft. */
import { pinholeFromFov, type CameraView } from '../../src/math/index.ts'
import { createNodeRenderer } from '../../src/render/node/index.ts'
import type { Raster, Renderer } from '../../src/render/index.ts'
import type { ConcreteScenario, Quality, Weather } from '../../src/scenario/index.ts'
import { loadScenario } from '../../src/scenario/files.ts'
import { sampleScenario } from '../../src/scenario/index.ts'
import type { WorldShapes } from '../../src/shape/index.ts'
import type { WorldState } from '../../src/world/index.ts'
import { box, boxCar, CLEAR_NOON, emptyScenario, piece, stateAt } from './boxes.ts'

export const WIDTH = 192
export const HEIGHT = 128

export interface Skies {
  readonly driver: string
  /** A lamp and its street, a car that brakes, nothing in the air. */
  readonly clear: Raster
  /** Rain, snow, the car ahead throws up spray, its exhaust steams. */
  readonly thick: Raster
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

/** The car has a head lamp: only what has lamps is mirrored. */
const CAR = boxCar([0.4, 0.05, 0.05])
const SHAPES: WorldShapes = {
  actors: [
    {
      ...CAR,
      parts: [
        ...CAR.parts,
        { ...CAR.parts[0], mesh: box([3.4, -0.7, 0.6], [3.55, 0.7, 0.75]), material: 'lamp', lamp: 'head' },
      ],
    },
  ],
  scenery: { pieces: PIECES, lamps: [LAMP] },
}

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
  const [{ actors, ...rest }] = [stateAt([[0, 0, 0]], 1)]
  const moving = (speed: number, present = true): WorldState => ({
    ...rest,
    actors: actors.map((a) => ({
      ...{ ...a, present, velocity: [speed, 0, 0] as const, s: 100 },
      lights: { ...a.lights, brake: true },
    })),
  })
  const rendererFor = (weather: Weather, quality: Quality): Promise<Renderer> =>
    createNodeRenderer(scenarioIn(weather), { shapes: SHAPES, shadowMap: 0, quality })
  const still = await rendererFor(NIGHT, 'standard')
  const clear = await still.draw(VIEW, moving(0))
  const alone = await still.draw(VIEW, moving(0, false))
  still.dispose()
  const inThickAir = async (quality: Quality): Promise<Raster> => {
    const renderer = await rendererFor(THICK, quality)
    const raster = await renderer.draw(VIEW, moving(25))
    renderer.dispose()
    return raster
  }
  const thick = await inThickAir('standard')
  const draft = await inThickAir('draft')
  return { driver: still.driver, clear, thick, alone, draft }
}
