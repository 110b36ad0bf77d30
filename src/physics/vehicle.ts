/**
 * The mutable half of a vehicle: its state, which a snapshot copies whole so that a restored run is the same
 * to the bit, and scratch that each step fills anew. Classes with plain fields, because that is what the
 * step reads fastest.
 */
import { Body } from 'cannon-es'
import type { Ground } from '../road/index.ts'
import type { ActorOf, SystemState, VehicleSpec } from '../scenario/index.ts'
import type { Controls } from '../world/index.ts'
import type { Failures, SystemStates } from './chassis/failures.ts'
import type { Burden } from './statics.ts'
import { twoWheelerOf, type TwoWheeler } from './two-wheelers/two-wheeler.ts'
import { buildModel, type VehicleModel, type WheelModel } from './model.ts'

/** What a vehicle has once. Flags are 0 or 1. */
export class Scalars {
  /** In the world. */
  present = 0
  /** The driver's demand, 0..1, and the share of it that traction control lets through. */
  throttle = 0
  driveShare = 1
  /** The same of the braking by engine or motor, so that it does not lock the driven wheels. */
  dragShare = 1
  /** Index of the gear, -1: none chosen yet; time until another is thought of; what is left of a change, s. */
  gear = -1
  gearWait = 0
  shiftLeft = 0
  /** Brake demand, and the pressure behind its lag, 0..1. */
  pedal = 0
  pressure = 0
  /** Of air brakes: how far the linings have come, 1: they touch. */
  stroke = 0
  /** Electronic brake distribution: share of the rear's pressure; share of the motor's part in braking. */
  rearShare = 1
  motorShare = 0
  /** Mean road-wheel angle of the steered axle, rad, what the steering system yields, and the moment it yields to. */
  steer = 0
  steerGiven = 0
  /** Of both, as far as the wheels have been turned to it. */
  steerTurned = 0
  steeringMoment = 0
  headlights = 0
  highBeam = 0
  beacon = 0
  siren = 0
  brakeLight = 0
  indicatorLeft = 0
  indicatorRight = 0
  aeb = 0
  /** A system is acting now. */
  absActive = 0
  escActive = 0
  tcActive = 0
  /** What ESC wants the yaw rate to be, rad/s. */
  yawReference = 0
  /** Of the last step, body frame: what the unsprung masses feel. */
  heaveAcceleration = 0
  rollAcceleration = 0
  pitchAcceleration = 0
  /** Trace. */
  originVx = 0
  originVy = 0
  originVz = 0
  accelX = 0
  accelY = 0
  accelZ = 0
  skidding = 0
  /** For how many ticks the tyres have said otherwise. */
  skidTicks = 0
  offRoad = 0
  /** How far the edge of the pavement is at least, m. */
  edgeAway = 0
  /** Of a trailer: how hard its coupling pushes the tractor, N. */
  hitchPush = 0
  /** Of a two-wheeler: it is down; the lean its rider means, rad, and its rate; what he has learnt of its tyres, rad/s^2; how far he eases the front brake, 0..1. */
  fallen = 0
  leanAim = 0
  leanAimRate = 0
  learnt = 0
  eased = 0
}

/** Directions and place of a wheel's contact in the body frame: filled once a tick. */
export class Contact {
  /** Ground normal. */
  nx = 0
  ny = 0
  nz = 1
  /** Forward and left in the ground plane. */
  fx = 1
  fy = 0
  fz = 0
  lx = 0
  ly = 1
  lz = 0
  /** Contact point relative to the centre of gravity, m. */
  px = 0
  py = 0
  pz = 0
}

/** One wheel: its constants, its state, and scratch. Every number is state. */
export class Wheel {
  readonly model: WheelModel
  readonly contact = new Contact()
  /** The other wheel of the axle; of a single one, itself. */
  opposite: Wheel = this
  /** Suspension travel, bump positive, m, and its rate. */
  travel = 0
  travelRate = 0
  steerAngle = 0
  steerCos = 1
  steerSin = 0
  /** Angle rolled, rad, and its rate. */
  spin = 0
  spinRate = 0
  /** Relaxed slip: positive pushes forward, leftward. */
  slipX = 0
  slipY = 0
  /** Of the tyre, m; negative: in the air. */
  deflection = 0
  /** On the ground, N. */
  load = 0
  /** Of the suspension on the body, N. */
  spring = 0
  /** Tyre force in the wheel's frame, N. */
  forceX = 0
  forceY = 0
  /** Peak friction here and now. */
  mu = 0
  /** Velocity of the contact point in the wheel's frame, m/s. */
  vx = 0
  vy = 0
  /** N m. */
  driveTorque = 0
  brakeTorque = 0
  /** Most brake torque that ABS lets through, N m, and whether (1) that is less than wanted. */
  absLimit = 0
  absHolds = 0
  /** Brake slip at the last tick. */
  lastSlip = 0
  /** What ESC and traction control add, N m. */
  escTorque = 0
  /** How far the brake is warmer than the air, K. */
  brakeHeat = 0
  /** Share of the air that is gone, 0..1 (burst.ts). */
  flat = 0
  /** The plane that the ground is under the wheel: unit normal, world frame, and how far from the world's origin. */
  planeX = 0
  planeY = 0
  planeZ = 1
  planeAt = 0
  /** What the numbers below were taken from; not state: a restored wheel takes them anew. */
  ground: Ground | null = null
  /** Surface under the wheel by SURFACE_KINDS, its peak friction for this tyre, depth of snow or water, m. */
  kind = 0
  kindMu = 0
  depth = 0
  /** The second surface near a patch edge, and its share, 0..1. */
  otherKind = 0
  otherMu = 0
  otherShare = 0
  /** Rolling resistance over load, and what is displaced, kg/m^2. */
  rolling = 0
  displaced = 0

  constructor(model: WheelModel) {
    this.model = model
  }
}

/** Where the body is and how it moves, read from the rigid body once a tick. Rows of r: body -> world. */
export class Motion {
  r00 = 1
  r01 = 0
  r02 = 0
  r10 = 0
  r11 = 1
  r12 = 0
  r20 = 0
  r21 = 0
  r22 = 1
  /** Velocity of the centre of gravity and rates, body frame. */
  vx = 0
  vy = 0
  vz = 0
  wx = 0
  wy = 0
  wz = 0
}

/** Sum of forces and of moments about the centre of gravity, body frame. */
export class Wrench {
  fx = 0
  fy = 0
  fz = 0
  tx = 0
  ty = 0
  tz = 0

  clear(): void {
    this.fx = this.fy = this.fz = this.tx = this.ty = this.tz = 0
  }

  /** A force at a point relative to the centre of gravity. */
  push(fx: number, fy: number, fz: number, rx: number, ry: number, rz: number): void {
    this.fx += fx
    this.fy += fy
    this.fz += fz
    this.tx += ry * fz - rz * fy
    this.ty += rz * fx - rx * fz
    this.tz += rx * fy - ry * fx
  }
}

/** One vehicle: constants, state and scratch. */
export class Vehicle {
  readonly index: number
  readonly id: string
  readonly model: VehicleModel
  readonly body: Body
  /** Fitted so, until something fails. */
  readonly fitted: SystemStates
  abs: SystemState
  esc: SystemState
  tc: SystemState
  /** What is broken now, or null: taken from the controls (failures.ts). */
  failures: Failures | null = null
  /** The controls that were taken over last; they are held for several ticks. Not state: a restored vehicle obeys anew. */
  obeyed: Controls | null = null
  readonly state = new Scalars()
  readonly wheels: readonly Wheel[]
  readonly motion = new Motion()
  readonly wrench = new Wrench()
  readonly twoWheeler: TwoWheeler | null
  /** Of a trailer: its tractor's id. */
  readonly towedBy: string | null

  /** @param burden what its trailer weighs on it */
  constructor(actor: ActorOf<VehicleSpec>, index: number, burden?: Burden) {
    this.index = index
    this.id = actor.id
    this.towedBy = actor.towedBy ?? null
    this.twoWheeler = twoWheelerOf(actor.spec)
    this.model = buildModel(actor.spec, burden)
    this.body = rigidBody(this.model)
    // A two-wheeler's rider balances it: no stability control.
    this.fitted = {
      abs: actor.abs,
      esc: actor.spec.rider === undefined ? actor.esc : 'off',
      tc: actor.tc ?? 'on',
    }
    this.abs = this.fitted.abs
    this.esc = this.fitted.esc
    this.tc = this.fitted.tc
    this.wheels = this.model.wheels.map((wheel) => new Wheel(wheel))
    for (const axle of this.model.axles)
      for (const w of axle) this.wheels[w].opposite = this.wheels[axle[0] + axle[axle.length - 1] - w]
  }
}

/**
 * No shape: cannon integrates the body; who touches whom is contact.ts. No damping: 0.01 costs 10 % in 10 s. To
 * cannon its inertia is the same about all axes, so that it leaves the world inertia to body.ts.
 */
const rigidBody = (model: VehicleModel): Body => {
  const body = new Body({ mass: model.mass, linearDamping: 0, angularDamping: 0, allowSleep: false })
  body.invInertia.set(0, 0, 0)
  return body
}
