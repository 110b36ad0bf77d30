/**
 * The metrics by the names that the literature gives them: find one by name, give it its inputs, get its value,
 * unit and whether there is one. The formulas are in this room's other files; the table of all is catalogue.ts.
 */
import { closest, didYouMean } from '../../scenario/index.ts'
import { CATALOGUE } from './catalogue.ts'
import type { Form, Metric, MetricInfo } from './metric.ts'
import { InputMistakes, isComplete, keyOf, readShape, type Inputs } from './inputs.ts'

/** A metric's value in its unit; Infinity: no conflict; null: not defined here, and `reason` says why. */
export type Measure =
  | { readonly value: number; readonly unit: string; readonly reason: null }
  | { readonly value: null; readonly unit: string; readonly reason: string }

/** All metrics, in the order of the table. */
export const METRICS: readonly MetricInfo[] = CATALOGUE.map(({ forms, ...info }) => ({
  ...info,
  inputs: forms.map(({ shape }) =>
    Object.entries(shape).map(([name, { fallback }]) => (fallback ? `${name}?` : name)),
  ),
}))

/** 'a_long,req' and 'A_long_req' are one name. */
const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '')

const BY_NAME = new Map(
  CATALOGUE.flatMap((m) => [m.name, ...m.also, m.title].map((n) => [plain(n), m] as const)),
)

/** Symbols that some metric knows: given to one that has no use for them, they are no slip of the pen. */
const SYMBOLS: ReadonlySet<string> = new Set([
  ...CATALOGUE.flatMap((m) =>
    m.forms.flatMap(({ shape }) => Object.entries(shape).flatMap(([name, i]) => [name, ...i.also])),
  ),
  ...['sign', 'note', 'unit', 'l1', 'b', 'mu', 'jerk'],
])

/** The metric of this name in any usual spelling, or a name that was probably meant. */
const find = (name: string): Metric | { readonly meant: string | null } => {
  const known = BY_NAME.get(plain(name)) ?? BY_NAME.get(plain(name.replace(/\(.*?\)/g, '')))
  if (known) return known
  const names = CATALOGUE.flatMap((m) => [m.name, ...m.also])
  return { meant: closest(name, names) }
}

/**
 * Evaluates a metric.
 * @param name as in METRICS; case and punctuation do not count.
 * @param inputs by symbol, SI (1 = follower or ego, 2 = leader or other, d = net gap); infinities as texts.
 * @throws InputMistakes naming an unknown metric, or every input that is missing, wrong or unknown.
 */
export const measure = (name: string, inputs: Inputs): Measure => {
  const metric = find(name)
  if ('meant' in metric) {
    const meant = didYouMean(metric.meant)
    throw new InputMistakes([`no metric is called '${name}'${meant}`])
  }
  const { forms, unit } = metric
  const form = forms.find(({ shape }) => isComplete(inputs, shape)) ?? nearest(forms, inputs)
  const { values, mistakes } = readShape(inputs, form.shape, SYMBOLS)
  if (mistakes.length > 0) throw new InputMistakes(mistakes)
  const value = form.of(values as never)
  if (typeof value !== 'number') return { value: null, unit, reason: value.reason }
  if (Number.isNaN(value)) return { value: null, unit, reason: 'these inputs give no number' }
  // A minus before a zero says nothing.
  return { value: value === 0 ? 0 : value, unit, reason: null }
}

/** The form of which most inputs are given; the first of equals. */
const nearest = (forms: readonly Form[], inputs: Inputs): Form => {
  const given = ({ shape }: Form): number =>
    Object.entries(shape).filter(([name, input]) => keyOf(inputs, name, input) !== undefined).length
  return forms.reduce((best, form) => (given(form) > given(best) ? form : best))
}
