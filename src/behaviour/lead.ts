/** Whom a driver has before him: the nearest actor that reaches into the strip of road he is about to use. */
import { extentAcross, extentAlong, wayAlong, type Placed } from '../criticality/index.ts'
import type { Followed } from './idm.ts'

/** A strip along the road, [right edge, left edge] in t, m. */
export type Strip = readonly [number, number]

/**
 * The nearest actor ahead in a strip.
 * @param self the driver's own vehicle.
 * @param direction +1: it drives along s; -1: against it.
 * @param sight nobody farther than this (net gap, m) is seen.
 */
export const findLead = (
  self: Placed,
  direction: 1 | -1,
  strip: Strip,
  others: readonly Placed[],
  sight: number,
): Followed | null => {
  let nearest: Followed | null = null
  for (const other of others) {
    const across = extentAcross(other)
    if (other.t + across <= strip[0] || other.t - across >= strip[1]) continue
    const ahead = direction * wayAlong(self, other)
    if (ahead <= 0) continue
    const gap = Math.max(0, ahead - extentAlong(self) - extentAlong(other))
    if (gap > sight || (nearest && gap >= nearest.gap)) continue
    nearest = { gap, speed: direction * other.along }
  }
  return nearest
}
