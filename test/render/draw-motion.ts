/**
 * For the tests of flow and normals: draws a small street at three readings in a row, everything in
 * motion. The camera's car does 40 m/s in a bend on a slope.
 */
import { pinholeFromFov, quatFromEuler, type CameraView, type Pose, type Vec3 } from '../../src/math/index.ts'
import { createNodeRenderer } from '../../src/render/node/index.ts'
import type { Raster } from '../../src/render/index.ts'
import type { CameraSpec, ConcreteScenario } from '../../src/scenario/index.ts'
import { cameraView } from '../../src/sensors/index.ts'
import { actorShape, type Mesh, type Part, type Shape } from '../../src/shape/index.ts'
import { TICKS_PER_SECOND, type ActorState, type PartClass, type WorldState } from '../../src/world/index.ts'
import { CAMERA, SCENARIO, stateAt } from '../contract/painted.ts'
import { member } from '../shape/library.ts'
import { box, piece } from './boxes.ts'

export const WIDTH = 640
export const HEIGHT = 400
const RATE = 30

export const SENSOR: CameraSpec = {
  ...CAMERA,
  mount: { position: [2, 0.1, 1.4], yaw: 0.03, pitch: 0.04, roll: -0.02 },
  ...{ width: WIDTH, height: HEIGHT, horizontalFov: 1.2, rate: RATE },
}

/** Instances: whose camera it is, a car that crosses, a ball, a crate that tumbles, somebody who walks. */
export const [EGO, CAR, BALL, CRATE, WALKER] = [1, 2, 3, 4, 5]
export const TICKS = [0, 1, 2].map((i) => Math.round((i * TICKS_PER_SECOND) / RATE))
/** The middle of the three readings is taken at this time of the motion below. */
const MIDDLE = TICKS[1] / TICKS_PER_SECOND

const part = (mesh: Mesh, name: PartClass, wheel: number | null = null): Part => ({
  ...{ name, mesh, material: 'plastic', color: [0.3, 0.3, 0.3], part: name, wheel, lamp: null },
})

export const RADIUS = 0.8
const ball = (): Mesh => {
  const [rows, columns] = [48, 96]
  const normals: number[] = []
  const indices: number[] = []
  for (let j = 0; j <= rows; j++) {
    for (let i = 0; i <= columns; i++) {
      const [phi, theta] = [(2 * Math.PI * i) / columns, Math.PI * (j / rows - 0.5)]
      normals.push(Math.cos(theta) * Math.cos(phi), Math.cos(theta) * Math.sin(phi), Math.sin(theta))
      const a = j * (columns + 1) + i
      if (i < columns && j < rows)
        indices.push(a, a + 1, a + columns + 2, a, a + columns + 2, a + columns + 1)
    }
  }
  return {
    positions: Float32Array.from(normals, (n) => n * RADIUS),
    normals: Float32Array.from(normals),
    ...{ uvs: null, colors: null, indices: Uint32Array.from(indices) },
  }
}

/** Marks on the car: where no symmetry hides a mistake. Centre and half size in the frame of what carries them. */
export const MARKS = [
  { part: 'plate', wheel: null, center: [1.9, 0.94, 0.95], half: [0.14, 0.01, 0.1] },
  { part: 'light', wheel: 0, center: [0.15, 0.13, -0.12], half: [0.06, 0.005, 0.06] },
  { part: 'mirror', wheel: 2, center: [0.19, 0.13, 0.024], half: [0.06, 0.005, 0.06] },
] as const

const mark = ({ part: name, wheel, center, half }: (typeof MARKS)[number]): Part => {
  const corner = (side: number): Vec3 => [
    center[0] + side * half[0],
    center[1] + side * half[1],
    center[2] + side * half[2],
  ]
  return part(box(corner(-1), corner(1)), name, wheel)
}

const people = member('adult', 1.4, 'walker')
const IDS = ['ego', 'car', 'ball', 'crate', 'walker']
export const MOTION: ConcreteScenario = {
  ...SCENARIO,
  actors: [...IDS.slice(0, 4).map((id) => ({ ...SCENARIO.actors[0], id })), people],
}

/** The marks alone keep their part classes: whatever else has them becomes trim. */
const marked = (shape: Shape): Shape => ({
  ...shape,
  parts: [
    ...shape.parts.map((p) => (MARKS.some((m) => m.part === p.part) ? { ...p, part: 'trim' as const } : p)),
    ...MARKS.map(mark),
  ],
})

export const motionShapes = (): ReadonlyMap<string, Shape> => {
  const sedan = actorShape(MOTION.actors[0], MOTION.seed)
  return new Map<string, Shape>([
    ['ego', sedan],
    ['car', marked(sedan)],
    ['ball', { semantic: 'object', wheels: [], parts: [part(ball(), 'body')] }],
    [
      'crate',
      { semantic: 'object', wheels: [], parts: [part(box([-0.6, -0.4, -0.5], [0.6, 0.4, 0.5]), 'body')] },
    ],
    ['walker', actorShape(people, MOTION.seed)],
  ])
}

/** Where each is `t` seconds before or after the middle reading. */
const poseOf = (instance: number, t: number): Pose => {
  switch (instance) {
    case EGO:
      return {
        position: [40 * t, 4 * t * t, 1.6 * t],
        orientation: quatFromEuler({ yaw: 0.5 * t, pitch: -0.04, roll: 0.03 + 0.2 * t }),
      }
    case CAR:
      return {
        position: [13 + 2 * t, -0.6 - 12 * t, 0.3],
        orientation: quatFromEuler({ yaw: 1.25 + 0.4 * t, pitch: 0.03, roll: 0.05 - 0.3 * t }),
      }
    case BALL:
      return {
        position: [9 + 20 * t, 2.6, 1 - 3 * t],
        orientation: quatFromEuler({ yaw: 5 * t, pitch: 9 * t, roll: 1 }),
      }
    case CRATE:
      return {
        position: [8.5 + 25 * t, -3.2 - 2 * t, 1.3],
        orientation: quatFromEuler({ yaw: 0.7 + 3 * t, pitch: -0.4 + 2 * t, roll: 0.3 }),
      }
    default:
      return {
        position: [11, 4.6 - 1.4 * t, 0],
        orientation: quatFromEuler({ yaw: -1.4, pitch: 0, roll: 0 }),
      }
  }
}

export const motionState = (tick: number): WorldState => {
  const base = stateAt(tick)
  const [model] = base.actors
  const t = base.time - MIDDLE
  const wheels = (instance: number): ActorState['wheels'] =>
    instance === CAR || instance === EGO
      ? [0, 1, 2, 3].map((k) => ({
          ...model.wheels[0],
          steer: k < 2 ? -0.3 + 0.8 * t : 0,
          spin: 0.4 * k + 18 * t,
          travel: 0.02 * k - 0.3 * t,
        }))
      : []
  return {
    ...base,
    actors: IDS.map((id, i): ActorState => ({
      ...model,
      id,
      instance: i + 1,
      ...poseOf(i + 1, t),
      wheels: wheels(i + 1),
    })),
  }
}

export const viewOf = (state: WorldState): CameraView => cameraView(SENSOR, state)

/** Looks at the car's side from nearby, standing still: its wheels fill the picture. */
export const SIDE: CameraView = {
  pose: { position: [8.8, 0.8, 0.9], orientation: quatFromEuler({ yaw: -0.05, pitch: 0.03, roll: 0.1 }) },
  pinhole: pinholeFromFov(WIDTH, HEIGHT, 1.1),
  near: 0.1,
  far: 500,
}

/** The wall's face that looks along -x, m. */
const WALL_X = 34

export interface Pictures {
  readonly driver: string
  /** From the car, at TICKS. */
  readonly ridden: readonly Raster[]
  /** From SIDE, at TICKS. */
  readonly beside: readonly Raster[]
}

export const draw = async (): Promise<Pictures> => {
  const pieces = [
    piece('ground', box([-60, -300, -1], [400, 300, 0]), 'grass', 'terrain', [0.12, 0.16, 0.06]),
    piece('wall', box([WALL_X, -60, 0], [WALL_X + 1, 60, 9]), 'plaster', 'wall'),
    piece('post', box([7, -0.7, 0], [7.15, -0.5, 2.6]), 'metal', 'pole'),
  ]
  const renderer = await createNodeRenderer(MOTION, {
    shapes: { actors: [...motionShapes().values()], scenery: { pieces } },
    shadowMap: 0,
  })
  const states = TICKS.map(motionState)
  const ridden: Raster[] = []
  const beside: Raster[] = []
  for (const state of states) {
    ridden.push(await renderer.draw(viewOf(state), state))
    beside.push(await renderer.draw(SIDE, state))
  }
  renderer.dispose()
  return { driver: renderer.driver, ridden, beside }
}
