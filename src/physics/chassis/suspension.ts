/** Springs, dampers, anti-roll bars and bump stops between the body and its unsprung masses. */
import { flatLoad } from '../tyres/burst.ts'
import { GRAVITY, TICK } from '../constants.ts'
import type { Vehicle, Wheel } from '../vehicle.ts'

/** A stop is this many times stiffer than the spring it ends. */
const STOP = 20

/**
 * One tick: tyre loads from the deflection, suspension forces onto the body's wrench, then the unsprung
 * masses. The tyre only pushes: a wheel whose deflection is gone is in the air.
 */
export const suspend = (v: Vehicle): void => {
  const { wheels, wrench } = v
  const { heaveAcceleration, rollAcceleration, pitchAcceleration } = v.state
  const gravity = GRAVITY * v.motion.r22 + heaveAcceleration
  for (const wheel of wheels) wheel.spring = strutForce(wheel)
  let lift = 0
  let roll = 0
  let pitch = 0
  for (const wheel of wheels) {
    const { x, y, unsprungMass, invUnsprung } = wheel.model
    const { spring, deflection, contact } = wheel
    const load = deflection > 0 ? (wheel.flat > 0 ? flatLoad(wheel) : wheel.model.tyreRate * deflection) : 0
    wheel.load = load
    // The rigid body has the whole vehicle's mass and inertia, unsprung masses included, so it must feel
    // the weight and the inertia that those take up themselves.
    const carried = gravity + y * rollAcceleration - x * pitchAcceleration
    const f = spring + unsprungMass * carried
    lift += f
    roll += y * f
    pitch -= x * f
    const rate = wheel.travelRate + ((load * contact.nz - spring) * invUnsprung - carried) * TICK
    wheel.travelRate = rate
    wheel.travel += rate * TICK
  }
  wrench.fz += lift
  wrench.tx += roll
  wrench.ty += pitch
}

/**
 * Upward force of spring, damper, stop and its share of the anti-roll bar on the body, N. A spring that has come
 * loose does not pull.
 */
const strutForce = ({ model, travel: z, travelRate, opposite }: Wheel): number => {
  const coil = model.preload + model.spring * z
  const past = z > model.bump ? z - model.bump : z < -model.rebound ? z + model.rebound : 0
  const bar = 0.5 * model.antiRoll * (z - opposite.travel)
  return (coil > 0 ? coil : 0) + bar + model.damper * travelRate + STOP * model.spring * past
}
