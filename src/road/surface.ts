/**
 * What lies on the ground: layers in (s, t), each over the one before it - the verge everywhere, the
 * pavement on it (each lane of its own stuff, where a map says so), then the scenario's patches in file
 * order. The topmost wins; near its edge it is blended with what it covers, because a tyre's contact patch
 * is not a point.
 */
import {
  recordAt,
  type LaneSpec,
  type NetworkSpec,
  type RoadSpec,
  type SurfaceKind,
  type SurfacePatch,
} from '../scenario/index.ts'
import { sectionAt, type Find, type Ribbon } from './locate.ts'
import type { Ground } from './road.ts'

/** Width over which two surfaces pass into each other, m (docs/physics.md). */
const BLEND_WIDTH = 0.15

/** Depth of snow or water where a patch does not say, m. Judgement: a usual winter or rainy day. */
const DEFAULT_DEPTH: Readonly<Record<SurfaceKind, number>> = {
  'dry-asphalt': 0,
  'wet-asphalt': 0.0005,
  'standing-water': 0.003,
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
  readonly road: number
  readonly s0: number
  readonly s1: number
  readonly t0: number
  readonly t1: number
}

const plain = (kind: SurfaceKind, mu: number | null, depth: number | null, patch: number): Ground =>
  Object.freeze({ kind, mu, depth: depth ?? DEFAULT_DEPTH[kind], patch, other: null })

/** A tyre finds no dry spots any more under this much water, m: a tenth of a millimetre wets all that it touches. */
export const WETTING = 0.0001

/** Dry asphalt with so much water on it, m. */
const wetted = (film: number): Ground => {
  const dry = plain('dry-asphalt', null, null, -1)
  if (film >= WETTING) return plain('wet-asphalt', null, film, -1)
  if (film <= 0) return dry
  const other: Ground['other'] = { kind: 'wet-asphalt', mu: null, depth: film, share: film / WETTING }
  return Object.freeze({ ...dry, other })
}

/** How deep (s, t) lies inside a layer's rectangle, m; negative: that far outside it. */
const depthInside = (l: Layer, s: number, t: number): number =>
  Math.min(s - l.s0, l.s1 - s, t - l.t0, l.t1 - t)

export interface Surface {
  /** The ground at the deepest of `count` finds. Away from edges the same frozen objects are handed out. */
  at(best: Find, finds: readonly Find[], count: number): Ground
  /** The ground everywhere within `radius` metres of them; null: not the same, or it takes a closer look. */
  around(best: Find, finds: readonly Find[], count: number, radius: number): Ground | null
}

/** In a bend, and where lanes widen, a metre along s and t is a little more or less than one on the ground. */
const ALONG = 2
const ACROSS = 1.25

export const buildSurface = (
  spec: Pick<RoadSpec, 'surface' | 'verge'>,
  { roads }: NetworkSpec,
  ribbons: readonly Ribbon[],
  patches: readonly SurfacePatch[],
  film: number,
): Surface => {
  const verge = plain(spec.verge, null, null, -1)
  const pavement = spec.surface === 'dry-asphalt' ? wetted(film) : plain(spec.surface, null, null, -1)
  // Topmost first.
  const layers = patches
    .map((p, i): Layer => ({
      ground: plain(p.kind, p.mu, p.depth, i),
      road: p.road === undefined ? 0 : roads.findIndex((road) => road.id === p.road),
      ...{ s0: Math.min(...p.s), s1: Math.max(...p.s), t0: Math.min(...p.t), t1: Math.max(...p.t) },
    }))
    .reverse()
  const half = BLEND_WIDTH / 2
  const stuffOf = buildStuff(roads.map((road) => road.sections.flatMap((x) => x.lanes)).flat(), pavement)

  /** The pavement under a find, of its lane's own stuff. */
  const paved = (find: Find): Ground => {
    if (stuffOf === null) return pavement
    const section = sectionAt(ribbons[find.road], find.s)
    const edges = section.edges(find.s)
    for (let i = section.pavedFrom; i < section.pavedTo; i++)
      if (find.t < edges[i + 1] || i === section.pavedTo - 1)
        return section.lanes[i].type === 'none' ? verge : stuffOf(section.lanes[i], find.s)
    return pavement
  }
  /** What the layers from one on give, without blending. */
  const covering = (from: number, best: Find, finds: readonly Find[], count: number): Ground => {
    for (let i = from; i < layers.length; i++)
      if (deepest(layers[i], finds, count) >= 0) return layers[i].ground
    return best.outside <= 0 ? paved(best) : verge
  }
  const blend = (inside: number, top: Ground, below: Ground): Ground => {
    const [main, other] = inside >= 0 ? [top, below] : [below, top]
    if (main.kind === other.kind && main.mu === other.mu && main.depth === other.depth) return main
    const share = 0.5 - Math.abs(inside) / BLEND_WIDTH
    return { ...main, other: { kind: other.kind, mu: other.mu, depth: other.depth, share } }
  }

  const at: Surface['at'] = (best, finds, count) => {
    for (let i = 0; i < layers.length; i++) {
      const inside = deepest(layers[i], finds, count)
      if (inside >= half) return layers[i].ground
      if (inside > -half) return blend(inside, layers[i].ground, covering(i + 1, best, finds, count))
    }
    if (best.outside <= -half) return paved(best)
    if (best.outside >= half) return verge
    return blend(-best.outside, paved(best), verge)
  }
  const around: Surface['around'] = (best, finds, count, radius) => {
    if (count > 1 || stuffOf !== null) return null
    const clear = ALONG * radius + half
    for (const layer of layers) {
      const inside = deepest(layer, finds, count)
      if (inside >= clear) return layer.ground
      if (inside > -clear) return null
    }
    const aside = ACROSS * radius + half
    if (best.outside <= -aside) return pavement
    return best.outside >= aside ? verge : null
  }
  return { at, around }
}

/** How deep a point lies inside a layer, on whichever of the roads under it the layer lies. */
const deepest = (layer: Layer, finds: readonly Find[], count: number): number => {
  let inside = -Infinity
  for (let i = 0; i < count; i++) {
    const find = finds[i]
    if (find.road !== layer.road) continue
    const own = depthInside(layer, find.s, find.t)
    if (own > inside) inside = own
  }
  return inside
}

/** Lane -> what it is made of at s; null: every lane is of the pavement's stuff and paved. */
const buildStuff = (
  lanes: readonly LaneSpec[],
  pavement: Ground,
): ((lane: LaneSpec, s: number) => Ground) | null => {
  if (lanes.every((lane) => lane.ground.length === 0 && (lane.type !== 'none' || lane.id === 0))) return null
  const grounds = new Map(
    lanes
      .flatMap((lane) => lane.ground)
      .map((g) => [g, plain(g.kind ?? pavement.kind, g.mu, g.kind === null ? pavement.depth : null, -1)]),
  )
  return (lane, s) => {
    const at = recordAt(lane.ground, s)
    return (at < 0 ? undefined : grounds.get(lane.ground[at])) ?? pavement
  }
}
