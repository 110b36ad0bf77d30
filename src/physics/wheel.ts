/** Wheel spin, slip with its relaxation, and the tyre's force onto the body. */
import type { MagicFormulaTyre } from '../scenario/index.ts'
import { SUBSTEPS } from './constants.ts'
import { magicFormula, type ForceOverLoad } from './magic-formula.ts'
import { loadFactor, readCurve } from './tyre.ts'
import type { Vehicle } from './vehicle.ts'

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
  const { model, wrench } = v
  const { axes, point } = v.contact
  const { slipX, slipY, spin, spinRate, load, forceX, forceY, driveTorque, brakeTorque, rolling } = v.wheels
  const wheelVx = v.wheels.vx
  const wheelVy = v.wheels.vy
  const { wheelCount, relaxX, relaxY, radius: radii, spinInertia } = model
  let sumX = 0
  let sumY = 0
  let sumZ = 0
  let turnX = 0
  let turnY = 0
  let turnZ = 0
  for (let w = 0; w < wheelCount; w++) {
    const vx = wheelVx[w]
    const vy = wheelVy[w]
    const radius = radii[w]
    const rate = spinRate[w]
    const rim = rate * radius
    const sliding = vx - rim
    const reference = Math.max(Math.sqrt(vx * vx + vy * vy), Math.abs(rim))
    const fz = load[w]
    let fx = 0
    let fy = 0
    if (fz > 0) {
      const sx = (slipX[w] - (h * sliding) / relaxX) / (1 + (h * reference) / relaxX)
      const sy = (slipY[w] - (h * vy) / relaxY) / (1 + (h * reference) / relaxY)
      slipX[w] = sx
      slipY[w] = sy
      const calm = reference < STANDING ? standDamping(v, w) * (1 - reference / STANDING) : 0
      const ex = sx - calm * sliding
      const ey = sy - calm * vy
      const s = Math.sqrt(ex * ex + ey * ey)
      if (model.magicFormula === null) {
        const k = s > 0 ? (grip(v, w, s, fz) * fz) / s : 0
        fx = k * ex
        fy = k * ey
      } else {
        measuredGrip(v, model.magicFormula, w, ex, ey, fz)
        fx = fz * force.x
        fy = fz * force.y
      }
    } else {
      slipX[w] = 0
      slipY[w] = 0
    }
    forceX[w] = fx
    forceY[w] = fy

    // Brake and rolling resistance are dry friction: they stop the wheel but never turn it.
    const perInertia = h / spinInertia[w]
    const free = rate + perInertia * (driveTorque[w] - fx * radius)
    const stop = perInertia * (brakeTorque[w] + rolling[w] * fz * radius)
    const after = free > stop ? free - stop : free < -stop ? free + stop : 0
    spinRate[w] = after
    spin[w] += after * h

    // Of the load, what does not go through the spring goes through the links.
    const a = 9 * w
    const bx = axes[a + 3] * fx + axes[a + 6] * fy + axes[a] * fz
    const by = axes[a + 4] * fx + axes[a + 7] * fy + axes[a + 1] * fz
    const bz = axes[a + 5] * fx + axes[a + 8] * fy
    const px = point[3 * w]
    const py = point[3 * w + 1]
    const pz = point[3 * w + 2]
    sumX += bx
    sumY += by
    sumZ += bz
    turnX += py * bz - pz * by
    turnY += pz * bx - px * bz
    turnZ += px * by - py * bx
  }
  wrench.fx += sumX / SUBSTEPS
  wrench.fy += sumY / SUBSTEPS
  wrench.fz += sumZ / SUBSTEPS
  wrench.tx += turnX / SUBSTEPS
  wrench.ty += turnY / SUBSTEPS
  wrench.tz += turnZ / SUBSTEPS
}

const standDamping = (v: Vehicle, w: number): number => v.model.standDamping[v.wheels.kind[w]]

const force: ForceOverLoad = { x: 0, y: 0 }

/**
 * Sets `force` and mu of wheel w from measured coefficients. Their combined-slip weights know no friction
 * circle, so what exceeds it is cut.
 */
const measuredGrip = (
  v: Vehicle,
  t: MagicFormulaTyre,
  w: number,
  ex: number,
  ey: number,
  fz: number,
): void => {
  const { wheels } = v
  const share = wheels.otherShare[w]
  const mu = wheels.kindMu[w] + (wheels.otherMu[w] - wheels.kindMu[w]) * share
  wheels.mu[w] = mu
  const alpha = -Math.asin(Math.max(-1, Math.min(1, ey)))
  const inclination = v.model.camberByTravel[w] * wheels.travel[w] - v.contact.axes[9 * w + 1]
  magicFormula(t, ex, alpha, inclination, fz, mu / t.pDx1, force)
  const size = Math.sqrt(force.x * force.x + force.y * force.y)
  if (size > mu) {
    force.x *= mu / size
    force.y *= mu / size
  }
}

/** Force over load of wheel w at the combined slip s; sets mu, which it never exceeds. */
const grip = (v: Vehicle, w: number, s: number, fz: number): number => {
  const { model, wheels } = v
  const factor = loadFactor(model.loadSensitivity, fz, model.nominalLoad[w])
  const share = wheels.otherShare[w]
  const mu = wheels.kindMu[w]
  // The stiffness is the load's alone, so with less friction the curve is reached at less slip.
  const used = mu * readCurve(model.curves[wheels.kind[w]], s / factor)
  if (share === 0) {
    wheels.mu[w] = factor * mu
    return factor * used
  }
  const other = wheels.otherMu[w]
  wheels.mu[w] = factor * (mu + (other - mu) * share)
  return factor * (used + (other * readCurve(model.curves[wheels.otherKind[w]], s / factor) - used) * share)
}
