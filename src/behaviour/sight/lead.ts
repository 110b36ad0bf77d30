/** Whom a driver has before him: the nearest actor that is in the strip of road he is about to use. */
import { extentAcross, extentAlong, wayAlong } from '../../criticality/index.ts'
import { inSight } from './eyes.ts'
import type { Followed } from '../speed/idm.ts'
import type { Other, View } from '../view.ts'

/** A strip along the road, [right edge, left edge] in t, m. */
export type Strip = readonly [number, number]

/** The one ahead, with its acceleration along the driver's way, m/s^2. */
export interface Lead extends Followed {
  readonly acceleration: number
}

/** Nobody guesses farther ahead where a crossing road user will be, s. */
const FORESIGHT = 4

/**
 * Whether `other` is in the strip; of one who crosses the road, whether he will be when the driver gets there.
 * Only those who cross are foreseen: a car that drifts over from the next lane is noticed when it is there.
 */
const isInWay = (strip: Strip, { placed }: Other, gap: number, closing: number): boolean => {
  const half = extentAcross(placed)
  const within = (t: number): boolean => t + half > strip[0] && t - half < strip[1]
  if (Math.abs(placed.across) <= Math.abs(placed.along) || closing <= 0) return within(placed.t)
  return within(placed.t + placed.across * Math.min(gap / closing, FORESIGHT))
}

/**
 * The nearest actor ahead in a strip whom the driver can see.
 * @param direction +1: it drives along s; -1: against it.
 * @param others those who come into question.
 */
export const findLead = (
  view: View,
  direction: 1 | -1,
  strip: Strip,
  others: readonly Other[] = view.others,
): Lead | null => {
  const { self, sight } = view
  let nearest: Lead | null = null
  for (const other of others) {
    const { placed, state } = other
    const ahead = direction * wayAlong(self, placed)
    if (ahead <= 0) continue
    const gap = Math.max(0, ahead - extentAlong(self) - extentAlong(placed))
    if (gap > sight || (nearest && gap >= nearest.gap)) continue
    const speed = direction * placed.along
    if (!isInWay(strip, other, gap, direction * self.along - speed) || !inSight(view, other)) continue
    const [ax, ay] = state.acceleration
    const along = ax * Math.cos(placed.heading) - ay * Math.sin(placed.heading)
    nearest = { gap, speed, acceleration: direction * along }
  }
  return nearest
}
