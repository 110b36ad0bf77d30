/**
 * The story: phases that begin once, when their condition turns true, and the actions that they set going.
 * Conditions are looked at every control step; nothing depends on the step's length but the step.
 */
import { holds, type Situation } from '../../criticality/index.ts'
import type { Road } from '../../road/index.ts'
import type { ConcreteScenario, Phase, StoryGroup } from '../../scenario/index.ts'
import type { WorldEvent } from '../../world/index.ts'
import { begin, cancel, finish, isDone, replaced, steer, TIME_SLACK, type Scene } from './action.ts'
import { lightOrders } from '../network/light.ts'
import { groupsOf, type BehaviourMemory, type GroupMemory } from '../memory.ts'
import { beginChange, carryOn, endChange } from './surroundings.ts'

export interface Story {
  /** Looks at every condition, begins and ends what is due (in `memory`), and tells what began. */
  step(situation: Situation, memory: BehaviourMemory): readonly WorldEvent[]
}

/** Indices of all actions of a group and of those in it. */
const actionsIn = (phase: Phase, group: StoryGroup): number[] =>
  partsOf(phase, group).flatMap((part) => (typeof part === 'number' ? [part] : actionsIn(phase, part)))

const partsOf = (phase: Phase, { parts }: StoryGroup): readonly (number | StoryGroup)[] =>
  parts ?? phase.actions.map((_, i) => i)

export const createStory = (scenario: ConcreteScenario, road: Road): Story => {
  const homeOf = (id: string): number =>
    road.roadIndex(scenario.actors.find((a) => a.id === id)?.at.road ?? '') ?? 0
  const index = new Map(scenario.actors.map((a, i) => [a.id, i]))
  const lightOrder = lightOrders(road)
  const groups = scenario.story.map((phase) => new Map(groupsOf(phase).map((group, i) => [group, i])))

  /** One phase in one control step. */
  const play = (p: number, situation: Situation, memory: BehaviourMemory): WorldEvent[] => {
    const phase = scenario.story[p]
    const own = memory.phases[p]
    const { time } = situation.state
    const { surroundings } = memory
    const of = (group: StoryGroup): GroupMemory => own.groups[groups[p].get(group) ?? 0]

    const sceneOf = (i: number, actor: string): Scene => {
      const at = index.get(actor)
      const { action, until } = phase.actions[i]
      if (at === undefined || isOfWorld(action)) throw new RangeError(`no actor '${actor}' in this scenario`)
      return {
        id: [p, i],
        action,
        endless: until !== null,
        actor: situation.state.actors[at],
        memory: memory.actors[at],
        driven: 'desiredSpeed' in scenario.actors[at].driver,
        situation,
        homeOf,
      }
    }

    const start = (i: number): void => {
      const { actor, action } = phase.actions[i]
      const at = own.actions[i]
      at.start = time
      if (actor !== null) {
        const scene = sceneOf(i, actor)
        at.before = scene.memory.course.to
        begin(scene)
      } else if (action.kind === 'traffic-light')
        memory.lightOrders = [...memory.lightOrders, lightOrder([p, i], action)]
      else if (surroundings !== null) beginChange(surroundings, scenario, [p, i], action, time)
    }

    const stop = (i: number): void => {
      const { actor, action } = phase.actions[i]
      const at = own.actions[i]
      if (at.start !== null && !at.over) {
        if (actor !== null) cancel(sceneOf(i, actor), at.before)
        else if (action.kind === 'traffic-light')
          memory.lightOrders = memory.lightOrders.filter(({ by }) => by[0] !== p || by[1] !== i)
        else if (surroundings !== null) endChange(surroundings, scenario, [p, i], action, time)
      }
      at.over = true
    }

    /** Goes on with an action that has begun; true: it is over. */
    const goOn = (i: number): boolean => {
      const { actor, action, until } = phase.actions[i]
      const at = own.actions[i]
      if (at.over || at.start === null) return at.over
      if (actor !== null && replaced(sceneOf(i, actor))) return (at.over = true)
      if (until !== null && holds(until, situation)) {
        stop(i)
        return true
      }
      if (actor === null) {
        // What lasts as long as nothing ends it is over for the story, unless something can end it.
        at.over = 'over' in action ? time >= at.start + action.over - TIME_SLACK : until === null
        return at.over
      }
      const scene = sceneOf(i, actor)
      if (!isDone(scene, at.start)) {
        steer(scene, at.start)
        return false
      }
      finish(scene)
      return (at.over = true)
    }

    const isDue = ({ when, edge = 'level', after }: StoryGroup, state: GroupMemory): boolean => {
      if (state.armed === null) {
        const held = when === null || holds(when, situation)
        const turned = state.held !== null && held !== state.held && held === (edge === 'rising')
        if (edge === 'level' ? held : turned) state.armed = time
        state.held = held
      }
      return state.armed !== null && time >= state.armed + after - TIME_SLACK
    }

    const end = (group: StoryGroup): void => {
      for (const i of actionsIn(phase, group)) stop(i)
      for (const inner of groupsOf(group)) of(inner).over = true
    }

    /** Goes on with a group; true: it is over. */
    const advance = (group: StoryGroup): boolean => {
      const state = of(group)
      if (state.over) return true
      if (!state.begun && !isDue(group, state)) return false
      state.begun = true
      if (group.until && holds(group.until, situation)) {
        end(group)
        return true
      }
      const parts = partsOf(phase, group)
      const startIfDue = (part: number | StoryGroup): void => {
        if (typeof part === 'number' && own.actions[part].start === null) start(part)
      }
      const isOver = (part: number | StoryGroup): boolean =>
        typeof part === 'number' ? goOn(part) : advance(part)
      if (group.order === 'parallel') {
        parts.forEach(startIfDue)
        state.over = parts.map(isOver).every((over) => over)
      } else {
        // An action that is done at once (a light, an appearance) lets the next begin in the same step.
        state.over = parts.every((part) => {
          startIfDue(part)
          return isOver(part)
        })
      }
      return state.over
    }

    const hadBegun = own.groups[0].begun
    advance(phase)
    if (hadBegun || !own.groups[0].begun) return []
    const actors = [...new Set(phase.actions.flatMap(({ actor }) => (actor === null ? [] : [actor])))]
    return [{ kind: 'phase', time, phase: phase.id, actors }]
  }

  return {
    step: (situation, memory) => {
      const events = scenario.story.flatMap((_, p) => play(p, situation, memory))
      if (memory.surroundings !== null) carryOn(memory.surroundings, scenario, situation.state.time)
      return events
    },
  }
}

const isOfWorld = (
  action: Phase['actions'][number]['action'],
): action is Extract<Phase['actions'][number], { readonly actor: null }>['action'] =>
  WORLD_KINDS.includes(action.kind)

const WORLD_KINDS: readonly string[] = ['weather', 'surface', 'sensor-fault', 'traffic-light']
