/** Looks at the lanes beside and decides by MOBIL whether to change. */
import { extentAcross, extentAlong, wayAlong } from '../../criticality/index.ts'
import type { Lane } from '../../road/index.ts'
import type { SeeingDriver } from '../../scenario/index.ts'
import { courseAt } from './course.ts'
import { idmAcceleration, type Followed, type IdmParameters } from '../speed/idm.ts'
import type { ActorMemory } from '../memory.ts'
import { worthOfChange } from './mobil.ts'
import type { Other, View } from '../view.ts'

/** Time that a change takes, and at least passes before the next one, s. */
export const CHANGE_TIME = 4
const REST = 3
/** The indicator is on for this long before it begins, s. */
export const SHOWN_BEFORE = 1.5
/** Nobody changes lane slower than this, m/s. */
const LEAST_SPEED = 3

interface Neighbours {
  /** Net gap and speed along the way; null: nobody in sight. */
  readonly ahead: Followed | null
  readonly behind: Followed | null
}

const neighboursIn = (lane: Lane, { self, others, sight }: View, direction: 1 | -1): Neighbours => {
  let ahead: Followed | null = null
  let behind: Followed | null = null
  for (const { placed } of others) {
    const half = extentAcross(placed)
    if (placed.t + half <= lane.right || placed.t - half >= lane.left) continue
    const way = direction * wayAlong(self, placed)
    const gap = Math.max(0, Math.abs(way) - extentAlong(self) - extentAlong(placed))
    if (gap > sight) continue
    const who = { gap, speed: direction * placed.along }
    if (way > 0) ahead = ahead && ahead.gap <= gap ? ahead : who
    else behind = behind && behind.gap <= gap ? behind : who
  }
  return { ahead, behind }
}

/** What someone would do behind `leader`; followers are taken to drive as the driver does himself. */
const follow = (p: IdmParameters, speed: number, leader: Followed | null): number =>
  idmAcceleration(p, Math.max(0, speed), leader)

const worthOf = (view: View, memory: ActorMemory, driver: SeeingDriver, here: Lane, there: Lane): number => {
  const { laneChanges } = driver
  if (laneChanges === null) return -Infinity
  const { direction, desiredSpeed } = memory
  const speed = direction * view.self.along
  const own = { ...driver, desiredSpeed }
  const now = neighboursIn(here, view, direction)
  const then = neighboursIn(there, view, direction)
  const length = 2 * extentAlong(view.self)
  /** A follower drives at his speed: he is not made to speed up by the way being clear. */
  const asFollower = (f: Followed): IdmParameters => ({ ...driver, desiredSpeed: Math.max(f.speed, 1) })
  const joined = (f: Followed, leader: Followed | null): Followed | null =>
    leader && { gap: f.gap + length + leader.gap, speed: leader.speed }
  const { behind: after } = then
  const { behind: before } = now
  return worthOfChange(
    laneChanges,
    {
      own: follow(own, speed, now.ahead),
      ownAfter: follow(own, speed, then.ahead),
      newFollower: after ? follow(asFollower(after), after.speed, joined(after, then.ahead)) : 0,
      newFollowerAfter: after ? follow(asFollower(after), after.speed, { gap: after.gap, speed }) : 0,
      oldFollower: before ? follow(asFollower(before), before.speed, { gap: before.gap, speed }) : 0,
      oldFollowerAfter: before ? follow(asFollower(before), before.speed, joined(before, now.ahead)) : 0,
    },
    direction * (there.t - here.t) < 0,
  )
}

/** Whether somebody stands or drives beside, where the vehicle would go. */
const isTaken = (lane: Lane, { self, others }: View): boolean =>
  others.some(({ placed }: Other) => {
    const half = extentAcross(placed)
    if (placed.t + half <= lane.right || placed.t - half >= lane.left) return false
    return Math.abs(wayAlong(self, placed)) < extentAlong(self) + extentAlong(placed)
  })

/** The lane that is worth changing to now, or null. */
export const laneWorthChangingTo = (view: View, memory: ActorMemory, driver: SeeingDriver): Lane | null => {
  const { road, self, time } = view
  const { direction, course } = memory
  if (driver.laneChanges === null || memory.crashed || memory.wheel !== null) return null
  if (direction * self.along < LEAST_SPEED) return null
  if (courseAt(course, time).t !== course.to || time < course.start + course.duration + REST) return null
  // On a network lanes have other numbers on every road: there it is the one that his line lies in.
  const here = memory.route === null ? road.lane(memory.lane) : road.laneAt(course.to)
  if (here === undefined) return null
  let best: Lane | null = null
  let most = 0
  for (const there of road.lanes) {
    const beside = Math.abs(there.left - here.right) < 0.5 || Math.abs(there.right - here.left) < 0.5
    if (there.id === here.id || there.direction !== direction || !beside || isTaken(there, view)) continue
    const worth = worthOf(view, memory, driver, here, there)
    if (worth > most) [best, most] = [there, worth]
  }
  return best
}
