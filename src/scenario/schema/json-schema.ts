/** The JSON Schema of scenarios and of the library's other files, for the completion, hover text and checks of editors. */
import * as z from 'zod'
import { FILE_SCHEMAS, type FileKind } from '../file-kinds.ts'
import { describeRule, formulaRules, quantityPattern } from '../expression/formula.ts'
import { headKey, view, type Schema } from './view.ts'

/**
 * JSON Schema (draft 7, which the YAML extension of VS Code reads). A key that may come from the file that is
 * extended is not required here; the loader checks the merged file.
 */
export const jsonSchema = (kind: FileKind = 'scenario'): Record<string, unknown> => {
  const variants = variantKeys(FILE_SCHEMAS[kind])
  const schema = z.toJSONSchema(FILE_SCHEMAS[kind], {
    target: 'draft-7',
    io: 'input',
    override: ({ zodSchema, jsonSchema: json }) => {
      const formula = formulaRules.get(zodSchema as unknown as z.ZodType)
      if (formula !== undefined) {
        delete json.anyOf
        const { rule } = formula
        // A bare number says enough only where no unit is due.
        const bare = rule.kind === 'value' || (rule.kind === 'quantity' && rule.quantity === 'ratio')
        json.type = (bare ? ['string', 'number'] : ['string']) as unknown as 'string'
        json.description = [json.description, describeRule(rule)].filter((d) => d !== undefined).join(' ')
        if (rule.kind === 'quantity') json.pattern = quantityPattern(rule.quantity)
        return
      }
      if (kind === 'scenario') takeFragments(json, variants.has(zodSchema))
      if (json.required === undefined) return
      const kept = json.required.filter((key) => variants.get(zodSchema as Schema)?.includes(key) ?? false)
      if (kept.length > 0) json.required = kept
      else delete json.required
    },
  })
  return { title: `Nearmiss ${kind}`, ...schema }
}

const USE = {
  anyOf: [{ type: 'string' as const }, { type: 'array' as const, items: { type: 'string' as const } }],
  description: 'Lays fragments of the block `use` under this map, by their names.',
}

/** Any map may hold `use: name`, which may bring the very keys that it would need. */
const takeFragments = (json: z.core.JSONSchema.BaseSchema, isVariant: boolean): void => {
  if (json.type === 'object' && !isVariant && json.properties?.scenario === undefined)
    json.properties = { ...json.properties, use: USE }
  const options = json.anyOf ?? json.oneOf
  if (options?.some((option) => typeof option === 'object' && option.type === 'object'))
    options.push({ type: 'object', properties: { use: USE }, required: ['use'] })
}

/** The variants of all unions below a schema, with the keys that tell them from their sisters. */
const variantKeys = (root: Schema): Map<Schema, readonly string[]> => {
  const keys = new Map<Schema, readonly string[]>()
  const visited = new Set<Schema>()
  const visit = (schema: Schema): void => {
    if (visited.has(schema)) return
    visited.add(schema)
    const seen = view(schema)
    switch (seen.kind) {
      case 'object':
        for (const part of seen.shape.values()) visit(part)
        if (seen.rest !== null) visit(seen.rest)
        return
      case 'union':
        for (const option of seen.options) {
          if (view(option).kind === 'object') keys.set(option, [seen.discriminator ?? headKey(option) ?? ''])
          visit(option)
        }
        return
      case 'record':
        visit(seen.value)
        return
      case 'list':
        visit(seen.item)
        return
      case 'tuple':
        seen.items.forEach(visit)
        return
      case 'optional':
        visit(seen.inner)
        return
      case 'shorthand':
        visit(seen.target)
        return
      case 'formula':
      case 'plain':
    }
  }
  visit(root)
  return keys
}
