/** A road for physics tests: straight along x, plane (level or sloping), friction given by a function. */
import type { Ground, Road } from '../../src/road/index.ts'
import type { SurfaceKind } from '../../src/scenario/index.ts'

export interface FlatRoad {
  readonly kind?: SurfaceKind
  /** Friction by place; null: the tyre's own. */
  readonly mu?: number | null | ((x: number, y: number) => number | null)
  readonly depth?: number
  /** Rise along x and along y, m/m. */
  readonly slope?: readonly [number, number]
}

const LANES = [-2, -1, 1].map((id) => {
  const t = id < 0 ? 3.5 * (id + 0.5) : 3.5 * (id - 0.5)
  return { id, t, right: t - 1.75, left: t + 1.75, direction: id < 0 ? (1 as const) : (-1 as const) }
})

export const flatRoad = ({
  kind = 'dry-asphalt',
  mu = null,
  depth = 0,
  slope = [0, 0],
}: FlatRoad = {}): Road => {
  const n = Math.hypot(slope[0], slope[1], 1)
  const normal = [-slope[0] / n, -slope[1] / n, 1 / n] as const
  const grounds = new Map<number | null, Ground>()
  const groundOf = (value: number | null): Ground => {
    let ground = grounds.get(value)
    if (ground === undefined) {
      ground = { kind, mu: value, depth, patch: -1, other: null }
      grounds.set(value, ground)
    }
    return ground
  }
  return {
    length: 10_000,
    lanes: LANES,
    paved: [-9, 5.5],
    toRoad: (x, y) => ({ s: x, t: y }),
    toWorld: (s, t) => ({ x: s, y: t, heading: 0 }),
    curvature: () => 0,
    lane: (id) => LANES.find((lane) => lane.id === id),
    laneAt: (t) => LANES.find((lane) => t >= lane.right && t < lane.left),
    height: (x, y) => slope[0] * x + slope[1] * y,
    normal: () => normal,
    ground: (x, y) => groundOf(typeof mu === 'function' ? mu(x, y) : mu),
  }
}
