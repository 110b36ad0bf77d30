/**
 * A first walker: goes where the story sends it, else straight on at the speed it has been given. Physics
 * decides whether the feet hold.
 */
import { yawOf } from '../math/index.ts'
import type { ActorState, Controls } from '../world/index.ts'
import type { ActorMemory } from './memory.ts'

/** What the feet are told for the next control step. */
export const feetOf = (actor: ActorState, memory: ActorMemory): NonNullable<Controls['walk']> => ({
  speed: memory.desiredSpeed,
  heading: yawOf(actor.orientation),
})
