/** How fast a driver wants to go under the limit that is posted. */
import type { ActorMemory } from '../memory.ts'

/** The speed that he wants where this limit is posted: one who drives faster than it at first goes on doing so. */
export const wantedSpeed = (limit: number, { desiredSpeed, route }: ActorMemory): number =>
  route === null ? desiredSpeed : Math.min(desiredSpeed, limit * Math.max(1, desiredSpeed / route.limit))
