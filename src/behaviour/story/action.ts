/** The actions of the story: what each takes out of its actor's hands, when it is done, and what then stays. */
import { speedOf, type Situation } from '../../criticality/index.ts'
import { clamp } from '../../math/index.ts'
import type { Action, WalkManner } from '../../scenario/index.ts'
import type { ActorState } from '../../world/index.ts'
import { motionAt, steady } from '../lane/course.ts'
import type { ActionId, ActorMemory, PedalOrder } from '../memory.ts'
import { layPath } from '../lane/path.ts'
import { errandOf } from './errand.ts'
import { destinationOf, hasArrived } from './walker.ts'

/** An action has come to its speed within this, m/s. */
const SPEED_REACHED = 0.2
const STANDING = 0.1
/** Times are sums of control steps, which are not exact in binary, s. */
export const TIME_SLACK = 5e-7

/** One action of an actor with all that it acts on. */
export interface Scene {
  readonly id: ActionId
  readonly action: Action
  /** Whether something else than itself ends it. */
  readonly endless: boolean
  readonly actor: ActorState
  readonly memory: ActorMemory
  /** Whether the actor has a driver who takes the pedals back and holds a speed. */
  readonly driven: boolean
  readonly situation: Situation
  /** Index of the road that an actor (id) starts on. */
  readonly homeOf: (id: string) => number
}

/** How firmly a driver holds to a moving point: per second and per second squared, critically damped. */
const HOLD_SPEED = 2
const HOLD_PLACE = 1

const is = (a: ActionId, b: ActionId | undefined): boolean =>
  b !== undefined && a[0] === b[0] && a[1] === b[1]

/**
 * Line across the road that keeps `offset` (left of the driver's way) from the middle of a lane; on a network
 * across the driver's way.
 * @param lane null: the one that the actor is in
 */
const lineIn = (
  { actor, situation: { road }, memory }: Scene,
  lane: number | null,
  offset: number,
): number => {
  const { direction, course, route } = memory
  if (route === null) return (road.lane(lane ?? memory.lane)?.t ?? course.to) + direction * offset
  const here = { s: actor.s, t: actor.t, road: actor.road ?? 0 }
  const own = road.laneAt(here.t, here.s, here.road)
  const wanted = lane === null ? own : road.lane(lane, here.s, here.road)
  if (wanted === undefined) return course.to + offset
  const along = route.legs.find((leg) => leg.road === here.road)?.direction ?? 1
  return route.offset + along * (wanted.t - here.t) + offset
}

/** Where an actor is across the road, or across its way, m. */
const across = ({ actor, memory: { route } }: Pick<Scene, 'actor' | 'memory'>): number =>
  route === null ? actor.t : route.offset

/** Where an actor is along the road, or along its way, m. */
const along = ({ actor, memory: { route } }: Pick<Scene, 'actor' | 'memory'>): number =>
  route === null ? actor.s : route.distance

/** The road of a place that the story names, or the one that the actor of the place starts on. */
const roadOf = ({ situation: { road }, homeOf }: Scene, name: string | undefined, actor: string): number =>
  name === undefined ? homeOf(actor) : (road.roadIndex(name) ?? homeOf(actor))

/** Running over the usual pace. */
const RUNS = 2.5

/** Who looks at a telephone does not look at the road. */
const mannerOf = (
  { manner }: Extract<Action, { kind: 'walk' | 'cross' }>,
  { distracted }: ActorMemory,
): WalkManner | undefined => (manner !== undefined && distracted ? { ...manner, gap: null } : manner)

/** Somebody on foot is told how fast to go on: the paces that were laid down for the way count no more. */
const setPace = (memory: ActorMemory): void => {
  if (memory.destination === null) return
  const { by, what } = memory.destination
  memory.destination = { by, what: { ...what, manner: { ...what.manner, profile: [] } } }
}

/** Sets an action going. */
export const begin = (scene: Scene): void => {
  const { id, action, actor, memory, situation } = scene
  const { time } = situation.state
  const press = (what: PedalOrder): void => void (memory.pedals = { by: id, what })
  const move = (to: number, duration: number): void =>
    void (memory.course = { from: across(scene), to, start: time, duration })
  switch (action.kind) {
    case 'speed':
      setPace(memory)
      press(action)
      return
    case 'throttle':
      press(action)
      return
    case 'brake': {
      press({ kind: 'acceleration', acceleration: -action.deceleration })
      return
    }
    case 'accelerate': {
      press({ kind: 'acceleration', acceleration: action.acceleration })
      return
    }
    case 'steer':
      memory.wheel = { by: id, what: { from: actor.steer, to: action.angle, start: time, over: action.over } }
      return
    case 'lane-change':
      memory.lane = action.lane
      {
        move(lineIn(scene, action.lane, 0), action.duration)
        return
      }
    case 'lane-offset': {
      move(lineIn(scene, null, action.offset), action.duration)
      return
    }
    case 'follow': {
      const path = layPath(action.points, actor, memory, situation.road, scene.homeOf(actor.id))
      const [duration, to] = path.across[path.across.length - 1]
      memory.course = { from: path.across[0][1], to, start: time, duration, through: path.across }
      memory.path = path.along
      if (memory.route === null) memory.lane = situation.road.laneAt(to)?.id ?? memory.lane
      steer(scene, time)
      return
    }
    case 'synchronise': {
      steer(scene, time)
      return
    }
    case 'lights':
      memory.indicator = { by: id, what: action.indicator }
      return
    case 'headlights':
      memory.headlights = { by: id, what: action.beam }
      return
    case 'beacon':
      memory.beacon = { by: id, what: action }
      return
    case 'look-away':
      memory.awayUntil = time + action.duration
      return
    case 'walk':
    case 'cross':
      memory.destination = {
        by: id,
        what: errandOf(
          actor,
          destinationOf(action, actor, memory, situation.road, scene.homeOf(actor.id)),
          situation.road,
          mannerOf(action, memory),
        ),
      }
      memory.desiredSpeed =
        action.speed ?? (memory.desiredSpeed > STANDING ? memory.desiredSpeed : memory.pace)
      return
    case 'run':
      setPace(memory)
      memory.desiredSpeed = RUNS * memory.pace
      return
    case 'swing':
      memory.swing = action
      return
    case 'drop':
      memory.dropped = action.velocity
      return
    case 'appear':
      memory.present = true
      return
    case 'remove':
      memory.present = false
      return
    case 'blow-tyre':
    case 'fail-brakes':
    case 'fail-steering':
    case 'fail-system':
      memory.failures = [...memory.failures, { by: id, what: action }]
      return
    case 'gust':
      memory.gusts = [...memory.gusts, { ...action, start: time }]
  }
}

/** What an action that aims at a moving target asks of the pedals now. */
export const steer = (scene: Scene, start: number): void => {
  const { id, action, memory } = scene
  if (action.kind !== 'follow' && action.kind !== 'synchronise') return
  const acceleration = action.kind === 'follow' ? towardsPath(scene, start) : towardsMeeting(scene, action)
  memory.pedals = { by: id, what: { kind: 'acceleration', acceleration } }
}

const towardsPath = (scene: Scene, start: number): number => {
  const { actor, memory, situation } = scene
  const { direction, path } = memory
  if (path === null) return 0
  const { value, rate, bend } = motionAt(path, situation.state.time - start)
  const ahead = direction * (value - along(scene))
  return direction * bend + HOLD_SPEED * (direction * rate - speedOf(actor)) + HOLD_PLACE * ahead
}

/** Way that an actor has to go to an s of a road, m: along its own way, or as the crow flies where that leads elsewhere. */
const wayTo = (situation: Situation, id: string, s: number, on: number): number => {
  const way = situation.wayTo(id, s, on)
  if (way !== null) return way
  const { position } = situation.actor(id)
  const { x, y } = situation.road.toWorld(s, 0, on)
  return Math.sqrt((x - position[0]) * (x - position[0]) + (y - position[1]) * (y - position[1]))
}

/** What is left to the point where an actor meets another one, m. */
const leftToMeet = (scene: Scene, { s, road }: Meeting): number =>
  wayTo(scene.situation, scene.actor.id, s, roadOf(scene, road, scene.actor.id))

type Meeting = Action & { kind: 'synchronise' }

/** The speed that covers what is left in the time that the other one needs, at its speed of now. */
const towardsMeeting = (scene: Scene, action: Meeting): number => {
  const { actor, situation } = scene
  const { other, otherS, otherRoad, acceleration } = action
  const theirWay = Math.abs(wayTo(situation, other, otherS, roadOf(scene, otherRoad, other)))
  const time = theirWay / Math.max(speedOf(situation.actor(other)), STANDING)
  const wanted = Math.max(0, leftToMeet(scene, action)) / Math.max(time, STANDING)
  return clamp(HOLD_SPEED * (wanted - speedOf(actor)), -acceleration, acceleration)
}

/** Gives back to the driver whatever an action still holds. */
const release = ({ id, memory }: Scene): void => {
  if (is(id, memory.pedals?.by)) memory.pedals = null
  if (is(id, memory.wheel?.by)) memory.wheel = null
  if (is(id, memory.indicator?.by)) memory.indicator = null
  if (is(id, memory.destination?.by)) memory.destination = null
  if (is(id, memory.headlights?.by)) memory.headlights = null
  if (is(id, memory.beacon?.by)) memory.beacon = null
  if (memory.failures.length > 0) memory.failures = memory.failures.filter(({ by }) => !is(id, by))
}

/** Whether another action has taken what this one held. */
export const replaced = ({ id, action, memory }: Scene): boolean => {
  switch (action.kind) {
    case 'speed':
    case 'brake':
    case 'accelerate':
    case 'throttle':
    case 'follow':
    case 'synchronise':
      return !is(id, memory.pedals?.by)
    case 'steer':
      return !is(id, memory.wheel?.by)
    case 'lights':
      return !is(id, memory.indicator?.by)
    case 'headlights':
      return !is(id, memory.headlights?.by)
    case 'beacon':
      return !is(id, memory.beacon?.by)
    case 'walk':
    case 'cross':
      return !is(id, memory.destination?.by)
    default:
      return false
  }
}

/** Whether an action is done of itself; one that would go on (a held speed, a standing brake) waits for `until`. */
export const isDone = (scene: Scene, start: number): boolean => {
  const { action, actor, memory, situation, endless } = scene
  const { time } = situation.state
  switch (action.kind) {
    case 'speed':
      return !endless && Math.abs(speedOf(actor) - action.target) < SPEED_REACHED
    case 'brake':
      return !endless && speedOf(actor) < STANDING
    case 'accelerate':
    case 'throttle':
      return false
    case 'steer':
      return (!endless || action.release) && time >= start + action.over - TIME_SLACK
    case 'lane-change':
    case 'lane-offset':
      return time >= start + action.duration - TIME_SLACK
    case 'look-away':
      return time >= start + action.duration - TIME_SLACK
    case 'follow':
      return time >= start + memory.course.duration - TIME_SLACK
    case 'synchronise':
      return leftToMeet(scene, action) <= 0
    case 'walk':
    case 'cross':
      return memory.destination !== null && hasArrived(actor, memory.destination.what)
    case 'lights':
    case 'headlights':
    case 'beacon':
    case 'fail-brakes':
    case 'fail-steering':
    case 'fail-system':
      return !endless
    case 'run':
      return !endless
    case 'blow-tyre':
    case 'gust':
    case 'swing':
    case 'drop':
    case 'appear':
    case 'remove':
      return true
  }
}

/** What stays when an action is done: a speed becomes the driver's own wish, a release gives the wheel back. */
export const finish = (scene: Scene): void => {
  const { action, actor, memory, driven } = scene
  if (action.kind === 'speed' && driven) {
    memory.desiredSpeed = action.target
    release(scene)
  }
  if (action.kind === 'steer' && action.release) release(scene)
  if (action.kind === 'walk' || action.kind === 'cross') stand(scene)
  if (action.kind === 'follow' || action.kind === 'synchronise') {
    memory.desiredSpeed = speedOf(actor)
    release(scene)
  }
}

/** Somebody on foot has come to where the story sent them, or need not go there any more. */
const stand = (scene: Scene): void => {
  scene.memory.desiredSpeed = 0
  release(scene)
}

/** Ends an action before its time: the driver has everything back; a change of lane is taken back. */
export const cancel = (scene: Scene, before: number): void => {
  const { action, memory, situation } = scene
  const { state, road } = situation
  release(scene)
  if (action.kind === 'walk' || action.kind === 'cross') stand(scene)
  if (action.kind === 'run') memory.desiredSpeed = memory.pace
  if (action.kind === 'follow') memory.course = steady(across(scene))
  if (action.kind !== 'lane-change' && action.kind !== 'lane-offset') return
  memory.course = { from: across(scene), to: before, start: state.time, duration: action.duration }
  if (memory.route === null) memory.lane = road.laneAt(before)?.id ?? memory.lane
}
