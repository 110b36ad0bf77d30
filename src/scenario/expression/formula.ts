/**
 * A formula: a place of the document that holds an expression instead of plain data. The schema says what
 * each place takes (a speed between 0 and 120 m/s, a condition, ...), the loader types it, and sampling
 * turns it into a number, a text or a condition.
 */
import * as z from 'zod'
import { evaluateFixed, substitute, type ParameterValues } from './evaluate.ts'
import type { Expression } from './expression.ts'
import { literalValue, parseExpression, type Syntax } from './parse.ts'
import { QUANTITIES, unitsOf, type QuantityName } from './units.ts'

/** What a place takes. Bounds are written with units, for the reference page, and read once. */
export type FormulaRule =
  | {
      readonly kind: 'quantity'
      readonly quantity: QuantityName
      /** Least and largest value, both allowed. */
      readonly min: Bound | null
      readonly max: Bound | null
      /** A difference, so a scale with an offset (degC) makes no sense. */
      readonly difference: boolean
    }
  /** True or false while the run goes on (story), or of the parameters before it ('constraint'). */
  | { readonly kind: 'condition'; readonly of: 'story' | 'parameters' }
  /** A value of a parameter: any quantity, or a word. */
  | { readonly kind: 'value' }
  /** A word, or the $parameter that holds it. */
  | { readonly kind: 'word' }

export interface Bound {
  readonly text: string
  readonly value: number
}

/** A formula as it stands in a document. `expression` is set once it is typed without a mistake. */
export class Formula {
  readonly text: string
  readonly rule: FormulaRule
  expression: Expression | null = null

  constructor(text: string, rule: FormulaRule) {
    this.text = text
    this.rule = rule
  }
}

/** A formula whose value is a number, a text, or a condition: the brand tells `Resolved` which. */
export class QuantityFormula extends Formula {
  declare readonly gives: 'number'
}
export class WordFormula extends Formula {
  declare readonly gives: 'text'
}
export class ConditionFormula extends Formula {
  declare readonly gives: 'condition'
}

/** A document after sampling: quantities are SI numbers, words are texts, conditions hold no parameter. */
export type Resolved<T> = T extends QuantityFormula
  ? number
  : T extends WordFormula
    ? string
    : T extends ConditionFormula
      ? Expression
      : T extends Formula
        ? T
        : T extends object
          ? { [K in keyof T]: Resolved<T[K]> }
          : T

/** The schemas that hold a formula, with what each takes. */
export const formulaRules = z.registry<{ rule: FormulaRule; make: (text: string) => Formula }>()

/** Reads the text of a formula; a bare word is text where words may stand. */
export const readFormula = (text: string, rule: FormulaRule): ReturnType<typeof parseExpression> => {
  const word = rule.kind === 'word' || rule.kind === 'value'
  if (word && /^[A-Za-z][A-Za-z0-9_-]*$/.test(text)) {
    return { syntax: { kind: 'text', value: text, offset: 0, end: text.length } }
  }
  return parseExpression(text)
}

/** The number, text or condition that a typed formula has under these parameters; NaN while it is not typed. */
export const resolveFormula = (
  formula: Formula,
  parameters: ParameterValues,
): number | string | Expression => {
  const { expression, rule } = formula
  if (expression === null) return NaN
  if (rule.kind === 'condition') return substitute(expression, parameters)
  const value = evaluateFixed(expression, parameters)
  return typeof value === 'boolean' ? NaN : value
}

/** Parts of documents that no parameter touches, as they are in every draw; null: they differ. */
const settled = new WeakMap<object, object | null>()

/**
 * Every formula of a (part of a) document replaced by what it is under these parameters. What depends on none
 * of them is made once, frozen, and the same object each time.
 */
export const resolve = <T>(part: T, parameters: ParameterValues): Resolved<T> => {
  const go = (x: unknown): unknown => {
    if (x instanceof Formula) return resolveFormula(x, parameters)
    if (typeof x !== 'object' || x === null) return x
    const known = settled.get(x)
    if (known) return known
    const made: object = Array.isArray(x)
      ? x.map(go)
      : Object.fromEntries(Object.entries(x).map(([k, v]) => [k, go(v)]))
    if (known === undefined) settled.set(x, Object.values(x).every(isSettled) ? Object.freeze(made) : null)
    return made
  }
  return go(part) as Resolved<T>
}

/** Whether a value of a document, resolved once, is the same under all parameters. */
const isSettled = (x: unknown): boolean =>
  x instanceof Formula
    ? x.expression !== null && !mentionsParameter(x.expression)
    : typeof x !== 'object' || x === null || Boolean(settled.get(x))

/** Whether the value of an expression depends on the draw. */
export const mentionsParameter = (expression: Expression | null): boolean =>
  JSON.stringify(expression).includes('"kind":"parameter"')

// ---- Schemas of formulas ------------------------------------------------------------------------------

/** What a formula is written as. One for all places: a schema takes its time to make, and there are hundreds. */
const written = z.union([z.string(), z.number()])

const formulaSchema = <F extends Formula>(
  rule: FormulaRule,
  Kind: new (text: string, rule: FormulaRule) => F,
) => {
  const make = (text: string): F => new Kind(text, rule)
  const schema = written.transform((value, context) => {
    const formula = make(String(value))
    const parsed = readFormula(formula.text, rule)
    if ('mistake' in parsed) context.addIssue({ code: 'custom', message: parsed.mistake.message })
    return formula
  })
  schema.register(formulaRules, { rule, make })
  return schema
}

interface QuantityOptions {
  readonly min?: string
  readonly max?: string
  readonly difference?: boolean
}

/** A place for a quantity of this kind. */
export const quantity = (name: QuantityName, options: QuantityOptions = {}) =>
  formulaSchema(
    {
      kind: 'quantity',
      quantity: name,
      min: bound(options.min),
      max: bound(options.max),
      difference: options.difference ?? false,
    },
    QuantityFormula,
  )

/** A condition of the story; `of: 'parameters'` for a constraint that is checked before the run. */
export const condition = (of: 'story' | 'parameters' = 'story') =>
  formulaSchema({ kind: 'condition', of }, ConditionFormula)

/** A value of a parameter: any quantity, or a word. */
export const anyValue = () => formulaSchema({ kind: 'value' }, Formula)

/** A word, or the $parameter that holds it. */
export const word = () => formulaSchema({ kind: 'word' }, WordFormula)

/** Read when it is first asked for: a file asks for few of the language's bounds. */
const bound = (text: string | undefined): Bound | null => {
  if (text === undefined) return null
  let value: number | null = null
  return {
    text,
    get value() {
      value ??= valueOf(text)
      return value
    },
  }
}

const valueOf = (text: string): number => {
  const parsed = parseExpression(text)
  if ('mistake' in parsed || parsed.syntax.kind !== 'number')
    throw new Error(`bad bound in the schema: ${text}`)
  return literalValue(parsed.syntax)
}

/** The unit of the first number of a formula, for showing its value as its writer wrote it. */
export const firstUnit = (syntax: Syntax): string | null => {
  switch (syntax.kind) {
    case 'number':
      return syntax.unit?.name ?? null
    case 'binary':
      return firstUnit(syntax.left) ?? firstUnit(syntax.right)
    case 'negate':
      return firstUnit(syntax.operand)
    case 'call':
      return syntax.args.map(firstUnit).find((u) => u !== null) ?? null
    default:
      return null
  }
}

/** 'a speed between 0 m/s and 120 m/s, such as 14 m/s or 50 km/h' */
export const describeRule = (rule: FormulaRule): string => {
  if (rule.kind === 'condition') return 'a condition, such as ego.speed > 3 m/s'
  if (rule.kind === 'value') return 'a quantity with its unit, or a word'
  if (rule.kind === 'word') return 'a word or a $parameter'
  const { noun, example } = QUANTITIES[rule.quantity]
  const { min, max } = rule
  const range =
    min && max
      ? ` from ${min.text} to ${max.text}`
      : min
        ? ` of at least ${min.text}`
        : max
          ? ` of at most ${max.text}`
          : ''
  const shown = valueOf(example.split(' or ')[0])
  const fits = (min === null || shown >= min.value) && (max === null || shown <= max.value)
  return fits ? `${noun}${range}, such as ${example}` : `${noun}${range}`
}

/** Pattern of a quantity in JSON Schema: a number with one of its units, or anything with a $parameter or a formula. */
export const quantityPattern = (name: QuantityName): string => {
  const { dimension } = QUANTITIES[name]
  const units = unitsOf(dimension).map((u) => u.name.replace(/[\^/.]/g, '\\$&'))
  const unit = name === 'ratio' ? `( ?(${units.join('|')}))?` : ` ?(${units.join('|')})`
  return `^(-?[0-9.]+([eE][-+]?[0-9]+)?${unit}|.*(\\$|\\(| [-+*/] ).*)$`
}
