/** Springs, dampers, anti-roll bars and bump stops between the body and its unsprung masses. */
import { flatLoad } from './burst.ts'
import { GRAVITY, TICK } from './constants.ts'
import type { Vehicle, Wheel } from './vehicle.ts'

/** A stop is this many times stiffer than the spring it ends. */
const STOP = 20

/**
 * One tick: tyre loads from the deflection, suspension forces onto the body's wrench, then the unsprung
 * masses. The tyre only pushes: a wheel whose deflection is gone is in the air.
 */
export const suspend = (v: Vehicle): void => {
  const { wheels, wrench, state } = v
  for (let w = 0; w < wheels.length; w += 2) {
    const bar = 0.5 * wheels[w].model.antiRoll * (wheels[w].travel - wheels[w + 1].travel)
    wheels[w].spring = strutForce(wheels[w]) + bar
    wheels[w + 1].spring = strutForce(wheels[w + 1]) - bar
  }
  const gravity = GRAVITY * v.motion.r22 + state.heaveAcceleration
  let lift = 0
  let roll = 0
  let pitch = 0
  for (const wheel of wheels) {
    const { x, y, unsprungMass, tyreRate } = wheel.model
    const { spring } = wheel
    const load = wheel.deflection > 0 ? (wheel.flat > 0 ? flatLoad(wheel) : tyreRate * wheel.deflection) : 0
    wheel.load = load
    // The rigid body has the whole vehicle's mass and inertia, unsprung masses included, so it must feel
    // the weight and the inertia that those take up themselves.
    const carried = gravity + y * state.rollAcceleration - x * state.pitchAcceleration
    const f = spring + unsprungMass * carried
    lift += f
    roll += y * f
    pitch -= x * f
    wheel.travelRate += ((load * wheel.contact.nz - spring) / unsprungMass - carried) * TICK
    wheel.travel += wheel.travelRate * TICK
  }
  wrench.fz += lift
  wrench.tx += roll
  wrench.ty += pitch
}

/** Upward force of spring, damper and stop on the body, N. A spring that has come loose does not pull. */
const strutForce = ({ model, travel: z, travelRate }: Wheel): number => {
  const coil = model.preload + model.spring * z
  const past = z > model.bump ? z - model.bump : z < -model.rebound ? z + model.rebound : 0
  return (coil > 0 ? coil : 0) + model.damper * travelRate + STOP * model.spring * past
}
