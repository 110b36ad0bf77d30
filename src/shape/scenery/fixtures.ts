/** What a network says stands on and beside its roads: signs, lights, crossings, stop lines, and objects. */
import type { Vec3 } from '../../math/index.ts'
import type { Road, PlacedSignal } from '../../road/index.ts'
import type { RoadObject } from '../../scenario/index.ts'
import { textQuads } from '../lettering.ts'
import { MeshBuilder, box, merged, moved, placed, revolve, tube, type Rgb } from '../mesh/index.ts'
import type { Mesh, Piece } from '../shape.ts'
import { crossingsOn } from './crossings.ts'
import type { Site } from './site.ts'

const WHITE: Rgb = [0.72, 0.72, 0.7]
const RED: Rgb = [0.55, 0.015, 0.02]
const BLACK: Rgb = [0.012, 0.012, 0.014]
const STEEL: Rgb = [0.36, 0.37, 0.38]
/** Paint lies so high over the road, m: enough for a renderer, too little for an eye. */
const PAINT = 0.006

export const fixtures = (road: Road, sites: readonly Site[]): Piece[] => {
  const drawn = new Map(sites.map((site) => [site.part.index, site]))
  return [
    ...road.signals.flatMap((signal, i) => {
      const site = drawn.get(signal.road)
      return site === undefined ? [] : signPieces(signal, site, i)
    }),
    ...sites.flatMap((site) => [...paintOn(road, site), ...objectsOn(site)]),
  ]
}

/** A disc or a polygon across x, its face towards -x (the driver who comes along +x). */
const plate = (corners: number, radius: number, x: number, turn = 0): Mesh => {
  const disc = revolve(
    [
      [0, -0.004],
      [radius, -0.004],
      [radius, 0.004],
      [0, 0.004],
    ],
    corners,
  )
  const [c, n] = [Math.cos(turn), Math.sin(turn)]
  return moved(disc, {
    point: ([a, b, h]) => [x + b, c * a - n * h, n * a + c * h],
    turn: ([a, b, h]) => [b, c * a - n * h, n * a + c * h],
  })
}

type Layer = readonly [name: string, mesh: Mesh, color: Rgb]

/** Layers of a sign about its own middle, from the back to the face. */
const face = ({ kind, value }: PlacedSignal): Layer[] => {
  const words = (text: string, size: number): Mesh => textQuads(text, size, (u, v): Vec3 => [-0.03, -u, v])
  switch (kind) {
    case 'stop':
      return [
        ['rim', plate(8, 0.45, 0, Math.PI / 8), WHITE],
        ['face', plate(8, 0.42, -0.012, Math.PI / 8), RED],
        ['words', words('STOP', 0.028), WHITE],
      ]
    case 'give-way':
      return [
        ['rim', plate(3, 0.5, 0, -Math.PI / 2), RED],
        ['face', plate(3, 0.33, -0.012, -Math.PI / 2), WHITE],
      ]
    case 'priority-road':
      return [
        ['rim', plate(4, 0.42, 0), WHITE],
        ['face', plate(4, 0.32, -0.012), [0.75, 0.5, 0.02]],
      ]
    case 'speed-limit': {
      const text = value === null ? '' : String(Math.round((value * 3.6) / 5) * 5)
      return [
        ['rim', plate(28, 0.32, 0), RED],
        ['face', plate(28, 0.25, -0.012), WHITE],
        ...(text === ''
          ? []
          : [['words', words(text, Math.min(0.042, 0.384 / (6 * text.length - 1))), BLACK] as const]),
      ]
    }
    default:
      return [['face', box([-0.01, -0.3, -0.3], [0.01, 0.3, 0.3]), [0.04, 0.12, 0.45]]]
  }
}

const signPieces = (signal: PlacedSignal, site: Site, i: number): Piece[] => {
  if (signal.kind === 'stop-line') return []
  const { x, y, yaw } = signal
  const z = site.land(x, y)
  const lit = signal.kind === 'traffic-light'
  const height = middleOf(signal)
  const at = placed([x, y, z], yaw)
  const up = placed([0, 0, height])
  const piece = (name: string, mesh: Mesh, color: Rgb, pole = false): Piece => ({
    ...{ name: `signal ${i} ${name}`, mesh: moved(mesh, at), material: pole ? 'metal' : 'plastic', color },
    ...{ semantic: pole ? 'pole' : 'sign', placements: null },
  })
  const pole = tube(
    [
      [0.05, 0, -0.4],
      [0.05, 0, height + (lit ? 0.5 : 0.3)],
    ],
    () => 0.035,
    8,
  )
  const parts = [piece('pole', pole, STEEL, true)]
  if (!lit)
    return [...parts, ...face(signal).map(([name, mesh, color]) => piece(name, moved(mesh, up), color))]
  const head = { semantic: 'traffic-light' } as const
  const lamps = LAMPS.map(({ shows, dz, color }): Piece => ({
    ...piece(shows, moved(plate(20, LENS, -0.125), placed([0, 0, height + dz])), color),
    ...head,
    ...{ material: 'lamp', lit: { signal: signal.id, shows } },
  }))
  const hoods = LAMPS.map(({ dz }) => moved(hood(), placed([-0.12, 0, height + dz])))
  const housing = box(
    [HEAD.back[0], -HEAD.half, height - HEAD.up],
    [HEAD.back[1], HEAD.half, height + HEAD.up],
  )
  return [...parts, { ...piece('housing', merged([housing, ...hoods]), BLACK), ...head }, ...lamps]
}

/** Height of a sign's or a light's middle above the ground, m. */
const middleOf = ({ kind, z }: PlacedSignal): number =>
  Math.max(z, 1.2) + (kind === 'traffic-light' ? 0.5 : 0.4)

/** A head's housing about its middle: from and to along x, half its width and half its height, m. */
const HEAD = { back: [-0.12, 0.02], half: 0.16, up: 0.48 } as const
/** Hoods stand out before it so far, m. */
const HOOD = 0.18

/** Where the head of a traffic light is, housing and hoods. */
export interface LightHead {
  readonly signal: string
  /** Its middle in the world, m; it faces along -x of its yaw, rad. */
  readonly center: Vec3
  readonly yaw: number
  readonly size: Vec3
}

export const lightHead = (signal: PlacedSignal, site: Site): LightHead => {
  const [from, to] = [HEAD.back[0] - HOOD, HEAD.back[1]]
  const out = (from + to) / 2
  const [c, n] = [Math.cos(signal.yaw), Math.sin(signal.yaw)]
  const z = site.land(signal.x, signal.y) + middleOf(signal)
  return {
    ...{ signal: signal.id, yaw: signal.yaw },
    center: [signal.x + c * out, signal.y + n * out, z],
    size: [to - from, 2 * HEAD.half, 2 * HEAD.up],
  }
}

/** Radius of a lens, m, and the lamps of a head, from the top: 200 mm, 0.3 m apart (EN 12368). */
const LENS = 0.1
const LAMPS = [
  { shows: 'red', dz: 0.3, color: [0.16, 0.008, 0.008] },
  { shows: 'amber', dz: 0, color: [0.16, 0.08, 0.006] },
  { shows: 'green', dz: -0.3, color: [0.006, 0.1, 0.04] },
] as const

/** Half a tube over a lens that keeps the sun off it, open below, towards -x. */
const hood = (): Mesh => {
  const builder = new MeshBuilder()
  const [radius, length, steps] = [LENS + 0.025, HOOD, 10]
  const rows = Array.from({ length: steps + 1 }, (_, i) => {
    const angle = (Math.PI * (i / steps) * 4) / 3 - Math.PI / 6
    const [y, z] = [radius * Math.cos(angle), radius * Math.sin(angle)]
    return [1, -1].map((out) =>
      [0, -length].map((x) =>
        builder.vertex([x, y, z], [0, (out * y) / radius, (out * z) / radius], undefined, [0, 0]),
      ),
    )
  })
  for (const [i, [outer, inner]] of rows.slice(1).entries()) {
    const [before, within] = rows[i]
    builder.quad(before[0], outer[0], outer[1], before[1])
    builder.quad(within[0], within[1], inner[1], inner[0])
  }
  return builder.build()
}

/** Rectangles in (s, t) of a site's road, laid on its surface. */
const laid = (
  site: Site,
  areas: readonly (readonly [s0: number, s1: number, t0: number, t1: number])[],
): Mesh => {
  const builder = new MeshBuilder()
  for (const [s0, s1, t0, t1] of areas) {
    const steps = Math.max(1, Math.ceil((s1 - s0) / 2))
    const across = Math.max(1, Math.ceil((t1 - t0) / 2))
    const ids = Array.from({ length: steps + 1 }, (_, i) =>
      Array.from({ length: across + 1 }, (_, j) => {
        const [s, t] = [s0 + ((s1 - s0) * i) / steps, t0 + ((t1 - t0) * j) / across]
        const [x, y] = site.at(s, t)
        return builder.vertex([x, y, site.ground(s, x, y) + PAINT], site.road.normal(x, y), [1, 1, 1], [s, t])
      }),
    )
    for (let i = 0; i < steps; i++)
      for (let j = 0; j < across; j++)
        builder.quad(ids[i][j], ids[i + 1][j], ids[i + 1][j + 1], ids[i][j + 1])
  }
  return builder.build()
}

/** Zebra crossings, stop lines and the marks of parking bays. */
const paintOn = (road: Road, site: Site): Piece[] => {
  const areas: (readonly [number, number, number, number])[] = []
  // Stripes of half a metre, as wide as the gaps between them, along the road.
  for (const { along, across } of crossingsOn(site))
    for (let t = across[0]; t + 0.5 <= across[1]; t += 1) areas.push([...along, t, t + 0.5])
  for (const object of site.part.spec.objects) {
    const { type, s, t, length, width } = object
    if (type === 'stop-line') areas.push([s - length / 2, s + length / 2, t - width / 2, t + width / 2])
  }
  for (const signal of road.signals)
    if (signal.kind === 'stop-line' && signal.road === site.part.index) {
      const line = road.stopLines.find((l) => l.road === signal.road && Math.abs(l.s - signal.s) < 1e-6)
      if (line !== undefined) areas.push([line.s - 0.25, line.s + 0.25, line.t[0], line.t[1]])
    }
  areas.push(...bays(site))
  if (areas.length === 0) return []
  return [
    {
      ...{ name: `paint ${site.prefix}`, mesh: laid(site, areas), material: 'marking', color: WHITE },
      ...{ semantic: 'road-marking', placements: null },
    },
  ]
}

/** Length of a bay along the road, m (RAS: 5.7 m between cars, 0.1 m lines). */
const BAY = 5.7

const bays = (site: Site): [number, number, number, number][] => {
  const { from, to, road } = site
  const areas: [number, number, number, number][] = []
  for (let s = Math.max(0, from); s <= Math.min(to, road.length); s += BAY)
    for (const strip of road.stripsAt(s))
      if (strip.type === 'parking' && strip.left - strip.right > 1.5)
        areas.push([s - 0.05, s + 0.05, strip.right + 0.05, strip.left - 0.05])
  return areas
}

/** How things of a map look: as boxes or poles, most of the time. */
const LOOKS: Readonly<
  Partial<
    Record<RoadObject['type'], { semantic: Piece['semantic']; material: Piece['material']; color: Rgb }>
  >
> = {
  barrier: { semantic: 'barrier', material: 'metal', color: [0.42, 0.43, 0.44] },
  building: { semantic: 'building', material: 'plaster', color: [0.6, 0.56, 0.5] },
  pole: { semantic: 'pole', material: 'metal', color: STEEL },
  'street-lamp': { semantic: 'pole', material: 'metal', color: STEEL },
  gantry: { semantic: 'pole', material: 'metal', color: STEEL },
  tree: { semantic: 'vegetation', material: 'foliage', color: [0.05, 0.09, 0.03] },
  vegetation: { semantic: 'vegetation', material: 'foliage', color: [0.06, 0.1, 0.03] },
  'traffic-island': { semantic: 'shoulder', material: 'plaster', color: [0.3, 0.3, 0.28] },
  obstacle: { semantic: 'object', material: 'plastic', color: [0.5, 0.3, 0.05] },
}

const objectsOn = (site: Site): Piece[] => {
  const groups = new Map<RoadObject['type'], Mesh[]>()
  for (const o of site.part.spec.objects) {
    if (LOOKS[o.type] === undefined) continue
    const { x, y, heading } = site.road.toWorld(o.s, o.t)
    const slim = o.type === 'pole' || o.type === 'street-lamp'
    const [l, w] = [Math.max(o.length, 0.1) / 2, Math.max(o.width, slim ? 0.1 : 0.06) / 2]
    const height = o.height > 0 ? o.height : slim ? 1 : 0.8
    const mesh = box([-l, -w, -0.2], [l, w, height])
    const list = groups.get(o.type) ?? []
    groups.set(o.type, list)
    list.push(moved(mesh, placed([x, y, site.ground(o.s, x, y) + o.z], heading + o.heading)))
  }
  return [...groups].map(([type, meshes]) => ({
    ...{ name: `object ${site.prefix}${type}`, mesh: merged(meshes), placements: null },
    ...LOOKS[type]!,
  }))
}
