/** A zod schema as plain data, for whoever walks one: the loader and the reference page. */
import * as z from 'zod'
import { formulaRules, type Formula, type FormulaRule } from '../expression/formula.ts'
import { shorthands, type Schema } from './shorthand.ts'

export type { Schema }

export type SchemaView =
  | { readonly kind: 'formula'; readonly rule: FormulaRule; readonly make: (text: string) => Formula }
  | { readonly kind: 'object'; readonly shape: ReadonlyMap<string, Schema>; readonly rest: Schema | null }
  | { readonly kind: 'record'; readonly key: Schema; readonly value: Schema }
  | { readonly kind: 'list'; readonly item: Schema; readonly least: number; readonly most: number }
  | { readonly kind: 'tuple'; readonly items: readonly Schema[] }
  | { readonly kind: 'union'; readonly options: readonly Schema[]; readonly discriminator: string | null }
  /** One of some words, each short for a map. */
  | {
      readonly kind: 'shorthand'
      readonly words: readonly string[]
      readonly target: Schema
      readonly expand: (word: string) => object
    }
  /** A single plain value, which the schema itself can judge. */
  | {
      readonly kind: 'plain'
      readonly schema: Schema
      readonly words: readonly string[]
      readonly noun: string
    }
  /** `fallback`: as it would be written, or undefined. */
  | { readonly kind: 'optional'; readonly inner: Schema; readonly fallback: unknown }

const known = new WeakMap<Schema, SchemaView>()

/** What kind of schema this is. @throws Error for a kind that the language does not use */
export const view = (schema: Schema): SchemaView => {
  const seen = known.get(schema) ?? look(schema)
  known.set(schema, seen)
  return seen
}

const look = (schema: Schema): SchemaView => {
  const formula = formulaRules.get(schema as z.ZodType)
  if (formula !== undefined) return { kind: 'formula', ...formula }
  const short = shorthands.get(schema)
  if (short !== undefined) return { kind: 'shorthand', ...short }
  const { def } = (schema as z.core.$ZodTypes)._zod
  switch (def.type) {
    case 'object': {
      const rest = def.catchall !== undefined && def.catchall._zod.def.type !== 'never' ? def.catchall : null
      return { kind: 'object', shape: new Map(Object.entries(def.shape)), rest }
    }
    case 'record':
      return { kind: 'record', key: def.keyType, value: def.valueType }
    case 'array': {
      const { least = 0, most = Infinity } = boundsOf(schema)
      return { kind: 'list', item: def.element, least, most }
    }
    case 'tuple':
      return { kind: 'tuple', items: def.items }
    case 'union': {
      const discriminator = 'discriminator' in def ? String(def.discriminator) : null
      return { kind: 'union', options: def.options.flatMap(flattened), discriminator }
    }
    case 'optional':
      return { kind: 'optional', inner: def.innerType, fallback: undefined }
    case 'default':
    case 'prefault':
      return { kind: 'optional', inner: def.innerType, fallback: def.defaultValue }
    case 'enum':
      return {
        kind: 'plain',
        schema,
        words: Object.values(def.entries).map(String),
        noun: 'one of a list of words',
      }
    case 'literal':
      return { kind: 'plain', schema, words: def.values.map(String), noun: 'a fixed word' }
    case 'string':
      return { kind: 'plain', schema, words: [], noun: 'a text' }
    case 'number':
      return { kind: 'plain', schema, words: [], noun: numberNoun(schema) }
    case 'unknown':
      return { kind: 'plain', schema, words: [], noun: 'a map, a list or a file' }
    case 'boolean':
      return { kind: 'plain', schema, words: ['true', 'false'], noun: 'true or false' }
    default:
      throw new Error(`the language uses no ${def.type} schema`)
  }
}

/** A union within a union is one union, unless it has a discriminator of its own. */
const flattened = (schema: Schema): readonly Schema[] => {
  const seen = view(schema)
  return seen.kind === 'union' && seen.discriminator === null ? seen.options : [schema]
}

const numberNoun = (schema: Schema): string => {
  const noun = 'format' in schema._zod.def ? 'a whole number' : 'a number'
  const { least, most } = boundsOf(schema)
  if (least === undefined || most === undefined) return noun
  return most === Number.MAX_SAFE_INTEGER
    ? `${noun} of at least ${least}`
    : `${noun} from ${least} to ${most}`
}

/** Bounds of a number, or of the length of a list. */
const boundsOf = (schema: Schema): { readonly least?: number; readonly most?: number } => {
  const bounds: { least?: number; most?: number } = {}
  for (const check of schema._zod.def.checks ?? []) {
    const { def } = (check as z.core.$ZodChecks)._zod
    if (def.check === 'min_length') bounds.least = def.minimum
    if (def.check === 'max_length') bounds.most = def.maximum
    if (def.check === 'greater_than') bounds.least = Number(def.value)
    if (def.check === 'less_than') bounds.most = Number(def.value)
  }
  return bounds
}

/** The description given with `.describe()`, or null. */
export const describe = (schema: Schema): string | null =>
  z.globalRegistry.get(schema as z.ZodType)?.description ?? null

/** The key that tells a variant of a union from its sisters: the first of its shape. */
export const headKey = (schema: Schema): string | null => {
  const seen = view(schema)
  return seen.kind === 'object' ? ([...seen.shape.keys()][0] ?? null) : null
}
