/** Built-up places: rows of town houses along a city's street, houses in gardens along a suburb's, and their lamps. */
import { stream, type Random } from '../../math/index.ts'
import { box, placed, type Rgb } from '../mesh/index.ts'
import type { Piece } from '../shape.ts'
import { Batches, type Stuff } from './batches.ts'
import { farmhouse } from './buildings.ts'
import { addTownHouse } from './facade.ts'
import { isFootway } from './pavement.ts'
import type { Keepout } from './planting.ts'
import type { Site } from './site.ts'

export interface BuiltUp {
  readonly pieces: Piece[]
  readonly keepouts: Keepout[]
}

/** A plot beside the road: where its front stands and which way it looks. */
interface Plot {
  /** Middle of its front. */
  readonly x: number
  readonly y: number
  readonly z: number
  /** Local x along the front, y away from the road. */
  readonly yaw: number
}

/** Houses stand back from the pavement by this, and where there is none from the carriageway by that, m. */
const FROM_PAVEMENT = 0.25
const FROM_ROAD = 2.4

/** A plot of this width at s, set back from the paved edge; null where another road or a bend takes its room. */
const plotAt = (
  site: Site,
  s: number,
  side: 1 | -1,
  setback: number,
  width: number,
  depth: number,
): Plot | null => {
  const inside = Math.min(Math.max(s, 0), site.road.length)
  const [right, left] = site.road.pavedAt(inside)
  const t = (side < 0 ? right : left) + side * setback
  const { x, y, heading } = site.road.toWorld(s, t)
  const yaw = heading + (side < 0 ? Math.PI : 0)
  const [c, n] = [Math.cos(yaw), Math.sin(yaw)]
  const at = (u: number, v: number): readonly [number, number] => [x + c * u - n * v, y + n * u + c * v]
  const heights: number[] = []
  for (const u of [-0.5, -0.25, 0, 0.25, 0.5])
    for (const v of [0, 0.5, 1]) {
      const [px, py] = at(u * width, v * depth)
      if (site.beside(px, py) < setback - 0.2) return null
      heights.push(site.land(px, py))
    }
  return { x, y, z: Math.min(...heights), yaw }
}

/** Wall to wall, three to five storeys, with a passage here and there. */
export const cityBlocks = (site: Site): BuiltUp => {
  const batches = new Batches()
  const keepouts: Keepout[] = []
  for (const side of [-1, 1] as const) {
    const random = stream(site.seed, 'scenery', 'city', site.part.id, side)
    let typical = 3 + random.integer(2)
    for (let s = site.from + 6; s < site.to - 6;) {
      const width = random.uniform(8.5, 17)
      const depth = random.uniform(10, 13)
      const strips = site.road.stripsAt(Math.min(Math.max(s, 0), site.road.length))
      const edge = strips.at(side < 0 ? 0 : -1)
      const setback = edge !== undefined && isFootway(edge.type) ? FROM_PAVEMENT : FROM_ROAD
      const plot = plotAt(site, s + width / 2, side, setback, width, depth)
      const storeys = Math.max(2, typical + random.integer(3) - 1)
      if (plot !== null) {
        addTownHouse(
          ...([batches, { width, depth, storeys }, random, s] as const),
          ...([placed([plot.x, plot.y, plot.z], plot.yaw), site.snowy] as const),
        )
        keepouts.push({ x: plot.x, y: plot.y, radius: 0.7 * width + depth })
      }
      s += width
      if (random.next() < 0.12) {
        s += random.uniform(3.5, 9)
        typical = 3 + random.integer(2)
      }
    }
  }
  return { pieces: batches.pieces(site.prefix), keepouts }
}

const HEDGE: Stuff = {
  ...{ name: 'hedges', material: 'foliage', color: [0.045, 0.085, 0.028], semantic: 'vegetation' },
}
const FENCE: Stuff = { name: 'fences', material: 'wood', color: [0.32, 0.3, 0.27], semantic: 'barrier' }
const WALL: Stuff = { name: 'garden walls', material: 'plaster', color: [0.4, 0.36, 0.31], semantic: 'wall' }
const DRIVE: Stuff = { name: 'drives', material: 'plaster', color: [0.3, 0.29, 0.28], semantic: 'terrain' }
const WALLS: Stuff = { name: 'houses', material: 'plaster', color: [0.55, 0.52, 0.46], semantic: 'building' }
const ROOFS: Stuff = { name: 'roofs', material: 'roof', color: [0.14, 0.075, 0.055], semantic: 'building' }
const SNOWY: Stuff = { name: 'roofs', material: 'snow', color: [0.8, 0.82, 0.85], semantic: 'building' }
const PANES: Stuff = {
  ...{ name: 'house panes', material: 'chrome', color: [0.06, 0.065, 0.07], semantic: 'building' },
}
const LIT: Stuff = { ...PANES, name: 'lit house panes', dark: [0.42, 0.28, 0.13] }
const FRAMES: Stuff = {
  name: 'house frames',
  material: 'plaster',
  color: [0.6, 0.58, 0.54],
  semantic: 'building',
}

/** Detached houses with front gardens, 5 to 9 m back, and what divides the gardens from the street. */
export const suburbanHouses = (site: Site): BuiltUp => {
  const batches = new Batches()
  const keepouts: Keepout[] = []
  for (const side of [-1, 1] as const) {
    const random = stream(site.seed, 'scenery', 'suburb', site.part.id, side)
    for (let s = site.from + 8; s < site.to - 14;) {
      const width = random.uniform(15, 22)
      const setback = random.uniform(5, 9)
      const plot = plotAt(site, s + width / 2, side, setback, 12, 10)
      if (plot !== null) {
        addHouse(batches, site, plot, random, s)
        const [c, n] = [Math.cos(plot.yaw), Math.sin(plot.yaw)]
        keepouts.push({ x: plot.x - 5 * n, y: plot.y + 5 * c, radius: 9.5 })
        addFront(batches, site, random, s, width, side)
      }
      s += width
    }
  }
  return { pieces: batches.pieces(site.prefix), keepouts }
}

const addHouse = (batches: Batches, site: Site, plot: Plot, random: Random, s: number): void => {
  const house = farmhouse(random)
  // The house's own frame has its middle at the origin and its door towards -y.
  const [c, n] = [Math.cos(plot.yaw), Math.sin(plot.yaw)]
  const back = 4.5
  const turn = random.next() < 0.3 ? Math.PI / 2 : 0
  const move = placed([plot.x - back * n, plot.y + back * c, plot.z], plot.yaw + turn)
  batches.add(WALLS, s, house.walls, move, house.wall.color)
  if (site.snowy) batches.add(SNOWY, s, house.roof, move)
  else batches.add(ROOFS, s, house.roof, move, house.roofColor)
  batches.add(random.next() < 0.4 ? LIT : PANES, s, house.panes, move)
  batches.add(FRAMES, s, house.frames, move)
}

/** Hedge, fence or low wall along the pavement, with a gap for the drive. */
const addFront = (
  batches: Batches,
  site: Site,
  random: Random,
  s: number,
  width: number,
  side: 1 | -1,
): void => {
  const kind = random.integer(4)
  const gap = random.uniform(0.15, 0.7) * width
  const step = 2.5
  const grown = random.uniform(0.9, 1.7)
  for (let u = 0.6; u < width - 0.6; u += step) {
    const length = Math.min(step, width - 0.6 - u)
    const isDrive = u + length > gap && u < gap + 3
    const plot = plotAt(site, s + u + length / 2, side, 0.35, length, 0.6)
    if (plot === null) continue
    const move = placed([plot.x, plot.y, plot.z], plot.yaw)
    const half = length / 2 + 0.03
    if (isDrive) {
      batches.add(DRIVE, s, box([-half, -0.3, -0.3], [half, 5.5, 0.02]), move)
    } else if (kind === 0 || kind === 3) {
      const shade = random.uniform(0.8, 1.2)
      const color = HEDGE.color.map((k) => k * shade) as unknown as Rgb
      batches.add(
        HEDGE,
        s,
        box([-half, 0, -0.3], [half, 0.6, grown + random.uniform(-0.06, 0.06)]),
        move,
        color,
      )
    } else if (kind === 1) {
      for (let x = -half; x < half - 0.05; x += 0.14)
        batches.add(FENCE, s, box([x, 0.05, -0.2], [x + 0.09, 0.08, 1]), move)
      for (const z of [0.25, 0.75]) batches.add(FENCE, s, box([-half, 0.08, z], [half, 0.12, z + 0.07]), move)
    } else batches.add(WALL, s, box([-half, 0, -0.4], [half, 0.24, 0.75]), move)
  }
}
