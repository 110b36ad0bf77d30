/** The table of all metrics: name, unit, formula, source, edges, inputs, and the function that works it out. */
import { AVOIDANCE } from './catalogue-avoidance.ts'
import { ENCOUNTER } from './catalogue-encounter.ts'
import { FOLLOWING } from './catalogue-following.ts'
import { OUTCOME } from './catalogue-outcome.ts'
import type { Metric } from './metric.ts'

export const CATALOGUE: readonly Metric[] = [...FOLLOWING, ...AVOIDANCE, ...ENCOUNTER, ...OUTCOME]
