/** The world a moment before or after a snapshot, for sensors that look longer than an instant. */
import { add, quatMultiply, scale, type Quat, type Vec3 } from '../math/index.ts'
import type { ActorState, WorldState } from '../world/index.ts'

/** The rotation by a rate of turn (body frame, rad/s) in `dt`, s. */
const turned = (rate: Vec3, dt: number): Quat => {
  const [x, y, z] = scale(rate, dt / 2)
  const half = Math.hypot(x, y, z)
  // sin(h) / h, near 1 for the small angles that these are.
  const k = half < 1e-6 ? 1 : Math.sin(half) / half
  return [x * k, y * k, z * k, Math.cos(half)]
}

/** Somebody `dt` seconds later, going on evenly. */
export const moved = (actor: ActorState, dt: number): ActorState => ({
  ...actor,
  position: add(actor.position, scale(actor.velocity, dt)),
  orientation: quatMultiply(actor.orientation, turned(actor.angularVelocity, dt)),
  wheels: actor.wheels.map((wheel) => ({ ...wheel, spin: wheel.spin + wheel.spinRate * dt })),
})

/**
 * The state `dt` seconds later (negative: earlier), everybody going on evenly: bodies by their velocities, wheels
 * turning. The tick stays: it is the same reading.
 */
export const extrapolate = (state: WorldState, dt: number): WorldState => ({
  ...state,
  time: state.time + dt,
  actors: state.actors.map((actor) => (actor.present ? moved(actor, dt) : actor)),
})
