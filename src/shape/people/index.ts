/** people: walkers and riders, grown from a build, a pose and clothes that the seed chooses. */
import { stream, type Vec3 } from '../../math/index.ts'
import type { BodySpec } from '../../scenario/index.ts'
import { moved, type Move, type Rgb } from '../mesh/index.ts'
import type { Keypoint } from '../keypoints.ts'
import type { Part, Shape } from '../shape.ts'
import { buildOf, type Age } from './build.ts'
import { clothesOf } from './clothes.ts'
import { figure, type Garment } from './figure.ts'
import { jointsOf } from './joints.ts'
import { riding, walking, type Seat } from './pose.ts'

export type { Age } from './build.ts'
export type { Seat } from './pose.ts'

/** How a person is to be shown. */
export interface PersonLook {
  readonly seed: number
  readonly id: string
  /** Colour of the top; null: by seed. */
  readonly paint: Rgb | null
  /** Share of a stride, 0 at the left heel's strike; null: standing. */
  readonly gait: number | null
  /** 1 for an ordinary walk, 1.6 for a run. */
  readonly vigour: number
}

/** A person on foot, the origin between the feet, the crown at the spec's height. */
export const buildPerson = (spec: BodySpec, age: Age, look: PersonLook): Shape => {
  const random = stream(look.seed, look.id, 'person')
  const build = buildOf(age, spec.height, spec.width, random)
  const top = look.paint ?? spec.paints[random.integer(spec.paints.length)]
  const wear = clothesOf(age, random.next() < 0.3, top, random)
  const pose = walking(build, look.gait, look.vigour)
  const garments = figure(build, pose, wear)
  const fit = standing(garments, spec)
  return {
    semantic: spec.class,
    parts: garments.map((g) => partOf({ ...g, mesh: moved(g.mesh, fit) }, 'body')),
    wheels: [],
    keypoints: jointsOf(build, pose, false).map((joint) => ({ ...joint, at: fit.point(joint.at) })),
  }
}

/** A rider's parts and joints, in the frame of what is ridden. */
export interface Rider {
  readonly parts: readonly Part[]
  readonly joints: readonly Keypoint[]
}

/** A rider of this stature in their gear, part of the vehicle. */
export const riderParts = (
  stature: number,
  seat: Seat,
  look: Omit<PersonLook, 'gait' | 'vigour'>,
  gear: 'leathers' | 'everyday',
): Rider => {
  const random = stream(look.seed, look.id, 'rider')
  const build = buildOf('adult', stature, 0.27 * stature, random)
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
    ...chosen,
    hem: 0,
    ...(gear === 'leathers' ? { legs: dark, shoes: dark, skin: dark, bag: 'none' as const } : {}),
  }
  const pose = riding(build, seat)
  const garments = figure(build, pose, wear, gear === 'leathers' ? helmet : null)
  return {
    parts: garments.map((g) => partOf({ ...g, name: `rider-${g.name}` }, 'rider')),
    joints: jointsOf(build, pose, gear === 'leathers'),
  }
}

const partOf = ({ name, mesh, material, color }: Garment, part: Part['part']): Part => ({
  name,
  mesh,
  material,
  color,
  part,
  wheel: null,
  lamp: null,
})

/** Stretches the body so that soles and crown are exactly where the spec has ground and height. */
const standing = (garments: readonly Garment[], spec: BodySpec): Move => {
  let [lo, hi] = [Infinity, -Infinity]
  for (const { mesh } of garments)
    for (let i = 2; i < mesh.positions.length; i += 3) {
      lo = Math.min(lo, mesh.positions[i])
      hi = Math.max(hi, mesh.positions[i])
    }
  const k = spec.height / (hi - lo)
  const middle = spec.length / 2 - spec.rearOverhang
  const point = ([x, y, z]: Vec3): Vec3 => [x + middle, y, (z - lo) * k]
  return { point, turn: (n) => n }
}
