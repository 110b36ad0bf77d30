/** Whether another one goes first where two ways through a junction meet: gaps as drivers judge them. */
import type { Conflict } from '../../road/index.ts'
import type { RouteMemory } from '../memory.ts'
import type { Track } from './track.ts'

/** A vehicle on its way. */
export interface Mover {
  readonly index: number
  readonly route: RouteMemory
  readonly track: Track
  /** Of its two ends along its way, m. */
  readonly rear: number
  readonly front: number
  readonly length: number
  readonly speed: number
  /** Spare time that its driver wants before one who goes first, s, and how hard he speeds up, m/s^2. */
  readonly margin: number
  readonly start: number
  /** It comes with a beacon: all others let it pass. */
  readonly urgent: boolean
}

/** Two ways that cross are in each other's way for this long a stretch, m. */
const CROSSING = 7
/** Spare time that he wants behind the other one, s. */
const MARGIN_BEHIND = 0.6
const STANDING = 0.3
const ALMOST_STANDING = 2
/** Who has stood this long where all wait for each other goes, the one who came first before the others, s. */
const PATIENCE = 2
/** Nobody waits for who is farther than this from where the ways meet, m. */
const FAR = 150

/** Time for `own` to cover a way, gaining speed, s. */
const timeFor = (way: number, { speed, start }: Mover): number =>
  way <= 0 ? 0 : (Math.sqrt(speed * speed + 2 * start * way) - speed) / start

/** Whether a comes before b where both stand and wait. */
const cameFirst = (a: Mover, b: Mover): boolean =>
  (a.route.since ?? Infinity) < (b.route.since ?? Infinity) ||
  (a.route.since === b.route.since && a.index < b.index)

/**
 * Whether `own`, before a junction that it means to enter by `node`, has to let `other` pass first.
 * @param conflict one that `node` is part of
 */
export const passesBefore = (
  own: Mover,
  other: Mover,
  node: number,
  conflict: Conflict,
  time: number,
): boolean => {
  const mine = conflict.ways[0] === node ? 0 : 1
  const theirs = conflict.ways[1 - mine]
  const length = conflict.kind === 'cross' ? CROSSING : 0
  const pass = other.track.passes.find(
    (p) => p.node === theirs && p.from + conflict.at[1 - mine] + length > other.rear,
  )
  if (pass === undefined) return false
  const meets = pass.from + conflict.at[1 - mine]
  // In the junction already, or let in by those who wait with it.
  if (other.front > pass.from + 0.5) return conflict.kind === 'cross' || other.front < meets
  if (other.route.claimed === pass.from) return true
  const { waits } = other.route
  const way = meets - other.front
  // Whoever comes with a beacon waits for those alone who do not stop for it.
  if (own.urgent && (waits !== null || other.speed < ALMOST_STANDING)) return false
  if (!own.urgent && !other.urgent && (conflict.first === null || conflict.first === node)) return false
  if (way > FAR || (!other.urgent && (waits === 'light' || waits === 'walker'))) return false
  if (waits !== null && other.speed < STANDING && hasWaited(own, time) && cameFirst(own, other)) {
    own.route.claimed = own.track.passes.find((p) => p.node === node && p.from > own.rear)?.from ?? -1
    return false
  }
  const own0 = own.track.passes.find((p) => p.node === node && p.from + conflict.at[mine] > own.rear)
  if (own0 === undefined) return false
  const mineAt = own0.from + conflict.at[mine] - own.front
  const arrives = other.speed < STANDING ? timeFor(way, other) : way / other.speed
  const leaves = other.speed < STANDING ? Infinity : (way + length + other.length) / other.speed
  const clear = timeFor(mineAt + length + own.length, own)
  const there = own.speed < STANDING ? timeFor(mineAt, own) : mineAt / own.speed
  return arrives < clear + own.margin && leaves + MARGIN_BEHIND > there
}

const hasWaited = ({ route }: Mover, time: number): boolean =>
  route.since !== null && time - route.since >= PATIENCE
