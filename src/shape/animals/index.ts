/** animals: four-legged, grown from the joints of their kind; the coat's tone comes from the seed. */
import { add, clamp, stream, type Vec3 } from '../../math/index.ts'
import type { BodySpec } from '../../scenario/index.ts'
import { filling } from '../fit.ts'
import {
  bothSides,
  egg,
  ellipsoid,
  grown,
  limb,
  merged,
  surfaceOf,
  trunk,
  tube,
  type Distance,
  type Rgb,
} from '../mesh/index.ts'
import type { MaterialKind, Mesh, Part, Shape } from '../shape.ts'
import { KINDS, type AnimalKind, type Leg } from './kinds.ts'

export type Animal = keyof typeof KINDS

export interface AnimalLook {
  readonly seed: number
  readonly id: string
  /** The coat; null: one of the spec's paints by seed. */
  readonly paint: Rgb | null
  /** Legs in mid-stride. */
  readonly moving: boolean
}

export const buildAnimal = (spec: BodySpec, animal: Animal, look: AnimalLook): Shape => {
  const kind: AnimalKind = KINDS[animal]
  const random = stream(look.seed, look.id, 'animal')
  const coat = look.paint ?? spec.paints[random.integer(spec.paints.length)]
  const antlers = kind.antlers && random.next() < 0.5
  const legs = legsOf(kind, look.moving)
  const size = kind.chest[0] - kind.rump[0]
  const body = grown(
    0.12 * size,
    trunk(kind.rump, kind.chest, kind.sections),
    chain(kind.neck, 0.05 * size),
    ...kind.lumps.map(([at, radii]) => egg(at, radii)),
    ...legs.map((leg) => chain(leg, 0.02 * size)),
  )
  const [ear, radii, towards] = kind.ear
  const whole = grown(
    0.03 * size,
    body,
    chain(kind.head, 0.04 * size),
    chain(kind.tail, 0.01 * size),
    egg(ear, radii, towards),
    egg(across(ear), radii, across(towards)),
  )
  const tint = (p: Vec3, n: Vec3): Rgb => shadeOf(kind, whole, p, n)
  const reach: readonly [Vec3, Vec3] = [
    [kind.rump[0] - 0.5 * size, -0.5 * size, -0.05],
    [kind.nose[0] + 0.1, 0.5 * size, kind.nose[2] + 1.1 * size],
  ]
  const part = (name: string, mesh: Mesh, material: MaterialKind, color: Rgb): Part => ({
    name,
    mesh,
    material,
    color,
    part: 'body',
    wheel: null,
    lamp: null,
  })
  const cell = clamp(0.03 * size, 0.016, 0.036)
  const bead = 0.014 * size + 0.004
  const parts = [
    part('coat', surfaceOf(whole, reach[0], reach[1], cell, tint), 'hair', coat),
    part('eyes', bothSides(ellipsoid(kind.eye, [bead, bead, bead], 10, 8)), 'chrome', [0.01, 0.008, 0.007]),
    part(
      'nose',
      ellipsoid(kind.nose, [0.02 * size + 0.005, 0.03 * size, 0.02 * size], 12, 8),
      'plastic',
      [0.012, 0.011, 0.011],
    ),
    ...(antlers ? [part('antlers', bothSides(antler(kind)), 'wood', [0.16, 0.11, 0.065])] : []),
  ]
  return { semantic: spec.class, parts: filling(parts, spec), wheels: [] }
}

const across = ([x, y, z]: Vec3): Vec3 => [x, -y, z]

const chain = (joints: Leg, blend: number): Distance =>
  grown(blend, ...joints.slice(1).map(([p, r], i) => limb(joints[i][0], p, joints[i][1], r)))

/** The four legs; in stride they swing in diagonal pairs about their topmost joints. */
const legsOf = (kind: AnimalKind, moving: boolean): Leg[] =>
  (
    [
      [kind.fore, 1, 1],
      [kind.fore, -1, -1],
      [kind.hind, 1, -1],
      [kind.hind, -1, 1],
    ] as const
  ).map(([leg, side, phase]) => {
    const swing = moving ? 0.36 * phase : 0
    const [[ox, , oz]] = leg[0]
    return leg.map(([[x, y, z], r], i): readonly [Vec3, number] => {
      // A leg that swings back bends at its lower joints.
      const angle = swing * (phase > 0 || i < 2 ? 1 : 1 + 0.25 * (i - 1))
      const [c, s] = [Math.cos(angle), Math.sin(angle)]
      const [dx, dz] = [x - ox, z - oz]
      return [[ox + c * dx - s * dz, side * y, oz + s * dx + c * dz], r]
    })
  })

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
