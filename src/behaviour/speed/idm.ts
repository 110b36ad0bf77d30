/** The Intelligent Driver Model (Treiber, Hennecke, Helbing 2000, Phys. Rev. E 62, 1805), SI units. */
import { power } from '../../math/index.ts'
import type { SeeingDriver } from '../../scenario/index.ts'

export type IdmParameters = Pick<
  SeeingDriver,
  'desiredSpeed' | 'headway' | 'minGap' | 'maxAcceleration' | 'comfortDeceleration' | 'maxDeceleration'
>

/** Whom the driver follows: net gap, m, and speed along the driver's own way, m/s. */
export interface Followed {
  readonly gap: number
  readonly speed: number
}

/** Exponent of the free-road term, as in the paper. */
const DELTA = 4

/** Below this the formula's gap would blow up, m. */
const LEAST_GAP = 0.1

/** Acceleration towards the desired speed on a free road, m/s^2; too fast, it slows no harder than comfort. */
export const freeAcceleration = (p: IdmParameters, speed: number): number => {
  if (p.desiredSpeed <= 0) return -p.comfortDeceleration
  const wanted = p.maxAcceleration * (1 - power(speed / p.desiredSpeed, DELTA))
  return Math.max(wanted, -p.comfortDeceleration)
}

/** The gap that the driver wants behind a leader, m (s*). */
export const desiredGap = (p: IdmParameters, speed: number, leadSpeed: number): number =>
  p.minGap +
  Math.max(
    0,
    speed * p.headway +
      (speed * (speed - leadSpeed)) / (2 * Math.sqrt(p.maxAcceleration * p.comfortDeceleration)),
  )

/**
 * The acceleration that an IDM driver wants, m/s^2, within [-maxDeceleration, maxAcceleration].
 * @param lead null: the road ahead is free.
 */
export const idmAcceleration = (p: IdmParameters, speed: number, lead: Followed | null): number => {
  const free = freeAcceleration(p, speed)
  if (!lead) return free
  const tightness = desiredGap(p, speed, lead.speed) / Math.max(lead.gap, LEAST_GAP)
  return Math.max(free - p.maxAcceleration * tightness * tightness, -p.maxDeceleration)
}
