/** Wheel spin, slip with its relaxation, and the tyre's force onto the body. */
import type { MagicFormulaTyre } from '../scenario/index.ts'
import { flatGrip, flatStiffness } from './burst.ts'
import { SUBSTEPS, TICK } from './constants.ts'
import { magicFormula, type ForceOverLoad } from './magic-formula.ts'
import { loadFactor, readCurve } from './tyre.ts'
import type { Vehicle, Wheel, Wrench } from './vehicle.ts'

/** Below this speed over the ground the standing tyre's own damping fades in, m/s. */
const STANDING = 1.5

/** The standing tyre holds this share of the slip at its peak (about 0.9 of its grip). */
const BEND = 0.5

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
  const { relaxX, relaxY } = v.model
  const lagX = H / relaxX
  const lagY = H / relaxY
  for (const wheel of v.wheels) {
    const { vx, vy, load } = wheel
    const { radius, spinInertia } = wheel.model
    const perInertia = H / spinInertia
    // Brake and rolling resistance are dry friction: they stop the wheel but never turn it.
    const stop = perInertia * (wheel.brakeTorque + wheel.rolling * load * radius)
    const drive = perInertia * wheel.driveTorque
    const lever = perInertia * load * radius
    const over = Math.sqrt(vx * vx + vy * vy)
    let rate = wheel.spinRate
    let slipX = wheel.slipX
    let slipY = wheel.slipY
    let sumX = 0
    let sumY = 0
    standOn(v, wheel)
    for (let i = 0; i < SUBSTEPS; i++) {
      const rim = rate * radius
      const sliding = vx - rim
      const reference = Math.max(over, Math.abs(rim))
      slipX = (slipX - lagX * sliding) / (1 + lagX * reference)
      slipY = (slipY - lagY * vy) / (1 + lagY * reference)
      if (reference < STANDING) {
        // What a tyre can bend is the slip of its grip, not of its sliding: a sliding wheel that comes to
        // rest must not spring back from a bend it never had.
        const most = stand.bend + reference / STANDING
        const bent = Math.sqrt(slipX * slipX + slipY * slipY)
        if (bent > most) {
          slipX *= most / bent
          slipY *= most / bent
        }
      }
      const calm = reference < STANDING ? stand.damping * (1 - reference / STANDING) : 0
      grip(slipX - calm * sliding, slipY - calm * vy)
      sumX += force.x
      sumY += force.y
      const free = rate + drive - force.x * lever
      rate = free > stop ? free - stop : free < -stop ? free + stop : 0
    }
    // In the air nothing bends the tyre.
    wheel.slipX = load > 0 ? slipX : 0
    wheel.slipY = load > 0 ? slipY : 0
    wheel.spinRate = rate
    wheel.spin += rate * TICK
    wheel.forceX = (sumX / SUBSTEPS) * load
    wheel.forceY = (sumY / SUBSTEPS) * load
    wheel.mu = stand.mu
    pushBody(v.wrench, wheel)
  }
}

/** Adds the tyre's force to the wrench. Of the load, what does not go through the spring goes through the links. */
const pushBody = (wrench: Wrench, { forceX, forceY, load, contact: c }: Wheel): void =>
  wrench.push(
    c.fx * forceX + c.lx * forceY + c.nx * load,
    c.fy * forceX + c.ly * forceY + c.ny * load,
    c.fz * forceX + c.lz * forceY,
    c.px,
    c.py,
    c.pz,
  )

/** What one wheel stands on for a tick, gathered once for its substeps. */
class Stand {
  /** Peak friction at this load, and the part of it that each of the two surfaces gives. */
  mu = 0
  here = 0
  there = 0
  /** With less friction for its load the tyre reaches the same point of its curve at less slip. */
  stretch = 1
  load = 0
  damping = 0
  /** Slip that the standing tyre can hold as its bend. */
  bend = 0
  inclination = 0
  curve: Float64Array = new Float64Array(0)
  otherCurve: Float64Array = new Float64Array(0)
  measured: MagicFormulaTyre | null = null
}

const stand = new Stand()
/** Force over load of the wheel at hand. */
const force: ForceOverLoad = { x: 0, y: 0 }

const standOn = ({ model }: Vehicle, wheel: Wheel): void => {
  const { load, otherShare } = wheel
  const measured = model.magicFormula
  const factor = measured === null ? loadFactor(model.loadSensitivity, load, wheel.model.nominalLoad) : 1
  const held = wheel.flat > 0 ? factor * flatGrip(wheel.flat) : factor
  stand.here = held * wheel.kindMu * (1 - otherShare)
  stand.there = held * wheel.otherMu * otherShare
  stand.mu = stand.here + stand.there
  stand.stretch = wheel.flat > 0 ? flatStiffness(wheel.flat) / held : 1 / factor
  stand.load = load
  stand.damping = model.standDamping[wheel.kind]
  stand.bend = BEND * model.peakSlip[wheel.kind]
  stand.curve = model.curves[wheel.kind]
  stand.otherCurve = model.curves[wheel.otherKind]
  stand.measured = measured
  if (measured !== null) stand.inclination = wheel.model.camberByTravel * wheel.travel - wheel.contact.ny
}

/** Sets `force` from the slip: along it, as the curve has it, never more than mu. */
const grip = (x: number, y: number): void => {
  const { measured } = stand
  if (measured !== null) {
    measuredGrip(measured, x * stand.stretch, y * stand.stretch)
    return
  }
  const s = Math.sqrt(x * x + y * y)
  if (s === 0) {
    force.x = 0
    force.y = 0
    return
  }
  const reach = s * stand.stretch
  let used = stand.here * readCurve(stand.curve, reach)
  if (stand.there > 0) used += stand.there * readCurve(stand.otherCurve, reach)
  const k = used / s
  force.x = k * x
  force.y = k * y
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
