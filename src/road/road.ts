/** The one interface through which physics, drivers, shapes and labels ask about the road. */
import type {
  LaneType,
  NetworkSpec,
  RoadLineSpec,
  RoadSignal,
  SurfaceKind,
  SurfacePatch,
} from '../scenario/index.ts'
import type { LaneGraph } from './graph.ts'

/** Road coordinates: s along the reference line (m), t to its left (m), on the road with this index. */
export interface RoadPoint {
  readonly s: number
  readonly t: number
  /** Index into `Road.roads`; 0 where there is one road only. */
  readonly road: number
}

/** World position and the reference line's heading there. */
export interface WorldPoint {
  readonly x: number
  readonly y: number
  readonly heading: number
}

/** The ground under one point. */
export interface Ground {
  readonly kind: SurfaceKind
  /** Peak friction given by the patch, or null: the tyre's own value for this kind. */
  readonly mu: number | null
  /** Depth of snow or water, m. */
  readonly depth: number
  /** Index of the patch in the scenario's `surface` list, -1: none. */
  readonly patch: number
  /** Share (0..1) of a second ground that is blended in near a patch edge, and that ground; null: none. */
  readonly other: {
    readonly kind: SurfaceKind
    readonly mu: number | null
    readonly depth: number
    readonly share: number
  } | null
}

/** Height (m) and unit normal of the ground under a point; the caller's own, written by `probe`. */
export interface Footing {
  z: number
  nx: number
  ny: number
  nz: number
}

export interface Lane {
  readonly id: number
  readonly type: LaneType
  /** Centre and edges across, m (t). */
  readonly t: number
  readonly right: number
  readonly left: number
  /** +1: traffic runs with s; -1: against it. */
  readonly direction: 1 | -1
}

/** One road of the network. */
export interface RoadPart {
  readonly index: number
  readonly id: string
  readonly length: number
  /** Id of the junction that it leads through; null: none. */
  readonly junction: string | null
  readonly spec: RoadLineSpec
  /** s at which each lane section begins. */
  readonly sections: readonly number[]
  /** Level all over, so that nobody need ask for heights. */
  readonly flat: boolean
}

/** Where a driver must stop, or waits for others: across the lanes that it holds for. */
export interface StopLine {
  readonly road: number
  readonly s: number
  /** [right, left] across, m (t). */
  readonly t: readonly [number, number]
  readonly lanes: readonly number[]
  /** The junction behind it; null: none (a crossing). */
  readonly junction: string | null
  /** What rules there. */
  readonly control: 'traffic-light' | 'stop' | 'give-way' | 'none'
  /** The signal that says so; null: none does. */
  readonly signal: PlacedSignal | null
}

/** A signal of the network where it stands in the world. */
export interface PlacedSignal extends RoadSignal {
  readonly road: number
  readonly x: number
  readonly y: number
  /** Height of the ground under it. */
  readonly ground: number
  /** The direction from which it is seen is the opposite of this one, rad. */
  readonly yaw: number
}

/**
 * A network of roads, one road in the usual case. Questions that take a road's index take the first road
 * without it; those that take an s as well take its start: on the one road of constant lanes that most
 * scenarios have, both may be left out.
 */
export interface Road {
  readonly network: NetworkSpec
  readonly roads: readonly RoadPart[]
  readonly graph: LaneGraph
  readonly signals: readonly PlacedSignal[]
  readonly stopLines: readonly StopLine[]
  /** Of the first road, m. */
  readonly length: number
  /** Of the first road at its start, from right to left. */
  readonly lanes: readonly Lane[]
  /** [right, left] edge of the first road's pavement (shoulders included) at its start, m (t). */
  readonly paved: readonly [number, number]
  /** Nothing is off level zero. */
  readonly flat: boolean

  /** Index of the road with this id; undefined when there is none. */
  roadIndex(id: string): number | undefined
  /**
   * Road coordinates: on the road whose pavement holds the point, else on the one whose pavement is
   * nearest. One road alone goes on straight past both its ends. `prefer` is the road that is answered for
   * where several lie over each other (in a junction), as long as its pavement holds the point.
   */
  toRoad(x: number, y: number, prefer?: number): RoadPoint
  /**
   * World x, y and the reference line's heading there; continued straight past both ends. The heading is
   * continuous along the road (a loop ends 2 pi higher than it began), so differences are turned angles.
   */
  toWorld(s: number, t: number, on?: number): WorldPoint
  /** Signed curvature of the reference line, 1/m, left positive. */
  curvature(s: number, on?: number): number
  /** All strips at s from right to left: lanes, shoulders and what only separates. */
  stripsAt(s: number, on?: number): readonly Lane[]
  /** The lanes at s from right to left: the strips that someone travels or stands in. */
  lanesAt(s: number, on?: number): readonly Lane[]
  /** The lane with this id; undefined when there is none. */
  lane(id: number, s?: number, on?: number): Lane | undefined
  /** The lane that holds t, or undefined off the lanes. */
  laneAt(t: number, s?: number, on?: number): Lane | undefined
  /** [right, left] edge of the pavement at s, m (t). */
  pavedAt(s: number, on?: number): readonly [number, number]
  /** Speed limit for a lane, m/s; Infinity: none. */
  limit(s: number, lane?: number, on?: number): number
  /**
   * Every road whose pavement holds the point or is within so many metres of it (12 at most and if left out), the one
   * it is deepest in first; `z`: its height there.
   */
  roadsAt(
    x: number,
    y: number,
    within?: number,
  ): readonly (RoadPoint & { readonly outside: number; readonly z: number })[]
  /** Metres past the nearest pavement's edge; negative on the pavement. */
  beside(x: number, y: number): number
  /** Height of the ground, m. Where roads lie over each other: of the one whose height is nearest to `near`. */
  height(x: number, y: number, near?: number): number
  /** Unit normal of the ground. */
  normal(x: number, y: number): readonly [number, number, number]
  /** Height and normal in one go and without garbage; `z` picks the road where one crosses over another. */
  probe(x: number, y: number, z: number, out: Footing): void
  ground(x: number, y: number): Ground
  /** The one ground within `radius` metres of a point; null: it is not one, or that takes a closer look. */
  groundAround(x: number, y: number, radius: number): Ground | null
  /**
   * The same road with other patches on it, as the story may change them.
   * @param film water that rain has left on dry asphalt, m; left out: none
   */
  resurfaced(surface: readonly SurfacePatch[], film?: number): Road
}
