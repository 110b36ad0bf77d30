/** A little world for sensors that feel their way by rays: level ground, walls, and boxes on wheels that move. */
import { quatFromYaw, type Vec3 } from '../../src/math/index.ts'
import type { Mount } from '../../src/scenario/index.ts'
import { createRayWorld, type RayWorld } from '../../src/sensors/index.ts'
import type { MaterialKind, Mesh, Part, Piece, Shape } from '../../src/shape/index.ts'
import type { ActorState, PartClass, SemanticClass, WheelState, WorldState } from '../../src/world/index.ts'
import { stateAt } from '../contract/painted.ts'
import { box, triangles } from './raycast/street.ts'

type Point = readonly [number, number, number]

export const mesh = (list: ReturnType<typeof box>): Mesh => {
  const { corners } = triangles(list)
  const indices = Uint32Array.from({ length: corners.length / 3 }, (_, i) => i)
  return { positions: corners, normals: new Float32Array(corners.length), uvs: null, colors: null, indices }
}

const part = (made: Mesh, kind: PartClass, material: MaterialKind, wheel: number | null): Part => ({
  ...{ name: kind, mesh: made, material, color: [0.5, 0.5, 0.5], part: kind, wheel, lamp: null },
})

export const RADIUS = 0.3

/** A body of this size whose origin lies on the ground 1 m before its rear end, with four wheels if it is a vehicle. */
export const cuboid = (semantic: SemanticClass, [length, width, height]: Point, clearance = 0.2): Shape => {
  const body = mesh(box([-1, -width / 2, clearance], [length - 1, width / 2, height]))
  const rolls = ['car', 'van', 'truck', 'bus'].includes(semantic)
  const wheels = rolls
    ? ([1, 0] as const).flatMap((front) =>
        [1, -1].map((side): Point => [front * (length - 2), side * (width / 2 - 0.1), RADIUS]),
      )
    : []
  const disc = mesh(box([-RADIUS, -0.1, -RADIUS], [RADIUS, 0.1, RADIUS]))
  return {
    semantic,
    wheels,
    parts: [part(body, 'body', 'paint', null), ...wheels.map((_, i) => part(disc, 'wheel', 'rubber', i))],
  }
}

export const piece = (semantic: SemanticClass, material: MaterialKind, from: Point, to: Point): Piece => ({
  name: semantic,
  mesh: mesh(box(from, to)),
  material,
  color: [0.5, 0.5, 0.5],
  semantic,
  placements: null,
})

/** Far below everything, so that nothing is met but what a test puts there. */
export const NOWHERE = piece('terrain', 'grass', [-1, -1, -100], [1, 1, -99])
export const GROUND = piece('road', 'asphalt', [-300, -300, -1], [300, 300, 0])

export interface Standing {
  readonly shape: Shape
  readonly at: Point
  readonly yaw?: number
  readonly velocity?: Vec3
  readonly turning?: number
  readonly spinRate?: number
}

const [TEMPLATE] = stateAt(0).actors
export const WHEEL: WheelState = { ...TEMPLATE.wheels[0], travel: 0, steer: 0, spin: 0, spinRate: 0 }

export const actorAt = (who: Standing, i: number): ActorState => ({
  ...TEMPLATE,
  id: i === 0 ? 'ego' : `actor${i}`,
  instance: i + 1,
  position: who.at,
  orientation: quatFromYaw(who.yaw ?? 0),
  velocity: who.velocity ?? [0, 0, 0],
  angularVelocity: [0, 0, who.turning ?? 0],
  acceleration: [0, 0, 0],
  wheels: who.shape.wheels.map(() => ({ ...WHEEL, spinRate: who.spinRate ?? 0 })),
})

export interface Scene {
  readonly state: WorldState
  readonly world: RayWorld
  readonly shapes: ReadonlyMap<string, Shape>
}

/** The first is 'ego', who carries the sensor and whom rays pass through; the others are 'actor1', 'actor2', ... */
export const scene = (standing: readonly Standing[], pieces: readonly Piece[] = [NOWHERE]): Scene => {
  const state: WorldState = { ...stateAt(0), actors: standing.map(actorAt) }
  const world = createRayWorld({ actors: standing.map((s) => s.shape), scenery: { pieces } })
  world.place(state, 0, new Set([1]))
  return { state, world, shapes: new Map(state.actors.map((a, i) => [a.id, standing[i].shape])) }
}

export const CAR = cuboid('car', [4.5, 1.8, 1.4])
export const EGO: Standing = { shape: CAR, at: [0, 0, 0] }

export const mount = (position: Point, yaw = 0): Mount => ({ position, yaw, pitch: 0, roll: 0 })

/** Mean and standard deviation. */
export const momentsOf = (values: readonly number[]): { mean: number; deviation: number } => {
  const mean = values.reduce((a, b) => a + b, 0) / values.length
  const square = values.reduce((sum, v) => sum + (v - mean) * (v - mean), 0) / (values.length - 1)
  return { mean, deviation: Math.sqrt(square) }
}
