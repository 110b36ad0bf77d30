/** people: walkers and riders of rigid limbs, from a build, and clothes that the seed chooses. */
import { stream, sub, transformPoint, rotate, type Pose, type Vec3 } from '../../math/index.ts'
import type { BodySpec, WalkerSpec } from '../../scenario/index.ts'
import { moved, type Rgb } from '../mesh/index.ts'
import type { Keypoint } from '../keypoints.ts'
import type { Limbs, Posture } from '../limbs.ts'
import type { Mesh, Part, Shape } from '../shape.ts'
import { buildOf, scaled, type Age, type Build } from './build.ts'
import { clothesOf, type Clothes } from './clothes.ts'
import { figure, type Garment } from './figure.ts'
import { keypointsOf } from './joints.ts'
import type { Belongings } from './occupied.ts'
import { crownOf, ridingPoses, type Seat } from './rider.ts'
import { standingOf } from './gait.ts'
import { jointsOf, LIMB, originsOf, posesOf } from './skeleton.ts'
import { walkerOf } from './walker.ts'

export type { Age } from './build.ts'
export type { Seat } from './rider.ts'

/** How a person is to be shown. */
export interface PersonLook {
  readonly seed: number
  readonly id: string
  /** Colour of the top; null: by seed. */
  readonly paint: Rgb | null
}

/** A person on foot, the origin between the feet, standing the crown at the spec's height. */
export const buildPerson = (
  spec: BodySpec & Pick<WalkerSpec, 'pace'>,
  age: Age,
  look: PersonLook,
  belongings: Belongings | null = null,
): Shape => {
  const random = stream(look.seed, look.id, 'person')
  const grown = buildOf(age, spec.height, Math.min(spec.width, WIDEST * spec.height), random)
  const top = look.paint ?? spec.paints[random.integer(spec.paints.length)]
  const drawn = clothesOf(age, random.next() < 0.3, top, random)
  // Who has their hands full carries nothing else in them.
  const wear: Clothes = belongings !== null && drawn.bag === 'shopping' ? { ...drawn, bag: 'none' } : drawn
  const joints = jointsOf(grown)
  const garments = figure(grown, joints, wear)
  // Hair and hats are of any height: all of the body by the same factor, so that the crown is where the spec has it.
  const origins = originsOf(joints)
  const k = spec.height / highest(garments, origins, posesOf(grown, standingOf(grown)))
  const build = scaled(grown, k)
  const middle = spec.length / 2 - spec.rearOverhang + (belongings?.ahead ?? 0)
  const half = [spec.length / 2, spec.width / 2] as const
  const bodyAt = walkerOf(build, spec.pace, random.next(), middle, half, belongings?.arms)
  const at = (posture: Posture): readonly Pose[] => {
    const poses = bodyAt(posture)
    return belongings === null ? poses : [...poses, ...belongings.limbs(poses, build)]
  }
  const limbs: Limbs = { rest: at(STANDING), at }
  return {
    semantic: spec.class,
    parts: [
      ...garments.map((g) => ({
        ...partOf(g, 'body'),
        mesh: inLimb(g.mesh, origins[g.limb], k),
        limb: g.limb,
      })),
      ...(belongings?.parts(build, look) ?? []),
    ],
    wheels: [],
    limbs,
    keypoints: keypointsOf(build, false),
  }
}

/** Breadth over stature: what is wider is not the body. */
const WIDEST = 0.31

const STANDING = { position: [0, 0, 0], orientation: [0, 0, 0, 1], velocity: [0, 0, 0], wheels: [] } as const

/** A rider of a two-wheeler: what sits still in the vehicle's frame, and what pedals, limb by limb. */
export interface Rider {
  readonly parts: readonly Part[]
  readonly joints: readonly Keypoint[]
  /** Poses of the limbs that pedal, as parts and joints count them, with the feet on these. */
  readonly pedalling: (feet: Seat['feet']) => readonly Pose[]
}

/** Limbs that pedal, in their order. */
const PEDALLING = [...LIMB.thigh, ...LIMB.shin, ...LIMB.foot, ...LIMB.toes] as const

/**
 * A rider in their gear, part of the vehicle, as tall as reaches `height` with the crown.
 * @param first number of the first limb that pedals; null: nobody pedals, all of the rider sits still
 */
export const riderOf = (
  height: number,
  seat: Seat,
  look: PersonLook,
  gear: 'leathers' | 'everyday',
  first: number | null,
): Rider => {
  const leathers = gear === 'leathers'
  const { build, garments, top } = dressed(height, seat, look, leathers)
  const origins = originsOf(jointsOf(build))
  const poses = ridingPoses(build, seat)
  /** Which of the limbs that pedal one is; null: it sits still. */
  const moves = (limb: number): number | null => {
    const i = first === null ? -1 : PEDALLING.indexOf(limb as (typeof PEDALLING)[number])
    return i < 0 ? null : (first ?? 0) + i
  }
  // Hair and hats: all that is not bone is scaled about the nape.
  const still = (mesh: Mesh, limb: number): Mesh => {
    const pose = poses[limb]
    const k = limb === LIMB.head ? top : 1
    return moved(mesh, {
      point: (p) => transformPoint(pose, timesUp(sub(p, origins[limb]), k)),
      turn: (n) => rotate(pose.orientation, n),
    })
  }
  return {
    parts: garments.map((g): Part => {
      const own = moves(g.limb)
      const part = partOf({ ...g, name: `rider-${g.name}` }, 'rider')
      return own === null
        ? { ...part, mesh: still(g.mesh, g.limb) }
        : { ...part, mesh: inLimb(g.mesh, origins[g.limb], 1), limb: own }
    }),
    joints: keypointsOf(build, leathers).map(({ limb = 0, ...joint }): Keypoint => {
      const own = moves(limb)
      if (own !== null) return { ...joint, limb: own }
      return {
        ...joint,
        at: transformPoint(poses[limb], limb === LIMB.head ? timesUp(joint.at, top) : joint.at),
      }
    }),
    pedalling: (feet) => {
      const all = ridingPoses(build, { ...seat, feet })
      return PEDALLING.map((limb) => all[limb])
    },
  }
}

const timesUp = ([x, y, z]: Vec3, k: number): Vec3 => [x, y, z * k]

/** The rider and their gear; `top`: by what the head is stretched so that hair or helmet end where they must. */
const dressed = (
  height: number,
  seat: Seat,
  look: PersonLook,
  leathers: boolean,
): { readonly build: Build; readonly garments: readonly Garment[]; readonly top: number } => {
  const random = stream(look.seed, look.id, 'rider')
  const buildFor = (stature: number): Build =>
    buildOf('adult', stature, 0.27 * stature, stream(look.seed, look.id, 'rider-build'))
  // The crown rises in proportion to the stature.
  const [low, high] = [1.6, 1.9]
  const [from, to] = [low, high].map((stature) => crownOf(buildFor(stature), seat))
  const over = leathers ? 0.035 : 0.01
  const build = buildFor(low + ((high - low) * (height - over - from)) / (to - from))
  const chosen = clothesOf('adult', false, look.paint, random)
  const dark: Rgb = [0.014, 0.014, 0.016]
  const helmets: readonly Rgb[] = [
    [0.6, 0.6, 0.6],
    [0.02, 0.02, 0.022],
    [0.35, 0.02, 0.02],
    [0.04, 0.08, 0.25],
  ]
  const helmet = helmets[random.integer(helmets.length)]
  const wear = {
    ...{ ...chosen, hem: 0, trousers: 'long' as const },
    // Hands hold the bar.
    bag: chosen.bag === 'shopping' ? ('none' as const) : chosen.bag,
    ...(leathers ? { legs: dark, shoes: dark, skin: dark, bag: 'none' as const } : {}),
  }
  const joints = jointsOf(build)
  const garments = figure(build, joints, wear, leathers ? helmet : null)
  const { position, orientation } = ridingPoses(build, seat)[LIMB.head]
  const reach = Math.max(
    ...garments
      .filter(({ limb }) => limb === LIMB.head)
      .flatMap(({ mesh: { positions } }) =>
        Array.from({ length: positions.length / 3 }, (_, i) => {
          const own: Vec3 = [positions[3 * i], positions[3 * i + 1], positions[3 * i + 2]]
          return rotate(orientation, sub(own, joints.collar))[2]
        }),
      ),
  )
  return { build, garments, top: (height - position[2]) / reach }
}

const partOf = ({ name, mesh, material, color }: Garment, part: Part['part']): Part => ({
  ...{ name, mesh, material, color, part, wheel: null, lamp: null },
})

/** A limb's mesh in the limb's frame, scaled. */
const inLimb = (mesh: Mesh, origin: Vec3, k: number): Mesh =>
  moved(mesh, {
    point: ([x, y, z]) => [(x - origin[0]) * k, (y - origin[1]) * k, (z - origin[2]) * k],
    turn: (n) => n,
  })

/** How high garments reach on limbs in these poses, m. */
const highest = (garments: readonly Garment[], origins: readonly Vec3[], poses: readonly Pose[]): number => {
  let top = 0
  for (const { mesh, limb } of garments)
    for (let i = 0; i < mesh.positions.length; i += 3) {
      const at: Vec3 = [mesh.positions[i], mesh.positions[i + 1], mesh.positions[i + 2]]
      top = Math.max(top, transformPoint(poses[limb], sub(at, origins[limb]))[2])
    }
  return top
}
