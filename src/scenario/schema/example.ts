/** What each place of the schema takes, as a writer would write it: for the reference page and for editors. */
import type { FormulaRule } from '../expression/formula.ts'
import { describe, headKey, view, type Schema } from './view.ts'
import { QUANTITIES, unitsOf } from '../expression/units.ts'
import { readFormula } from '../expression/formula.ts'
import { literalValue } from '../expression/parse.ts'

/** Texts that no rule can make up; a place's description that begins with one of these tells which it is. */
const TEXTS: readonly (readonly [beginning: RegExp, example: string])[] = [
  [/^A file to build on/, 'base/rural-two-lane.yaml'],
  [/colour/i, "'#b3202a'"],
  [/^The sensor, as/, 'ego.front'],
  [/of the vehicle's rig/, 'front'],
  [/vehicles\/sensors/, 'hdl-64e'],
  [/[Aa]ctor/, 'lead'],
  [/^Two parameters/, 'v_ego'],
  [/^Name of the scenario/, 'snow-skid'],
  [/patch/, 'ice'],
  [/^Its name/, 'first'],
  [/^What may come of a run/, 'collision'],
]

/** An example of what stands at a place, in one line of YAML; null where a whole map is due. */
export const exampleOf = (schema: Schema, told: string | null = null): string | null => {
  const seen = view(schema)
  const text = describe(schema) ?? told
  switch (seen.kind) {
    case 'formula':
      return formulaExample(seen.rule)
    case 'optional':
      return exampleOf(seen.inner, text)
    case 'shorthand':
      return seen.words[0]
    case 'plain':
      return seen.words[0] ?? plainExample(seen.noun, text)
    case 'tuple': {
      const items = seen.items.map((item) => exampleOf(item, text))
      return items.includes(null) ? null : `[${items.join(', ')}]`
    }
    case 'list': {
      const item = exampleOf(seen.item, text)
      return item === null ? null : `[${item}]`
    }
    case 'union':
      return seen.options.map((o) => exampleOf(o, text)).find((e) => e !== null) ?? null
    case 'object': {
      const head = headKey(schema)
      const required = [...seen.shape].filter(([, value]) => view(value).kind !== 'optional')
      if (head === null || required.length > 2 || seen.rest !== null) return null
      const entries = (required.length > 0 ? required : [...seen.shape].slice(0, 1)).map(
        ([key, value]) => [key, exampleOf(value)] as const,
      )
      return entries.some(([, e]) => e === null)
        ? null
        : `{${entries.map(([key, e]) => `${key}: ${e}`).join(', ')}}`
    }
    case 'record':
      return null
  }
}

const plainExample = (noun: string, told: string | null): string => {
  const bounds = /from (-?\d+)/.exec(noun)
  if (noun.startsWith('a whole number'))
    return bounds === null ? '42' : String(Math.max(1, Number(bounds[1])))
  if (noun.startsWith('a number')) return '3'
  return TEXTS.find(([beginning]) => beginning.test(told ?? ''))?.[1] ?? 'winter'
}

const formulaExample = (rule: FormulaRule): string => {
  if (rule.kind === 'condition') return rule.of === 'story' ? 'ego.speed > 3 m/s' : 'gap / v_ego >= 1.5 s'
  if (rule.kind === 'value') return '14 m/s'
  if (rule.kind === 'word') return 'sedan'
  const usual = QUANTITIES[rule.quantity].example.split(' or ')[0]
  const parsed = readFormula(usual, rule)
  const value = 'syntax' in parsed && parsed.syntax.kind === 'number' ? literalValue(parsed.syntax) : NaN
  const { min, max } = rule
  if ((min === null || value >= min.value) && (max === null || value <= max.value)) return usual
  return (max !== null && value > max.value ? max : (min ?? max))?.text ?? usual
}

/** The kind of value, its bounds, and the units it may be written in; '' where there are none. */
export const typeOf = (rule: FormulaRule): { readonly type: string; readonly units: string } => {
  if (rule.kind === 'condition') return { type: 'condition', units: '' }
  if (rule.kind === 'value') return { type: 'quantity or word', units: 'any' }
  if (rule.kind === 'word') return { type: 'word or `$parameter`', units: '' }
  const { min, max, quantity } = rule
  const { noun, dimension } = QUANTITIES[quantity]
  const range =
    min && max
      ? `, ${min.text} to ${max.text}`
      : min
        ? `, at least ${min.text}`
        : max
          ? `, at most ${max.text}`
          : ''
  const units = unitsOf(dimension)
    .slice(0, 3)
    .map((u) => `\`${u.name}\``)
    .join(' ')
  return { type: noun.replace(/^an? /, '') + range, units }
}
