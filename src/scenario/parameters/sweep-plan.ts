/** Which runs a sweep makes: sets of parameters by a sampler. The same for any number of workers. */
import {
  coveringArray,
  halton,
  HALTON_DIMENSIONS,
  hashNames,
  sobol,
  SOBOL_DIMENSIONS,
  stream,
} from '../../math/index.ts'
import { keyAt } from '../schema/compile.ts'
import { closest, type Diagnostic } from '../diagnostics.ts'
import type { ParameterValues } from '../expression/evaluate.ts'
import { UserError } from '../mistake.ts'
import { choicesOf, choiceShares, medianParameters, valueAt, valuesAt, type Parameter } from './parameters.ts'
import { impossibilities } from '../sample.ts'
import type { Scenario } from '../scenario.ts'
import type { ScenarioDocument } from '../schema/schema.ts'
import type { Sampler } from '../schema/sweep.ts'
import { diagnose, mapKeys, type Complaint, type Node } from '../source.ts'
import { DIMENSIONLESS, sameDimension, unitsOf } from '../expression/units.ts'

export interface SweepPlan {
  readonly sampler: Sampler
  /** null: as many as a grid has points; there is no other answer without a number. */
  readonly runs: number | null
  /** Of a grid and of t-wise: values of each parameter. */
  readonly levels: Readonly<Record<string, number>>
  /** Of t-wise: how many parameters are combined; left out: 2. */
  readonly strength?: number
}

/** Reports levels that no parameter has, and what does not go with the sampler. */
export const checkSweep = (
  { sampler, levels, strength }: ScenarioDocument['sweep'],
  tree: Node,
  drawn: ReadonlySet<string>,
  report: (diagnostic: Diagnostic) => void,
): void => {
  const names = mapKeys(tree, 'params')
  const complain = (path: readonly string[], complaint: Complaint): void =>
    report(diagnose(keyAt(tree, path), complaint))
  const given = Object.keys(levels)
  if (sampler === 'grid' && given.length === 0)
    complain(['sweep', 'sampler'], {
      code: 'missing-key',
      message: 'this grid has no levels',
      expected: "'levels', such as {v_ego: 5, mu: 4}",
    })
  if (sampler !== 'grid' && sampler !== 't-wise' && given.length > 0)
    complain(['sweep', 'levels'], {
      code: 'bad-value',
      message: `the ${sampler} sampler has no levels`,
      expected: "'sampler: grid' or 'sampler: t-wise' beside them",
    })
  if (sampler !== 't-wise' && strength !== undefined)
    complain(['sweep', 'strength'], {
      code: 'bad-value',
      message: `the ${sampler} sampler has no strength`,
      expected: "'sampler: t-wise' beside it",
    })
  for (const name of given) {
    if (!names.includes(name))
      complain(['sweep', 'levels', name], {
        code: 'unknown-parameter',
        message: `there is no parameter '${name}'`,
        expected: names.length === 0 ? 'a parameter; this file has none' : `one of ${names.join(', ')}`,
        suggestion: closest(name, names),
      })
    else if (!drawn.has(name))
      complain(['sweep', 'levels', name], {
        code: 'bad-value',
        message: `the parameter '${name}' has one value`,
        expected: 'a parameter that is drawn',
      })
  }
}

/** One run of a sweep. */
export interface SweepRun {
  readonly seed: number
  /** null: the seed draws them. */
  readonly parameters: ParameterValues | null
}

export interface PlannedSweep {
  readonly runs: readonly SweepRun[]
  /** Points of the sampler that the scenario's constraints refused; of t-wise, combinations that they rule out. */
  readonly rejected: number
}

/** So many points are tried for each run that is wanted. */
const TRIES = 1000
const LARGEST_GRID = 1_000_000

/**
 * The runs of a sweep, with seeds first, first + 1, ...
 * @throws UserError when the sampler cannot do it: no number of runs, too many parameters, no possible point
 */
export const planSweep = (scenario: Scenario, plan: SweepPlan, first: number): PlannedSweep => {
  if (plan.sampler === 'grid') return gridRuns(scenario, plan, first)
  if (plan.sampler === 't-wise') return combinedRuns(scenario, plan, first)
  const { runs: wanted } = plan
  if (wanted === null)
    throw new UserError("how many runs? Say so with --samples, or with 'runs' in the file's 'sweep'")
  if (plan.sampler === 'uniform')
    return {
      runs: Array.from({ length: wanted }, (_, i) => ({ seed: first + i, parameters: null })),
      rejected: 0,
    }
  const sharesOf = SEQUENCES[plan.sampler](scenario.material.parameters, wanted, first)
  const runs: SweepRun[] = []
  let tried = 0
  for (; runs.length < wanted && tried < wanted * TRIES; tried++) {
    const parameters = valuesOf(scenario, sharesOf(tried))
    if (parameters !== null) runs.push({ seed: first + runs.length, parameters })
  }
  if (runs.length < wanted)
    throw new UserError(
      `only ${runs.length} of ${tried} points of the ${plan.sampler} sampler meet the scenario's constraints`,
    )
  return { runs, rejected: tried - runs.length }
}

/** The parameters at these shares of their distributions; null: the scenario cannot start so. */
const valuesOf = (
  { material }: Scenario,
  shares: readonly number[],
  copula = material.copula,
): ParameterValues | null => {
  const values = valuesAt(material.parameters, copula, shares)
  return impossibilities(material, values).length === 0 ? values : null
}

/** Shares of point i, one a parameter; what is fixed needs no dimension of the sequence. */
type Sequence = (
  parameters: readonly Parameter[],
  wanted: number,
  seed: number,
) => (i: number) => readonly number[]

const isDrawn = ({ draw }: Parameter): boolean => draw.kind !== 'fixed'

/** A sequence for those that are drawn; 0 for the others. */
const overDrawn = (
  parameters: readonly Parameter[],
  most: number,
  coordinate: (i: number, dimension: number, name: string) => number,
): ((i: number) => readonly number[]) => {
  const drawn = parameters.filter(isDrawn).map((p) => p.name)
  if (drawn.length > most)
    throw new UserError(
      `this sampler has ${most} dimensions, and ${drawn.length} parameters are drawn; take latin-hypercube`,
    )
  return (i) =>
    parameters.map(({ name }) => {
      const dimension = drawn.indexOf(name)
      return dimension < 0 ? 0 : coordinate(i, dimension, name)
    })
}

const SEQUENCES: Readonly<Record<Exclude<Sampler, 'uniform' | 'grid' | 't-wise'>, Sequence>> = {
  // Moved by a share that the seed gives, round the corner (Cranley, Patterson 1976).
  halton: (parameters, _, seed) =>
    overDrawn(parameters, HALTON_DIMENSIONS, (i, dimension, name) => {
      const u = halton(i, dimension) + hashNames(seed, ['halton', name]) / 4294967296
      return u >= 1 ? u - 1 : u
    }),
  sobol: (parameters, _, seed) =>
    overDrawn(parameters, SOBOL_DIMENSIONS, (i, dimension, name) =>
      sobol(i, dimension, hashNames(seed, ['sobol', name])),
    ),
  // One design after another, each with a point in every one of its equal shares (McKay, Beckman, Conover 1979).
  'latin-hypercube': (parameters, wanted, seed) => {
    const designs = new Map<string, Float64Array>()
    const designOf = (name: string, number: number): Float64Array => {
      const key = `${name} ${number}`
      const known = designs.get(key)
      if (known !== undefined) return known
      const random = stream(seed, 'latin hypercube', name, number)
      const cells = Float64Array.from({ length: wanted }, (_, i) => i)
      for (let i = wanted - 1; i > 0; i--) {
        const k = random.integer(i + 1)
        ;[cells[i], cells[k]] = [cells[k], cells[i]]
      }
      const design = cells.map((cell) => (cell + random.next()) / wanted)
      designs.set(key, design)
      return design
    }
    return overDrawn(parameters, Infinity, (i, _, name) => designOf(name, Math.floor(i / wanted))[i % wanted])
  },
}

/** Every combination of levels; parameters without levels are drawn by the run's seed. */
const gridRuns = (scenario: Scenario, { levels, runs: wanted }: SweepPlan, first: number): PlannedSweep => {
  const { parameters } = scenario.material
  if (Object.keys(levels).length === 0)
    throw new UserError("a grid needs levels: give them with --levels, or in the file's 'sweep'")
  const counts = parameters.map((p) => (isDrawn(p) ? (levels[p.name] ?? 1) : 1))
  const points = counts.reduce((n, c) => n * c, 1)
  if (points > LARGEST_GRID) throw new UserError(`a grid of ${points} points is more than ${LARGEST_GRID}`)
  const runs: SweepRun[] = []
  for (let point = 0; point < points; point++) {
    const seed = first + point
    let rest = point
    const shares = parameters.map(({ name }, i) => {
      const level = rest % counts[i]
      rest = Math.floor(rest / counts[i])
      return Object.hasOwn(levels, name) ? (level + 0.5) / counts[i] : stream(seed, 'parameter', name).next()
    })
    const values = valuesOf(scenario, shares)
    if (values !== null) runs.push({ seed, parameters: values })
  }
  if (runs.length === 0) throw new UserError("no point of this grid meets the scenario's constraints")
  return { runs: wanted === null ? runs : runs.slice(0, wanted), rejected: points - runs.length }
}

/** Of t-wise: levels of a parameter that has none of its own and no list of values. */
const USUAL_LEVELS = 3
/** Positions within the levels' shares that are tried for one row: the middles, then others by chance. */
const PLACES = 20
const MOST_COMBINATIONS = 1_000_000

/**
 * Rows in which every combination of levels of any `strength` parameters stands that the constraints allow, likely
 * or not: correlations between parameters are left aside.
 */
const combinedRuns = (
  scenario: Scenario,
  { levels, strength = 2, runs: wanted }: SweepPlan,
  first: number,
): PlannedSweep => {
  const { parameters } = scenario.material
  const drawn = parameters.filter(isDrawn)
  if (drawn.length === 0)
    throw new UserError('no parameter of this scenario is drawn: there is nothing to combine')
  const cells = drawn.map((p) => cellsOf(p, levels[p.name], scenario))
  const counts = cells.map((of) => of.length)
  const t = Math.min(strength, drawn.length)
  const combinations = combinationsOf(counts, t)
  if (combinations > MOST_COMBINATIONS)
    throw new UserError(`${combinations} combinations are more than ${MOST_COMBINATIONS}; take fewer levels`)

  /** Parameters of a row of levels: at the middles of its cells, or else anywhere in them. */
  const settle = (row: readonly number[]): ParameterValues | null => {
    const random = stream(first, 't-wise', ...row)
    for (let n = 0; n < PLACES; n++) {
      const shares = parameters.map((p) => {
        const column = drawn.indexOf(p)
        if (column < 0) return 0
        const [from, to] = cells[column][row[column]]
        return from + (to - from) * (n === 0 ? 0.5 : random.next())
      })
      const values = valuesOf(scenario, shares, null)
      if (values !== null) return values
    }
    return null
  }
  const array = coveringArray(counts, t, stream(first, 't-wise'), (row) => settle(row) !== null)
  const runs = array.rows.flatMap((row, i): SweepRun[] => {
    const values = settle(row)
    return values === null ? [] : [{ seed: first + i, parameters: values }]
  })
  if (runs.length === 0) throw new UserError("no combination of levels meets the scenario's constraints")
  return { runs: wanted === null ? runs : runs.slice(0, wanted), rejected: array.impossible }
}

/** The shares of its distribution that each level of a parameter has: of a choice without levels, each value's own. */
const cellsOf = (
  { draw }: Parameter,
  levels: number | undefined,
  { material }: Scenario,
): (readonly [number, number])[] => {
  if (draw.kind === 'choice' && levels === undefined)
    return choiceShares(draw, medianParameters(material.parameters)).filter(([from, to]) => to > from)
  const count = levels ?? USUAL_LEVELS
  return Array.from({ length: count }, (_, i) => [i / count, (i + 1) / count])
}

/** How many combinations of any t of these there are: the elementary symmetric polynomial. */
const combinationsOf = (counts: readonly number[], t: number): number => {
  const sums = [1, ...Array<number>(t).fill(0)]
  for (const count of counts) for (let k = t; k > 0; k--) sums[k] += count * sums[k - 1]
  return sums[t]
}

/**
 * Parameters as `--set` takes them, which with the run's seed give the very same run; those that follow from
 * others, and those of a dimension without a unit, are left out.
 */
export const asSettings = (scenario: Scenario, values: ParameterValues): string[] =>
  scenario.material.parameters.filter(isDrawn).flatMap(({ name, type }) => {
    const value = values[name]
    if (typeof value === 'string') return [`${name}=${value}`]
    if (type.kind !== 'quantity') return []
    if (sameDimension(type.dimension, DIMENSIONLESS)) return [`${name}=${value}`]
    const unit = unitsOf(type.dimension).find((u) => u.factor === 1 && u.offset === 0)
    return unit === undefined ? [] : [`${name}=${value} ${unit.name}`]
  })

/**
 * All parameters with these values for those that are drawn; those that follow from others are worked out anew.
 * null: the scenario cannot start so.
 */
export const parametersWith = ({ material }: Scenario, drawn: ParameterValues): ParameterValues | null => {
  const values: Record<string, number | string> = {}
  for (const { name, draw } of material.parameters)
    values[name] = draw.kind === 'fixed' ? valueAt(draw, 0, values) : drawn[name]
  return impossibilities(material, values).length === 0 ? values : null
}

/** A parameter that is drawn, for who moves it towards the middle of its distribution. */
export interface DrawnParameter {
  readonly name: string
  /** The middle, others being as they are. */
  readonly median: (others: ParameterValues) => number | string
  /** What may be chosen, in the order of the file; null: any number. */
  readonly choices: (others: ParameterValues) => readonly (number | string)[] | null
}

export const drawnParameters = ({ material }: Scenario): DrawnParameter[] =>
  material.parameters.filter(isDrawn).map(({ name, draw }) => ({
    name,
    median: (others) => valueAt(draw, 0.5, others),
    choices: (others) => (draw.kind === 'choice' ? choicesOf(draw, others) : null),
  }))
