/** Which roads lie under a point: a grid of cells over the map that knows the pieces of road near each. */
import type { Heights } from './relief.ts'
import type { Nearest, ReferenceLine } from './reference-line.ts'
import type { Section } from './section.ts'

/** A road made ready to be asked. */
export interface Ribbon {
  readonly line: ReferenceLine
  readonly sections: readonly Section[]
  readonly heights: Heights
  /** Farthest that its pavement reaches from the reference line, m. */
  readonly reach: number
}

/** A road under or near a point. `outside` is negative on its pavement: how deep inside it the point lies. */
export interface Find {
  road: number
  s: number
  t: number
  outside: number
}

export interface Locator {
  /**
   * Writes what lies within `within` metres (MARGIN at most and if left out; 0: whose pavement holds it) of the point
   * to `finds`, the deepest first; returns how many.
   */
  near(x: number, y: number, within?: number): number
  readonly finds: readonly Find[]
  /** How many of `finds` the last question filled. */
  readonly count: number
  /**
   * The road whose pavement is nearest, however far; written to finds[0], and behind it at least those within
   * `within` metres of the point (MARGIN at most; left out: whose pavement holds it).
   */
  nearest(x: number, y: number, within?: number): Find
}

/** Roads are known in cells this far beside their pavement, m. */
export const MARGIN = 12
/** What a pavement may be wider than `reach` says, which looks every few metres where edges move, m. */
const WIDER = 2
/** A road answers this far past its ends, m: maps leave small gaps between roads. */
const END_SLACK = 0.5
const MOST_CELLS = 1 << 20
const LEAST_CELL = 16

export const sectionAt = ({ sections }: Pick<Ribbon, 'sections'>, s: number): Section => {
  let i = sections.length - 1
  while (i > 0 && s < sections[i].s0) i--
  return sections[i]
}

/** How far (s, t) lies outside of a road's pavement, m. */
const outsideOf = (ribbon: Ribbon, s: number, t: number): number => {
  const section = sectionAt(ribbon, s)
  const edges = section.edges(s)
  const across = Math.max(edges[section.pavedFrom] - t, t - edges[section.pavedTo])
  const past = Math.max(-s, s - ribbon.line.length)
  if (past <= 0) return across
  return across <= 0 ? past : Math.sqrt(past * past + across * across)
}

/** t across the banked surface from t in the plane. */
const banked = ({ heights }: Ribbon, foot: Nearest): void => {
  if (heights.flat) return
  const angle = heights.bank(foot.s)
  if (angle !== 0) foot.t /= Math.cos(angle)
}

/** One road: it goes on past its ends, and there is nothing to look up. */
const ofOne = (ribbon: Ribbon): Locator => {
  const finds: Find[] = [{ road: 0, s: 0, t: 0, outside: 0 }]
  const [find] = finds
  const { line } = ribbon
  const nearest = (x: number, y: number): Find => {
    line.nearest(x, y, find)
    banked(ribbon, find)
    const section = sectionAt(ribbon, find.s)
    const edges = section.edges(find.s)
    find.outside = Math.max(edges[section.pavedFrom] - find.t, find.t - edges[section.pavedTo])
    return find
  }
  return {
    finds,
    count: 1,
    nearest,
    near: (x, y) => {
      nearest(x, y)
      return 1
    },
  }
}

export const buildLocator = (ribbons: readonly Ribbon[]): Locator => {
  if (ribbons.length === 1 && ribbons[0].line.pieces.length <= 12) return ofOne(ribbons[0])
  const grid = buildGrid(ribbons)
  const finds: Find[] = []
  const foot: Nearest = { s: 0, t: 0 }
  let count = 0

  const add = (road: number, outside: number): void => {
    if (finds.length === count) finds.push({ road: 0, s: 0, t: 0, outside: 0 })
    let i = count++
    const own = finds[i]
    // Ascending, equal ones in the order of roads, so that the answer hangs on the point alone.
    for (; i > 0 && finds[i - 1].outside > outside; i--) finds[i] = finds[i - 1]
    finds[i] = own
    own.road = road
    own.s = foot.s
    own.t = foot.t
    own.outside = outside
  }

  /** The last point asked for, how far round it, and all that was found there. */
  let askedX = NaN
  let askedY = NaN
  let asked = -1
  let known = 0

  const near = (x: number, y: number, within = MARGIN): number => {
    if (x === askedX && y === askedY && within <= asked) {
      count = known
      while (count > 0 && finds[count - 1].outside > within) count--
      return count
    }
    count = 0
    const cell = grid.cellAt(x, y)
    const { starts, entries } = grid
    const end = cell < 0 ? 0 : starts[cell + 1]
    for (let e = cell < 0 ? 0 : starts[cell]; e < end; e++) {
      const road = entries[3 * e]
      const ribbon = ribbons[road]
      const from = entries[3 * e + 1]
      // Whose line is farther than its pavement is wide does not lie here.
      const farthest = ribbon.reach + WIDER + within
      if (!ribbon.line.nearestOf(from, entries[3 * e + 2], x, y, END_SLACK, farthest, foot)) continue
      banked(ribbon, foot)
      const outside = outsideOf(ribbon, foot.s, foot.t)
      if (outside <= within) add(road, outside)
    }
    askedX = x
    askedY = y
    asked = within
    known = count
    return count
  }

  const single = ribbons.length === 1
  const nearest = (x: number, y: number, within = 0): Find => {
    if (near(x, y, within) > 0 || near(x, y) > 0) return finds[0]
    // What follows is no answer to `near`.
    asked = -1
    count = 0
    let best = Infinity
    for (const [road, ribbon] of ribbons.entries()) {
      if (!single && grid.distance(road, x, y) - ribbon.reach > best) continue
      ribbon.line.nearest(x, y, foot)
      banked(ribbon, foot)
      const outside = outsideOf(ribbon, foot.s, foot.t)
      if (outside >= best) continue
      best = outside
      count = 0
      add(road, outside)
    }
    return finds[0]
  }
  return {
    finds,
    nearest,
    get count() {
      return count
    },
    // One long road goes on past its ends like a short one.
    near: single
      ? (x, y) => {
          nearest(x, y)
          return 1
        }
      : near,
  }
}

interface Grid {
  /** First entry of each cell, and one more. */
  readonly starts: Int32Array
  /** Road, first piece and past the last piece, one after the other. */
  readonly entries: Int32Array
  /** -1: outside of the map. */
  cellAt(x: number, y: number): number
  /** From a point to the rectangle that holds a road's reference line, m. */
  distance(road: number, x: number, y: number): number
}

const buildGrid = (ribbons: readonly Ribbon[]): Grid => {
  const boxes = ribbons.map(({ line }) => {
    const box = { x0: Infinity, y0: Infinity, x1: -Infinity, y1: -Infinity }
    for (const { ballX, ballY, ballRadius } of line.pieces) {
      box.x0 = Math.min(box.x0, ballX - ballRadius)
      box.y0 = Math.min(box.y0, ballY - ballRadius)
      box.x1 = Math.max(box.x1, ballX + ballRadius)
      box.y1 = Math.max(box.y1, ballY + ballRadius)
    }
    return box
  })
  const pad = MARGIN + END_SLACK + Math.max(0, ...ribbons.map((r) => r.reach))
  const whole = boxes.filter((b) => b.x0 <= b.x1)
  const x0 = Math.min(...whole.map((b) => b.x0)) - pad
  const y0 = Math.min(...whole.map((b) => b.y0)) - pad
  const width = Math.max(...whole.map((b) => b.x1)) + pad - x0
  const height = Math.max(...whole.map((b) => b.y1)) + pad - y0
  const size = Math.max(LEAST_CELL, Math.sqrt((width * height) / MOST_CELLS))
  const columns = Math.max(1, Math.ceil(width / size))
  const rows = Math.max(1, Math.ceil(height / size))

  const lists = new Map<number, number[]>()
  const put = (cell: number, road: number, piece: number): void => {
    const list = lists.get(cell)
    if (list === undefined) {
      lists.set(cell, [road, piece, piece + 1])
      return
    }
    // One stretch a road: what lies between is passed over by its circles.
    const last = list.length - 3
    if (list[last] === road) list[last + 2] = piece + 1
    else list.push(road, piece, piece + 1)
  }
  for (const [road, { line, reach }] of ribbons.entries())
    for (const [i, piece] of line.pieces.entries()) {
      // A long straight is walked along, so that it does not fill the whole square that it is the diagonal of.
      const parts = Math.max(1, Math.ceil(piece.length / size))
      const near = reach + MARGIN + END_SLACK
      for (let k = 0; k < parts; k++) {
        const r = piece.ballRadius / parts + near
        const [cx, cy] =
          parts === 1
            ? [piece.ballX, piece.ballY]
            : pointAlong(line, piece.s0 + ((k + 0.5) / parts) * piece.length)
        const fromC = Math.max(0, Math.floor((cx - r - x0) / size))
        const toC = Math.min(columns - 1, Math.floor((cx + r - x0) / size))
        const fromR = Math.max(0, Math.floor((cy - r - y0) / size))
        const toR = Math.min(rows - 1, Math.floor((cy + r - y0) / size))
        for (let row = fromR; row <= toR; row++)
          for (let column = fromC; column <= toC; column++) put(row * columns + column, road, i)
      }
    }
  const starts = new Int32Array(columns * rows + 1)
  let total = 0
  for (let cell = 0; cell < columns * rows; cell++) {
    starts[cell] = total
    total += (lists.get(cell)?.length ?? 0) / 3
  }
  starts[columns * rows] = total
  const entries = new Int32Array(3 * total)
  for (const [cell, list] of lists) entries.set(list, 3 * starts[cell])

  return {
    starts,
    entries,
    cellAt: (x, y) => {
      const column = Math.floor((x - x0) / size)
      const row = Math.floor((y - y0) / size)
      return column >= 0 && row >= 0 && column < columns && row < rows ? row * columns + column : -1
    },
    distance: (road, x, y) => {
      const b = boxes[road]
      const dx = Math.max(0, b.x0 - x, x - b.x1)
      const dy = Math.max(0, b.y0 - y, y - b.y1)
      return Math.sqrt(dx * dx + dy * dy)
    },
  }
}

const place = { x: 0, y: 0, heading: 0, curvature: 0 }
const pointAlong = (line: ReferenceLine, s: number): readonly [number, number] => {
  line.at(s, place)
  return [place.x, place.y]
}
