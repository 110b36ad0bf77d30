/** Little worlds for a lidar: real cars and people on a sheet of ground, boxes, walls. No renderer. */
import { quatFromEuler, type Euler, type Vec3 } from '../../../src/math/index.ts'
import type { LidarSpec } from '../../../src/scenario/index.ts'
import { createRayWorld, scanTurn, type LidarScan } from '../../../src/sensors/index.ts'
import { actorShape, type MaterialKind, type Piece, type Shape } from '../../../src/shape/index.ts'
import type { ActorState, WorldState } from '../../../src/world/index.ts'
import { stateAt } from '../../contract/painted.ts'
import { box, piece } from '../../render/boxes.ts'
import { member } from '../../shape/library.ts'

export interface Placed {
  /** Of the library. */
  readonly name: string
  readonly at: Vec3
  readonly turned?: Partial<Euler>
  /** World, m/s, and body, rad/s. */
  readonly velocity?: Vec3
  readonly turning?: Vec3
}

export interface Little {
  readonly state: WorldState
  readonly shapes: ReadonlyMap<string, Shape>
  readonly scan: (spec: LidarSpec) => LidarScan
}

/** Level ground at z = 0. */
export const GROUND = piece(
  'ground',
  box([-300, -300, -1], [300, 300, 0]),
  'asphalt',
  'road',
  [0.12, 0.12, 0.12],
)

/** A wall that faces -x, its face at `x`. */
export const wall = (x: number, material: MaterialKind, color: Vec3 = [1, 1, 1], half = 50): Piece =>
  piece('wall', box([x, -half, -half], [x + 1, half, half]), material, 'wall', color)

/** @param placed the first is called 'ego' and carries the sensor */
export const little = (placed: readonly Placed[], pieces: readonly Piece[]): Little => {
  const [model] = stateAt(0).actors
  const actors = placed.map(({ name }, i) => member(name, 0, i === 0 ? 'ego' : `${name}-${i}`))
  const shapes = new Map(actors.map((a) => [a.id, actorShape(a, 1)]))
  const list = [...shapes.values()]
  const state: WorldState = {
    ...stateAt(0),
    actors: placed.map(({ at, turned, velocity = [0, 0, 0], turning = [0, 0, 0] }, i): ActorState => ({
      ...model,
      ...{ id: actors[i].id, instance: i + 1, position: at, velocity, angularVelocity: turning },
      orientation: quatFromEuler({ yaw: 0, pitch: 0, roll: 0, ...turned }),
      wheels: list[i].wheels.map(() => ({ ...model.wheels[0], travel: 0 })),
    })),
  }
  const world = createRayWorld({ actors: list, scenery: { pieces } })
  return { state, shapes, scan: (spec) => scanTurn(spec, state, world, shapes.get(spec.actor)!) }
}
