/** What is true of an object whoever looks: where it is, how it moves, and both as the sensor's carrier has it. */
import {
  conjugate,
  cross,
  inverseTransformPoint,
  norm,
  quatMultiply,
  rotate,
  sub,
  type Pose,
  type Vec3,
} from '../math/index.ts'
import type { Shape } from '../shape/index.ts'
import type { ActorState } from '../world/index.ts'
import { box3dOf } from './box3d.ts'
import type { ObjectTruth, Relative } from './frame.ts'

/**
 * The truth of one object for one reading.
 * @param shape of `actor`.
 * @param sensor where the sensor is in the world.
 * @param carrier who carries it.
 */
export const objectTruth = (
  actor: ActorState,
  shape: Shape,
  sensor: Pose,
  carrier: ActorState,
): ObjectTruth => {
  const box3d = box3dOf(shape, actor)
  const acceleration = rotate(actor.orientation, actor.acceleration)
  return {
    actor: actor.id,
    instance: actor.instance,
    semantic: shape.semantic,
    box3d,
    distance: norm(sub(box3d.center, sensor.position)),
    velocity: actor.velocity,
    acceleration,
    angularVelocity: rotate(actor.orientation, actor.angularVelocity),
    relative: relativeTo(carrier, actor, acceleration),
  }
}

const relativeTo = (carrier: ActorState, actor: ActorState, acceleration: Vec3): Relative => {
  const into = conjugate(carrier.orientation)
  const position = inverseTransformPoint(carrier, actor.position)
  const velocity = rotate(into, actor.velocity)
  // In a frame that turns, what stands still goes round: omega x r.
  const own = cross(carrier.angularVelocity, position)
  return {
    pose: { position, orientation: quatMultiply(into, actor.orientation) },
    velocity,
    acceleration: rotate(into, acceleration),
    approach: sub(sub(velocity, rotate(into, carrier.velocity)), own),
  }
}
