/** What a motorway has: guard rails, a concrete median barrier, the other carriageway, a gantry, a noise wall. */
import { span, MeshBuilder, box, merged, type Rgb } from '../mesh/index.ts'
import { stream, type Vec3 } from '../../math/index.ts'
import { textQuads } from '../lettering.ts'
import type { Mesh, Piece } from '../shape.ts'
import { ROW, type Site } from './site.ts'

const GALVANISED: Rgb = [0.42, 0.43, 0.44]
const CONCRETE: Rgb = [0.42, 0.41, 0.39]

export const motorwayFurniture = (site: Site): Piece[] => [
  ...guardRail(site),
  median(site),
  otherCarriageway(site),
  ...gantry(site),
  ...noiseWall(site),
]

/** A profile in (outward, up) drawn along the road at offset t; the solid lies on the profile's left. */
export const drawn = (
  site: Site,
  t: number,
  profile: readonly (readonly [number, number])[],
  from = site.from,
  to = site.to,
  step = 2 * ROW,
): Mesh => {
  const builder = new MeshBuilder()
  const stations = span(from, to, Math.max(1, Math.round((to - from) / step))).map((s) => {
    const { heading } = site.road.toWorld(s, t)
    return { s, left: [-Math.sin(heading), Math.cos(heading)] as const }
  })
  for (let k = 0; k + 1 < profile.length; k++) {
    const [[u0, z0], [u1, z1]] = [profile[k], profile[k + 1]]
    const l = Math.hypot(u1 - u0, z1 - z0)
    const [nu, nz] = [(z1 - z0) / l, -(u1 - u0) / l]
    const rows = stations.map(({ s, left }) => {
      const n: Vec3 = [left[0] * nu, left[1] * nu, nz]
      const point = (u: number, z: number): Vec3 => {
        const [x, y] = site.at(s, t + u)
        return [x, y, site.land(x, y) + z]
      }
      return [builder.vertex(point(u0, z0), n), builder.vertex(point(u1, z1), n)] as const
    })
    for (let i = 0; i + 1 < rows.length; i++)
      builder.quad(rows[i + 1][0], rows[i][0], rows[i][1], rows[i + 1][1])
  }
  return builder.build()
}

/** W-beam on posts beside the right-hand shoulder. */
export const guardRail = (site: Site): Piece[] => {
  const t = site.road.paved[0] - 0.6
  // Up the face towards the road (left), back down behind.
  const beam = drawn(site, t, [
    [0, 0.44],
    [0.06, 0.48],
    [0.06, 0.54],
    [0.015, 0.58],
    [0.015, 0.61],
    [0.06, 0.65],
    [0.06, 0.71],
    [0, 0.75],
    [-0.004, 0.75],
    [-0.004, 0.44],
    [0, 0.44],
  ])
  const posts: number[] = []
  for (let s = site.from; s < site.to; s += 4) {
    const { x, y, heading } = site.road.toWorld(s, t - 0.06)
    posts.push(x, y, site.land(x, y), heading, 1)
  }
  const steel = { material: 'metal', color: GALVANISED, semantic: 'barrier' } as const
  return [
    { name: 'guard rail', mesh: beam, placements: null, ...steel },
    {
      name: 'guard rail posts',
      mesh: box([-0.03, -0.05, -0.4], [0.03, 0.05, 0.72]),
      placements: Float32Array.from(posts),
      ...steel,
    },
  ]
}

/** Concrete step barrier left of the carriageway. */
const median = (site: Site): Piece => ({
  name: 'median barrier',
  mesh: drawn(site, site.road.paved[1] + 0.7, [
    [0.3, -0.2],
    [0.3, 0.08],
    [0.14, 0.3],
    [0.09, 0.9],
    [-0.09, 0.9],
    [-0.14, 0.3],
    [-0.3, 0.08],
    [-0.3, -0.2],
  ]),
  material: 'plaster',
  color: CONCRETE,
  semantic: 'barrier',
  placements: null,
})

/** The carriageway for the other direction, behind the barrier. */
const otherCarriageway = (site: Site): Piece => {
  const builder = new MeshBuilder()
  const start = site.road.paved[1] + 1.4
  const ts = [start, start + 4.5, start + 8.5, start + 12.5]
  const rows = span(site.from, site.to, Math.round((site.to - site.from) / (2 * ROW)))
  const ids = rows.map((s) =>
    ts.map((t, j) => {
      const [x, y] = site.at(s, t)
      const k = j % 2 === 0 ? 1.02 : 0.95
      return builder.vertex([x, y, site.land(x, y) + 0.015], [0, 0, 1], [k, k, k], [s, t])
    }),
  )
  for (let i = 0; i + 1 < ids.length; i++)
    for (let j = 0; j + 1 < ts.length; j++)
      builder.quad(ids[i][j], ids[i + 1][j], ids[i + 1][j + 1], ids[i][j + 1])
  return {
    name: 'other carriageway',
    mesh: builder.build(),
    material: site.snowy ? 'snow' : 'asphalt',
    color: site.snowy ? [0.5, 0.51, 0.53] : [0.12, 0.12, 0.122],
    semantic: 'road',
    placements: null,
  }
}

/** A portal over the carriageway with two blue boards. */
const gantry = (site: Site): Piece[] => {
  const random = stream(site.seed, 'scenery', 'gantry')
  const s = site.road.length * random.uniform(0.5, 0.75)
  const [right, left] = [site.road.paved[0] - 1.2, site.road.paved[1] + 0.7]
  const { heading } = site.road.toWorld(s, 0)
  const [c, sn] = [Math.cos(heading), Math.sin(heading)]
  const origin = site.at(s, 0)
  const lift = (mesh: Mesh): Mesh => {
    const builder = new MeshBuilder()
    builder.append(mesh, {
      point: ([x, y, z]) => [origin[0] + c * x - sn * y, origin[1] + sn * x + c * y, z],
      turn: ([x, y, z]) => [c * x - sn * y, sn * x + c * y, z],
    })
    return builder.build()
  }
  const frame = merged([
    box([-0.16, right - 0.16, -0.5], [0.16, right + 0.16, 7.3]),
    box([-0.16, left - 0.16, -0.5], [0.16, left + 0.16, 7.3]),
    box([-0.2, right, 6.5], [0.2, left, 6.72]),
    box([-0.2, right, 7.1], [0.2, left, 7.3]),
  ])
  const middle = (right + left) / 2
  const boards: Mesh[] = []
  const words: Mesh[] = []
  for (const [k, lines] of [
    ['NEARSTADT', 'EXP 12'],
    ['LANEHEIM', 'KM 34'],
  ].entries()) {
    const y = middle + (k === 0 ? 2.6 : -2.6)
    boards.push(box([-0.34, y - 2.3, 5.5], [-0.26, y + 2.3, 8.1]))
    lines.forEach((line, row) =>
      words.push(textQuads(line, 0.062, (u, v): Vec3 => [-0.365, y - u, 7.3 - 0.95 * row + v])),
    )
  }
  const piece = (
    name: string,
    mesh: Mesh,
    color: Rgb,
    semantic: Piece['semantic'],
    material: Piece['material'],
  ): Piece => ({
    name: `gantry ${name}`,
    mesh: lift(mesh),
    material,
    color,
    semantic,
    placements: null,
  })
  return [
    piece('frame', frame, GALVANISED, 'pole', 'metal'),
    piece('boards', merged(boards), [0.015, 0.07, 0.3], 'sign', 'plastic'),
    piece('words', merged(words), [0.75, 0.75, 0.75], 'sign', 'plastic'),
  ]
}

/** A noise wall of concrete panels along part of the right-hand side. */
const noiseWall = (site: Site): Piece[] => {
  const random = stream(site.seed, 'scenery', 'noise wall')
  const from = site.from + random.uniform(0, 120)
  const to = Math.min(site.to, from + random.uniform(220, 420))
  const t = site.road.paved[0] - 5
  const wall = drawn(
    site,
    t,
    [
      [0.09, -0.3],
      [0.09, 3.4],
      [-0.09, 3.4],
      [-0.09, -0.3],
    ],
    from,
    to,
  )
  const posts: number[] = []
  for (let s = from; s <= to; s += 4) {
    const { x, y, heading } = site.road.toWorld(s, t)
    posts.push(x, y, site.land(x, y), heading, 1)
  }
  return [
    {
      name: 'noise wall',
      mesh: wall,
      material: 'plaster',
      color: [0.33, 0.32, 0.28],
      semantic: 'wall',
      placements: null,
    },
    {
      name: 'noise wall posts',
      mesh: box([-0.12, -0.14, -0.3], [0.12, 0.14, 3.55]),
      material: 'metal',
      color: [0.2, 0.21, 0.21],
      semantic: 'wall',
      placements: Float32Array.from(posts),
    },
  ]
}
