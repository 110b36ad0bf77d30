/** What is told of a crash. */
import { conjugate, rotate, type Vec3 } from '../../math/index.ts'
import { TICKS_PER_SECOND, type WorldEvent } from '../../world/index.ts'
import type { Impulse } from './impact.ts'
import type { Solid } from './solid.ts'

/** The record of an impulse on `b`, whose opposite `a` has had. */
export const recordCrash = (a: Solid, b: Solid, point: Vec3, impulse: Impulse, tick: number): WorldEvent => {
  const { x, y, z } = impulse
  return {
    kind: 'collision',
    time: tick / TICKS_PER_SECOND,
    actors: [a.id, b.id],
    point,
    closingSpeed: impulse.closingSpeed,
    deltaV: [changeOf(a, [-x, -y, -z]), changeOf(b, [x, y, z])],
    pdof: [directionOfForce(a, -x, -y), directionOfForce(b, x, y)],
    energy: impulse.energyLost,
  }
}

/** Change of velocity; 0 of what is fixed, and never -0. */
const changeOf = ({ body }: Solid, [x, y, z]: Vec3): Vec3 => [
  x * body.invMass + 0,
  y * body.invMass + 0,
  z * body.invMass + 0,
]

/** Where the blow came from, in the body frame: 0 from ahead, positive from the left, rad. */
const directionOfForce = ({ body: { quaternion: q } }: Solid, px: number, py: number): number => {
  const local = rotate(conjugate([q.x, q.y, q.z, q.w]), [-px, -py, 0])
  return Math.atan2(local[1], local[0])
}
