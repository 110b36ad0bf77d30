/** For the frame tests: draws the box world from several places. */
import { pinholeFromFov, quatFromEuler, type CameraView } from '../../src/math/index.ts'
import { createNodeRenderer } from '../../src/render/node/index.ts'
import type { Raster } from '../../src/render/index.ts'
import { box, boxCar, CLEAR_NOON, emptyScenario, piece, stateAt } from './boxes.ts'

export const WIDTH = 320
export const HEIGHT = 240

/** Where the cars stand: the first alone to the left, the second behind the screen's half, the third behind the camera. */
export const CARS = [
  [14, 4, 0],
  [20, 0, 0],
  [-30, 0, 0],
] as const

/** A wall across the view, far behind everything. */
export const WALL_X = 60

export const FRONT: CameraView = {
  pose: { position: [0, 0, 1.5], orientation: quatFromEuler({ yaw: 0, pitch: 0, roll: 0 }) },
  pinhole: pinholeFromFov(WIDTH, HEIGHT, 1.1),
  near: 0.2,
  far: 1000,
}

/** Askew in every angle, so that no mix-up of axes hides behind a symmetry. */
export const ASKEW: CameraView = {
  ...FRONT,
  pose: { position: [2, 1.5, 3], orientation: quatFromEuler({ yaw: 0.15, pitch: 0.12, roll: -0.1 }) },
}

export interface Pictures {
  readonly driver: string
  readonly front: Raster
  readonly again: Raster
  readonly askew: Raster
}

const scenery = {
  pieces: [
    piece('ground', box([-50, -300, -1], [400, 300, 0]), 'grass', 'terrain', [0.12, 0.16, 0.06]),
    piece('back wall', box([WALL_X, -25, 0], [WALL_X + 1, 25, 6]), 'plaster', 'wall'),
    // Its left edge lies on the optical axis, as the middle of the second car does.
    piece('screen', box([10, -3, 0], [10.2, 0, 3]), 'plaster', 'barrier'),
  ],
}

export const draw = async (): Promise<Pictures> => {
  const scenario = emptyScenario(['a0', 'a1', 'a2'], { ...CLEAR_NOON, snowfall: 1 / 3.6e6 })
  const shapes = {
    actors: [boxCar([0.5, 0.05, 0.05]), boxCar([0.05, 0.1, 0.4]), boxCar([0.4, 0.4, 0.4])],
    scenery,
  }
  const renderer = await createNodeRenderer(scenario, { shapes, shadowMap: 1024 })
  const state = stateAt(CARS)
  const front = await renderer.draw(FRONT, state)
  const askew = await renderer.draw(ASKEW, state)
  const again = await renderer.draw(FRONT, state)
  renderer.dispose()
  return { driver: renderer.driver, front, again, askew }
}
