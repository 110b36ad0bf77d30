/** The way of somebody on foot to where the story sends them: its pace, a look before the road, second thoughts. */
import type { Road } from '../../road/index.ts'
import type { WalkManner } from '../../scenario/index.ts'
import type { ActorState } from '../../world/index.ts'

export interface Place {
  readonly x: number
  readonly y: number
}

export interface Errand {
  readonly from: Place
  readonly to: Place
  readonly manner: WalkManner
  /** How far from the start they wait for a gap, m; null: they do not look, or have looked. */
  kerb: number | null
  /** Until when they hesitate, s; null: they have not yet. */
  stoodUntil: number | null
  turnedBack: boolean
}

/** Distances along the way between which the first driven lane is looked for, m, and where one waits before it. */
const LOOK_STEP = 0.2
const BEFORE_LANE = 0.3
/** They slow down for where they mean to stand this hard, m/s^2. */
const SLOWING = 1
/** This near to the kerb they look, m. */
const LOOKS = 1
/** A vehicle is in the way that passes this near to the line they walk, m; slower than this it stands, m/s. */
const BESIDE_WAY = 1.5
const STANDING = 0.5

const between = (a: Place, b: Place): number => Math.hypot(b.x - a.x, b.y - a.y)

/** How far along a way the first lane of motor traffic is, m; null: it begins in one, or meets none. */
const kerbOn = (road: Road, from: Place, to: Place): number | null => {
  const length = between(from, to)
  for (let way = 0; way <= length; way += LOOK_STEP) {
    const share = length > 0 ? way / length : 0
    const { s, t, road: on } = road.toRoad(from.x + share * (to.x - from.x), from.y + share * (to.y - from.y))
    if (road.laneAt(t, s, on)?.type !== 'driving') continue
    return way === 0 ? null : Math.max(0, way - BEFORE_LANE)
  }
  return null
}

const NO_MANNER: WalkManner = { gap: null, profile: [], hesitates: null, turnsBack: null }

/** Sets somebody on the way. */
export const errandOf = (
  { position: [x, y] }: ActorState,
  to: Place,
  road: Road,
  manner = NO_MANNER,
): Errand => {
  const from = { x, y }
  const kerb = manner.gap === null ? null : kerbOn(road, from, to)
  return { from, to: { x: to.x, y: to.y }, manner, kerb, stoodUntil: null, turnedBack: false }
}

export const goalOf = ({ from, to, turnedBack }: Errand): Place => (turnedBack ? from : to)

/** Whether some vehicle, going on as it does, would pass over the rest of the way within `gap` seconds. */
const comesWithin = (gap: number, at: Place, to: Place, vehicles: readonly ActorState[]): boolean => {
  const [wx, wy] = [to.x - at.x, to.y - at.y]
  const length = Math.hypot(wx, wy)
  return vehicles.some(({ present, position: [x, y], velocity: [vx, vy] }) => {
    const speed = Math.sqrt(vx * vx + vy * vy)
    const turns = wx * vy - wy * vx
    if (!present || speed < STANDING || Math.abs(turns) < 1e-6 * speed * length) return false
    // Where the vehicle's line meets that of the way: seconds for it, metres from the walker.
    const time = ((at.x - x) * wy - (at.y - y) * wx) / -turns
    const along = ((vx * (y - at.y) - vy * (x - at.x)) / turns) * -length
    return time > -1 && time < gap && along > -BESIDE_WAY && along < length + BESIDE_WAY
  })
}

/** The speed at which somebody is on the way now, m/s. */
export const paceOf = (
  errand: Errand,
  actor: ActorState,
  usual: number,
  time: number,
  vehicles: readonly ActorState[],
): number => {
  const at = { x: actor.position[0], y: actor.position[1] }
  const { profile, hesitates, turnsBack, gap } = errand.manner
  const way = between(errand.from, at)
  if (!errand.turnedBack && turnsBack !== null && way >= turnsBack) errand.turnedBack = true
  if (errand.stoodUntil === null && hesitates !== null && way >= hesitates.after)
    errand.stoodUntil = time + hesitates.duration
  if (errand.stoodUntil !== null && time < errand.stoodUntil) return 0
  const pace = profile.findLast(({ after }) => way >= after)?.speed ?? usual
  const inTime = Math.sqrt(2 * SLOWING * between(at, goalOf(errand)))
  if (errand.kerb === null) return Math.min(pace, inTime)
  const left = errand.kerb - way
  if (left < LOOKS && !comesWithin(gap ?? 0, at, errand.to, vehicles)) errand.kerb = null
  return Math.min(pace, inTime, Math.sqrt(2 * SLOWING * Math.max(0, left)))
}
