/**
 * Covering arrays: few rows of levels such that every combination of levels of any t columns stands in some row
 * (Cohen, Dalal, Fredman, Patton 1997, the AETG heuristic). Deterministic for one random stream.
 */
import type { Random } from './random.ts'

export interface CoveringArray {
  /** A level for each column, row by row. */
  readonly rows: readonly (readonly number[])[]
  /** Combinations that no possible row holds. */
  readonly impossible: number
}

/** Rows that are built for each one that is taken: the best of them is. */
const CANDIDATES = 8
/** Ways to fill up a row round one combination before it counts as impossible. */
const TRIES = 64

/** All t-subsets of the numbers below n, each rising. */
export const subsets = (n: number, t: number): number[][] => {
  if (t === 0) return [[]]
  const found: number[][] = []
  for (let last = t - 1; last < n; last++)
    for (const before of subsets(last, t - 1)) found.push([...before, last])
  return found
}

/**
 * @param levels how many levels each column has
 * @param strength t: at most as many as there are columns
 * @param possible whether a row may stand in the array
 */
export const coveringArray = (
  levels: readonly number[],
  strength: number,
  random: Random,
  possible: (row: readonly number[]) => boolean = () => true,
): CoveringArray => {
  const open = openCombinations(levels, strength)
  const rows: number[][] = []
  let impossible = 0
  for (let next = open.first(); next !== null; next = open.first()) {
    let best: { row: number[]; gain: number } | null = null
    for (let n = 0; n < TRIES && (n < CANDIDATES || best === null); n++) {
      // Past the candidates, only whether there is a row at all is asked: chance finds one sooner than greed.
      const row = filled(next, levels, random, n < CANDIDATES ? open.gain : () => 0)
      const gain = open.gainOf(row)
      if (gain > (best?.gain ?? 0) && possible(row)) best = { row, gain }
    }
    if (best === null) {
      open.drop(next)
      impossible++
    } else {
      open.cover(best.row)
      rows.push(best.row)
    }
  }
  return { rows, impossible }
}

/** A combination: levels of some columns, -1 for the others. */
type Partial = readonly number[]

interface OpenCombinations {
  /** The first that is still open, or null. */
  first(): Partial | null
  /** How many a level of a column would close together with the columns that have theirs. */
  readonly gain: (row: readonly number[], column: number, level: number) => number
  gainOf(row: readonly number[]): number
  cover(row: readonly number[]): void
  drop(combination: Partial): void
}

/** The combinations of any `strength` columns that no row holds yet. */
const openCombinations = (levels: readonly number[], strength: number): OpenCombinations => {
  const groups = subsets(levels.length, strength).map((columns) => ({
    columns,
    open: new Uint8Array(columns.reduce((n, c) => n * levels[c], 1)).fill(1),
  }))
  type Group = (typeof groups)[number]
  const groupsOf = levels.map((_, c) => groups.filter(({ columns }) => columns.includes(c)))
  let at = 0

  /** Place of the row's levels in a group; -1 when a column has none yet. */
  const placeOf = ({ columns }: Group, row: readonly number[]): number => {
    let place = 0
    for (const c of columns) {
      if (row[c] < 0) return -1
      place = place * levels[c] + row[c]
    }
    return place
  }
  const isOpen = (group: Group, row: readonly number[]): boolean => {
    const place = placeOf(group, row)
    return place >= 0 && group.open[place] === 1
  }
  const close = (group: Group, row: readonly number[]): void => {
    const place = placeOf(group, row)
    if (place >= 0) group.open[place] = 0
  }
  return {
    first: () => {
      for (; at < groups.length; at++) {
        const { columns, open } = groups[at]
        let place = open.indexOf(1)
        if (place < 0) continue
        const row = levels.map(() => -1)
        for (const c of [...columns].reverse()) {
          row[c] = place % levels[c]
          place = Math.floor(place / levels[c])
        }
        return row
      }
      return null
    },
    gain: (row, column, level) => {
      const tried = row.with(column, level)
      return groupsOf[column].reduce((n, group) => n + (isOpen(group, tried) ? 1 : 0), 0)
    },
    gainOf: (row) => groups.reduce((n, group) => n + (isOpen(group, row) ? 1 : 0), 0),
    cover: (row) => groups.forEach((group) => close(group, row)),
    drop: (combination) => groups.forEach((group) => close(group, combination)),
  }
}

/** Fills up a combination, column by column in an order by chance, each with a level of the most gain. */
const filled = (
  combination: Partial,
  levels: readonly number[],
  random: Random,
  gain: OpenCombinations['gain'],
): number[] => {
  const row = [...combination]
  const rest = row.flatMap((level, column) => (level < 0 ? [column] : []))
  while (rest.length > 0) {
    const [column] = rest.splice(random.integer(rest.length), 1)
    const gains = Array.from({ length: levels[column] }, (_, level) => gain(row, column, level))
    const most = Math.max(...gains)
    const best = gains.flatMap((g, level) => (g === most ? [level] : []))
    row[column] = best[random.integer(best.length)]
  }
  return row
}
