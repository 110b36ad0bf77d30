/** When a car skids: said of the tyres, not of the driver. */
import { TICK } from './constants.ts'
import { AT, type Vehicle } from './vehicle.ts'

/** A car skids when this many wheels are past the peak of their tyres, while it moves faster than this. */
const WHEELS = 2
const LEAST_SPEED = 1
/** Past the peak by this much, for this long, s; below the peak for this long, and it has stopped. */
const PAST = 1.15
const START_AFTER = 0.1
const END_AFTER = 0.3

/** Looks at the tyres; returns what began or ended at this tick, or null. */
export const watchSkid = (v: Vehicle): 'skid-start' | 'skid-end' | null => {
  const { model, state } = v
  let past = 0
  for (let w = 0; w < model.wheels; w++) {
    if (v.load[w] === 0 || Math.abs(v.vx[w]) + Math.abs(v.vy[w]) < LEAST_SPEED) continue
    const slip = Math.sqrt(v.slipX[w] ** 2 + v.slipY[w] ** 2)
    const peak = model.peakSlip[v.otherShare[w] > 0.5 ? v.otherKind[w] : v.kind[w]]
    if (slip > PAST * peak) past++
  }
  const skidsNow = past >= WHEELS ? 1 : 0
  state[AT.skidTicks] = skidsNow === state[AT.skidding] ? 0 : state[AT.skidTicks] + 1
  const wait = skidsNow === 1 ? START_AFTER : END_AFTER
  if (state[AT.skidTicks] * TICK < wait) return null
  state[AT.skidding] = skidsNow
  state[AT.skidTicks] = 0
  return skidsNow === 1 ? 'skid-start' : 'skid-end'
}
