/**
 * The mutable half of a vehicle: its state, which a snapshot copies whole so that a restored run is the same
 * to the bit, and scratch that each step fills anew. Classes with plain fields, because that is what the
 * step reads fastest.
 */
import { Body } from 'cannon-es'
import type { ActorSpec, SystemState } from '../scenario/index.ts'
import { buildModel, type VehicleModel } from './model.ts'

/** What a vehicle has once. Flags are 0 or 1. */
export class Scalars {
  /** In the world. */
  present = 0
  /** The driver's demand, 0..1, and the share of it that traction control lets through. */
  throttle = 0
  driveShare = 1
  /** Brake demand, and the pressure behind its lag, 0..1. */
  pedal = 0
  pressure = 0
  /** Mean road-wheel angle of the steered axle, rad. */
  steer = 0
  headlights = 0
  brakeLight = 0
  indicatorLeft = 0
  indicatorRight = 0
  aeb = 0
  /** A system is acting now. */
  absActive = 0
  escActive = 0
  /** What ESC wants the yaw rate to be, rad/s. */
  yawReference = 0
  /** Of the last step, body frame: what the unsprung masses feel. */
  heaveAcceleration = 0
  rollAcceleration = 0
  pitchAcceleration = 0
  /** World velocity of the body origin at the last tick, m/s, and its acceleration, body frame. */
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
}

/** What each wheel has, in the order front left, front right, rear left, rear right. */
export class Wheels {
  /** Suspension travel, bump positive, m, and its rate. */
  readonly travel: Float64Array
  readonly travelRate: Float64Array
  readonly steerAngle: Float64Array
  readonly steerCos: Float64Array
  readonly steerSin: Float64Array
  readonly spin: Float64Array
  readonly spinRate: Float64Array
  /** Relaxed slip: positive pushes forward, leftward. */
  readonly slipX: Float64Array
  readonly slipY: Float64Array
  /** Of the tyre, m; negative: in the air. */
  readonly deflection: Float64Array
  readonly load: Float64Array
  /** Force of the suspension on the body, N. */
  readonly spring: Float64Array
  /** Tyre force in the wheel's frame, N. */
  readonly forceX: Float64Array
  readonly forceY: Float64Array
  /** Peak friction here and now. */
  readonly mu: Float64Array
  /** Velocity of the contact point in the wheel's frame, m/s. */
  readonly vx: Float64Array
  readonly vy: Float64Array
  /** N m. */
  readonly driveTorque: Float64Array
  readonly brakeTorque: Float64Array
  /** Most brake torque that ABS lets through, N m, and whether that is less than wanted. */
  readonly absLimit: Float64Array
  readonly absHolds: Float64Array
  /** Brake slip at the last tick. */
  readonly lastSlip: Float64Array
  /** What ESC adds, N m. */
  readonly escTorque: Float64Array
  /** Surface under the wheel by SURFACE_KINDS, its peak friction for this tyre, depth of snow or water, m. */
  readonly kind: Int32Array
  readonly kindMu: Float64Array
  readonly depth: Float64Array
  /** The second surface near a patch edge, and its share, 0..1. */
  readonly otherKind: Int32Array
  readonly otherMu: Float64Array
  readonly otherShare: Float64Array
  /** Rolling resistance over load, and what is displaced, kg/m. */
  readonly rolling: Float64Array
  readonly displaced: Float64Array

  constructor(count: number) {
    this.travel = new Float64Array(count)
    this.travelRate = new Float64Array(count)
    this.steerAngle = new Float64Array(count)
    this.steerCos = new Float64Array(count).fill(1)
    this.steerSin = new Float64Array(count)
    this.spin = new Float64Array(count)
    this.spinRate = new Float64Array(count)
    this.slipX = new Float64Array(count)
    this.slipY = new Float64Array(count)
    this.deflection = new Float64Array(count)
    this.load = new Float64Array(count)
    this.spring = new Float64Array(count)
    this.forceX = new Float64Array(count)
    this.forceY = new Float64Array(count)
    this.mu = new Float64Array(count)
    this.vx = new Float64Array(count)
    this.vy = new Float64Array(count)
    this.driveTorque = new Float64Array(count)
    this.brakeTorque = new Float64Array(count)
    this.absLimit = new Float64Array(count)
    this.absHolds = new Float64Array(count)
    this.lastSlip = new Float64Array(count)
    this.escTorque = new Float64Array(count)
    this.kind = new Int32Array(count)
    this.kindMu = new Float64Array(count)
    this.depth = new Float64Array(count)
    this.otherKind = new Int32Array(count)
    this.otherMu = new Float64Array(count)
    this.otherShare = new Float64Array(count)
    this.rolling = new Float64Array(count)
    this.displaced = new Float64Array(count)
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

/** Directions at each wheel's contact in the body frame: filled once a tick, read by the substeps. */
export class Contacts {
  /** Ground normal, forward and left in the ground plane: 9 numbers a wheel. */
  readonly axes: Float64Array
  /** Contact point relative to the centre of gravity: 3 numbers a wheel. */
  readonly point: Float64Array

  constructor(count: number) {
    this.axes = new Float64Array(9 * count)
    this.point = new Float64Array(3 * count)
  }
}

/** One vehicle: constants, state and scratch. */
export class Vehicle {
  readonly index: number
  readonly id: string
  readonly model: VehicleModel
  readonly body: Body
  readonly abs: SystemState
  readonly esc: SystemState
  readonly state = new Scalars()
  readonly wheels: Wheels
  readonly motion = new Motion()
  readonly wrench = new Wrench()
  readonly contact: Contacts

  constructor(actor: ActorSpec, index: number) {
    this.index = index
    this.id = actor.id
    this.model = buildModel(actor.vehicle)
    this.body = rigidBody(this.model)
    this.abs = actor.abs
    this.esc = actor.esc
    this.wheels = new Wheels(this.model.wheelCount)
    this.contact = new Contacts(this.model.wheelCount)
  }
}

/** No shape: cannon integrates the body; who touches whom is contact.ts. No damping: 0.01 costs 10 % in 10 s. */
const rigidBody = (model: VehicleModel): Body => {
  const body = new Body({ mass: model.mass, linearDamping: 0, angularDamping: 0, allowSleep: false })
  const [ix, iy, iz] = model.spec.inertia
  body.inertia.set(ix, iy, iz)
  body.invInertia.set(1 / ix, 1 / iy, 1 / iz)
  return body
}
