/** The schema of `params`: distributions. */
import * as z from 'zod'
import { anyValue, quantity } from './formula.ts'
import { between } from './schema-common.ts'

const cut = {
  clip: between(anyValue()).optional().describe('Values outside are moved to the nearer bound.'),
  truncate: between(anyValue()).optional().describe('The distribution is cut off at these bounds.'),
  description: z.string().optional().describe('What the parameter means, for the dashboard.'),
}
const noCut = { description: cut.description }

/** Distributions; the first key of each says which it is. */
export const distribution = z.union([
  anyValue().describe('A fixed value; it may be worked out from parameters above it.'),
  z.strictObject({ fixed: anyValue(), ...noCut }).describe('A fixed value.'),
  z
    .strictObject({ uniform: between(anyValue()).describe('Least and largest.'), ...noCut })
    .describe('Equally likely between two bounds.'),
  z
    .strictObject({
      normal: z.strictObject({ mean: anyValue(), sd: anyValue() }).describe('Mean and standard deviation.'),
      ...cut,
    })
    .describe('Gaussian.'),
  z
    .strictObject({
      lognormal: z
        .strictObject({ median: anyValue(), sigma: quantity('ratio', { min: '0', max: '5' }) })
        .describe('Median, and standard deviation of the logarithm.'),
      ...cut,
    })
    .describe('Its logarithm is Gaussian.'),
  z
    .strictObject({ exponential: z.strictObject({ mean: anyValue() }).describe('Mean.'), ...cut })
    .describe('Exponential from zero.'),
  z
    .strictObject({
      beta: z
        .strictObject({
          alpha: quantity('ratio', { min: '0.05', max: '1000' }),
          beta: quantity('ratio', { min: '0.05', max: '1000' }),
          range: between(anyValue()),
        })
        .describe('Shape, and the range that it is stretched over.'),
      ...cut,
    })
    .describe('Beta, stretched over a range.'),
  z
    .strictObject({ choice: z.array(anyValue()).min(1).max(100).describe('The values.'), ...noCut })
    .describe('One of a list, all equally likely.'),
  z
    .strictObject({
      weighted: z
        .array(z.strictObject({ value: anyValue(), weight: quantity('ratio', { min: '0', max: '1000000' }) }))
        .min(1)
        .max(100)
        .describe('The values with their weights.'),
      ...noCut,
    })
    .describe('One of a list, by weight.'),
])

export type DistributionDocument = z.output<typeof distribution>
