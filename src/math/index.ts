/**
 * math: vectors, poses, frames (ISO 8855), named random streams, statistics.
 * The bottom of the house: imports nothing of ours, holds no state, knows nothing of driving.
 */
export * from './vec.ts'
export * from './pose.ts'
export * from './camera.ts'
export * from './octahedral.ts'
export { limitOf as lensLimit, type Lens } from './lens.ts'
export * from './clothoid.ts'
export * from './geodesy.ts'
export { coveringArray } from './covering-array.ts'
export * from './low-discrepancy.ts'
export { NORMAL_OF_BYTE } from './normal-table.ts'
export * from './random.ts'
export * from './stats.ts'
