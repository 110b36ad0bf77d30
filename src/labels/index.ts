/**
 * labels: what is true of a reading: boxes, visibility, occlusion, tracks, events. Computed from the one
 * snapshot and the id picture; sensor noise never reaches them.
 */
export * from './frame.ts'
export * from './camera.ts'
export * from './event-camera.ts'
export * from './lidar.ts'
export * from './truth.ts'
export * from './box3d.ts'
export * from './radar.ts'
export * from './flow.ts'
export * from './further.ts'
export * from './rle.ts'
export * from './captions.ts'
export * from './sights.ts'
export * from './events.ts'
