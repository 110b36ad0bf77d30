/**
 * Traction control: takes the engine back while driven wheels spin, brakes the one that spins more so that an
 * open differential feeds the other, and eases engine braking that would lock them. ESC uses the same hold on
 * the engine.
 */
import { ACT } from '../constants.ts'
import type { Vehicle, Wheel } from '../vehicle.ts'

/** Drive slip that is held. */
const DRIVE_SLIP = 0.15
/** How fast the engine is taken and given back, 1/s, and what it always keeps. */
const CUT = 6
const GIVE_BACK = 1.5
const KEPT = 0.02
/** Below this speed the rims must differ from the road by more than the slip says, m/s. */
const RIM = 1
/** One wheel of an axle spins more than the other by this much, m/s: then it is braked, the harder the more. */
const LEAST_EXCESS = 0.2
const FULL_EXCESS = 2
/** Beyond this the brake alone does not catch it, m/s, and the engine is taken back as well. */
const ENGINE_EXCESS = 3
/** Brakes help only up to this speed, m/s: beyond, they would burn. */
const BRAKES_UP_TO = 25
/** Slip at which engine braking is eased, and how fast it goes and comes back, 1/s. */
const DRAG_SLIP = 0.06
const EASE = 8
const LEAST_SPEED = 2

/**
 * Sets `driveShare` and `dragShare`, adds to `escTorque`. Faulty: a driven wheel's sensor reads double, so that
 * the engine is taken back whenever the car moves.
 */
export const holdTraction = (v: Vehicle): void => {
  const { state } = v
  state.tcActive = 0
  let cut = state.escActive === 1
  let locking = false
  if (v.tc !== 'off')
    for (const axle of v.model.axles) {
      const first = v.wheels[axle[0]]
      const last = v.wheels[axle[axle.length - 1]]
      if (first.model.drive === 0) continue
      const spins = spinning(v, first) || spinning(v, last)
      if (spins) {
        state.tcActive = 1
        // One wheel alone is left to the brakes.
        const alone = Math.abs(excessOf(first) - excessOf(last))
        const byBrakes =
          v.tc === 'on' && v.motion.vx < BRAKES_UP_TO && !(spinning(v, first) && spinning(v, last))
        if (!byBrakes || alone > ENGINE_EXCESS) cut = true
      }
      if (locks(first) || locks(last)) locking = true
    }
  const share = state.driveShare + (cut ? -CUT : GIVE_BACK) * ACT
  state.driveShare = Math.max(KEPT, Math.min(1, share))
  state.dragShare = Math.max(0, Math.min(1, state.dragShare + (locking ? -EASE : GIVE_BACK) * ACT))
  if (v.tc === 'on' && state.tcActive === 1) brakeSpinning(v)
}

/** Whether a driven wheel is seen to spin. */
const spinning = ({ tc }: Vehicle, { model, spinRate, vx }: Wheel): boolean => {
  const rim = spinRate * model.radius * (tc === 'faulty' ? 2 : 1)
  return rim > RIM && rim - vx > DRIVE_SLIP * rim
}

/** Whether the engine drags a wheel into slip. */
const locks = ({ model, spinRate, vx }: Wheel): boolean =>
  vx > LEAST_SPEED && vx - spinRate * model.radius > DRAG_SLIP * vx

/** Brakes the wheel of a driven axle that spins more than its sister. */
const brakeSpinning = ({ model, wheels, motion }: Vehicle): void => {
  if (motion.vx > BRAKES_UP_TO) return
  for (const axle of model.axles) {
    if (axle.length < 2 || wheels[axle[0]].model.drive === 0) continue
    const [left, right] = [wheels[axle[0]], wheels[axle[1]]]
    const excess = excessOf(left) - excessOf(right)
    const share = Math.min(1, (Math.abs(excess) - LEAST_EXCESS) / (FULL_EXCESS - LEAST_EXCESS))
    if (share > 0) addBrake(excess > 0 ? left : right, excess > 0 ? right : left, share)
  }
}

/** How much faster the rim is than the road, m/s. */
const excessOf = ({ spinRate, vx, model }: Wheel): number => spinRate * model.radius - vx

/** No harder than what the gripping wheel could use and the spinning one cannot. */
const addBrake = (spinning: Wheel, gripping: Wheel, share: number): void => {
  const { radius, brake } = spinning.model
  const useful = (gripping.mu * gripping.load - 0.5 * spinning.mu * spinning.load) * radius
  spinning.escTorque += share * Math.max(0, Math.min(useful, brake))
}
