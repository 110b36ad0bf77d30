/**
 * A first walker: goes where the story sends it, else straight on at the speed it has been given. Physics
 * decides whether the feet hold.
 */
import { yawOf } from '../../math/index.ts'
import type { Road } from '../../road/index.ts'
import type { Action } from '../../scenario/index.ts'
import type { ActorState, Controls } from '../../world/index.ts'
import { goalOf, paceOf, type Errand, type Place } from './errand.ts'
import type { ActorMemory } from '../memory.ts'

/** Who crosses a road goes on for this far beside it, m. */
const BESIDE = 1
/** Somebody has come to a place within this, m. */
const ARRIVED = 0.25

type Walk = Extract<Action, { kind: 'walk' | 'cross' }>

/** Where an action sends somebody. @param home index of the road that they start on */
export const destinationOf = (
  action: Walk,
  actor: ActorState,
  { lane }: Pick<ActorMemory, 'lane'>,
  road: Road,
  home: number,
): Place => {
  if (action.kind === 'walk') {
    const on = action.road === undefined ? home : (road.roadIndex(action.road) ?? home)
    const to = road.lane(action.lane, action.s, on)
    return road.toWorld(action.s, (to?.t ?? 0) + (to?.direction ?? 1) * action.offset, on)
  }
  const { s, road: on } = road.toRoad(actor.position[0], actor.position[1])
  const [right, left] = road.pavedAt(s, on)
  const leftOfTheLine = (action.side === 'left') === (road.lane(lane, s, on)?.direction ?? 1) > 0
  return road.toWorld(s, leftOfTheLine ? left + BESIDE : right - BESIDE, on)
}

const wayTo = ({ position: [x, y] }: ActorState, to: Place): readonly [number, number] => [to.x - x, to.y - y]

export const hasArrived = (actor: ActorState, errand: Errand): boolean =>
  Math.hypot(...wayTo(actor, goalOf(errand))) < ARRIVED

/** What the feet are told for the next control step. @param vehicles those that somebody may have to wait for */
export const feetOf = (
  actor: ActorState,
  memory: ActorMemory,
  time: number,
  vehicles: readonly ActorState[],
): NonNullable<Controls['walk']> => {
  const { pedals, destination, desiredSpeed } = memory
  const speed = pedals?.what.kind === 'speed' ? pedals.what.target : desiredSpeed
  if (destination === null) return { speed, heading: yawOf(actor.orientation) }
  const pace = paceOf(destination.what, actor, speed, time, vehicles)
  const [dx, dy] = wayTo(actor, goalOf(destination.what))
  return { speed: pedals === null ? pace : Math.min(speed, pace), heading: Math.atan2(dy, dx) }
}
