/** Springs, dampers, anti-roll bars and bump stops between the body and its unsprung masses. */
import { GRAVITY, TICK } from './constants.ts'
import { across } from './model.ts'
import type { Vehicle } from './vehicle.ts'

/** A stop is this many times stiffer than the spring it ends. */
const STOP = 20

/**
 * One tick: tyre loads from the deflection, suspension forces onto the body's wrench, then the unsprung
 * masses. The tyre only pushes: a wheel whose deflection is gone is in the air.
 */
export const suspend = (v: Vehicle): void => {
  const { model, motion: m, wrench, state, contact } = v
  const { travel, travelRate, deflection, load, spring } = v.wheels
  const gravity = GRAVITY * m.r22 + state.heaveAcceleration
  for (let w = 0; w < model.wheelCount; w++) spring[w] = suspensionForce(v, w)
  for (let w = 0; w < model.wheelCount; w++) {
    const x = model.x[w]
    const y = model.y[w]
    const pressed = deflection[w] > 0 ? model.tyreRate[w] * deflection[w] : 0
    load[w] = pressed
    // The rigid body has the whole vehicle's mass and inertia, unsprung masses included, so it must feel
    // the weight and the inertia that those take up themselves.
    const carried = gravity + y * state.rollAcceleration - x * state.pitchAcceleration
    const f = spring[w] + model.unsprungMass[w] * carried
    wrench.fz += f
    wrench.tx += y * f
    wrench.ty -= x * f
    const rise = (pressed * contact.axes[9 * w + 2] - spring[w]) / model.unsprungMass[w] - carried
    const rate = travelRate[w] + rise * TICK
    travelRate[w] = rate
    travel[w] += rate * TICK
  }
}

/** Upward force on the body at wheel w, N. */
const suspensionForce = (v: Vehicle, w: number): number => {
  const { model } = v
  const { travel, travelRate } = v.wheels
  const z = travel[w]
  const coil = model.preload[w] + model.spring[w] * z
  const bar = 0.5 * model.antiRoll[w] * (z - travel[across(w)])
  const past = z > model.bump[w] ? z - model.bump[w] : z < -model.rebound[w] ? z + model.rebound[w] : 0
  return (coil > 0 ? coil : 0) + bar + model.damper[w] * travelRate[w] + STOP * model.spring[w] * past
}
