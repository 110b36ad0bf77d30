/** Springs, dampers, anti-roll bars and bump stops between the body and its unsprung masses. */
import { GRAVITY, SUBSTEPS } from './constants.ts'
import { across } from './model.ts'
import type { Vehicle } from './vehicle.ts'

/** A stop is this many times stiffer than the spring it ends. */
const STOP = 20

/**
 * One substep of h seconds: tyre loads from the deflection, suspension forces onto the body's wrench, then
 * the unsprung masses. The tyre only pushes: a wheel whose deflection is gone is in the air.
 */
export const suspend = (v: Vehicle, h: number): void => {
  const { model, motion: m, wrench, state, contact } = v
  const { travel, travelRate, deflection, load } = v.wheels
  for (let w = 0; w < model.wheelCount; w++) {
    load[w] = deflection[w] > 0 ? model.tyreRate[w] * deflection[w] : 0
    force[w] = suspensionForce(v, w)
  }
  let lift = 0
  let roll = 0
  let pitch = 0
  for (let w = 0; w < model.wheelCount; w++) {
    const x = model.x[w]
    const y = model.y[w]
    // The rigid body has the whole vehicle's mass and inertia, unsprung masses included, so it must feel
    // the weight and the inertia that those take up themselves.
    const carried =
      GRAVITY * m.r22 + state.heaveAcceleration + y * state.rollAcceleration - x * state.pitchAcceleration
    const f = force[w] + model.unsprungMass[w] * carried
    lift += f
    roll += y * f
    pitch -= x * f

    const normalZ = contact.axes[9 * w + 2]
    const rise = (load[w] * normalZ - force[w]) / model.unsprungMass[w] - carried
    travelRate[w] += rise * h
    travel[w] += travelRate[w] * h
    // The contact was measured once for the tick; in between the tyre follows the wheel centre.
    const centreRate = (m.vz + m.wx * y - m.wy * x + travelRate[w]) * normalZ
    deflection[w] -= centreRate * h
  }
  wrench.fz += lift / SUBSTEPS
  wrench.tx += roll / SUBSTEPS
  wrench.ty += pitch / SUBSTEPS
}

const force = new Float64Array(16)

/** Upward force on the body at wheel w, N. */
const suspensionForce = (v: Vehicle, w: number): number => {
  const { model } = v
  const { travel, travelRate } = v.wheels
  const z = travel[w]
  const spring = Math.max(0, model.preload[w] + model.spring[w] * z)
  const bar = 0.5 * model.antiRoll[w] * (z - travel[across(w)])
  const past = z > model.bump[w] ? z - model.bump[w] : z < -model.rebound[w] ? z + model.rebound[w] : 0
  return spring + bar + model.damper[w] * travelRate[w] + STOP * model.spring[w] * past
}
