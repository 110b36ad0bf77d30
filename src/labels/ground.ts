/**
 * What the pavement in a picture is: every pixel of it taken back to the world by its depth and looked up there, in
 * the road's own (s, t) and in its surface patches, as physics looks under a tyre.
 */
import { rayThrough, rotate, type Pinhole } from '../math/index.ts'
import { WETTING, type Road } from '../road/index.ts'
import { isDriven, SURFACE_KINDS, type ConcreteScenario, type LaneType } from '../scenario/index.ts'
import { SEMANTIC_CLASSES, surroundingsOf, type Surroundings } from '../world/index.ts'
import type { CameraFrame, GroundLabels } from './frame.ts'

/** The pictures' classes that are pavement. */
const PAVED = new Set(
  ['road', 'road-marking', 'shoulder'].map((name) => SEMANTIC_CLASSES.indexOf(name as 'road')),
)

/** What lies at one place, in one number: lane, patch, kind and use, see `Lookup`. */
const [LANE, PATCH, KIND] = [1 << 16, 1 << 8, 1 << 4]
const UNKNOWN = -1
/** A cell that a border runs through: asked anew for each pixel. */
const MIXED = -2

/** Cells are squares of the ground with this side, m, unless something on the road is narrower than two of them. */
const CELL = 0.2
const LEAST_CELL = 0.05
/** Cells along a tile's side. */
const TILE = 64

const WALKED: ReadonlySet<LaneType> = new Set<LaneType>(['sidewalk', 'curb'])

const useOf = (type: LaneType): number => {
  if (type === 'none') return 0
  if (isDriven({ type })) return 1
  return WALKED.has(type) ? 3 : 2
}

/** Numbers of lanes, the same for all pictures of a run. */
class LaneNumbers {
  readonly lanes: { readonly road: string; readonly lane: number; readonly type: LaneType }[] = []
  readonly #numbers = new Map<string, number>()

  of(road: string, lane: number, type: LaneType): number {
    const key = `${road} ${lane} ${type}`
    const known = this.#numbers.get(key)
    if (known !== undefined) return known
    this.lanes.push({ road, lane, type })
    this.#numbers.set(key, this.lanes.length)
    return this.lanes.length
  }
}

/** Looks places up, and remembers cells of which all is the same. */
class Lookup {
  readonly #road: Road
  readonly #lanes: LaneNumbers
  readonly #cell: number
  /** Codes at the corners of cells, and of cells, tile by tile. */
  readonly #corners = new Map<number, Int32Array>()
  readonly #cells = new Map<number, Int32Array>()
  /** Cells near the corner of a patch, which could poke in between their own corners. */
  readonly #pointed = new Set<string>()

  constructor(road: Road, { surface }: Pick<Surroundings, 'surface'>, lanes: LaneNumbers) {
    this.#road = road
    this.#lanes = lanes
    const widths = [
      ...surface.flatMap(({ s, t }) => [Math.abs(s[1] - s[0]), Math.abs(t[1] - t[0])]),
      ...road.roads.flatMap(({ index, sections, length }) =>
        [...sections, length / 2].flatMap((s) => road.stripsAt(s, index).map((x) => x.left - x.right)),
      ),
    ].filter((width) => width > LEAST_CELL)
    this.#cell = Math.max(LEAST_CELL, Math.min(CELL, Math.min(...widths) / 2))
    for (const patch of surface) {
      const on = patch.road === undefined ? 0 : (road.roadIndex(patch.road) ?? 0)
      for (const s of patch.s)
        for (const t of patch.t) {
          const { x, y } = road.toWorld(s, t, on)
          const [column, row] = [Math.floor(x / this.#cell), Math.floor(y / this.#cell)]
          for (let i = -1; i <= 1; i++)
            for (let j = -1; j <= 1; j++) this.#pointed.add(`${column + i} ${row + j}`)
        }
    }
  }

  at(x: number, y: number): number {
    const code = this.#cellAt(Math.floor(x / this.#cell), Math.floor(y / this.#cell))
    return code === MIXED ? this.#exact(x, y) : code
  }

  /** lane number x 2^16 + (patch + 1) x 2^8 + (kind + 1) x 2^4 + use. */
  #exact(x: number, y: number): number {
    const { kind, patch } = this.#road.ground(x, y)
    const { s, t, road: on } = this.#road.toRoad(x, y)
    const strip = this.#road.stripsAt(s, on).find((lane) => t >= lane.right && t < lane.left)
    const use = strip === undefined ? 0 : useOf(strip.type)
    const lane = strip === undefined ? 0 : this.#lanes.of(this.#road.roads[on].id, strip.id, strip.type)
    return lane * LANE + (patch + 1) * PATCH + (SURFACE_KINDS.indexOf(kind) + 1) * KIND + use
  }

  #cellAt(column: number, row: number): number {
    const [cells, i] = tileAt(this.#cells, column, row)
    if (cells[i] !== UNKNOWN) return cells[i]
    const code = this.#cornerAt(column, row)
    const isOne =
      code === this.#cornerAt(column + 1, row) &&
      code === this.#cornerAt(column, row + 1) &&
      code === this.#cornerAt(column + 1, row + 1) &&
      !this.#pointed.has(`${column} ${row}`)
    return (cells[i] = isOne ? code : MIXED)
  }

  #cornerAt(column: number, row: number): number {
    const [corners, i] = tileAt(this.#corners, column, row)
    if (corners[i] === UNKNOWN) corners[i] = this.#exact(column * this.#cell, row * this.#cell)
    return corners[i]
  }
}

/** Tiles of a plane of 2^26 of them each way. */
const SPAN = 1 << 26

/** The tile that holds a cell, made if need be, and the cell's place in it. */
const tileAt = (tiles: Map<number, Int32Array>, column: number, row: number): [Int32Array, number] => {
  const [c, r] = [Math.floor(column / TILE), Math.floor(row / TILE)]
  const key = c * SPAN + r
  let tile = tiles.get(key)
  if (tile === undefined) tiles.set(key, (tile = new Int32Array(TILE * TILE).fill(UNKNOWN)))
  return [tile, (row - r * TILE) * TILE + (column - c * TILE)]
}

/** Rays through the pixel centres of a camera, 3 numbers each: NaN where none falls. */
const raysOf = (pinhole: Pinhole): Float32Array => {
  const { width, height } = pinhole
  const rays = new Float32Array(3 * width * height)
  for (let v = 0, i = 0; v < height; v++)
    for (let u = 0; u < width; u++, i += 3)
      rays.set(rayThrough(pinhole, u + 0.5, v + 0.5) ?? [NaN, NaN, NaN], i)
  return rays
}

export type GroundLabeller = (
  frame: Pick<CameraFrame, 'view' | 'width' | 'height' | 'depth' | 'semantic' | 'state' | 'sensor'>,
) => GroundLabels

/** Labels the ground of the pictures of one run; what it looked up for one picture it knows for the next. */
export const createGroundLabels = (scenario: ConcreteScenario, road: Road): GroundLabeller => {
  const lanes = new LaneNumbers()
  const rays = new Map<string, Float32Array>()
  let known: { readonly key: string; readonly lookup: Lookup } | null = null

  /** Of the ground as it is now: the story may change patches, rain may wet all. */
  const lookupFor = (surroundings: Surroundings): Lookup => {
    const { surface, film } = surroundings
    const key = `${film >= WETTING} ${surface.map(({ kind, s, t }) => [kind, ...s, ...t].join()).join(' ')}`
    if (known?.key !== key)
      known = { key, lookup: new Lookup(road.resurfaced(surface, film), surroundings, lanes) }
    return known.lookup
  }

  return ({ view, width, height, depth, semantic, state, sensor }) => {
    const lookup = lookupFor(surroundingsOf(scenario, state))
    const size = `${sensor.id} ${width} ${height}`
    const ray = rays.get(size) ?? raysOf(view.pinhole)
    rays.set(size, ray)
    // Columns of the camera's rotation: only x and y are asked for.
    const { position, orientation } = view.pose
    const [fx, fy] = rotate(orientation, [1, 0, 0])
    const [lx, ly] = rotate(orientation, [0, 1, 0])
    const [ux, uy] = rotate(orientation, [0, 0, 1])
    const count = width * height
    const [drivable, surface, patch] = [new Uint8Array(count), new Uint8Array(count), new Uint8Array(count)]
    const lane = new Uint16Array(count)
    for (let i = 0; i < count; i++) {
      if (!PAVED.has(semantic[i])) continue
      const d = depth[i]
      const a = d * ray[3 * i]
      const b = d * ray[3 * i + 1]
      const c = d * ray[3 * i + 2]
      if (!Number.isFinite(a)) continue
      const code = lookup.at(position[0] + fx * a + lx * b + ux * c, position[1] + fy * a + ly * b + uy * c)
      drivable[i] = code & 15
      surface[i] = (code >> 4) & 15
      patch[i] = (code >> 8) & 255
      lane[i] = code >>> 16
    }
    return { drivable, lane, surface, patch, lanes: lanes.lanes }
  }
}
