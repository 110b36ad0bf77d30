/** Where actors stand at the start: absolute places, places ahead of or behind others, overlaps. */
import type { Placement, RoadSpec } from './concrete.ts'
import type { Resolved } from './expression/formula.ts'
import { cubicAt, laneEdges } from './roads/lane-section.ts'
import { linePose } from './roads/line-pose.ts'
import { closest } from './diagnostics.ts'
import { directionAt, networkOf, placeableLanes, roadOf } from './roads/road-plan.ts'
import type { RoadLineSpec } from './roads/road-network.ts'
import type { ScenarioDocument } from './schema/schema.ts'
import { beside } from './short-roads/joining.ts'
import { trailing } from './vehicles/trailer.ts'
import type { RoadUserSpec, VehicleSpec } from './vehicle.ts'

export type PlacementDocument = NonNullable<ScenarioDocument['actors']>[string]['at']

export interface ToPlace {
  readonly id: string
  readonly at: Resolved<PlacementDocument>
  readonly spec: RoadUserSpec
  /** Its trailer. */
  readonly towed: VehicleSpec | null
  /** False: not in the world at the start, so it can overlap nobody. */
  readonly present: boolean
}

/** Something impossible about the start, on a key of an actor's `at`. */
export interface PlacingMistake {
  readonly actor: string
  readonly key: string | null
  readonly code:
    | 'unknown-road'
    | 'unknown-lane'
    | 'off-road'
    | 'overlap'
    | 'unknown-actor'
    | 'circular-placement'
    | 'bad-value'
  readonly message: string
  readonly expected: string | null
  readonly suggestion: string | null
}

/** Places all actors that can be placed, in their order. */
export const placeActors = (
  road: RoadSpec,
  actors: readonly ToPlace[],
  report: (mistake: PlacingMistake) => void,
): ReadonlyMap<string, Placement> => {
  const placed = new Map<string, Placement | null>()
  const byId = new Map(actors.map((a) => [a.id, a]))

  const place = (actor: ToPlace, waiting: readonly string[]): Placement | null => {
    const known = placed.get(actor.id)
    if (known !== undefined) return known
    const refuse = (
      key: string | null,
      code: PlacingMistake['code'],
      message: string,
      expected: string | null = null,
      suggestion: string | null = null,
    ): null => {
      report({ actor: actor.id, key, code, message, expected, suggestion })
      placed.set(actor.id, null)
      return null
    }
    const { at } = actor
    const noLane = (on: string | undefined, at: number, id: number): boolean => {
      const line = roadOf(road, on)
      return line !== undefined && !placeableLanes(line, at).includes(id)
    }
    const refuseLane = (on: string | undefined, at: number, id: number): null =>
      refuse(
        'lane',
        'unknown-lane',
        on === undefined ? `the road has no lane ${id}` : `road '${on}' has no lane ${id} there`,
        `one of ${placeableLanes(roadOf(road, on)!, at).join(', ')}`,
      )
    let on: string | undefined
    let lane: number
    let s: number
    if ('s' in at) {
      ;({ lane, s } = at)
      on = at.road === undefined ? undefined : String(at.road)
      const ids = networkOf(road).roads.map((r) => r.id)
      if (on !== undefined && !ids.includes(on))
        return refuse(
          'road',
          'unknown-road',
          `there is no road '${on}'`,
          ids.length > 12 ? `one of the ${ids.length} roads of the map` : `one of ${ids.join(', ')}`,
          closest(on, ids),
        )
      if (noLane(on, s, lane)) return refuseLane(on, s, lane)
    } else {
      const ahead = 'ahead of' in at
      const key = 'on' in at ? 'on' : ahead ? 'ahead of' : 'behind'
      const otherId = 'on' in at ? at.on : ahead ? at['ahead of'] : at.behind
      if (waiting.includes(otherId) || otherId === actor.id) {
        return refuse(
          key,
          'circular-placement',
          `'${actor.id}' and '${otherId}' are placed by each other`,
          'one of them at an s of the road',
        )
      }
      const other = byId.get(otherId)
      // An unknown actor is reported by the check of names; one with a mistake of its own, there.
      const base = other === undefined ? null : place(other, [...waiting, actor.id])
      if (other === undefined || base === null) {
        placed.set(actor.id, null)
        return null
      }
      if ('on' in at) {
        if (other.spec.kind !== 'vehicle' || actor.spec.kind !== 'object')
          return refuse(
            'on',
            'bad-value',
            `'${otherId}' cannot carry '${actor.id}'`,
            'an object on a vehicle',
          )
        const carried = carriedOn(road, base, otherId, at)
        placed.set(actor.id, carried)
        return carried
      }
      on = base.road
      lane = at.lane ?? base.lane
      if (noLane(on, base.s, lane)) return refuseLane(on, base.s, lane)
      // Along the direction in which the other one travels; who comes the other way shows its front.
      const direction = directionAt(road, base) * (ahead ? 1 : -1)
      const own = extents(actor, directionAt(road, { ...base, lane }))
      const theirs = extents(other, directionAt(road, base))
      s =
        direction > 0
          ? base.s + theirs.towards + at.gap + own.away
          : base.s - theirs.away - at.gap - own.towards
    }
    const length = roadOf(road, on)?.length ?? 0
    if (s < 0 || s > length) {
      const key = 's' in at ? 's' : 'gap'
      return refuse(
        key,
        'off-road',
        `'${actor.id}' starts at s = ${round(s)} m, off the road`,
        `0 m to ${round(length)} m`,
      )
    }
    const placement: Placement = {
      ...(on === undefined ? {} : { road: on }),
      ...{ lane, s, offset: at.offset, heading: at.heading },
      ...('height' in at && at.height > 0 ? { height: at.height } : {}),
    }
    placed.set(actor.id, placement)
    return placement
  }

  const all = new Map<string, Placement>()
  for (const actor of actors) {
    const placement = place(actor, [])
    if (placement !== null) all.set(actor.id, placement)
  }
  reportOverlaps(road, actors, all, report)
  return all
}

/** Where something on a vehicle is to be found: the road is taken to be straight under the vehicle. */
const carriedOn = (
  road: RoadSpec,
  base: Placement,
  by: string,
  { x, y, height, heading }: Extract<ToPlace['at'], { readonly on: string }>,
): Placement => {
  const [c, n] = [Math.cos(base.heading), Math.sin(base.heading)]
  return {
    ...base,
    s: base.s + directionAt(road, base) * (x * c - y * n),
    offset: base.offset + x * n + y * c,
    heading: base.heading + heading,
    height,
    carried: { by, position: [x, y, height] },
  }
}

/** How far a vehicle and what it tows reach from its origin with s and against it, travelling in `direction`. */
const extents = ({ spec, towed }: ToPlace, direction: 1 | -1) => {
  const front = spec.length - spec.rearOverhang
  const rear = towed === null ? spec.rearOverhang : trailing(spec, towed) + towed.rearOverhang
  return direction > 0 ? { towards: front, away: rear } : { towards: rear, away: front }
}

const round = (x: number): number => Math.round(x * 10) / 10

/** Something that stands on a road at the start; its corners in the coordinates of that road. */
interface Standing {
  readonly id: string
  readonly on: RoadLineSpec
  readonly s: number
  readonly corners: readonly Point[]
}

/** Roads this far above each other are levels of a bridge, m. */
const LEVEL = 1.5

/** Where the corners lie in the plane; bends of the road are neglected over the length of the body. */
const inPlane = ({ on, s, corners }: Standing): readonly Point[] => {
  const line = linePose(on, s)
  return corners.map(([along, left]) => {
    const { x, y } = beside(line, along - s, left)
    return [x, y]
  })
}

/** On one road its own coordinates are compared, of two roads the plane. */
const standInEachOther = (a: Standing, b: Standing): boolean => {
  if (a.on === b.on) return overlap(a.corners, b.corners)
  const apart = cubicAt(a.on.elevation, a.s) - cubicAt(b.on.elevation, b.s)
  return Math.abs(apart) < LEVEL && overlap(inPlane(a), inPlane(b))
}

const reportOverlaps = (
  road: RoadSpec,
  actors: readonly ToPlace[],
  placements: ReadonlyMap<string, Placement>,
  report: (mistake: PlacingMistake) => void,
): void => {
  const boxes = actors.flatMap((a): Standing[] => {
    const placement = placements.get(a.id)
    if (placement === undefined || placement.carried !== undefined || !a.present) return []
    const on = roadOf(road, placement.road)
    if (on === undefined) return []
    const { s } = placement
    const own = { id: a.id, on, s, corners: footprint(road, placement, a.spec) }
    if (a.towed === null) return [own]
    return [own, { ...own, corners: footprint(road, placement, a.towed, trailing(a.spec, a.towed)) }]
  })
  boxes.forEach((b, i) => {
    const hit = boxes.slice(0, i).find((a) => a.id !== b.id && standInEachOther(a, b))
    if (hit === undefined) return
    report({
      actor: b.id,
      key: null,
      code: 'overlap',
      message: `'${b.id}' and '${hit.id}' overlap at the start`,
      expected: null,
      suggestion: null,
    })
  })
}

type Point = readonly [number, number]

/** Corners in (s, t), of a body `back` behind the origin; bends of the road are neglected over its length. */
const footprint = (road: RoadSpec, at: Placement, v: RoadUserSpec, back = 0): Point[] => {
  const { lane, s, offset, heading } = at
  const [right, left] = laneEdges(roadOf(road, at.road)!, s, lane) ?? [0, 0]
  const direction = directionAt(road, at)
  const t = (right + left) / 2 + direction * offset
  const yaw = heading + (direction > 0 ? 0 : Math.PI)
  const [c, n] = [Math.cos(yaw), Math.sin(yaw)]
  const front = v.length - v.rearOverhang - back
  const rear = -v.rearOverhang - back
  return (
    [
      [front, v.width / 2],
      [front, -v.width / 2],
      [rear, -v.width / 2],
      [rear, v.width / 2],
    ] as const
  ).map(([x, y]) => [s + c * x - n * y, t + n * x + c * y])
}

/** Separating axes of two rectangles. */
const overlap = (a: readonly Point[], b: readonly Point[]): boolean =>
  [a, b].every((box) =>
    [0, 1].every((i) => {
      const [x, y] = [box[i + 1][0] - box[i][0], box[i + 1][1] - box[i][1]]
      const span = (corners: readonly Point[]): Point => {
        const along = corners.map((p) => p[0] * x + p[1] * y)
        return [Math.min(...along), Math.max(...along)]
      }
      const [a0, a1] = span(a)
      const [b0, b1] = span(b)
      return a0 < b1 && b0 < a1
    }),
  )
