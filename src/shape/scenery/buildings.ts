/** Farmhouses and barns: walls, gable roof with eaves, windows, a door, a chimney. */
import { stream, type Random, type Vec3 } from '../../math/index.ts'
import { MeshBuilder, box, merged, moved, placed, type Rgb } from '../mesh/index.ts'
import type { MaterialKind, Mesh, Piece } from '../shape.ts'
import type { Keepout } from './planting.ts'
import type { Site } from './site.ts'

interface House {
  readonly walls: Mesh
  readonly roof: Mesh
  readonly panes: Mesh
  readonly frames: Mesh
  readonly wall: { readonly material: MaterialKind; readonly color: Rgb }
  readonly roofColor: Rgb
}

const PLASTERS: readonly Rgb[] = [
  [0.62, 0.58, 0.5],
  [0.66, 0.65, 0.62],
  [0.55, 0.42, 0.26],
  [0.5, 0.47, 0.42],
]
const TILES: readonly Rgb[] = [
  [0.22, 0.075, 0.045],
  [0.12, 0.06, 0.045],
  [0.07, 0.07, 0.075],
]
const SNOWY_ROOF: Rgb = [0.8, 0.82, 0.85]

/** Farms every few hundred metres, 24 to 70 m from the road, turned this way and that. */
export const buildings = (site: Site): { readonly pieces: Piece[]; readonly keepouts: Keepout[] } => {
  const random = stream(site.seed, 'scenery', 'farms')
  const pieces: Piece[] = []
  const keepouts: Keepout[] = []
  for (let s = site.from + random.uniform(40, 160); s < site.to; s += random.uniform(110, 260)) {
    const side = random.next() < 0.5 ? -1 : 1
    const edge = side < 0 ? site.road.paved[0] : site.road.paved[1]
    const centre = edge + side * random.uniform(24, 62)
    const count = 1 + random.integer(3)
    for (let k = 0; k < count; k++) {
      const { x, y, heading } = site.road.toWorld(
        s + k * random.uniform(17, 24),
        centre + side * random.uniform(-3, 14) * k,
      )
      const barn = k > 0 && random.next() < 0.65
      const house = build(random, barn)
      const corners = [-7, 7].flatMap((dx) => [-5, 5].map((dy) => site.land(x + dx, y + dy)))
      // The lowest corner decides: a house on a slope digs in, it never floats.
      const turn = placed(
        [x, y, Math.min(...corners)],
        heading + random.integer(2) * (Math.PI / 2) + random.uniform(-0.25, 0.25),
      )
      const piece = (name: string, mesh: Mesh, material: MaterialKind, color: Rgb): Piece => ({
        name: `farm ${pieces.length} ${name}`,
        mesh: moved(mesh, turn),
        material,
        color,
        semantic: 'building',
        placements: null,
      })
      pieces.push(
        piece('walls', house.walls, house.wall.material, house.wall.color),
        piece('roof', house.roof, site.snowy ? 'snow' : 'roof', site.snowy ? SNOWY_ROOF : house.roofColor),
        // Glass before a dark room is a dark mirror; no need to blend it.
        piece('panes', house.panes, 'chrome', [0.06, 0.065, 0.07]),
        piece('frames', house.frames, 'plaster', [0.6, 0.58, 0.54]),
      )
      keepouts.push({ x, y, radius: 13 })
    }
  }
  return { pieces, keepouts }
}

/** A dwelling of two storeys about its own middle, its door towards -y. */
export const farmhouse = (random: Random): House => build(random, false)

const build = (random: Random, barn: boolean): House => {
  const [l, w] = barn
    ? [random.uniform(9, 14), random.uniform(7, 10)]
    : [random.uniform(8, 12), random.uniform(6.5, 8.5)]
  const eaves = barn ? random.uniform(3.6, 4.8) : random.uniform(4.6, 5.6)
  const ridge = eaves + (w / 2) * random.uniform(0.75, 1.05)
  const walls = new MeshBuilder()
  const [a, b] = [l / 2, w / 2]
  const foot = -0.8
  const wallFace = (...points: Vec3[]): void => walls.face(points)
  wallFace([-a, -b, foot], [a, -b, foot], [a, -b, eaves], [-a, -b, eaves])
  wallFace([a, b, foot], [-a, b, foot], [-a, b, eaves], [a, b, eaves])
  wallFace([a, -b, foot], [a, b, foot], [a, b, eaves], [a, 0, ridge], [a, -b, eaves])
  wallFace([-a, b, foot], [-a, -b, foot], [-a, -b, eaves], [-a, 0, ridge], [-a, b, eaves])
  const roof = gable(a + 0.45, b, eaves, ridge)
  const panes: Mesh[] = []
  const frames: Mesh[] = []
  const opening = (
    x: number,
    y: number,
    z: number,
    width: number,
    height: number,
    face: 'side' | 'end',
  ): void => {
    // Sunk panes would need holes; a frame that stands proud of the wall reads the same.
    const out = Math.sign(face === 'side' ? y : x)
    const slab = (grow: number, near: number, far: number): Mesh => {
      const [hw, hh] = [width / 2 + grow, height / 2 + grow]
      if (face === 'side')
        return box(
          [x - hw, Math.min(y + out * near, y + out * far), z - hh],
          [x + hw, Math.max(y + out * near, y + out * far), z + hh],
        )
      return box(
        [Math.min(x + out * near, x + out * far), y - hw, z - hh],
        [Math.max(x + out * near, x + out * far), y + hw, z + hh],
      )
    }
    frames.push(slab(0.09, -0.05, 0.03))
    panes.push(slab(0, 0, 0.045))
    if (!barn)
      frames.push(
        face === 'side'
          ? box(
              [x - 0.03, Math.min(y, y + out * 0.06), z - height / 2],
              [x + 0.03, Math.max(y, y + out * 0.06), z + height / 2],
            )
          : box(
              [Math.min(x, x + out * 0.06), y - 0.03, z - height / 2],
              [Math.max(x, x + out * 0.06), y + 0.03, z + height / 2],
            ),
      )
  }
  if (barn) {
    opening(0, -b, 1.6, 3.2, 3.2, 'side')
    opening(0, b, 1.6, 3.2, 3.2, 'side')
    opening(a, 0, eaves + 0.6, 1, 1, 'end')
  } else {
    const n = Math.floor(l / 2.4)
    for (const y of [-b, b])
      for (let i = 0; i < n; i++) {
        const x = -a + (l * (i + 0.5)) / n
        const door = i === Math.floor(n / 2) && y < 0
        opening(x, y, door ? 1.05 : 1.5, 1, door ? 2.1 : 1.25, 'side')
        if (eaves > 4.4) opening(x, y, 3.7, 1, 1.15, 'side')
      }
    for (const x of [-a, a])
      for (const y of [-b / 2, b / 2]) {
        opening(x, y, 1.5, 1, 1.25, 'end')
        if (eaves > 4.4) opening(x, y, 3.7, 1, 1.15, 'end')
      }
  }
  const chimney = barn ? [] : [box([a * 0.35, 0.3, ridge - 1], [a * 0.35 + 0.7, 0.9, ridge + 0.9])]
  return {
    walls: merged([walls.build(), ...chimney]),
    roof,
    panes: merged(panes),
    frames: merged(frames),
    wall: barn
      ? { material: 'wood', color: [0.13, 0.075, 0.05] }
      : { material: 'plaster', color: PLASTERS[random.integer(PLASTERS.length)] },
    roofColor: TILES[random.integer(TILES.length)],
  }
}

/** A gable roof with overhang, closed below. */
const gable = (halfLength: number, halfWidth: number, eaves: number, ridge: number): Mesh => {
  const slope = (ridge - eaves) / halfWidth
  const out = 0.5
  const thick = 0.22
  const low = eaves - slope * out
  const y = halfWidth + out
  const builder = new MeshBuilder()
  const a = halfLength
  const profile: readonly (readonly [number, number])[] = [
    [-y, low],
    [0, ridge],
    [y, low],
    [y, low + thick],
    [0, ridge + thick],
    [-y, low + thick],
  ]
  for (let i = 0; i < profile.length; i++) {
    const [y0, z0] = profile[i]
    const [y1, z1] = profile[(i + 1) % profile.length]
    builder.face([
      [-a, y0, z0],
      [-a, y1, z1],
      [a, y1, z1],
      [a, y0, z0],
    ])
  }
  const halves = [
    [0, 1, 4, 5],
    [1, 2, 3, 4],
  ]
  for (const half of halves) {
    builder.face(half.map((i): Vec3 => [a, profile[i][0], profile[i][1]]))
    builder.face(half.map((i): Vec3 => [-a, profile[i][0], profile[i][1]]).reverse())
  }
  return builder.build()
}
