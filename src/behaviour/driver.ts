/** A driver who sees: IDM along the road, lane keeping across it, emergency braking over it. */
import { extentAcross, type Placed } from '../criticality/index.ts'
import { clamp } from '../math/index.ts'
import type { Road } from '../road/index.ts'
import type { ActorSpec, DriverSpec } from '../scenario/index.ts'
import { TICKS_PER_CONTROL, TICKS_PER_SECOND, type ActorState } from '../world/index.ts'
import { isBraking, watch } from './emergency-brake.ts'
import { idmAcceleration } from './idm.ts'
import { findLead } from './lead.ts'
import type { ActorMemory, PedalOrder, WheelOrder } from './memory.ts'
import { tableAt } from './open-loop.ts'
import { brakePedal, pressPedals, type Pedals } from './pedals.ts'
import { seeLate } from './reaction.ts'
import { keepCourse } from './steering.ts'

/** One control step, s. */
export const CONTROL_STEP = TICKS_PER_CONTROL / TICKS_PER_SECOND

/** Room that a driver wants beside his vehicle before he passes something, m. */
const SIDE_ROOM = 0.3
/** A driver told to hold a speed makes up a difference in about this time, s. */
const SPEED_TIME = 0.5

/** What one driver has before his eyes. */
export interface View {
  readonly spec: ActorSpec
  readonly actor: ActorState
  readonly self: Placed
  readonly others: readonly Placed[]
  readonly road: Road
  readonly time: number
  /** Nobody farther away than this is seen, m. */
  readonly sight: number
}

type SeeingDriver = Extract<DriverSpec, { kind: 'idm' | 'aeb' }>

export const sees = (driver: DriverSpec): driver is SeeingDriver =>
  driver.kind === 'idm' || driver.kind === 'aeb'

/** Speed along the driver's own way, m/s. */
const ownSpeed = ({ self }: View, { direction }: ActorMemory): number => direction * self.along

/** The acceleration that the driver himself wants, m/s^2; looks round and remembers what he saw. */
const wantedAcceleration = (view: View, memory: ActorMemory, driver: SeeingDriver): number => {
  const { self, others, sight, actor } = view
  const half = self.world.width / 2 + SIDE_ROOM
  const way = [self.t, memory.course.to]
  const strip = [Math.min(...way) - half, Math.max(...way) + half] as const
  const lead = seeLate(
    memory.sightings,
    { lead: findLead(self, memory.direction, strip, others, sight), own: memory.direction * actor.s },
    Math.round(driver.reaction / CONTROL_STEP),
    CONTROL_STEP,
  )
  // Hit, or turned round: nothing is left to do but stop.
  if (memory.crashed || memory.direction * Math.cos(self.heading) < 0) return -driver.maxDeceleration
  const wishes = { ...driver, desiredSpeed: memory.desiredSpeed }
  return idmAcceleration(wishes, Math.max(0, ownSpeed(view, memory)), lead)
}

const orderedAcceleration = (order: Exclude<PedalOrder, { kind: 'throttle' }>, speed: number): number => {
  if (order.kind === 'acceleration') return order.acceleration
  if (order.target === 0 && speed < SPEED_TIME) return -order.acceleration
  return clamp((order.target - speed) / SPEED_TIME, -order.acceleration, order.acceleration)
}

/** The pedals, by whoever has them: the story, the driver's own wish, or a table. */
export const footOf = (view: View, memory: ActorMemory): Pedals => {
  const { spec, actor, time } = view
  const own = sees(spec.driver) ? wantedAcceleration(view, memory, spec.driver) : null
  const order = memory.pedals?.what
  if (order?.kind === 'throttle') return { throttle: order.level, brake: 0 }
  const speed = Math.max(0, ownSpeed(view, memory))
  const wanted = order ? orderedAcceleration(order, speed) : own
  if (wanted === null) {
    if (spec.driver.kind !== 'open-loop') return { throttle: 0, brake: 0 }
    return { throttle: tableAt(spec.driver.throttle, time), brake: tableAt(spec.driver.brake, time) }
  }
  const feet = pressPedals(spec.spec, actor, speed, wanted, memory.pedalTrim, CONTROL_STEP)
  memory.pedalTrim = feet.trim
  return feet
}

const orderedAngle = ({ from, to, start, over }: WheelOrder, time: number): number =>
  from + (to - from) * (over > 0 ? clamp((time - start) / over, 0, 1) : 1)

/** The road-wheel angle wanted, rad, by whoever has the wheel. */
export const handOf = ({ spec, actor, road, time }: View, memory: ActorMemory): number => {
  if (memory.wheel) return orderedAngle(memory.wheel.what, time)
  if (spec.driver.kind === 'open-loop') return tableAt(spec.driver.steer, time)
  if (spec.driver.kind === 'none') return 0
  const { steer, trim } = keepCourse(
    spec.spec,
    actor,
    road,
    memory.direction,
    memory.course,
    time,
    memory.steerTrim,
    CONTROL_STEP,
  )
  memory.steerTrim = trim
  return steer
}

/** Brake pedal of the emergency brake, or 0; it looks at the strip that the vehicle's body sweeps. */
export const emergencyPedal = (view: View, memory: ActorMemory): number => {
  const { spec, self, others, sight, time } = view
  if (spec.driver.kind !== 'aeb') return 0
  const half = extentAcross(self)
  const strip = [self.t - half, self.t + half] as const
  const target = findLead(self, memory.direction, strip, others, sight)
  memory.emergency = watch(spec.driver, memory.emergency, target, ownSpeed(view, memory), time)
  memory.emergencyBraking = isBraking(spec.driver, memory.emergency, time)
  return memory.emergencyBraking ? brakePedal(spec.spec, spec.driver.deceleration) : 0
}
