/** When a car skids: said of the tyres, not of the driver. */
import { TICKS_PER_CONTROL, TICKS_PER_SECOND } from '../../world/index.ts'
import type { Vehicle } from '../vehicle.ts'

/** A car skids when this many wheels (one of a two-wheeler's) are past the peak of their tyres, while it moves faster than this. */
const WHEELS = 2
const LEAST_SPEED = 1
/** Past the peak by this much, for this long, s; below the peak for this long, and it has stopped. */
const PAST = 1.15
const START_AFTER = 0.1
const END_AFTER = 0.3

/** Looks at the tyres once a control step; returns what began or ended, or null. */
export const watchSkid = (v: Vehicle): 'skid-start' | 'skid-end' | null => {
  const { model, state } = v
  let past = 0
  for (const { load, vx, vy, slipX, slipY, kind, otherKind, otherShare } of v.wheels) {
    if (load === 0 || Math.abs(vx) + Math.abs(vy) < LEAST_SPEED) continue
    const peak = model.peakSlip[otherShare > 0.5 ? otherKind : kind]
    if (Math.sqrt(slipX * slipX + slipY * slipY) > PAST * peak) past++
  }
  const skidsNow = past >= Math.min(WHEELS, v.wheels.length / 2) ? 1 : 0
  state.skidTicks = skidsNow === state.skidding ? 0 : state.skidTicks + TICKS_PER_CONTROL
  const wait = skidsNow === 1 ? START_AFTER : END_AFTER
  if (state.skidTicks < wait * TICKS_PER_SECOND) return null
  state.skidding = skidsNow
  state.skidTicks = 0
  return skidsNow === 1 ? 'skid-start' : 'skid-end'
}
