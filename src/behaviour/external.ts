/** A driver outside the programme: asked once a control step, and answers with pedals and steering. */
import type { ActorSpec } from '../scenario/index.ts'
import type { WorldState } from '../world/index.ts'

/** What an external driver answers: pedals 0..1, road-wheel angle rad (left positive). */
export interface ExternalAnswer {
  readonly throttle: number
  readonly brake: number
  readonly steer: number
}

/** Asks the driver of one actor; blocks until it has answered, and throws when it does not. */
export type ExternalDriver = (actor: ActorSpec, state: WorldState) => ExternalAnswer

/** Where nobody has been connected. */
export const noExternalDriver: ExternalDriver = ({ id }) => {
  throw new Error(`actor ${id} has an external driver, and none is connected`)
}
