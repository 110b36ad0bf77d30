/**
 * criticality: how close it came. Pure metrics (a value, and whether there is one), the value of the
 * language's expressions in a situation, a monitor and a referee that watch a run state by state.
 */
export { rssLongitudinal, timeToCollision } from './metrics/following.ts'
export { METRICS, measure, type Measure } from './metrics/metrics.ts'
export type { MetricInfo } from './metrics/metric.ts'
export { InputMistakes, type Inputs } from './metrics/inputs.ts'
export * from './box.ts'
export * from './pair.ts'
export * from './situation.ts'
export * from './subject.ts'
export * from './signal.ts'
export * from './evaluate.ts'
export * from './referee.ts'
export * from './watch/monitor.ts'
export * from './watch/series.ts'
export * from './watch/outcome.ts'
export { createOutlines } from './watch/outlines.ts'
export { createTracks } from './watch/tracks.ts'
