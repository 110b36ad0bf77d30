/** Adaptive cruise control: the driver model's wish within the limits that ISO 15622 sets for comfort systems. */
import { clamp, lerp } from '../../math/index.ts'

/** Limits between these speeds, m/s, go linearly from the slow to the fast value (ISO 15622:2018, 6.3.5). */
const SLOW = 5
const FAST = 20
const between = (slow: number, fast: number, speed: number): number =>
  lerp(slow, fast, clamp((speed - SLOW) / (FAST - SLOW), 0, 1))

/** Shortest time gap that a system may hold, s. */
export const LEAST_TIME_GAP = 0.8

/** Most acceleration and deceleration (positive), m/s^2, and rate of a rising deceleration, m/s^3, at a speed, m/s. */
export const accLimits = (speed: number) => ({
  acceleration: between(4, 2, speed),
  deceleration: between(5, 3.5, speed),
  jerk: between(5, 2.5, speed),
})

/**
 * The acceleration that the system demands, m/s^2.
 * @param wanted by the following model, m/s^2.
 * @param last demand one control step of `dt` seconds ago, m/s^2.
 */
export const accDemand = (wanted: number, last: number, speed: number, dt: number): number => {
  const most = accLimits(speed)
  const bounded = clamp(wanted, -most.deceleration, most.acceleration)
  return Math.max(bounded, last - most.jerk * dt)
}
