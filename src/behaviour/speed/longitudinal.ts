/** How fast a driver who sees wants to go on: every kind of driver follows by the IDM, and adds his own. */
import { rssLongitudinal, timeToCollision } from '../../criticality/index.ts'
import type { DriverSpec } from '../../scenario/index.ts'
import { accDemand, LEAST_TIME_GAP } from './acc.ts'
import { looksAway, type Attention } from '../sight/attention.ts'
import { CAREFUL, carefulDeceleration } from './careful.ts'
import { brakingForCurves } from './curves.ts'
import { idmAcceleration, type IdmParameters } from './idm.ts'
import { findLead, type Lead } from '../sight/lead.ts'
import type { ActorMemory } from '../memory.ts'
import type { Rules } from '../network/network.ts'
import { isPlannedFor } from '../lane/overtaking.ts'
import { perceivedLead } from '../sight/perception.ts'
import { carryOn, seeLate } from './reaction.ts'
import { slowedForRoom } from '../lane/room.ts'
import { CONTROL_STEP, type View } from '../view.ts'
import { wantedSpeed } from './wanted-speed.ts'

/** Drivers who see the road. */
export type Seeing = Extract<DriverSpec, { readonly reaction: number }>

export const sees = (driver: DriverSpec): driver is Seeing => 'reaction' in driver

/** Room that a driver wants beside his vehicle before he passes something, m. */
const SIDE_ROOM = 0.3
/** Slower than this the vehicle stands, m/s. */
const STANDING = 0.1

/** Speed along the driver's own way, m/s. */
export const ownSpeed = ({ self }: View, { direction }: ActorMemory): number => direction * self.along

/** The one whose way the driver's own takes in, as it is now. */
const leadOf = (view: View, memory: ActorMemory): Lead | null => {
  const { self, others } = view
  const { direction, course, passing } = memory
  const half = self.world.width / 2 + SIDE_ROOM
  const way = [self.t, course.to]
  const strip = [Math.min(...way) - half, Math.max(...way) + half] as const
  const met = passing === null ? others : others.filter((other) => !isPlannedFor(view, memory, other))
  return findLead(view, direction, strip, met)
}

/** The one who leaves the middle of the lane beside towards the driver's own (UN R157), if any. */
const cutterOf = (view: View, memory: ActorMemory): Lead | null => {
  const { self, others, road } = view
  const coming = others.filter(({ placed }) => {
    const lane = road.laneAt(placed.t)
    if (lane === undefined) return false
    const off = placed.t - lane.t
    return Math.abs(off) > CAREFUL.wander && off * (self.t - placed.t) > 0 && placed.across * off > 0
  })
  const half =
    self.world.width / 2 + (road.lane(memory.lane)?.left ?? 0) - (road.lane(memory.lane)?.right ?? 0)
  return findLead(view, memory.direction, [self.t - half, self.t + half], coming)
}

const isRisk = (lead: Lead | null, speed: number): boolean =>
  lead !== null &&
  (timeToCollision(lead.gap, speed, lead.speed) < CAREFUL.ttc || lead.acceleration < -CAREFUL.leadBraking)

/** Remembers since when there has been a danger; it is over when the vehicle stands or nobody is met any more. */
const noteDanger = (memory: ActorMemory, danger: boolean, over: boolean, time: number): void => {
  if (over) memory.danger = null
  else if (danger) memory.danger ??= time
}

/** What a kind of driver makes of the following model's wish, m/s^2. */
const asKind = (view: View, memory: ActorMemory, driver: Seeing, wish: number, lead: Lead | null): number => {
  const { time } = view
  const speed = Math.max(0, ownSpeed(view, memory))
  switch (driver.kind) {
    case 'idm':
    case 'aeb':
      return wish
    case 'acc':
      return accDemand(wish, memory.demand, speed, CONTROL_STEP)
    case 'careful': {
      const cutter = cutterOf(view, memory)
      const met = [lead, cutter].some((l) => l !== null && l.speed < speed)
      noteDanger(memory, isRisk(lead, speed) || isRisk(cutter, speed), !met || speed < STANDING, time)
      if (memory.danger === null) return wish
      return Math.min(wish, -carefulDeceleration(time - memory.danger - CAREFUL.evaluation))
    }
    case 'rss': {
      const { response, responseAcceleration, leastBraking, leadBraking } = driver
      const safe =
        lead === null
          ? 0
          : rssLongitudinal(
              speed,
              Math.max(0, lead.speed),
              response,
              responseAcceleration,
              leastBraking,
              leadBraking,
            )
      const danger = lead !== null && lead.gap < safe
      noteDanger(memory, danger, !danger, time)
      const answers = memory.danger !== null && time - memory.danger >= response
      return answers ? Math.min(wish, -leastBraking) : wish
    }
  }
}

/** How far before a line he stops, m. */
const BEFORE_LINE = 0.5

/** His wish where the rules of the road have him stop or slow down. */
const ruled = ({ stop, slowing }: Rules, manner: IdmParameters, speed: number, wish: number): number => {
  const slowed = slowing > SLOWING * manner.comfortDeceleration ? Math.min(wish, -slowing) : wish
  if (stop === null) return slowed
  const line = { gap: stop + manner.minGap - BEFORE_LINE, speed: 0 }
  return Math.min(slowed, idmAcceleration(manner, speed, line))
}

/** He begins to brake for a lower limit when it takes this share of the braking that he likes. */
const SLOWING = 0.5

/** The acceleration that the driver himself wants, m/s^2; looks round and remembers what he saw. */
export const wantedAcceleration = (
  view: View,
  memory: ActorMemory,
  driver: Seeing,
  attention: Attention,
): number => {
  const { self, actor, road, time } = view
  const { direction } = memory
  const own = direction * actor.s
  const lead =
    driver.kind === 'acc'
      ? perceivedLead(
          view,
          memory.perception,
          attention.looks,
          { at: own, speed: Math.max(0, ownSpeed(view, memory)) },
          (seen) => leadOf(seen, memory),
        )
      : leadOf(view, memory)
  const seen =
    looksAway(attention, time) || time < memory.awayUntil
      ? carryOn(memory.sightings, own, CONTROL_STEP)
      : { lead, own }
  const known = seeLate(memory.sightings, seen, Math.round(driver.reaction / CONTROL_STEP), CONTROL_STEP)
  // Hit, or turned round: nothing is left to do but stop.
  if (memory.crashed || direction * Math.cos(self.heading) < 0) return -driver.maxDeceleration
  const speed = Math.max(0, ownSpeed(view, memory))
  const headway = driver.kind === 'acc' ? Math.max(LEAST_TIME_GAP, driver.headway) : driver.headway
  const manner = {
    ...driver,
    headway,
    desiredSpeed: slowedForRoom(memory, wantedSpeed(view.rules.limit, memory)),
  }
  const wish = ruled(view.rules, manner, speed, idmAcceleration(manner, speed, known))
  const { curveAcceleration, comfortDeceleration } = driver
  const curve = brakingForCurves(
    road,
    actor.s,
    actor.t,
    direction,
    speed,
    curveAcceleration,
    comfortDeceleration,
  )
  const wanted = asKind(view, memory, driver, curve > 0 ? Math.min(wish, -curve) : wish, lead)
  memory.demand = wanted
  return wanted
}
