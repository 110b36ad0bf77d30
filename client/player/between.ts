/** A state between two control steps, for smooth motion at any picture rate and in slow motion. */
import { lerp, type Quat, type Vec3 } from '../../src/math/index.ts'
import type { ActorState, WheelState, WorldState } from '../../src/world/index.ts'

const mixVec = (a: Vec3, b: Vec3, u: number): Vec3 => [
  lerp(a[0], b[0], u),
  lerp(a[1], b[1], u),
  lerp(a[2], b[2], u),
]

/** Normalised linear interpolation: over one step of 10 ms it is the slerp to within rounding. */
const mixQuat = (a: Quat, b: Quat, u: number): Quat => {
  const sign = a[0] * b[0] + a[1] * b[1] + a[2] * b[2] + a[3] * b[3] < 0 ? -1 : 1
  const q = a.map((x, i) => lerp(x, sign * b[i], u))
  const n = Math.hypot(...q)
  return [q[0] / n, q[1] / n, q[2] / n, q[3] / n]
}

const mixWheel = (a: WheelState, b: WheelState, u: number): WheelState => ({
  ...a,
  travel: lerp(a.travel, b.travel, u),
  steer: lerp(a.steer, b.steer, u),
  spin: lerp(a.spin, b.spin, u),
})

const mixActor = (a: ActorState, b: ActorState, u: number): ActorState => {
  if (!a.present || !b.present) return a
  return {
    ...a,
    position: mixVec(a.position, b.position, u),
    orientation: mixQuat(a.orientation, b.orientation, u),
    velocity: mixVec(a.velocity, b.velocity, u),
    wheels: a.wheels.map((w, i) => mixWheel(w, b.wheels[i], u)),
  }
}

/**
 * What is drawn at `share` (0..1) of the way from `a` to `b`: places and angles in between, everything that is
 * measured or switched as in `a`.
 */
export const between = (a: WorldState, b: WorldState, share: number): WorldState => ({
  ...a,
  time: lerp(a.time, b.time, share),
  actors: a.actors.map((actor, i) => mixActor(actor, b.actors[i], share)),
})
