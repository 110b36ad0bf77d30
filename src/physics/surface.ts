/** What each wheel stands on: height, normal and friction of the ground under it. */
import type { Ground, Road } from '../road/index.ts'
import { SURFACE_KINDS } from './model.ts'
import { feelGround } from './resistance.ts'
import type { Vehicle } from './vehicle.ts'

const NUMBER = Object.fromEntries(SURFACE_KINDS.map((kind, i) => [kind, i])) as Record<string, number>

/** Below this share of upright a wheel rolls on nothing: the car lies on its body (roof.ts). */
const WHEELS_CARRY = 0.3

/**
 * Fills each wheel's contact: directions, contact point, tyre deflection, velocity over the ground and the
 * surface. `everySurface` false keeps the surface of the last look (it changes more slowly than the load).
 */
export const touchGround = (v: Vehicle, road: Road, everySurface: boolean): void => {
  const { model, motion: m, body, contact } = v
  const { steerCos, steerSin, travel, deflection, vx, vy } = v.wheels
  const { axes, point } = contact
  const rollRate = model.rollScrub * m.wx
  for (let w = 0; w < model.wheelCount; w++) {
    const x = model.x[w]
    const y = model.y[w]
    const z = model.z[w] + travel[w]
    const px = body.position.x + m.r00 * x + m.r01 * y + m.r02 * z
    const py = body.position.y + m.r10 * x + m.r11 * y + m.r12 * z
    const pz = body.position.z + m.r20 * x + m.r21 * y + m.r22 * z
    const normal = road.normal(px, py)
    // Ground normal in the body frame.
    const nx = m.r00 * normal[0] + m.r10 * normal[1] + m.r20 * normal[2]
    const ny = m.r01 * normal[0] + m.r11 * normal[1] + m.r21 * normal[2]
    const nz = m.r02 * normal[0] + m.r12 * normal[1] + m.r22 * normal[2]
    const clearance = (pz - road.height(px, py)) * normal[2]
    deflection[w] = nz < WHEELS_CARRY ? -1 : model.freeRadius[w] - clearance

    // Forward: the wheel's heading laid into the ground plane; left completes it.
    const c = steerCos[w]
    const s = steerSin[w]
    const off = c * nx + s * ny
    let fx = c - off * nx
    let fy = s - off * ny
    let fz = -off * nz
    const k = 1 / Math.sqrt(fx * fx + fy * fy + fz * fz)
    fx *= k
    fy *= k
    fz *= k
    const lx = ny * fz - nz * fy
    const ly = nz * fx - nx * fz
    const lz = nx * fy - ny * fx
    const a = 9 * w
    axes[a] = nx
    axes[a + 1] = ny
    axes[a + 2] = nz
    axes[a + 3] = fx
    axes[a + 4] = fy
    axes[a + 5] = fz
    axes[a + 6] = lx
    axes[a + 7] = ly
    axes[a + 8] = lz

    const rx = x - clearance * nx
    const ry = y - clearance * ny
    const rz = z - clearance * nz
    point[3 * w] = rx
    point[3 * w + 1] = ry
    point[3 * w + 2] = rz
    const ux = m.vx + m.wy * rz - m.wz * ry
    const uy = m.vy + m.wz * rx - rollRate * rz
    const uz = m.vz + m.wx * ry - m.wy * rx
    vx[w] = ux * fx + uy * fy + uz * fz
    vy[w] = ux * lx + uy * ly + uz * lz

    if (everySurface) lookAtGround(v, w, road.ground(px, py))
  }
}

/** Takes over the ground under wheel w. */
const lookAtGround = (v: Vehicle, w: number, { kind, mu, depth, other }: Ground): void => {
  const { muPeak } = v.model
  const { wheels } = v
  const number = NUMBER[kind]
  wheels.kind[w] = number
  wheels.kindMu[w] = mu ?? muPeak[number]
  wheels.depth[w] = depth
  if (other === null) {
    wheels.otherShare[w] = 0
    wheels.otherKind[w] = number
    wheels.otherMu[w] = wheels.kindMu[w]
  } else {
    const second = NUMBER[other.kind]
    wheels.otherShare[w] = other.share
    wheels.otherKind[w] = second
    wheels.otherMu[w] = other.mu ?? muPeak[second]
  }
  feelGround(v, w)
}
