/** A road for physics tests: straight along x, plane (level or sloping), friction given by a function. */
import { buildRoad, type Ground, type Road } from '../../src/road/index.ts'
import type { SurfaceKind } from '../../src/scenario/index.ts'

export interface FlatRoad {
  readonly kind?: SurfaceKind
  /** Friction by place; null: the tyre's own. */
  readonly mu?: number | null | ((x: number, y: number) => number | null)
  readonly depth?: number
  /** Rise along x and along y, m/m. */
  readonly slope?: readonly [number, number]
}

const BASE = buildRoad(
  {
    ...{ pieces: [{ length: 10_000, curvature: 0 }], lanes: [-2, -1, 1], laneWidth: 3.5, shoulderWidth: 2 },
    ...{ oneWay: false, speedLimit: 30, surface: 'dry-asphalt', verge: 'grass', place: 'rural' },
    origin: { x: 0, y: 0, heading: 0 },
  },
  [],
)

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
    ...BASE,
    flat: slope[0] === 0 && slope[1] === 0,
    height: (x, y) => slope[0] * x + slope[1] * y,
    normal: () => normal,
    probe: (x, y, _z, out) => {
      out.z = slope[0] * x + slope[1] * y
      ;[out.nx, out.ny, out.nz] = normal
    },
    ground: (x, y) => groundOf(typeof mu === 'function' ? mu(x, y) : mu),
    groundAround: () => (typeof mu === 'function' ? null : groundOf(mu)),
  }
}
