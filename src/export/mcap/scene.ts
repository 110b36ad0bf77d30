/** What stands in the 3-D view: the road with its lines and patches, and the actors' own shapes. */
import {
  LineType,
  SceneEntityDeletionType,
  type Color,
  type LinePrimitive,
  type Point3,
  type SpherePrimitive,
  type SceneUpdate,
  type Time,
  type TriangleListPrimitive,
} from '@foxglove/schemas'
import type { Road, RoadPart } from '../../road/index.ts'
import type { ConcreteScenario, SurfaceKind } from '../../scenario/index.ts'
import { moverOf, restOf, type Part, type Shape } from '../../shape/index.ts'
import type { LightNow, WorldState } from '../../world/index.ts'
import { coarsen } from './coarsen.ts'
import { colorOf, entity, ORIGIN, WORLD } from './primitives.ts'
import { moverFrame } from './transforms.ts'

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

/** The roads: pavement, surface patches, lane lines. Sent once. */
export const roadScene = (scenario: ConcreteScenario, road: Road, time: Time): SceneUpdate => {
  const paved = colorOf(SURFACE_COLORS[scenario.road.surface])
  return {
    deletions: [],
    entities: [
      entity(WORLD, 'road', time, {
        triangles: [
          ...road.roads.map(({ index, length }) =>
            ribbon(road, index, [0, length], (s) => road.pavedAt(s, index), PAVEMENT_Z, paved),
          ),
          ...scenario.surface.map((patch) => {
            const on = patch.road === undefined ? 0 : (road.roadIndex(patch.road) ?? 0)
            return ribbon(road, on, patch.s, () => patch.t, PATCH_Z, colorOf(SURFACE_COLORS[patch.kind]))
          }),
        ],
        lines: road.roads.flatMap((part) => laneLines(road, part)),
      }),
    ],
  }
}

/** What the traffic lights show, as balls where they stand. Complete each time, like the actors. */
export const lightScene = (road: Road, lights: readonly LightNow[], time: Time): SceneUpdate => ({
  deletions: [],
  entities: lights.flatMap(({ signal, shows }) => {
    const at = road.signals.find(({ id }) => id === signal)
    if (at === undefined) return []
    const lens: SpherePrimitive = {
      pose: { ...ORIGIN, position: { x: at.x, y: at.y, z: at.ground + at.z + 0.5 } },
      size: { x: LENS, y: LENS, z: LENS },
      color: colorOf(LIGHT_COLORS[shows]),
    }
    return [entity(WORLD, `light ${signal}`, time, { spheres: [lens] })]
  }),
})

/** Drawn larger than life, m, so that it is seen from above. */
const LENS = 0.6
const LIGHT_COLORS: Readonly<Record<LightNow['shows'], readonly [number, number, number]>> = {
  green: [0.02, 0.7, 0.2],
  amber: [0.9, 0.4, 0.02],
  red: [0.8, 0.02, 0.02],
  off: [0.1, 0.1, 0.1],
  flashing: [0.9, 0.6, 0.3],
}

/** A shape as a viewer gets it: coarse, the body and what moves against it (wheels, limbs) apart. */
export interface Likeness {
  readonly body: readonly TriangleListPrimitive[]
  readonly movers: readonly (readonly TriangleListPrimitive[])[]
}

export const likenessOf = (shape: Shape): Likeness => {
  const seen = shape.parts.filter((part) => part.part !== 'interior')
  const on = (mover: number | null): TriangleListPrimitive[] =>
    seen.filter((part) => moverOf(shape, part) === mover).map(triangles)
  return { body: on(null), movers: restOf(shape).map((_, i) => on(i)) }
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
        ...likeness.movers.map((mover, i) =>
          entity(moverFrame(id, i), moverFrame(id, i), time, { triangles: [...mover] }),
        ),
      ]
    }),
})

/** The part of a road between two places along it and two edges across. */
const ribbon = (
  road: Road,
  on: number,
  along: readonly [number, number],
  across: (s: number) => readonly [number, number],
  z: number,
  color: Color,
): TriangleListPrimitive => {
  const places = placesAlong(along)
  return {
    pose: ORIGIN,
    points: places.flatMap((s) => across(s).map((t) => pointOn(road, on, s, t, z))),
    color,
    colors: [],
    indices: places.slice(1).flatMap((_, i) => [0, 2, 1, 1, 2, 3].map((corner) => 2 * i + corner)),
  }
}

/** The borders of a road's lanes, section by section; in a junction none, for they would cross each other. */
const laneLines = (road: Road, { index, length, sections, junction }: RoadPart): LinePrimitive[] => {
  if (junction !== null) return []
  return sections.flatMap((from, i) => {
    const to = sections.at(i + 1) ?? length
    const inside = (s: number): number => Math.min(Math.max(s, from), to - INSIDE)
    const borders = (s: number): number[] => [
      ...new Set(road.lanesAt(inside(s), index).flatMap((lane) => [lane.right, lane.left])),
    ]
    const places = placesAlong([from, to])
    const rows = places.map(borders)
    const count = Math.min(...rows.map((row) => row.length))
    return Array.from({ length: count }, (_, k): LinePrimitive => ({
      type: LineType.LINE_STRIP,
      pose: ORIGIN,
      thickness: LINE_WIDTH,
      scale_invariant: false,
      points: places.map((s, n) => pointOn(road, index, s, rows[n][k], LINE_Z)),
      color: colorOf([0.9, 0.9, 0.9]),
      colors: [],
      indices: [],
    }))
  })
}

/** Kept off the end of a section, where the next one begins, m. */
const INSIDE = 1e-6

const placesAlong = ([from, to]: readonly [number, number]): number[] => {
  const pieces = Math.max(1, Math.ceil((to - from) / STEP))
  return Array.from({ length: pieces + 1 }, (_, i) => from + ((to - from) * i) / pieces)
}

const pointOn = (road: Road, on: number, s: number, t: number, z: number): Point3 => {
  const { x, y } = road.toWorld(s, t, on)
  const own = road.flat ? 0 : road.roadsAt(x, y).find((at) => at.road === on)?.z
  return { x, y, z: (own ?? road.height(x, y)) + z }
}
