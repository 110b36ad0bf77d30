/** What each wheel stands on: height, normal and friction of the ground under it. */
import type { Footing, Ground, Road } from '../../road/index.ts'
import { SURFACE_KINDS } from '../../scenario/index.ts'
import { floatOn } from './aquaplaning.ts'
import type { VehicleModel } from '../model.ts'
import { feelGround } from '../chassis/resistance.ts'
import type { Vehicle, Wheel } from '../vehicle.ts'

const NUMBER = Object.fromEntries(SURFACE_KINDS.map((kind, i) => [kind, i])) as Record<string, number>

/** Below this share of upright a wheel rolls on nothing: the car lies on its body (roof.ts). */
const WHEELS_CARRY = 0.3

const footing: Footing = { z: 0, nx: 0, ny: 0, nz: 1 }

/**
 * Looks at the road under each wheel: the plane that the ground is there until the next look, and what it is
 * made of. Roads are curved, so asking them costs more than all the rest of a wheel: where the ground is one
 * all around, one question does for all wheels, and a level road needs none for its height.
 */
export const lookAtGround = (v: Vehicle, road: Road): void => {
  const { model, motion: m } = v
  const { x: bodyX, y: bodyY, z: bodyZ } = v.body.position
  const { wheelsX, wheelsReach } = model
  const around = road.groundAround(bodyX + m.r00 * wheelsX, bodyY + m.r10 * wheelsX, wheelsReach)
  for (const wheel of v.wheels) {
    if (around === null || !road.flat) {
      const { x, y } = wheel.model
      const z = wheel.model.z + wheel.travel
      const px = bodyX + m.r00 * x + m.r01 * y + m.r02 * z
      const py = bodyY + m.r10 * x + m.r11 * y + m.r12 * z
      const pz = bodyZ + m.r20 * x + m.r21 * y + m.r22 * z
      if (!road.flat) layPlane(wheel, road, px, py, pz)
      standOn(model, wheel, around ?? road.ground(px, py))
    } else standOn(model, wheel, around)
  }
}

/** The plane of the ground under a wheel centre. */
const layPlane = (wheel: Wheel, road: Road, px: number, py: number, pz: number): void => {
  road.probe(px, py, pz, footing)
  const { nx, ny, nz } = footing
  wheel.planeX = nx
  wheel.planeY = ny
  wheel.planeZ = nz
  wheel.planeAt = nx * px + ny * py + nz * footing.z
}

/** 1 / sqrt(1 - q). A wheel's heading is nearly level: for small q four terms of the series are as exact, and cheap. */
const inverseRoot = (q: number): number =>
  q < 1e-3 ? 1 + q * (0.5 + q * (0.375 + q * (0.3125 + q * 0.2734375))) : 1 / Math.sqrt(1 - q)

/**
 * Fills each wheel's contact with the plane of the last look: directions, contact point, tyre deflection and
 * velocity over the ground.
 */
export const touchGround = (v: Vehicle): void => {
  const { r00, r01, r02, r10, r11, r12, r20, r21, r22, vx, vy, vz, wx, wy, wz } = v.motion
  const { x: bodyX, y: bodyY, z: bodyZ } = v.body.position
  const rollRate = v.model.rollScrub * wx
  for (const wheel of v.wheels) {
    const { steerCos, steerSin, contact } = wheel
    const { x, y } = wheel.model
    const z = wheel.model.z + wheel.travel
    let clearance = bodyZ + r20 * x + r21 * y + r22 * z - wheel.planeAt
    // Ground normal in the body frame.
    let nx = r20
    let ny = r21
    let nz = r22
    // On level ground, the usual case, that is all; both ways give the same bits there.
    if (wheel.planeZ !== 1) {
      const { planeX, planeY, planeZ } = wheel
      const px = bodyX + r00 * x + r01 * y + r02 * z
      const py = bodyY + r10 * x + r11 * y + r12 * z
      const pz = bodyZ + r20 * x + r21 * y + r22 * z
      clearance = planeX * px + planeY * py + planeZ * pz - wheel.planeAt
      nx = r00 * planeX + r10 * planeY + r20 * planeZ
      ny = r01 * planeX + r11 * planeY + r21 * planeZ
      nz = r02 * planeX + r12 * planeY + r22 * planeZ
    }
    wheel.deflection = nz < WHEELS_CARRY ? -1 : wheel.model.freeRadius - clearance

    // Forward: the wheel's heading laid into the ground plane; left completes it.
    const off = steerCos * nx + steerSin * ny
    const k = inverseRoot(off * off)
    const fx = (steerCos - off * nx) * k
    const fy = (steerSin - off * ny) * k
    const fz = -off * nz * k
    const lx = ny * fz - nz * fy
    const ly = nz * fx - nx * fz
    const lz = nx * fy - ny * fx
    contact.nx = nx
    contact.ny = ny
    contact.nz = nz
    contact.fx = fx
    contact.fy = fy
    contact.fz = fz
    contact.lx = lx
    contact.ly = ly
    contact.lz = lz

    const rx = x - clearance * nx
    const ry = y - clearance * ny
    const rz = z - clearance * nz
    contact.px = rx
    contact.py = ry
    contact.pz = rz
    const ux = vx + wy * rz - wz * ry
    const uy = vy + wz * rx - rollRate * rz
    const uz = vz + wx * ry - wy * rx
    wheel.vx = ux * fx + uy * fy + uz * fz
    wheel.vy = ux * lx + uy * ly + uz * lz
  }
}

/** Takes over the ground under a wheel. */
const standOn = ({ muPeak, wetTyre }: VehicleModel, wheel: Wheel, ground: Ground): void => {
  const { kind, mu, depth, other } = ground
  // The same dry ground as before says nothing new; how deep a tyre floats changes with its speed.
  if (ground === wheel.ground && depth === 0 && other === null) return
  const number = NUMBER[kind]
  wheel.ground = ground
  wheel.kind = number
  wheel.kindMu = mu ?? muPeak[number]
  wheel.depth = depth
  if (other === null) {
    wheel.otherShare = 0
    wheel.otherKind = number
    wheel.otherMu = wheel.kindMu
  } else {
    const second = NUMBER[other.kind]
    wheel.otherShare = other.share
    wheel.otherKind = second
    wheel.otherMu = other.mu ?? muPeak[second]
  }
  feelGround(wheel)
  floatOn(wetTyre, wheel, ground)
}
