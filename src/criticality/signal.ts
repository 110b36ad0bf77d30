/** What the language's signals and functions of actors mean, measured on one situation. */
import { conjugate, rotate, yawOf } from '../math/index.ts'
import type {
  GLOBAL_SIGNALS,
  NAME_FUNCTIONS,
  NUMBER_FUNCTIONS,
  PAIR_FUNCTIONS,
  SIGNALS,
} from '../scenario/index.ts'
import type { ActorState } from '../world/index.ts'
import { boxDistance, boxesTouch } from './box.ts'
import { pathsEncroachment } from './metrics/crossing.ts'
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

/** Signals of one actor; the language's own table says that none is missing. */
const ACTOR_SIGNALS: Readonly<
  Record<keyof typeof SIGNALS, (actor: ActorState, situation: Situation) => number | boolean | string>
> = {
  speed: speedOf,
  acceleration: (a) => a.acceleration[0],
  yaw_rate: (a) => a.angularVelocity[2],
  slip_angle: slipAngleOf,
  heading: (a) => yawOf(a.orientation),
  x: (a) => a.position[0],
  y: (a) => a.position[1],
  s: (a) => a.s,
  t: (a) => a.t,
  /** Id of the lane under the origin; 0 off the lanes (no lane has that id). */
  lane: (a, { road }) => road.laneAt(a.t, a.s, a.road)?.id ?? 0,
  road: (a, { road }) => road.roads[a.road ?? 0].id,
  slip: (a) => Math.max(0, ...a.wheels.map((w) => Math.abs(w.slipRatio))),
  mu: (a) => Math.min(...a.wheels.map((w) => w.mu)),
  steer: (a) => a.steer,
  throttle: (a) => a.throttle,
  brake: (a) => a.brake,
  present: (a) => a.present,
  brake_light: (a) => a.lights.brake,
  indicator_left: (a) => a.lights.indicatorLeft,
  indicator_right: (a) => a.lights.indicatorRight,
  headlights: (a) => a.lights.headlights,
  high_beam: (a) => a.lights.highBeam,
  beacon: (a) => a.lights.beacon,
  siren: (a) => a.lights.siren,
  abs: (a) => a.absActive,
  esc: (a) => a.escActive,
  aeb: (a) => a.aebActive,
}

const RUN_SIGNALS: Readonly<Record<keyof typeof GLOBAL_SIGNALS, (situation: Situation) => number>> = {
  time: ({ state }) => state.time,
  visibility: ({ weather }) => weather.visibility,
}

const FUNCTIONS: Readonly<Record<keyof typeof NUMBER_FUNCTIONS, (...values: number[]) => number>> = {
  abs: Math.abs,
  min: Math.min,
  max: Math.max,
}

/** A function of two actors with a number for a value, and whom '*' means. */
interface PairFunction {
  readonly of: (a: Placed, b: Placed) => number
  /** The least over everyone, or only over those ahead on the first actor's own path. */
  readonly among: 'everyone' | 'those ahead in the path'
}

const PAIRS: Readonly<Record<Exclude<keyof typeof PAIR_FUNCTIONS, 'collision' | 'contact'>, PairFunction>> = {
  ttc: { of: pairTtc, among: 'everyone' },
  thw: { of: pairHeadway, among: 'those ahead in the path' },
  gap: { of: pairGap, among: 'those ahead in the path' },
  pet: { of: (a, b) => pathsEncroachment(a.world, b.world), among: 'everyone' },
  distance: { of: (a, b) => boxDistance(a.world, b.world), among: 'everyone' },
}

/** What a table holds under a name of the user's, if anything. */
const find = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined

/** The value of an actor's signal (actor null: of the run's), or undefined when there is no such signal. */
export const signalValue = (
  situation: Situation,
  actor: string | null,
  name: string,
): number | boolean | string | undefined =>
  actor === null
    ? find(RUN_SIGNALS, name)?.(situation)
    : find(ACTOR_SIGNALS, name)?.(situation.actor(actor), situation)

/** The value of a function of numbers, or undefined when there is no such function. */
export const numberFunction = (name: string, values: readonly number[]): number | undefined =>
  find(FUNCTIONS, name)?.(...values)

const NAMES: Readonly<Record<keyof typeof NAME_FUNCTIONS, (situation: Situation, name: string) => string>> = {
  light: ({ state: { lights = [] } }, name) => lights.find(({ signal }) => signal === name)?.shows ?? 'off',
}

/** The value of a function of a name, or undefined when there is no such function. */
export const nameFunction = (situation: Situation, name: string, of: string): string | undefined =>
  find(NAMES, name)?.(situation, of)

/** Whether the two are in contact now, or a contact between them was recorded since the last state. */
const collides = (situation: Situation, a: string, b: string): boolean => {
  const recorded = situation.state.events.some(
    (e) => e.kind === 'collision' && e.actors.includes(a) && e.actors.includes(b),
  )
  return recorded || touches(situation, a, b)
}

/** Most pairs are far apart, which their outlines tell sooner than their ways. */
const touches = (situation: Situation, a: string, b: string): boolean => {
  const [first, second] = [situation.footprint(a), situation.footprint(b)]
  return first !== null && second !== null && boxesTouch(first, second) && situation.pair(a, b) !== null
}

/**
 * The value of a function of two actors, or undefined when there is no such function. `second` '*' is
 * everyone else and takes the worst case: the least time, gap or distance, any collision. An actor that is
 * not in the world conflicts with nobody: Infinity, false.
 */
export const actorFunction = (
  situation: Situation,
  name: string,
  first: string,
  second: string,
): number | boolean | undefined => {
  const others =
    second === '*'
      ? situation.state.actors.map((a) => a.id).filter((id) => id !== first && !situation.joined(id, first))
      : [second]
  if (name === 'contact') return others.some((other) => touches(situation, first, other))
  if (name === 'collision') return others.some((other) => collides(situation, first, other))
  const pair = find(PAIRS, name)
  if (!pair) return undefined

  const onlyAhead = second === '*' && pair.among === 'those ahead in the path'
  let least = Infinity
  for (const other of others) {
    const placed = situation.pair(first, other)
    if (placed === null || (onlyAhead && (pairGap(...placed) < 0 || !inPath(...placed)))) continue
    least = Math.min(least, pair.of(...placed))
  }
  return least
}
