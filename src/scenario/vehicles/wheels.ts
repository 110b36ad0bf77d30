/** The one order of wheels: axle by axle from the front, on an axle left before right. */
import type { AxleSpec } from '../vehicle.ts'

export interface WheelPlace {
  readonly axle: AxleSpec
  /** 1: left; -1: right; 0: the axle's only wheel. */
  readonly side: 1 | -1 | 0
}

const BOTH = [1, -1] as const
const MIDDLE = [0] as const

/** Asked for by every driver at every step, and the same for ever. */
const known = new WeakMap<readonly AxleSpec[], readonly WheelPlace[]>()

/** Where each wheel of a vehicle is, in the order of every list of wheels. */
export const wheelPlaces = (axles: readonly AxleSpec[]): readonly WheelPlace[] => {
  const before = known.get(axles)
  if (before !== undefined) return before
  const places = axles.flatMap((axle) => (axle.track > 0 ? BOTH : MIDDLE).map((side) => ({ axle, side })))
  known.set(axles, places)
  return places
}
