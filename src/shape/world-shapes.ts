/** Everything that a scenario's world is made of. */
import type { Road } from '../road/index.ts'
import type { ConcreteScenario } from '../scenario/index.ts'
import { actorShape } from './actor-shape.ts'
import { buildScenery } from './scenery/index.ts'
import type { Scenery, Shape } from './shape.ts'

/** One shape an actor, in the scenario's order, and everything that stands still. */
export interface WorldShapes {
  readonly actors: readonly Shape[]
  readonly scenery: Scenery
}

export const worldShapes = (scenario: ConcreteScenario, road: Road): WorldShapes => ({
  actors: scenario.actors.map((actor) => actorShape(actor, scenario.seed)),
  scenery: buildScenery(scenario, road),
})
