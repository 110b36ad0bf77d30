/** A sweep's table as axes: which columns vary, where a cell lies on one, which rows are inside what is brushed. */
import type { SweepTable } from '../../src/protocol/index.ts'

export type Cell = SweepTable['rows'][number][number]
export type Row = readonly Cell[]

export interface Axis {
  /** Place of its column in a row. */
  readonly index: number
  readonly column: string
  /** As a reader knows it. */
  readonly label: string
  readonly isParameter: boolean
  /** What lies along it, from below; null: numbers from `low` to `high`. */
  readonly words: readonly string[] | null
  readonly low: number
  readonly high: number
}

const PARAMETER = 'param_'
/** Columns that tell runs apart but say nothing of them. */
const NAMES = new Set(['seed', 'digest', 'classes', 'min_ttc_with'])
/** More different words than this are no axis. */
const MOST_WORDS = 12
/** Outcome classes of every scenario, worst last; others lie between. */
const CLASS_ORDER = ['harmless', 'near-miss', 'lane-departure', 'loss-of-control', 'collision']

const labelOf = (column: string): string =>
  column.startsWith(PARAMETER) ? column.slice(PARAMETER.length) : column.replaceAll('_', ' ')

const rankOf = (word: string): number => {
  const rank = CLASS_ORDER.indexOf(word)
  return rank < 0 ? 2.5 : rank
}

/** The columns that vary, in the table's order: parameters first. */
export const axesOf = ({ columns, rows }: Pick<SweepTable, 'columns' | 'rows'>): Axis[] =>
  columns.flatMap((column, index): Axis[] => {
    if (NAMES.has(column)) return []
    const cells = rows.map((row) => row[index]).filter((cell) => cell !== null)
    const shared = { index, column, label: labelOf(column), isParameter: column.startsWith(PARAMETER) }
    if (cells.every((cell) => typeof cell === 'number')) {
      const numbers = cells
      const low = numbers.reduce((a, b) => Math.min(a, b), Infinity)
      const high = numbers.reduce((a, b) => Math.max(a, b), -Infinity)
      return low < high ? [{ ...shared, words: null, low, high }] : []
    }
    const words = [...new Set(cells.map(String))].sort((a, b) => rankOf(a) - rankOf(b) || (a < b ? -1 : 1))
    return words.length > 1 && words.length <= MOST_WORDS
      ? [{ ...shared, words, low: 0, high: words.length - 1 }]
      : []
  })

/** Where a cell lies on an axis, 0 (below) to 1; null: it has no value. */
export const placeOn = ({ words, low, high }: Axis, cell: Cell): number | null => {
  if (cell === null) return null
  if (words === null) return typeof cell === 'number' ? (cell - low) / (high - low) : null
  const place = words.indexOf(String(cell))
  return place < 0 ? null : place / high
}

/** What a place on an axis is called. */
export const nameOf = ({ words, low, high }: Axis, place: number): string =>
  words === null
    ? String(Number((low + place * (high - low)).toPrecision(3)))
    : words[Math.round(place * high)]

/** Stretches of axes, by column, that rows must lie in: shares from below. */
export type Brushes = ReadonlyMap<string, readonly [number, number]>

export const isInside = (axes: readonly Axis[], brushes: Brushes, row: Row): boolean =>
  axes.every((axis) => {
    const brush = brushes.get(axis.column)
    if (brush === undefined) return true
    const place = placeOn(axis, row[axis.index])
    return place !== null && place >= brush[0] && place <= brush[1]
  })

/** The point nearest to a place, px, no farther than `within`; null: there is none. */
export const nearest = (
  points: readonly (readonly [x: number, y: number] | null)[],
  [x, y]: readonly [number, number],
  within: number,
): number | null => {
  let found: number | null = null
  let least = within
  points.forEach((point, i) => {
    const away = point === null ? Infinity : Math.hypot(point[0] - x, point[1] - y)
    if (away > least) return
    least = away
    found = i
  })
  return found
}
