/** Town houses wall to wall: storeys of windows, shops and doors below, cornices, roofs; every one different by its stream. */
import type { Random, Vec3 } from '../../math/index.ts'
import { textQuads } from '../lettering.ts'
import { MeshBuilder, box, type Move, type Rgb } from '../mesh/index.ts'
import type { Mesh } from '../shape.ts'
import type { Batches, Stuff } from './batches.ts'

const WALL: Stuff = { name: 'walls', material: 'plaster', color: [0.45, 0.42, 0.37], semantic: 'building' }
const TRIM: Stuff = { name: 'trim', material: 'plaster', color: [0.55, 0.54, 0.51], semantic: 'building' }
const FRAME: Stuff = { name: 'frames', material: 'plastic', color: [0.5, 0.49, 0.47], semantic: 'building' }
// Glass before a dark room is a dark mirror; no need to blend it.
const PANE: Stuff = { name: 'panes', material: 'chrome', color: [0.06, 0.065, 0.07], semantic: 'building' }
const LIT_PANE: Stuff = { ...PANE, name: 'lit panes', dark: [0.5, 0.33, 0.15] }
const SHOP_PANE: Stuff = { ...PANE, name: 'shop panes', dark: [0.5, 0.4, 0.26] }
const BOARD: Stuff = { name: 'boards', material: 'plastic', color: [0.2, 0.16, 0.14], semantic: 'building' }
const ROOF: Stuff = { name: 'roofs', material: 'roof', color: [0.14, 0.075, 0.055], semantic: 'building' }
const SNOWY_ROOF: Stuff = { name: 'roofs', material: 'snow', color: [0.8, 0.82, 0.85], semantic: 'building' }

const WALLS: readonly Rgb[] = [
  [0.58, 0.52, 0.4],
  [0.6, 0.58, 0.54],
  [0.52, 0.4, 0.28],
  [0.33, 0.15, 0.1],
  [0.38, 0.19, 0.13],
  [0.42, 0.43, 0.42],
  [0.5, 0.38, 0.32],
  [0.36, 0.4, 0.38],
  [0.62, 0.5, 0.28],
]
const BOARDS: readonly Rgb[] = [
  [0.3, 0.03, 0.03],
  [0.03, 0.1, 0.05],
  [0.03, 0.05, 0.16],
  [0.03, 0.03, 0.035],
  [0.5, 0.3, 0.04],
  [0.45, 0.44, 0.42],
]
const TILES: readonly Rgb[] = [
  [0.2, 0.08, 0.05],
  [0.13, 0.07, 0.055],
  [0.08, 0.08, 0.085],
]
const NAMES = [
  'CAFE',
  'PIZZA',
  'MARKET',
  'KEBAB',
  'CINEMA',
  'TEA BAR',
  'LEATHER',
  'FISH',
  'GIFTS',
  'PRINT',
  'DENTIST',
]
const GROUND_FLOOR = 3.9
const STOREY = 3.1
/** Walls go down so far, so that none floats over a slope, m. */
const FOOT = -1.2

export interface TownHouse {
  readonly width: number
  readonly depth: number
  readonly storeys: number
}

/** An upright rectangle that faces the street (-y), so far before the wall, m. */
const sheet = (x0: number, x1: number, z0: number, z1: number, before: number): Mesh => {
  const builder = new MeshBuilder()
  builder.face([
    [x0, -before, z0],
    [x1, -before, z0],
    [x1, -before, z1],
    [x0, -before, z1],
  ])
  return builder.build()
}

/** The same on an end wall, at x, facing outwards. */
const endSheet = (x: number, y0: number, y1: number, z0: number, z1: number, before: number): Mesh => {
  const builder = new MeshBuilder()
  const out = x + Math.sign(x) * before
  const corners: Vec3[] = [
    [out, y0, z0],
    [out, y1, z0],
    [out, y1, z1],
    [out, y0, z1],
  ]
  builder.face(x > 0 ? corners : corners.reverse())
  return builder.build()
}

/**
 * Adds a house to the batches. Its own frame: x along the street, about the middle of its front; y away from the
 * street, 0 at the wall; z up.
 */
export const addTownHouse = (
  batches: Batches,
  { width, depth, storeys }: TownHouse,
  random: Random,
  s: number,
  move: Move,
  isSnowy: boolean,
): void => {
  const wall = WALLS[random.integer(WALLS.length)]
  const trim: Rgb =
    random.next() < 0.5 ? [0.58, 0.57, 0.54] : [wall[0] * 0.75, wall[1] * 0.75, wall[2] * 0.75]
  const frame: Rgb = random.next() < 0.65 ? [0.6, 0.6, 0.58] : [0.09, 0.07, 0.06]
  const add = (stuff: Stuff, mesh: Mesh, color?: Rgb): void => batches.add(stuff, s, mesh, move, color)
  const half = width / 2
  const eaves = GROUND_FLOOR + STOREY * (storeys - 1) + 0.3
  add(WALL, box([-half, 0, FOOT], [half, depth, eaves]), wall)
  add(TRIM, box([-half, -0.05, FOOT], [half, 0, 0.45]), [wall[0] * 0.45, wall[1] * 0.45, wall[2] * 0.45])
  add(TRIM, box([-half, -0.28, eaves - 0.35], [half, 0, eaves]), trim)
  add(TRIM, box([-half, -0.1, GROUND_FLOOR - 0.22], [half, 0, GROUND_FLOOR]), trim)

  const glaze = (x0: number, x1: number, z0: number, z1: number, share: number): void => {
    add(FRAME, sheet(x0 - 0.09, x1 + 0.09, z0 - 0.09, z1 + 0.09, 0.015), frame)
    const middle = (x0 + x1) / 2
    // Curtains and blinds: some rooms are brighter than others.
    const bright = random.next() < 0.35 ? random.uniform(2, 6) : random.uniform(0.5, 1.5)
    const stuff = random.next() < share ? LIT_PANE : PANE
    const tone = stuff.color.map((c) => c * bright) as unknown as Rgb
    add(stuff, sheet(x0, middle - 0.025, z0, z1, 0.03), tone)
    add(stuff, sheet(middle + 0.025, x1, z0, z1, 0.03), tone)
  }
  // The ends show where there is a gap: some are blind, others have a row of windows.
  if (random.next() < 0.7)
    for (let storey = 0; storey < storeys; storey++)
      for (const y of depth > 11 ? [0.28 * depth, 0.7 * depth] : [0.5 * depth])
        for (const end of [-half, half]) {
          const z = storey === 0 ? 1.2 : GROUND_FLOOR + STOREY * (storey - 1) + 0.75
          add(FRAME, endSheet(end, y - 0.58, y + 0.58, z - 0.09, z + 1.55, 0.015), frame)
          add(PANE, endSheet(end, y - 0.5, y + 0.5, z, z + 1.46, 0.03))
        }
  const bays = Math.max(2, Math.floor(width / random.uniform(2.3, 3)))
  const pitch = width / bays
  const [wide, high] = [random.uniform(0.95, 1.35), random.uniform(1.45, 1.8)]
  const hooded = random.next() < 0.4
  const balconies = random.next() < 0.25
  for (let storey = 1; storey < storeys; storey++)
    for (let i = 0; i < bays; i++) {
      const x = -half + pitch * (i + 0.5)
      const z = GROUND_FLOOR + STOREY * (storey - 1) + 0.75
      glaze(x - wide / 2, x + wide / 2, z, z + high, 0.3)
      add(TRIM, box([x - wide / 2 - 0.15, -0.13, z - 0.17], [x + wide / 2 + 0.15, 0, z - 0.09]), trim)
      if (hooded)
        add(
          TRIM,
          box([x - wide / 2 - 0.2, -0.16, z + high + 0.12], [x + wide / 2 + 0.2, 0, z + high + 0.26]),
          trim,
        )
      if (balconies && i % 2 === 1) addBalcony(add, x, z - 0.6, pitch * 0.42)
    }

  const shop = random.next() < 0.55
  const door = random.integer(bays)
  const board = BOARDS[random.integer(BOARDS.length)]
  for (let i = 0; i < bays; i++) {
    const x = -half + pitch * (i + 0.5)
    if (i === door) {
      add(FRAME, sheet(x - 0.62, x + 0.62, 0, 2.65, 0.02), trim)
      add(BOARD, sheet(x - 0.5, x + 0.5, 0, 2.15, 0.05), board)
      add(PANE, sheet(x - 0.5, x + 0.5, 2.22, 2.55, 0.05))
    } else if (shop) {
      add(FRAME, sheet(x - pitch * 0.44, x + pitch * 0.44, 0.4, 2.85, 0.02), board)
      const tone = random.uniform(0.6, 2.4)
      const glass = SHOP_PANE.color.map((c) => c * tone) as unknown as Rgb
      add(SHOP_PANE, sheet(x - pitch * 0.4, x - 0.03, 0.55, 2.75, 0.05), glass)
      add(SHOP_PANE, sheet(x + 0.03, x + pitch * 0.4, 0.55, 2.75, 0.05), glass)
    } else glaze(x - wide / 2, x + wide / 2, 1.05, 1.05 + high, 0.25)
  }
  if (shop) {
    add(BOARD, box([-half + 0.2, -0.14, 2.95], [half - 0.2, 0, 3.55]), board)
    const name = NAMES[random.integer(NAMES.length)]
    const letters = textQuads(name, 0.055, (u, v): Vec3 => [u, -0.16, 3.25 + v])
    add(TRIM, letters, board[0] > 0.4 ? [0.03, 0.03, 0.03] : [0.62, 0.6, 0.55])
    if (random.next() < 0.45) addAwning(add, half - 0.3, board)
  }
  // The pipe that takes the roof's water down marks where one house ends.
  add(FRAME, box([half - 0.22, -0.14, 0.1], [half - 0.12, -0.04, eaves - 0.35]), [0.2, 0.2, 0.2])
  addRoof(batches, { half, depth, eaves }, random, s, move, isSnowy, wall)
}

type Add = (stuff: Stuff, mesh: Mesh, color?: Rgb) => void

const addBalcony = (add: Add, x: number, z: number, half: number): void => {
  add(TRIM, box([x - half, -0.95, z - 0.16], [x + half, 0, z]))
  for (const height of [0.35, 0.7, 1])
    add(FRAME, box([x - half, -0.95, z + height - 0.03], [x + half, -0.91, z + height]), [0.05, 0.05, 0.055])
  for (const side of [-half, half - 0.04])
    add(FRAME, box([x + side, -0.95, z], [x + side + 0.04, 0, z + 1]), [0.05, 0.05, 0.055])
}

const addAwning = (add: Add, half: number, color: Rgb): void => {
  const builder = new MeshBuilder()
  const [out, top, low] = [-1.25, 2.95, 2.4]
  builder.face([
    [-half, out, low],
    [half, out, low],
    [half, -0.02, top],
    [-half, -0.02, top],
  ])
  builder.face([
    [half, out, low - 0.02],
    [-half, out, low - 0.02],
    [-half, -0.02, top - 0.02],
    [half, -0.02, top - 0.02],
  ])
  builder.face([
    [-half, out, low - 0.2],
    [half, out, low - 0.2],
    [half, out, low],
    [-half, out, low],
  ])
  add(BOARD, builder.build(), color)
}

const addRoof = (
  batches: Batches,
  { half, depth, eaves }: { readonly half: number; readonly depth: number; readonly eaves: number },
  random: Random,
  s: number,
  move: Move,
  isSnowy: boolean,
  wall: Rgb,
): void => {
  if (random.next() < 0.3) {
    batches.add(TRIM, s, box([-half, -0.1, eaves], [half, depth, eaves + 0.8]), move, wall)
    return
  }
  const rise = depth * random.uniform(0.28, 0.45)
  const builder = new MeshBuilder()
  const [front, back, ridge] = [-0.35, depth + 0.35, depth / 2]
  const low = eaves - 0.1
  builder.face([
    [-half, front, low],
    [half, front, low],
    [half, ridge, eaves + rise],
    [-half, ridge, eaves + rise],
  ])
  builder.face([
    [half, back, low],
    [-half, back, low],
    [-half, ridge, eaves + rise],
    [half, ridge, eaves + rise],
  ])
  const stuff = isSnowy ? SNOWY_ROOF : ROOF
  batches.add(stuff, s, builder.build(), move, isSnowy ? undefined : TILES[random.integer(TILES.length)])
  const gables = new MeshBuilder()
  for (const [x, turned] of [
    [half, false],
    [-half, true],
  ] as const) {
    const corners: Vec3[] = [
      [x, 0, eaves],
      [x, depth, eaves],
      [x, ridge, eaves + rise],
    ]
    gables.face(turned ? corners.reverse() : corners)
  }
  const chimney = random.uniform(-0.6, 0.6) * half
  batches.add(WALL, s, gables.build(), move, wall)
  const stack = box(
    [chimney - 0.35, ridge + 0.4, eaves + 0.5 * rise],
    [chimney + 0.35, ridge + 1, eaves + rise + 0.9],
  )
  batches.add(WALL, s, stack, move, [0.25, 0.13, 0.1])
}
