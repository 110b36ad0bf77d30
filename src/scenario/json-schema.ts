/** The JSON Schema of scenario files, for the completion, hover text and checks of editors. */
import * as z from 'zod'
import { describeRule, formulaRules, quantityPattern } from './formula.ts'
import { headKey, view } from './schema-view.ts'
import { scenarioSchema } from './schema.ts'

/**
 * JSON Schema (draft 7, which the YAML extension of VS Code reads). A key that may come from the file that is
 * extended is not required here; the loader checks the merged file.
 */
export const jsonSchema = (): Record<string, unknown> => {
  const schema = z.toJSONSchema(scenarioSchema, {
    target: 'draft-7',
    io: 'input',
    override: ({ zodSchema, jsonSchema: json }) => {
      const formula = formulaRules.get(zodSchema as unknown as z.ZodType)
      if (formula !== undefined) {
        delete json.anyOf
        const { rule } = formula
        const bare = rule.kind === 'condition' ? ['string'] : ['string', 'number']
        json.type = bare as unknown as 'string'
        json.description = [json.description, describeRule(rule)].filter((d) => d !== undefined).join(' ')
        if (rule.kind === 'quantity') json.pattern = quantityPattern(rule.quantity)
        return
      }
      // What tells the variants of a union apart stays required: completion needs it.
      if (json.required === undefined) return
      const head = view(zodSchema).kind === 'object' ? headKey(zodSchema) : null
      json.required = json.required.filter((key) => key === head || key === 'kind')
      if (json.required.length === 0) delete json.required
    },
  })
  return { $id: 'https://nearmiss.invalid/scenario.schema.json', title: 'Nearmiss scenario', ...schema }
}
