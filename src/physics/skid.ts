/** When a car skids: said of the tyres, not of the driver. */
import { TICKS_PER_CONTROL, TICKS_PER_SECOND } from '../world/index.ts'
import type { Vehicle } from './vehicle.ts'

/** A car skids when this many wheels are past the peak of their tyres, while it moves faster than this. */
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
  for (let w = 0; w < model.wheelCount; w++) {
    if (v.wheels.load[w] === 0 || Math.abs(v.wheels.vx[w]) + Math.abs(v.wheels.vy[w]) < LEAST_SPEED) continue
    const slip = Math.sqrt(v.wheels.slipX[w] ** 2 + v.wheels.slipY[w] ** 2)
    const peak = model.peakSlip[v.wheels.otherShare[w] > 0.5 ? v.wheels.otherKind[w] : v.wheels.kind[w]]
    if (slip > PAST * peak) past++
  }
  const skidsNow = past >= WHEELS ? 1 : 0
  state.skidTicks = skidsNow === state.skidding ? 0 : state.skidTicks + TICKS_PER_CONTROL
  const wait = skidsNow === 1 ? START_AFTER : END_AFTER
  if (state.skidTicks < wait * TICKS_PER_SECOND) return null
  state.skidding = skidsNow
  state.skidTicks = 0
  return skidsNow === 1 ? 'skid-start' : 'skid-end'
}
