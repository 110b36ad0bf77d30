/**
 * When a driver changes lane: MOBIL, minimising overall braking induced by lane changes (Kesting, Treiber,
 * Helbing 2007, Transportation Research Record 1999, 86).
 */
import type { MobilSpec } from '../../scenario/index.ts'

/** Accelerations of those concerned, m/s^2, before and after the change. */
export interface Concerned {
  /** The driver's own. */
  readonly own: number
  readonly ownAfter: number
  /** Of the follower in the new lane, and of the one in the old lane; 0 where there is none. */
  readonly newFollower: number
  readonly newFollowerAfter: number
  readonly oldFollower: number
  readonly oldFollowerAfter: number
}

/** What the change is worth above the threshold, m/s^2; below 0, or -Infinity where it is not safe: stay. */
export const worthOfChange = (p: MobilSpec, a: Concerned, towardsSlowLane: boolean): number => {
  if (a.newFollowerAfter < -p.safeBraking || a.ownAfter < -p.safeBraking) return -Infinity
  const others = a.newFollowerAfter - a.newFollower + (a.oldFollowerAfter - a.oldFollower)
  const bias = towardsSlowLane ? p.bias : -p.bias
  return a.ownAfter - a.own + p.politeness * others + bias - p.threshold
}
