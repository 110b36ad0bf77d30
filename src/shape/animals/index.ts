/** animals: a trunk and four legs of three segments, grown from the joints of their kind; the coat's tone comes from the seed. */
import { add, clamp, scale, stream, sub, type Vec3 } from '../../math/index.ts'
import type { BodySpec, WalkerSpec } from '../../scenario/index.ts'
import { fitting } from '../fit.ts'
import {
  bothSides,
  egg,
  ellipsoid,
  grown,
  limb,
  merged,
  moved,
  surfaceOf,
  trunk,
  tube,
  type Distance,
  type Rgb,
} from '../mesh/index.ts'
import type { MaterialKind, Mesh, Part, Shape } from '../shape.ts'
import { limbOf, quadrupedOf, type LegJoints } from './gait.ts'
import { KINDS, type AnimalKind, type Leg } from './kinds.ts'

export type Animal = keyof typeof KINDS

export interface AnimalLook {
  readonly seed: number
  readonly id: string
  /** The coat; null: one of the spec's paints by seed. */
  readonly paint: Rgb | null
}

export const buildAnimal = (
  spec: BodySpec & Pick<WalkerSpec, 'pace'>,
  animal: Animal,
  look: AnimalLook,
): Shape => {
  const kind: AnimalKind = KINDS[animal]
  const random = stream(look.seed, look.id, 'animal')
  const coat = look.paint ?? spec.paints[random.integer(spec.paints.length)]
  const antlers = kind.antlers && random.next() < 0.5
  const size = kind.chest[0] - kind.rump[0]
  const legs = legsOf(kind)
  const torso = grown(
    0.12 * size,
    trunk(kind.rump, kind.chest, kind.sections),
    chain(kind.neck, 0.05 * size),
    ...kind.lumps.map(([at, radii]) => egg(at, radii)),
    // Where legs join: what moves inside it stays hidden.
    ...legs.map((leg) => limb(leg[0][0], toward(leg[0][0], leg[1][0], 0.3), leg[0][1], 0.85 * leg[0][1])),
  )
  const [ear, radii, towards] = kind.ear
  const whole = grown(
    0.03 * size,
    torso,
    chain(kind.head, 0.04 * size),
    chain(kind.tail, 0.01 * size),
    egg(ear, radii, towards),
    egg(across(ear), radii, across(towards)),
  )
  const tint =
    (own: Distance) =>
    (p: Vec3, n: Vec3): Rgb =>
      shadeOf(kind, own, p, n)
  const reach: readonly [Vec3, Vec3] = [
    [kind.rump[0] - 0.5 * size, -0.5 * size, -0.05],
    [kind.nose[0] + 0.1, 0.5 * size, kind.nose[2] + 1.1 * size],
  ]
  const part = (name: string, own: number, mesh: Mesh, material: MaterialKind, color: Rgb): Part => ({
    ...{ name, mesh, material, color, limb: own },
    ...{ part: 'body', wheel: null, lamp: null },
  })
  const cell = clamp(0.036 * size, 0.016, 0.05)
  const bead = 0.014 * size + 0.004
  const black: Rgb = [0.012, 0.011, 0.011]
  const standing = [
    part('coat', 0, surfaceOf(whole, reach[0], reach[1], cell, tint(whole)), 'hair', coat),
    part(
      'eyes',
      0,
      bothSides(ellipsoid(kind.eye, [bead, bead, bead], 10, 8)),
      'chrome',
      [0.01, 0.008, 0.007],
    ),
    part(
      'nose',
      0,
      ellipsoid(kind.nose, [0.02 * size + 0.005, 0.03 * size, 0.02 * size], 12, 8),
      'plastic',
      black,
    ),
    ...(antlers ? [part('antlers', 0, bothSides(antler(kind)), 'wood', [0.16, 0.11, 0.065])] : []),
    ...legs.flatMap((leg, i) =>
      segmentsOf(leg, size).map(([solid, points], segment) =>
        part(
          `leg-${i}-${segment}`,
          limbOf(i, segment),
          surfaceOf(
            solid,
            ...boxAround(points, leg[segment][1]),
            clamp(0.5 * leg[segment + 1][1], 0.014, 0.05),
            tint(solid),
          ),
          'hair',
          coat,
        ),
      ),
    ),
  ]
  const fit = fitting(standing, spec)
  const joints = legs.map((leg): LegJoints => {
    const at = (i: number): Vec3 => fit.point(leg[i][0])
    const hoof = at(4)
    return [at(0), at(1), at(2), [hoof[0], hoof[1], 0]]
  })
  const limbs = quadrupedOf(joints, spec.pace, random.next())
  const parts = standing.map((p): Part => {
    const [x, y, z] = limbs.rest[p.limb ?? 0].position
    const point = (at: Vec3): Vec3 => sub(fit.point(at), [x, y, z])
    return { ...p, mesh: moved(p.mesh, { point, turn: fit.turn }) }
  })
  return { semantic: spec.class, parts, wheels: [], limbs }
}

const toward = (a: Vec3, b: Vec3, u: number): Vec3 => add(a, scale(sub(b, a), u))

const across = ([x, y, z]: Vec3): Vec3 => [x, -y, z]

const chain = (joints: Leg, blend: number): Distance =>
  grown(blend, ...joints.slice(1).map(([p, r], i) => limb(joints[i][0], p, joints[i][1], r)))

/** The four legs in the order of `limbOf`. */
const legsOf = ({ fore, hind }: AnimalKind): Leg[] => {
  const right = (leg: Leg): Leg => leg.map(([p, r]) => [across(p), r])
  return [fore, right(fore), hind, right(hind)]
}

/** A leg's three solids, round about its joints, each with the points that it is about. */
const segmentsOf = (leg: Leg, size: number): (readonly [Distance, readonly Vec3[]])[] => {
  const [[top, r0], [knee, r1], [hock, r2]] = leg
  const upper = limb(top, knee, 0.9 * r0, r1)
  const lower = limb(knee, hock, r1, r2)
  return [
    [upper, [top, knee]],
    [lower, [knee, hock]],
    [chain(leg.slice(2), 0.02 * size), leg.slice(2).map(([p]) => p)],
  ]
}

const boxAround = (points: readonly Vec3[], radius: number): [Vec3, Vec3] => {
  const end = (pick: (...v: number[]) => number, more: number): Vec3 => [
    pick(...points.map((p) => p[0])) + more,
    pick(...points.map((p) => p[1])) + more,
    pick(...points.map((p) => p[2])) + more,
  ]
  return [end(Math.min, -radius - 0.03), end(Math.max, radius + 0.03)]
}

const shadeOf = (kind: AnimalKind, whole: Distance, p: Vec3, n: Vec3): Rgb => {
  let k = 1
  for (const reach of [0.04, 0.12]) {
    const d = whole(p[0] + reach * n[0], p[1] + reach * n[1], p[2] + reach * n[2])
    k *= 0.6 + 0.4 * clamp(d / reach, 0, 1)
  }
  const mix = (to: number, share: number): void => {
    k *= 1 + (to - 1) * clamp(share, 0, 1)
  }
  const floor = kind.fore[1][0][2]
  mix(kind.stockings, (floor - p[2]) / (0.4 * floor))
  if (p[2] > floor) mix(kind.belly, -n[2] - 0.3)
  mix(kind.patch, 4 * (-n[0] - 0.55) * (p[0] < kind.rump[0] && p[2] > 0.75 * kind.rump[2] ? 1 : 0))
  // A coat is never of one tone.
  const mottle = 1 + 0.06 * Math.sin(31 * p[0] + 17 * p[2]) * Math.sin(43 * p[1] + 29 * p[0]) + 0.05 * n[2]
  return [k * mottle, k * mottle, k * mottle]
}

/** A roebuck's: a beam with two tines. */
const antler = (kind: AnimalKind): Mesh => {
  const foot = add(kind.head[0][0], [-0.01, 0.028, 0.04])
  const up = (x: number, y: number, z: number): Vec3 => add(foot, [x, y, z])
  return merged([
    tube(
      [foot, up(-0.02, 0.02, 0.08), up(-0.015, 0.035, 0.16), up(0.01, 0.03, 0.22)],
      (i) => 0.012 - 0.003 * i,
      6,
    ),
    tube([up(-0.017, 0.024, 0.09), up(0.03, 0.035, 0.14)], (i) => 0.007 - 0.005 * i, 5),
    tube([up(-0.015, 0.035, 0.15), up(-0.05, 0.035, 0.2)], (i) => 0.006 - 0.004 * i, 5),
  ])
}
