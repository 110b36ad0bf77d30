/** A tipped vehicle lies on its body: the corners of its box against the ground. */
import type { Road } from '../road/index.ts'
import { frictionOn, pressOnGround, type GroundRules } from './ground-contact.ts'
import type { Vehicle } from './vehicle.ts'

/** More upright than this (cosine of the tilt) only the wheels can reach the ground. */
const UPRIGHT = 0.8
/** Give of the body under its own weight on one corner, m, and damping over critical. */
const GIVE = 0.03
const DAMPING = 0.5
/** Sheet metal on dry asphalt (drag factors of sliding on side and roof: 0.3 to 0.6). */
const FRICTION = 0.5

const corners = new Float64Array(3 * 8)

/** Adds what the ground does to the corners that reach it. */
export const lieOnGround = (v: Vehicle, road: Road): void => {
  const { motion, model, body } = v
  if (motion.r22 > UPRIGHT) return
  const rules: GroundRules = {
    mass: model.mass,
    inertia: model.spec.inertia,
    give: GIVE,
    damping: DAMPING,
    friction: frictionOn(road.ground(body.position.x, body.position.y), FRICTION),
    limp: false,
  }
  for (let i = 0; i < 8; i++) {
    corners[3 * i] = model.boxCentre[0] + (i & 1 ? model.boxHalf[0] : -model.boxHalf[0])
    corners[3 * i + 1] = model.boxCentre[1] + (i & 2 ? model.boxHalf[1] : -model.boxHalf[1])
    corners[3 * i + 2] = model.boxCentre[2] + (i & 4 ? model.boxHalf[2] : -model.boxHalf[2])
  }
  pressOnGround(v, rules, corners, 8, road)
}
