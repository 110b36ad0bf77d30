/** Parameters: what each may be, and drawing them. Every parameter has a random stream of its own. */
import { stream } from '../math/index.ts'
import { quantileOf, shareBelow, type Law } from './distributions.ts'
import { evaluateFixed, type ParameterValues } from './evaluate-expression.ts'
import { Formula } from './formula.ts'
import type { DistributionDocument } from './schema-parameters.ts'
import type { Type } from './type-expression.ts'

type Pair = readonly [Formula, Formula]

/** What a parameter is drawn from. */
export type Draw =
  | { readonly kind: 'fixed'; readonly value: Formula }
  | {
      readonly kind: 'choice'
      readonly values: readonly Formula[]
      readonly weights: readonly Formula[] | null
    }
  | {
      readonly kind: 'continuous'
      readonly law: Law['kind']
      /** The numbers of the law, by their names in Law. */
      readonly numbers: Readonly<Record<string, Formula>>
      readonly cut: { readonly kind: 'clip' | 'truncate'; readonly bounds: Pair } | null
    }

export interface Parameter {
  readonly name: string
  readonly description: string | null
  readonly draw: Draw
  readonly type: Type
}

/** The distribution that stands in the document, in one of three forms. */
export const drawOf = (d: DistributionDocument): Draw => {
  if (d instanceof Formula) return { kind: 'fixed', value: d }
  if ('fixed' in d) return { kind: 'fixed', value: d.fixed }
  if ('choice' in d) return { kind: 'choice', values: d.choice, weights: null }
  if ('weighted' in d) {
    return {
      kind: 'choice',
      values: d.weighted.map((w) => w.value),
      weights: d.weighted.map((w) => w.weight),
    }
  }
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

/** Formulas of a draw whose values have the parameter's own dimension, and which bound it where it is bounded. */
export const valuesOf = (
  draw: Draw,
): { readonly values: readonly Formula[]; readonly bounds: readonly Formula[] } => {
  if (draw.kind === 'fixed') return { values: [draw.value], bounds: [draw.value] }
  if (draw.kind === 'choice') return { values: draw.values, bounds: draw.values }
  const own = Object.entries(draw.numbers).flatMap(([name, f]) =>
    name === 'alpha' || name === 'beta' || name === 'sigma' ? [] : [f],
  )
  const bounds = draw.cut?.bounds ?? (draw.law === 'uniform' ? own : draw.law === 'beta' ? own : [])
  return { values: [...own, ...(draw.cut?.bounds ?? [])], bounds }
}

const number = (formula: Formula, parameters: ParameterValues): number =>
  formula.expression === null ? NaN : Number(evaluateFixed(formula.expression, parameters))

const value = (formula: Formula, parameters: ParameterValues): number | string => {
  const v = formula.expression === null ? NaN : evaluateFixed(formula.expression, parameters)
  return typeof v === 'boolean' ? NaN : v
}

/** The law with its numbers, and its bounds after cutting. `parameters`: those above this one. */
const lawOf = (draw: Draw & { kind: 'continuous' }, parameters: ParameterValues): Law => {
  const numbers = Object.fromEntries(
    Object.entries(draw.numbers).map(([name, f]) => [name, number(f, parameters)]),
  )
  return { kind: draw.law, ...numbers } as unknown as Law
}

/** The parameter's value at share `u` (0 <= u < 1) of its distribution. */
export const valueAt = (draw: Draw, u: number, parameters: ParameterValues): number | string => {
  if (draw.kind === 'fixed') return value(draw.value, parameters)
  if (draw.kind === 'choice') return value(draw.values[indexAt(draw, u, parameters)], parameters)
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

const indexAt = (draw: Draw & { kind: 'choice' }, u: number, parameters: ParameterValues): number => {
  if (draw.weights === null) return Math.min(draw.values.length - 1, Math.floor(u * draw.values.length))
  const weights = draw.weights.map((w) => number(w, parameters))
  let rest = u * weights.reduce((sum, w) => sum + w, 0)
  const index = weights.findIndex((w) => (rest -= w) < 0)
  return index < 0 ? weights.length - 1 : index
}

/** Mistakes in the numbers of a distribution, with the formula that is wrong. */
export const mistakesOf = (
  draw: Draw,
  parameters: ParameterValues,
): { readonly formula: Formula; readonly message: string; readonly expected: string }[] => {
  const wrong: { formula: Formula; message: string; expected: string }[] = []
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
  if (draw.kind === 'choice' && draw.weights !== null) {
    const total = draw.weights.reduce((sum, w) => sum + number(w, parameters), 0)
    if (total <= 0)
      wrong.push({ formula: draw.weights[0], message: 'all weights are zero', expected: 'one that is not' })
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

/** Draws all parameters again and again, each from its own stream: adding one changes no other's numbers. */
export const parameterDraws = (
  parameters: readonly Parameter[],
  seed: number,
): (() => Readonly<Record<string, number | string>>) => {
  const streams = parameters.map((p) => stream(seed, 'parameter', p.name))
  return () => {
    const values: Record<string, number | string> = {}
    parameters.forEach((p, i) => {
      values[p.name] = valueAt(p.draw, streams[i].next(), values)
    })
    return values
  }
}

/** Every parameter at the middle of its distribution. */
export const medianParameters = (
  parameters: readonly Parameter[],
): Readonly<Record<string, number | string>> => {
  const values: Record<string, number | string> = {}
  for (const p of parameters) values[p.name] = valueAt(p.draw, 0.5, values)
  return values
}

/** Least and largest value with all other parameters at their medians; null for words. */
export const rangeOf = (parameter: Parameter, medians: ParameterValues): readonly [number, number] | null => {
  const { draw } = parameter
  if (parameter.type.kind !== 'quantity') return null
  if (draw.kind === 'continuous') {
    const low = Number(valueAt(draw, 0, medians))
    const high = Number(valueAt(draw, 1, medians))
    return [low, high]
  }
  const values = (draw.kind === 'fixed' ? [draw.value] : draw.values).map((f) => number(f, medians))
  return [Math.min(...values), Math.max(...values)]
}

/** The values of a choice in their order, each once. */
export const choicesOf = (
  draw: Draw & { kind: 'choice' },
  parameters: ParameterValues,
): (number | string)[] => [...new Set(draw.values.map((v) => value(v, parameters)))]
