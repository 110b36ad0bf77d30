/** How the runs of a sweep spread over the bins that a scenario wants covered. */
import type { Bin, CoverItem, Measure } from '../scenario/index.ts'
import type { SweepRow } from './sweep-row.ts'

export interface Coverage {
  readonly name: string
  readonly bins: readonly { readonly label: string; readonly count: number }[]
  /** Runs that lie in no bin, or have no such value (no conflict, so no time to collision). */
  readonly outside: number
  /** Labels of the bins that no run lies in. */
  readonly uncovered: readonly string[]
}

const MEASURES: Readonly<Record<Measure, (row: SweepRow) => number | string | null>> = {
  min_ttc: (row) => row.min_ttc_s,
  min_distance: (row) => row.min_distance_m,
  max_delta_v: (row) => row.max_delta_v_mps,
  duration: (row) => row.duration_s,
  outcome: (row) => row.class,
}

/** Counts the runs in each bin; they are looked at one by one. */
export const coverageOf = (items: readonly CoverItem[], rows: Iterable<SweepRow>): Coverage[] => {
  const counts = items.map(({ bins }) => bins.map(() => 0))
  const outside = items.map(() => 0)
  for (const row of rows)
    items.forEach(({ name, of, bins }, i) => {
      const bin = binOf(bins, of === 'parameter' ? row.parameters[name] : MEASURES[name as Measure](row))
      if (bin < 0) outside[i]++
      else counts[i][bin]++
    })
  return items.map(({ name, bins }, i) => ({
    name,
    bins: bins.map(({ label }, k) => ({ label, count: counts[i][k] })),
    outside: outside[i],
    uncovered: bins.flatMap(({ label }, k) => (counts[i][k] === 0 ? [label] : [])),
  }))
}

/** Bins hold their lower edge; the last one holds its upper edge too. */
const binOf = (bins: readonly Bin[], value: number | string | null): number =>
  bins.findIndex((bin, i) => {
    if ('value' in bin) return bin.value === value
    if (typeof value !== 'number' || value < bin.from) return false
    return value < bin.to || (i === bins.length - 1 && value === bin.to)
  })
