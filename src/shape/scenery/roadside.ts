/** Delineators, speed signs, and on rural roads fences and a power line. */
import { stream, type Vec3 } from '../../math/index.ts'
import { MeshBuilder, box, merged, moved, placed, revolve, tube, type Rgb } from '../mesh/index.ts'
import type { Mesh, Piece } from '../shape.ts'
import { textQuads } from '../lettering.ts'
import type { Site } from './site.ts'

const WHITE: Rgb = [0.72, 0.72, 0.7]
const GALVANISED: Rgb = [0.36, 0.37, 0.38]

export const roadside = (site: Site): Piece[] => [
  ...(isStreet(site) ? [] : delineators(site)),
  ...speedSigns(site),
  ...(site.scenario.road.place === 'rural' ? [...fences(site), ...powerLine(site)] : []),
]

/** Streets have kerbs and lamps, and no posts. */
const isStreet = ({ scenario }: Site): boolean => ['city', 'suburb'].includes(scenario.road.place)

/** x, y, z, yaw, scale of something that stands at (s, t) and looks back along the road (against s) or with it. */
const stance = (site: Site, s: number, t: number, turn = 0): number[] => {
  const { x, y, heading } = site.road.toWorld(s, t)
  return [x, y, site.land(x, y), heading + turn, 1]
}

/**
 * European delineator: a white post with a slanted black band and a reflector, facing -x (the driver who
 * comes along +x).
 */
const delineators = (site: Site): Piece[] => {
  const post = box([-0.05, -0.06, -0.3], [0.05, 0.06, 1.02])
  const band = new MeshBuilder()
  for (const x of [-0.057, 0.057]) {
    const corners: Vec3[] = [
      [x, 0.061, 0.66],
      [x, -0.061, 0.72],
      [x, -0.061, 0.94],
      [x, 0.061, 0.88],
    ]
    band.face(x < 0 ? corners : corners.reverse())
  }
  const reflector = merged([
    box([-0.066, -0.022, 0.72], [-0.058, 0.022, 0.88]),
    box([0.058, -0.022, 0.72], [0.066, 0.022, 0.88]),
  ])
  const places: number[] = []
  const t = [site.road.paved[0] - 0.5, site.road.paved[1] + 0.5]
  for (let s = Math.ceil(site.from / 50) * 50; s < site.to; s += 50)
    for (const [i, across] of t.entries()) places.push(...stance(site, s, across, i === 0 ? 0 : Math.PI))
  const placements = Float32Array.from(places)
  const piece = (name: string, mesh: Mesh, color: Rgb): Piece => ({
    name: `delineator ${name}`,
    mesh,
    material: 'plastic',
    color,
    semantic: 'pole',
    placements,
  })
  return [
    piece('post', post, WHITE),
    piece('band', band.build(), [0.015, 0.015, 0.015]),
    piece('reflector', reflector, [0.8, 0.55, 0.2]),
  ]
}

/** The Vienna Convention's speed limit sign, facing those who come along the lanes that run with s. */
const speedSigns = (site: Site): Piece[] => {
  const kmh = Math.round((site.scenario.road.speedLimit * 3.6) / 5) * 5
  const radius = 0.32
  const height = 2.1
  const disc = (r: number, x: number): Mesh => {
    const round = revolve(
      [
        [0, -0.006],
        [r, -0.006],
        [r, 0.006],
        [0, 0.006],
      ],
      28,
    )
    // The solid turns about y; the sign's axis is x.
    const turn = placed([x, 0, height], -Math.PI / 2)
    return moved(round, turn)
  }
  const text = String(kmh)
  const digits = textQuads(text, Math.min(0.042, (1.2 * radius) / (6 * text.length - 1)), (u, v): Vec3 => [
    -0.036,
    -u,
    height + v,
  ])
  const pole = tube(
    [
      [0.03, 0, -0.4],
      [0.03, 0, height + radius],
    ],
    () => 0.03,
    8,
  )
  const places: number[] = []
  for (let s = 90; s < site.to; s += 420) places.push(...stance(site, s, site.road.paved[0] - 1.4))
  const placements = Float32Array.from(places)
  const piece = (name: string, mesh: Mesh, color: Rgb, semantic: Piece['semantic'] = 'sign'): Piece => ({
    name: `speed sign ${name}`,
    mesh,
    material: semantic === 'pole' ? 'metal' : 'plastic',
    color,
    semantic,
    placements,
  })
  return [
    piece('rim', disc(radius, 0), [0.55, 0.015, 0.02]),
    piece('face', disc(radius * 0.78, -0.018), WHITE),
    piece('digits', digits, [0.012, 0.012, 0.014]),
    piece('pole', pole, GALVANISED, 'pole'),
  ]
}

/** Wooden posts with two wires or rails along the fields, with gaps. */
const fences = (site: Site): Piece[] => {
  const random = stream(site.seed, 'scenery', 'fence')
  const post = box([-0.05, -0.05, -0.3], [0.05, 0.05, 1.15])
  const posts: number[] = []
  const rails: Mesh[] = []
  for (const side of [-1, 1]) {
    const t = side < 0 ? site.road.paved[0] - 4.2 : site.road.paved[1] + 4.2
    let s = site.from + random.uniform(0, 80)
    while (s < site.to) {
      const end = Math.min(site.to, s + random.uniform(50, 160))
      const line: Vec3[] = []
      for (; s < end; s += 3) {
        const [x, y, z, yaw] = stance(site, s, t)
        posts.push(x, y, z, yaw, random.uniform(0.93, 1.04))
        line.push([x, y, z])
      }
      for (const height of [0.55, 1])
        if (line.length > 1)
          rails.push(
            tube(
              line.map(([x, y, z]): Vec3 => [x, y, z + height]),
              () => 0.018,
              3,
            ),
          )
      s = end + random.uniform(30, 140)
    }
  }
  const wood: Omit<Piece, 'name' | 'mesh' | 'placements'> = {
    material: 'wood',
    color: [0.16, 0.12, 0.09],
    semantic: 'barrier',
  }
  return [
    { name: 'fence posts', mesh: post, placements: Float32Array.from(posts), ...wood },
    { name: 'fence rails', mesh: merged(rails), placements: null, ...wood },
  ]
}

/** Wooden poles with a cross-arm, and three wires that sag between them. */
const powerLine = (site: Site): Piece[] => {
  const random = stream(site.seed, 'scenery', 'power line')
  const side = random.next() < 0.5 ? -1 : 1
  const t = side < 0 ? site.road.paved[0] - 15 : site.road.paved[1] + 15
  const height = 8.4
  const pole = merged([
    tube(
      [
        [0, 0, -0.5],
        [0, 0, height],
      ],
      (i) => 0.15 - 0.05 * i,
      8,
    ),
    box([-0.06, -1.1, height - 0.55], [0.06, 1.1, height - 0.42]),
    ...[-1, 0, 1].map((k) => box([-0.04, k - 0.04, height - 0.42], [0.04, k + 0.04, height - 0.2])),
  ])
  const places: number[] = []
  const wires: Mesh[] = []
  let before: Vec3[] | null = null
  for (let s = site.from + 20; s < site.to; s += 55) {
    const [x, y, z, yaw] = stance(site, s, t)
    places.push(x, y, z, yaw, 1)
    const tops = [-1, 0, 1].map((k): Vec3 => [
      x - Math.sin(yaw) * k,
      y + Math.cos(yaw) * k,
      z + height - 0.22,
    ])
    for (const [k, from] of (before ?? []).entries()) {
      const to = tops[k]
      const path = [0, 0.17, 0.33, 0.5, 0.67, 0.83, 1].map((u): Vec3 => [
        from[0] + (to[0] - from[0]) * u,
        from[1] + (to[1] - from[1]) * u,
        from[2] + (to[2] - from[2]) * u - 4 * 0.9 * u * (1 - u),
      ])
      wires.push(tube(path, () => 0.02, 4))
    }
    before = tops
  }
  return [
    {
      name: 'power poles',
      mesh: pole,
      material: 'wood',
      color: [0.11, 0.085, 0.065],
      semantic: 'pole',
      placements: Float32Array.from(places),
    },
    {
      name: 'wires',
      mesh: merged(wires),
      material: 'metal',
      // Weathered aluminium, as bright as the sky: where it is thinner than a pixel its broken line does not show.
      color: [0.5, 0.51, 0.53],
      semantic: 'object',
      placements: null,
    },
  ]
}
