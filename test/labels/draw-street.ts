/**
 * For the truth tests: draws real cars, turned, steered and leaning, first as they stand and
 * then with a wall before one of them.
 */
import {
  pinholeFromFov,
  quatFromEuler,
  transformPoint,
  type CameraView,
  type Euler,
  type Vec3,
} from '../../src/math/index.ts'
import { createNodeRenderer } from '../../src/render/node/index.ts'
import type { Raster } from '../../src/render/index.ts'
import type { ConcreteScenario } from '../../src/scenario/index.ts'
import { actorShape, type Shape } from '../../src/shape/index.ts'
import { instanceOf, type ActorState, type WorldState } from '../../src/world/index.ts'
import { SCENARIO, stateAt } from '../contract/painted.ts'
import { box, piece } from '../render/boxes.ts'

export const WIDTH = 640
export const HEIGHT = 400

export const STREET: ConcreteScenario = {
  ...SCENARIO,
  actors: [...SCENARIO.actors, { ...SCENARIO.actors[0], id: 'wall' }],
}

export const VIEW: CameraView = {
  pose: { position: [0, 0.3, 1.6], orientation: quatFromEuler({ yaw: 0.05, pitch: 0.06, roll: -0.04 }) },
  pinhole: pinholeFromFov(WIDTH, HEIGHT, 1.2),
  near: 0.1,
  far: 1000,
}

/** Of the subject, whom the wall will hide, of one that runs out of the picture, and of one behind the camera. */
const PLACES: readonly (readonly [Vec3, Euler])[] = [
  [[16, 0.5, 0.1], { yaw: 0.7, pitch: 0.03, roll: 0.06 }],
  [[9, -5, 0], { yaw: -2.2, pitch: -0.02, roll: 0 }],
  [[-8, 0, 0], { yaw: 0, pitch: 0, roll: 0 }],
  [[60, 9, 0], { yaw: 1.6, pitch: 0, roll: 0 }],
]
export const [SUBJECT, CUT, , FAR, WALL] = [1, 2, 3, 4, 5]

/** A screen of no thickness to speak of; its right edge, seen from before it, is the body's y = 0. */
const SCREEN: Shape = {
  semantic: 'wall',
  wheels: [],
  parts: [
    {
      name: 'screen',
      mesh: box([0, 0, -1], [0.001, 12, 6]),
      material: 'plaster',
      color: [0.5, 0.45, 0.4],
      part: 'whole',
      wheel: null,
      lamp: null,
    },
  ],
}

export const streetShapes = (): ReadonlyMap<string, Shape> =>
  new Map(STREET.actors.map((a) => [a.id, a.id === 'wall' ? SCREEN : actorShape(a, STREET.seed)]))

/** @param screen where the screen's edge stands; null: it is away. */
export const streetState = (screen: Vec3 | null): WorldState => {
  const base = stateAt(0)
  const cars = base.actors.map((actor, i): ActorState => ({
    ...actor,
    position: PLACES[i][0],
    orientation: quatFromEuler(PLACES[i][1]),
    wheels: actor.wheels.map((w, k) => ({ ...w, steer: k < 2 ? 0.4 : 0, spin: 0.9 * k, travel: 0.01 * k })),
  }))
  const wall: ActorState = {
    ...cars[0],
    id: 'wall',
    instance: WALL,
    present: screen !== null,
    position: screen ?? [0, 0, 0],
    orientation: VIEW.pose.orientation,
    wheels: [],
  }
  return { ...base, actors: [...cars, wall] }
}

export interface Pictures {
  readonly driver: string
  readonly free: Raster
  readonly hidden: Raster
  /** Where the screen stood in the second. */
  readonly screen: Vec3
}

/** The column that has half of an instance's pixels on its left, px. */
const halfWay = ({ ids, width }: Raster, instance: number): number => {
  const columns = new Array<number>(width).fill(0)
  for (const [i, id] of ids.entries()) if (instanceOf(id) === instance) columns[i % width]++
  const half = columns.reduce((a, b) => a + b, 0) / 2
  let sum = 0
  return columns.findIndex((n) => (sum += n) >= half) + 1
}

export const draw = async (): Promise<Pictures> => {
  const shapes = streetShapes()
  const ground = piece('ground', box([-60, -300, -1], [400, 300, 0]), 'grass', 'terrain', [0.12, 0.16, 0.06])
  const renderer = await createNodeRenderer(STREET, {
    shapes: { actors: [...shapes.values()], scenery: { pieces: [ground] } },
    shadowMap: 0,
  })
  const free = await renderer.draw(VIEW, streetState(null))
  // Six metres ahead of the camera, turned as it is, the screen's edge is a column of the picture.
  const { fx, cx } = VIEW.pinhole
  const depth = 6
  const inCamera: Vec3 = [depth, ((cx - halfWay(free, SUBJECT)) / fx) * depth, -1.6]
  const screen = transformPoint(VIEW.pose, inCamera)
  const hidden = await renderer.draw(VIEW, streetState(screen))
  renderer.dispose()
  return { driver: renderer.driver, free, hidden, screen }
}
