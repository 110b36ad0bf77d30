/** A tipped vehicle lies on its body: the corners of its box against the ground. */
import type { Road } from '../road/index.ts'
import { GRAVITY } from './constants.ts'
import type { Vehicle } from './vehicle.ts'

/** More upright than this (cosine of the tilt) only the wheels can reach the ground. */
const UPRIGHT = 0.8
/** Give of the body under its own weight on one corner, m, and damping over critical. */
const GIVE = 0.03
const DAMPING = 0.5
/** Metal on the road; below this sliding speed the friction fades, m/s. */
const FRICTION = 0.5
const STICKING = 0.2

/** Adds what the ground does to the corners that reach it. */
export const lieOnGround = (v: Vehicle, road: Road): void => {
  const { motion: m, model, body, wrench } = v
  if (m.r22 > UPRIGHT) return
  const stiffness = (model.mass * GRAVITY) / GIVE
  const damper = 2 * DAMPING * Math.sqrt(stiffness * model.mass)
  const { x, y, z } = body.position
  for (let corner = 0; corner < 8; corner++) {
    const cx = model.boxCentre[0] + (corner & 1 ? model.boxHalf[0] : -model.boxHalf[0])
    const cy = model.boxCentre[1] + (corner & 2 ? model.boxHalf[1] : -model.boxHalf[1])
    const cz = model.boxCentre[2] + (corner & 4 ? model.boxHalf[2] : -model.boxHalf[2])
    const px = x + m.r00 * cx + m.r01 * cy + m.r02 * cz
    const py = y + m.r10 * cx + m.r11 * cy + m.r12 * cz
    const pz = z + m.r20 * cx + m.r21 * cy + m.r22 * cz
    const normal = road.normal(px, py)
    const depth = (road.height(px, py) - pz) * normal[2]
    if (depth <= 0) continue
    const nx = m.r00 * normal[0] + m.r10 * normal[1] + m.r20 * normal[2]
    const ny = m.r01 * normal[0] + m.r11 * normal[1] + m.r21 * normal[2]
    const nz = m.r02 * normal[0] + m.r12 * normal[1] + m.r22 * normal[2]
    const ux = m.vx + m.wy * cz - m.wz * cy
    const uy = m.vy + m.wz * cx - m.wx * cz
    const uz = m.vz + m.wx * cy - m.wy * cx
    const rise = ux * nx + uy * ny + uz * nz
    const push = Math.max(0, stiffness * depth - damper * rise)
    const sx = ux - rise * nx
    const sy = uy - rise * ny
    const sz = uz - rise * nz
    const drag = (-FRICTION * push) / Math.max(STICKING, Math.sqrt(sx * sx + sy * sy + sz * sz))
    wrench.push(push * nx + drag * sx, push * ny + drag * sy, push * nz + drag * sz, cx, cy, cz)
  }
}
