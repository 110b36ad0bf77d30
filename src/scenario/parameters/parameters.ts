/** Parameters: what each may be, and drawing them. Every parameter has a random stream of its own. */
import { stream } from '../../math/index.ts'
import { quantileOf, shareBelow, type Law } from './distributions.ts'
import { evaluateFixed, type ParameterValues } from '../expression/evaluate.ts'
import { correlated, type Copula } from './copula.ts'
import { Formula, type ConditionFormula } from '../expression/formula.ts'
import type { DistributionDocument } from '../schema/parameters.ts'
import type { Type } from '../expression/types.ts'

type Pair = readonly [Formula, Formula]

/** A continuous law, cut or not. */
export interface Continuous {
  readonly kind: 'continuous'
  readonly law: Law['kind']
  /** The numbers of the law, by their names in Law. */
  readonly numbers: Readonly<Record<string, Formula>>
  readonly cut: { readonly kind: 'clip' | 'truncate'; readonly bounds: Pair } | null
}

interface Fixed {
  readonly kind: 'fixed'
  readonly value: Formula
}

/** What a parameter is drawn from. */
export type Draw =
  | Fixed
  | {
      readonly kind: 'choice'
      readonly values: readonly Formula[]
      readonly weights: readonly Formula[] | null
    }
  | Continuous
  | {
      readonly kind: 'mixture'
      readonly parts: readonly (Continuous | Fixed)[]
      readonly weights: readonly Formula[]
    }
  /** The first whose condition holds; null: it always does. */
  | {
      readonly kind: 'cases'
      readonly cases: readonly { readonly when: ConditionFormula | null; readonly of: Draw }[]
    }

export interface Parameter {
  readonly name: string
  readonly description: string | null
  readonly draw: Draw
  readonly type: Type
}

/** The distribution that stands in the document. */
export const drawOf = (d: DistributionDocument): Draw => {
  if (d instanceof Formula) return { kind: 'fixed', value: d }
  if ('choice' in d) return { kind: 'choice', values: d.choice, weights: null }
  if ('weighted' in d) {
    return {
      kind: 'choice',
      values: d.weighted.map((w) => w.value),
      weights: d.weighted.map((w) => w.weight),
    }
  }
  if ('mixture' in d) {
    return {
      kind: 'mixture',
      parts: d.mixture.map(({ of }) => lawDraw(of)),
      weights: d.mixture.map((m) => m.weight),
    }
  }
  if ('cases' in d)
    return { kind: 'cases', cases: d.cases.map((c) => ({ when: c.when ?? null, of: drawOf(c.of) })) }
  return lawDraw(d)
}

type LawDocument = Extract<DistributionDocument, { mixture: unknown }>['mixture'][number]['of']

const lawDraw = (d: LawDocument): Continuous | Fixed => {
  if (d instanceof Formula) return { kind: 'fixed', value: d }
  if ('fixed' in d) return { kind: 'fixed', value: d.fixed }
  if ('uniform' in d) {
    return {
      kind: 'continuous',
      law: 'uniform',
      numbers: { low: d.uniform[0], high: d.uniform[1] },
      cut: null,
    }
  }
  const cut =
    d.truncate !== undefined
      ? ({ kind: 'truncate', bounds: d.truncate } as const)
      : d.clip !== undefined
        ? ({ kind: 'clip', bounds: d.clip } as const)
        : null
  if ('normal' in d) return { kind: 'continuous', law: 'normal', numbers: d.normal, cut }
  if ('lognormal' in d) return { kind: 'continuous', law: 'lognormal', numbers: d.lognormal, cut }
  if ('exponential' in d) return { kind: 'continuous', law: 'exponential', numbers: d.exponential, cut }
  const { alpha, beta, range } = d.beta
  return { kind: 'continuous', law: 'beta', numbers: { alpha, beta, low: range[0], high: range[1] }, cut }
}

/** The draws that a draw chooses among; itself when there is nothing to choose. */
const branches = (draw: Draw): readonly Draw[] =>
  draw.kind === 'mixture'
    ? draw.parts
    : draw.kind === 'cases'
      ? draw.cases.flatMap(({ of }) => branches(of))
      : [draw]

interface Values {
  readonly values: readonly Formula[]
  readonly bounds: readonly Formula[]
}

/** Formulas of a draw whose values have the parameter's own dimension, and which bound it where it is bounded. */
export const valuesOf = (draw: Draw): Values => {
  const each = branches(draw).map(valuesOfOne)
  return { values: each.flatMap((v) => v.values), bounds: each.flatMap((v) => v.bounds) }
}

const valuesOfOne = (draw: Draw): Values => {
  if (draw.kind === 'fixed') return { values: [draw.value], bounds: [draw.value] }
  if (draw.kind === 'choice') return { values: draw.values, bounds: draw.values }
  if (draw.kind !== 'continuous') return { values: [], bounds: [] }
  const own = Object.entries(draw.numbers).flatMap(([name, f]) =>
    name === 'alpha' || name === 'beta' || name === 'sigma' ? [] : [f],
  )
  const bounds = draw.cut?.bounds ?? (draw.law === 'uniform' ? own : draw.law === 'beta' ? own : [])
  return { values: [...own, ...(draw.cut?.bounds ?? [])], bounds }
}

/** All other formulas of a draw: weights and shapes, and the conditions of its cases. */
export const numbersOf = (
  draw: Draw,
): { readonly numbers: readonly Formula[]; readonly conditions: readonly ConditionFormula[] } => ({
  numbers: [
    ...weightsOf(draw),
    ...branches(draw).flatMap((d) => (d.kind === 'continuous' ? Object.values(d.numbers) : weightsOf(d))),
  ],
  conditions: draw.kind === 'cases' ? draw.cases.flatMap(({ when }) => (when === null ? [] : [when])) : [],
})

const weightsOf = (draw: Draw): readonly Formula[] => {
  if (draw.kind === 'choice') return draw.weights ?? []
  if (draw.kind === 'mixture') return draw.weights
  return draw.kind === 'cases' ? draw.cases.flatMap(({ of }) => weightsOf(of)) : []
}

/** Whether some value of it must be a number: it has a law. */
export const isContinuous = (draw: Draw): boolean =>
  draw.kind === 'mixture' || branches(draw).some((d) => d.kind === 'continuous')

const number = (formula: Formula, parameters: ParameterValues): number =>
  formula.expression === null ? NaN : Number(evaluateFixed(formula.expression, parameters))

const value = (formula: Formula, parameters: ParameterValues): number | string => {
  const v = formula.expression === null ? NaN : evaluateFixed(formula.expression, parameters)
  return typeof v === 'boolean' ? NaN : v
}

/** The law with its numbers, and its bounds after cutting. `parameters`: those above this one. */
const lawOf = (draw: Continuous, parameters: ParameterValues): Law => {
  const numbers = Object.fromEntries(
    Object.entries(draw.numbers).map(([name, f]) => [name, number(f, parameters)]),
  )
  return { kind: draw.law, ...numbers } as unknown as Law
}

/** The parameter's value at share `u` (0 <= u < 1) of its distribution; NaN when no case holds. */
export const valueAt = (draw: Draw, u: number, parameters: ParameterValues): number | string => {
  switch (draw.kind) {
    case 'fixed':
      return value(draw.value, parameters)
    case 'choice':
      return value(draw.values[indexAt(draw, u, parameters)], parameters)
    case 'continuous':
      return continuousAt(draw, u, parameters)
    case 'mixture':
      return mixtureAt(draw, u, parameters)
    case 'cases': {
      const found = draw.cases.find(({ when }) => when === null || holds(when, parameters))
      return found === undefined ? NaN : valueAt(found.of, u, parameters)
    }
  }
}

const holds = ({ expression }: ConditionFormula, parameters: ParameterValues): boolean =>
  expression !== null && evaluateFixed(expression, parameters) === true

const continuousAt = (draw: Continuous, u: number, parameters: ParameterValues): number => {
  const law = lawOf(draw, parameters)
  if (draw.cut === null) return quantileOf(law, u)
  const low = number(draw.cut.bounds[0], parameters)
  const high = number(draw.cut.bounds[1], parameters)
  if (draw.cut.kind === 'clip') return Math.min(high, Math.max(low, quantileOf(law, u)))
  const from = shareBelow(law, low)
  const to = shareBelow(law, high)
  // Rounding far out in a tail must not carry a value over its bound.
  return Math.min(high, Math.max(low, quantileOf(law, from + (to - from) * u)))
}

/** The share of a cut law, or of a fixed value, that lies at or below x. */
const shareUpTo = (draw: Continuous | Fixed, x: number, parameters: ParameterValues): number => {
  if (draw.kind === 'fixed') return x >= number(draw.value, parameters) ? 1 : 0
  const law = lawOf(draw, parameters)
  if (draw.cut === null) return shareBelow(law, x)
  const low = number(draw.cut.bounds[0], parameters)
  const high = number(draw.cut.bounds[1], parameters)
  if (x < low) return 0
  if (x >= high) return 1
  if (draw.cut.kind === 'clip') return shareBelow(law, x)
  const from = shareBelow(law, low)
  return (shareBelow(law, x) - from) / (shareBelow(law, high) - from)
}

/** The quantile of a mixture, by bisection: its distribution function is the weighted mean of its parts'. */
const mixtureAt = (
  { parts, weights }: Draw & { kind: 'mixture' },
  u: number,
  parameters: ParameterValues,
): number => {
  const shares = weights.map((w) => number(w, parameters))
  const total = shares.reduce((sum, w) => sum + w, 0)
  const present = parts.filter((_, i) => shares[i] > 0)
  const ends = present.map((part) => Number(valueAt(part, u, parameters)))
  let low = Math.min(...ends)
  let high = Math.max(...ends)
  if (!(low < high)) return high
  for (let i = 0; i < 100; i++) {
    const middle = low + (high - low) / 2
    if (middle <= low || middle >= high) break
    const below = parts.reduce(
      (sum, part, k) => (shares[k] > 0 ? sum + shares[k] * shareUpTo(part, middle, parameters) : sum),
      0,
    )
    if (below < u * total) low = middle
    else high = middle
  }
  return high
}

const indexAt = (draw: Draw & { kind: 'choice' }, u: number, parameters: ParameterValues): number => {
  if (draw.weights === null) return Math.min(draw.values.length - 1, Math.floor(u * draw.values.length))
  const weights = draw.weights.map((w) => number(w, parameters))
  let rest = u * weights.reduce((sum, w) => sum + w, 0)
  const index = weights.findIndex((w) => (rest -= w) < 0)
  return index < 0 ? weights.length - 1 : index
}

/** The share of a choice's distribution that each of its values has: from (inclusive) to (exclusive). */
export const choiceShares = (
  { values, weights }: Draw & { kind: 'choice' },
  parameters: ParameterValues,
): (readonly [number, number])[] => {
  const sizes = values.map((_, i) => (weights === null ? 1 : number(weights[i], parameters)))
  const total = sizes.reduce((sum, w) => sum + w, 0)
  let from = 0
  return sizes.map((size) => [from / total, (from += size) / total] as const)
}

interface LawMistake {
  readonly formula: Formula
  readonly message: string
  readonly expected: string
}

/** Mistakes in the numbers of a distribution, with the formula that is wrong. */
export const mistakesOf = (draw: Draw, parameters: ParameterValues): LawMistake[] =>
  (draw.kind === 'cases' ? draw.cases.map(({ of }) => of) : [draw]).flatMap((d) => [
    ...mistakesOfOne(d, parameters),
    ...(d.kind === 'mixture' ? d.parts.flatMap((part) => mistakesOfOne(part, parameters)) : []),
  ])

const mistakesOfOne = (draw: Draw, parameters: ParameterValues): LawMistake[] => {
  const wrong: LawMistake[] = []
  const ordered = ([low, high]: Pair): void => {
    if (number(low, parameters) > number(high, parameters)) {
      wrong.push({
        formula: high,
        message: 'the upper bound lies below the lower one',
        expected: 'the smaller value first',
      })
    }
  }
  const positive = (formula: Formula, what: string): void => {
    if (number(formula, parameters) <= 0)
      wrong.push({ formula, message: `${what} is not positive`, expected: 'more than zero' })
  }
  const weights = draw.kind === 'mixture' || draw.kind === 'choice' ? draw.weights : null
  if (weights !== null) {
    const total = weights.reduce((sum, w) => sum + number(w, parameters), 0)
    if (total <= 0)
      wrong.push({ formula: weights[0], message: 'all weights are zero', expected: 'one that is not' })
  }
  if (draw.kind !== 'continuous') return wrong
  const { numbers, cut } = draw
  if (draw.law === 'uniform' || draw.law === 'beta') ordered([numbers.low, numbers.high])
  if (draw.law === 'normal') positive(numbers.sd, 'the standard deviation')
  if (draw.law === 'lognormal') positive(numbers.median, 'the median')
  if (draw.law === 'exponential') positive(numbers.mean, 'the mean')
  if (cut === null) return wrong
  ordered(cut.bounds)
  if (cut.kind === 'truncate' && wrong.length === 0) {
    const law = lawOf(draw, parameters)
    const kept =
      shareBelow(law, number(cut.bounds[1], parameters)) - shareBelow(law, number(cut.bounds[0], parameters))
    if (kept < 1e-9)
      wrong.push({
        formula: cut.bounds[0],
        message: 'the distribution has nothing between these bounds',
        expected: 'bounds that keep some of it',
      })
  }
  return wrong
}

/** Every parameter at its share (0 <= u < 1) of its distribution, one after the other. */
export const valuesAt = (
  parameters: readonly Parameter[],
  copula: Copula | null,
  shares: readonly number[],
): Readonly<Record<string, number | string>> => {
  const joint = copula === null ? shares : correlated(copula, shares)
  const values: Record<string, number | string> = {}
  parameters.forEach((p, i) => {
    values[p.name] = valueAt(p.draw, joint[i], values)
  })
  return values
}

/** Draws all parameters again and again, each from its own stream: adding one changes no other's numbers. */
export const parameterDraws = (
  parameters: readonly Parameter[],
  copula: Copula | null,
  seed: number,
): (() => Readonly<Record<string, number | string>>) => {
  const streams = parameters.map((p) => stream(seed, 'parameter', p.name))
  return () =>
    valuesAt(
      parameters,
      copula,
      streams.map((s) => s.next()),
    )
}

/** Every parameter at the middle of its distribution. */
export const medianParameters = (
  parameters: readonly Parameter[],
): Readonly<Record<string, number | string>> => {
  const values: Record<string, number | string> = {}
  for (const p of parameters) values[p.name] = valueAt(p.draw, 0.5, values)
  return values
}

/** Least and largest value with all other parameters at their medians, in any case; null for words. */
export const rangeOf = (parameter: Parameter, medians: ParameterValues): readonly [number, number] | null => {
  if (parameter.type.kind !== 'quantity') return null
  const ends = branches(parameter.draw).flatMap((draw) =>
    draw.kind === 'choice'
      ? draw.values.map((f) => number(f, medians))
      : [Number(valueAt(draw, 0, medians)), Number(valueAt(draw, 1, medians))],
  )
  return [Math.min(...ends), Math.max(...ends)]
}

/** The values of a choice in their order, each once. */
export const choicesOf = (
  draw: Draw & { kind: 'choice' },
  parameters: ParameterValues,
): (number | string)[] => [...new Set(draw.values.map((v) => value(v, parameters)))]
