/** Where trees and bushes stand: rows and groups by the road, woods behind, all by seed. */
import { stream, type Random } from '../../math/index.ts'
import type { Piece } from '../shape.ts'
import { BARK, CONIFER_GREEN, conifer, farConifer, type Tree } from './conifer.ts'
import { LEAF_GREEN, broadleaf, bush, farBroadleaf } from './broadleaf.ts'
import { noise } from './noise.ts'
import { VALLEY, type Site } from './site.ts'
import type { Rgb } from '../mesh/index.ts'

/** One kind of plant: near the road in full, farther away with few triangles. */
interface Species {
  readonly name: string
  readonly leaf: Rgb
  readonly near: readonly Tree[]
  readonly far: readonly Tree[]
}

/** Past this distance from the pavement no one sees the difference, m. */
const NEAR = 17
const PIECE_LENGTH = 220

export interface Keepout {
  readonly x: number
  readonly y: number
  readonly radius: number
}

export const planting = (site: Site, keepouts: readonly Keepout[]): Piece[] => {
  const random = stream(site.seed, 'scenery', 'planting')
  const grove = createGrove(site)
  const wooded = noise(site.seed, 'woods', 130)
  const clear = (x: number, y: number): boolean =>
    keepouts.every((k) => Math.hypot(x - k.x, y - k.y) > k.radius)
  const { place } = site.scenario.road
  const motorway = place === 'motorway'
  const suburban = place === 'suburb'
  // In town the houses stand where woods would.
  if (place === 'city') return grove.pieces()
  for (const side of [-1, 1] as const) {
    const edge = side < 0 ? site.road.paved[0] : site.road.paved[1]
    const first = motorway && side > 0 ? 19 : motorway ? 8 : suburban ? 2.5 : 5.5
    for (let s = site.from; s < site.to; s += 4.5) {
      // Behind the gardens a few trees, no wood.
      const density = suburban ? -0.06 : wooded(s * 0.9, side * 1000)
      // Beside the road: bushes and single trees.
      if (random.next() < 0.1 + 0.12 * density)
        put(grove.bush, s, edge, side, first + random.uniform(-1.5, 5), 0.7, 1.5)
      if (random.next() < 0.1 + 0.1 * density)
        put(grove.broad, s, edge, side, first + random.uniform(1, 10), 0.7, 1.2)
      // The wood's edge and its depth.
      if (density > -0.05) {
        const depth = 3 + Math.round(3 * density)
        for (let row = 0; row < depth; row++) {
          if (random.next() < 0.2) continue
          const d = first + 9 + row * 7.5 + random.uniform(0, 6)
          put(random.next() < 0.68 ? grove.conifer : grove.broad, s, edge, side, d, 0.65, 1.25)
        }
      } else if (random.next() < 0.06) put(grove.broad, s, edge, side, random.uniform(40, 120), 0.8, 1.3)
    }
  }
  horizon(site, random, (x, y, k) => grove.distant.add(site, random, x, y, k))
  return grove.pieces()

  function put(kind: Stand, s: number, edge: number, side: 1 | -1, d: number, lo: number, hi: number): void {
    const [x, y] = site.at(s + random.uniform(-2, 2), edge + side * d)
    // In a tight curve what is far to the side may be near another stretch of the road.
    if (site.beside(x, y) < Math.min(d, 5) - 0.5 || !clear(x, y)) return
    // Nothing grows in the river.
    if (place === 'bridge' && site.land(x, y) < site.road.height(x, y) - VALLEY + 1.5) return
    kind.add(site, random, x, y, random.uniform(lo, hi))
  }
}

/** Woods on the skyline: groups of simple trees 150 to 900 m out. */
const horizon = (site: Site, random: Random, add: (x: number, y: number, k: number) => void): void => {
  const woods = noise(site.seed, 'far woods', 330)
  const length = site.to - site.from
  for (let i = 0; i < 4200; i++) {
    const s = site.from - 700 + random.next() * (length + 1400)
    const d = 110 + 800 * random.next() ** 1.7
    const [x, y] = site.at(s, random.next() < 0.5 ? d : -d)
    const wood = woods(x, y)
    if (wood < 0.02 || random.next() > 0.55 + wood || site.beside(x, y) < 90) continue
    add(x, y, random.uniform(0.8, 1.3))
  }
}

/** All placements of one kind of plant. */
interface Stand {
  add(site: Site, random: Random, x: number, y: number, scale: number): void
}

interface Grove {
  readonly conifer: Stand
  readonly broad: Stand
  readonly bush: Stand
  readonly distant: Stand
  pieces(): Piece[]
}

const createGrove = (site: Site): Grove => {
  const random = (name: string): Random => stream(site.seed, 'scenery', 'tree', name)
  const snow = site.snowy ? 0.75 : 0
  const bare = site.winter
  const repeat = <T>(n: number, make: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => make(i))
  const species: Species[] = [
    {
      name: 'spruce',
      leaf: CONIFER_GREEN,
      near: repeat(3, (i) =>
        conifer(
          { height: 11 + 2.5 * i, radius: 2.1 + 0.35 * i, whorls: 9 + i, boughs: 8, snow },
          random(`spruce ${i}`),
        ),
      ),
      far: repeat(2, (i) =>
        farConifer({ height: 13 + 3 * i, radius: 2.6, tiers: 6, spikes: 6, snow }, random(`far spruce ${i}`)),
      ),
    },
    {
      name: 'broadleaf',
      leaf: LEAF_GREEN,
      near: repeat(3, (i) =>
        broadleaf({ height: 9 + 1.5 * i, generations: 3, leaves: !bare, sides: 4 }, random(`broadleaf ${i}`)),
      ),
      far: repeat(2, (i) => farBroadleaf(10 + 2 * i, !bare, random(`far broadleaf ${i}`))),
    },
    {
      name: 'bush',
      leaf: LEAF_GREEN,
      near: repeat(2, (i) => bush(!bare, random(`bush ${i}`))),
      far: repeat(1, (i) => bush(!bare, random(`far bush ${i}`))),
    },
    {
      name: 'distant',
      leaf: CONIFER_GREEN,
      near: [],
      far: repeat(2, (i) =>
        farConifer(
          { height: 14 + 3 * i, radius: 3.4, tiers: 2, spikes: 3, snow: 0.6 * snow },
          random(`distant ${i}`),
        ),
      ),
    },
  ]
  const places = new Map<string, { tree: Tree; leaf: Rgb; at: number[] }>()
  const stand = ({ name, leaf, near, far }: Species): Stand => ({
    add: (where, chance, x, y, scale) => {
      const close = near.length > 0 && where.beside(x, y) < NEAR
      const forms = close ? near : far
      const form = chance.integer(forms.length)
      const stretch = Math.floor(where.road.toRoad(x, y).s / (close ? PIECE_LENGTH : 3 * PIECE_LENGTH))
      const key = `${name} ${close ? 'near' : 'far'} ${form} ${stretch}`
      const entry = places.get(key) ?? { tree: forms[form], leaf, at: [] }
      places.set(key, entry)
      entry.at.push(x, y, where.land(x, y) - 0.05, chance.uniform(0, 2 * Math.PI), scale)
    },
  })
  const [spruce, broad, shrub, distant] = species.map(stand)
  return {
    conifer: spruce,
    broad,
    bush: shrub,
    distant,
    pieces: () =>
      [...places].flatMap(([name, { tree, leaf, at }]): Piece[] => {
        const placements = Float32Array.from(at)
        const wood: Piece = {
          name: `${name} wood`,
          mesh: tree.trunk,
          material: 'bark',
          color: BARK,
          semantic: 'vegetation',
          placements,
        }
        if (tree.crown === null) return [wood]
        return [wood, { ...wood, name: `${name} crown`, mesh: tree.crown, material: 'foliage', color: leaf }]
      }),
  }
}
