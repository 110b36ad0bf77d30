/** A tipped vehicle lies on its body: the corners of its box against the ground. */
import type { Road } from '../../road/index.ts'
import { frictionOn, pressOnGround } from './ground-contact.ts'
import type { Vehicle } from '../vehicle.ts'

/** More upright than this (cosine of the tilt) only the wheels can reach the ground. */
const UPRIGHT = 0.8
/** Give of a body under its own weight on one point, m, and damping over critical. */
const GIVE = 0.03
const DAMPING = 0.5
/** On dry asphalt: drag factors of sliding on side and roof are 0.3 to 0.6, of motorcycles 0.35 to 0.75. */
const FRICTION = 0.5

const corners = new Float64Array(3 * 8)

/** Adds what the ground does to the corners that reach it. */
export const lieOnGround = (v: Vehicle, road: Road): void => {
  const { motion, model } = v
  if (motion.r22 > UPRIGHT) return
  for (let i = 0; i < 8; i++) {
    corners[3 * i] = model.boxCentre[0] + (i & 1 ? model.boxHalf[0] : -model.boxHalf[0])
    corners[3 * i + 1] = model.boxCentre[1] + (i & 2 ? model.boxHalf[1] : -model.boxHalf[1])
    corners[3 * i + 2] = model.boxCentre[2] + (i & 4 ? model.boxHalf[2] : -model.boxHalf[2])
  }
  lieOn(v, corners, 8, DAMPING, road)
}

/**
 * Adds what the ground does to those points of a body (centre of gravity, body frame; x, y, z of each) that reach it.
 * @param damping over critical.
 */
export const lieOn = (v: Vehicle, points: Float64Array, count: number, damping: number, road: Road): void => {
  const { model, body } = v
  const friction = frictionOn(road.ground(body.position.x, body.position.y), FRICTION)
  const { inertia } = model.spec
  pressOnGround(
    v,
    { mass: model.mass, inertia, give: GIVE, damping, friction, limp: false },
    points,
    count,
    road,
  )
}
