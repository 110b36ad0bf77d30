/** Where a sensor is that rides on an actor, and how it moves with it. */
import { add, compose, cross, quatFromEuler, rotate, type Pose, type Vec3 } from '../math/index.ts'
import type { SensorSpec } from '../scenario/index.ts'
import type { ActorState, WorldState } from '../world/index.ts'

type Carried = Pick<SensorSpec, 'id' | 'kind' | 'actor' | 'mount'>

/** @throws RangeError when the actor that carries it is not in `state` */
export const carrierOf = ({ id, kind, actor }: Carried, state: WorldState): ActorState => {
  const carrier = state.actors.find((a) => a.id === actor)
  if (carrier === undefined)
    throw new RangeError(`${kind} '${id}' is mounted on '${actor}', which is not in the world`)
  return carrier
}

/** The sensor in the world. @throws RangeError when the actor that carries it is not in `state` */
export const mountPose = (spec: Carried, state: WorldState): Pose =>
  compose(carrierOf(spec, state), {
    position: spec.mount.position,
    orientation: quatFromEuler(spec.mount),
  })

/** Velocity of the sensor over ground, world frame, m/s: what its carrier does, and the carrier's turning. */
export const mountVelocity = (spec: Carried, state: WorldState): Vec3 =>
  velocityOf(carrierOf(spec, state), spec.mount.position)

/** World velocity of a point that is fixed to an actor's body, m/s; `at` in the body frame. */
export const velocityOf = (actor: ActorState, at: Vec3): Vec3 =>
  add(actor.velocity, rotate(actor.orientation, cross(actor.angularVelocity, at)))
