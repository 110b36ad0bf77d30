/**
 * Ghosts: echoes that come by way of a mirror. Guard rails, walls and the sides of large vehicles are mirrors to a wave
 * of 4 mm; where two neighbouring rays meet the same one, the piece between them is taken as plane. A target is then
 * seen in it at its mirror image (there and back by the mirror), and half way between (there by the mirror, straight
 * back, and the other way round). Close ahead, the wave also runs to and fro between the target and the own vehicle,
 * and shows a second one at twice the distance. After Longman et al., "Multipath Ghost Targets in Automotive Radar
 * Sensor Systems" (2021), and Kamann et al., "Automotive Radar Multipath Propagation in Uncertain Environments", ITSC 2018.
 */
import { add, dot, norm, scale, sub, type Vec3 } from '../../math/index.ts'
import type { SemanticClass } from '../../world/index.ts'
import { STANDING, NOTHING } from '../raycast/caster.ts'
import type { RayWorld } from '../raycast/ray-world.ts'
import type { Centre } from './centres.ts'
import { blockersOf } from './lines-of-sight.ts'
import { ROWS, type Glimpse, type Glimpses } from './surroundings.ts'

/** Share of the power that a mirror throws on: a rail is wavy, plaster rough, a van's side nearly smooth. */
const MIRRORS: Partial<Record<SemanticClass, number>> = {
  barrier: 0.25,
  wall: 0.1,
  building: 0.1,
  van: 0.4,
  truck: 0.5,
  bus: 0.5,
  trailer: 0.5,
}

/** A target and the strongest point of it. */
export interface Seen extends Centre {
  readonly instance: number
}

/** An echo by a detour. */
export interface Detour {
  /** Half of the whole way, m, and how fast that grows, m/s. */
  readonly range: number
  readonly radialSpeed: number
  /** Where it comes in from: a point in the world. */
  readonly from: Vec3
  readonly rcs: number
  readonly left: number
  readonly instance: number
}

/** A plane piece of a mirror in plan. */
interface Facet {
  readonly a: Glimpse
  readonly b: Glimpse
  /** Towards the radar, level, unit. */
  readonly normal: Vec3
  readonly velocity: Vec3
  readonly reflectance: number
}

/** Neighbouring rays whose hits are farther apart than this do not see one plane piece, m. */
const FACET = 12

const facetsOf = (
  { at }: Glimpses,
  world: RayWorld,
  origin: Vec3,
  velocityOf: (instance: number) => Vec3,
): Facet[] =>
  at.flatMap((a, i): Facet[] => {
    const b = at.at(i + ROWS) ?? null
    if (a === null || b === null || a.owner !== b.owner || a.tag !== b.tag) return []
    const reflectance = MIRRORS[world.surfaces[a.tag].semantic]
    if (reflectance === undefined) return []
    const along = sub(b.point, a.point)
    const length = Math.hypot(along[0], along[1])
    // What leans is no mirror to somebody who looks along the ground.
    if (length < 0.05 || length > FACET || Math.abs(along[2]) > 0.3 * length) return []
    const left: Vec3 = [-along[1] / length, along[0] / length, 0]
    const normal = dot(left, sub(origin, a.point)) > 0 ? left : scale(left, -1)
    const velocity: Vec3 = a.owner === STANDING ? [0, 0, 0] : velocityOf(a.owner)
    return [{ a, b, normal, velocity, reflectance }]
  })

/** A way from the radar by a facet to a target. */
interface Bounce {
  readonly target: Seen
  readonly facet: Facet
  readonly point: Vec3
}

const bounceAt = (origin: Vec3, facet: Facet, target: Seen): Bounce | null => {
  const { a, b, normal } = facet
  if (a.owner === target.instance) return null
  const [before, behind] = [dot(normal, sub(origin, a.point)), dot(normal, sub(target.position, a.point))]
  if (behind <= 0.2 || before <= 0.2) return null
  const image = sub(target.position, scale(normal, 2 * behind))
  const point = add(origin, scale(sub(image, origin), before / (before + behind)))
  const along = sub(b.point, a.point)
  const share =
    dot(sub(point, a.point), [along[0], along[1], 0]) / (along[0] * along[0] + along[1] * along[1])
  if (share < 0 || share > 1) return null
  // Only as high as the mirror is known to be there.
  return Math.abs(point[2] - (a.point[2] + share * along[2])) < 0.5 ? { target, facet, point } : null
}

const unit = (v: Vec3): Vec3 => scale(v, 1 / norm(v))

/**
 * @param origin, velocity of the antenna, world
 * @param seen targets that are seen straight, each with the point that throws back most
 * @param rcsFrom a target's cross-section from a point in the world, m^2
 */
export const mirrored = (
  origin: Vec3,
  velocity: Vec3,
  seen: readonly Seen[],
  glimpses: Glimpses,
  world: RayWorld,
  velocityOf: (instance: number) => Vec3,
  rcsFrom: (instance: number, from: Vec3) => number,
): Detour[] => {
  const facets = facetsOf(glimpses, world, origin, velocityOf)
  const found = new Map<string, Bounce>()
  for (const facet of facets)
    for (const target of seen) {
      const bounce = bounceAt(origin, facet, target)
      // One image a target and mirror: rows above each other see the same one.
      if (bounce !== null) found.set(`${target.instance} ${facet.a.owner} ${facet.a.tag}`, bounce)
    }
  const bounces = [...found.values()]
  if (bounces.length === 0) return []
  const blocked = blockersOf(
    world,
    bounces.map(({ point, facet, target }) => ({
      // Off the mirror's own surface, which the facet only comes near.
      from: add(point, scale(facet.normal, 0.3)),
      to: target.position,
      slack: 0.3,
      own: target.instance,
    })),
  )
  return bounces.flatMap((bounce, i) =>
    blocked[i] === NOTHING ? ghostsOf(origin, velocity, bounce, rcsFrom) : [],
  )
}

const ghostsOf = (
  origin: Vec3,
  velocity: Vec3,
  { target, facet, point }: Bounce,
  rcsFrom: (instance: number, from: Vec3) => number,
): Detour[] => {
  const [out, on, straight] = [sub(point, origin), sub(target.position, point), sub(target.position, origin)]
  const [toMirror, fromMirror, direct] = [unit(out), unit(on), unit(straight)]
  // A mirror's point moves along it as it must (Fermat), which changes nothing; its own motion does.
  const bent =
    -dot(velocity, toMirror) +
    dot(target.velocity, fromMirror) +
    dot(facet.velocity, sub(toMirror, fromMirror))
  const even = dot(sub(target.velocity, velocity), direct)
  const [long, short] = [norm(out) + norm(on), norm(straight)]
  const [both, one] = [rcsFrom(target.instance, point), rcsFrom(target.instance, origin)]
  const { reflectance } = facet
  const half = {
    range: (long + short) / 2,
    radialSpeed: (bent + even) / 2,
    rcs: Math.sqrt(both * one),
    left: reflectance,
    instance: target.instance,
  }
  return [
    { ...half, range: long, radialSpeed: bent, rcs: both, left: reflectance * reflectance, from: point },
    { ...half, from: point },
    { ...half, from: target.position },
  ]
}

/** What the own vehicle's front throws back, m^2. */
const OWN = 10
/** Beyond this the second round trip is far below the noise, m. */
const NEAR = 40

/** The wave that goes to and fro twice between the target and the own vehicle. */
export const doubled = (
  origin: Vec3,
  velocity: Vec3,
  { position, velocity: theirs, rcs, instance }: Seen,
): Detour[] => {
  const away = sub(position, origin)
  const distance = norm(away)
  if (distance > NEAR) return []
  // The radar equation once more, for the second trip: against an echo from twice the distance, whose fall by the
  // fourth power of range the receiver reckons with.
  const again = (rcs * OWN) / (16 * Math.PI * Math.PI * distance * distance * distance * distance)
  return [
    {
      range: 2 * distance,
      radialSpeed: 2 * dot(sub(theirs, velocity), unit(away)),
      from: position,
      left: Math.min(1, 16 * again),
      ...{ rcs, instance },
    },
  ]
}
