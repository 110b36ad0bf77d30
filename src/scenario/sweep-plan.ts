/** Which runs a sweep makes: sets of parameters by a sampler. The same for any number of workers. */
import { halton, HALTON_DIMENSIONS, hashNames, sobol, SOBOL_DIMENSIONS, stream } from '../math/index.ts'
import { keyAt } from './compile.ts'
import { closest, type Diagnostic } from './diagnostics.ts'
import type { ParameterValues } from './evaluate-expression.ts'
import { UserError } from './mistake.ts'
import { valuesAt, type Parameter } from './parameters.ts'
import { impossibilities } from './sample.ts'
import type { Scenario } from './scenario.ts'
import type { ScenarioDocument } from './schema.ts'
import type { Sampler } from './schema-sweep.ts'
import { diagnose, mapKeys, type Complaint, type Node } from './source.ts'
import { DIMENSIONLESS, sameDimension, unitsOf } from './units.ts'

export interface SweepPlan {
  readonly sampler: Sampler
  /** null: as many as a grid has points; there is no other answer without a number. */
  readonly runs: number | null
  /** Of a grid: values of each parameter. */
  readonly levels: Readonly<Record<string, number>>
}

/** Reports levels of a grid that no parameter has, and levels without a grid. */
export const checkSweep = (
  { sampler, levels }: ScenarioDocument['sweep'],
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
  if (sampler !== 'grid' && given.length > 0)
    complain(['sweep', 'levels'], {
      code: 'bad-value',
      message: `the ${sampler} sampler has no levels`,
      expected: "'sampler: grid' beside them",
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
  /** Points of the sampler that the scenario's constraints refused. */
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
const valuesOf = ({ material }: Scenario, shares: readonly number[]): ParameterValues | null => {
  const values = valuesAt(material.parameters, material.copula, shares)
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

const SEQUENCES: Readonly<Record<Exclude<Sampler, 'uniform' | 'grid'>, Sequence>> = {
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
