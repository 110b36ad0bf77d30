/** What the language's signals and functions of actors mean, measured on one situation. */
import { conjugate, eulerFromQuat, rotate } from '../math/index.ts'
import type { ActorState, WorldState } from '../world/index.ts'
import { boxDistance, boxesTouch } from './box.ts'
import { inPath, pairGap, pairHeadway, pairTtc, type Placed } from './pair.ts'
import type { Situation } from './situation.ts'

/** Below walking pace a side-slip angle means nothing, m/s. */
export const WALKING_PACE = 1.5

/** Horizontal speed of the body's origin, m/s. */
export const speedOf = ({ velocity: [vx, vy] }: ActorState): number => Math.sqrt(vx * vx + vy * vy)

/**
 * Side-slip angle at the body's origin (rear axle), rad (ISO 8855: positive when the vehicle moves towards
 * its left); 0 below walking pace.
 */
export const slipAngleOf = (actor: ActorState): number => {
  if (speedOf(actor) < WALKING_PACE) return 0
  const [vx, vy] = rotate(conjugate(actor.orientation), actor.velocity)
  return Math.atan2(vy, vx)
}

/** Signals of one actor, by their name in the language. */
export const ACTOR_SIGNALS: Readonly<Record<string, (actor: ActorState, situation: Situation) => number>> = {
  speed: speedOf,
  acceleration: (a) => a.acceleration[0],
  yaw_rate: (a) => a.angularVelocity[2],
  slip_angle: slipAngleOf,
  heading: (a) => eulerFromQuat(a.orientation).yaw,
  x: (a) => a.position[0],
  y: (a) => a.position[1],
  s: (a) => a.s,
  t: (a) => a.t,
  /** Id of the lane under the origin; 0 off the lanes (no lane has that id). */
  lane: (a, { road }) => road.laneAt(a.t)?.id ?? 0,
}

/** Signals of the run. */
export const RUN_SIGNALS: Readonly<Record<string, (state: WorldState) => number>> = {
  time: (state) => state.time,
}

/** Functions of numbers. */
export const NUMBER_FUNCTIONS: Readonly<Record<string, (...values: number[]) => number>> = {
  abs: Math.abs,
  min: Math.min,
  max: Math.max,
}

/** A function of two actors: one pair's value, and what '*' makes of many. */
interface PairFunction {
  readonly of: (a: Placed, b: Placed) => number
  /** Whom '*' means: everyone, or only those ahead on one's own path. */
  readonly among: 'everyone' | 'those ahead in the path'
}

/** Functions of two actors with a number for a value; over many the least, over nobody Infinity. */
const PAIR_FUNCTIONS: Readonly<Record<string, PairFunction>> = {
  ttc: { of: pairTtc, among: 'everyone' },
  thw: { of: pairHeadway, among: 'those ahead in the path' },
  gap: { of: pairGap, among: 'those ahead in the path' },
  distance: { of: (a, b) => boxDistance(a.world, b.world), among: 'everyone' },
}

/** Whether the two are in contact now, or a contact between them was recorded since the last state. */
const collides = (situation: Situation, a: string, b: string): boolean => {
  const recorded = situation.state.events.some(
    (e) => e.kind === 'collision' && e.actors.includes(a) && e.actors.includes(b),
  )
  if (recorded) return true
  const pa = situation.placed(a)
  const pb = situation.placed(b)
  return pa !== null && pb !== null && boxesTouch(pa.world, pb.world)
}

/** Names of the functions whose arguments are actors. */
export const ACTOR_FUNCTIONS: readonly string[] = [...Object.keys(PAIR_FUNCTIONS), 'collision']

/**
 * Value of a function of actors. '*' (everyone else) takes the worst case: the least time, gap or
 * distance, any collision. An actor that is not in the world conflicts with nobody: Infinity, false.
 */
export const actorFunction = (
  situation: Situation,
  name: string,
  first: string,
  second: string,
): number | boolean => {
  const everyone = situation.state.actors.map((a) => a.id)
  const expand = (id: string): readonly string[] => (id === '*' ? everyone : [id])
  const pairs = expand(first).flatMap((a) =>
    expand(second).flatMap((b) => (a === b ? [] : [[a, b] as const])),
  )
  if (name === 'collision') return pairs.some(([a, b]) => collides(situation, a, b))

  const { of, among } = PAIR_FUNCTIONS[name]
  const onlyAhead = among === 'those ahead in the path' && (first === '*' || second === '*')
  let least = Infinity
  for (const [a, b] of pairs) {
    const pa = situation.placed(a)
    const pb = situation.placed(b)
    if (!pa || !pb || (onlyAhead && (pairGap(pa, pb) < 0 || !inPath(pa, pb)))) continue
    least = Math.min(least, of(pa, pb))
  }
  return least
}
