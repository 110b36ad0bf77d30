/**
 * What is different about a vehicle with two wheels in line: its tyres roll on their round cross-section, lean
 * pushes them sideways, its wheels are gyroscopes, and it lies down on bars, pegs and whoever rides it.
 */
import type { Road } from '../../road/index.ts'
import { SURFACE_KINDS, type RiderSpec, type VehicleSpec } from '../../scenario/index.ts'
import { TICK } from '../constants.ts'
import { lieOn } from '../contact/roof.ts'
import type { Vehicle } from '../vehicle.ts'

/** Constants of a two-wheeler. */
export interface TwoWheeler {
  readonly rider: RiderSpec
  /** Side slip that pushes as a lean does, for each unit of its sine. */
  readonly camberSlip: number
  /** Slip stiffness over load, by SURFACE_KINDS. */
  readonly slipStiffness: Float64Array
  /** What it lies on: points relative to its centre of gravity, m. */
  readonly lay: Float64Array
}

/** null: the vehicle is none. */
export const twoWheelerOf = (spec: VehicleSpec): TwoWheeler | null => {
  const { rider, tyre } = spec
  if (rider === undefined) return null
  return {
    rider,
    camberSlip: rider.camberThrust / tyre.surfaces['dry-asphalt'].stiffnessPerLoad,
    slipStiffness: Float64Array.from(SURFACE_KINDS, (kind) => tyre.surfaces[kind].stiffnessPerLoad),
    lay: layOf(spec, rider.leanMax),
  }
}

/** With its wheel nearer to flat than this (cosine of the lean) a tyre carries nothing: the body does. */
const WHEELS_CARRY = 0.35

/**
 * touchGround for wheels that lean. The tyre is a torus: its lowest point wanders to the side it leans to, by
 * the crown radius times the sine of the lean, and the contact with it. Camber thrust is the side slip that
 * would give the same force, added to the velocity of the contact while the wheel rolls.
 */
export const leanOnGround = (v: Vehicle, { rider, camberSlip }: TwoWheeler): void => {
  const { motion: m } = v
  const { x: bodyX, y: bodyY, z: bodyZ } = v.body.position
  const crown = rider.crownRadius
  for (const wheel of v.wheels) {
    const { planeX, planeY, planeZ } = wheel
    const { x, y } = wheel.model
    const z = wheel.model.z + wheel.travel
    const px = bodyX + m.r00 * x + m.r01 * y + m.r02 * z
    const py = bodyY + m.r10 * x + m.r11 * y + m.r12 * z
    const pz = bodyZ + m.r20 * x + m.r21 * y + m.r22 * z
    const clearance = planeX * px + planeY * py + planeZ * pz - wheel.planeAt
    const nx = m.r00 * planeX + m.r10 * planeY + m.r20 * planeZ
    const ny = m.r01 * planeX + m.r11 * planeY + m.r21 * planeZ
    const nz = m.r02 * planeX + m.r12 * planeY + m.r22 * planeZ

    // The axle points left, turned by the steering; its share of the normal is the sine of the lean (to the left).
    const ax = -wheel.steerSin
    const ay = wheel.steerCos
    const axleUp = ax * nx + ay * ny
    const upright = Math.sqrt(Math.max(0, 1 - axleUp * axleUp))
    const ring = wheel.model.freeRadius - crown
    wheel.deflection = upright < WHEELS_CARRY ? -1 : ring * upright + crown - clearance

    const k = upright > 0 ? 1 / upright : 0
    // Forward lies in the wheel's plane and in the ground's: axle x normal.
    const fx = ay * nz * k
    const fy = -ax * nz * k
    const fz = (ax * ny - ay * nx) * k
    const { contact } = wheel
    contact.nx = nx
    contact.ny = ny
    contact.nz = nz
    contact.fx = fx
    contact.fy = fy
    contact.fz = fz
    contact.lx = ny * fz - nz * fy
    contact.ly = nz * fx - nx * fz
    contact.lz = nx * fy - ny * fx

    // From the centre down the wheel's plane to the ring, then down along the normal to the ground.
    const reach = ring * k
    const below = clearance - ring * upright
    const rx = x - reach * (nx - axleUp * ax) - below * nx
    const ry = y - reach * (ny - axleUp * ay) - below * ny
    const rz = z - reach * nz - below * nz
    contact.px = rx
    contact.py = ry
    contact.pz = rz
    const ux = m.vx + m.wy * rz - m.wz * ry
    const uy = m.vy + m.wz * rx - m.wx * rz
    const uz = m.vz + m.wx * ry - m.wy * rx
    wheel.vx = ux * fx + uy * fy + uz * fz
    const rolling = Math.min(Math.abs(wheel.vx), Math.abs(wheel.spinRate) * wheel.model.radius)
    wheel.vy = ux * contact.lx + uy * contact.ly + uz * contact.lz + camberSlip * axleUp * rolling
  }
}

/**
 * Side force that leans into the body's vertical goes through the springs: in a turn they carry 1 / cos(lean) of
 * the weight. It is the force of the last tick, moved from the body to the unsprung masses. And what goes through
 * the springs has come up from a contact beside the wheel's plane: the fork takes that as a moment.
 */
export const springSideForce = ({ wheels, wrench }: Vehicle): void => {
  for (const wheel of wheels) {
    const { contact: c, forceX, forceY, load } = wheel
    const up = c.fz * forceX + c.lz * forceY
    wheel.travelRate += (up / wheel.model.unsprungMass) * TICK
    wrench.push(0, 0, -up, wheel.model.x, wheel.model.y, 0)
    wrench.tx += (c.py - wheel.model.y) * c.nz * load
  }
}

/** What the spinning wheels do to a body that turns: -Omega x (I omega) along each axle. */
export const precess = ({ wheels, motion: m, wrench }: Vehicle, steerRate: number): void => {
  for (const { model, spinRate, steerSin, steerCos } of wheels) {
    const spin = model.spinInertia * spinRate
    const hx = -steerSin * spin
    const hy = steerCos * spin
    const wz = m.wz + (model.steerMax > 0 ? steerRate : 0)
    wrench.tx += wz * hy
    wrench.ty -= wz * hx
    wrench.tz -= m.wx * hy - m.wy * hx
  }
}

/** More upright than this (cosine of the tilt) nothing but the wheels can reach the ground. */
const UPRIGHT = 0.75
/** Damping of what lies on the ground, over critical. */
const DAMPING = 0.4

/** Bars, pegs, hip and shoulder of either side. */
const layOf = (spec: VehicleSpec, leanMax: number): Float64Array => {
  const { width, height, axles } = spec
  const wheelbase = axles[0].x
  const [cx, cy, cz] = spec.centreOfGravity
  const peg = 0.36 * width
  const points = [1, -1].flatMap((side) =>
    [
      [0.72 * wheelbase, 0.5 * width, 0.68 * height],
      // Just out of reach in the farthest lean that is ridden.
      [0.4 * wheelbase, peg, peg * Math.tan(Math.min(1.1, leanMax + 0.12))],
      [-0.1 * wheelbase, 0.25 * width, 0.5 * height],
      [0.3 * wheelbase, 0.3 * width, 0.95 * height],
    ].flatMap(([x, y, z]) => [x - cx, side * y - cy, z - cz]),
  )
  return Float64Array.from(points)
}

/** Adds what the ground does to the points of the body that reach it. */
export const lieDown = (v: Vehicle, { lay }: TwoWheeler, road: Road): void => {
  if (v.motion.r22 > UPRIGHT) return
  lieOn(v, lay, lay.length / 3, DAMPING, road)
}
