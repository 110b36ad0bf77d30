/** What the card says of the whole: the sums over its clips. */
import type { ConcreteScenario } from '../../scenario/index.ts'
import type { DataSetContext, Selection } from '../exporter.ts'
import { binOf, BINS, increase, newTally, type Counts, type Tally } from './tally.ts'

export interface CardFacts extends DataSetContext {
  readonly formats: readonly string[]
  readonly selection: Selection
  /** Name of a licence, or whatever its maker says. */
  readonly licence: string
}

/** A run of the data set, as the card has it. */
export interface ClipRecord {
  readonly name: string
  readonly scenario: string
  readonly title: string
  readonly tags: ConcreteScenario['tags']
  readonly seed: number
  readonly parameters: ConcreteScenario['parameters']
  readonly split: string
  readonly outcome: string
  readonly min_ttc_s: number | null
  readonly from_s: number
  readonly to_s: number
  readonly frames: Counts
  /** The same for runs that are the same but for their sensors. */
  readonly scenario_sha256: string
}

/** All that the card says of the whole. */
export interface Totals {
  clips: number
  readonly frames: Counts
  readonly splits: Counts
  readonly hazards: Counts
  readonly outcomes: Counts
  readonly labels: Counts
  readonly tracks: Counts
  readonly weather: Counts
  readonly light: Counts
  readonly distributions: Record<keyof typeof BINS, number[]>
  /** Runs in which nobody was on a course to collide. */
  withoutTtc: number
}

export const newTotals = (): Totals => ({
  ...{ clips: 0, withoutTtc: 0, frames: {}, splits: {}, hazards: {}, outcomes: {} },
  ...{ labels: {}, tracks: {}, weather: {}, light: {} },
  distributions: {
    ...newTally().distributions,
    min_ttc_s: BINS.min_ttc_s.edges.map(() => 0),
  },
})

/** Tags that say which hazard a scenario stages. */
export const hazardsOf = ({ tags }: Pick<ClipRecord, 'tags'>): readonly (string | number)[] =>
  Object.entries(tags).flatMap(([tag, values]) => (tag === 'hazard' ? values : []))

export const addClip = (totals: Totals, record: ClipRecord, tally: Tally): void => {
  totals.clips++
  increase(totals.splits, record.split)
  increase(totals.outcomes, record.outcome)
  for (const hazard of hazardsOf(record)) increase(totals.hazards, String(hazard))
  for (const key of ['frames', 'labels', 'weather', 'light'] as const)
    for (const [name, n] of Object.entries(tally[key])) increase(totals[key], name, n)
  for (const [category, ids] of Object.entries(tally.tracks)) increase(totals.tracks, category, ids.length)
  for (const [name, bins] of Object.entries(tally.distributions))
    bins.forEach((n, i) => {
      totals.distributions[name as keyof Tally['distributions']][i] += n
    })
  if (record.min_ttc_s === null) totals.withoutTtc++
  else totals.distributions.min_ttc_s[binOf('min_ttc_s', record.min_ttc_s)]++
}
