/** Tractors with trailers on a test road: the rig, its articulation, the gap in its joint, its swaying. */
import { laden } from '../../src/scenario/vehicles/trailer.ts'
import { conjugate, rotate, yawOf, wrapAngle, type Vec3 } from '../../src/math/index.ts'
import type { Physics } from '../../src/physics/index.ts'
import type { ActorSpec, VehicleSpec } from '../../src/scenario/index.ts'
import type { ActorState, WorldState } from '../../src/world/index.ts'
import { actor, controls, drive, physicsOf, speedOf } from './cars.ts'
import { flatRoad, type FlatRoad } from './flat-road.ts'
import { vehicleOf } from './fleet.ts'
import { dampingOf, linearArticulation } from './linear-rig.ts'

export const TRACTOR = vehicleOf('semi-tractor')
export const SEMITRAILER = vehicleOf('semitrailer')
export const CAR = vehicleOf('sedan')
export const CARAVAN = vehicleOf('caravan')
/** The same caravan with what should lie over its axle stowed at the back. */
export const REAR_HEAVY = laden(CARAVAN, { mass: 150, x: -2.4, z: 0.9 })

export const rig = (
  road: FlatRoad,
  tractor: VehicleSpec,
  trailer: VehicleSpec,
  over: Partial<ActorSpec>,
): Physics =>
  physicsOf(
    flatRoad(road),
    actor({ id: 'ego', spec: tractor, ...over }),
    actor({ id: 'ego.trailer', spec: trailer, ...over, towedBy: 'ego' }),
  )

/** Angle of the trailer from its tractor, to the left positive, rad. */
export const articulation = ({ actors: [a, b] }: WorldState): number =>
  wrapAngle(yawOf(b.orientation) - yawOf(a.orientation))

const jointOf = ({ position, orientation }: ActorState, x: number, z: number): Vec3 => {
  const [px, py, pz] = rotate(orientation, [x, 0, z])
  return [position[0] + px, position[1] + py, position[2] + pz]
}

/** Distance between the two halves of the joint, m. */
export const gapOf = ({ actors: [a, b] }: WorldState, tractor: VehicleSpec, trailer: VehicleSpec): number => {
  const p = jointOf(a, tractor.hitch!.x, tractor.hitch!.z)
  const q = jointOf(b, trailer.coupling!.x, trailer.coupling!.z)
  return Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2])
}

/** Lean of a body to the left, rad. */
export const leanOf = ({ orientation }: ActorState): number =>
  Math.asin(Math.max(-1, Math.min(1, -rotate(orientation, [0, 1, 0])[2])))

/** Pedal of a driver who holds a speed, with a memory of its own. */
export const cruise = (speed: number, gain = 0.5): ((now: number) => number) => {
  let held = 0.1
  return (now) => {
    held = Math.max(0, Math.min(1, held + 0.01 * (speed - now)))
    return Math.max(0, Math.min(1, held + gain * (speed - now)))
  }
}

const PULSE = { from: 1, to: 1.3, angle: 0.008 }
const pulse = (t: number): number => (t > PULSE.from && t < PULSE.to ? PULSE.angle : 0)

/** Damping of the swaying after a flick of the wheel at a held speed, simulated. */
export const swayDamping = (car: VehicleSpec, trailer: VehicleSpec, speed: number): number => {
  const pedal = cruise(speed)
  const states = drive(rig({}, car, trailer, { speed }), 6.5, (t, s) =>
    controls({ throttle: pedal(speedOf(s)), steer: pulse(t) }),
  )
  return dampingOf(states.slice(170).map(articulation))
}

/** The same by the linear model. */
export const linearDamping = (car: VehicleSpec, trailer: VehicleSpec, speed: number): number =>
  dampingOf(linearArticulation(car, trailer, speed, pulse, 6.5, 0.002).slice(850))

/** Lateral acceleration, g, at which the inner wheels of a trailer leave the ground in a slowly closing turn. */
export const tipUp = (tractor: VehicleSpec, trailer: VehicleSpec, speed: number): number => {
  const pedal = cruise(speed)
  const lifted = ({ actors: [, b] }: WorldState): boolean =>
    b.wheels.filter((_, i) => i % 2 === 0).every((w) => w.load === 0)
  const states = drive(
    rig({}, tractor, trailer, { speed }),
    30,
    (t, s) => controls({ throttle: pedal(speedOf(s)), steer: 0.004 * t }),
    lifted,
  )
  const [, b] = states.at(-1)!.actors
  const [vx, vy] = rotate(conjugate(b.orientation), b.velocity)
  return (Math.hypot(vx, vy) * b.angularVelocity[2]) / 9.81
}
