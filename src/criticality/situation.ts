/**
 * WorldStates made ready for questions about pairs of actors. What is worked out of one instant's actors is shared by
 * all who ask about them, and each footprint is placed at most once.
 */
import { yawOf } from '../math/index.ts'
import type { Road } from '../road/index.ts'
import type { ActorSpec, ConcreteScenario, Weather } from '../scenario/index.ts'
import type { ActorState, WorldState } from '../world/index.ts'
import type { Box } from './box.ts'
import { footprint, place, type Placed } from './pair.ts'
import { createWays, type Pair, type Ways } from './ways.ts'

export interface Situation {
  readonly state: WorldState
  readonly road: Road
  /** As it is now. */
  readonly weather: Weather
  /** @throws RangeError for an id that the scenario does not have (the loader has checked them all). */
  actor(id: string): ActorState
  /** Where the actor's footprint lies; null while it is not in the world. */
  placed(id: string): Placed | null
  /** An actor's rectangle in the world; null while it is not there. */
  footprint(id: string): Box | null
  /** The same by its place in the scenario's list. */
  footprintAt(i: number): Box | null
  /** Both where their outlines lie, on one line where they share one; null: they cannot meet (one is not there). */
  pair(a: string, b: string): Pair | null
  /** The same of actors by their places in the scenario's list. */
  pairAt(i: number, j: number): Pair | null
  /**
   * Way that an actor has to go to a place of a road, m, negative when past it; null: its way does not lead there.
   * @param on index of the road; left out: the first
   */
  wayTo(id: string, s: number, on?: number): number | null
  /** Whether one of the two tows the other: what is between them is no conflict. */
  joined(a: string, b: string): boolean
}

/** Whether one of the two tows or carries the other. */
export const joined = (a: ActorSpec, b: ActorSpec): boolean =>
  a.towedBy === b.id || b.towedBy === a.id || a.at.carried?.by === b.id || b.at.carried?.by === a.id

/** Makes a situation of a state. */
export type SituationOf = (state: WorldState) => Situation

/** What the actors of one instant come to, worked out as it is asked for. */
interface Places {
  readonly actors: readonly ActorState[]
  readonly ways: Ways | null
  readonly boxOf: (i: number) => Box
  readonly placedOf: (i: number) => Placed | null
}

/**
 * Makes situations of one scenario's states. States that share their list of actors, as those of one instant do whatever
 * else has come to be known of it, share what is worked out; the last list is remembered, so whoever looks at a run
 * best asks one and the same.
 */
export const createSituation = (
  scenario: Pick<ConcreteScenario, 'actors' | 'weather' | 'stop'>,
  road: Road,
): SituationOf => {
  const index = new Map(scenario.actors.map((a, i) => [a.id, i]))
  const indexOf = (id: string): number => {
    const i = index.get(id)
    if (i === undefined) throw new RangeError(`no actor '${id}' in this scenario`)
    return i
  }
  const waysOf = road.roads.length > 1 ? createWays(scenario, road) : null
  const placesOf = (actors: readonly ActorState[]): Places => {
    const placed: (Placed | null | undefined)[] = []
    const boxes: (Box | undefined)[] = []
    const boxOf = (i: number): Box => (boxes[i] ??= footprint(scenario.actors[i].spec, actors[i]))
    return {
      actors,
      ways: waysOf?.(actors, boxOf) ?? null,
      boxOf,
      placedOf: (i) => {
        const known = placed[i]
        if (known !== undefined) return known
        return (placed[i] = actors[i].present ? place(road, boxOf(i)) : null)
      },
    }
  }
  let last: Places | null = null

  return (state) => {
    const { actors } = state
    if (last?.actors !== actors) last = placesOf(actors)
    const { ways, boxOf, placedOf } = last
    const footprintAt = (i: number): Box | null => (actors[i].present ? boxOf(i) : null)
    const pairAt = (i: number, j: number): Pair | null => {
      if (ways !== null) return actors[i].present && actors[j].present ? ways.pair(i, j) : null
      const a = placedOf(i)
      const b = placedOf(j)
      return a === null || b === null ? null : [a, b]
    }
    return {
      state,
      road,
      weather: state.surroundings?.weather ?? scenario.weather,
      actor: (id) => actors[indexOf(id)],
      joined: (a, b) => joined(scenario.actors[indexOf(a)], scenario.actors[indexOf(b)]),
      placed: (id) => placedOf(indexOf(id)),
      pair: (first, second) => pairAt(indexOf(first), indexOf(second)),
      pairAt,
      footprint: (id) => footprintAt(indexOf(id)),
      footprintAt,
      wayTo: (id, s, on = 0) => {
        const i = indexOf(id)
        const actor = actors[i]
        if (ways !== null) {
          const { x, y } = road.toWorld(s, 0, on)
          return ways.wayTo(i, x, y)
        }
        const facing = Math.cos(yawOf(actor.orientation) - road.toWorld(actor.s, 0).heading) >= 0 ? 1 : -1
        return facing * (s - actor.s)
      },
    }
  }
}
