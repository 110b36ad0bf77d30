/**
 * The story: phases that begin once, when their condition turns true, and the actions that they set going.
 * Conditions are levels, looked at every control step; nothing depends on the step's length but the step.
 */
import { holds, speedOf, type Situation } from '../criticality/index.ts'
import type { Road } from '../road/index.ts'
import type { Action, ConcreteScenario, Phase, StoryAction } from '../scenario/index.ts'
import type { ActorState, WorldEvent } from '../world/index.ts'
import type { ActionId, ActorMemory, BehaviourMemory, PhaseMemory } from './memory.ts'

/** An action has come to its speed within this, m/s. */
const SPEED_REACHED = 0.2
const STANDING = 0.1
/** Times are sums of control steps, which are not exact in binary, s. */
const TIME_SLACK = 5e-7

/** One action with all that it acts on. */
interface Scene {
  readonly id: ActionId
  readonly action: Action
  readonly until: StoryAction['until']
  readonly actor: ActorState
  readonly memory: ActorMemory
  /** Whether the actor has a driver who takes the pedals back and holds a speed. */
  readonly driven: boolean
  readonly time: number
  readonly road: Road
}

const is = (a: ActionId, b: ActionId | undefined): boolean =>
  b !== undefined && a[0] === b[0] && a[1] === b[1]

/** Line across the road that keeps `offset` (left of the driver's way) from the middle of a lane. */
const lineIn = (road: Road, lane: number, offset: number, { direction, course }: ActorMemory): number =>
  (road.lane(lane)?.t ?? course.to) + direction * offset

/** Sets an action going. */
const begin = ({ id, action, actor, memory, time, road }: Scene): void => {
  switch (action.kind) {
    case 'speed':
      memory.pedals = { by: id, what: action }
      break
    case 'brake':
      memory.pedals = { by: id, what: { kind: 'acceleration', acceleration: -action.deceleration } }
      break
    case 'accelerate':
      memory.pedals = { by: id, what: { kind: 'acceleration', acceleration: action.acceleration } }
      break
    case 'throttle':
      memory.pedals = { by: id, what: action }
      break
    case 'steer':
      memory.wheel = { by: id, what: { from: actor.steer, to: action.angle, start: time, over: action.over } }
      break
    case 'lane-change':
      memory.lane = action.lane
      memory.course = {
        from: actor.t,
        to: lineIn(road, action.lane, 0, memory),
        start: time,
        duration: action.duration,
      }
      break
    case 'lane-offset':
      memory.course = {
        from: actor.t,
        to: lineIn(road, memory.lane, action.offset, memory),
        start: time,
        duration: action.duration,
      }
      break
    case 'lights':
      memory.indicator = { by: id, what: action.indicator }
      break
    case 'appear':
      memory.present = true
      break
    case 'remove':
      memory.present = false
      break
  }
}

/** Gives back to the driver whatever an action still holds. */
const release = ({ id, memory }: Scene): void => {
  if (is(id, memory.pedals?.by)) memory.pedals = null
  if (is(id, memory.wheel?.by)) memory.wheel = null
  if (is(id, memory.indicator?.by)) memory.indicator = null
}

/** Whether another action has taken what this one held. */
const replaced = ({ id, action, memory }: Scene): boolean => {
  switch (action.kind) {
    case 'speed':
    case 'brake':
    case 'accelerate':
    case 'throttle':
      return !is(id, memory.pedals?.by)
    case 'steer':
      return !is(id, memory.wheel?.by)
    case 'lights':
      return !is(id, memory.indicator?.by)
    default:
      return false
  }
}

/** Whether an action is done of itself; one that would go on (a held speed, a standing brake) waits for `until`. */
const isDone = ({ action, actor, time, until }: Scene, start: number): boolean => {
  switch (action.kind) {
    case 'speed':
      return until === null && Math.abs(speedOf(actor) - action.target) < SPEED_REACHED
    case 'brake':
      return until === null && speedOf(actor) < STANDING
    case 'accelerate':
    case 'throttle':
      return false
    case 'steer':
      return (until === null || action.release) && time >= start + action.over - TIME_SLACK
    case 'lane-change':
    case 'lane-offset':
      return time >= start + action.duration - TIME_SLACK
    case 'lights':
      return until === null
    case 'appear':
    case 'remove':
      return true
  }
}

/** What stays when an action is done: a speed becomes the driver's own wish, a release gives the wheel back. */
const finish = (scene: Scene): void => {
  const { action, memory, driven } = scene
  if (action.kind === 'speed' && driven) {
    memory.desiredSpeed = action.target
    release(scene)
  }
  if (action.kind === 'steer' && action.release) release(scene)
}

/** Ends an action before its time: the driver has everything back; a change of lane is taken back. */
const cancel = (scene: Scene, before: number): void => {
  const { action, actor, memory, time, road } = scene
  release(scene)
  if (action.kind !== 'lane-change' && action.kind !== 'lane-offset') return
  memory.course = { from: actor.t, to: before, start: time, duration: action.duration }
  memory.lane = road.laneAt(before)?.id ?? memory.lane
}

export interface Story {
  /** Looks at every condition, begins and ends what is due (in `memory`), and tells what began. */
  step(situation: Situation, memory: BehaviourMemory): readonly WorldEvent[]
}

export const createStory = (scenario: ConcreteScenario): Story => {
  const index = new Map(scenario.actors.map((a, i) => [a.id, i]))

  const sceneOf = (phase: number, action: number, situation: Situation, memory: BehaviourMemory): Scene => {
    const { actor, action: what, until } = scenario.story[phase].actions[action]
    const i = index.get(actor)
    if (i === undefined) throw new RangeError(`no actor '${actor}' in this scenario`)
    const { kind } = scenario.actors[i].driver
    return {
      id: [phase, action],
      action: what,
      until,
      actor: situation.state.actors[i],
      memory: memory.actors[i],
      driven: kind === 'idm' || kind === 'aeb',
      time: situation.state.time,
      road: situation.road,
    }
  }

  const isDue = (phase: Phase, own: PhaseMemory, situation: Situation): boolean => {
    const { time } = situation.state
    if (own.armed === null && holds(phase.when, situation)) own.armed = time
    return own.armed !== null && time >= own.armed + phase.after - TIME_SLACK
  }

  return {
    step: (situation, memory) => {
      const events: WorldEvent[] = []
      scenario.story.forEach((phase, p) => {
        const own = memory.phases[p]
        const start = (action: number): void => {
          const scene = sceneOf(p, action, situation, memory)
          own.running.push({ action, start: situation.state.time, before: scene.memory.course.to })
          begin(scene)
        }
        if (!own.begun && isDue(phase, own, situation)) {
          own.begun = true
          const actors = [...new Set(phase.actions.map((a) => a.actor))]
          events.push({ kind: 'phase', time: situation.state.time, phase: phase.id, actors })
          const first = phase.order === 'parallel' ? phase.actions.length : Math.min(1, phase.actions.length)
          for (let a = 0; a < first; a++) start(a)
          own.next = first
        }
        // In turn, an action that is done at once (a light, an appearance) lets the next begin in the same step.
        for (;;) {
          own.running = own.running.filter((run) => {
            const scene = sceneOf(p, run.action, situation, memory)
            if (replaced(scene)) return false
            if (scene.until && holds(scene.until, situation)) {
              cancel(scene, run.before)
              return false
            }
            if (!isDone(scene, run.start)) return true
            finish(scene)
            return false
          })
          if (!own.begun || own.running.length > 0 || own.next >= phase.actions.length) break
          start(own.next++)
        }
      })
      return events
    },
  }
}
