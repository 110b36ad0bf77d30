/**
 * What a data set shall be: its clips, their splits, and how each is cut into pieces. The plan alone decides the
 * data set's bytes; who makes which piece, and when, does not.
 */
import { createHash } from 'node:crypto'
import { EVERYTHING, SPLITS, type Selection, type Split } from '../../export/index.ts'
import type { ConcreteScenario, SensorSpec } from '../../scenario/index.ts'
import { readingAt } from '../../sensors/index.ts'
import { TICKS_PER_SECOND } from '../../world/index.ts'
import { VERSION } from '../version.ts'

/** What is taken of each run. */
export interface Excerpt {
  /** Frames before this time are left out, s. */
  readonly from: number
  /** Frames of each sensor at most. */
  readonly frames: number | null
}

export interface PlannedClip {
  readonly name: string
  readonly split: Split
  /** With the sensors that are exported. */
  readonly scenario: ConcreteScenario
}

export interface DataSetPlan {
  readonly version: string
  readonly formats: readonly string[]
  readonly excerpt: Excerpt
  readonly selection: Selection
  /** What the data card says of the data set's use. */
  readonly licence: string
  /** See DataSetContext; null: the format's own. */
  readonly shardBytes: number | null
  readonly clips: readonly PlannedClip[]
}

/** Shares of train, val and test; they need not add up to 1. */
export type SplitShares = Readonly<Record<Split, number>>

/** Ticks of a piece: what is lost at most when a worker is killed, and what workers share a long run by. */
export const PIECE_TICKS = TICKS_PER_SECOND

const digestOf = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex')

/** What two runs share that look at the same thing through other sensors: they must not stand in two splits. */
const simulationOf = (scenario: ConcreteScenario): string => digestOf({ ...scenario, sensors: [] })

/** All labels, given away. */
const DEFAULTS = { selection: EVERYTHING, licence: 'CC0-1.0', shardBytes: null } as const

export type PlanOptions = Pick<DataSetPlan, 'formats' | 'excerpt'> &
  Partial<Pick<DataSetPlan, keyof typeof DEFAULTS>> & { readonly shares: SplitShares }

/** Clips of concrete scenarios, each taken once however often it is named, with names of their own. */
export const planDataSet = (
  scenarios: Iterable<ConcreteScenario>,
  { shares, ...rest }: PlanOptions,
): DataSetPlan => {
  const distinct = new Map<string, ConcreteScenario>()
  for (const scenario of scenarios) distinct.set(digestOf(scenario), scenario)
  const simulations = new Map([...distinct].map(([digest, scenario]) => [digest, simulationOf(scenario)]))
  const splits = splitsOf([...new Set(simulations.values())], shares)
  const taken = new Map<string, number>()
  const clips = [...distinct].map(([digest, scenario]): PlannedClip => {
    const base = `${scenario.name}-${scenario.seed}`
    const n = (taken.get(base) ?? 0) + 1
    taken.set(base, n)
    return { name: n === 1 ? base : `${base}-${n}`, split: splits.get(simulations.get(digest)!)!, scenario }
  })
  return { version: VERSION, ...DEFAULTS, ...rest, clips }
}

/** Splits by the order of digests, which nothing of a scenario can be told from, in exact shares. */
const splitsOf = (digests: readonly string[], shares: SplitShares): ReadonlyMap<string, Split> => {
  const total = SPLITS.reduce((sum, split) => sum + shares[split], 0)
  const bounds = SPLITS.map((_, i) =>
    Math.round(
      (digests.length * SPLITS.slice(0, i + 1).reduce((sum, split) => sum + shares[split], 0)) / total,
    ),
  )
  return new Map(
    [...digests].sort().map((digest, rank) => [digest, SPLITS[bounds.findIndex((b) => rank < b)]] as const),
  )
}

/** Two plans of one identity make the same data set, byte for byte. */
export const identityOf = ({ clips, ...rest }: DataSetPlan): string =>
  digestOf([rest, clips.map(({ name, split, scenario }) => [name, split, digestOf(scenario)])])

/** Numbers of a sensor's readings that are taken: from `first` on, `count` of them. */
const readingsOf = ({ rate }: SensorSpec, { from, frames }: Excerpt): { first: number; count: number } => ({
  first: Math.ceil(from * rate - 1e-9),
  count: frames ?? Infinity,
})

/** The number of the reading that is taken of this sensor on this tick; null: none. */
export const takenReading = (sensor: SensorSpec, tick: number, excerpt: Excerpt): number | null => {
  const index = readingAt(sensor.rate, tick)
  const { first, count } = readingsOf(sensor, excerpt)
  return index !== null && index >= first && index < first + count ? index : null
}

/** Ticks of a run that goes on to tick `end` of which something is taken, both included; null: none. */
export const rangeOf = (
  sensors: readonly SensorSpec[],
  excerpt: Excerpt,
  end: number,
): { readonly from: number; readonly to: number } | null => {
  const from = Math.ceil(excerpt.from * TICKS_PER_SECOND - 1e-6)
  const lasts = sensors.map((sensor) => {
    const { first, count } = readingsOf(sensor, excerpt)
    return Math.round(((first + count - 1) * TICKS_PER_SECOND) / sensor.rate)
  })
  // Without sensors it is of states, which go on to the end.
  const to = lasts.length === 0 ? end : Math.min(end, Math.max(...lasts))
  return from <= to ? { from, to } : null
}

/** Ticks of a piece of a range, both included. */
export const pieceOf = (
  { from, to }: { readonly from: number; readonly to: number },
  index: number,
): { readonly from: number; readonly to: number } => {
  const first = from + index * PIECE_TICKS
  return { from: first, to: Math.min(to, first + PIECE_TICKS - 1) }
}

/** Frames that are taken on these ticks, both included. */
export const framesWithin = (
  sensors: readonly SensorSpec[],
  excerpt: Excerpt,
  { from, to }: { readonly from: number; readonly to: number },
): number =>
  sensors.reduce((sum, sensor) => {
    const { first, count } = readingsOf(sensor, excerpt)
    // Readings are on the ticks nearest to their times.
    const before = (tick: number): number =>
      Math.min(count, Math.max(0, Math.ceil(((tick - 0.5) * sensor.rate) / TICKS_PER_SECOND - 1e-9) - first))
    return sum + before(to + 1) - before(from)
  }, 0)

/** Number of pieces of a range. */
export const piecesOf = ({ from, to }: { readonly from: number; readonly to: number }): number =>
  Math.floor((to - from) / PIECE_TICKS) + 1

/** Pieces that the runs will give if nothing ends them early. */
export const expectedPieces = ({ clips, excerpt }: DataSetPlan): number =>
  clips.reduce((sum, { scenario: { sensors, stop } }) => {
    const range = rangeOf(sensors, excerpt, Math.round(stop.after * TICKS_PER_SECOND))
    return sum + (range === null ? 0 : piecesOf(range))
  }, 0)

/** Frames that a run of this length gives; to know how far the work is. */
export const framesOf = (
  sensors: readonly SensorSpec[],
  { from, frames }: Excerpt,
  duration: number,
): number =>
  sensors.reduce(
    (sum, { rate }) =>
      sum + Math.max(0, Math.min(frames ?? Infinity, Math.floor((duration - from) * rate) + 1)),
    0,
  )
