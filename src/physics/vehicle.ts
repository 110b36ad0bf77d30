/**
 * The mutable half of a vehicle: everything that changes, in one Float64Array (so that a snapshot is one
 * copy and a restored run is the same to the bit), plus scratch that each step fills anew.
 */
import { Body } from 'cannon-es'
import type { ActorSpec, SystemState } from '../scenario/index.ts'
import { buildModel, type VehicleModel } from './model.ts'

/** Numbers that a vehicle has once; the order is the layout of the state. */
export const SCALARS = [
  'present', // 1: in the world
  'throttle', // driver's demand, 0..1
  'driveShare', // share of it that traction control lets through, 0..1
  'pedal', // brake demand, 0..1
  'pressure', // brake pressure behind the pedal's lag, 0..1
  'steer', // road-wheel angle, mean of the steered axle, rad
  'headlights',
  'brakeLight',
  'indicatorLeft',
  'indicatorRight',
  'aeb',
  'absActive', // 1: modulating now
  'escActive',
  'heaveAcceleration', // of the last step, body frame: what the unsprung masses feel
  'rollAcceleration',
  'pitchAcceleration',
  'originVx', // world velocity of the body origin at the last tick
  'originVy',
  'originVz',
  'accelX', // of the origin, body frame
  'accelY',
  'accelZ',
  'skidding',
  'skidTicks', // how long the tyres have said otherwise
  'offRoad',
  'energyIn', // work of the driveline, J (for the energy account)
] as const
export type Scalar = (typeof SCALARS)[number]

const PER_WHEEL = [
  'travel', // m, bump positive
  'travelRate',
  'steerAngle', // rad
  'spin', // rad
  'spinRate', // rad/s
  'slipX', // relaxed slip, forward force positive
  'slipY', // relaxed slip, leftward force positive
  'deflection', // of the tyre, m; negative: in the air
  'load', // N
  'forceX', // N, wheel frame
  'forceY',
  'mu', // peak friction here and now
  'vx', // velocity of the contact point, wheel frame, m/s
  'vy',
  'driveTorque', // N m
  'brakeTorque', // N m, applied
  'absLimit', // N m, most that ABS lets through
  'absHolds', // 1: below what the driver wants
  'lastSlip', // brake slip at the last tick
  'escTorque', // N m, what ESC adds
  'kind', // surface under the wheel, by SURFACE_KINDS
  'kindMu', // its peak friction for this tyre
  'depth', // of snow or water, m
  'otherKind', // second surface near a patch edge
  'otherMu',
  'otherShare', // 0..1
  'groundHeight', // m
] as const
type PerWheel = (typeof PER_WHEEL)[number]

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

/** Directions at a wheel's contact point in the body frame: filled once a tick, read by the substeps. */
export interface Contact {
  /** Ground normal, forward and left in the ground plane: 9 numbers a wheel. */
  readonly axes: Float64Array
  /** Contact point relative to the centre of gravity: 3 numbers a wheel. */
  readonly point: Float64Array
}

export type Scalars = Readonly<Record<Scalar, number>>

export interface Vehicle extends Readonly<Record<PerWheel, Float64Array>> {
  readonly index: number
  readonly id: string
  readonly model: VehicleModel
  readonly body: Body
  readonly abs: SystemState
  readonly esc: SystemState
  /** The whole state but for the rigid body. */
  readonly state: Float64Array
  readonly motion: Motion
  readonly wrench: Wrench
  readonly contact: Contact
}

/** Index of each scalar in `state`. */
export const AT = Object.fromEntries(SCALARS.map((name, i) => [name, i])) as Scalars

export const createVehicle = (actor: ActorSpec, index: number): Vehicle => {
  const model = buildModel(actor.vehicle)
  const n = model.wheels
  const state = new Float64Array(SCALARS.length + PER_WHEEL.length * n)
  const views = Object.fromEntries(
    PER_WHEEL.map((name, i) => [name, state.subarray(SCALARS.length + i * n, SCALARS.length + (i + 1) * n)]),
  ) as Record<PerWheel, Float64Array>
  return {
    ...views,
    index,
    id: actor.id,
    model,
    body: rigidBody(model),
    abs: actor.abs,
    esc: actor.esc,
    state,
    motion: new Motion(),
    wrench: new Wrench(),
    contact: { axes: new Float64Array(9 * n), point: new Float64Array(3 * n) },
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
