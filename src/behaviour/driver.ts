/** Feet and hands of a driver: the story's orders, his own wish, or a table. */
import { extentAcross } from '../criticality/index.ts'
import { clamp } from '../math/index.ts'
import { weaveAt, type Attention } from './sight/attention.ts'
import { takeLine } from './lane/corridor.ts'
import type { Course } from './lane/course.ts'
import { isBraking, watch } from './speed/emergency-brake.ts'
import { CHANGE_TIME, laneWorthChangingTo, SHOWN_BEFORE } from './lane/lane-change.ts'
import type { ExternalAnswer } from './external.ts'
import { findLead } from './sight/lead.ts'
import { ownSpeed, sees, wantedAcceleration, type Seeing } from './speed/longitudinal.ts'
import type { ActorMemory, PedalOrder, WheelOrder } from './memory.ts'
import { tableAt } from './open-loop.ts'
import { overtake } from './lane/overtaking.ts'
import { brakePedal, pressPedals, type Pedals } from './speed/pedals.ts'
import { makeRoom } from './lane/room.ts'
import { perceivedLead } from './sight/perception.ts'
import { keepCourse } from './lane/steering.ts'
import { CONTROL_STEP, type View } from './view.ts'

/** A driver told to hold a speed makes up a difference in about this time, s. */
const SPEED_TIME = 0.5

const orderedAcceleration = (order: Exclude<PedalOrder, { kind: 'throttle' }>, speed: number): number => {
  if (order.kind === 'acceleration') return order.acceleration
  if (order.target === 0 && speed < SPEED_TIME) return -order.acceleration
  return clamp((order.target - speed) / SPEED_TIME, -order.acceleration, order.acceleration)
}

/** The pedals, by whoever has them: the story, the driver's own wish, or a table. */
export const footOf = (
  view: View,
  memory: ActorMemory,
  attention: Attention,
  external: ExternalAnswer | null,
): Pedals => {
  const { spec, actor, time } = view
  const own = sees(spec.driver) ? wantedAcceleration(view, memory, spec.driver, attention) : null
  const order = memory.pedals?.what
  if (order?.kind === 'throttle') return { throttle: order.level, brake: 0 }
  const speed = Math.max(0, ownSpeed(view, memory))
  const wanted = order ? orderedAcceleration(order, speed) : own
  if (wanted === null) {
    if (external !== null) return { throttle: external.throttle, brake: external.brake }
    if (spec.driver.kind !== 'open-loop') return { throttle: 0, brake: 0 }
    return { throttle: tableAt(spec.driver.throttle, time), brake: tableAt(spec.driver.brake, time) }
  }
  const feet = pressPedals(spec.spec, actor, speed, wanted, memory.pedalTrim, CONTROL_STEP)
  memory.pedalTrim = feet.trim
  return feet
}

const orderedAngle = ({ from, to, start, over }: WheelOrder, time: number): number =>
  from + (to - from) * (over > 0 ? clamp((time - start) / over, 0, 1) : 1)

/** A course moved sideways, m. */
const aside = (course: Course, by: number): Course =>
  by === 0 ? course : { ...course, from: course.from + by, to: course.to + by }

/** Shows for a while that he means to change lane, and changes when it is still worth it. */
const changeLane = (view: View, memory: ActorMemory, driver: Seeing): void => {
  const { actor, time } = view
  const lane = laneWorthChangingTo(view, memory, driver)
  if (lane === null) memory.intent = null
  else if (memory.intent?.lane !== lane.id) {
    const side = memory.direction * (lane.t - actor.t) > 0 ? 'left' : 'right'
    memory.intent = { lane: lane.id, side, since: time }
  } else if (time >= memory.intent.since + SHOWN_BEFORE) {
    memory.intent = null
    memory.lane = lane.id
    memory.course = { from: actor.t, to: lane.t, start: time, duration: CHANGE_TIME }
  }
}

/** The road-wheel angle wanted, rad, by whoever has the wheel. */
export const handOf = (
  view: View,
  memory: ActorMemory,
  attention: Attention,
  external: ExternalAnswer | null,
): number => {
  const { spec, actor, road, time } = view
  if (memory.wheel) return orderedAngle(memory.wheel.what, time)
  if (spec.driver.kind === 'open-loop') return tableAt(spec.driver.steer, time)
  if (external !== null) return external.steer
  if (!sees(spec.driver)) return 0
  makeRoom(view, memory, spec.driver)
  if (spec.driver.emergency === true) takeLine(view, memory, spec.driver)
  else if (memory.room === null && !overtake(view, memory, spec.driver)) changeLane(view, memory, spec.driver)
  const { steer, trim } = keepCourse(
    spec.spec,
    actor,
    road,
    memory.direction,
    aside(memory.course, weaveAt(attention, time)),
    time,
    memory.steerTrim,
    CONTROL_STEP,
  )
  memory.steerTrim = trim
  return steer
}

/** Brake pedal of the emergency brake, or 0; it looks at the strip that the vehicle's body sweeps. */
export const emergencyPedal = (view: View, memory: ActorMemory, attention: Attention): number => {
  const { spec, self, time } = view
  if (spec.driver.kind !== 'aeb') return 0
  const half = extentAcross(self)
  const strip = [self.t - half, self.t + half] as const
  const target = perceivedLead(
    view,
    memory.perception,
    attention.looks,
    { at: memory.direction * view.actor.s, speed: Math.max(0, ownSpeed(view, memory)) },
    (seen) => findLead(seen, memory.direction, strip),
  )
  memory.emergency = watch(spec.driver, memory.emergency, target, ownSpeed(view, memory), time)
  memory.emergencyBraking = isBraking(spec.driver, memory.emergency, time)
  return memory.emergencyBraking ? brakePedal(spec.spec, spec.driver.deceleration) : 0
}
