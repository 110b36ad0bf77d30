/** The schema of `params` and `correlate`: distributions. */
import * as z from 'zod'
import { anyValue, condition, quantity } from '../expression/formula.ts'
import { between, identifier } from './common.ts'

const cut = {
  clip: between(anyValue()).optional().describe('Values outside are moved to the nearer bound.'),
  truncate: between(anyValue()).optional().describe('The distribution is cut off at these bounds.'),
}
const meaning = {
  description: z.string().optional().describe('What the parameter means, for the dashboard.'),
}

const normal = z
  .strictObject({ mean: anyValue().describe('Its middle.'), sd: anyValue().describe('Standard deviation.') })
  .describe('Mean and standard deviation.')
const lognormal = z
  .strictObject({
    median: anyValue().describe('As many lie below it as above.'),
    sigma: quantity('ratio', { min: '0', max: '5' }).describe('Of the logarithm.'),
  })
  .describe('Median, and standard deviation of the logarithm.')
const exponential = z.strictObject({ mean: anyValue().describe('Its mean.') }).describe('Mean.')
const beta = z
  .strictObject({
    alpha: quantity('ratio', { min: '0.05', max: '1000' }).describe('First shape number.'),
    beta: quantity('ratio', { min: '0.05', max: '1000' }).describe('Second shape number.'),
    range: between(anyValue()).describe('Where 0 and 1 come to lie.'),
  })
  .describe('Shape, and the range that it is stretched over.')

/** The same shapes with a description (a parameter's own) and without (a part of a mixture or a case). */
const laws = <D extends z.ZodRawShape>(more: D) =>
  [
    z.strictObject({ fixed: anyValue().describe('The value.'), ...more }).describe('A fixed value.'),
    z
      .strictObject({ uniform: between(anyValue()).describe('Least and largest.'), ...more })
      .describe('Equally likely between two bounds.'),
    z.strictObject({ normal, ...cut, ...more }).describe('Gaussian.'),
    z.strictObject({ lognormal, ...cut, ...more }).describe('Its logarithm is Gaussian.'),
    z.strictObject({ exponential, ...cut, ...more }).describe('Exponential from zero.'),
    z.strictObject({ beta, ...cut, ...more }).describe('Beta, stretched over a range.'),
  ] as const

const fixedValue = anyValue().describe('A fixed value.')
const weight = quantity('ratio', { min: '0', max: '1000000' }).describe('How often, over the sum of all.')
const weightedValue = z.strictObject({ value: anyValue().describe('The value.'), weight })
const weightedLaw = z.strictObject({
  weight,
  of: z.union([fixedValue, ...laws({})]).describe('A distribution or a fixed value.'),
})

const choices = <D extends z.ZodRawShape>(more: D) =>
  [
    z
      .strictObject({ choice: z.array(anyValue()).min(1).max(100).describe('The values.'), ...more })
      .describe('One of a list, all equally likely.'),
    z
      .strictObject({
        weighted: z.array(weightedValue).min(1).max(100).describe('The values with their weights.'),
        ...more,
      })
      .describe('One of a list, by weight.'),
    z
      .strictObject({
        mixture: z.array(weightedLaw).min(1).max(20).describe('The distributions with their weights.'),
        ...more,
      })
      .describe('One of several distributions, by weight.'),
  ] as const

/** Distributions; the first key of each says which it is. */
export const distribution = z.union([
  anyValue().describe('A fixed value; it may be worked out from parameters above it.'),
  ...laws(meaning),
  ...choices(meaning),
  z
    .strictObject({
      cases: z
        .array(
          z.strictObject({
            when: condition('parameters')
              .optional()
              .describe('Of parameters above; without it, whatever they are.'),
            of: z
              .union([fixedValue, ...laws({}), ...choices({})])
              .describe('A distribution or a fixed value.'),
          }),
        )
        .min(1)
        .max(20)
        .describe('The first one whose condition holds counts.'),
      ...meaning,
    })
    .describe('A distribution that depends on other parameters.'),
])

export const correlation = z
  .strictObject({
    between: between(identifier).describe('Two parameters.'),
    rank: quantity('ratio', { min: '-0.999', max: '0.999' }).describe(
      "Spearman's rank correlation, which a Gaussian copula gives them; their distributions stay.",
    ),
  })
  .describe('A correlation between two parameters.')

export type DistributionDocument = z.output<typeof distribution>
