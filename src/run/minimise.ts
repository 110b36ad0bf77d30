/**
 * Shrinks a sample that fails: moves its parameters towards the middles of their distributions for as long as it
 * still fails, so that what stays away from the middle is what matters. First whole groups of parameters at once
 * (delta debugging, Zeller and Hildebrandt 2002), then each by bisection. Deterministic; every step is a run.
 */
import {
  drawnParameters,
  parametersWith,
  sampleScenario,
  type DrawnParameter,
  type ParameterValues,
  type Scenario,
} from '../scenario/index.ts'
import { run, type RunRecord } from './run.ts'

export interface Minimised {
  /** Of the parameters that are drawn, SI units. */
  readonly parameters: readonly {
    readonly name: string
    readonly from: number | string
    readonly to: number | string
    readonly median: number | string
  }[]
  /** All parameters of the sample that is left. */
  readonly values: ParameterValues
  readonly runs: number
  /** What the sample that is left came to. */
  readonly record: RunRecord
}

export interface MinimiseOptions {
  /** Whether a run is still of the kind that is looked for. */
  readonly fails: (record: RunRecord) => boolean
  readonly onRun?: (runs: number) => void
  readonly signal?: AbortSignal
}

/** Halvings of the way to the middle: what is left of it is less than 2 % of where the parameter was. */
const HALVINGS = 6
/** Rounds over all parameters, for one that has moved may set another free. */
const ROUNDS = 3

/**
 * @param seed of the sample: what else is drawn by chance stays the same
 * @param start the sample's parameters
 * @returns null when the sample itself does not fail
 */
export const minimise = async (
  scenario: Scenario,
  seed: number,
  start: ParameterValues,
  { fails, onRun, signal }: MinimiseOptions,
): Promise<Minimised | null> => {
  const drawn = drawnParameters(scenario)
  const known = new Map<string, RunRecord | null>()
  let runs = 0
  /** The record of a set of parameters that still fails, or null. */
  const failing = async (candidate: ParameterValues): Promise<RunRecord | null> => {
    const values = parametersWith(scenario, candidate)
    if (values === null) return null
    const key = JSON.stringify(values)
    const before = known.get(key)
    if (before !== undefined) return before
    signal?.throwIfAborted()
    const record = await run(sampleScenario(scenario, seed, values))
    onRun?.(++runs)
    const found = fails(record) ? record : null
    known.set(key, found)
    return found
  }

  let current = start
  let record = await failing(start)
  if (record === null) return null
  const moveTo = async (candidate: ParameterValues): Promise<boolean> => {
    const found = await failing(candidate)
    if (found === null) return false
    current = candidate
    record = found
    return true
  }
  const isAway = (p: DrawnParameter): boolean => current[p.name] !== p.median(current)

  for (let round = 0; round < ROUNDS; round++) {
    const before = current
    await toTheMiddle(drawn.filter(isAway), () => current, moveTo)
    for (const p of drawn.filter(isAway)) {
      const choices = p.choices(current)
      await (choices === null ? bisect(p, () => current, moveTo) : choose(p, choices, () => current, moveTo))
    }
    if (current === before) break
  }
  return {
    parameters: drawn.map(({ name, median }) => ({
      ...{ name, from: start[name], to: current[name], median: median(current) },
    })),
    values: record.parameters,
    runs,
    record,
  }
}

type MoveTo = (candidate: ParameterValues) => Promise<boolean>
type Current = () => ParameterValues

/** With some of the parameters at the middles of their distributions, one after the other as in the file. */
const centred = (group: readonly DrawnParameter[], current: ParameterValues): ParameterValues =>
  group.reduce((values, { name, median }) => ({ ...values, [name]: median(values) }), current)

/** Puts as many as possible into the middle: all, halves, quarters, ... single ones. */
const toTheMiddle = async (
  away: readonly DrawnParameter[],
  current: Current,
  moveTo: MoveTo,
): Promise<void> => {
  let left = [...away]
  for (let size = left.length; size >= 1; size = Math.floor(size / 2)) {
    const stays: DrawnParameter[] = []
    for (let i = 0; i < left.length; i += size) {
      const group = left.slice(i, i + size)
      if (!(await moveTo(centred(group, current())))) stays.push(...group)
    }
    left = stays
  }
}

/** Between the middle, where it does not fail, and where it is: as near to the middle as it still fails. */
const bisect = async (p: DrawnParameter, current: Current, moveTo: MoveTo): Promise<void> => {
  const from = Number(current()[p.name])
  const median = Number(p.median(current()))
  let [fine, failing] = [0, 1]
  for (let i = 0; i < HALVINGS; i++) {
    const share = (fine + failing) / 2
    if (await moveTo({ ...current(), [p.name]: median + (from - median) * share })) failing = share
    else fine = share
  }
}

/** Of a list of values the one nearest to the middle with which it still fails. */
const choose = async (
  p: DrawnParameter,
  choices: readonly (number | string)[],
  current: Current,
  moveTo: MoveTo,
): Promise<void> => {
  const middle = choices.indexOf(p.median(current()))
  const at = choices.indexOf(current()[p.name])
  const way = Math.sign(at - middle)
  for (let i = middle + way; i !== at; i += way)
    if (await moveTo({ ...current(), [p.name]: choices[i] })) return
}
