/** Wheel spin, slip with its relaxation, and the tyre's force onto the body. */
import type { MagicFormulaTyre } from '../scenario/index.ts'
import { SUBSTEPS, TICK } from './constants.ts'
import { magicFormula, type ForceOverLoad } from './magic-formula.ts'
import { loadFactor, readCurve } from './tyre.ts'
import type { Vehicle } from './vehicle.ts'

/** Below this speed over the ground the standing tyre's own damping fades in, m/s. */
const STANDING = 1.5

const H = TICK / SUBSTEPS

/**
 * One tick of every wheel, in substeps: slip, force, spin. The body feels the mean force.
 *
 * Slip s = -Vs / max(|V|, |omega R|), Vs the sliding velocity: it is bounded, points against the sliding,
 * and is -1 for a locked wheel whatever its direction. It follows the sliding through a relaxation length,
 * sigma ds/dt = -Vs - max(|V|, |omega R|) s, so that a standing wheel is a spring: a parked car holds on a
 * slope and does not creep. (Pacejka ch. 7-8, with the reference speed that keeps s bounded.)
 */
export const rollWheels = (v: Vehicle): void => {
  const { model, wheels } = v
  const { relaxX, relaxY } = model
  for (let w = 0; w < model.wheelCount; w++) {
    const fz = wheels.load[w]
    const vx = wheels.vx[w]
    const vy = wheels.vy[w]
    const radius = model.radius[w]
    const perInertia = H / model.spinInertia[w]
    // Brake and rolling resistance are dry friction: they stop the wheel but never turn it.
    const stop = perInertia * (wheels.brakeTorque[w] + wheels.rolling[w] * fz * radius)
    const drive = wheels.driveTorque[w]
    const over = Math.sqrt(vx * vx + vy * vy)
    let rate = wheels.spinRate[w]
    let slipX = wheels.slipX[w]
    let slipY = wheels.slipY[w]
    let sumX = 0
    let sumY = 0
    standOn(v, w, fz)
    for (let i = 0; i < SUBSTEPS; i++) {
      const rim = rate * radius
      const sliding = vx - rim
      const reference = Math.max(over, Math.abs(rim))
      slipX = (slipX - (H * sliding) / relaxX) / (1 + (H * reference) / relaxX)
      slipY = (slipY - (H * vy) / relaxY) / (1 + (H * reference) / relaxY)
      const calm = reference < STANDING ? stand.damping * (1 - reference / STANDING) : 0
      grip(slipX - calm * sliding, slipY - calm * vy)
      sumX += force.x
      sumY += force.y
      const free = rate + perInertia * (drive - force.x * fz * radius)
      rate = free > stop ? free - stop : free < -stop ? free + stop : 0
    }
    // In the air nothing bends the tyre.
    wheels.slipX[w] = fz > 0 ? slipX : 0
    wheels.slipY[w] = fz > 0 ? slipY : 0
    wheels.spinRate[w] = rate
    wheels.spin[w] += rate * TICK
    wheels.forceX[w] = (sumX / SUBSTEPS) * fz
    wheels.forceY[w] = (sumY / SUBSTEPS) * fz
    wheels.mu[w] = stand.mu
    pushBody(v, w, wheels.forceX[w], wheels.forceY[w], fz)
  }
}

/** Adds the tyre's force to the wrench. Of the load, what does not go through the spring goes through the links. */
const pushBody = (v: Vehicle, w: number, fx: number, fy: number, fz: number): void => {
  const { axes, point } = v.contact
  const a = 9 * w
  v.wrench.push(
    axes[a + 3] * fx + axes[a + 6] * fy + axes[a] * fz,
    axes[a + 4] * fx + axes[a + 7] * fy + axes[a + 1] * fz,
    axes[a + 5] * fx + axes[a + 8] * fy,
    point[3 * w],
    point[3 * w + 1],
    point[3 * w + 2],
  )
}

/** What one wheel stands on for a tick, gathered once for its substeps. */
class Stand {
  /** Peak friction at this load, and the part of it that each of the two surfaces gives. */
  mu = 0
  here = 0
  there = 0
  /** Load's factor on friction: with less of it the curve is reached at less slip. */
  factor = 1
  load = 0
  damping = 0
  inclination = 0
  curve: Float64Array = new Float64Array(0)
  otherCurve: Float64Array = new Float64Array(0)
  measured: MagicFormulaTyre | null = null
}

const stand = new Stand()
/** Force over load of the wheel at hand. */
const force: ForceOverLoad = { x: 0, y: 0 }

const standOn = (v: Vehicle, w: number, load: number): void => {
  const { model, wheels } = v
  const kind = wheels.kind[w]
  const share = wheels.otherShare[w]
  const measured = model.magicFormula
  const factor = measured === null ? loadFactor(model.loadSensitivity, load, model.nominalLoad[w]) : 1
  stand.here = factor * wheels.kindMu[w] * (1 - share)
  stand.there = factor * wheels.otherMu[w] * share
  stand.mu = stand.here + stand.there
  stand.factor = factor
  stand.load = load
  stand.damping = model.standDamping[kind]
  stand.curve = model.curves[kind]
  stand.otherCurve = model.curves[wheels.otherKind[w]]
  stand.measured = measured
  if (measured !== null)
    stand.inclination = model.camberByTravel[w] * wheels.travel[w] - v.contact.axes[9 * w + 1]
}

/** Sets `force` from the slip: along it, as the curve has it, never more than mu. */
const grip = (x: number, y: number): void => {
  const { measured } = stand
  if (measured !== null) {
    measuredGrip(measured, x, y)
    return
  }
  const s = Math.sqrt(x * x + y * y)
  if (s === 0) {
    force.x = 0
    force.y = 0
    return
  }
  const reach = s / stand.factor
  let used = stand.here * readCurve(stand.curve, reach)
  if (stand.there > 0) used += stand.there * readCurve(stand.otherCurve, reach)
  force.x = (used * x) / s
  force.y = (used * y) / s
}

/** From measured coefficients; their combined-slip weights know no friction circle, so what exceeds it is cut. */
const measuredGrip = (t: MagicFormulaTyre, x: number, y: number): void => {
  const alpha = -Math.asin(Math.max(-1, Math.min(1, y)))
  magicFormula(t, x, alpha, stand.inclination, stand.load, stand.mu / t.pDx1, force)
  const size = Math.sqrt(force.x * force.x + force.y * force.y)
  if (size > stand.mu) {
    force.x *= stand.mu / size
    force.y *= stand.mu / size
  }
}
