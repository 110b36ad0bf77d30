/**
 * Who balances a two-wheeler. The driver asks for a road-wheel angle, as of a car, and means a path: its
 * curvature. A two-wheeler turns by leaning, so the rider leans until gravity and the turn are in balance, and
 * leans by steering: to lean left the wheels must first go right.
 *
 * A machine whose centre of gravity stands h over the line of its contacts, leaning by phi to the left, obeys
 *   I phi'' = N h sin phi - F h cos phi - H r
 * with N and F the loads and side forces of both tyres, H the spin of the wheels and r the yaw rate (Cossalter,
 * Motorcycle Dynamics, ch. 4). The rider wants the phi'' of a damped return to the lean he means, and so an F; the
 * rear tyre's share is there already, the front one's comes with the slip that he steers. He learns slowly what is
 * not so (integral), keeps the lean he means within the friction, and puts a foot down when he is slow.
 */
import { LIGHTS_OFF, type Controls } from '../../world/index.ts'
import { ACT, GRAVITY, TICK } from '../constants.ts'
import type { TwoWheeler } from './two-wheeler.ts'
import type { Vehicle } from '../vehicle.ts'

/** The lean returns to the one he means like this: frequency, rad/s, and damping. */
const FREQUENCY = 4.5
const DAMPING = 0.9
/** How fast the rider learns, 1/s^3, and most that he corrects, rad/s^2. */
const LEARNING = 10
const LEARNT_MOST = 4
/** The lean he means goes to the one he wants like this, critically damped, rad/s. */
const INTENT = 4
/** ... but never faster than this, rad/s (roll rates of road riders in an S, Cossalter ch. 8). */
const ROLL_MOST = 0.9
/** Speeds below this are not steered by, m/s; slips beyond this share of the tyre's peak are not asked for. */
const SLOWEST = 1
const SLIP_MOST = 0.9
/** How stiff the front tyre is can be felt from this slip on, and is never felt less than this share of all. */
const LEAST_SLIP = 1e-3
const LEAST_FELT = 0.3
/** Share of the friction that a rider leans for. */
const TRUSTED = 0.85
/** Faster than this he rides with both feet up, slower than this with one down, m/s. */
const FEET_UP = 2.6
const FOOT_DOWN = 1.4
/** A foot stands this far out, m, and carries at most this share of the weight. */
const FOOT_OUT = 0.35
const FOOT_MOST = 0.5
/** The leg: frequency of the upright machine on it, rad/s (critically damped). */
const LEG = 7
/** Leaning farther than this beyond the farthest lean that is ridden, or than this on a foot, he is down, rad. */
const BEYOND = 0.25
const FOOT_LOSES = 0.5
/**
 * With less than this share of its weight on the rear wheel the front brake is eased: this fast for each share that is
 * missing, and at most so fast again tightened, 1/s.
 */
const REAR_LIGHT = 0.15
const EASE = 12
const TIGHTEN = 3
/** From this tangent of the lean on the brakes leave friction for it, and use this share of the whole. */
const LEANING = 0.05
const SPARED = 0.9

/** What whoever has fallen still does. */
const DOWN: Controls = {
  throttle: 0,
  brake: 0,
  steer: 0,
  lights: LIGHTS_OFF,
  aebActive: false,
  present: true,
}

/** What comes of the driver's demands: a fallen machine has no driver. */
export const demandsOf = ({ state }: Vehicle, controls: Controls): Controls =>
  state.fallen === 1 ? DOWN : controls

/**
 * Lean of the centre of gravity over the line of the contacts, to the left positive, rad, its rate, its height, m;
 * the speed, m/s, and the way the front contact goes from straight ahead, rad; the ground's left. Filled by `look`.
 */
const seen = { lean: 0, rate: 0, height: 1, speed: 0, drift: 0, lx: 0, ly: 1, lz: 0 }

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
  const { px, py, pz } = front.contact
  const ux = m.vx + m.wy * pz - m.wz * py
  const uy = m.vy + m.wz * px - m.wx * pz
  const uz = m.vz + m.wx * py - m.wy * px
  const ahead = Math.max(SLOWEST, ux * fx + uy * fy + uz * fz)
  seen.drift = Math.atan2(ux * lx + uy * ly + uz * lz, ahead)
  seen.lx = lx
  seen.ly = ly
  seen.lz = lz
}

/** Steers, puts the foot down, notices a fall. @returns the rate of the steering angle, rad/s */
export const balance = (v: Vehicle, two: TwoWheeler, controls: Controls): number => {
  const { state, model } = v
  const { rider } = two
  look(v)
  const held = Math.max(0, Math.min(1, (FEET_UP - Math.abs(seen.speed)) / (FEET_UP - FOOT_DOWN)))
  const most = held > 0.5 ? FOOT_LOSES : rider.leanMax + BEYOND
  if (Math.abs(seen.lean) > most || v.motion.r22 < 0.2) state.fallen = 1
  const stop = model.wheels[0].steerMax
  const wanted = state.fallen === 1 ? 0 : Math.max(-stop, Math.min(stop, controls.steer))
  const balanced = state.fallen === 1 ? 0 : steerInto(v, two, wanted, 1 - held)
  if (state.fallen === 0) standOnFoot(v, held)
  const reach = model.spec.steerRateMax * TICK
  const before = state.steer
  const angle = held < 1 ? balanced : wanted
  state.steer = Math.max(before - reach, Math.min(before + reach, angle))
  const [front] = v.wheels
  front.steerAngle = state.steer
  front.steerCos = Math.cos(state.steer)
  front.steerSin = Math.sin(state.steer)
  return (state.steer - before) / TICK
}

/** The steering angle that keeps the balance and leans for the wanted path, as far as no foot holds (`free`, 0..1). */
const steerInto = (
  { state, model, wheels, motion }: Vehicle,
  two: TwoWheeler,
  wanted: number,
  free: number,
): number => {
  const { rider, camberSlip, slipStiffness } = two
  const { lean, rate, speed } = seen
  const { mass, wheelbase } = model
  const [front, rear] = wheels
  const turning = motion.wz
  const v = Math.max(speed, 1)
  const h = seen.height / Math.max(0.3, Math.cos(lean))
  let gyroscopes = 0
  for (const { model: w } of wheels) gyroscopes += w.spinInertia / w.radius
  const gyro = 1 + gyroscopes / (mass * h)

  const grip = TRUSTED * Math.min(front.mu, rear.mu) * GRAVITY
  // The body leans more than the line from the contacts to its centre of gravity: those wander under it.
  const farthest = rider.leanMax - (rider.crownRadius / h) * Math.sin(rider.leanMax)
  const limit = free * Math.min(grip, GRAVITY * Math.tan(farthest))
  const turn = Math.max(-limit, Math.min(limit, (v * v * Math.tan(wanted)) / wheelbase))
  const aim = Math.atan((turn * gyro) / GRAVITY)
  const wish = INTENT * (INTENT * (aim - state.leanAim) - 2 * state.leanAimRate)
  const before = state.leanAimRate
  state.leanAimRate = Math.max(-ROLL_MOST, Math.min(ROLL_MOST, before + wish * TICK))
  const meant = (state.leanAimRate - before) / TICK
  state.leanAim += state.leanAimRate * TICK

  const error = state.leanAim - lean
  state.learnt = Math.max(-LEARNT_MOST, Math.min(LEARNT_MOST, state.learnt + LEARNING * error * TICK))
  // The contacts wander towards the lean, so the line over them leans less than the body.
  const share = 1 - rider.crownRadius / h
  const leanBy =
    state.learnt + meant + FREQUENCY * (FREQUENCY * error + 2 * DAMPING * (state.leanAimRate - share * rate))
  const weight = front.load + rear.load
  const moment =
    weight * h * Math.sin(lean) - gyroscopes * seen.speed * turning - (model.spec.inertia[0] * leanBy) / share
  const sideways = moment / (h * Math.max(0.3, Math.cos(lean)))

  // The rear tyre gives what it gives; the front one must give the rest, by its slip, as stiff as it felt last;
  // its lean is part of that slip.
  const full = Math.max(front.load, 0.2 * front.model.staticLoad) * slipStiffness[front.kind]
  const felt = Math.abs(front.slipY) > LEAST_SLIP ? front.forceY / front.slipY : full
  const stiffness = Math.max(LEAST_FELT * full, Math.min(full, felt))
  const most = SLIP_MOST * model.peakSlip[front.kind]
  const brakes = front.forceX * front.steerSin
  const slip = Math.max(
    -most,
    Math.min(most, ((sideways - rear.forceY) / front.steerCos - brakes) / stiffness),
  )
  const onGround = Math.tan(seen.drift + slip + camberSlip * rear.contact.ny)
  return Math.atan(onGround * Math.cos(lean))
}

/** A foot on the side it leans to, pushing up. */
const standOnFoot = ({ model, state, wrench, wheels }: Vehicle, held: number): void => {
  if (held === 0) return
  const { rate, height } = seen
  const lean = seen.lean - state.leanAim
  const side = lean >= 0 ? 1 : -1
  const inertia = model.spec.inertia[0] + model.mass * height * height
  const gravity = model.mass * GRAVITY * height
  const moment = side * ((gravity + inertia * LEG * LEG) * lean + 2 * inertia * LEG * rate)
  const push = Math.max(0, Math.min(held * FOOT_MOST * model.mass * GRAVITY, moment / FOOT_OUT))
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

/**
 * What anti-lock brakes of a two-wheeler do besides: let go of the front brake while the rear wheel lifts, and
 * leave to a leaning machine the friction that its lean needs (they know the lean).
 */
export const easeBrakes = (v: Vehicle): void => {
  const { state, wheels } = v
  if (v.abs === 'off') return
  const [front, rear] = wheels
  const missing = REAR_LIGHT - rear.load / rear.model.staticLoad
  state.eased = Math.max(0, Math.min(0.9, state.eased + Math.max(-TIGHTEN, EASE * missing) * ACT))
  front.brakeTorque *= 1 - state.eased
  const sideways = Math.abs(Math.tan(state.leanAim))
  if (sideways < LEANING) return
  for (const wheel of wheels) {
    const used = sideways / (SPARED * wheel.mu)
    const left = Math.sqrt(Math.max(0, 1 - used * used))
    wheel.brakeTorque = Math.min(
      wheel.brakeTorque,
      SPARED * left * wheel.mu * wheel.load * wheel.model.radius,
    )
  }
}
