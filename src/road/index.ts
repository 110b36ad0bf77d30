/**
 * road: the reference line, lanes, and what lies on them; world <-> road coordinates, height, surface.
 */
export * from './road.ts'
export { buildRoad } from './build.ts'
export { standing } from './placement.ts'
