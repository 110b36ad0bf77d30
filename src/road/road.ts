/** The one interface through which physics, drivers, shapes and labels ask about the road. */
import type { SurfaceKind } from '../scenario/index.ts'

/** Road coordinates: s along the reference line (m), t to its left (m). */
export interface RoadPoint {
  readonly s: number
  readonly t: number
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

export interface Lane {
  readonly id: number
  /** Centre and edges across, m (t). */
  readonly t: number
  readonly right: number
  readonly left: number
  /** +1: traffic runs with s; -1: against it. */
  readonly direction: 1 | -1
}

export interface Road {
  readonly length: number
  /** From right to left. */
  readonly lanes: readonly Lane[]
  /** [right, left] edge of the pavement (shoulders included), m (t). */
  readonly paved: readonly [number, number]
  /** Road coordinates of the nearest point of the reference line; continued straight past both ends. */
  toRoad(x: number, y: number): RoadPoint
  /**
   * World x, y and the reference line's heading there; continued straight past both ends. The heading is
   * continuous along the road (a loop ends 2 pi higher than it began), so differences are turned angles.
   */
  toWorld(s: number, t: number): { readonly x: number; readonly y: number; readonly heading: number }
  /** Signed curvature of the reference line, 1/m, left positive. */
  curvature(s: number): number
  /** The lane with this id; undefined when there is none. */
  lane(id: number): Lane | undefined
  /** The lane that holds t, or undefined off the lanes. */
  laneAt(t: number): Lane | undefined
  /** Height of the ground, m. */
  height(x: number, y: number): number
  /** Unit normal of the ground. */
  normal(x: number, y: number): readonly [number, number, number]
  ground(x: number, y: number): Ground
}
