/** For the road users' label tests: draws one of each kind, turned and leaning. */
import {
  pinholeFromFov,
  quatFromEuler,
  type CameraView,
  type Euler,
  type Vec3,
} from '../../src/math/index.ts'
import { createNodeRenderer } from '../../src/render/node/index.ts'
import type { Raster } from '../../src/render/index.ts'
import type { ConcreteScenario } from '../../src/scenario/index.ts'
import { actorShape, type Shape } from '../../src/shape/index.ts'
import type { ActorState, WheelState, WorldState } from '../../src/world/index.ts'
import { SCENARIO, stateAt } from '../contract/painted.ts'
import { box, piece } from '../render/boxes.ts'
import { member } from '../shape/library.ts'

export const WIDTH = 960
export const HEIGHT = 540

/** Who stands where; the motorcycle leans into a bend, the pedestrian is in mid-stride. */
export const CROWD: readonly (readonly [name: string, at: Vec3, turned: Euler])[] = [
  ['bus', [30, -7, 0], { yaw: 2.9, pitch: 0, roll: 0 }],
  ['motorcycle', [13, 3.2, 0], { yaw: 2.2, pitch: 0, roll: 0.4 }],
  ['bicycle', [12, 6.2, 0], { yaw: -0.6, pitch: 0, roll: -0.1 }],
  ['adult', [9, 1, 0], { yaw: -1.2, pitch: 0, roll: 0 }],
  ['child', [9, -0.2, 0], { yaw: 0.4, pitch: 0, roll: 0 }],
  ['deer', [11, -1.8, 0], { yaw: 1.9, pitch: 0, roll: 0 }],
  ['cone', [8, -2.6, 0], { yaw: 0, pitch: 0, roll: 0 }],
]

/** Carries the camera, behind which it stands: nobody labels themselves. */
export const CARRIER = 'post'
const EVERYBODY: typeof CROWD = [...CROWD, [CARRIER, [-9, 0, 0], { yaw: 0, pitch: 0, roll: 0 }]]
const actors = EVERYBODY.map(([name]) => member(name, name === 'adult' ? 1.4 : 0, name))
export const CROWD_SCENARIO: ConcreteScenario = { ...SCENARIO, actors }

export const VIEW: CameraView = {
  pose: { position: [0, 0.5, 1.7], orientation: quatFromEuler({ yaw: 0.02, pitch: 0.05, roll: 0 }) },
  pinhole: pinholeFromFov(WIDTH, HEIGHT, 1.3),
  near: 0.1,
  far: 1000,
}

export const crowdShapes = (): ReadonlyMap<string, Shape> =>
  new Map(actors.map((actor) => [actor.id, actorShape(actor, SCENARIO.seed)]))

export const crowdState = (): WorldState => {
  const base = stateAt(0)
  const [model] = base.actors
  const wheels = (shape: Shape): WheelState[] =>
    shape.wheels.map((_, k) => ({
      ...model.wheels[0],
      steer: k === 0 ? 0.2 : 0,
      spin: 0.7 * k,
      travel: 0.01,
    }))
  const shapes = crowdShapes()
  return {
    ...base,
    actors: EVERYBODY.map(([id, position, turned], i): ActorState => ({
      ...model,
      id,
      instance: i + 1,
      position,
      orientation: quatFromEuler(turned),
      wheels: wheels(shapes.get(id)!),
    })),
  }
}

export interface Crowd {
  readonly driver: string
  readonly raster: Raster
}

export const draw = async (): Promise<Crowd> => {
  const ground = piece('ground', box([-60, -300, -1], [400, 300, 0]), 'grass', 'terrain', [0.12, 0.16, 0.06])
  const renderer = await createNodeRenderer(CROWD_SCENARIO, {
    shapes: { actors: [...crowdShapes().values()], scenery: { pieces: [ground] } },
    shadowMap: 0,
  })
  const raster = await renderer.draw(VIEW, crowdState())
  renderer.dispose()
  return { driver: renderer.driver, raster }
}
