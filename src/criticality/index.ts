/**
 * criticality: how close it came. Pure metrics (a value, and whether there is one), the value of the
 * language's expressions in a situation, a monitor and a referee that watch a run state by state.
 */
export { rssLongitudinal, timeToCollision } from './following.ts'
export { METRICS, measure, type Measure } from './metrics.ts'
export type { MetricInfo } from './metric.ts'
export { InputMistakes, type Inputs } from './inputs.ts'
export * from './box.ts'
export * from './pair.ts'
export * from './situation.ts'
export * from './signal.ts'
export * from './evaluate.ts'
export * from './referee.ts'
export * from './monitor.ts'
export * from './series.ts'
export * from './outcome.ts'
