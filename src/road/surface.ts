/**
 * What lies on the ground: layers in (s, t), each over the one before it - the verge everywhere, the
 * pavement on it, then the scenario's patches in file order. The topmost wins; near its edge it is
 * blended with what it covers, because a tyre's contact patch is not a point.
 */
import type { RoadSpec, SurfaceKind, SurfacePatch } from '../scenario/index.ts'
import type { Ground } from './road.ts'

/** Width over which two surfaces pass into each other, m (docs/physics.md). */
const BLEND_WIDTH = 0.15

/** Depth of snow or water where a patch does not say, m. Judgement: a usual winter or rainy day. */
const DEFAULT_DEPTH: Readonly<Record<SurfaceKind, number>> = {
  'dry-asphalt': 0,
  'wet-asphalt': 0.0005,
  'standing-water': 0.004,
  'packed-snow': 0.02,
  'loose-snow': 0.06,
  slush: 0.02,
  ice: 0.003,
  'black-ice': 0.0005,
  gravel: 0,
  grass: 0,
}

interface Layer {
  readonly ground: Ground
  readonly s0: number
  readonly s1: number
  readonly t0: number
  readonly t1: number
}

const plain = (kind: SurfaceKind, mu: number | null, depth: number | null, patch: number): Ground =>
  Object.freeze({ kind, mu, depth: depth ?? DEFAULT_DEPTH[kind], patch, other: null })

const layer = (ground: Ground, s: readonly [number, number], t: readonly [number, number]): Layer => ({
  ground,
  s0: Math.min(...s),
  s1: Math.max(...s),
  t0: Math.min(...t),
  t1: Math.max(...t),
})

/** How deep (s, t) lies inside a layer's rectangle, m; negative: that far outside it. */
const depthInside = (l: Layer, s: number, t: number): number =>
  Math.min(s - l.s0, l.s1 - s, t - l.t0, l.t1 - t)

/** (s, t) -> the ground there. Away from edges the same frozen objects are handed out again and again. */
export const buildSurface = (
  spec: Pick<RoadSpec, 'surface' | 'verge'>,
  paved: readonly [number, number],
  patches: readonly SurfacePatch[],
): ((s: number, t: number) => Ground) => {
  const verge = plain(spec.verge, null, null, -1)
  // Topmost first.
  const layers = [
    layer(plain(spec.surface, null, null, -1), [-Infinity, Infinity], paved),
    ...patches.map((p, i) => layer(plain(p.kind, p.mu, p.depth, i), p.s, p.t)),
  ].reverse()
  const half = BLEND_WIDTH / 2

  const covering = (from: number, s: number, t: number): Ground => {
    for (let i = from; i < layers.length; i++) if (depthInside(layers[i], s, t) >= 0) return layers[i].ground
    return verge
  }

  return (s, t) => {
    for (let i = 0; i < layers.length; i++) {
      const inside = depthInside(layers[i], s, t)
      if (inside >= half) return layers[i].ground
      if (inside <= -half) continue
      const top = layers[i].ground
      const below = covering(i + 1, s, t)
      const [main, other] = inside >= 0 ? [top, below] : [below, top]
      if (main.kind === other.kind && main.mu === other.mu && main.depth === other.depth) return main
      const share = 0.5 - Math.abs(inside) / BLEND_WIDTH
      return { ...main, other: { kind: other.kind, mu: other.mu, depth: other.depth, share } }
    }
    return verge
  }
}
