/** dataset: many runs, any formats, any number of workers, one data set. plan -> clips -> pieces -> whole. */
export { planDataSet, framesOf, type DataSetPlan, type Excerpt, type SplitShares } from './plan.ts'
export { makeDataSet, type Made, type MakeOptions } from './make.ts'
