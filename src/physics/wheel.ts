/** Wheel spin, slip with its relaxation, and the tyre's force onto the body. */
import { SUBSTEPS } from './constants.ts'
import { frictionUsed, loadFactor } from './tyre.ts'
import type { Vehicle } from './vehicle.ts'
import { rollingResistance } from './resistance.ts'

/** Below this speed over the ground the standing tyre's own damping fades in, m/s. */
const STANDING = 1.5

/**
 * One substep of h seconds.
 *
 * Slip s = -Vs / max(|V|, |omega R|), Vs the sliding velocity: it is bounded, points against the sliding,
 * and is -1 for a locked wheel whatever its direction. It follows the sliding through a relaxation length,
 * sigma ds/dt = -Vs - max(|V|, |omega R|) s, so that a standing wheel is a spring: a parked car holds on a
 * slope and does not creep. (Pacejka ch. 7-8, with the reference speed that keeps s bounded.)
 */
export const rollWheels = (v: Vehicle, h: number): void => {
  const { model, wrench, contact, slipX, slipY, spinRate, load, forceX, forceY } = v
  const { axes, point } = contact
  for (let w = 0; w < model.wheels; w++) {
    const vx = v.vx[w]
    const vy = v.vy[w]
    const radius = model.radius[w]
    const rim = spinRate[w] * radius
    const sliding = vx - rim
    const over = Math.sqrt(vx * vx + vy * vy)
    const reference = Math.max(over, Math.abs(rim))
    slipX[w] = (slipX[w] - (h * sliding) / model.relaxX) / (1 + (h * reference) / model.relaxX)
    slipY[w] = (slipY[w] - (h * vy) / model.relaxY) / (1 + (h * reference) / model.relaxY)

    const fz = load[w]
    if (fz > 0) tyreForce(v, w, fz, sliding, vy, reference)
    else {
      forceX[w] = forceY[w] = slipX[w] = slipY[w] = 0
      v.mu[w] = v.kindMu[w]
    }

    // Brake and rolling resistance are dry friction: they stop the wheel but never turn it.
    const drive = v.driveTorque[w]
    const free = spinRate[w] + (h * (drive - forceX[w] * radius)) / model.spinInertia[w]
    const resist = v.brakeTorque[w] + rollingResistance(v, w) * fz * radius
    const stop = (h * resist) / model.spinInertia[w]
    spinRate[w] = free > stop ? free - stop : free < -stop ? free + stop : 0
    v.spin[w] += spinRate[w] * h

    const a = 9 * w
    const fx = forceX[w] / SUBSTEPS
    const fy = forceY[w] / SUBSTEPS
    // Of the load, the part across the body's z goes through the links; the rest went through the spring.
    const fn = fz / SUBSTEPS
    wrench.push(
      axes[a + 3] * fx + axes[a + 6] * fy + axes[a] * fn,
      axes[a + 4] * fx + axes[a + 7] * fy + axes[a + 1] * fn,
      axes[a + 5] * fx + axes[a + 8] * fy,
      point[3 * w],
      point[3 * w + 1],
      point[3 * w + 2],
    )
  }
}

/** Sets mu and the force of wheel w from its slip. */
const tyreForce = (
  v: Vehicle,
  w: number,
  fz: number,
  sliding: number,
  vy: number,
  reference: number,
): void => {
  const { model } = v
  const kind = v.kind[w]
  const standing = reference < STANDING ? model.standDamping[kind] * (1 - reference / STANDING) : 0
  const sx = v.slipX[w] - standing * sliding
  const sy = v.slipY[w] - standing * vy
  const s = Math.sqrt(sx * sx + sy * sy)
  const factor = loadFactor(model.loadSensitivity, fz, model.nominalLoad[w])
  const share = v.otherShare[w]
  v.mu[w] = factor * (v.kindMu[w] + (v.otherMu[w] - v.kindMu[w]) * share)
  if (s === 0) {
    v.forceX[w] = v.forceY[w] = 0
    return
  }
  // The stiffness is the load's alone, so with less friction the curve is reached at less slip.
  const reach = s / factor
  let used = v.kindMu[w] * used4(model.curves, kind, reach)
  if (share > 0) used += (v.otherMu[w] * used4(model.curves, v.otherKind[w], reach) - used) * share
  const k = (factor * used * fz) / s
  v.forceX[w] = k * sx
  v.forceY[w] = k * sy
}

const used4 = (curves: Float64Array, kind: number, s: number): number =>
  frictionUsed(curves[4 * kind], curves[4 * kind + 1], curves[4 * kind + 2], s)
