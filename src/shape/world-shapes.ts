/** Everything that a scenario's world is made of. */
import type { Road } from '../road/index.ts'
import type { ConcreteScenario, SurfacePatch } from '../scenario/index.ts'
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

/** Ground is built anew when the depth on it has changed by this, m. */
const DEPTH_STEP = 0.005

/**
 * The patches that ground is built for, drawn and met by rays; what does not show (friction) is as at the start.
 * @param start as the scenario has them.
 * @param now as the story has made them.
 */
export const shownSurface = (
  start: readonly SurfacePatch[],
  now: readonly SurfacePatch[],
): readonly SurfacePatch[] =>
  now.map((patch, i) => ({
    ...start[i],
    kind: patch.kind,
    depth:
      patch.depth === null || patch.depth === start[i].depth
        ? patch.depth
        : Math.round(patch.depth / DEPTH_STEP) * DEPTH_STEP,
  }))
