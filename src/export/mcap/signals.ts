/** One actor's signals at 100 Hz, for plots. Units are in the names; axes are ISO 8855. */
import { actorFunction, slipAngleOf, speedOf, type Situation } from '../../criticality/index.ts'
import type { Time } from '@foxglove/schemas'
import type { ActorState, WheelState } from '../../world/index.ts'
import { TIMESTAMP } from './primitives.ts'

const number = (description: string) => ({ type: 'number', description })
const flag = (description: string) => ({ type: 'boolean', description })

const WHEEL = {
  slip_ratio: number('longitudinal slip ratio; -1: locked'),
  slip_angle_rad: number('slip angle'),
  load_n: number('vertical tyre load'),
  force_x_n: number('longitudinal tyre force, wheel frame'),
  force_y_n: number('lateral tyre force, wheel frame'),
  force_available_n: number('the most the tyre could give here: peak friction times load'),
  friction: number('peak friction coefficient under this wheel'),
  surface: { type: 'string', description: 'what the wheel stands on' },
}

const SIGNALS = {
  speed_mps: number('horizontal speed of the body origin'),
  acceleration_x_mps2: number('forward acceleration of the body origin'),
  acceleration_y_mps2: number('leftward acceleration of the body origin'),
  yaw_rate_radps: number('yaw rate, left positive'),
  side_slip_rad: number('side-slip angle at the rear axle; 0 below walking pace'),
  steer_rad: number('road-wheel angle of the front axle, left positive'),
  throttle: number('0..1'),
  brake: number('0..1'),
  abs: flag('anti-lock brakes are acting'),
  esc: flag('stability control is acting'),
  aeb: flag('automatic emergency braking is acting'),
  ttc_s: number('least time to collision with anybody; left out when there is no conflict'),
  gap_m: number('net gap to the nearest ahead in the path; left out when there is nobody'),
  headway_s: number('time headway to the nearest ahead in the path; left out when there is nobody'),
}

const OPTIONAL: readonly string[] = ['ttc_s', 'gap_m', 'headway_s']

export const SIGNALS_SCHEMA = {
  title: 'nearmiss.ActorSignals',
  description: 'What one actor does, what its tyres give, and how close it is to a collision',
  type: 'object',
  properties: {
    timestamp: TIMESTAMP,
    ...SIGNALS,
    wheels: {
      type: 'array',
      description: 'front left, front right, rear left, rear right',
      items: { type: 'object', properties: WHEEL, required: Object.keys(WHEEL) },
    },
  },
  required: ['timestamp', ...Object.keys(SIGNALS).filter((name) => !OPTIONAL.includes(name)), 'wheels'],
}

type SignalsMessage = { timestamp: Time; wheels: Record<keyof typeof WHEEL, number | string>[] } & Record<
  keyof typeof SIGNALS,
  number | boolean | undefined
>

export const signalsMessage = (actor: ActorState, situation: Situation, time: Time): SignalsMessage => ({
  timestamp: time,
  speed_mps: speedOf(actor),
  acceleration_x_mps2: actor.acceleration[0],
  acceleration_y_mps2: actor.acceleration[1],
  yaw_rate_radps: actor.angularVelocity[2],
  side_slip_rad: slipAngleOf(actor),
  steer_rad: actor.steer,
  throttle: actor.throttle,
  brake: actor.brake,
  abs: actor.absActive,
  esc: actor.escActive,
  aeb: actor.aebActive,
  ttc_s: toAnybody(situation, 'ttc', actor),
  gap_m: toAnybody(situation, 'gap', actor),
  headway_s: toAnybody(situation, 'thw', actor),
  wheels: actor.wheels.map(wheelRecord),
})

/** A metric against everybody else; undefined, and so left out of the message, when it is infinite. */
const toAnybody = (situation: Situation, metric: string, actor: ActorState): number | undefined => {
  const value = Number(actorFunction(situation, metric, actor.id, '*'))
  return Number.isFinite(value) ? value : undefined
}

const wheelRecord = (wheel: WheelState): Record<keyof typeof WHEEL, number | string> => ({
  slip_ratio: wheel.slipRatio,
  slip_angle_rad: wheel.slipAngle,
  load_n: wheel.load,
  force_x_n: wheel.forceX,
  force_y_n: wheel.forceY,
  force_available_n: wheel.forceAvailable,
  friction: wheel.mu,
  surface: wheel.surface,
})
