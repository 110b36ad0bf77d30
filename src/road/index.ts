/**
 * road: reference lines, lanes, and what lies on them; world <-> road coordinates, height, surface, the
 * graph of lanes with routes, and who goes first.
 */
export * from './road.ts'
export { buildRoad } from './build.ts'
export { WETTING } from './surface.ts'
export { standing } from './placement.ts'
export { travelled } from './travelled.ts'
export { lightAt, lightPhases, type LightPhase } from './lights.ts'
export { rightOfWay, type Conflict } from './right-of-way.ts'
export { planLegs } from './plan-legs.ts'
export { lineOf, type WayLine } from './way-line.ts'
export { buildWay, type Way, type WayPoint } from './way.ts'
export type { LaneGraph, LaneNode, LanePlace, Leg, Route } from './graph.ts'
export { sketchOf, type Sketch } from './sketch.ts'
