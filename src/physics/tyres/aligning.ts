/**
 * Aligning moment: the side force of a rolling tyre acts behind the middle of its contact. The trail is in
 * proportion to the load and gone where grip peaks, as in the brush model (Pacejka, Tire and Vehicle Dynamics,
 * ch. 3). It turns the body a little against the turn, and it is what the steering system yields to.
 */
import type { Vehicle, Wheel } from '../vehicle.ts'

/** Below this speed a tyre does not roll enough to have a trail, m/s. */
const ROLLS = 1

/** Pneumatic trail, m, behind the contact as the wheel rolls. */
const pneumaticTrail = (v: Vehicle, { model, kind, load, slipX, slipY, vx }: Wheel): number => {
  const slip = Math.sqrt(slipX * slipX + slipY * slipY) / v.model.peakSlip[kind]
  if (slip >= 1) return 0
  const rolls = Math.max(-1, Math.min(1, vx / ROLLS))
  return v.model.trail * (load / model.staticLoad) * (1 - slip) * rolls
}

/** Adds the aligning moments to the wrench, and sums in `steeringMoment` what the steering feels of them. */
export const align = (v: Vehicle): void => {
  const { trail, casterTrail } = v.model
  if (trail === 0 && casterTrail === 0) return
  let onBody = 0
  let onSteering = 0
  for (const wheel of v.wheels) {
    const { forceY } = wheel
    const moment = trail === 0 ? 0 : pneumaticTrail(v, wheel) * forceY
    onBody -= moment
    if (wheel.model.steerMax > 0) onSteering -= moment + casterTrail * forceY
  }
  v.wrench.tz += onBody
  v.state.steeringMoment = onSteering
}
