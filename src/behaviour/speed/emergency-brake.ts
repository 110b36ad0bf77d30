/**
 * Automatic emergency braking: when the time to collision with what is in the vehicle's path falls below a
 * threshold, and the system's delay has passed, it brakes - until the vehicle stands or the way is clear.
 */
import { timeToCollision } from '../../criticality/index.ts'
import type { DriverSpec } from '../../scenario/index.ts'
import type { Followed } from './idm.ts'

export type EmergencyBrakeSpec = Pick<
  Extract<DriverSpec, { kind: 'aeb' }>,
  'ttcBrake' | 'delay' | 'deceleration'
>

/** When it was triggered, s; null: it watches. */
export type EmergencyBrake = number | null

/** Slower than this the vehicle stands, m/s. */
const STANDING = 0.1

/** The system's state after one control step. */
export const watch = (
  spec: EmergencyBrakeSpec,
  triggered: EmergencyBrake,
  target: Followed | null,
  speed: number,
  time: number,
): EmergencyBrake => {
  if (triggered !== null) return speed < STANDING || !target || target.speed >= speed ? null : triggered
  if (!target || speed < STANDING) return null
  return timeToCollision(target.gap, speed, target.speed) < spec.ttcBrake ? time : null
}

/** Whether it brakes now. */
export const isBraking = (spec: EmergencyBrakeSpec, triggered: EmergencyBrake, time: number): boolean =>
  // Half a microsecond: sums of control steps are not exact in binary.
  triggered !== null && time - triggered >= spec.delay - 5e-7
