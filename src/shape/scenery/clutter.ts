/** What `randomise` scatters beside the road: things of the street, and things that mean nothing. Nobody can meet them. */
import { stream, type Random } from '../../math/index.ts'
import { box, ellipsoid, roundedBox, tube, type Rgb } from '../mesh/index.ts'
import { thingOf, type ObjectStyle } from '../objects/index.ts'
import type { MaterialKind, Mesh, Piece } from '../shape.ts'
import type { Site } from './site.ts'

/** From the pavement's edge, m: no one drives there. */
const NEAREST = 0.9
const FARTHEST = 6
const HUNDRED = 100
/** Of each kind there are so many different ones. */
const VARIANTS = 3

/** Both kinds of clutter along a road, as its looks want them. */
export const clutter = (site: Site): Piece[] => {
  const { looks } = site.scenario
  // The ways through a junction have no verge.
  if (looks === undefined || site.part.junction !== null) return []
  return [
    ...scattered(site, 'clutter', looks.clutter ?? 0, STREET),
    ...scattered(site, 'distractors', looks.distractors ?? 0, SENSELESS),
  ]
}

interface Stuff {
  readonly mesh: Mesh
  readonly material: MaterialKind
  readonly color: Rgb
}

type Kind = (random: Random) => readonly Stuff[]

/** @param rate things a hundred metres of road */
const scattered = (site: Site, name: string, rate: number, kinds: readonly Kind[]): Piece[] => {
  const random = stream(site.scenario.looks?.seed ?? site.seed, 'randomise', name, site.part.id)
  const count = Math.round((rate * (site.to - site.from)) / HUNDRED)
  const places = kinds.flatMap((kind) =>
    Array.from({ length: VARIANTS }, () => ({ kind, at: [] as number[] })),
  )
  for (let i = 0; i < count; i++) {
    const s = random.uniform(site.from, site.to)
    const [right, left] = site.road.pavedAt(s)
    const away = random.uniform(NEAREST, FARTHEST)
    const [x, y] = site.at(s, random.next() < 0.5 ? right - away : left + away)
    const yaw = random.uniform(0, 2 * Math.PI)
    const { at } = places[random.integer(places.length)]
    // In a bend, or at a junction, what is beside one road may lie on another.
    if (site.beside(x, y) >= NEAREST - 0.05) at.push(x, y, site.land(x, y), yaw, 1)
  }
  return places.flatMap(({ kind, at }, i) =>
    at.length === 0
      ? []
      : kind(random).map(({ mesh, material, color }, k): Piece => {
          const placements = Float32Array.from(at)
          return {
            ...{ name: `${site.prefix}${name} ${i}.${k}`, mesh, material, color, placements },
            semantic: 'unlabelled',
          }
        }),
  )
}

const thing =
  (
    style: ObjectStyle,
    size: readonly [length: number, width: number, height: number],
    colors: readonly Rgb[],
  ): Kind =>
  (random) => {
    const [length, width, height] = size
    const extent = { length, width, height, rearOverhang: length / 2, mass: 20 }
    return thingOf(style, extent, colors[random.integer(colors.length)], random)
  }

const STREET: readonly Kind[] = [
  thing(
    'bin',
    [0.55, 0.48, 0.93],
    [
      [0.03, 0.045, 0.035],
      [0.014, 0.045, 0.12],
      [0.04, 0.04, 0.042],
      [0.3, 0.25, 0.02],
    ],
  ),
  thing(
    'bench',
    [0.62, 1.8, 0.82],
    [
      [0.2, 0.09, 0.03],
      [0.05, 0.1, 0.04],
    ],
  ),
  thing(
    'post',
    [0.12, 0.12, 0.95],
    [
      [0.3, 0.3, 0.3],
      [0.02, 0.02, 0.02],
    ],
  ),
  thing(
    'hedge',
    [1.6, 0.8, 1.2],
    [
      [0.05, 0.1, 0.018],
      [0.04, 0.08, 0.022],
    ],
  ),
  thing('cone', [0.36, 0.36, 0.75], [[0.6, 0.06, 0.012]]),
  thing(
    'barrel',
    [0.58, 0.58, 0.88],
    [
      [0.01, 0.05, 0.2],
      [0.25, 0.02, 0.015],
    ],
  ),
  thing('boulder', [0.8, 0.7, 0.6], [[0.2, 0.19, 0.17]]),
  // A cabinet of telephone or power.
  thing('box', [0.35, 1.1, 1.2], [[0.25, 0.26, 0.24]]),
]

/** Any hue, full: what no street has. */
const bright = (random: Random): Rgb => {
  const at = 3 * random.next()
  const [i, f] = [Math.floor(at), at - Math.floor(at)]
  const ends = [1 - f, f, 0]
  const value = random.uniform(0.35, 0.8)
  return [0, 1, 2].map((c) => 0.02 + value * ends[(c - i + 3) % 3]) as unknown as Rgb
}

const SENSELESS: readonly Kind[] = [
  (random) => {
    const r = random.uniform(0.2, 0.7)
    return [{ mesh: ellipsoid([0, 0, r], [r, r, r], 24, 14), material: 'plastic', color: bright(random) }]
  },
  (random) => {
    const [l, w, h] = [random.uniform(0.3, 1.2), random.uniform(0.3, 1.2), random.uniform(0.3, 1.6)]
    const mesh = roundedBox([-l / 2, -w / 2, 0], [l / 2, w / 2, h], 0.04, 4)
    return [{ mesh, material: 'plastic', color: bright(random) }]
  },
  (random) => {
    const [r, h] = [random.uniform(0.15, 0.4), random.uniform(0.6, 2)]
    const mesh = tube(
      [
        [0, 0, 0],
        [0, 0, h],
      ],
      (i) => (i === 0 ? r : 0.02),
      20,
    )
    return [{ mesh, material: 'plastic', color: bright(random) }]
  },
  (random) => {
    const [w, h] = [random.uniform(0.6, 1.8), random.uniform(0.5, 1.4)]
    return [
      { mesh: box([-0.02, -w / 2, 1], [0.02, w / 2, 1 + h]), material: 'plastic', color: bright(random) },
      { mesh: box([-0.03, -0.03, 0], [0.03, 0.03, 1]), material: 'metal', color: [0.3, 0.3, 0.3] },
    ]
  },
]

/** The road's pieces by the tone and the wear that its looks want: what is paved, and what is painted on it. */
export const toned = ({ looks }: Site['scenario'], piece: Piece): Piece => {
  if (looks?.road === undefined) return piece
  const { tone, wear } = looks.road
  const [r, g, b] = piece.color
  if (piece.material === 'asphalt') return { ...piece, color: [tone * r, tone * g, tone * b] }
  if (piece.material !== 'marking') return piece
  // Worn paint lets the asphalt through.
  const through = (c: number): number => (1 - wear) * c + wear * Math.min(c, ASPHALT * tone)
  return { ...piece, color: [through(r), through(g), through(b)] }
}
const ASPHALT = 0.09
