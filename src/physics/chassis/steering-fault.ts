/** Broken steering: what of the driver's demand reaches the road wheels. */
import type { SteeringFault } from '../../scenario/index.ts'

/**
 * Road-wheel angle that a demand leads to, rad. Play is slack with dry friction in the wheels (backlash): the
 * wheels stay until the demand has taken up half of it on either side. Heavy steering only turns slower.
 */
export const throughFault = (fault: SteeringFault, demand: number, now: number): number => {
  if (fault.kind === 'frozen') return now
  if (fault.kind === 'heavy') return demand
  const half = fault.angle / 2
  return Math.max(demand - half, Math.min(demand + half, now))
}
