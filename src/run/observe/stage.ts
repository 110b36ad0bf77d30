/** What the sensors of a run look at, each part made when it is first asked for. */
import { buildRoad, type Road } from '../../road/index.ts'
import type { ConcreteScenario, SurfacePatch } from '../../scenario/index.ts'
import { createRayWorld, type RayWorld } from '../../sensors/index.ts'
import { actorShape, buildScenery, shownSurface, type Shape } from '../../shape/index.ts'
import { surroundingsOf, type WorldState } from '../../world/index.ts'

export interface Stage {
  readonly scenario: ConcreteScenario
  /** Of every actor, by its id. */
  readonly shapes: ReadonlyMap<string, Shape>
  /** As the scenario has it at the start. */
  road(): Road
  /** The road with the patches and the water that lie on it now. */
  roadAt(state: WorldState): Pick<Road, 'ground'>
  /**
   * The world as rays meet it. Patches of the road that the story changes make it anew: half a second each time, as the
   * renderer makes its ground anew. The one of before is let go.
   */
  rays(state: WorldState): RayWorld
}

export const createStage = (scenario: ConcreteScenario): Stage => {
  const shapes = new Map<string, Shape>(scenario.actors.map((a) => [a.id, actorShape(a, scenario.seed)]))
  let road: Road | null = null
  let paved: { readonly key: readonly [readonly SurfacePatch[], number]; readonly road: Road } | null = null
  let rays: { readonly key: string; readonly world: RayWorld } | null = null
  const roadOf = (): Road => (road ??= buildRoad(scenario.road, scenario.surface))

  const makeRays = (surface: readonly SurfacePatch[]): RayWorld => {
    const shown = { ...scenario, surface }
    const scenery = buildScenery(shown, buildRoad(scenario.road, surface))
    return createRayWorld({ actors: [...shapes.values()], scenery })
  }
  return {
    scenario,
    shapes,
    road: roadOf,
    roadAt: (state) => {
      const { surface, film } = surroundingsOf(scenario, state)
      if (paved?.key[0] !== surface || paved.key[1] !== film)
        paved = { key: [surface, film], road: roadOf().resurfaced(surface, film) }
      return paved.road
    },
    rays: (state) => {
      const surface = shownSurface(scenario.surface, surroundingsOf(scenario, state).surface)
      const key = JSON.stringify(surface)
      if (rays?.key !== key) rays = { key, world: makeRays(surface) }
      return rays.world
    },
  }
}
