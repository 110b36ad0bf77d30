/** The schema of `sweep`, `cover` and `outcomes`. */
import * as z from 'zod'
import { anyValue } from '../expression/formula.ts'
import { identifier, label } from './common.ts'

export const SAMPLERS = ['uniform', 'latin-hypercube', 'halton', 'sobol', 'grid', 't-wise'] as const
export type Sampler = (typeof SAMPLERS)[number]

export const sweep = z
  .strictObject({
    sampler: z
      .enum(SAMPLERS)
      .default('uniform')
      .describe(
        '`uniform`: each run draws by its seed; `latin-hypercube`: one run in each of as many equal shares of every parameter; `halton`, `sobol`: points that fill the space evenly; `grid`: all combinations of `levels`; `t-wise`: as few runs as bring together every combination of levels of any `strength` parameters.',
      ),
    runs: z
      .int()
      .min(1)
      .max(1_000_000)
      .optional()
      .describe('How many; `grid` and `t-wise` have as many as they need.'),
    levels: z
      .record(identifier, z.int().min(1).max(10_000))
      .default({})
      .describe(
        'How many values of each parameter, in the middles of equal shares. Of a grid: others are drawn by the seed. Of `t-wise`: others have 3, a choice as many as it has values.',
      ),
    strength: z
      .int()
      .min(1)
      .max(6)
      .optional()
      .describe('Of `t-wise`: how many parameters are combined; without it 2, all pairs.'),
  })
  .describe('What `nearmiss sweep` runs when it is not told otherwise.')

const bins = z
  .union([
    z
      .string()
      .regex(/^([1-9][0-9]{0,3} bins|all)$/, "a number of bins such as '5 bins', or 'all'")
      .describe('`5 bins`: equal ones over the range of a parameter; `all`: one for each value of a choice.'),
    z.array(anyValue()).min(2).max(1001).describe('The edges of the bins, rising.'),
  ])
  .describe(
    'Bins: `5 bins` over the range of a parameter, edges such as `[0 s, 1 s, 3 s]`, or `all` values of a choice or of `outcome`.',
  )

export const cover = z
  .record(identifier, bins)
  .describe(
    'Bins of parameters and of what came of the runs (`min_ttc`, `min_distance`, `max_delta_v`, `duration`, `outcome`); `nearmiss sweep` counts the runs in each and names the empty ones.',
  )

export const outcomes = z
  .array(label)
  .max(20)
  .default([])
  .describe(
    'What may come of a run, worst first; the hazard promises that each of them comes up. `collision`, `near-miss`, `loss-of-control`, `lane-departure`, `harmless`, or the `id` of an expectation with `eventually` and `as: label`. A run is critical when any but `harmless` holds. Without it: collision, near-miss, harmless, and no promise.',
  )
