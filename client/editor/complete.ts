/** What may be written at a place: keys and words of the schema, and the names that the scenario itself has. */
import type {
  Completion,
  CompletionContext,
  CompletionResult,
  CompletionSource,
} from '@codemirror/autocomplete'
import type { Language } from '../../src/protocol/index.ts'
import {
  isFormula,
  isOpenMap,
  kindOf,
  propertiesAt,
  schemasAt,
  unitsOf,
  wordsOf,
  type Schema,
} from './schema.ts'
import { whereIn, type Where } from './where.ts'

/** Names of the scenario as it was when it was last without mistakes. */
export interface Names {
  readonly actors: readonly string[]
  readonly parameters: readonly string[]
}

/** Keys that files name, and which files these are. */
const FILES: Readonly<Record<string, 'models' | 'tyres'>> = { model: 'models', tyres: 'tyres' }
/** Blocks whose maps have road users as keys. */
const KEYED_BY_ACTORS = new Set(['do', 'sensors'])

const keysAt = (root: Schema, where: Where, names: Names): Completion[] => {
  const written = new Set(where.siblings.keys())
  const keys = propertiesAt(root, where.steps, where.siblings)
    .filter(({ key }) => !written.has(key))
    .map(({ key, schema, alternatives, required }): Completion => {
      const detail = kindOf(alternatives)
      return {
        ...{ label: key, apply: `${key}: `, detail, type: 'property' },
        // `use` fits everywhere and is meant seldom.
        boost: key === 'use' ? -50 : required ? 50 : 0,
        ...(schema.description === undefined ? {} : { info: schema.description }),
      }
    })
  const byActors =
    KEYED_BY_ACTORS.has(String(where.steps.at(0)?.key)) && isOpenMap(root, where.steps, where.siblings)
  const actors = byActors ? names.actors.filter((a) => !written.has(a)) : []
  return [...keys, ...actors.map((a) => ({ label: a, apply: `${a}: `, detail: 'road user', boost: 10 }))]
}

const formulaWords = (language: Language, names: Names, before: string): Completion[] => {
  if (/[A-Za-z_]\w*\.\w*$/.test(before))
    return language.signals.map(({ name, meaning }) => ({ label: name, info: meaning, type: 'property' }))
  return [
    ...names.parameters.map((p) => ({ label: `$${p}`, detail: 'parameter', type: 'variable', boost: 5 })),
    ...names.actors.map((a) => ({ label: a, apply: `${a}.`, detail: 'road user', type: 'variable' })),
    ...language.functions.map(({ name, meaning }) => ({
      ...{ label: name, apply: `${name}(`, detail: 'function', info: meaning, type: 'function' },
    })),
    ...language.globals.map(({ name, meaning }) => ({ label: name, info: meaning, type: 'variable' })),
  ]
}

/** The number that is being written in each of the units that fit. */
const quantities = (schemas: readonly Schema[], typed: string): Completion[] => {
  const number = /^(-?[\d.]+) ?[^\s]*$/.exec(typed)?.[1]
  if (number === undefined) return []
  const units = new Set(schemas.flatMap(unitsOf))
  return [...units].map((unit, i) => ({ label: `${number} ${unit}`, type: 'unit', boost: 20 - i }))
}

const valuesAt = (
  root: Schema,
  where: Where,
  language: Language,
  names: Names,
  typed: string,
): Completion[] => {
  const schemas = schemasAt(root, where.steps)
  const key = String(where.steps.at(-1)?.key)
  const files = Object.hasOwn(FILES, key) ? FILES[key] : undefined
  const words = [...new Set(schemas.flatMap(wordsOf)), ...(files === undefined ? [] : language[files])]
  return [
    ...words.map((w) => ({ label: w, type: 'enum', boost: 30 })),
    ...quantities(schemas, typed),
    ...(schemas.some(isFormula) ? formulaWords(language, names, typed) : []),
  ]
}

/** @param names what the scenario's own names are by now. */
export const completeFrom =
  (language: Language, names: () => Names): CompletionSource =>
  (context: CompletionContext): CompletionResult | null => {
    const text = context.state.doc.toString()
    const where = whereIn(text, context.pos)
    if (where.role === 'none') return null
    const root = language.schema as Schema
    const typed = text.slice(Math.min(where.from, context.pos), context.pos)
    if (where.role === 'key') {
      if (typed === '' && !context.explicit) return null
      return { from: context.pos - typed.length, options: keysAt(root, where, names()), validFor: /^[\w-]*$/ }
    }
    const options = valuesAt(root, where, language, names(), typed)
    const isNumber = /^-?[\d.]+ ?\S*$/.test(typed)
    const token = isNumber ? typed : (/[$\w-]*$/.exec(typed)?.[0] ?? '')
    const afterDot = typed.at(-token.length - 1) === '.'
    if (token === '' && !afterDot && !context.explicit && typed !== '') return null
    return {
      from: context.pos - token.length,
      options: isNumber ? options.filter((o) => o.type === 'unit') : options.filter((o) => o.type !== 'unit'),
    }
  }
