/**
 * Who balances a two-wheeler. The driver asks for a road-wheel angle, as of a car, and means a path: its
 * curvature. A two-wheeler turns by leaning, so the rider leans until gravity and the turn are in balance, and
 * leans by steering: to lean left the wheels must first go right.
 *
 * About the line through the contacts a machine of mass m, its centre of gravity at h and lean phi to the left
 * obeys  (I + m h^2) phi'' = m g h sin phi - m h cos phi a (1 + G),  a the sideways acceleration of the contacts,
 * G = sum(I_wheel / R) / (m h) what the gyroscopes add in a turn (Cossalter, Motorcycle Dynamics, ch. 4). The rider
 * picks a for the phi'' of a damped return to the lean he wants; the steering angle follows from a as
 * a = v^2 tan(delta) / L + b v / L delta'.  He learns slowly what the tyres take (integral), knows the friction no
 * better than to keep the lean he wants within it, and puts a foot down when he is slow.
 */
import type { RiderSpec } from '../scenario/index.ts'
import type { Controls } from '../world/index.ts'
import { GRAVITY, TICK } from './constants.ts'
import type { Vehicle } from './vehicle.ts'

/** The lean returns like this: frequency, rad/s, and damping. */
const FREQUENCY = 4.5
const DAMPING = 0.9
/** How fast the rider learns, 1/s^3, and most that he corrects, m/s^2. */
const LEARNING = 14
const LEARNT_MOST = 3
/** Share of the friction that a rider leans for. */
const TRUSTED = 0.85
/** Faster than this he rides with both feet up, slower than this with one down, m/s. */
const FEET_UP = 2.2
const FOOT_DOWN = 0.8
/** A foot stands this far out, m, and carries at most this share of the weight. */
const FOOT_OUT = 0.35
const FOOT_MOST = 0.5
/** The leg: frequency of the upright machine on it, rad/s (critically damped). */
const LEG = 7
/** Leaning farther than this beyond the farthest lean that is ridden, or than this on a foot, he is down, rad. */
const BEYOND = 0.25
const FOOT_LOSES = 0.5
/** With less than this share of its weight on the rear wheel the front brake is eased, at these rates, 1/s. */
const REAR_LIGHT = 0.08
const EASE = 9
const TIGHTEN = 2.5

const STILL = { brake: false, indicatorLeft: false, indicatorRight: false, headlights: false }

/** What whoever has fallen still does. */
const DOWN: Controls = { throttle: 0, brake: 0, steer: 0, lights: STILL, aebActive: false, present: true }

/** What comes of the driver's demands: a fallen machine has no driver. */
export const demandsOf = ({ state }: Vehicle, controls: Controls): Controls =>
  state.fallen === 1 ? DOWN : controls

/** Lean of the centre of gravity over the line of the contacts, to the left positive, rad; filled by `look`. */
const seen = { lean: 0, rate: 0, height: 1, speed: 0, fx: 1, fy: 0, fz: 0, lx: 0, ly: 1, lz: 0 }

const look = ({ wheels, motion: m }: Vehicle): void => {
  const [front, rear] = wheels
  const { nx, ny, nz, fx, fy, fz, lx, ly, lz } = rear.contact
  const share = rear.model.x / (rear.model.x - front.model.x)
  const rx = -(front.contact.px * share + rear.contact.px * (1 - share))
  const ry = -(front.contact.py * share + rear.contact.py * (1 - share))
  const rz = -(front.contact.pz * share + rear.contact.pz * (1 - share))
  const side = rx * lx + ry * ly + rz * lz
  seen.height = rx * nx + ry * ny + rz * nz
  seen.lean = Math.atan2(side, seen.height)
  seen.rate = -(m.wx * fx + m.wy * fy + m.wz * fz)
  seen.speed = m.vx * fx + m.vy * fy + m.vz * fz
  Object.assign(seen, { fx, fy, fz, lx, ly, lz })
}

/** Steers, puts the foot down, notices a fall. @returns the rate of the steering angle, rad/s */
export const balance = (v: Vehicle, rider: RiderSpec, controls: Controls): number => {
  const { state, model } = v
  look(v)
  const held = Math.max(0, Math.min(1, (FEET_UP - Math.abs(seen.speed)) / (FEET_UP - FOOT_DOWN)))
  const most = held > 0.5 ? FOOT_LOSES : rider.leanMax + BEYOND
  if (Math.abs(seen.lean) > most || v.motion.r22 < 0.2) state.fallen = 1
  const stop = model.wheels[0].steerMax
  const wanted = state.fallen === 1 ? 0 : Math.max(-stop, Math.min(stop, controls.steer))
  const balanced = state.fallen === 1 ? 0 : steerInto(v, rider, wanted)
  if (state.fallen === 0) standOnFoot(v, held)
  const reach = model.spec.steerRateMax * TICK
  const before = state.steer
  const angle = held * wanted + (1 - held) * balanced
  state.steer = Math.max(before - reach, Math.min(before + reach, angle))
  const [front] = v.wheels
  front.steerAngle = state.steer
  front.steerCos = Math.cos(state.steer)
  front.steerSin = Math.sin(state.steer)
  return (state.steer - before) / TICK
}

/** The steering angle that keeps the balance and leans for the wanted path. */
const steerInto = ({ state, model, wheels }: Vehicle, rider: RiderSpec, wanted: number): number => {
  const { lean, rate, speed } = seen
  const { mass, wheelbase } = model
  const v = Math.max(speed, 1)
  const h = seen.height / Math.max(0.3, Math.cos(lean))
  let gyroscopes = 0
  for (const { model: w } of wheels) gyroscopes += w.spinInertia / w.radius
  const gyro = 1 + gyroscopes / (mass * h)

  const grip = TRUSTED * Math.min(wheels[0].mu, wheels[1].mu) * GRAVITY
  const limit = Math.min(grip, GRAVITY * Math.tan(rider.leanMax))
  const turn = Math.max(-limit, Math.min(limit, (v * v * Math.tan(wanted)) / wheelbase))
  const aim = Math.atan((turn * gyro) / GRAVITY)

  const error = aim - lean
  state.learnt = Math.max(-LEARNT_MOST, Math.min(LEARNT_MOST, state.learnt + LEARNING * error * h * TICK))
  const inertia = model.spec.inertia[0] / (mass * h) + h
  const leanBy = FREQUENCY * FREQUENCY * error - 2 * DAMPING * FREQUENCY * rate
  const sideways = (GRAVITY * Math.sin(lean) - inertia * leanBy) / (Math.cos(lean) * gyro) - state.learnt

  // tan(delta) on the ground from a = v^2 tan(delta) / L + b v / L delta'; the fork leans with the machine.
  const steady = (sideways * wheelbase) / (v * v)
  const b = -wheels[1].model.x
  const now = Math.tan(state.steer) / Math.cos(lean)
  const stop = Math.tan(model.wheels[0].steerMax)
  const next = now + (1 - Math.exp((-TICK * v) / b)) * (Math.max(-stop, Math.min(stop, steady)) - now)
  return Math.atan(next * Math.cos(lean))
}

/** A foot on the side it leans to, pushing up. */
const standOnFoot = ({ model, wrench, wheels }: Vehicle, held: number): void => {
  if (held === 0) return
  const { lean, rate, height } = seen
  const side = lean >= 0 ? 1 : -1
  const inertia = model.spec.inertia[0] + model.mass * height * height
  const gravity = model.mass * GRAVITY * height
  const moment = side * ((gravity + inertia * LEG * LEG) * lean + 2 * inertia * LEG * rate)
  const push = held * Math.max(0, Math.min(FOOT_MOST * model.mass * GRAVITY, moment / FOOT_OUT))
  const { nx, ny, nz, px, py, pz } = wheels[1].contact
  const out = side * FOOT_OUT
  wrench.push(
    push * nx,
    push * ny,
    push * nz,
    0.5 * px + out * seen.lx,
    py + out * seen.ly,
    pz + out * seen.lz,
  )
}

/** Lets go of the front brake while the rear wheel lifts, unless anti-lock brakes (and that with them) are off. */
export const easeFrontBrake = (v: Vehicle): void => {
  const { state, wheels } = v
  if (v.abs === 'off') return
  const light = wheels[1].load < REAR_LIGHT * wheels[1].model.staticLoad
  state.eased = Math.max(0, Math.min(0.9, state.eased + (light ? EASE : -TIGHTEN) * TICK))
  wheels[0].brakeTorque *= 1 - state.eased
}
