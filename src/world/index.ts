/**
 * world: the one snapshot of a tick, and the controls that go the other way. Plain data, no behaviour.
 * Everyone above may read it; nobody may change it.
 */
export * from './state.ts'
export * from './classes.ts'
export * from './lights.ts'
export * from './row.ts'
export * from './packed-rows.ts'
