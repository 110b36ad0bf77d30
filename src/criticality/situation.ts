/** One WorldState made ready for questions about pairs of actors; each footprint is placed at most once. */
import type { Road } from '../road/index.ts'
import type { ActorSpec, ConcreteScenario, Weather } from '../scenario/index.ts'
import type { ActorState, WorldState } from '../world/index.ts'
import { footprint, place, type Placed } from './pair.ts'

export interface Situation {
  readonly state: WorldState
  readonly road: Road
  /** As it is now. */
  readonly weather: Weather
  /** @throws RangeError for an id that the scenario does not have (the loader has checked them all). */
  actor(id: string): ActorState
  /** Where the actor's footprint lies; null while it is not in the world. */
  placed(id: string): Placed | null
  /** Whether one of the two tows the other: what is between them is no conflict. */
  joined(a: string, b: string): boolean
}

/** Whether one of the two tows the other. */
export const joined = (a: ActorSpec, b: ActorSpec): boolean => a.towedBy === b.id || b.towedBy === a.id

/** Makes situations of one scenario's states. */
export const createSituation = (
  scenario: Pick<ConcreteScenario, 'actors' | 'weather'>,
  road: Road,
): ((state: WorldState) => Situation) => {
  const index = new Map(scenario.actors.map((a, i) => [a.id, i]))
  const indexOf = (id: string): number => {
    const i = index.get(id)
    if (i === undefined) throw new RangeError(`no actor '${id}' in this scenario`)
    return i
  }
  return (state) => {
    const placed = new Map<number, Placed>()
    return {
      state,
      road,
      weather: state.surroundings?.weather ?? scenario.weather,
      actor: (id) => state.actors[indexOf(id)],
      joined: (a, b) => joined(scenario.actors[indexOf(a)], scenario.actors[indexOf(b)]),
      placed: (id) => {
        const i = indexOf(id)
        if (!state.actors[i].present) return null
        const known = placed.get(i)
        if (known) return known
        const made = place(road, footprint(scenario.actors[i].spec, state.actors[i]))
        placed.set(i, made)
        return made
      },
    }
  }
}
