/** Wheel spin, slip with its relaxation, and the tyre's force onto the body. */
import type { MagicFormulaTyre } from '../../scenario/index.ts'
import { flatGrip, flatStiffness } from './burst.ts'
import { SUBSTEPS, TICK } from '../constants.ts'
import { magicFormula, type ForceOverLoad } from './magic-formula.ts'
import type { VehicleModel } from '../model.ts'
import { loadFactor, readCurve } from './tyre.ts'
import type { Vehicle, Wheel } from '../vehicle.ts'

/** Below this speed over the ground the standing tyre's own damping fades in, m/s. */
const STANDING = 1.5

/** The standing tyre holds this share of the slip at its peak (about 0.9 of its grip). */
const BEND = 0.5

/**
 * One tick of every wheel, in substeps: slip, force, spin. The body feels the mean force.
 *
 * Slip s = -Vs / max(|V|, |omega R|), Vs the sliding velocity: it is bounded, points against the sliding,
 * and is -1 for a locked wheel whatever its direction. It follows the sliding through a relaxation length,
 * sigma ds/dt = -Vs - max(|V|, |omega R|) s, so that a standing wheel is a spring: a parked car holds on a
 * slope and does not creep. (Pacejka ch. 7-8, with the reference speed that keeps s bounded.)
 */
export const rollWheels = ({ model, wheels, wrench }: Vehicle): void => {
  let fx = 0
  let fy = 0
  let fz = 0
  let tx = 0
  let ty = 0
  let tz = 0
  for (const wheel of wheels) {
    roll(model, wheel)
    // The force on the body. Of the load, what does not go through the spring goes through the links.
    const { forceX, forceY, load, contact: c } = wheel
    const x = c.fx * forceX + c.lx * forceY + c.nx * load
    const y = c.fy * forceX + c.ly * forceY + c.ny * load
    const z = c.fz * forceX + c.lz * forceY
    fx += x
    fy += y
    fz += z
    tx += c.py * z - c.pz * y
    ty += c.pz * x - c.px * z
    tz += c.px * y - c.py * x
  }
  wrench.fx += fx
  wrench.fy += fy
  wrench.fz += fz
  wrench.tx += tx
  wrench.ty += ty
  wrench.tz += tz
}

/** One tick of one wheel. All that its substeps have in common is gathered first. */
const roll = (vehicle: VehicleModel, wheel: Wheel): void => {
  const { model, load, vx, vy, kind, otherShare } = wheel
  const { radius } = model
  let { spinRate: rate, slipX, slipY } = wheel

  const over = Math.sqrt(vx * vx + vy * vy)
  const rim = Math.abs(rate * radius)
  const reference = over > rim ? over : rim
  const standing = reference < STANDING
  // A wheel that rolls freely is swung by its tyre at some 40 Hz: a tick is short enough. One that is braked or
  // stands has friction to stop it within a step.
  const steps = standing || wheel.brakeTorque > 0 ? SUBSTEPS : 1
  const part = 1 / steps
  const lagX = vehicle.lagX * part
  const lagY = vehicle.lagY * part
  const slowX = 1 + lagX * reference
  const slowY = 1 + lagY * reference
  const follow = 1 / (slowX * slowY)
  const followX = slowY * follow
  const followY = slowX * follow

  // Brake and rolling resistance are dry friction: they stop the wheel but never turn it.
  const perInertia = model.perInertia * part
  const stop = perInertia * (wheel.brakeTorque + wheel.rolling * load * radius)
  const drive = perInertia * wheel.driveTorque
  const lever = perInertia * load * radius

  // Peak friction at this load, and the part of it that each of the two surfaces gives.
  const measured = vehicle.magicFormula
  let factor = measured === null ? loadFactor(vehicle.loadSensitivity, load, model.nominalLoad) : 1
  if (wheel.flat > 0) factor *= flatGrip(wheel.flat)
  const muHere = factor * wheel.kindMu * (1 - otherShare)
  const muThere = factor * wheel.otherMu * otherShare
  const mu = muHere + muThere
  // With less friction for its load the tyre reaches the same point of its curve at less slip.
  const stretch = (wheel.flat > 0 ? flatStiffness(wheel.flat) : 1) / factor
  const here = muHere * stretch
  const there = muThere * stretch
  const curve = vehicle.curves[kind]
  const otherCurve = vehicle.curves[wheel.otherKind]

  let sumX = 0
  let sumY = 0
  for (let i = 0; i < steps; i++) {
    const sliding = vx - rate * radius
    slipX = (slipX - lagX * sliding) * followX
    slipY = (slipY - lagY * vy) * followY
    let x = slipX
    let y = slipY
    if (standing) {
      // What a tyre can bend is the slip of its grip, not of its sliding: a sliding wheel that comes to
      // rest must not spring back from a bend it never had.
      const most = BEND * vehicle.peakSlip[kind] + reference / STANDING
      const bent = Math.sqrt(slipX * slipX + slipY * slipY)
      if (bent > most) {
        slipX *= most / bent
        slipY *= most / bent
      }
      const calm = vehicle.standDamping[kind] * (1 - reference / STANDING)
      x = slipX - calm * sliding
      y = slipY - calm * vy
    }
    if (measured === null) {
      // Along the slip, as the curve has it, never more than mu.
      const reach = (x * x + y * y) * stretch * stretch
      let k = here * readCurve(curve, reach)
      if (there > 0) k += there * readCurve(otherCurve, reach)
      x *= k
      y *= k
    } else {
      measuredGrip(measured, wheel, mu, x * stretch, y * stretch)
      x = force.x
      y = force.y
    }
    sumX += x
    sumY += y
    const free = rate + drive - x * lever
    rate = free > stop ? free - stop : free < -stop ? free + stop : 0
  }
  // In the air nothing bends the tyre.
  wheel.slipX = load > 0 ? slipX : 0
  wheel.slipY = load > 0 ? slipY : 0
  wheel.spinRate = rate
  wheel.spin += rate * TICK
  wheel.forceX = sumX * part * load
  wheel.forceY = sumY * part * load
  wheel.mu = mu
}

/** Force over load of the wheel at hand. */
const force: ForceOverLoad = { x: 0, y: 0 }

/** From measured coefficients; their combined-slip weights know no friction circle, so what exceeds it is cut. */
const measuredGrip = (t: MagicFormulaTyre, wheel: Wheel, mu: number, x: number, y: number): void => {
  const alpha = -Math.asin(Math.max(-1, Math.min(1, y)))
  const inclination = wheel.model.camberByTravel * wheel.travel - wheel.contact.ny
  magicFormula(t, x, alpha, inclination, wheel.load, mu / t.pDx1, force)
  const size = Math.sqrt(force.x * force.x + force.y * force.y)
  if (size > mu) {
    force.x *= mu / size
    force.y *= mu / size
  }
}
