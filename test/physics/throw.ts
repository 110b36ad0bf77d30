/** Pedestrian throw and rollover, measured for the tests and for the table of docs/physics.md. */
import type { ActorSpec, RoadUserSpec, VehicleSpec, WalkerSpec } from '../../src/scenario/index.ts'
import type { WorldState } from '../../src/world/index.ts'
import { middleOf } from './bodies.ts'
import { actor, controls, drive, physicsOf } from './cars.ts'
import { flatRoad } from './flat-road.ts'

const GRAVITY = 9.81
const GROUND = 0.66

export interface Throw {
  /** From the impact to rest, of the middle of the body, m. */
  readonly distance: number
  /** At the end, m/s. */
  readonly speed: number
}

/** A vehicle at `speed` strikes somebody who stands before it; it brakes fully from then on, or rolls on. */
export const throwOf = (
  vehicle: VehicleSpec,
  walker: WalkerSpec,
  speed: number,
  { brakes = true, across = 0.1, facing = Math.PI / 2 } = {},
): Throw => {
  const front = vehicle.length - vehicle.rearOverhang
  const car = actor({ id: 'car', spec: vehicle, speed })
  const at = { lane: -1, s: 100 + front + 1, offset: across, heading: facing }
  const somebody = actor({ id: 'somebody', spec: walker, at })
  let struck = false
  const stand = controls({ walk: { speed: 0, heading: facing } })
  const states = drive(
    physicsOf(flatRoad(), car, somebody),
    20,
    (_, { events }) => {
      struck ||= events.some((e) => e.kind === 'collision')
      return [controls({ brake: struck && brakes ? 1 : 0 }), stand]
    },
    ({ time, actors: [, s] }) => time > 3 && Math.hypot(...s.velocity) === 0,
  )
  const from = middleOf(states[0].actors[1], walker)
  const last = states.at(-1)!.actors[1]
  const to = middleOf(last, walker)
  return { distance: Math.hypot(to[0] - from[0], to[1] - from[1]), speed: Math.hypot(...last.velocity) }
}

/**
 * What a throw may be, m: between Searle's bounds (SAE 831622) and within a fifth of what Toor and Araszewski
 * found for that kind of front (SAE 2003-01-0883).
 */
export const throwBand = (kind: 'wrap' | 'forward', speed: number): readonly [number, number] => {
  const least = (speed * speed) / (2 * GROUND * GRAVITY)
  const [factor, power] = kind === 'wrap' ? [9.84, 0.57] : [8.25, 0.61]
  const found = Math.pow((speed * 3.6) / factor, 1 / power)
  return [Math.max(least, 0.8 * found), Math.min(least * (1 + GROUND * GROUND), 1.2 * found)]
}

/** T / 2h. */
export const staticStability = ({ axles, centreOfGravity }: VehicleSpec): number =>
  axles.reduce((sum, a) => sum + a.track / axles.length, 0) / (2 * centreOfGravity[2])

/**
 * Lateral acceleration over g at which the inner wheels leave the ground in a slowly rising steer on a road of this
 * friction; null: they never do, it slides.
 */
export const tipUp = (vehicle: VehicleSpec, mu: number, speed = 18): number | null => {
  let found: number | null = null
  drive(
    physicsOf(flatRoad({ mu }), actor({ id: 'car', spec: vehicle, speed })),
    26,
    (time, { actors: [a] }) => {
      const now = Math.hypot(a.velocity[0], a.velocity[1])
      if (a.wheels.every((w, i) => i % 2 === 1 || w.load === 0))
        found ??= (now * a.angularVelocity[2]) / GRAVITY
      const throttle = Math.max(0, Math.min(1, 0.1 + 0.5 * (speed - now)))
      return controls({ steer: Math.min(0.5, 0.014 * time), throttle })
    },
    () => found !== null,
  )
  return found
}

/** Energy that a barrier takes from a vehicle, over what it had. */
export const barrierEnergy = (vehicle: VehicleSpec, barrier: RoadUserSpec, speed: number): number => {
  const front = vehicle.length - vehicle.rearOverhang
  const at = { lane: -1, s: 100 + front + 1 + barrier.length / 2, offset: 0, heading: 0 }
  const states = drive(
    physicsOf(
      flatRoad(),
      actor({ id: 'car', spec: vehicle, speed }),
      actor({ id: 'wall', spec: barrier, at }),
    ),
    0.5,
    () => controls(),
  )
  const [hit] = states.flatMap((s) => s.events).filter((e) => e.kind === 'collision')
  return hit.energy / (0.5 * vehicle.mass * hit.closingSpeed * hit.closingSpeed)
}

/** Runs a car that has been given other numbers of its body (position, quaternion, velocity, rates), brakes on. */
export const from = (
  actors: readonly ActorSpec[],
  mu: number | null,
  change: (body: readonly number[]) => number[],
  seconds: number,
): WorldState[] => {
  const physics = physicsOf(flatRoad({ mu }), ...actors)
  const saved = physics.save()
  const [car, ...others] = saved.vehicles
  physics.restore({ ...saved, vehicles: [{ ...car, body: change(car.body) }, ...others] })
  return drive(physics, seconds, () => controls({ brake: 1 }))
}

/** A car that slides on its roof from `speed` to rest. */
export const onRoof = (spec: VehicleSpec, speed: number): WorldState[] =>
  from(
    [actor({ id: 'car', spec })],
    null,
    ([x, y]) => [x, y, spec.height - spec.centreOfGravity[2], 1, 0, 0, 0, speed, 0, 0, 0, 0, 0],
    8,
  )

/** Mean deceleration over g. */
export const roofDrag = (spec: VehicleSpec, speed: number): number => {
  const states = onRoof(spec, speed)
  const way = states.at(-1)!.actors[0].position[0] - states[0].actors[0].position[0]
  return (speed * speed) / (2 * GRAVITY * way)
}
