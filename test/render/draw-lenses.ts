/** For the lens tests: draws the box world through a Brown-Conrady lens and through a fisheye. */
import { pinholeFromFov, quatFromEuler, type CameraView, type Lens } from '../../src/math/index.ts'
import { createNodeRenderer } from '../../src/render/node/index.ts'
import type { Raster } from '../../src/render/index.ts'
import { box, boxCar, CLEAR_NOON, emptyScenario, piece, stateAt } from './boxes.ts'

const BROWN_CONRADY: Lens = { kind: 'brown-conrady', k1: -0.28, k2: 0.1, p1: 0.002, p2: -0.001, k3: -0.015 }
const FISHEYE: Lens = { kind: 'fisheye', k1: 0.02, k2: -0.01, k3: 0.003, k4: -0.0008 }

/** Ahead; cut by the left edge of the narrower picture; beside the camera and behind its plane; behind it for good. */
export const CARS = [
  [14, 2, 0],
  [6, 6, 0],
  [-3, -4, 0],
  [-30, 0, 0],
] as const
export const [AHEAD, CUT, BESIDE, BEHIND] = [1, 2, 3, 4]

const pose = {
  position: [0, 0, 1.5] as const,
  orientation: quatFromEuler({ yaw: 0.05, pitch: 0.08, roll: 0.03 }),
}
export const NARROW: CameraView = {
  ...{ pose, near: 0.2, far: 1000 },
  pinhole: pinholeFromFov(480, 300, 1.5, BROWN_CONRADY),
}
export const WIDE: CameraView = {
  ...{ pose, near: 0.2, far: 1000 },
  pinhole: pinholeFromFov(480, 400, (190 * Math.PI) / 180, FISHEYE),
}

export interface Pictures {
  readonly driver: string
  readonly narrow: Raster
  readonly wide: Raster
  /** With a screen before the half of the car ahead. */
  readonly screened: Raster
}

const ground = piece('ground', box([-300, -300, -1], [400, 300, 0]), 'grass', 'terrain', [0.12, 0.16, 0.06])
const screen = piece('screen', box([9, -4, 0], [9.2, 1.27, 4]), 'plaster', 'barrier')

export const draw = async (): Promise<Pictures> => {
  const scenario = emptyScenario(['a0', 'a1', 'a2', 'a3'], CLEAR_NOON)
  const actors = CARS.map(() => boxCar([0.5, 0.05, 0.05]))
  const rendererOf = (pieces: readonly (typeof ground)[]) =>
    createNodeRenderer(scenario, { shapes: { actors, scenery: { pieces } }, shadowMap: 0 })
  const free = await rendererOf([ground])
  const state = stateAt(CARS)
  const narrow = await free.draw(NARROW, state)
  const wide = await free.draw(WIDE, state)
  const hidden = await rendererOf([ground, screen])
  const screened = await hidden.draw(WIDE, state)
  for (const renderer of [free, hidden]) renderer.dispose()
  return { driver: free.driver, narrow, wide, screened }
}
