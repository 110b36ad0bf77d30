/** What stands in the 3-D view: the road with its lines and patches, and the actors' own shapes. */
import {
  LineType,
  SceneEntityDeletionType,
  type Color,
  type LinePrimitive,
  type Point3,
  type SceneUpdate,
  type Time,
  type TriangleListPrimitive,
} from '@foxglove/schemas'
import { buildRoad, type Road } from '../../road/index.ts'
import type { ConcreteScenario, SurfaceKind } from '../../scenario/index.ts'
import type { Part, Shape } from '../../shape/index.ts'
import type { WorldState } from '../../world/index.ts'
import { coarsen } from './coarsen.ts'
import { colorOf, entity, ORIGIN, WORLD } from './primitives.ts'
import { wheelFrame } from './transforms.ts'

/** Longest straight piece that stands for a bend, m. */
const STEP = 2
/** Layers above the ground, m, so that they do not flicker through one another. */
const PAVEMENT_Z = -0.02
const PATCH_Z = 0
const LINE_Z = 0.02
const LINE_WIDTH = 0.12
/** What a viewer's likeness of a car is true to, m. */
const CELL = 0.08

const SURFACE_COLORS: Readonly<Record<SurfaceKind, readonly [number, number, number]>> = {
  'dry-asphalt': [0.06, 0.06, 0.065],
  'wet-asphalt': [0.03, 0.03, 0.04],
  'standing-water': [0.08, 0.13, 0.2],
  'packed-snow': [0.75, 0.78, 0.85],
  'loose-snow': [0.9, 0.92, 0.96],
  slush: [0.4, 0.42, 0.46],
  ice: [0.45, 0.65, 0.85],
  'black-ice': [0.02, 0.05, 0.1],
  gravel: [0.25, 0.22, 0.18],
  grass: [0.06, 0.16, 0.03],
}

/** The road: pavement, surface patches, lane lines. Sent once. */
export const roadScene = (scenario: ConcreteScenario, time: Time): SceneUpdate => {
  const road = buildRoad(scenario.road, scenario.surface)
  const whole = [0, road.length] as const
  const edges = [...new Set(road.lanes.flatMap((lane) => [lane.right, lane.left]))]
  return {
    deletions: [],
    entities: [
      entity(WORLD, 'road', time, {
        triangles: [
          ribbon(road, whole, road.paved, PAVEMENT_Z, colorOf(SURFACE_COLORS[scenario.road.surface])),
          ...scenario.surface.map((patch) =>
            ribbon(road, patch.s, patch.t, PATCH_Z, colorOf(SURFACE_COLORS[patch.kind])),
          ),
        ],
        lines: edges.map((t) => laneLine(road, t)),
      }),
    ],
  }
}

/** A shape as a viewer gets it: coarse, body and wheels apart. */
export interface Likeness {
  readonly body: readonly TriangleListPrimitive[]
  readonly wheels: readonly (readonly TriangleListPrimitive[])[]
}

export const likenessOf = (shape: Shape): Likeness => {
  const seen = shape.parts.filter((part) => part.part !== 'interior')
  const on = (wheel: number | null): TriangleListPrimitive[] =>
    seen.filter((part) => part.wheel === wheel).map(triangles)
  return { body: on(null), wheels: shape.wheels.map((_, i) => on(i)) }
}

const triangles = ({ mesh, color }: Part): TriangleListPrimitive => {
  const { points, indices } = coarsen(mesh, CELL)
  return {
    pose: ORIGIN,
    points: points.map(([x, y, z]) => ({ x: millimetre(x), y: millimetre(y), z: millimetre(z) })),
    color: colorOf(color),
    colors: [],
    indices: [...indices],
  }
}

const millimetre = (metres: number): number => Math.round(metres * 1000) / 1000

/**
 * The actors that are in the world, each in its own frame, wheels in theirs. Complete each time, so that a
 * viewer that jumps into the file needs no message but the last.
 */
export const actorScene = (
  state: WorldState,
  time: Time,
  likenesses: ReadonlyMap<string, Likeness>,
): SceneUpdate => ({
  deletions: [{ timestamp: time, type: SceneEntityDeletionType.ALL, id: '' }],
  entities: state.actors
    .filter((actor) => actor.present)
    .flatMap(({ id }) => {
      const likeness = likenesses.get(id)
      if (!likeness) return []
      return [
        entity(id, id, time, { triangles: [...likeness.body] }),
        ...likeness.wheels.map((wheel, i) =>
          entity(wheelFrame(id, i), wheelFrame(id, i), time, { triangles: [...wheel] }),
        ),
      ]
    }),
})

/** The part of the road between two places along it and two edges across. */
const ribbon = (
  road: Road,
  along: readonly [number, number],
  across: readonly [number, number],
  z: number,
  color: Color,
): TriangleListPrimitive => {
  const places = placesAlong(along)
  return {
    pose: ORIGIN,
    points: places.flatMap((s) => across.map((t) => pointOn(road, s, t, z))),
    color,
    colors: [],
    indices: places.slice(1).flatMap((_, i) => [0, 2, 1, 1, 2, 3].map((corner) => 2 * i + corner)),
  }
}

const laneLine = (road: Road, t: number): LinePrimitive => ({
  type: LineType.LINE_STRIP,
  pose: ORIGIN,
  thickness: LINE_WIDTH,
  scale_invariant: false,
  points: placesAlong([0, road.length]).map((s) => pointOn(road, s, t, LINE_Z)),
  color: colorOf([0.9, 0.9, 0.9]),
  colors: [],
  indices: [],
})

const placesAlong = ([from, to]: readonly [number, number]): number[] => {
  const pieces = Math.max(1, Math.ceil((to - from) / STEP))
  return Array.from({ length: pieces + 1 }, (_, i) => from + ((to - from) * i) / pieces)
}

const pointOn = (road: Road, s: number, t: number, z: number): Point3 => {
  const { x, y } = road.toWorld(s, t)
  return { x, y, z: road.height(x, y) + z }
}
