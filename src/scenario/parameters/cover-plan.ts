/** `cover`: the bins in which a sweep counts its runs, by parameters and by what came of them. */
import { nodeAt, type Path, type PlacedFormula } from '../schema/compile.ts'
import { closest, type Diagnostic } from '../diagnostics.ts'
import { evaluateFixed } from '../expression/evaluate.ts'
import type { Formula } from '../expression/formula.ts'
import { choicesOf, medianParameters, rangeOf, type Parameter } from './parameters.ts'
import type { ScenarioDocument } from '../schema/schema.ts'
import { diagnose, mapKeys, type Complaint, type Node } from '../source.ts'
import { describeType, typeExpression, type Type } from '../expression/types.ts'
import {
  describeDimension,
  fromSI,
  QUANTITIES,
  sameDimension,
  unitsOf,
  type Dimension,
  type QuantityName,
} from '../expression/units.ts'

/** What comes of a run and can be covered; null: a word. */
export const MEASURES = {
  min_ttc: 'time',
  min_distance: 'length',
  max_delta_v: 'speed',
  duration: 'time',
  outcome: null,
} as const satisfies Record<string, QuantityName | null>
export type Measure = keyof typeof MEASURES

/** One bin: from (inclusive) to (exclusive; the last one inclusive), SI; or one word or number of a choice. */
export type Bin =
  | { readonly label: string; readonly from: number; readonly to: number }
  | { readonly label: string; readonly value: string | number }

export interface CoverItem {
  readonly name: string
  readonly of: 'parameter' | 'measure'
  readonly bins: readonly Bin[]
}

interface CoverSource {
  readonly cover: ScenarioDocument['cover']
  /** What may come of a run: the words of `outcome`. */
  readonly outcomes: readonly string[]
  readonly tree: Node
  readonly parameters: readonly Parameter[]
  readonly placed: ReadonlyMap<Formula, PlacedFormula>
  readonly report: (diagnostic: Diagnostic) => void
}

/** The bins in SI units; entries with a mistake are reported and left out. */
export const coverPlan = (source: CoverSource): CoverItem[] =>
  Object.entries(source.cover).flatMap(([name, bins]) => {
    const item = coverItem(source, name, bins)
    return item === null ? [] : [item]
  })

const coverItem = (
  source: CoverSource,
  name: string,
  bins: ScenarioDocument['cover'][string],
): CoverItem | null => {
  const { tree, parameters, outcomes, report } = source
  const path: Path = ['cover', name]
  const at = nodeAt(tree, path).at
  const refuse = (complaint: Complaint): null => {
    report(diagnose(typeof bins === 'string' ? at : { ...at, length: 1 }, complaint))
    return null
  }
  const parameter = parameters.find((p) => p.name === name)
  const written = mapKeys(tree, 'params')
  const isMeasure = Object.hasOwn(MEASURES, name)
  if (parameter === undefined) {
    // One with a mistake of its own is reported there.
    if (written.includes(name)) return null
    if (!isMeasure) {
      const names = [...written, ...Object.keys(MEASURES)]
      const entry = tree.kind === 'map' ? tree.entries.get('cover')?.value : undefined
      const key = entry?.kind === 'map' ? (entry.entries.get(name)?.at ?? at) : at
      const message = `there is no parameter or measure '${name}'`
      const expected = `one of ${names.join(', ')}`
      report(
        diagnose(key, { code: 'unknown-parameter', message, expected, suggestion: closest(name, names) }),
      )
      return null
    }
  }
  const of = parameter === undefined ? 'measure' : 'parameter'
  const quantity = isMeasure ? MEASURES[name as Measure] : null
  const dimension: Dimension | null =
    parameter === undefined
      ? quantity && QUANTITIES[quantity].dimension
      : parameter.type.kind === 'quantity'
        ? parameter.type.dimension
        : null
  if (typeof bins !== 'string') {
    const edges = edgesOf(source, bins, dimension)
    return edges === null ? null : { name, of, bins: between(edges, dimension) }
  }
  const words =
    parameter === undefined
      ? outcomes
      : parameter.draw.kind === 'choice'
        ? choicesOf(parameter.draw, medianParameters(parameters))
        : []
  if (bins === 'all') {
    if (words.length === 0 || (parameter === undefined && quantity !== null))
      return refuse({
        code: 'bad-value',
        message: `'${name}' has no list of values`,
        expected: 'a number of bins, or their edges',
      })
    return { name, of, bins: words.map((value) => ({ label: shown(value, dimension), value })) }
  }
  const range = parameter === undefined ? null : rangeOf(parameter, medianParameters(parameters))
  if (dimension === null)
    return refuse({
      code: 'bad-value',
      message: `'${name}' is a word`,
      expected: "'all': a bin for each of its values",
    })
  if (range === null || !range.every(Number.isFinite) || range[0] >= range[1])
    return refuse({
      code: 'bad-value',
      message: `'${name}' has no bounds to divide`,
      expected: 'the edges of the bins',
    })
  const count = Number.parseInt(bins, 10)
  const edges = Array.from({ length: count + 1 }, (_, i) => range[0] + ((range[1] - range[0]) * i) / count)
  return { name, of, bins: between(edges, dimension) }
}

/** Edges in SI; null after a report. */
const edgesOf = (
  { placed, report }: CoverSource,
  bins: readonly Formula[],
  dimension: Dimension | null,
): number[] | null => {
  const edges: number[] = []
  for (const formula of bins) {
    const found = placed.get(formula)
    if (found === undefined || formula.expression === null) return null
    const complain = (complaint: Complaint): null => {
      report(diagnose(found.node.at, complaint))
      return null
    }
    const type = fixedType(found)
    if (dimension === null || type?.kind !== 'quantity' || !sameDimension(type.dimension, dimension)) {
      const bare = /^[-\d.eE+\s]+$/.test(formula.text)
      return complain({
        code: bare ? 'missing-unit' : 'wrong-dimension',
        message: bare
          ? `'${formula.text}' has no unit`
          : `'${formula.text}' is ${type === null ? 'unclear' : describeType(type)}`,
        expected: dimension === null ? "'all'" : describeDimension(dimension),
      })
    }
    const value = Number(evaluateFixed(formula.expression, {}))
    if (edges.length > 0 && value <= edges[edges.length - 1])
      return complain({
        code: 'out-of-range',
        message: 'the edges of these bins do not rise',
        expected: `more than ${bins[edges.length - 1].text}`,
      })
    edges.push(value)
  }
  return edges
}

/** Type of a formula without parameters. */
const fixedType = ({ syntax }: PlacedFormula): Type | null =>
  typeExpression(
    syntax,
    { parameters: new Map(), faulty: new Set(), actors: null, subject: null, bareParameters: false },
    () => undefined,
  ).type

const between = (edges: readonly number[], dimension: Dimension | null): Bin[] =>
  edges.slice(1).map((to, i) => ({
    label: `${shown(edges[i], dimension)} to ${shown(to, dimension)}`,
    from: edges[i],
    to,
  }))

/** A number in the most usual unit of its dimension. */
const shown = (value: number | string, dimension: Dimension | null): string => {
  if (typeof value === 'string' || dimension === null) return String(value)
  const unit = unitsOf(dimension).at(0)
  const plain = Number((unit === undefined || unit.name === '%' ? value : fromSI(value, unit)).toPrecision(6))
  return unit === undefined || unit.name === '%' ? String(plain) : `${plain} ${unit.name}`
}
