/** The line that the driver of an emergency vehicle takes: his lane, the corridor that others leave, or past them. */
import { extentAcross, extentAlong, wayAlong } from '../../criticality/index.ts'
import { courseAt } from './course.ts'
import { idmAcceleration } from '../speed/idm.ts'
import { findLead } from '../sight/lead.ts'
import type { Seeing } from '../speed/longitudinal.ts'
import type { ActorMemory } from '../memory.ts'
import { ownLanes } from './room.ts'
import type { View } from '../view.ts'

/** Room wanted beside the vehicle, m. */
const SIDE_ROOM = 0.25
/** What each kind of line counts for against another, m/s^2: the own lane is the best. */
const COST = { lane: 0, corridor: 0.5, middle: 0.6, oncoming: 1 } as const
/** Least gain that a change of line is worth, m/s^2; time that it takes, s; room to those beside, m. */
const WORTH = 0.4
const SHIFT_TIME = 2
const BESIDE = 3
/** Headway at which he drives up to others who will make room, s. */
const HEADWAY = 0.6

interface Line {
  readonly t: number
  readonly kind: keyof typeof COST
}

const linesOf = (view: View, memory: ActorMemory): readonly Line[] => {
  const { direction, course } = memory
  const lanes = ownLanes(view, direction)
  const leftmost = lanes.at(0)
  const own = lanes.find((lane) => lane.id === memory.lane) ?? lanes.find((l) => l.t === course.to)
  const between = lanes.slice(1).map((lane, i): Line => ({ t: (lane.t + lanes[i].t) / 2, kind: 'corridor' }))
  const opposite = view.road.lanes.filter((l) => l.direction !== direction && l.type === 'driving')
  const next = opposite.find((l) => leftmost && Math.abs(l.t - leftmost.t) < l.left - l.right + 0.5)
  return [
    ...lanes.map((lane): Line => ({ t: lane.t, kind: lane === own ? 'lane' : 'corridor' })),
    ...between,
    ...(next && leftmost
      ? [{ t: (next.t + leftmost.t) / 2, kind: 'middle' } as const, { t: next.t, kind: 'oncoming' } as const]
      : []),
  ]
}

/** Moves over to the line on which he comes on best; others who make room widen it. */
export const takeLine = (view: View, memory: ActorMemory, driver: Seeing): void => {
  const { self, actor, others, time } = view
  const { direction, course, wheel } = memory
  if (wheel !== null || memory.crashed || courseAt(course, time).t !== course.to) return
  const half = extentAcross(self) + SIDE_ROOM
  const speed = Math.max(0, direction * self.along)
  const manner = { ...driver, headway: HEADWAY, desiredSpeed: memory.desiredSpeed }
  const worthOf = ({ t, kind }: Line): number =>
    idmAcceleration(manner, speed, findLead(view, direction, [t - half, t + half])) - COST[kind]
  const isFree = ({ t }: Line): boolean =>
    !others.some(({ placed }) => {
      const [low, high] = [Math.min(t, self.t) - half, Math.max(t, self.t) + half]
      const across = extentAcross(placed)
      if (placed.t + across < low || placed.t - across > high) return false
      const apart = Math.abs(wayAlong(self, placed)) - extentAlong(self) - extentAlong(placed)
      return apart < Math.min(BESIDE, 0.3 * speed)
    })
  const lines = linesOf(view, memory)
  const now = lines.find(({ t }) => Math.abs(t - course.to) < 0.1) ?? { t: course.to, kind: 'corridor' }
  let [best, most] = [now, worthOf(now) + WORTH]
  for (const line of lines) {
    if (line === now || !isFree(line)) continue
    const worth = worthOf(line)
    if (worth > most) [best, most] = [line, worth]
  }
  if (best === now) return
  memory.course = { from: actor.t, to: best.t, start: time, duration: SHIFT_TIME }
}
