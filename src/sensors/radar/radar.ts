/** The radar: what comes back to it from the world, and what its receiver makes of that. */
import { add, conjugate, dot, norm, rotate, scale, sub, type Pose, type Vec3 } from '../../math/index.ts'
import type { RadarSpec, Weather } from '../../scenario/index.ts'
import type { Shape } from '../../shape/index.ts'
import type { ActorState, WorldState } from '../../world/index.ts'
import { carrierOf, mountPose, mountVelocity } from '../mounted.ts'
import { NOTHING, STANDING } from '../raycast/caster.ts'
import type { RayWorld } from '../raycast/ray-world.ts'
import type { Sensor } from '../sensor.ts'
import { leftPerMetre } from './attenuation.ts'
import { centresOf, type Centre } from './centres.ts'
import type { RadarDetection, RadarEcho } from './detection.ts'
import { blockersOf, isActor, type Way } from './lines-of-sight.ts'
import { doubled, mirrored, type Detour, type Seen } from './mirrors.ts'
import { cellsOf, received, receiverOf } from './receiver.ts'
import { lookRound } from './surroundings.ts'

/** Everything that comes back to a radar. */
export interface RadarTruth {
  readonly echoes: readonly RadarEcho[]
  /** Share of the power that the air leaves after a metre, there and back. */
  readonly leftPerMetre: number
  /** Instances that have a point within range and field of view, hidden or not. */
  readonly within: readonly number[]
}

export interface RadarScene {
  /** Placed as the state has it, without the carrier. */
  readonly world: RayWorld
  /** Of every actor, by its id. */
  readonly shapes: ReadonlyMap<string, Shape>
  readonly weather: Weather
}

/** A centre may lie this deep in what it is a part of, or in the ground that a tyre stands on, m. */
const SLACK = 0.3
/** Share of the power that is left on the way under a vehicle and by the road, there and back: it is a starting value. */
const UNDERNEATH = 0.05

const STILL: Vec3 = [0, 0, 0]

export const radarTruth = (
  spec: RadarSpec,
  state: WorldState,
  { world, shapes, weather }: RadarScene,
): RadarTruth => {
  const pose = mountPose(spec, state)
  const velocity = mountVelocity(spec, state)
  const view = viewOf(spec, pose, velocity)
  const own = carrierOf(spec, state)
  const others = state.actors.filter((a) => a.present && a.id !== spec.actor)
  const centres = others.flatMap((actor) => {
    const shape = shapes.get(actor.id)
    const made = shape === undefined ? [] : centresOf(shape, actor, pose.position)
    return made.filter(({ position }) => view.holds(position)).map((centre): Target => ({ centre, actor }))
  })
  const straight = free(centres, own, pose.position, world)
  const glimpses = lookRound(spec, pose, world)
  const scenery = glimpses.at.flatMap((glimpse): RadarEcho[] =>
    glimpse?.owner === STANDING
      ? [
          view.echoOf(
            { position: glimpse.point, velocity: STILL, rcs: glimpse.rcs },
            1,
            0,
            'scenery',
            glimpse,
          ),
        ]
      : [],
  )
  const seen = strongestOf(straight)
  const ofInstance = (instance: number): ActorState => state.actors[instance - 1]
  const rcsFrom = (instance: number, from: Vec3): number => {
    const shape = shapes.get(ofInstance(instance).id)
    return shape === undefined
      ? 0
      : centresOf(shape, ofInstance(instance), from).reduce((sum, { rcs }) => sum + rcs, 0)
  }
  const detours = [
    ...mirrored(
      ...([pose.position, velocity, seen, glimpses, world] as const),
      (instance) => ofInstance(instance).velocity,
      rcsFrom,
    ),
    ...seen.flatMap((target) => doubled(pose.position, velocity, target)),
  ]
  return {
    echoes: [
      ...straight.map(({ centre, actor, left }) => view.echoOf(centre, left, actor.instance, 'object')),
      ...scenery,
      ...detours.map((detour) => view.ghostOf(detour)),
    ],
    leftPerMetre: leftPerMetre(weather, spec.frequency),
    within: [...new Set(centres.map(({ actor }) => actor.instance))],
  }
}

interface Target {
  readonly centre: Centre
  readonly actor: ActorState
}

/** The world as it lies before the antenna. */
const viewOf = (spec: RadarSpec, { position, orientation }: Pose, velocity: Vec3) => {
  const anglesOf = (point: Vec3): { azimuth: number; elevation: number } => {
    const [x, y, z] = rotate(conjugate(orientation), sub(point, position))
    return { azimuth: Math.atan2(y, x), elevation: Math.atan2(z, Math.hypot(x, y)) }
  }
  return {
    holds: (point: Vec3): boolean => {
      const { azimuth, elevation } = anglesOf(point)
      const distance = norm(sub(point, position))
      const inside =
        Math.abs(azimuth) <= spec.horizontalFov / 2 && Math.abs(elevation) <= spec.verticalFov / 2
      return inside && distance >= spec.range[0] && distance < spec.range[1]
    },
    echoOf: (
      centre: Centre,
      left: number,
      instance: number,
      origin: RadarEcho['origin'],
      { azimuth, elevation } = anglesOf(centre.position),
    ): RadarEcho => {
      const away = sub(centre.position, position)
      const range = norm(away)
      const radialSpeed = dot(sub(centre.velocity, velocity), away) / range
      return { range, radialSpeed, azimuth, elevation, rcs: centre.rcs, left, instance, origin }
    },
    ghostOf: ({ from, ...detour }: Detour): RadarEcho => ({ ...detour, ...anglesOf(from), origin: 'ghost' }),
  }
}

/** Centres that the wave comes to, straight or under what stands in the way. */
const free = (
  targets: readonly Target[],
  own: ActorState,
  origin: Vec3,
  world: RayWorld,
): (Target & { readonly left: number })[] => {
  const wayTo = ({ centre, actor }: Target): Way => ({
    ...{ from: origin, to: centre.position, slack: SLACK, own: actor.instance },
  })
  const blockers = blockersOf(world, targets.map(wayTo))
  const hidden = targets.filter((_, i) => isActor(blockers[i]))
  const under = new Set(hidden.filter(passable(hidden, own, origin, world)))
  return targets.flatMap((target, i) => {
    if (blockers[i] === NOTHING) return [{ ...target, left: 1 }]
    return under.has(target) ? [{ ...target, left: UNDERNEATH }] : []
  })
}

/** Whether the way by the road is free: down to where the road throws the wave on, and up again. */
const passable = (
  hidden: readonly Target[],
  own: ActorState,
  origin: Vec3,
  world: RayWorld,
): ((target: Target, i: number) => boolean) => {
  const ways = hidden.flatMap(({ centre, actor }): Way[] => {
    // The road is taken as even between the two vehicles.
    const height = Math.max(0.05, origin[2] - own.position[2])
    const theirs = Math.max(0.05, centre.position[2] - actor.position[2])
    const share = height / (height + theirs)
    const along = sub(centre.position, origin)
    const [x, y] = add(origin, scale(along, share))
    const ground = own.position[2] + share * (actor.position[2] - own.position[2]) + 0.03
    const touch: Vec3 = [x, y, ground]
    const ends = { slack: SLACK, own: actor.instance }
    return [
      { from: origin, to: touch, ...ends },
      { from: touch, to: centre.position, ...ends },
    ]
  })
  const blockers = ways.length === 0 ? new Int32Array() : blockersOf(world, ways)
  return (_, i) => blockers[2 * i] === NOTHING && blockers[2 * i + 1] === NOTHING
}

/** Of each target the centre that throws back most, with the whole of its cross-section that is seen. */
const strongestOf = (targets: readonly (Target & { readonly left: number })[]): Seen[] => {
  const byInstance = new Map<number, Seen>()
  for (const { centre, actor, left } of targets) {
    if (left < 1) continue
    const before = byInstance.get(actor.instance)
    const stronger = before === undefined || centre.rcs > before.rcs
    byInstance.set(actor.instance, { ...(stronger ? centre : before), instance: actor.instance })
  }
  return [...byInstance.values()]
}

export const radar: Sensor<RadarSpec, RadarTruth, readonly RadarDetection[]> = {
  kind: 'radar',
  rate: (spec) => spec.rate,
  pose: mountPose,
  develop: (spec, truth, key) => {
    const receiver = receiverOf(spec)
    return received(spec, receiver, cellsOf(receiver, truth.echoes, truth.leftPerMetre), key)
  },
}

/** Resolution cells in which an object is found half of the time or more often: instance -> number. */
export const cellsOfObjects = (spec: RadarSpec, truth: RadarTruth): ReadonlyMap<number, number> => {
  const receiver = receiverOf(spec)
  const counts = new Map<number, number>(truth.within.map((instance) => [instance, 0]))
  const half = receiver.threshold / Math.LN2 - 1
  for (const { snr, strongest } of cellsOf(receiver, truth.echoes, truth.leftPerMetre))
    if (snr >= half && strongest.origin === 'object')
      counts.set(strongest.instance, (counts.get(strongest.instance) ?? 0) + 1)
  return counts
}
