/** Walks the language's JSON Schema along a path of a text, taking of every union what fits what is written. */
import type { Step, Where } from './where.ts'

type Scalar = string | number | boolean | null

/** The parts of JSON Schema that the language's own schema uses. */
export interface Schema {
  readonly description?: string
  readonly type?: string | readonly string[]
  readonly enum?: readonly Scalar[]
  readonly const?: Scalar
  /** Lists and maps may be left out too. */
  readonly default?: Scalar | object
  readonly pattern?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly properties?: Readonly<Record<string, Schema>>
  readonly additionalProperties?: Schema | boolean
  readonly required?: readonly string[]
  readonly items?: Schema | readonly Schema[]
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
  readonly $ref?: string
  readonly definitions?: Readonly<Record<string, Schema>>
}

type Siblings = Where['siblings']

/** A schema's alternatives, none of which is a union or a reference. */
const alternatives = (root: Schema, schema: Schema): readonly Schema[] => {
  if (schema.$ref !== undefined) {
    const target = root.definitions?.[schema.$ref.replace('#/definitions/', '')]
    return target === undefined ? [] : alternatives(root, target)
  }
  const options = schema.anyOf ?? schema.oneOf ?? schema.allOf
  if (options === undefined) return [schema]
  // What the union itself says of its value is said of each.
  const { description } = schema
  return options.flatMap((option) =>
    alternatives(root, option).map((s) =>
      description === undefined ? s : { ...s, description: s.description ?? description },
    ),
  )
}

const isMap = (schema: Schema): boolean =>
  schema.properties !== undefined || typeof schema.additionalProperties === 'object'

/** How well a map's schema fits the keys that are written; -1: it contradicts one of them. */
const fit = (schema: Schema, siblings: Siblings): number => {
  let known = 0
  for (const [key, value] of siblings) {
    const property = schema.properties?.[key]
    if (property !== undefined) {
      const fixed = property.const ?? (property.enum?.length === 1 ? property.enum[0] : undefined)
      if (fixed !== undefined && value !== null && String(fixed) !== value) return -1
      if (property.enum !== undefined && value !== null && !property.enum.map(String).includes(value))
        continue
      known += 2
    } else if (typeof schema.additionalProperties === 'object') known++
  }
  return known
}

/** The maps among these that fit best what is written. */
const fitting = (schemas: readonly Schema[], siblings: Siblings): readonly Schema[] => {
  const maps = schemas.filter(isMap).map((schema) => ({ schema, fit: fit(schema, siblings) }))
  const best = Math.max(0, ...maps.map((m) => m.fit))
  return maps.filter((m) => m.fit === best).map((m) => m.schema)
}

const into = (root: Schema, schemas: readonly Schema[], { key, siblings }: Step): readonly Schema[] => {
  const next =
    typeof key === 'number'
      ? schemas.flatMap(({ items }) => {
          if (items === undefined) return []
          if (!('length' in items)) return [items]
          return items.slice(key, key + 1)
        })
      : fitting(schemas, siblings).flatMap(({ properties, additionalProperties }) => {
          if (properties?.[key] !== undefined) return [properties[key]]
          return typeof additionalProperties === 'object' ? [additionalProperties] : []
        })
  return next.flatMap((s) => alternatives(root, s))
}

/** What may stand at the end of a path. */
export const schemasAt = (root: Schema, steps: readonly Step[]): readonly Schema[] =>
  steps.reduce<readonly Schema[]>((schemas, step) => into(root, schemas, step), alternatives(root, root))

export interface Property {
  readonly key: string
  readonly schema: Schema
  /** Of the union that the key's value may be. */
  readonly alternatives: readonly Schema[]
  readonly required: boolean
}

/** The keys that a map at the end of a path may have, beside those that it has. */
export const propertiesAt = (
  root: Schema,
  steps: readonly Step[],
  siblings: Siblings,
): readonly Property[] => {
  const found = new Map<string, Property>()
  for (const { properties = {}, required = [] } of fitting(schemasAt(root, steps), siblings))
    for (const [key, schema] of Object.entries(properties))
      if (!found.has(key))
        found.set(key, {
          ...{ key, schema, required: required.includes(key) },
          alternatives: alternatives(root, schema),
        })
  return [...found.values()]
}

/** True where any name may be a key: road users, parameters. */
export const isOpenMap = (root: Schema, steps: readonly Step[], siblings: Siblings): boolean =>
  fitting(schemasAt(root, steps), siblings).some((s) => typeof s.additionalProperties === 'object')

/** Whether a formula may be written: the schema lists its types (see src/scenario/schema/json-schema.ts). */
export const isFormula = (schema: Schema): boolean => Array.isArray(schema.type)

/** Units that a quantity may be written in. */
export const unitsOf = ({ pattern }: Schema): readonly string[] => {
  const listed = / \?\((.+?)\)\)?\??\|\.\*/.exec(pattern ?? '')?.[1]
  return listed === undefined ? [] : listed.split('|').map((u) => u.replaceAll('\\', ''))
}

/** The words that a value may be. */
export const wordsOf = (schema: Schema): readonly string[] => {
  if (schema.const !== undefined) return [String(schema.const)]
  if (schema.enum !== undefined) return schema.enum.map(String)
  return schema.type === 'boolean' ? ['true', 'false'] : []
}

/** In a few words what a value is. */
export const kindOf = (schemas: readonly Schema[]): string => {
  const kinds = schemas.map((schema) => {
    const words = wordsOf(schema)
    if (words.length > 0) return words.length > 4 ? 'a word' : words.join(' | ')
    const units = unitsOf(schema)
    if (units.length > 0) return units[0] === '%' ? 'number' : units[0]
    if (isMap(schema)) return '{…}'
    if (schema.items !== undefined) return '[…]'
    return isFormula(schema) ? 'formula' : String(schema.type ?? 'any')
  })
  return [...new Set(kinds)].slice(0, 3).join(' or ')
}
